"""`formgen status`: where every unit of a campaign stands, and what comes next."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, OneOf
from formgen.cli.output import json_bytes
from formgen.library import ExitCode, shown
from formgen.messages import campaign as words
from formgen.messages import status as say
from formgen.messages.batch import SUMMARY_FILE

if TYPE_CHECKING:
    from formgen.library.types import Register, UnitState


@click.command("status", cls=ChineseCommand, help=say.HELP)
@click.argument("results", metavar="RESULTS", type=PATH)
@click.option("--format", "style", type=OneOf(["text", "json"]), default="text", help=say.FORMAT_HELP)
def command(results: Path, style: str) -> int:
    register = formgen.status(results)
    if register.damaged:
        click.echo(words.DAMAGED.format(count=register.damaged), err=True)
    if style == "json":
        text = json.dumps(as_json(register), ensure_ascii=False, indent=1) + "\n"
        click.echo(json_bytes(text), nl=False)
    else:
        for line in status_lines(register, results):
            click.echo(line)
    return ExitCode.DONE


def as_json(register: Register) -> dict[str, Any]:
    """The register for programs: counts by state, and every unit."""
    return {
        "schema": 1,
        "counts": {state.value: count for state, count in register.counts().items()},
        "units": [_unit_json(unit) for unit in register.units()],
    }


def _unit_json(unit: UnitState) -> dict[str, Any]:
    one, decision = unit.identity, unit.decision
    return {
        "unit": one.unit,
        "profile": one.profile,
        "year": one.year,
        "project": one.project,
        "state": unit.state.value,
        "round": unit.round,
        "file": unit.path,
        "first": unit.first,
        "at": unit.at,
        "late": unit.punctuality == "late",
        "errors": unit.errors,
        "compared": unit.compared,
        **{
            key: [
                {"id": item.id, "field": item.field, "place": item.place, "message": item.message}
                for item in found
            ]
            for key, found in (("mended", unit.mended), ("standing", unit.standing), ("new", unit.new))
        },
        "changed": [
            {"row": cell.row, "field": cell.field, "label": cell.label, "old": cell.old, "new": cell.new}
            for cell in unit.changed
        ],
        "decision": {"decision": decision.decision, "by": decision.by, "why": decision.why, "at": decision.at}
        if decision
        else None,
        "double": [file.label for file in unit.double.files] if unit.double else [],
        "next": unit.next,
    }


def status_lines(register: Register, folder: Path) -> Iterator[str]:
    """The counts, then the units by state, those farthest from done first, then what a person can do."""
    units = register.units()
    if not units:
        yield say.EMPTY.format(folder=shown(folder))
        return
    counts = {state: count for state, count in register.counts().items() if count}
    yield say.TITLE.format(folder=shown(folder), at=register.last_at.replace("T", " ")[:16])
    yield _arrivals(register, units)
    yield say.SEPARATOR.join(say.COUNT.format(state=state.value, count=n) for state, n in counts.items())
    rows = [(unit, _cells(unit, outside=_is_outside(unit, register))) for unit in units]
    widths = [min(max(_width(cells[column]) for _, cells in rows), _WIDEST) for column in range(_COLUMNS)]
    for state, count in counts.items():
        yield ""
        yield say.STATE_HEAD.format(state=state.value, count=count, next=words.NEXT[state.value])
        yield from (_line(cells, widths) for unit, cells in rows if unit.state is state)
    yield ""
    if words.RETURNED in counts or words.UNREADABLE in counts:
        yield say.HOW_TO_WRITE
    how = say.HOW_TO_DECIDE if (folder / SUMMARY_FILE).exists() else say.HOW_TO_BEGIN
    yield how.format(summary=shown(folder / SUMMARY_FILE), folder=shown(folder))


def _arrivals(register: Register, units: Sequence[UnitState]) -> str:
    came = sum(unit.round > 0 or unit.double is not None for unit in units)
    if not register.roster:
        return say.NO_ROSTER.format(came=came) + say.END
    missing = sum(unit.state.value == words.MISSING for unit in units)
    outside = sum(_is_outside(unit, register) for unit in units)
    line = say.ROSTER.format(units=len(register.roster), came=came, missing=missing)
    return line + (say.OUTSIDE.format(count=outside) if outside else "") + say.END


def _is_outside(unit: UnitState, register: Register) -> bool:
    """Whether its unit is known, and is none of the roster's."""
    return bool(register.roster) and unit.unit is None and unit.identity.is_named


def _is_unread(unit: UnitState) -> bool:
    return unit.state.value == words.UNREADABLE


_COLUMNS = 5
_WIDEST = 44
"""Places of a column: longer names push the rest of their own line only."""

_MOST_FILES = 5
"""Named of one unit in a line; 汇总 has all of them."""


def _cells(unit: UnitState, *, outside: bool) -> tuple[str, ...]:
    """Unit, project and year, round, errors, and how the file stands against the last one; then remarks."""
    one = unit.identity
    known = {
        say.MENDED: unit.mended,
        say.STANDING: unit.standing,
        say.NEW: unit.new,
        say.CHANGED: unit.changed,
    }
    against = [sentence.format(count=len(found)) for sentence, found in known.items() if found]
    return (
        " ".join(part for part in (one.unit, one.project) if part),
        f"{one.year or ''}",
        say.ROUND.format(round=unit.round) if unit.round else "",
        say.ERRORS.format(count=unit.errors) if unit.errors and not _is_unread(unit) else "",
        say.COMPARED_SEPARATOR.join(against),
        say.NOTE_SEPARATOR.join(_notes(unit, outside=outside)),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        text + " " * (width - _width(text)) for text, width in zip(cells, widths, strict=False) if width
    ]
    return "  " + "  ".join([*padded, cells[-1]]).rstrip()


def _width(text: str) -> int:
    """In places of a terminal, where a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _notes(unit: UnitState, *, outside: bool) -> Iterator[str]:
    if outside:
        yield say.NOT_EXPECTED
    if _is_unread(unit) and unit.findings:
        yield say.WHY.format(message=unit.findings[0].message.rstrip("。"))
    for sentence, decision in ((say.DECISION, unit.decision), (say.EARLIER, unit.earlier)):
        if decision is not None:
            by, why = decision.by or say.NOBODY, decision.why or say.NO_REASON
            yield sentence.format(by=by, word=decision.decision, why=why)
    if unit.double is not None:
        files = say.FILES.join(file.label for file in unit.double.files[:_MOST_FILES])
        files += say.MORE_FILES if len(unit.double.files) > _MOST_FILES else ""
        yield say.DOUBLE.format(count=len(unit.double.files), files=files)
    if unit.punctuality == "late":
        yield say.LATE
    if unit.unit is not None and not unit.round:
        day = unit.unit.deadline
        if day is not None:
            over = say.OVERDUE if day < date.today() else say.DEADLINE
            yield over.format(day=day.isoformat())
        if unit.unit.contact or unit.unit.phone:
            yield say.CONTACT.format(contact=f"{unit.unit.contact} {unit.unit.phone}".strip())
