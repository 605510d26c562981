"""The inspection of the appendix says no to every change; and yes to nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image, ImageDraw

from formgen.layout.appendix import PagedAppendix, PlacedBlock
from formgen.layout.lined import PlacedCell
from formgen.render.chart_png import DOTS_PER_INCH, draw_png
from formgen.views.appendix import TableBlock
from tests.appendix.samples import Appendix, seed
from tests.render.docx_samples import W, replace_part, rewrite

BODY = "word/document.xml"
CHART = "word/media/chart1.png"

WAYS = [
    pytest.param(lambda: seed(scored=True), id="alone"),
    pytest.param(lambda: seed(form=True), id="inside"),
]


@pytest.mark.slow
@pytest.mark.parametrize("sample", WAYS)
def test_what_was_made_holds(sample: Callable[[], Appendix]) -> None:
    assert sample().pdf_faults() == () and sample().docx_faults() == ()


# ── DOCX ─────────────────────────────────────────────────────────────────────────────────────────


def find_text(root: etree._Element, text: str) -> etree._Element:
    """The last w:t of that text: those of the appendix stand behind the form's."""
    return [item for item in root.iter(f"{W}t") if item.text == text][-1]


def change_number(root: etree._Element) -> None:
    find_text(root, "158件").text = "159件"


def drop_row(root: etree._Element) -> None:
    row = next(find_text(root, "158件").iterancestors(f"{W}tr"))
    row.getparent().remove(row)


def drop_table(root: etree._Element) -> None:
    table = next(find_text(root, "158件").iterancestors(f"{W}tbl"))
    table.getparent().remove(table)


def change_heading(root: etree._Element) -> None:
    find_text(root, "一、自评得分").text = "一、得分"


def change_total(root: etree._Element) -> None:
    find_text(root, "89.51").text = "90.51"


def change_column_head(root: etree._Element) -> None:
    find_text(root, "偏差原因").text = "原因"


def change_picture_text(root: etree._Element) -> None:
    about = next(item for item in root.iter() if str(item.tag).endswith("docPr"))
    about.set("descr", about.get("descr", "").replace("9.82", "9.28"))


def drop_picture(root: etree._Element) -> None:
    drawing = next(root.iter(f"{W}drawing"))
    drawing.getparent().remove(drawing)


def add_text(root: etree._Element) -> None:
    last = root[0].find(f"{W}sectPr")
    paragraph = next(find_text(root, "一、自评得分").iterancestors(f"{W}p"))
    last.addprevious(etree.fromstring(etree.tostring(paragraph)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (change_number, "159件"),
        (drop_row, "行，应有"),
        (drop_table, "附件"),
        (change_heading, "一、得分"),
        (change_total, "90.51"),
        (change_column_head, "原因"),
        (change_picture_text, "9.28"),
        (drop_picture, "0 幅图"),
        (add_text, "段标题与文字"),
    ],
)
def test_every_change_of_the_word_file_is_found(change: Callable[[etree._Element], None], says: str) -> None:
    faults = seed(scored=True).docx_faults(rewrite(seed(scored=True).docx, BODY, change))
    assert any(says in str(fault) for fault in faults), faults


def test_a_number_missing_from_the_picture_is_found() -> None:
    """White over one number: the picture is another."""
    sample = seed(scored=True)
    (drawing,) = sample.docx_plan.drawings()
    label = next(label for label in drawing.labels if label.text == "9.82")
    scale = DOTS_PER_INCH / 25.4
    with Image.open(io.BytesIO(draw_png(drawing))) as image:
        wide = drawing.size * len(label.text)
        corners = (label.x, label.y - drawing.size, label.x + wide, label.y)
        ImageDraw.Draw(image).rectangle([round(edge * scale) for edge in corners], fill=255)
        out = io.BytesIO()
        image.save(out, "PNG")
    (fault,) = sample.docx_faults(replace_part(sample.docx, CHART, out.getvalue()))
    assert "图" in fault.message
    (fault,) = sample.docx_faults(replace_part(sample.docx, CHART, b"no picture"))
    assert "图" in fault.message


def test_the_picture_is_drawn_where_the_geometry_says() -> None:
    """Ink at every text; solid bars dark, outlined ones white within dark lines."""
    (drawing,) = seed(scored=True).docx_plan.drawings()
    scale = DOTS_PER_INCH / 25.4
    with Image.open(io.BytesIO(draw_png(drawing))) as image:
        assert image.size == (round(drawing.width * scale), round(drawing.height * scale))
        for label in drawing.labels:
            wide = drawing.size * len(label.text) * 0.5
            left = label.x - wide if label.anchor == "end" else label.x
            box = (left, label.y - drawing.size * 0.8, left + wide, label.y)
            low, _ = image.crop(tuple(round(edge * scale) for edge in box)).getextrema()
            assert low < 128, label
        for bar in drawing.rectangles:
            middle = (round((bar.x + bar.width / 2) * scale), round((bar.y + bar.height / 2) * scale))
            assert (image.getpixel(middle) < 128) is bar.solid
            assert image.getpixel((middle[0], round(bar.y * scale))) < 128


