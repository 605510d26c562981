"""Where a printed PDF has each field: PDFium, asked for the text inside that rectangle, finds the cell."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from formgen.declaration.model import Declaration, number_text
from formgen.declaration.profile import Profile
from formgen.inspect.field_boxes import FieldBox
from formgen.messages.rendering import CONTINUED
from formgen.run.plan_file import FileViews
from formgen.run.print import FileContent, PrintedPdf, print_pdf
from formgen.sources import read_file
from formgen.sources.build import build
from formgen.views.file_facts import describe_file
from formgen.views.form import view_form

SEED = Path(__file__).parents[2] / "inputs" / "hengyang-2023.toml"
MM_PT = 72 / 25.4
_PRINTED = ("level1", "level2", "level3", "operator", "target", "unit", "explanation", "scoring", "remark")


def _print(declaration: Declaration, profile: Profile) -> PrintedPdf:
    views = FileViews(view_form(declaration, profile), None)
    return print_pdf(FileContent(views, describe_file(declaration, profile)), profile)


@pytest.fixture(scope="module")
def seed() -> tuple[Declaration, PrintedPdf]:
    reading = build(read_file(SEED)[0])
    return reading.declaration, _print(reading.declaration, reading.profile)


def _declared(declaration: Declaration) -> dict[str, str]:
    """Field → text, from the declaration alone."""
    fields = {
        "department.name": declaration.department.name,
        "department.duties": declaration.department.duties,
        "goal.annual": declaration.goal.annual,
    }
    for index, indicator in enumerate(declaration.indicators):
        for key in _PRINTED:
            value = getattr(indicator, key)
            text = value if isinstance(value, str) else number_text(value)
            fields[f"indicators[{index}].{key}"] = str(text)
    return fields


def _text_inside(document: pdfium.PdfDocument, box: FieldBox) -> str:
    page = document[box.page - 1]
    height, inset = page.get_height(), 0.4 * MM_PT  # a border's breadth and a little
    text = page.get_textpage().get_text_bounded(
        left=box.x * MM_PT + inset,
        bottom=height - (box.y + box.height) * MM_PT + inset,
        right=(box.x + box.width) * MM_PT - inset,
        top=height - box.y * MM_PT - inset,
    )
    return "".join(text.split()).replace("\ufffe", "-").replace("\x02", "-")


def _squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
def test_every_field_of_the_seed_stands_in_its_box(seed: tuple[Declaration, PrintedPdf]) -> None:
    declaration, printed = seed
    declared = _declared(declaration)
    found: dict[str, list[str]] = defaultdict(list)
    with pdfium.PdfDocument(printed.data) as document:
        for box in printed.boxes:
            text = _text_inside(document, box)
            assert text == _squeeze(box.text), box
            found[box.field].append(text.removesuffix(CONTINUED))
    assert set(found) == set(declared)
    for field, text in declared.items():
        assert set(found[field]) == {_squeeze(text)}, field


def test_a_box_moved_by_a_column_holds_another_text(seed: tuple[Declaration, PrintedPdf]) -> None:
    """The comparison above can say no."""
    _, printed = seed
    box = next(box for box in printed.boxes if box.field == "indicators[0].unit")
    moved = FieldBox(box.field, box.page, box.x + box.width, box.y, box.width, box.height, box.text)
    with pdfium.PdfDocument(printed.data) as document:
        assert _text_inside(document, moved) != _squeeze(box.text)


@pytest.mark.slow
def test_a_cell_over_two_pages_has_a_box_on_each(seed: tuple[Declaration, PrintedPdf]) -> None:
    declaration, _ = seed
    profile = build(read_file(SEED)[0]).profile
    long = "".join(f"（{number}）对全市的市场主体开展监督检查并逐项登记。" for number in range(1, 150))
    rows = (declaration.indicators[0].model_copy(update={"explanation": long}), *declaration.indicators[1:3])
    printed = _print(declaration.model_copy(update={"indicators": rows}), profile)
    parts = [box for box in printed.boxes if box.field == "indicators[0].explanation"]
    assert len(parts) > 1
    assert [part.page for part in parts] == list(range(parts[0].page, parts[0].page + len(parts)))
    with pdfium.PdfDocument(printed.data) as document:
        assert "".join(_text_inside(document, part) for part in parts) == long
