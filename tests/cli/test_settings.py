"""The user's own settings: defaults of profile and engine, from the user's own folder or the file that is named, never
from beside the files of a unit."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import openpyxl
import pytest

from formgen.declaration.load_profile import load_profile, profiles_folder
from tests.cli.conftest import Formgen
from tests.conftest import ROOT

EXAMPLE = ROOT / "inputs" / "example-2023.toml"
OWN = "province-x-2024"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings folder, and another one to work in."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "formgen"
    folder.mkdir(parents=True)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return folder


def own_profile(folder: Path, name: str = OWN, title: str = "甲省部门整体绩效目标申报表") -> Path:
    """A profile of an office's own, with a title that is told apart."""
    shutil.copytree(profiles_folder() / "hunan-2023", folder)
    path = folder / "profile.toml"
    text = path.read_text(encoding="utf-8")
    old = load_profile("hunan-2023")
    text = text.replace(f'id = "{old.id}"', f'id = "{name}"').replace(
        f'title = "{old.title}"', f'title = "{title}"'
    )
    path.write_text(text, encoding="utf-8")
    assert load_profile(folder).title == title
    return folder


def title_of(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return "".join(str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row if cell.value)


@pytest.mark.slow
def test_a_new_form_is_of_the_usual_profile(home: Path, tmp_path: Path, formgen: Formgen) -> None:
    own_profile(home / OWN)
    own_profile(tmp_path / "work" / OWN, title="别人放的表")  # beside what the user works on: not asked for
    (tmp_path / "work" / "formgen.toml").write_text('profile = "xx"\n', encoding="utf-8")
    assert formgen("new", "甲.xlsx").code == 0
    assert "甲省" not in title_of(Path("甲.xlsx"))
    (home / "formgen.toml").write_text(f'profile = "{OWN}"\n', encoding="utf-8")
    assert formgen("new", "乙.xlsx").code == 0
    assert "甲省" in title_of(Path("乙.xlsx"))
    assert formgen("new", "丙.xlsx", "-p", "hunan-2023").code == 0
    assert "甲省" not in title_of(Path("丙.xlsx"))
    assert formgen("import", EXAMPLE, "-o", "丁.xlsx").code == 0
    assert "甲省" in title_of(Path("丁.xlsx"))


def test_a_shipped_profile_is_never_taken_from_the_folder_of_the_files(
    home: Path, tmp_path: Path, formgen: Formgen
) -> None:
    own_profile(tmp_path / "work" / "hunan-2023", name="hunan-2023", title="别人放的表")
    (home / "formgen.toml").write_text('profile = "hunan-2023"\n', encoding="utf-8")
    assert formgen("new", "甲.xlsx").code == 0
    assert "别人放的表" not in title_of(Path("甲.xlsx"))


@pytest.mark.slow
def test_files_that_name_a_profile_keep_it(home: Path, tmp_path: Path, formgen: Formgen) -> None:
    own = own_profile(home / OWN)
    declared = EXAMPLE.read_text(encoding="utf-8")
    line, name = 'profile = "hunan-2023"\n', load_name(declared)
    assert line in declared
    for kind, own_line in (("named", line), ("none", ""), ("own", f'profile = "{OWN}"\n')):
        text = declared.replace(line, own_line).replace(name, f"{name}{kind}")
        Path(f"{kind}.toml").write_text(text, encoding="utf-8")
    settings = tmp_path / "mine.toml"
    settings.write_text(f'profile = "{own}"\n', encoding="utf-8")
    assert formgen("check", "own.toml").code == 4  # nobody has said what this is
    arguments = ("check", tmp_path / "work", "-o", tmp_path / "out", "--settings", settings, "--statistics")
    assert formgen(*arguments).code == 0
    units = json.loads(formgen("status", tmp_path / "out", "--format", "json").out)["units"]
    assert {Path(unit["file"]).stem: unit["profile"] for unit in units} == {
        "named": "hunan-2023", "none": OWN, "own": OWN
    }  # fmt: skip
    register = (tmp_path / "out" / "登记.jsonl").read_bytes()
    assert formgen(*arguments).code == 0
    assert (tmp_path / "out" / "登记.jsonl").read_bytes() == register  # what has not changed is kept


def load_name(text: str) -> str:
    return str(tomllib.loads(text)["department"]["name"])


def test_the_usual_engine_begins_a_folder_and_never_changes_one(home: Path, formgen: Formgen) -> None:
    (home / "formgen.toml").write_text('engine = "typst"\n', encoding="utf-8")
    arguments = ("--formats", "pdf", "--appendix", "none")

    def engine(folder: str) -> object:
        manifest = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))
        (entry,) = manifest["results"]
        return entry["options"]["engine"]

    done = formgen("build", EXAMPLE, "-o", "one", *arguments)
    assert done.code == 0 and "typst" not in done.err.lower(), done.all  # it was asked for: nothing to tell
    assert engine("one") == "typst"
    other = Path("other.toml")
    other.write_text('engine = "weasyprint"\n', encoding="utf-8")
    assert formgen("build", EXAMPLE, "-o", "one", "--settings", other, *arguments).code == 0
    assert engine("one") == "typst"  # as it was begun
    assert formgen("build", EXAMPLE, "-o", "two", "--engine", "weasyprint", *arguments).code == 0
    assert engine("two") == "weasyprint"


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "甲.xlsx"), ("import", EXAMPLE, "-o", "甲.xlsx"), ("build", EXAMPLE), ("check", EXAMPLE), ("score", EXAMPLE),
        ("extract", EXAMPLE), ("diff", EXAMPLE, EXAMPLE), ("split", EXAMPLE, "-o", "x"), ("serve", "--no-browser"),
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_mistake_is_told_by_every_command(arguments: tuple[str, ...], home: Path, formgen: Formgen) -> None:
    (home / "formgen.toml").write_text('engin = "typst"\nprofile = "nirgends"\n', encoding="utf-8")
    done = formgen(*arguments)
    assert done.code == 3
    assert "第 1 行" in done.err and "engine" in done.err and "第 2 行" in done.err and "nirgends" in done.err
    assert not list(Path().iterdir())
    told = formgen(*arguments, "--settings", "没有.toml")
    assert told.code == 3 and "没有.toml" in told.err
