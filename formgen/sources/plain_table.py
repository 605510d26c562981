"""A table as text (.csv, .tsv) → a plain grid, as an xlsx gives it.

Comes in: the bytes of a text in UTF-8, UTF-16 with its mark, or GB18030. Goes out: a `Book` of one sheet.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import reading as say
from formgen.sources.grid_sheet import MOST_CELLS
from formgen.sources.grid_strings import MOST_CHARACTERS
from formgen.sources.grid_types import Book, Grid, GridCell, State
from formgen.sources.shown import SPREADSHEET_DIGITS

_MARKED = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = ",\t;"
_SEPARATOR_TOLD = re.compile(r"sep=([^\n\r\"])\r?\n", re.IGNORECASE)
"""The first line that Excel reads and does not show."""

_END = "\uffff"
"""A line of its own behind the text: a quote that nobody closed takes it into its cell."""

_KEPT_AS_TEXT = re.compile('="([^"]*)"')
"""How programs write 00160 so that Excel shows it as it is."""

_LINES = 40
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def is_plain_table(data: bytes, suffix: str) -> bool:
    """Whether these bytes are to be taken for a table. A text says nothing of itself: its name does, unless
    it is some other thing under that name."""
    return suffix.lower() in (".csv", ".tsv") and not data.lstrip().startswith((b"<", b"%PDF", b"{"))


def load_plain_table(data: bytes, path: Path) -> Book:
    """The table. Raises UnreadableInput for what is no text, or no table."""
    text = decode_text(data)
    if text is None or "\0" in text:
        raise UnreadableInput(say.CSV_ENCODING.format(path=path))
    told = _SEPARATOR_TOLD.match(text)
    separator = told[1] if told else find_separator(text)
    text = text[told.end() :] if told else text
    cells: dict[tuple[int, int], GridCell] = {}
    number, row, line, before = 0, [_END], 0, 0
    try:
        reader = csv.reader(StringIO(f"{text}\n{_END}", newline=""), delimiter=separator)
        for number, row in enumerate(reader, 1):
            before, line = line, reader.line_num
            cells |= {(number, column): _cell(value) for column, value in enumerate(row, 1) if value}
            if len(cells) > MOST_CELLS:
                raise UnreadableInput(say.SHEET_TOO_BIG.format(path=path, size=len(data) >> 20))
    except csv.Error as error:
        raise UnreadableInput(say.CSV_BROKEN.format(path=path)) from error
    end = row[-1].removesuffix(_END).strip("\r\n")
    if "\n" in end:
        raise UnreadableInput(say.CSV_QUOTE.format(path=path, line=before + (2 if told else 1)))
    cells[number, len(row)] = _cell(end)
    if not end:
        del cells[number, len(row)]
    return Book((Grid(path.stem, False, cells, {}),), None)


def number_or_text(text: str) -> str | int | float:
    """160 as a number, where a number holds it without loss; else the text."""
    if not _PLAIN.fullmatch(text) or sum(sign.isdigit() for sign in text) > SPREADSHEET_DIGITS:
        return text
    return float(text) if "." in text else int(text)


def decode_text(data: bytes) -> str | None:
    """The text; None for bytes that are none."""
    encodings = next(((name,) for mark, name in _MARKED if data.startswith(mark)), _ENCODINGS)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def find_separator(text: str) -> str:
    """The sign that parts the first lines into most cells."""
    lines = text.splitlines()[:_LINES]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))


def _cell(value: str) -> GridCell:
    kept = _KEPT_AS_TEXT.fullmatch(value)
    if kept:
        return GridCell(kept[1])
    if len(value) > MOST_CHARACTERS:
        return GridCell(say.CHARACTERS.format(count=len(value)), state=State.TOO_LONG)
    return GridCell(number_or_text(value.strip()) if _PLAIN.fullmatch(value.strip()) else value)
