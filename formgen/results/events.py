"""登记.jsonl, the register of a campaign: one append-only file of events, one JSON object a line.

Comes in: events. Goes out: lines, the first of which says the file's format; and back. What is derived from
them (states, rounds, 汇总) is made anew at any time; the events are not. A line that is damaged is left out
alone and handed back as it is; every other line stays in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from formgen.base.errors import UnreadableInput
from formgen.base.format_number import KEY, NewerFormat, require_known_format
from formgen.declaration.findings import Finding
from formgen.results.filed import Filed
from formgen.results.identity import Identity
from formgen.results.manifest import Entry
from formgen.results.outcome import Outcome
from formgen.results.stored import STRICT, Bounds, adapter, read_json, stored_json

REGISTER = "登记.jsonl"
FORMAT = 1

Word = Literal["人工通过", "退回", ""]
"""What a person decides; "" takes a decision back."""


CELL_NAMES = "／"
"""Between the names of an indicator's levels in `ChangedCell.row`."""


def now() -> str:
    """The moment, as events bear it: local time with its zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file came. path: as it was named; sha256: of its bytes."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    path: str
    sha256: str
    event: Literal["seen"] = "seen"


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that changed from one round to the next. row: the indicator's names, "" for the form's fields;
    label: the cell's official name. old and new: as text."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    row: str
    label: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Against:
    """A file against the unit's last one. mended: findings of the last that are gone; standing, new: of this
    one. changed: cells that no finding had asked to change."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    mended: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    changed: tuple[ChangedCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a declaration: verdict, findings, round. entry: what was published of it. against: None
    in the first round, or where the last file could not be read."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    path: str
    filed: Filed
    round: Annotated[int, Bounds(ge=1)]
    outcome: Outcome
    entry: Entry | None = None
    against: Against | None = None
    event: Literal["result"] = "result"


@dataclass(frozen=True, slots=True)
class Published:
    """A result that stands in the folder from before there was a register."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    entry: Entry
    event: Literal["published"] = "published"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a run had taken for a unit's file is not to count: another file of the same unit came, too."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    identity: Identity
    version: str
    name: str = ""
    event: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class DoubleFile:
    """One of several files of a unit. saved: when it was last changed; filed: 填报日期 as declared."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    label: str
    saved: str
    filed: str = ""


@dataclass(frozen=True, slots=True)
class Doubled:
    """Several files of one identity in one run, none of which was chosen. differences: the first cells that
    differ; count: all of them."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    identity: Identity
    files: tuple[DoubleFile, ...]
    differences: tuple[ChangedCell, ...] = ()
    count: int = 0
    event: Literal["double"] = "double"


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's word on a declaration. version: which it was said of. source: where it was said. against:
    the moment of the decision that stood when this one was written down, "" for none; lost: it differs
    from one made elsewhere meanwhile, and does not count."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    identity: Identity
    version: str
    decision: Word
    why: str = ""
    by: str = ""
    source: str = ""
    lost: bool = False
    event: Literal["decision"] = "decision"


Choice = Literal["adopt", "ignore", "own", ""]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a person made of one finding of a declaration: adopt it, ignore it (text: why), or say it in other
    words (text); "" takes that back. check, field: which finding. version: of which file it was said."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    identity: Identity
    version: str
    check: str
    field: str
    choice: Choice
    text: str = ""
    by: str = ""
    event: Literal["finding"] = "finding"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that is to hand in, as the roster has it. deadline: last day; filed: the day it did, as the
    bureau noted it. budget: in 万元, as text of a number. place: where it stands in the roster."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    name: str
    code: str = ""
    deadline: date | None = None
    filed: date | None = None
    place: str = ""
    project: str = ""
    contact: str = ""
    phone: str = ""
    budget: str = ""
    fonds: str = ""
    retention: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """The roster, when it was first used or had changed."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    units: tuple[Unit, ...]
    event: Literal["roster"] = "roster"


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that could not be read is no longer where it was."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    at: str
    path: str
    event: Literal["gone"] = "gone"


Event = Seen | Reviewed | Published | Withdrawn | Doubled | Decided | Weighed | Expected | Gone


@dataclass(frozen=True, slots=True)
class Events:
    """A register as read. damaged: lines that are no events, as they stand. cut: the last line, where it has no end
    and is no event: a run is writing it, or was killed over it."""

    events: tuple[Event, ...] = ()
    damaged: tuple[bytes, ...] = field(default=())
    cut: bytes = b""


def event_line(event: Event) -> bytes:
    return stored_json(event) + b"\n"


def register_text(events: Iterable[Event]) -> bytes:
    """The whole file."""
    return stored_json({KEY: FORMAT}) + b"\n" + b"".join(event_line(event) for event in events)


def load_events(path: Path) -> Events:
    """The events of a file; none where there is none. Raises NewerFormat for one of a later formgen, OSError
    for what cannot be read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Events()
    return parse_events(data, path)


def parse_events(data: bytes, path: Path, *, begins: bool = True) -> Events:
    """The events of these lines. begins: they are the first of the file. Raises NewerFormat."""
    events: list[Event] = []
    lines = adapter(Event, tag="event")
    damaged: list[bytes] = []
    for number, line in enumerate(data.split(b"\n")):
        if not line.strip(b"\r"):
            continue
        if begins and number == 0 and _is_head(line, path):
            continue
        try:
            events.append(lines.validate_json(line))
        except ValueError:  # of pydantic's
            damaged.append(line)
    cut = damaged.pop() if damaged and data.endswith(damaged[-1]) else b""
    return Events(tuple(events), tuple(damaged), cut)


def _is_head(line: bytes, path: Path) -> bool:
    try:
        content = read_json(line)
    except ValueError:
        return False
    if not isinstance(content, dict) or set(content) != {KEY}:
        return False
    try:
        require_known_format(content[KEY], FORMAT, path)
    except NewerFormat:
        raise
    except UnreadableInput:
        return False  # a damaged line like any other
    return True
