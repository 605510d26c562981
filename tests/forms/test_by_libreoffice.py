"""The fill-in workbooks of every form as LibreOffice understands them: saved there, filled in by another
program and read here; what its formulas give is what this program computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from formgen import cli
from formgen.declaration.figures import compute_figures, total_of
from formgen.declaration.profile import DEFAULT_PROFILE
from tests.cli.conftest import Formgen
from tests.forms.test_shipped_forms import NEW, figures, profile_of, sample
from tests.tools.libreoffice import convert_all, needs_libreoffice

pytestmark = [pytest.mark.slow, needs_libreoffice]
FORMS = [*NEW, DEFAULT_PROFILE]


def source_of(form: str) -> Path:
    return sample("example-2023" if form == DEFAULT_PROFILE else form)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """blank-FORM.xlsx and filled-FORM.xlsx, FORM.ods, each as LibreOffice has saved it: name → path."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for form in FORMS:
        assert cli.run(["new", str(folder / f"blank-{form}.xlsx"), "--profile", form]) == 0
        assert cli.run(["extract", str(source_of(form)), "-o", str(folder / f"filled-{form}.xlsx")]) == 0
    made = sorted(folder.glob("*.xlsx"))
    saved = [*convert_all(made, "xlsx", folder), *convert_all(made[-len(FORMS) :], "ods", folder)]
    return {path.name: path for path in saved}


def is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("=SUM(", "=IF("))


def fill_in(blank: Any, filled: Any) -> None:
    """Type what stands in one sheet into the other, as a person does who has both before him: a row is found by
    the labels that it has in common."""
    target, found = 1, dict[tuple[int, str], list[int]]()
    for row in blank.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                found.setdefault((cell.column, cell.value), []).append(cell.row)
    for row in filled.iter_rows():
        if any(is_formula(cell.value) for cell in row):
            continue
        places = [
            place for cell in row for place in found.get((cell.column, cell.value), ()) if place >= target
        ]
        target = min(places, default=target)
        for cell in row:
            at = blank.cell(target, cell.column)
            if cell.value is not None and not isinstance(at, openpyxl.cell.cell.MergedCell):
                at.value = cell.value
                at.data_type = cell.data_type  # a text that begins with “=” is no formula
        target += 1


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_saved_there_is_filled_in_and_read(
    form: str, books: dict[str, Path], tmp_path: Path, formgen: Formgen
) -> None:
    book = openpyxl.load_workbook(books[f"blank-{form}.xlsx"])
    fill_in(book.worksheets[0], openpyxl.load_workbook(books[f"filled-{form}.xlsx"]).worksheets[0])
    path = tmp_path / "typed.xlsx"
    book.save(path)
    told = formgen("diff", source_of(form), path)
    assert "没有变化" in told.out, told.all


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("form", FORMS)
def test_a_filled_one_saved_there_says_the_same(
    form: str, suffix: str, books: dict[str, Path], formgen: Formgen
) -> None:
    told = formgen("diff", source_of(form), books[f"filled-{form}.{suffix}"])
    assert "没有变化" in told.out, told.all


def totals(form: str) -> Iterator[Decimal]:
    """What this program prints in the total rows of a form's tables with free rows."""
    profile, declared = profile_of(form), figures(form)
    fields = compute_figures(profile, declared)
    for block in profile.tables.values():
        if block.total_row is None or block.fixed:
            continue
        for key in block.total_row.sum:
            whole = total_of(block, key, declared)
            assert whole is not None
            more = block.total_row.plus.get(key)
            if more is None:
                yield whole
            elif more.endswith(".points"):
                yield whole + 10  # what the money earns in every form of a self-evaluation
            else:
                yield whole + Decimal(str(fields[more]))


@pytest.mark.parametrize("form", NEW)
def test_its_formulas_give_what_this_program_computes(form: str, books: dict[str, Path]) -> None:
    path = books[f"filled-{form}.xlsx"]
    formulas = openpyxl.load_workbook(path).worksheets[0]
    values = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    found = {
        cell.coordinate: values[cell.coordinate].value
        for row in formulas.iter_rows()
        for cell in row
        if is_formula(cell.value)
    }
    expected = list(totals(form))
    assert len(found) == len(expected)
    # A total with a score that the program itself works out stays empty there: nothing is guessed.
    given = [Decimal(str(value)) for value in found.values() if value not in (None, "")]
    assert given == [
        one for one, value in zip(expected, found.values(), strict=True) if value not in (None, "")
    ]
    assert len(given) >= len(expected) - 1
