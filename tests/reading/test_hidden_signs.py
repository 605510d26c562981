"""A number format can hide the minus of a number: what was seen is read, and both numbers are told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import formgen

SEED = Path(__file__).parents[2] / "inputs" / "hengyang-2023.xlsx"


@pytest.mark.parametrize("code", ["0;0", "0;[Red]0", "#,##0;#,##0"])
def test_a_minus_that_nobody_saw_is_told(tmp_path: Path, code: str) -> None:
    book = openpyxl.load_workbook(SEED)
    cell = book.worksheets[0]["E9"]
    cell.value, cell.number_format = -5, code
    path = tmp_path / "a.xlsx"
    book.save(path)
    form = formgen.open(path)
    told = [
        item.message for item in form.findings if item.place.endswith("!E9") and item.id.startswith("READ")
    ]
    assert any("-5" in message for message in told)
    assert form.get("indicators[1].target") in (Decimal(5), "5")


def test_a_minus_that_is_seen_is_read_without_a_word(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SEED)
    cell = book.worksheets[0]["E9"]
    cell.value, cell.number_format = -5, "0;-0"
    path = tmp_path / "a.xlsx"
    book.save(path)
    form = formgen.open(path)
    assert form.get("indicators[1].target") == Decimal(-5)
    assert not [i for i in form.findings if i.place.endswith("!E9") and i.id.startswith("READ")]
