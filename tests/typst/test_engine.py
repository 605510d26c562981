"""The engine as the command line has it: chosen, recorded, missing; templates at fault; no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import UserDict
from pathlib import Path

import pytest

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.declaration.profile import Profile
from formgen.render import typst as engine
from tests.render.docx_samples import declare, hunan, indicator
from tests.typst.samples import by_typst

_WITHOUT = """
import sys
sys.modules[{absent!r}] = None  # importing it fails, as where it is not installed
from formgen import cli
code = cli.run(sys.argv[1:])
assert not [name for name in sys.modules if name.split(".")[0] in ("weasyprint", "cffi") and sys.modules[name]]
sys.exit(code)
"""


def run_without(absent: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own that lacks this package."""
    command = [sys.executable, "-c", _WITHOUT.format(absent=absent), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def profile_in(folder: Path, **changes: str) -> Profile:
    """The profile with its Typst templates in a folder of its own, some of them changed."""
    for path in hunan().folder.glob("*.typ"):
        (folder / path.name).write_bytes(path.read_bytes())
    for name, text in changes.items():
        (folder / f"{name}.typ").write_text(text, encoding="utf-8")
    return hunan().model_copy(update={"folder": folder})


def refusal(profile: Profile) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as refused:
        by_typst(declare([indicator()]), profile=profile)
    return refused.value


@pytest.mark.slow
def test_builds_without_weasyprint_and_pango(sample_toml: Path, tmp_path: Path) -> None:
    """Neither WeasyPrint nor what it loads Pango with is imported. That the guard in the process can
    fail is seen with the other engine."""
    done = run_without(
        "weasyprint", "build", sample_toml, "-o", tmp_path, "--formats", "pdf", "--engine", "typst"
    )
    assert done.returncode == ExitCode.DONE, done.stderr
    (entry,) = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["results"]
    assert entry["options"]["engine"] == "typst"
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    other = run_without("typst", "build", sample_toml, "-o", tmp_path / "other", "--formats", "pdf")
    assert other.returncode != ExitCode.DONE and "AssertionError" in other.stderr


@pytest.mark.slow
def test_without_typst_it_says_how_to_get_it(sample_toml: Path, tmp_path: Path) -> None:
    done = run_without("typst", "build", sample_toml, "-o", tmp_path, "--formats", "pdf", "--engine", "typst")
    assert done.returncode == ExitCode.MISSING
    assert "pip install 'formgen[typst]'" in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_template_that_does_not_compile_is_told_with_its_line(tmp_path: Path) -> None:
    error = refusal(
        profile_in(tmp_path, appendix="// formgen-appendix 2\n#let appendix-page(page) = {\n  [未完\n")
    )
    assert [fault.place for fault in error.faults] == ["appendix.typ 第 2 行"]


def test_a_warning_is_a_fault(tmp_path: Path) -> None:
    """A font that is not there would be replaced silently, and its text left out."""
    form = (hunan().folder / "form.typ").read_text(encoding="utf-8")
    error = refusal(profile_in(tmp_path, form=form + '\n#text(font: "没有的字体")[]\n'))
    assert "没有的字体" in str(error) and "form.typ 第" in str(error)


def test_the_program_lends_a_template_that_is_missing(tmp_path: Path) -> None:
    profile = profile_in(tmp_path)
    (tmp_path / "form.typ").unlink()
    assert by_typst(declare([indicator()]), profile=profile).faults() == []


def test_a_template_is_read_again_when_it_changes(tmp_path: Path) -> None:
    profile = profile_in(tmp_path)
    sample = by_typst(declare([indicator()]), profile=profile)
    assert sample.faults() == []
    form = tmp_path / "form.typ"
    form.write_text(form.read_text(encoding="utf-8") + "\n#pagebreak()\n多余\n", encoding="utf-8")
    assert by_typst(declare([indicator()]), profile=profile).faults() != []


@pytest.mark.parametrize("source", ['"/../secret.txt"', '"../secret.txt"'])
def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.txt").write_text("机密", encoding="utf-8")
    (tmp_path / "own").mkdir()
    assert "secret" in str(refusal(profile_in(tmp_path / "own", form=f"#read({source})")))


@pytest.mark.parametrize(
    "name", ['"@preview/cetz:0.3.0"', '("@pre" + "view/cetz:0.3.0")', '"@local/x:1.0.0"']
)
def test_a_template_gets_no_package_from_the_network(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:9")
    refusal(profile_in(tmp_path, form=f"#import {name}: canvas\n"))
    assert os.environ["HTTPS_PROXY"] == "http://192.0.2.1:9"


def test_one_compiler_is_kept_and_makes_another_only_for_rare_characters() -> None:
    by_typst(declare([indicator()]))
    kept = dict(engine._kept)
    by_typst(declare([indicator(remark="㗊")]))
    by_typst(declare([indicator(remark="别的")]))
    assert {folder: compiler for folder, (_, compiler) in engine._kept.items()} == {
        folder: compiler for folder, (_, compiler) in kept.items()
    }


@pytest.mark.slow
def test_a_template_whose_loops_do_not_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine stops a while after ten thousand turns, and no for in a for."""
    monkeypatch.setattr(engine, "MOST_SECONDS", 1)
    form = (hunan().folder / "form.typ").read_text(encoding="utf-8")
    endless = "\n#for i in range(100000) { for j in range(100000) { } }\n"
    error = refusal(profile_in(tmp_path, form=form + endless))
    (fault,) = error.faults
    assert "循环" in fault.message and fault.place == "form.typ"
    monkeypatch.undo()
    (tmp_path / "mended").mkdir()
    assert by_typst(declare([indicator()]), profile=profile_in(tmp_path / "mended")).faults() == []


class _Folding(UserDict[str, str]):
    """The environment as Windows has it: names in one case."""

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.upper(), value)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.upper())

    def __delitem__(self, name: str) -> None:
        super().__delitem__(name.upper())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name.upper() if isinstance(name, str) else name)


@pytest.mark.parametrize("proxies", [{}, {"https_proxy": "http://proxy:8"}, {"ALL_PROXY": "http://proxy:8"}])
def test_an_environment_that_folds_case(monkeypatch: pytest.MonkeyPatch, proxies: dict[str, str]) -> None:
    """https_proxy and HTTPS_PROXY are one name on Windows: taking both away again is no fault, and what was there
    before is there after."""
    environment = _Folding({**os.environ, **proxies})
    before = dict(environment)
    monkeypatch.setattr(os, "environ", environment)
    assert by_typst(declare([indicator()])).files["typst"].startswith(b"%PDF")
    assert dict(environment) == before
