"""`formgen status`: where every unit of a campaign stands, and what comes next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, OneOf
from formgen.cli.output import json_bytes
from formgen.library import ExitCode
from formgen.messages import campaign as words
from formgen.messages import status as say

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
        for line in status_lines(register):
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


def status_lines(register: Register) -> Iterator[str]:
    """The counts, then the units by state, those farthest from done first."""
    units = register.units()
    if not units:
        yield say.EMPTY
        return
    counts = {state: count for state, count in register.counts().items() if count}
    named = [say.COUNT.format(state=state.value, count=count) for state, count in counts.items()]
    yield say.COUNTS.format(total=len(units), counts=say.SEPARATOR.join(named))
    for state, count in counts.items():
        yield ""
        yield say.STATE_HEAD.format(state=state.value, count=count, next=words.NEXT[state.value])
        yield from (_unit_line(unit) for unit in units if unit.state is state)


def _unit_line(unit: UnitState) -> str:
    one = unit.identity
    name = " ".join(part for part in (one.unit, one.project, f"{one.year or ''}") if part)
    notes = list(_notes(unit))
    return say.UNIT.format(
        name=name,
        round=say.ROUND.format(round=unit.round) if unit.round > 1 else "",
        note=say.NOTE.format(notes=say.NOTE_SEPARATOR.join(notes)) if notes else "",
    )


def _notes(unit: UnitState) -> Iterator[str]:
    if unit.errors:
        yield say.ERRORS.format(count=unit.errors)
    if unit.compared:
        yield say.COMPARED.format(
            mended=len(unit.mended), standing=len(unit.standing), new=len(unit.new), changed=len(unit.changed)
        )
    for sentence, decision in ((say.DECISION, unit.decision), (say.EARLIER, unit.earlier)):
        if decision is not None:
            by, why = decision.by or say.NOBODY, decision.why or say.NO_REASON
            yield sentence.format(by=by, word=decision.decision, why=why)
    if unit.double is not None:
        files = say.FILES.join(file.label for file in unit.double.files)
        yield say.DOUBLE.format(count=len(unit.double.files), files=files)
    if unit.punctuality == "late":
        yield say.LATE
    if unit.unit is not None and not unit.round:
        if unit.unit.deadline is not None:
            yield say.DEADLINE.format(day=unit.unit.deadline.isoformat())
        if unit.unit.contact:
            yield say.CONTACT.format(contact=f"{unit.unit.contact} {unit.unit.phone}".strip())