# ── PDF: the same file against a plan that differs in one thing ──────────────────────────────────


def replan(change: Callable[[PlacedBlock], PlacedBlock]) -> PagedAppendix:
    plan = seed(scored=True).pdf_plan
    pages = [replace(page, blocks=tuple(change(block) for block in page.blocks)) for page in plan.pages]
    return replace(plan, pages=tuple(pages))


def other_cell(block: PlacedBlock) -> PlacedBlock:
    def change(cell: PlacedCell | None) -> PlacedCell | None:
        return replace(cell, text="159件") if cell and cell.text == "158件" else cell

    rows = tuple(replace(row, cells=tuple(change(cell) for cell in row.cells)) for row in block.rows)
    return replace(block, rows=rows)


def other_score(block: PlacedBlock) -> PlacedBlock:
    if block.drawing is None:
        return block
    labels = tuple(
        replace(label, text="9.28") if label.text == "9.82" else label for label in block.drawing.labels
    )
    return replace(block, drawing=replace(block.drawing, labels=labels))


def one_number_more(block: PlacedBlock) -> PlacedBlock:
    if block.drawing is None:
        return block
    first = block.drawing.labels[0]
    more = replace(first, x=first.x + 90, text="12.5")
    return replace(block, drawing=replace(block.drawing, labels=(*block.drawing.labels, more)))


def one_number_fewer(block: PlacedBlock) -> PlacedBlock:
    if block.drawing is None:
        return block
    labels = tuple(label for label in block.drawing.labels if label.text != "9.82")
    return replace(block, drawing=replace(block.drawing, labels=labels))


def other_line(block: PlacedBlock) -> PlacedBlock:
    lines = tuple(
        tuple(replace(run, text=run.text.replace("60%", "50%")) for run in line) for line in block.runs
    )
    return replace(block, runs=lines)


def without_a_row(block: PlacedBlock) -> PlacedBlock:
    lost = isinstance(block.block, TableBlock) and block.block.name == "rules"
    return replace(block, rows=block.rows[:-1]) if lost else block


def wider_label(block: PlacedBlock) -> PlacedBlock:
    """The first label of the scores covers a row fewer; its text stays where it is."""
    if not isinstance(block.block, TableBlock) or block.block.name != "scores":
        return block
    first, *others = block.rows
    label = first.cells[0]
    assert label is not None
    cells = (replace(label, rowspan=label.rowspan - 1), *first.cells[1:])
    return replace(block, rows=(replace(first, cells=cells), *others))


def moved_columns(block: PlacedBlock) -> PlacedBlock:
    def swap(cells: tuple[PlacedCell | None, ...]) -> tuple[PlacedCell | None, ...]:
        return (*cells[:-2], cells[-1], cells[-2])

    rows = tuple(replace(row, cells=swap(row.cells)) for row in block.rows)
    return replace(block, rows=rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (other_cell, "158件"),
        (other_score, "9.82"),
        (one_number_more, "12.5"),
        (one_number_fewer, "9.82"),
        (other_line, "60%"),
        (without_a_row, "社会公众满意度"),
        (moved_columns, "偏差原因"),
        (wider_label, "应占 5 行 1 列"),
    ],
)
def test_every_difference_of_the_pdf_is_found(
    change: Callable[[PlacedBlock], PlacedBlock], says: str
) -> None:
    faults = seed(scored=True).pdf_faults(plan=replan(change))
    assert faults
    assert says == "偏差原因" or any(says in fault.message for fault in faults), faults


def test_a_missing_page_is_found() -> None:
    sample = seed(scored=True)
    plan = replace(sample.pdf_plan, pages=sample.pdf_plan.pages[:-1])
    (fault,) = sample.pdf_faults(plan=plan)
    assert "页" in fault.message


@pytest.mark.slow
def test_a_draft_mark_too_many_or_too_few_is_found() -> None:
    sample = seed(scored=True)
    draft = replace(sample.pdf_plan, view=replace(sample.view, draft=True))
    assert len(sample.pdf_faults(plan=draft)) == len(sample.pdf_plan.pages)
    assert seed(scored=True, draft=True).pdf_faults(plan=sample.pdf_plan)
