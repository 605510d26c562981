"""From what the user named to data files: files as they are, folders searched."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from formgen.errors import UnreadableInput
from formgen.messages import cli as say

SUFFIXES = (".toml", ".xlsx", ".xlsm")


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


def _search(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise UnreadableInput(say.NO_ACCESS.format(path=error.filename)) from error

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                found.append(Path(place) / name)
    if not found:
        raise UnreadableInput(say.NO_FILES.format(path=folder))
    return found
