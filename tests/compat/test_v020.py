"""What 0.2.0 wrote is read, extracted, scored, continued and verified by this version.

The files are in tests/data/v0.2.0 (its README says how each was made). What they must hold is taken from
the TOML they were made from. Only the command line is used, so that these tests outlive every move inside
the program.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from formgen import cli

DATA = Path(__file__).parents[1] / "data" / "v0.2.0"
PROFILE = "profile/province-x-2023"

MADE_FROM = {
    "inputs/hengyang-2023.toml": [
        "inputs/hengyang-2023.toml",
        "workbooks/hengyang-2023.xlsx",
        "workbooks/hengyang-2023-annotated.xlsx",
        "results/2023_衡阳市市场监督管理局_部门整体绩效目标申报表.docx",
        "results/2023_衡阳市市场监督管理局_部门整体绩效目标申报表.pdf",
    ],
    "inputs/example-2023.toml": [
        "inputs/example-2023.toml",
        "workbooks/example-2023.xlsx",
        "results-typst/2023_示例市示例局_部门整体绩效目标申报表.docx",
        "results-typst/2023_示例市示例局_部门整体绩效目标申报表.pdf",
    ],
    "declarations/all-keys.toml": [
        "declarations/all-keys.toml",
        "workbooks/all-keys.xlsx",
        "separate/2023_示例市全项局_部门整体绩效目标申报表.docx",
        "separate/2023_示例市全项局_部门整体绩效目标申报表.pdf",
        "separate/2023_示例市全项局_评分细则.pdf",
        "no-appendix/2023_示例市全项局_部门整体绩效目标申报表.docx",
        "no-appendix/2023_示例市全项局_部门整体绩效目标申报表.pdf",
        "archive/0042-WS·2023-D30-0017/0042-WS·2023-D30-0017.toml",
        "archive/0042-WS·2023-D30-0017/0042-WS·2023-D30-0017.docx",
        "archive/0042-WS·2023-D30-0017/0042-WS·2023-D30-0017.pdf",
        "archive/0042-WS·2023-D30-0017/0042-WS·2023-D30-0017_评分细则.pdf",
    ],
    "declarations/rules.toml": [
        "declarations/rules.toml",
        "workbooks/rules.xlsx",
        "results-rules/2023_示例市规则局_部门整体绩效目标申报表.docx",
        "results-rules/2023_示例市规则局_部门整体绩效目标申报表.pdf",
    ],
    "declarations/points-and-rules.toml": [
        "declarations/points-and-rules.toml",
        "workbooks/points-and-rules.xlsx",
    ],
    "declarations/乙局.toml": [
        "declarations/乙局.toml",
        "units/乙局.xlsx",
        "batch/2023_示例市乙局_部门整体绩效目标申报表.docx",
        "batch/2023_示例市乙局_部门整体绩效目标申报表.pdf",
        "interrupted/2023_示例市乙局_部门整体绩效目标申报表.docx",
        "interrupted/2023_示例市乙局_部门整体绩效目标申报表.pdf",
    ],
    "units/甲局.toml": [
        "units/甲局.toml",
        "batch/2023_示例市甲局_部门整体绩效目标申报表.docx",
        "batch/2023_示例市甲局_部门整体绩效目标申报表.pdf",
    ],
    "units/丙局.toml": [
        "units/丙局.toml",
        "batch/2023_示例市丙局_部门整体绩效目标申报表.docx",
        "batch/2023_示例市丙局_部门整体绩效目标申报表.pdf",
        "interrupted/2023_示例市丙局_部门整体绩效目标申报表.docx",
        "interrupted/2023_示例市丙局_部门整体绩效目标申报表.pdf",
    ],
    "units/丁局.toml": ["units/丁局.toml"],
    "profile/declaration.toml": [
        "profile/declaration.toml",
        "profile/declaration.xlsx",
        "profile/results/2023_示例市外省局_部门整体绩效目标申报表.docx",
        "profile/results/2023_示例市外省局_部门整体绩效目标申报表.pdf",
    ],
}
"""A TOML → every file that holds the same declaration."""

APPENDIX_DOCX = [
    "separate/2023_示例市全项局_评分细则.docx",
    "archive/0042-WS·2023-D30-0017/0042-WS·2023-D30-0017_评分细则.docx",
]
"""They show the scoring only; 0.2.0 could not extract from them."""

HOLD_NO_DECLARATION = {
    "batch/汇总.xlsx",
    "declarations/all-keys-actuals.toml",
    "declarations/rules-actuals.toml",
    "declarations/rules-actuals-partial.toml",
    "inputs/hengyang-2023-actuals.toml",
    "profile/blank.xlsx",
    "profile/province-x-2023/form.docx",
    "profile/province-x-2023/profile.toml",
    "workbooks/blank.toml",
    "workbooks/blank.xlsx",
    "workbooks/rules-actuals.toml",
    "workbooks/rules-actuals.xlsx",
    "workbooks/rules-actuals-filled.xlsx",
}

HOLDERS = [(file, source) for source, files in MADE_FROM.items() for file in files]
DECLARED = [(file, source) for file, source in HOLDERS if Path(file).suffix in (".toml", ".xlsx")]
DONE, REFUSED, NOT_COMPARED, BATCH = 0, 4, 9, 8


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


Formgen = Callable[..., Run]


@pytest.fixture
def formgen(capsys: pytest.CaptureFixture[str]) -> Formgen:
    """Run the program; a traceback or a bug (exit 1) is never an answer."""

    def call(*arguments: str | Path) -> Run:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        assert code != 1, captured.out + captured.err
        return Run(code, captured.out, captured.err)

    return call


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files, as the working folder: their manifests and outcomes name paths within it."""
    folder = tmp_path / "v0.2.0"
    shutil.copytree(DATA, folder)
    monkeypatch.chdir(folder)
    return folder


