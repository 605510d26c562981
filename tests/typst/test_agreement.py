"""The engines agree: the same texts in the same cells of the same pages, the same verdicts."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest

from bench.generate import make_declarations
from formgen.render.engines import ENGINES
from tests.appendix.samples import pdf_tables
from tests.render.docx_samples import declare, indicator
from tests.typst.samples import (
    Both,
    page_characters,
    print_both,
    seed_by_both,
    with_other_text,
)

COUNT = 50


def cells(data: bytes) -> list[list[list[str | None]]]:
    """The tables by pdfplumber, white space taken out: what gap is a space each engine draws its way."""
    return [[[cell and "".join(cell.split()) for cell in row] for row in table] for table in pdf_tables(data)]


def assert_agreement(sample: Both) -> None:
    assert [sample.faults(engine) for engine in ENGINES] == [[], []]
    one, other = (page_characters(sample.files[engine]) for engine in ENGINES)
    assert one == other and all(one)


@pytest.mark.slow
def test_the_seed_has_the_same_cells_by_both() -> None:
    sample = seed_by_both()
    assert_agreement(sample)
    one, other = (cells(sample.files[engine]) for engine in ENGINES)
    assert one == other
    rows = [row for table in one for row in table if len(row) == len(sample.paged.view.table.columns)]
    assert sum("执法办案案件数" in row for row in rows) == 1


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_the_blanks_that_set_the_stretches_of_a_line_apart_are_printed(engine: str) -> None:
    """公式 …　　满分 …　　零分 …: two wide blanks before each."""
    sample = seed_by_both()
    assert sample.appendix is not None
    lines = [
        "".join(run.text for run in line).rstrip()
        for page in sample.appendix.pages
        for block in page.blocks
        for line in block.runs
    ]
    with pdfplumber.open(BytesIO(sample.files[engine])) as pdf:
        printed = "".join(char["text"] for page in pdf.pages for char in page.chars)
    assert sum("\u3000\u3000满分" in line for line in lines) > 3
    assert [line for line in lines if line not in printed] == []


@pytest.mark.slow
def test_random_declarations_have_the_same_texts_by_both() -> None:
    samples = 0
    for declaration in make_declarations(COUNT, seed=20231101, rows=9):
        assert_agreement(print_both(declaration))
        samples += 1
    assert samples == COUNT


@pytest.mark.slow
def test_random_declarations_have_the_same_cells_by_both() -> None:
    for declaration in make_declarations(2, seed=7, rows=12):
        sample = print_both(declaration)
        one, other = (cells(sample.files[engine]) for engine in ENGINES)
        assert one == other and one


def test_a_wrong_text_is_found_in_both_with_the_same_words() -> None:
    sample = print_both(declare([indicator(remark="甲"), indicator(remark="乙")]))
    assert [sample.faults(engine) for engine in ENGINES] == [[], []]
    one, other = (sample.faults(engine, with_other_text(sample.paged, "丙")) for engine in ENGINES)
    assert one == other and len(one) == 1
    assert "甲" in one[0] and "丙" in one[0]
