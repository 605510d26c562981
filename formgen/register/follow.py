"""A register that is read again and again while a run writes it: only the lines that are new.

Comes in: a result folder. Goes out: its `Register` as it stands, an empty one before the first line.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from formgen.register.register import Register
from formgen.results.events import REGISTER, parse_events

_TAIL = 256
"""Bytes before the end of what was read that must still be there: else the file is another one."""


class Follower:
    """For one reader at a time: what `read` gave changes with the next `read`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / REGISTER
        self._register = Register(())
        self._file = (0, 0)
        self._read = 0
        self._tail = b""

    def read(self) -> Register:
        """The register now. Raises NewerFormat for a later formgen's, OSError for what cannot be read."""
        try:
            with self._path.open("rb") as file:
                status = os.fstat(file.fileno())
                which = status.st_dev, status.st_ino
                if which != self._file or not self._goes_on(file):
                    self._register, self._file, self._read, self._tail = Register(()), which, 0, b""
                file.seek(self._read)
                lines = file.read()
        except FileNotFoundError:
            self._register, self._file = Register(()), (0, 0)
            return self._register
        whole = lines[: lines.rfind(b"\n") + 1]  # the last line may be half written
        found = parse_events(whole, self._path, begins=self._read == 0)
        for event in found.events:
            self._register.take(event)
        self._register.damaged += len(found.damaged)
        self._tail = (self._tail + whole)[-_TAIL:]
        self._read += len(whole)
        return self._register

    def _goes_on(self, file: BinaryIO) -> bool:
        """Whether what was read still stands before what is new."""
        file.seek(self._read - len(self._tail))
        return file.read(len(self._tail)) == self._tail
