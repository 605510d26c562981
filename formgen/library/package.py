"""A result folder written as a package for the archive, and read back.

Comes in: the result folder, a folder that is empty or not there, and what the archivist gives. Goes out: the
items packed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from formgen.archive.item import PackageItem
from formgen.archive.pack import Wishes, pack, verify_package
from formgen.base.errors import ResultNotWritten
from formgen.base.shown import shown
from formgen.base.write_files import explain_write_error, write_files
from formgen.messages import archive as say


def write_package(
    outputs: Path,
    folder: Path,
    profile: str | Path | None = None,
    wishes: Wishes | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[PackageItem]:
    """tell: is given a sentence for everything that was given and left out. Raises ResultNotWritten for a folder
    that holds something already, and what packing refuses."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise ResultNotWritten(explain_write_error(folder, error)) from error
    if taken:
        raise ResultNotWritten(say.NOT_EMPTY.format(folder=shown(folder)))
    package = pack(outputs, wishes or Wishes(), profile)
    # The manifest and what bears its digest come last: a package without them was interrupted.
    for name, data in package.files.items():
        write_files({folder / name: data})
    verify_package(folder, profile)
    if tell is not None:
        for note in package.notes:
            tell(note)
    return list(package.items)
