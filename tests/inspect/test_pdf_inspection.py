"""The inspection of the PDF can say no: every kind of damage is found, and a good file passes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pikepdf
import pytest

from formgen.declaration.paths import INDICATORS
from formgen.fonts.chain import load_fonts
from formgen.inspect.pdf import inspect_pdf
from formgen.layout.plan import PagedForm, PlacedCell, PlacedPage, PlacedRow, PlacedTable
from formgen.render.pdf import render_pdf
from tests.render.docx_samples import declare, indicator
from tests.render.pdf_samples import PdfSample, make_pdf, plain_pdf

Change = Callable[[list[PlacedRow]], Sequence[PlacedRow]]


def printed_with(change: Change, page: int = 0) -> bytes:
    """The sample, its rows on one page changed between plan and print."""
    sample = plain_pdf()
    pages = list(sample.paged.pages)
    pages[page] = with_rows(pages[page], INDICATORS, change(list(pages[page].rows)))
    return printed(replace(sample.paged, pages=tuple(pages)))


def with_rows(page: PlacedPage, name: str, rows: Sequence[PlacedRow]) -> PlacedPage:
    """The page with other rows in its table of that name ("" for the grid above the indicators)."""
    tables = (replace(part, rows=tuple(rows)) if part.table.name == name else part for part in page.tables)
    return replace(page, tables=tuple(tables))


def printed(paged: PagedForm) -> bytes:
    sample = plain_pdf()
    return render_pdf(paged, sample.measures, load_fonts(sample.profile), sample.profile)


def faults_of(data: bytes, sample: PdfSample | None = None) -> list[str]:
    sample = sample or plain_pdf()
    return [str(fault) for fault in inspect_pdf(data, sample.paged, sample.measures, sample.profile)]


def with_cell(row: PlacedRow, column: int, cell: PlacedCell | None) -> PlacedRow:
    return replace(row, cells=(*row.cells[:column], cell, *row.cells[column + 1 :]))


def says(row: PlacedRow, column: int, text: str, **more: object) -> PlacedRow:
    cell = row.cells[column]
    assert cell is not None
    return with_cell(row, column, replace(cell, lines=(text,), **more))  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_good_file_passes() -> None:
    assert faults_of(plain_pdf().data) == []
    assert faults_of(printed_with(lambda rows: rows)) == []


@pytest.mark.slow
@pytest.mark.parametrize("column", range(9))
def test_one_changed_character_is_found_in_any_column(column: int) -> None:
    def change(rows: list[PlacedRow]) -> list[PlacedRow]:
        cell = rows[0].cells[column]
        assert cell is not None
        text = "".join(cell.lines)
        rows[0] = says(rows[0], column, (text[:-1] + "乙") if text else "乙")
        return rows

    (fault, *_) = faults_of(printed_with(change))
    assert "第 1 页" in fault and "乙" in fault


def test_the_fault_names_the_cell_and_both_texts() -> None:
    faults = inspect_pdf(
        printed_with(lambda rows: [says(rows[0], 5, "户"), *rows[1:]]),
        plain_pdf().paged,
        plain_pdf().measures,
        plain_pdf().profile,
    )
    (fault,) = faults
    assert (fault.field, fault.place) == ("indicators[0].unit", "第 0 行 unit")
    assert "计量单位" in fault.message and "“户”" in fault.message and "“件”" in fault.message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "printed_as"), [("一", "\u2f00"), ("Ω", "\u2126"), ("%", "％"), ("-", "—")]
)
def test_a_lookalike_is_another_character(typed: str, printed_as: str) -> None:
    sample = make_pdf(declare([indicator(remark=typed)]))
    other = make_pdf(declare([indicator(remark=printed_as)]))
    assert faults_of(sample.data, sample) == [] and faults_of(other.data, other) == []
    (fault,) = faults_of(other.data, sample)
    assert "备注" in fault


@pytest.mark.slow
def test_a_lost_character_a_doubled_one_and_a_text_in_the_wrong_cell() -> None:
    rows = plain_pdf().paged.pages[0].rows
    unit, name = rows[1].cells[5], rows[1].cells[2]
    assert unit is not None and name is not None
    for text in ("", "件件"):
        (fault,) = faults_of(
            printed_with(lambda rows, text=text: [rows[0], says(rows[1], 5, text), *rows[2:]])
        )  # type: ignore[misc]
        assert "计量单位" in fault
    swapped = with_cell(
        with_cell(rows[1], 2, replace(name, lines=unit.lines)), 5, replace(unit, lines=name.lines)
    )
    assert len(faults_of(printed_with(lambda rows: [rows[0], swapped, *rows[2:]]))) == 2


@pytest.mark.slow
def test_a_text_that_runs_out_of_its_table_is_found() -> None:
    """The last column, its text longer than planned: into the margin, where no box is."""
    for text in ("备" * 9, "备" * 30):
        faults = faults_of(printed_with(lambda rows, text=text: [says(rows[0], 8, text), *rows[1:]]))  # type: ignore[misc]
        assert any("备" in fault for fault in faults)


@pytest.mark.slow
def test_a_text_moved_within_its_cell_passes_and_one_moved_out_of_it_is_found() -> None:
    """计量单位 holds six characters a line."""
    unit = plain_pdf().paged.pages[0].rows[0].cells[5]
    assert unit is not None
    for blanks, good in ((1, True), (4, True), (9, False), (20, False)):
        text = "\u3000" * blanks + unit.text
        data = printed_with(lambda rows, text=text: [says(rows[0], 5, text), *rows[1:]])  # type: ignore[misc]
        assert (faults_of(data) == []) is good, blanks


@pytest.mark.slow
def test_a_dropped_row_a_doubled_row_and_rows_in_another_order() -> None:
    def spanned(rows: list[PlacedRow], count: int) -> list[PlacedRow]:
        for column in (0, 1):
            cell = rows[0].cells[column]
            assert cell is not None
            rows[0] = with_cell(rows[0], column, replace(cell, rowspan=count))
        return rows

    count = len(plain_pdf().paged.pages[0].rows)
    assert faults_of(printed_with(lambda rows: spanned(rows[:-1], count - 1)))
    assert faults_of(printed_with(lambda rows: spanned([*rows, rows[-1]], count + 1)))
    assert faults_of(printed_with(lambda rows: [rows[0], rows[2], rows[1], *rows[3:]]))


def test_a_lost_page_is_found() -> None:
    sample = plain_pdf()
    (fault,) = faults_of(printed(replace(sample.paged, pages=sample.paged.pages[:-1])))
    assert "页" in fault


@pytest.mark.slow
@pytest.mark.parametrize("column", [0, 1])
def test_a_wrong_span_is_found_though_every_text_is_there(column: int) -> None:
    """The label's last row gets an empty cell of its own: no character moves."""

    def change(rows: list[PlacedRow]) -> list[PlacedRow]:
        label = rows[0].cells[column]
        assert label is not None and label.rowspan > 2
        last = label.rowspan - 1
        rows[0] = with_cell(rows[0], column, replace(label, rowspan=last))
        rows[last] = with_cell(rows[last], column, replace(label, text="", lines=("",), rowspan=1))
        return rows

    (fault,) = faults_of(printed_with(change))
    assert "级指标" in fault and "应占" in fault


