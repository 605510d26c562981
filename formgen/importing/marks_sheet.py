"""The sheet 导入核对, and the colours of the cells it asks about.

Comes in: a workbook of openpyxl, entries, and where fields stand in it. Goes out: the same workbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from formgen.books.palette import BODY_FONT, FILLS, HEAD_FONT, LINE, without_hash
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.fill.sheet_style import TALLEST_ROW, put_text
from formgen.importing.entries import Entry, Sure, count
from formgen.importing.part import ROW
from formgen.messages import importing as say

_HEADS = {
    say.HEAD_NUMBER: 6, say.HEAD_FILE: 20, say.HEAD_PLACE: 24, say.HEAD_TEXT: 44, say.HEAD_FIELD: 26,
    say.HEAD_CELL: 15, say.HEAD_SURE: 10, say.HEAD_WHY: 44, say.HEAD_DONE: 9,
}  # fmt: skip
"""Heads, and widths in characters."""

_TONES = {Sure.UNSURE: "warning", Sure.LIKELY: "note", Sure.UNUSED: "unknown"}
_ORDER = (Sure.UNSURE, Sure.LIKELY, Sure.UNUSED, Sure.EXACT, Sure.LABEL)
_MOST_SHOWN = 2000
"""Characters of a cell's text: the whole text stands in the form."""


def add_marks(
    book: Workbook, profile: Profile, entries: Sequence[Entry], places: Mapping[str, str], missing: Sequence[str]
) -> None:  # fmt: skip
    """places: field → sheet!cell. What a person must look at comes first."""
    form = book.worksheets[0]
    sheet = book.create_sheet(say.SHEET, 1)
    _Writer(sheet, profile, places).write(entries, missing)
    for entry in entries:
        if entry.sure is Sure.UNSURE:
            for field in entry.fields:
                _colour(form, places.get(field, ""))


def _colour(sheet: Worksheet, place: str) -> None:
    name, _, address = place.rpartition("!")
    if name == sheet.title:
        sheet[address].fill = PatternFill("solid", fgColor=without_hash(FILLS["warning"]))


