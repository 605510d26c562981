"""What a result folder remembers between runs, line by line: journal.jsonl and outcomes.jsonl.

Comes in: records. Goes out: lines of JSON, the first of which says the file's format; and back. State is
expendable: a line that is damaged in any way is counted and left out, never half believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from formgen.base.format_number import KEY, require_known_format
from formgen.results.manifest import Entry
from formgen.results.outcome import Outcome

FORMAT = 1
"""Raised when a record changes its form: 0.2.0 wrote none."""

_STRICT = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Published:
    """A line of the journal: results that were put in place, and what came of their declaration."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    entry: Entry
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A line of the outcomes: what came of the declaration whose results bear this name."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: str
    outcome: Outcome | None


Record = TypeVar("Record", Published, Remembered)


@dataclass(frozen=True, slots=True)
class Records(Generic[Record]):
    """A file as read. damaged: lines that are no records."""

    records: tuple[Record, ...]
    damaged: int


class RecordFile(Generic[Record]):
    """One kind of file. may_be_cut: its last line may be cut by a crash, which is no damage."""

    def __init__(self, record: type[Record], *, may_be_cut: bool) -> None:
        self._adapter: TypeAdapter[Record] = TypeAdapter(record)
        self._may_be_cut = may_be_cut

    def text(self, records: Iterable[Record]) -> bytes:
        """The whole file."""
        head = to_json({KEY: FORMAT}) + b"\n"
        return head + b"".join(self.line(record) for record in records)

    def line(self, record: Record) -> bytes:
        return self._adapter.dump_json(record) + b"\n"

    def load(self, path: Path) -> Records[Record]:
        """The records of a file; none where there is none. Raises NewerFormat for one of a later formgen,
        OSError for what cannot be read."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return Records((), 0)
        lines = data.split(b"\n")
        cut = lines.pop()
        head = _as_object(lines[0]) if lines else {}
        if set(head) == {KEY}:
            require_known_format(head[KEY], FORMAT, path)
            lines = lines[1:]
        read = [self._read(line) for line in lines]
        damaged = read.count(None) + bool(cut and not (self._may_be_cut and cut.startswith(b"{")))
        return Records(tuple(record for record in read if record is not None), damaged)

    def _read(self, line: bytes) -> Record | None:
        try:
            return self._adapter.validate_json(line)
        except ValidationError:
            return None


def _as_object(line: bytes) -> dict[str, object]:
    """The line's JSON object; empty where it is none."""
    try:
        content = from_json(line, allow_inf_nan=False)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


JOURNAL = RecordFile(Published, may_be_cut=True)
OUTCOMES = RecordFile(Remembered, may_be_cut=False)