def plain(text: str) -> dict[str, Any]:
    """A declaration as data: an empty text is one that is not there, and what only says which program
    wrote the file is left out."""
    tables = tomllib.loads(text, parse_float=Decimal)
    tables.pop("format", None)
    return {key: value for key, value in _without_blanks(tables).items() if value}


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_blanks(item) for key, item in value.items() if item != ""}
    return [_without_blanks(item) for item in value] if isinstance(value, list) else value


def declared(source: str) -> dict[str, Any]:
    return plain((DATA / source).read_text(encoding="utf-8"))


def same_form(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """What a results' file carries beside the declaration (options, actual values) is no part of it. A row
    that declared a rule and no wording now bears the rule's standard wording."""
    for shown, row in zip(found["indicators"], wanted["indicators"], strict=True):
        if row.get("rule") and not row.get("scoring"):
            assert shown.pop("scoring").strip()
    assert {key: found.get(key) for key in wanted} == wanted
    assert set(found) - set(wanted) <= {"options", "actuals"}


def profile_of(file: str) -> tuple[str, ...]:
    return ("--profile", PROFILE) if file.startswith("profile/") else ()


# The data itself


def test_no_file_is_left_out() -> None:
    holders = {
        path.relative_to(DATA).as_posix()
        for path in DATA.rglob("*")
        if path.suffix in (".toml", ".xlsx", ".docx", ".pdf")
    }
    assert holders == {file for file, _ in HOLDERS} | set(APPENDIX_DOCX) | HOLD_NO_DECLARATION


def test_the_state_of_result_folders_is_there() -> None:
    for folder in ("results", "results-typst", "results-rules", "separate", "no-appendix", "batch"):
        assert (DATA / folder / ".formgen" / "outcomes.jsonl").is_file()
        assert (DATA / folder / "manifest.json").is_file()
    assert (DATA / "interrupted" / ".formgen" / "journal.jsonl").is_file()
    assert not (DATA / "interrupted" / "manifest.json").exists()


# extract


@pytest.mark.slow
@pytest.mark.parametrize(("file", "source"), HOLDERS, ids=[file for file, _ in HOLDERS])
def test_extract_gives_the_declaration(file: str, source: str, data: Path, formgen: Formgen) -> None:
    run = formgen("extract", file, *profile_of(file))
    assert run.code == DONE, run.err
    same_form(plain(run.out), declared(source))


@pytest.mark.parametrize("file", APPENDIX_DOCX)
def test_extract_of_an_appendix_never_gives_something_else(file: str, data: Path, formgen: Formgen) -> None:
    run = formgen("extract", file)
    assert run.code in (DONE, 3)
    if run.code == DONE:
        same_form(plain(run.out), declared("declarations/all-keys.toml"))


# check


@pytest.mark.slow
@pytest.mark.parametrize(("file", "source"), DECLARED, ids=[file for file, _ in DECLARED])
def test_check_reads_every_declaration(file: str, source: str, data: Path, formgen: Formgen) -> None:
    run = formgen("check", file, "--format", "json", *profile_of(file))
    assert run.code in (DONE, REFUSED), run.out + run.err
    (told,) = json.loads(run.out)["files"]
    assert told["department"] == declared(source)["department"]["name"]


def test_the_faulty_unit_is_refused(data: Path, formgen: Formgen) -> None:
    assert formgen("check", "units/丁局.toml").code == REFUSED


# score


def by_hand() -> dict[str, Decimal]:
    """三级指标 → the score that a person computed, written behind each actual value."""
    text = (DATA / "declarations/rules-actuals.toml").read_text(encoding="utf-8")
    return {name: Decimal(score) for name, score in re.findall(r'^"(.+?)" = .*  # ([\d.]+): ', text, re.M)}


def scores(sheet: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(row["level3"], row["points"], row["score"], row["status"]) for row in sheet["rows"]]


RULES, ALL_KEYS = "declarations/rules.toml", "declarations/all-keys.toml"


@pytest.mark.parametrize(
    ("declaration", "actuals", "expected"),
    [
        (RULES, "declarations/rules-actuals.toml", "rules-expected.json"),
        (RULES, "declarations/rules-actuals-partial.toml", "rules-expected-partial.json"),
        (RULES, "workbooks/rules-actuals-filled.xlsx", "rules-expected.json"),
        ("workbooks/rules.xlsx", "declarations/rules-actuals.toml", "rules-expected.json"),
        (ALL_KEYS, "declarations/all-keys-actuals.toml", "all-keys-expected.json"),
        ("workbooks/all-keys.xlsx", "declarations/all-keys-actuals.toml", "all-keys-expected.json"),
    ],
)
def test_score_as_ever(declaration: str, actuals: str, expected: str, data: Path, formgen: Formgen) -> None:
    run = formgen("score", declaration, "--actuals", actuals, "--format", "json")
    assert run.code == DONE, run.err
    found = json.loads(run.out)
    wanted = json.loads((DATA / "declarations" / expected).read_text(encoding="utf-8"))
    assert scores(found) == scores(wanted)
    assert [found[key] for key in ("full", "total", "grade")] == [
        wanted[key] for key in ("full", "total", "grade")
    ]


def test_score_as_computed_by_hand(data: Path, formgen: Formgen) -> None:
    hand = by_hand()
    rows = [row for row in declared(RULES)["indicators"] if row["rule"]["kind"] != "none"]
    assert hand.keys() == {row["level3"] for row in rows}
    run = formgen("score", RULES, "--actuals", "declarations/rules-actuals.toml", "--format", "json")
    sheet = json.loads(run.out, parse_float=Decimal)
    assert {row["level3"]: row["score"] for row in sheet["rows"] if row["status"] == "scored"} == hand
    assert sheet["total"] == sum(hand.values())


def test_every_kind_of_rule_is_in_the_data() -> None:
    kinds = {row["rule"]["kind"] for row in declared(RULES)["indicators"]}
    assert kinds == {
        "threshold_linear", "proportional", "over_budget", "per_unit", "percent_points", "bands",
        "tiers", "tier_range", "yes_no", "checklist", "discretionary", "none",
    }  # fmt: skip


def test_blank_actual_values_can_be_filled_in(data: Path, formgen: Formgen) -> None:
    filled = (data / "declarations/rules-actuals.toml").read_text(encoding="utf-8")
    lines = {line.partition(" = ")[0]: line for line in filled.splitlines() if line.startswith('"')}
    blank = data / "workbooks/rules-actuals.toml"
    text = "\n".join(
        lines.pop(line.partition(" = ")[0]) if line.startswith('"') else line
        for line in blank.read_text(encoding="utf-8").splitlines()
    )
    assert not lines
    blank.write_text(text, encoding="utf-8")
    run = formgen("score", RULES, "--actuals", blank, "--format", "json")
    found = json.loads(run.out, parse_float=Decimal)
    assert found["total"] == sum(by_hand().values())


def test_blank_actual_values_are_none_yet(data: Path, formgen: Formgen) -> None:
    for blank in ("workbooks/rules-actuals.xlsx", "workbooks/rules-actuals.toml"):
        run = formgen("score", RULES, "--actuals", blank, "--format", "json")
        assert run.code == DONE, run.err
        rows = json.loads(run.out)["rows"]
        assert {row["status"] for row in rows} == {"no_actual", "not_applicable"}


# new: blank workbooks that a unit has had on its disk since then


@pytest.mark.parametrize(
    ("blank", "source"),
    [
        ("workbooks/blank.xlsx", "inputs/example-2023.toml"),
        ("profile/blank.xlsx", "profile/declaration.toml"),
    ],
)
def test_blank_workbooks_can_be_filled_in(blank: str, source: str, data: Path, formgen: Formgen) -> None:
    wanted = declared(source)
    book = openpyxl.load_workbook(data / blank)
    _fill(book["申报表"], wanted)
    book.save(data / blank)
    run = formgen("extract", blank, *profile_of(blank))
    assert run.code == DONE, run.err
    assert plain(run.out) == wanted


def _fill(sheet: Any, declaration: dict[str, Any]) -> None:
    """Type a declaration into the cells of the blank form, as a person does: each row among those of its
    二级指标."""
    facts = {"部门（单位）名称": ("department", "name"), "* 部门（单位）职责": ("department", "duties")}
    facts["* 年度总体目标"] = ("goal", "annual")
    columns = ("level1", "level2", "level3", "operator", "target", "unit", "explanation", "scoring", "remark")
    free: dict[str, list[int]] = {}
    for row in range(1, sheet.max_row + 1):
        if fact := facts.get(sheet.cell(row, 1).value):
            sheet.cell(row, 3, declaration[fact[0]][fact[1]])
        if row > 7 and (group := _shown(sheet, row, 2)):
            free.setdefault(group, []).append(row)
    for indicator in declaration["indicators"]:
        row = free[indicator["level2"]].pop(0)
        for column in range(3, len(columns) + 1):
            value = indicator.get(columns[column - 1])
            sheet.cell(row, column, float(value) if isinstance(value, Decimal) else value)


def _shown(sheet: Any, row: int, column: int) -> str:
    """What stands in the cell, or in the merged cell it belongs to."""
    while row > 7 and sheet.cell(row, column).value is None:
        row -= 1
    return sheet.cell(row, column).value or "" if row > 7 else ""


def test_a_blank_says_what_is_missing(data: Path, formgen: Formgen) -> None:
    for blank in ("workbooks/blank.xlsx", "workbooks/blank.toml"):
        run = formgen("check", blank)
        assert run.code in (3, REFUSED)
        assert "部门（单位）名称" in run.out + run.err


# verify


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    ["results", "results-typst", "results-rules", "separate", "no-appendix", "archive", "profile/results"],
)
def test_verify_accuses_nothing(folder: str, data: Path, formgen: Formgen) -> None:
    """Bytes of an old version can't be made again, so some things may be left uncompared; but what nobody
    touched is never called changed."""
    _hold(formgen("verify", folder, "--format", "json", *profile_of(f"{folder}/")), data / folder)


