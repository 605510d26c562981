"""From what the user named to data files: files as they are, folders searched."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import cli as say

SUFFIXES = (".toml", ".xlsx", ".xlsm")
_ACTUALS = re.compile(rb"^\s*\[actuals\]", re.MULTILINE)


def find_data_files(paths: Sequence[Path]) -> list[Path]:
    """Every data file, folders sorted and searched to the bottom; hidden files and the lock files of
    WPS and Excel (~$…) left out. Raises UnreadableInput for a path that is not there, that may not be
    read, or a folder without data files."""
    found: list[Path] = []
    for path in paths:
        if _is_folder(path):
            found += _search(path)
        else:
            found.append(path)
    return found


def is_batch(paths: Sequence[Path]) -> bool:
    """True when more than one file is meant, or a folder."""
    return len(paths) > 1 or any(_is_folder(path) for path in paths)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except PermissionError as error:
        raise UnreadableInput(say.NO_ACCESS.format(path=path)) from error
    except OSError as error:
        raise UnreadableInput(say.NO_PATH.format(path=path)) from error


def _holds_actuals(path: Path) -> bool:
    """Whether this is a file of actual values: it may lie beside the declaration that it belongs to."""
    if path.suffix.lower() != ".toml":
        return False
    try:
        return _ACTUALS.search(path.read_bytes()) is not None
    except OSError:
        return False  # reading it as a declaration will tell why it can't be read


def _search(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise UnreadableInput(say.NO_ACCESS.format(path=error.filename)) from error

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if (
                name.lower().endswith(SUFFIXES)
                and not name.startswith((".", "~$"))
                and not _holds_actuals(path)
            ):
                found.append(path)
    if not found:
        raise UnreadableInput(say.NO_FILES.format(path=folder))
    return found
