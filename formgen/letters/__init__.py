"""退回意见: letters that can be sent, all of a round as one print file, and the list by which they are sent.

Comes in: reviews, and what the bureau and the roster say of sender and unit. Goes out: bytes. A letter names no
other unit, no folder, no file and no number of a check.
"""

from formgen.letters.content import (
    Addressee,
    Letter,
    Letterhead,
    ask_which,
    letter_name,
    needs_letter,
    write_letter,
)
from formgen.letters.document import letter_document, print_file
from formgen.letters.mailing import mailing_workbook

__all__ = [
    "Addressee",
    "Letter",
    "Letterhead",
    "ask_which",
    "letter_document",
    "letter_name",
    "mailing_workbook",
    "needs_letter",
    "print_file",
    "write_letter",
]