def test_a_missing_continued_mark_is_found() -> None:
    label = plain_pdf().paged.pages[1].rows[0].cells[0]
    assert label is not None and label.continued
    (fault,) = faults_of(printed_with(lambda rows: [says(rows[0], 0, label.cell.text), *rows[1:]], page=1))
    assert "（续）" in fault


@pytest.mark.slow
def test_a_changed_heading_title_or_fact_is_found() -> None:
    paged = plain_pdf().paged
    assert len(faults_of(printed(with_head(paged, "备")))) == len(paged.pages)
    for part, text in (("title", "绩效目标申报表"), ("second", "（2024年度）")):
        assert faults_of(printed(replace(paged, heading=replace(paged.heading, **{part: (text,)}))))
    page = paged.pages[0]
    facts = (says(page.facts[0], 1, "衡阳市市场监督管理"), *page.facts[1:])
    assert faults_of(printed(replace(paged, pages=(with_rows(page, "", facts), *paged.pages[1:]))))


def with_head(paged: PagedForm, text: str) -> PagedForm:
    """The plan with another text in the last column head, on every page."""

    def change(part: PlacedTable) -> PlacedTable:
        if part.table.name != INDICATORS:
            return part
        *rows, heads = part.heads
        *cells, last = heads.cells
        assert last is not None
        heads = replace(heads, cells=(*cells, replace(last, text=text, lines=(text,))))
        return replace(part, heads=(*rows, heads))

    pages = (replace(page, tables=tuple(map(change, page.tables))) for page in paged.pages)
    return replace(paged, pages=tuple(pages))


def test_a_watermark_too_many_or_too_few_is_found() -> None:
    rows = [indicator()]
    final, draft = make_pdf(declare(rows)), make_pdf(declare(rows), draft=True)
    assert final.faults == [] and draft.faults == []
    assert any("草稿" in fault for fault in faults_of(draft.data, final))
    assert any("草稿" in fault for fault in faults_of(final.data, draft))


def tampered(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(plain_pdf().data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def drop(key: str, name: str, *keys: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        hit = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get(key) == name]
        assert hit
        for item in hit:
            for gone in keys:
                if gone in item:
                    del item[gone]

    return change


def test_a_font_that_is_not_embedded_is_found() -> None:
    data = tampered(drop("/Type", "/FontDescriptor", "/FontFile", "/FontFile2", "/FontFile3"))
    assert any("没有嵌入" in fault for fault in faults_of(data))


def test_a_text_that_cannot_be_searched_is_found() -> None:
    assert any("文字对照" in fault for fault in faults_of(tampered(drop("/Subtype", "/Type0", "/ToUnicode"))))


def test_a_wrong_unicode_map_is_found() -> None:
    """The glyphs look right, a search would find something else."""

    def change(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                stream = item["/ToUnicode"]
                wrong = stream.read_bytes().replace(b"<4ef6>", b"<4ef7>").replace(b"<4EF6>", b"<4EF7>")
                stream.write(wrong)

    assert any("价" in fault and "件" in fault for fault in faults_of(tampered(change)))


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    (fault,) = faults_of(data)
    assert "无法重新打开" in fault


def test_a_cut_file_does_not_pass() -> None:
    data = plain_pdf().data
    assert faults_of(data[: len(data) // 2])
