"""A folder as the bureau gets it: a third of the forms broken, in every one of fifteen ways. What can be built is built,
what can't is reported rightly, and 汇总.xlsx says what the JSON says."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from bench.generate import Written, write_forms
from formgen.base.errors import ExitCode
from formgen.cli import run
from formgen.results.manifest import MANIFEST, read_manifest

pytestmark = pytest.mark.slow

FORMS, BROKEN = 45, 15


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Written]]:
    forms = tmp_path_factory.mktemp("bureau") / "forms"
    forms.mkdir()
    return forms, write_forms(FORMS, forms, seed=9, rows=8, broken=BROKEN)


def test_the_sound_are_built_and_the_broken_reported(
    folder: tuple[Path, list[Written]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    forms, written = folder
    out = tmp_path / "out"
    assert run(["build", str(forms), "-o", str(out), "-j", "2", "--appendix", "none"]) == ExitCode.BATCH
    told = capfd.readouterr().err
    broken = [form for form in written if form.expected is not ExitCode.DONE]
    assert len({form.way for form in broken}) == BROKEN
    # One line per failure, naming the file; nothing said of the others.
    for form in written:
        lines = [line for line in told.splitlines() if form.path.name in line]
        assert len(lines) == (1 if form in broken else 0), (form.way, lines)
    assert "Traceback" not in told
    entries = read_manifest(out / MANIFEST)
    assert len(entries) == FORMS - BROKEN
    assert {entry.source for entry in entries.values()} == {
        form.path.name for form in written if form not in broken
    }
    assert len(list(out.glob("*.docx"))) == len(list(out.glob("*.pdf"))) == FORMS - BROKEN
    _compare_with_check(forms, out, capfd)


def _compare_with_check(forms: Path, out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["check", str(forms), "--format", "json"])
    checked = json.loads(capfd.readouterr().out)["files"]
    sheet = openpyxl.load_workbook(out / "汇总.xlsx")["逐份结果"]
    heads = next(row for row in sheet.iter_rows() if "来源" in [cell.value for cell in row])
    columns = {str(cell.value): cell.column for cell in heads if cell.value}
    rows = {}
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        source = row[columns["来源"] - 1].value
        if source:
            rows[Path(str(source)).name] = {head: row[column - 1].value for head, column in columns.items()}
    assert len(checked) == len(rows) == FORMS
    for file in checked:
        found = [finding["severity"] for finding in file["findings"]]
        row = rows[Path(file["path"]).name]
        assert row["错误"] == found.count("error"), file["path"]
        assert row["提醒"] == found.count("warning"), file["path"]
        assert row["建议等次"] == file["suggested_grade"], file["path"]


def test_a_second_run_builds_only_what_failed(
    folder: tuple[Path, list[Written]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    forms, _ = folder
    out = tmp_path / "out"
    command = ["build", str(forms), "-o", str(out), "-j", "2", "--formats", "docx", "--appendix", "none"]
    run(command)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.docx")}
    capfd.readouterr()
    assert run(command) == ExitCode.BATCH
    # The form with a character that no font has can be a Word file all the same.
    assert len(before) == FORMS - BROKEN + 1
    assert f"生成 0 份，沿用 {len(before)} 份，失败 {BROKEN - 1} 份" in capfd.readouterr().err
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("*.docx")} == before
