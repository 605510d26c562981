"""Labels in narrow cells: lines of even length, no word parted, not a character lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.layout.text import NominalMeasure, break_evenly, break_lines
from formgen.messages.form import LABEL_WORDS

MEASURE = NominalMeasure()


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("产出指标", 3, ["产出", "指标"]),
        ("年度主要任务", 3.7, ["年度", "主要", "任务"]),
        ("服务对象满意度指标", 5.2, ["服务对象", "满意度指标"]),
        ("2023年11月15日", 6, ["2023年", "11月15日"]),
        ("产出指标", 4, ["产出指标"]),
    ],
)
def test_labels(text: str, width: float, lines: list[str]) -> None:
    assert [text[line.start : line.end] for line in break_evenly(text, width, MEASURE, LABEL_WORDS)] == lines


@given(st.text(st.sampled_from("产出指标年度满意度（）12，a"), max_size=30), st.integers(2, 9))
def test_nothing_is_lost_and_no_line_is_wider(text: str, width: int) -> None:
    lines = break_evenly(text, width, MEASURE, LABEL_WORDS)
    assert "".join(text[line.start : line.end] for line in lines) == text
    widest = max(sum(map(MEASURE.advance, text[line.start : line.end])) for line in lines)
    greedy = max(
        sum(map(MEASURE.advance, text[line.start : line.end])) for line in break_lines(text, width, MEASURE)
    )
    assert widest <= max(width, greedy)
