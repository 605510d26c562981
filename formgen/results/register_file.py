"""The register on the disk: read when a folder is opened, added to line by line, never written over.

Comes in: a folder, then events. Goes out: the events so far; damaged lines are put beside it, alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from formgen.base.errors import ResultNotWritten
from formgen.base.write_files import explain_write_error, write_file
from formgen.messages import results as say
from formgen.results.events import REGISTER, Event, event_line, load_events, register_text
from formgen.results.set_aside import is_plain, set_aside

_SYNC_EVERY = 0.25
"""Seconds: what a power cut may take of what can be made again. A kill takes nothing."""


class RegisterFile:
    """A register that is open for one run. events: all of it, in the order in which they came. notices:
    sentences on what of it was set aside."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / REGISTER
        self.notices: list[str] = []
        self.events: list[Event] = []
        self._file: BinaryIO | None = None
        self._synced = 0.0

    def load(self) -> None:
        """Raises NewerFormat for a later formgen's: what people decided is not to be begun anew. Raises
        ResultNotWritten where what is damaged cannot be set aside."""
        if not is_plain(self.path):
            self._aside()
            return
        try:
            found = load_events(self.path)
        except OSError as error:
            raise ResultNotWritten(explain_write_error(self.path, error)) from error
        self.events = list(found.events)
        damaged = (*found.damaged, found.cut) if found.cut else found.damaged
        if damaged:
            self._keep_damaged(damaged)

    def append(self, *events: Event, sure: bool = False) -> None:
        """Add events in one go. sure: on the disk before this returns. Raises ResultNotWritten; then none
        of them was added."""
        try:
            file = self._file or self._open()
            before = file.tell()
            try:
                file.write(b"".join(map(event_line, events)))
                if sure or monotonic() - self._synced > _SYNC_EVERY:
                    self._sync(file)
            except OSError:
                file.truncate(before)
                raise
        except OSError as error:
            raise ResultNotWritten(explain_write_error(self.path, error)) from error
        self.events += events

    def close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            try:
                with file:
                    self._sync(file)
            except OSError as error:
                raise ResultNotWritten(explain_write_error(self.path, error)) from error

    def _open(self) -> BinaryIO:
        if not self.path.exists():
            write_file(self.path, register_text(()))
        # Unbuffered: what was added is the system's at once, and outlives this process.
        file = self.path.open("a+b", buffering=0)
        if file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n":
            file.write(b"\n")  # a last line that lost nothing but its end: the next must not be joined to it
        self._file = file
        return file

    def _sync(self, file: BinaryIO) -> None:
        os.fsync(file.fileno())
        self._synced = monotonic()

    def _keep_damaged(self, lines: tuple[bytes, ...]) -> None:
        number = 1
        while os.path.lexists(target := self._beside(number)):
            number += 1
        write_file(target, b"\n".join(lines) + b"\n")
        write_file(self.path, register_text(self.events))
        self.notices.append(say.LINES_SET_ASIDE.format(path=self.path, count=len(lines), name=target.name))

    def _beside(self, number: int) -> Path:
        return self.path.with_name(say.DAMAGED_NAME.format(name=self.path.name, number=number))

    def _aside(self) -> None:
        name = set_aside(self.path, say.DAMAGED_NAME).name
        self.notices.append(say.REGISTER_SET_ASIDE.format(path=self.path, name=name))
