"""What stands on an old sheet beside the cells that are seen is listed, and what nobody saw as it is read is marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

import formgen
from tests.reading.sheet_forms import DRAWING, rewritten, rich, with_drawing, workbook

pytestmark = pytest.mark.usefixtures("in_this_process")
SHEET = "xl/worksheets/sheet1.xml"


def brought(tmp_path: Path, data: bytes) -> dict[str, tuple[str, str, str]]:
    """Place → what stood there, how sure its way is, and why."""
    old = tmp_path / "旧表.xlsx"
    old.write_bytes(data)
    made = formgen.import_(old, tmp_path / "草稿.xlsx", profile="hunan-2023", year=2023)
    assert sum(made.counts.values()) == sum(entry.is_cell for entry in made.entries)
    return {entry.place: (entry.text, entry.sure.name, "".join(entry.why)) for entry in made.entries}


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[7].hidden = True


def strike(sheet: Worksheet) -> None:
    sheet["G7"] = rich("留", ("不要", "strike"))


@pytest.mark.slow
@pytest.mark.parametrize(("change", "words"), [(hide_row, "隐藏"), (strike, "删除线")])
def test_what_nobody_saw_so_is_marked(
    tmp_path: Path, change: Callable[[Worksheet], None], words: str
) -> None:
    _, sure, why = brought(tmp_path, workbook(change))["Sheet!G7"]
    assert sure == "UNSURE" and words in why


def test_what_a_merged_cell_covers_is_listed_and_not_read(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["G6"], sheet["G7"] = "看得见", "看不见"

    merged = '</sheetData><mergeCells><mergeCell ref="G6:G7"/></mergeCells>'
    entries = brought(tmp_path, rewritten(workbook(fill), SHEET, "</sheetData>", merged))
    text, sure, why = entries["Sheet!G7"]
    assert (text, sure) == ("看不见", "UNSURE") and "盖住" in why
    draft = formgen.open(tmp_path / "草稿.xlsx")
    assert "看不见" not in draft.plain_toml()


def test_boxes_over_the_cells_are_listed(tmp_path: Path) -> None:
    text, sure, _ = brought(tmp_path, with_drawing(DRAWING))["Sheet!G6 上的文本框"]
    assert (text, sure) == ("框里的话", "UNSURE")
