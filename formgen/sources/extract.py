"""The one declaration of a file, typed: data files, and what formgen made from them.

Comes in: a path to anything that `formgen.sources` reads. Goes out: a Reading, as `formgen.sources.build`
gives it. For those who want a single form: extract, diff, verify, archive.
"""

from __future__ import annotations

from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.base.shown import shown
from formgen.messages import extract as say
from formgen.sources import read_file
from formgen.sources.build import Reading, build


def extract(path: Path, profile: str | Path | None = None) -> Reading:
    """The one declaration in the file, with notes on everything that is not as it was built. Raises
    UnreadableInput; for a workbook of several declarations too."""
    raws = read_file(path, profile)
    if len(raws) != 1:
        raise UnreadableInput(say.SEVERAL.format(path=shown(path), count=len(raws)))
    return build(raws[0])
