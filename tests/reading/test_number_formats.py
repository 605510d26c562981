"""What a cell shows is what is read, or both are named: every pair of tests/data/number_formats.tsv."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from formgen.sources.gather import show
from formgen.sources.grid_sheet import number_cell
from formgen.sources.grid_styles import built_in, cell_style
from formgen.sources.grid_types import GridCell
from formgen.sources.shown import Remark, Shown, show_number

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "data" / "number_formats.tsv").read_text("utf-8").splitlines()
    if not line.startswith("# ")
]
FROM_1900, FROM_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
NOT_UNDERSTOOD = 50
"""Pairs, of all, whose format may be given up: odd fractions, powers of ten between words."""


def shown(value: str, code: str) -> Shown:
    code = built_in(int(code[3:])) if code.startswith("id ") else code
    if value.startswith('"'):
        return show(GridCell(value[1:], code))
    epoch = FROM_1904 if value.startswith("1904:") else FROM_1900
    text = value.removeprefix("1904:")
    number = float(text) if "." in text or "E" in text else int(text)
    return show(number_cell(number, cell_style(code), epoch))


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 300
    assert len({code for _, code, _, source in PAIRS if source.startswith("found in")}) >= 100


def test_no_pair_is_altered_silently() -> None:
    altered = []
    for value, code, expected, source in PAIRS:
        seen = shown(value, code)
        as_seen = seen.text.strip() == expected.strip()
        told = seen.remark is not Remark.NONE and (
            seen.remark is Remark.UNKNOWN
            or seen.stored.strip() == expected.strip()
            or seen.remark is Remark.LOST_DIGITS
        )
        if not (as_seen or told):
            altered.append((value, code, expected, seen, source))
    assert altered == []


def test_few_formats_are_given_up() -> None:
    given_up = [pair[:2] for pair in PAIRS if shown(*pair[:2]).remark is Remark.UNKNOWN]
    assert len(given_up) <= NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "code", ["[$-411]ggge年m月d日", "[DBNum9]0", "[Huh]0", "0.0;0;0;0;0", "[$-407]mmmm", "0" * 2000]
)
def test_what_is_not_understood_is_the_plain_value_and_told(code: str) -> None:
    seen = show(number_cell(45291, cell_style(code), FROM_1900))
    assert seen.remark is Remark.UNKNOWN
    assert seen.text in ("45291", "2023-12-31")


@pytest.mark.parametrize(
    ("value", "code", "text", "remark", "scale"),
    [
        (4000000, '0!.0,"万元"', "400.0万元", Remark.SCALED, 10_000),
        (4000000, "#,##0,", "4,000", Remark.SCALED, 1000),
        (1 / 3, "0.00%", "33.33%", Remark.ROUNDED, 1),
        (1 / 3, "General", "0.333333333", Remark.ROUNDED, 1),
        (563.63, "0.00", "563.63", Remark.NONE, 1),
        (563.6299999999999, "General", "563.63", Remark.NONE, 1),
        (5, ";;;", "", Remark.HIDDEN, 1),
        (5, '"有"', "有", Remark.OTHER, 1),
        (123456789012345678, "0", "123456789012345678", Remark.LOST_DIGITS, 1),
        (1e28, "General", "1" + "0" * 28, Remark.LOST_DIGITS, 1),
        (1e300, "0", "1E+300", Remark.UNKNOWN, 1),
    ],
)  # fmt: skip
def test_what_a_cell_hides_is_named(
    value: int | float, code: str, text: str, remark: Remark, scale: int
) -> None:
    seen = show_number(value, code)
    assert (seen.text, seen.remark, seen.scale) == (text, remark, scale)
