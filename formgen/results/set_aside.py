"""State that cannot be used is put beside its place, never deleted: whoever wants to can look at it.

Comes in: a path. Goes out: the path it has now.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from formgen.base.errors import ResultNotWritten
from formgen.base.write_files import explain_write_error


def set_aside(path: Path, naming: str) -> Path:
    """Rename a file or folder beside itself. naming: with {name} and {number}. Raises ResultNotWritten."""
    for number in count(1):
        target = path.with_name(naming.format(name=path.name, number=number))
        if not os.path.lexists(target):
            break
    try:
        return path.rename(target)
    except OSError as error:
        raise ResultNotWritten(explain_write_error(path, error)) from error


def is_plain(path: Path) -> bool:
    """Whether a file is there that can be read to its end, or nothing at all; no folder, pipe or device."""
    return path.is_file() or not os.path.lexists(path)
