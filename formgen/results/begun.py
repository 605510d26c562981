"""What the results of a folder were made with, so that a later run goes on as the first began.

Comes in: a folder. Goes out: the name of an engine. A kill may take the manifest but not the register, so
both are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.results.events import REGISTER, Published, Reviewed, load_events
from formgen.results.manifest import MANIFEST, Entry, read_manifest


def begun_with(folder: Path) -> str:
    """The engine that the results of this folder were made with; "" where there are none, or nobody can tell."""
    engines = (str(entry.options.get("engine", "")) for entry in _entries(folder))
    return next(filter(None, engines), "")


def _entries(folder: Path) -> Iterator[Entry]:
    """The manifest's, then the register's from the last on. What cannot be read tells nothing here: the run
    that opens the folder says so."""
    with suppress(UnreadableInput):
        yield from read_manifest(folder / MANIFEST).values()
    try:
        events = load_events(folder / REGISTER).events
    except (UnreadableInput, OSError):
        return
    for event in reversed(events):
        if isinstance(event, Reviewed | Published) and event.entry is not None:
            yield event.entry
