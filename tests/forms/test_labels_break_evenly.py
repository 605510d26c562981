"""Labels in narrow cells: lines of even length, no word parted, not a character lost."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from formgen.layout.indents import Indents, even_indents
from formgen.layout.text import NominalMeasure, break_evenly, break_lines
from formgen.messages.form import LABEL_WORDS
from tests.cli.conftest import Formgen
from tests.conftest import ROOT
from tests.tools.libreoffice import convert, needs_libreoffice

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


def fill_lines(text: str, width: float, indents: Indents | None) -> list[str]:
    """How a word processor breaks 汉字: as many as a line has room for, then the next."""
    sides = (indents.left + indents.right) if indents else 0.0
    lines, room = [""], width - sides - (indents.first if indents else 0.0)
    for char in text:
        if len(lines[-1]) + 1 > room + 1e-9:
            lines.append("")
            room = width - sides
        lines[-1] += char
    return lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("产出指标", 3.9, ["产出", "指标"]),
        ("年度主要任务", 3.9, ["年度", "主要", "任务"]),
        ("满意度指标", 4.6, ["满意度", "指标"]),
        ("可持续影响指标", 6.9, ["可持续影响", "指标"]),
        ("可持续影响指标", 5.2, ["可持续影响", "指标"]),
        ("服务对象满意度指标", 5.2, ["服务对象", "满意度指标"]),
        ("产出指标", 4.1, ["产出指标"]),
    ],
)
def test_room_beside_a_label_makes_a_word_processor_break_it_so(
    text: str, width: float, lines: list[str]
) -> None:
    indents = even_indents(text, width, MEASURE, LABEL_WORDS)
    assert fill_lines(text, width, indents) == lines
    if indents is not None:
        assert min(indents.left, indents.right, indents.first) >= 0
        assert abs(indents.left - indents.right) <= 0.75  # a line is as good as in the middle


@pytest.mark.parametrize("text", ["2023年11月15日", "第1批 第2批", "一\n二三四五六七"])
def test_what_another_font_sets_wider_or_a_person_broke_is_left_alone(text: str) -> None:
    assert even_indents(text, 5.0, MEASURE, LABEL_WORDS) is None


@pytest.mark.slow
@needs_libreoffice
def test_labels_in_the_word_document_as_libreoffice_sets_them(tmp_path: Path, formgen: Formgen) -> None:
    form = ROOT / "inputs" / "central-project-review-2020.toml"
    built = formgen("build", form, "-o", tmp_path, "--formats", "docx", "--appendix", "none")
    assert built.code == 0, built.all
    (made,) = tmp_path.glob("*.docx")
    texts = [cell.text for table in Document(made).tables for row in table.rows for cell in row.cells]
    # As typed: nothing was put into them.
    assert {"产出指标", "满意度指标", "服务对象满意度指标"} <= set(texts)
    with pypdfium2.PdfDocument(convert(made, "pdf", tmp_path)) as document:
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
    lines = {line.strip() for line in words.splitlines()}
    assert {"产出", "满意度", "服务对象"} <= lines
    assert not {"产出指", "满意度指", "服务对象满"} & lines
