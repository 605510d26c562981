"""The number of a file's form: every file that formgen writes says `format = N`.

A file without one was written by 0.2.0 or before and is read as ever; a newer one than this program knows
is refused in a sentence, for its meaning may have changed.
"""

from __future__ import annotations

from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import manifest as say

KEY = "format"
_MOST_DIGITS = 9


class NewerFormat(UnreadableInput):
    """A file of a later formgen. found and known: its number, and the newest that this program reads."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(say.NEWER.format(path=path, found=found, known=known))
        self.path, self.found, self.known = path, found, known

    def __reduce__(self) -> tuple[type[NewerFormat], tuple[Path | str, int, int]]:  # type: ignore[override]
        return type(self), (self.path, self.found, self.known)


def is_format_number(text: str) -> bool:
    """Whether a text can be the number of a format."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def require_known_format(found: object, known: int, path: Path | str) -> None:
    """found: what the file says, None where it says nothing. Raises NewerFormat, or UnreadableInput for what
    is no number."""
    if found is None:
        return
    number = int(found) if isinstance(found, str) and is_format_number(found) else found
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise UnreadableInput(say.BAD_FORMAT.format(path=path, found=str(found)[:40]))
    if number > known:
        raise NewerFormat(path, number, known)