class _Writer:
    def __init__(self, sheet: Worksheet, profile: Profile, places: Mapping[str, str]) -> None:
        self.sheet, self.profile, self.places = sheet, profile, places
        side = Side(style="thin", color=without_hash(LINE))
        self.box = Border(left=side, right=side, top=side, bottom=side)
        self.row = 0
        self.looks: dict[tuple[bool, bool, str | None], StyleArray] = {}

    def write(self, entries: Sequence[Entry], missing: Sequence[str]) -> None:
        counted = count(entries)
        numbers = {sure.name.lower(): number for sure, number in counted.items()}
        self._line(say.TITLE, Font(name=HEAD_FONT, size=14, bold=True))
        self._line(say.HOW_TO, Font(name=BODY_FONT, size=10))
        self._line(say.COUNT.format(total=sum(counted.values()), **numbers), Font(name=BODY_FONT, size=10))
        if missing:
            self._line(
                say.MISSING.format(labels=say.FIELDS_SEPARATOR.join(missing)),
                Font(name=BODY_FONT, size=10),
            )
        head = self.row + 1
        self._cells(list(_HEADS), head=True)
        self.sheet.freeze_panes = f"A{head + 1}"
        self.sheet.print_title_rows = f"{head}:{head}"
        ordered = sorted(entries, key=lambda entry: _ORDER.index(entry.sure))
        for number, entry in enumerate(ordered, 1):
            self._entry(number, entry)
        last = get_column_letter(len(_HEADS))
        self.sheet.auto_filter.ref = f"A{head}:{last}{max(self.row, head + 1)}"
        self._offer(f"{last}{head + 1}:{last}{max(self.row, head + 1)}")
        for number, width in enumerate(_HEADS.values(), 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._page()

    def _page(self) -> None:
        setup = self.sheet.page_setup
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
        properties = self.sheet.sheet_properties.pageSetUpPr
        if properties is not None:
            properties.fitToPage = True

    def _offer(self, area: str) -> None:
        offered = DataValidation(type="list", formula1=f'"{say.DONE_WORD}"', allow_blank=True)
        offered.prompt, offered.showErrorMessage, offered.showInputMessage = say.DONE_PROMPT, False, True
        offered.add(area)
        self.sheet.add_data_validation(offered)

    def _line(self, text: str, font: Font) -> None:
        self.row += 1
        cell = self.sheet.cell(self.row, 1, text)
        cell.font = font
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(_HEADS))
        lines = -(-len(text) * 2 // sum(_HEADS.values()))
        self.sheet.row_dimensions[self.row].height = 22.0 if self.row == 1 else 15.0 * lines + 3

    def _entry(self, number: int, entry: Entry) -> None:
        fields = list(dict.fromkeys(self._name(field) for field in entry.fields))
        cells = list(dict.fromkeys(self.places.get(field, "") for field in entry.fields))
        text = entry.text if len(entry.text) <= _MOST_SHOWN else f"{entry.text[:_MOST_SHOWN]}……"
        line = [
            str(number), entry.file, entry.place, text, _some(fields), _some(cells), entry.sure.value,
            "；".join(why.rstrip("。") for why in entry.why), "",
        ]  # fmt: skip
        self._cells(line, tone=_TONES.get(entry.sure))
        most = max(_lines(words, width) for words, width in zip(line, _HEADS.values(), strict=True))
        self.sheet.row_dimensions[self.row].height = min(14.0 * most + 3, TALLEST_ROW)
        first = next((cell for cell in cells if cell), "")
        if first and entry.sure is Sure.UNSURE:
            sheet, _, address = first.rpartition("!")
            self.sheet.cell(self.row, 6).hyperlink = f"#'{sheet}'!{address}"

    def _cells(self, texts: Sequence[str], *, head: bool = False, tone: str | None = None) -> None:
        self.row += 1
        for column, text in enumerate(texts, 1):
            cell: Cell | MergedCell = self.sheet.cell(self.row, column)
            assert isinstance(cell, Cell)
            fill = "head" if head else tone if column in (7, 9) or tone == "warning" else None
            self._dress(cell, head=head, middle=head or column in (1, 6, 7, 9), fill=fill)
            if text:
                put_text(cell, text, say.SHEET)  # it may add to the look

    def _dress(self, cell: Cell, *, head: bool, middle: bool, fill: str | None) -> None:
        """Each look is made once: openpyxl compares every new one with all it has."""
        look = self.looks.get((head, middle, fill))
        if look is not None:
            cell._style = copy(look)  # type: ignore[attr-defined]  # its documented way, left out of the stubs
            return
        cell.border = self.box
        cell.font = Font(name=HEAD_FONT if head else BODY_FONT, size=10)
        cell.alignment = Alignment(
            horizontal="center" if middle else "left", vertical="center", wrap_text=True
        )
        if fill:
            cell.fill = PatternFill("solid", fgColor=without_hash(FILLS[fill]))
        self.looks[head, middle, fill] = copy(cell._style)  # type: ignore[attr-defined]

    def _name(self, field: str) -> str:
        match = ROW.fullmatch(field)
        if match is None or not match["key"]:
            return say.FIELD.format(label=self.profile.label(field))
        words = say.ROW_FIELD if match["table"] == INDICATORS else say.TABLE_ROW_FIELD
        table = self.profile.label(match["table"])
        return words.format(table=table, row=int(match["number"]) + 1, label=self.profile.label(field))


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column of so many Latin characters; a Chinese one is twice as wide."""
    return sum(max(1, -(-len(part) * 2 // (width - 1))) for part in text.split("\n"))


def _some(names: Sequence[str]) -> str:
    """All of a few names; the first and the last of many (a group's label goes to all its rows)."""
    return say.FIELDS_SEPARATOR.join(names) if len(names) <= 4 else f"{names[0]}…{names[-1]}"
