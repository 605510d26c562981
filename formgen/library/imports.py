"""What stands behind `formgen.import_`: old files in, the fill-in workbook out.

Comes in: paths. Goes out: an `Imported`. Old files come from anywhere: they are read in a process of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formgen.base.errors import UsageFault
from formgen.base.write_files import write_new_file
from formgen.importing.make import Imported, import_files
from formgen.messages import importing as say
from formgen.run.guarded import run_guarded
from formgen.sources import load_bytes

PathLike = str | Path
TIME_LIMIT = 60.0
"""Seconds for all files together; the longest honest ones seen took 6."""

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space; no engine of pages is loaded."""

_YEARS = range(1000, 10000)


def import_old(
    old: PathLike | Sequence[PathLike],
    output: PathLike | None = None,
    profile: PathLike | None = None,
    year: int | None = None,
) -> Imported:
    """Read, and write where output says. profile and year: of the new form. Raises UsageFault, UnreadableInput, InspectionFailed."""
    paths = [Path(old)] if isinstance(old, str | Path) else [Path(path) for path in old]
    if not paths:
        raise UsageFault(say.NO_FILES)
    if year is not None and year not in _YEARS:
        raise UsageFault(say.BAD_YEAR.format(year=year))
    files = [(path, load_bytes(path)) for path in paths]
    made = run_guarded(import_files, files, profile, year, time_limit=TIME_LIMIT, memory_limit=MEMORY_LIMIT)
    if output is not None:
        write_new_file(Path(output), made.workbook)
    return made
