"""Line breaking: nothing lost, nothing wider than the column, the customs of Chinese typesetting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.layout.text import NominalMeasure, TableMeasure, break_lines

WIDE = NominalMeasure()
texts = st.text(
    st.sampled_from("市场监督管理，。（）“”、；％‰…— \t\n")
    | st.sampled_from("aB1.5%≥-/<>&{}")
    | st.characters(exclude_categories=["Cs", "Cc"]),
    max_size=120,
)


def lines_of(text: str, width: float) -> list[str]:
    return [text[line.start : line.end] for line in break_lines(text, width, WIDE)]


def width_of(text: str) -> float:
    return sum(4 * WIDE.advance(" ") if sign == "\t" else WIDE.advance(sign) for sign in text)


@given(texts, st.floats(1, 40))
def test_lines_joined_give_the_text_back(text: str, width: float) -> None:
    end = 0
    for number, line in enumerate(break_lines(text, width, WIDE)):
        assert text[end : line.start] == ("" if number == 0 or line.start == end else "\n")
        end = line.end
    assert end == len(text)


@given(texts, st.floats(1, 40))
def test_a_declared_line_end_ends_the_line_and_no_line_holds_one(text: str, width: float) -> None:
    lines = lines_of(text, width)
    assert "\n" not in "".join(lines)
    assert len(lines) >= text.count("\n") + 1


@given(texts, st.floats(1, 40))
def test_no_line_is_wider_than_the_column(text: str, width: float) -> None:
    for line in lines_of(text, width):
        seen = line.rstrip()  # blanks at a line's end are not seen
        assert width_of(seen) <= width + 1e-9 or sum(WIDE.advance(sign) > 0 for sign in seen) == 1


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("\n", 10, ["", ""]),
        ("市场监督管理", 3, ["市场监", "督管理"]),
        ("市场监督管理局。", 7, ["市场监督管理", "局。"]),
        ("市场（监督）管理", 3, ["市场", "（监", "督）管", "理"]),
        ("共1722.4万元", 4, ["共1722.4", "万元"]),
        ("按95%<x<100%计", 5, ["按", "95%<x<100%", "计"]),
        ("共1,722,400元", 6, ["共1,722,400", "元"]),
        ("甲乙……丙", 3, ["甲", "乙……", "丙"]),
        ("W" * 20, 4, ["W" * 8, "W" * 8, "W" * 4]),
        ("甲 乙", 1, ["甲 ", "乙"]),
    ],
)
def test_where_lines_break(text: str, width: float, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


@given(st.lists(st.text("市场监督", min_size=1, max_size=6), min_size=1), st.sampled_from("，。；）”％…"))
def test_no_line_begins_with_a_closing_mark(words: list[str], mark: str) -> None:
    assert not any(line.startswith(mark) for line in lines_of(mark.join(words), 4))


@given(st.lists(st.text("市场监督", min_size=1, max_size=6), min_size=1), st.sampled_from("（“《"))
def test_no_line_ends_with_an_opening_mark(words: list[str], mark: str) -> None:
    assert not any(line.endswith(mark) for line in lines_of(mark.join(words), 4))


def test_widths_come_from_the_measure() -> None:
    narrow = TableMeasure({"甲": 0.5}, missing=1.0)
    assert [line.end for line in break_lines("甲甲甲甲乙乙", 2, narrow)] == [4, 6]
