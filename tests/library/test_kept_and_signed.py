"""Results of a workbook of several sheets are kept together or not at all; an unsigned Word file is called so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

import formgen
from formgen.messages import verify as say
from tests.conftest import ROOT

EXAMPLE = ROOT / "inputs" / "example-2023.toml"


@pytest.fixture
def two_sheets(tmp_path: Path) -> Path:
    """One workbook, the same form of two units."""
    form = formgen.open(EXAMPLE)
    form.save(path := tmp_path / "两家.xlsx")
    name = form.declaration.department.name
    book = load_workbook(path)
    first = book.worksheets[0]
    second = book.copy_worksheet(first)
    second.title = "乙"
    for row in second.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and name in cell.value:
                cell.value = cell.value.replace(name, "示例市第二局")
    book.save(path)
    return path


def run(path: Path, folder: Path) -> list[tuple[str, str]]:
    batch = formgen.build(path, folder, formats=("docx",), appendix="none")
    return [(result.outcome.label, result.outcome.status) for result in batch.results]


@pytest.mark.slow
def test_sheets_are_kept_by_their_own_names_and_made_again_together(two_sheets: Path, tmp_path: Path) -> None:
    folder = tmp_path / "结果"
    first = run(two_sheets, folder)
    assert len(first) == 2 and {status for _, status in first} == {"built"}
    again = run(two_sheets, folder)
    assert [label for label, _ in again] == [label for label, _ in first]
    assert {status for _, status in again} == {"kept"}
    (lost,) = folder.glob("*第二局*.docx")
    lost.unlink()
    assert [label for label, _ in run(two_sheets, folder)] == [label for label, _ in first]
    assert lost.is_file()


def test_a_word_file_is_signed_only_with_a_signature(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(formgen.open(EXAMPLE).docx(appendix="none"))

    def told() -> list[str]:
        (verdict,) = formgen.verify(path)
        return [check.message for check in verdict.checks if check.id == "SIG-01"]

    assert told() == [say.UNSIGNED]
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    (line,) = told()
    assert "Office" in line and "签名" in line
