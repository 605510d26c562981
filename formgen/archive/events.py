"""What is known of how the files of a package came about, as lines of a log.

Comes in: entries of a manifest, signatures, verdicts. Goes out: `Event`s. What nobody recorded stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from formgen.archive.sealed import Sealed
from formgen.base.version import __version__
from formgen.messages import archive_events as say
from formgen.results.manifest import Entry
from formgen.verify import FileVerdict, State
from formgen.verify.signatures import Signature, describe_signature


@dataclass(frozen=True, slots=True)
class Event:
    """One line. number: 档号, "" for the whole package. when, who: "" where it is not known."""

    HEADS: ClassVar[tuple[str, ...]] = say.HEADS

    number: str
    what: str
    when: str
    who: str
    program: str
    note: str

    def row(self) -> tuple[str, ...]:
        """As a line of the table."""
        return (self.number, self.what, self.when, self.who, self.program, self.note)


def item_events(
    number: str, entry: Entry, signed: Mapping[str, Sequence[Signature]], sealed: Mapping[str, Sealed]
) -> tuple[Event, ...]:
    """Of one 件. signed: file → its signatures. sealed: file of the package → what came back."""
    program = f"formgen {entry.formgen}"
    counts = {name: entry.findings.get(name, 0) for name in say.SEVERITIES}
    told = "，".join(
        say.COUNT.format(name=say.SEVERITIES[name], count=count) for name, count in counts.items()
    )
    events = [
        Event(number, say.CHECKED, "", "", program, say.VERDICT.format(counts=told)),
        Event(number, say.MADE, "", "", program, say.FROM.format(source=entry.source, profile=entry.profile)),
    ]
    events += [
        Event(number, say.TAKEN, "", "", "", f"{name}：{item.relation}（{say.WAS.format(name=item.source)}）")
        for name, item in sealed.items()
    ]
    every = [*signed.items(), *((name, item.signatures) for name, item in sealed.items())]
    for name, signatures in every:
        for item in signatures:
            when = item.time.isoformat(" ", "seconds") if item.time else ""
            note = f"{name}：{describe_signature(item)}"
            events.append(Event(number, say.SIGNED, when, item.signer, "", note))
    return tuple(events)


def packing_events(verdicts: Sequence[FileVerdict], day: date) -> list[Event]:
    """Of the whole package: verified, and packed."""
    checks = [check for verdict in verdicts for check in verdict.checks]
    counts = [sum(check.state is state for check in checks) for state in (State.FAIL, State.NOT_CHECKED)]
    program = f"formgen {__version__}"
    note = say.VERIFIED_NOTE.format(files=len(verdicts), failed=counts[0], unchecked=counts[1])
    return [
        Event("", say.VERIFIED, day.isoformat(), "", program, note),
        Event("", say.PACKED, day.isoformat(), "", program, say.PACKED_NOTE),
    ]
