"""The plan of pages: every row once, spans that add up, （续） exactly where a group goes on."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formgen.declaration.model import Indicator, Operator
from formgen.declaration.profile import GROUP_COLUMNS
from formgen.layout.measures import Measures, docx_measures, pdf_measures
from formgen.layout.plan import PagedForm, PlacedRow, plan_form
from formgen.layout.text import NominalMeasure
from formgen.messages.rendering import CONTINUED
from formgen.views.form import FormView, view_form
from tests.render.docx_samples import declare, hunan, indicator

PDF = pdf_measures(hunan(), dict.fromkeys(("title", "head", "body", "prose"), NominalMeasure()))
DOCX = docx_measures(hunan())
LABELS = [(one, two) for one, twos in hunan().taxonomy.items() for two in twos]

rows = st.builds(
    lambda label, words, times, breaks: indicator(
        *label,
        operator=Operator.QUALITATIVE,
        level3=words * 3,
        scoring=("\n" * breaks).join([words] * times),
    ),
    st.sampled_from(LABELS),
    st.text("市场监督管理，。（）1.5% ", min_size=1, max_size=40),
    st.integers(1, 4) | st.integers(1, 80),
    st.integers(0, 1),
)
forms = st.tuples(st.lists(rows, max_size=40), st.integers(0, 60))


def view_of(indicators: list[Indicator], duties: str = "一、负责市场监督管理。") -> FormView:
    ordered = sorted(indicators, key=lambda row: LABELS.index((row.level1, row.level2)))
    return view_form(declare(ordered, duties=duties), hunan())


def plan(form: tuple[list[Indicator], int], measures: Measures = PDF) -> PagedForm:
    return plan_form(view_of(form[0], "一、负责市场监督管理。" * form[1]), measures)


def row_number(row: PlacedRow) -> int:
    """Which row of the form stands here, told by its own cells; the empty row of a form without rows is 0."""
    cell = row.cells[-1]
    assert cell is not None
    return int(cell.cell.field.partition("[")[2].partition("]")[0]) if cell.cell.field else 0


@pytest.mark.slow
@pytest.mark.parametrize("measures", [PDF, DOCX], ids=["pdf", "docx"])
@given(form=forms)
def test_every_text_stands_once_and_whole(form: tuple[list[Indicator], int], measures: Measures) -> None:
    paged = plan(form, measures)
    printed: dict[str, str] = {}
    for page in paged.pages:
        for row in (*page.facts, *page.rows):
            for cell in row.cells:
                if cell is not None and cell.cell.field and not cell.text.endswith(CONTINUED):
                    printed[cell.cell.field] = printed.get(cell.cell.field, "") + "".join(cell.lines)
    expected = {cell.field: cell.text.replace("\n", "") for cell in paged.view.cells() if cell.field}
    assert printed == expected


@pytest.mark.slow
@given(form=forms)
def test_rows_keep_their_order_and_only_tall_ones_are_cut(form: tuple[list[Indicator], int]) -> None:
    paged = plan(form)
    numbers = [(page.number, row_number(row), row.split) for page in paged.pages for row in page.rows]
    assert [number for _, number, _ in numbers] == sorted(number for _, number, _ in numbers)
    assert {number for _, number, _ in numbers} == set(range(max(1, len(form[0]))))
    whole = [number for _, number, split in numbers if not split]
    assert len(whole) == len(set(whole))
    room = PDF.body_height - PDF.head_height(paged.view.table)
    for number in {number for _, number, split in numbers if split}:
        cells = zip(paged.view.table.rows[number], paged.view.table.columns, strict=True)
        lines = max(len(PDF.lines(cell.text, column)) for cell, column in list(cells)[GROUP_COLUMNS:] if cell)
        assert PDF.row_height(lines, "body") > room


@pytest.mark.slow
@given(form=forms)
def test_spans_add_up_on_every_page_and_labels_say_that_they_go_on(form: tuple[list[Indicator], int]) -> None:
    paged = plan(form)
    before = -1
    for page in paged.pages:
        for column in range(GROUP_COLUMNS):
            position = 0
            while position < len(page.rows):
                cell = page.rows[position].cells[column]
                assert cell is not None
                number = row_number(page.rows[position])
                starts = paged.view.table.rows[number][column] is not None and number != before
                assert cell.text == cell.cell.text + ("" if starts or position else CONTINUED)
                assert starts or not position
                covered = page.rows[position + 1 : position + cell.rowspan]
                assert all(row.cells[column] is None for row in covered)
                position += cell.rowspan
            assert position == len(page.rows)
        if page.rows:
            before = row_number(page.rows[-1])


@pytest.mark.slow
@given(form=forms)
def test_no_page_is_fuller_than_its_room(form: tuple[list[Indicator], int]) -> None:
    paged = plan(form)
    for page in paged.pages:
        used = sum(row.height for row in (*page.facts, *page.rows))
        used += paged.heading.height if page.first else 0
        used += PDF.head_height(paged.view.table) if page.rows else 0
        assert used <= PDF.body_height + 1e-6
        for row in page.rows:
            lines = max(len(cell.lines) for cell in row.cells[GROUP_COLUMNS:] if cell)
            assert row.height >= PDF.row_height(lines, "body") - 1e-6


@pytest.mark.parametrize("measures", [PDF, DOCX], ids=["pdf", "docx"])
@pytest.mark.parametrize("count", range(1, 70, 3))
def test_as_few_pages_as_can_be_and_no_lone_row_at_the_end(count: int, measures: Measures) -> None:
    paged = plan(([indicator(level3=f"指标{n}", scoring="计2分") for n in range(count)], 1), measures)
    sizes = [len(page.rows) for page in paged.pages]
    height = max(row.height for page in paged.pages for row in page.rows)
    room = measures.body_height - measures.head_height(paged.view.table)
    first = room - paged.heading.height - sum(row.height for row in paged.pages[0].facts)
    behind = max(0, count - int(first / height))
    assert len(sizes) == 1 + math.ceil(behind / int(room / height))
    assert sizes[-1] > 1 or count == 1


def test_a_group_that_fits_its_page_is_kept_together() -> None:
    """Ten rows of 数量 leave room for two: the four of 质量 that follow go over whole."""
    declared = [indicator(level3=f"甲{n}") for n in range(10)]
    declared += [indicator(level2="质量指标", level3=f"乙{n}") for n in range(4)]
    pages = plan((declared, 1)).pages
    quality = [page.number for page in pages for row in page.rows if row_number(row) >= 10]
    assert len(pages) == 2 and len(set(quality)) == 1


def test_a_row_taller_than_a_page_is_cut_between_lines_with_company_at_both_ends() -> None:
    text = "完成率小于60%不得分；" * 400
    pages = plan(([indicator(), indicator(scoring=text), indicator()], 1)).pages
    pieces = [row.cells[7] for page in pages for row in page.rows if row.split]
    assert len(pieces) > 2 and all(piece is not None for piece in pieces)
    assert all(len(piece.lines) >= 3 for piece in pieces if piece)
    assert "".join("".join(piece.lines) for piece in pieces if piece) == text
    assert all(row.split == (row_number(row) == 1) for page in pages for row in page.rows)


@given(st.integers(1, 3000))
@settings(max_examples=25)
def test_long_duties_go_on_with_their_label(length: int) -> None:
    duties = ("一、负责市场监督管理。" * 300)[:length]
    paged = plan_form(view_of([indicator()], duties), PDF)
    pieces = [
        row
        for page in paged.pages
        for row in page.facts
        if row.cells[1] and "duties" in row.cells[1].cell.field
    ]
    assert "".join("".join(row.cells[1].lines) for row in pieces if row.cells[1]) == duties
    labels = [row.cells[0].text for row in pieces if row.cells[0]]
    assert labels == ["* 部门（单位）职责"] + ["* 部门（单位）职责" + CONTINUED] * (len(pieces) - 1)


def test_a_form_without_rows_is_one_page() -> None:
    """The heads over one empty row: what the form asks is seen before anything is filled in."""
    (page,) = plan(([], 1)).pages
    assert page.first and len(page.facts) == 3
    (row,) = page.rows
    assert [cell.text for cell in row.cells if cell] == [""] * 9


@given(forms)
@settings(max_examples=20)
def test_the_plan_is_the_same_every_time(form: tuple[list[Indicator], int]) -> None:
    assume(form[0])
    assert plan(form) == plan(form)


@pytest.mark.parametrize(
    ("signs", "before", "rows"), [(26, 16, 30), (27, 22, 24), (28, 16, 30), (47, 22, 24)]
)
def test_a_label_that_grows_when_it_is_repeated_still_fits_its_page(
    signs: int, before: int, rows: int
) -> None:
    """With （续） behind it a label takes a line more here: the page that repeats it must have room for it."""
    groups = (("质量指标", before), ("数" * signs, rows), ("时效指标", 40))
    ordered = [
        indicator("产出指标", label, level3=f"指标{number}", scoring="计2分")
        for label, count in groups
        for number in range(count)
    ]
    paged = plan_form(view_form(declare(ordered), hunan()), PDF)
    for page in paged.pages:
        used = sum(row.height for row in (*page.facts, *page.rows))
        used += paged.heading.height if page.first else 0
        used += PDF.head_height(paged.view.table) if page.rows else 0
        assert used <= PDF.body_height + 1e-6
