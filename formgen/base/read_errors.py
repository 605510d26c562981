"""Why a file could not be read, in words for people.

Comes in: a path and what the system said. Goes out: a sentence.
"""

from __future__ import annotations

import errno
from pathlib import Path

from formgen.base.shown import shown
from formgen.base.write_files import ON_WINDOWS
from formgen.messages import reading as say

_WINDOWS = {32: say.OPEN_ELSEWHERE, 33: say.OPEN_ELSEWHERE, 206: say.PATH_TOO_LONG}
"""Windows' own numbers: sharing and lock violation, a path too long."""

_MOST_WINDOWS = 260
"""Characters of a whole path that Windows finds; a file with more is there and is not found."""


def explain_read_error(path: Path, error: OSError | ValueError, missing: str = say.NOT_FOUND) -> str:
    """The sentence, with what to do next. error: ValueError for a path with a NUL in it. missing: what to say of a
    path that is not there."""
    sentence = say.DISK_ERROR
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        sentence = say.PATH_TOO_LONG if _is_too_long(path) else missing
    elif isinstance(error, PermissionError):
        sentence = say.NO_ACCESS
    elif error.errno == errno.ENAMETOOLONG:
        sentence = say.PATH_TOO_LONG
    elif error.errno == errno.ELOOP:
        sentence = say.LINK_LOOP
    sentence = _WINDOWS.get(getattr(error, "winerror", None) or 0, sentence)
    return sentence.format(path=shown(path), why=getattr(error, "strerror", None) or error)


def _is_too_long(path: Path) -> bool:
    return ON_WINDOWS and len(str(path.absolute())) >= _MOST_WINDOWS
