"""A result folder written as a package for the archive, and read back.

Comes in: the result folder, and a folder that is empty or not there. Goes out: the items packed.
"""

from __future__ import annotations

from pathlib import Path

from formgen.archive.pack import PackageItem, pack, package_lists, verify_package
from formgen.base.errors import ResultNotWritten
from formgen.base.shown import shown
from formgen.base.write_files import write_files
from formgen.messages import archive as say


def write_package(outputs: Path, folder: Path, profile: str | Path | None = None) -> list[PackageItem]:
    """Raises ResultNotWritten for a folder that holds something already, and what packing refuses."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ResultNotWritten(say.NOT_EMPTY.format(folder=shown(folder)))
    items = pack(outputs, profile)
    for item in items:
        write_files({folder / name: data for name, data in item.files.items()})
    # Last: a package without its manifest was interrupted.
    write_files({folder / name: data for name, data in package_lists(items).items()})
    verify_package(folder, profile)
    return items