def _hold(run: Run, folder: Path) -> None:
    assert run.code in (DONE, NOT_COMPARED), run.out + run.err
    told = json.loads(run.out)
    failed = [check for check in _checks(told) if check["state"] == "fail"]
    assert not failed
    assert "fail" not in {file["verdict"] for file in told["files"]}
    there = {path.name for path in folder.rglob("*") if path.suffix in (".pdf", ".docx")}
    assert there <= {Path(file["path"]).name for file in told["files"]}


def _checks(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for file in told["files"]:
        yield from file["checks"]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_verify_still_sees_a_changed_file(suffix: str, data: Path, formgen: Formgen) -> None:
    (path,) = (data / "results").glob(f"*{suffix}")
    path.write_bytes(path.read_bytes() + b" ")
    assert formgen("verify", "results").code in (3, 7)


# build into a folder that 0.2.0 left


def _built_names() -> set[str]:
    sources = ("units/甲局.toml", "declarations/乙局.toml", "units/丙局.toml")
    return {
        f"{form['year']}_{form['department']['name']}_部门整体绩效目标申报表"
        for form in map(declared, sources)
    }


def _require_whole(folder: Path) -> None:
    """One manifest that lists every result, as it stands on the disk; nothing of the stopped run left."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["name"] for entry in manifest["results"]} == _built_names()
    listed = [file for entry in manifest["results"] for file in entry["files"]]
    for file in listed:
        content = (folder / file["name"]).read_bytes()
        assert len(content) == file["size"]
        assert sha256(content).hexdigest() == file["digests"]["sha256"]
    assert {file["name"] for file in listed} == {
        f"{name}.{suffix}" for name in _built_names() for suffix in ("docx", "pdf")
    }
    assert not (folder / ".formgen" / "journal.jsonl").exists()
    assert (folder / "汇总.xlsx").is_file()


def _continue(folder: str, data: Path, formgen: Formgen) -> None:
    run = formgen("build", "units", "-o", folder, "-j", "1")
    assert run.code in (DONE, BATCH), run.out + run.err
    assert "丁局" in run.out + run.err
    _require_whole(data / folder)
    for source in ("units/甲局.toml", "declarations/乙局.toml", "units/丙局.toml"):
        name = declared(source)["department"]["name"]
        for path in (data / folder).glob(f"2023_{name}_*"):
            same_form(plain(formgen("extract", path).out), declared(source))
    _hold(formgen("verify", folder, "--format", "json"), data / folder)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["batch", "interrupted"])
def test_build_continues(folder: str, data: Path, formgen: Formgen) -> None:
    _continue(folder, data, formgen)


@pytest.mark.slow
def test_build_continues_after_a_torn_line(data: Path, formgen: Formgen) -> None:
    journal = data / "interrupted" / ".formgen" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-100])
    _continue("interrupted", data, formgen)


# A profile folder of a user's own


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_profile_folder_builds(engine: str, data: Path, formgen: Formgen) -> None:
    source = "profile/declaration.toml"
    run = formgen("build", source, "--profile", PROFILE, "--engine", engine, "-o", "new")
    assert run.code == DONE, run.out + run.err
    made = sorted((data / "new").glob("2023_示例市外省局_*"))
    assert [path.suffix for path in made] == [".docx", ".pdf"]
    for path in made:
        same_form(plain(formgen("extract", path, "--profile", PROFILE).out), declared(source))
    _hold(formgen("verify", "new", "--format", "json", "--profile", PROFILE), data / "new")
    _require_own_look(made[0])


def _require_own_look(document: Path) -> None:
    """The label and the width that this profile changed: 20 mm are 1134 twips."""
    with zipfile.ZipFile(document) as package:
        text = package.read("word/document.xml").decode()
    assert "备注说明" in re.sub(r"<[^>]*>", "", text)
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', text)]
    assert any(abs(width - 1134) <= 1 for width in widths)


def test_the_label_of_a_profile_is_used(data: Path, formgen: Formgen) -> None:
    """A fresh workbook of the old folder bears the folder's own label."""
    assert formgen("new", "--profile", PROFILE, "fresh.xlsx").code == DONE
    cells = [cell.value for row in openpyxl.load_workbook("fresh.xlsx")["申报表"].iter_rows() for cell in row]
    assert "备注说明" in cells
