"""发送清单.xlsx: to whom each letter goes, and by when the unit is to answer.

Comes in: letters with their files and addressees. Goes out: the bytes of a workbook.
"""

from __future__ import annotations

from collections.abc import Sequence

from formgen.books.writer import Book, Column
from formgen.letters.content import Addressee, Letter
from formgen.messages import letters as say


def mailing_workbook(sent: Sequence[tuple[str, Letter, Addressee]]) -> bytes:
    """A line per letter: its file name, the letter, whom it goes to, by the name that the list has of it."""
    book = Book(say.MAILING_TITLE, say.MAILING_KIND)
    columns = [Column(*column) for column in say.MAILING_COLUMNS]
    sheet = book.add_sheet(say.MAILING_SHEET, (), columns)
    sheet.add_heads(1)
    for number, (name, letter, to) in enumerate(sent, 1):
        must, look = letter.counts.get("error", len(letter.must)), letter.counts.get("warning", 0)
        sheet.add_row((number, to.name, to.contact, letter.deadline, must, look, name))
    sheet.finish()
    return book.close()
