"""`formgen diff`: what changed between two declarations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, OneOf, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.cli.extract import tell_notes
from formgen.cli.output import json_bytes
from formgen.library import shown, write_new_file
from formgen.library.types import Change, Difference, Form, Kind
from formgen.messages import diff as say

_SHOWN = 60
_WHOLE = {
    Kind.ADDED: say.ADDED_LINE,
    Kind.REMOVED: say.REMOVED_LINE,
    Kind.ROW_ADDED: say.ROW_ADDED_LINE,
    Kind.ROW_REMOVED: say.ROW_REMOVED_LINE,
}


@click.command("diff", cls=ChineseCommand, help=say.HELP)
@click.argument("a", metavar="A", type=PATH)
@click.argument("b", metavar="B", type=PATH)
@click.option("--format", "style", type=OneOf(["text", "json", "xlsx"]), default="text", help=say.FORMAT_HELP)
@click.option("-o", "--output", type=PATH, metavar="FILE", help=say.OUTPUT_HELP)
@profile_option()
@settings_option()
def command(
    a: Path, b: Path, style: str, output: Path | None, profile: str | None, settings: Path | None
) -> None:
    if style == "xlsx" and output is None:
        raise click.UsageError(say.NEEDS_OUTPUT)
    if style != "xlsx" and output is not None:
        raise click.UsageError(say.NEEDS_FORMAT)
    found = formgen.diff(a, b, profile=usual_profile(profile, settings))
    for path, form in ((a, found.old), (b, found.new)):
        tell_notes(path, form)
    if style == "json":
        text = json.dumps(describe(a, b, found), ensure_ascii=False, indent=1)
        click.echo(json_bytes(f"{text}\n"), nl=False)
    elif output is None:
        click.echo(say.HEADING.format(a=shown(a), b=shown(b)))
        for change in found.changes:
            click.echo(line(change))
        click.echo(summarize(found.changes))
    else:
        write_new_file(output, found.xlsx())
        click.echo(say.DONE.format(path=shown(output)), err=True)
        click.echo(summarize(found.changes), err=True)


def line(change: Change) -> str:
    """One change in one line; long texts shortened."""
    words = {
        "kind": say.KINDS[change.kind],
        "name": "/".join(change.indicator or ()),
        "label": change.label,
        "old": _short(change.old),
        "new": _short(change.new),
    }
    sentence = _WHOLE.get(change.kind, say.ROW_LINE if change.indicator else say.FACT_LINE)
    return sentence.format(**words)


def summarize(changes: Sequence[Change]) -> str:
    """How many changes of which kind."""
    if not changes:
        return say.NO_CHANGE
    counted = Counter(change.kind for change in changes)
    counts = "，".join(
        say.COUNT.format(kind=say.KINDS[kind], count=counted[kind]) for kind in Kind if counted[kind]
    )
    return say.SUMMARY.format(total=len(changes), counts=counts)


def describe(a: Path, b: Path, found: Difference) -> dict[str, object]:
    """The changes as JSON prints them."""
    changes = [asdict(change) for change in found.changes]
    return {"schema": 1, "a": _side(a, found.old), "b": _side(b, found.new), "changes": changes}


def _side(path: Path, form: Form) -> dict[str, object]:
    declaration = form.declaration
    return {"path": shown(path), "department": declaration.department.name, "year": declaration.year}


def _short(text: str) -> str:
    text = text.replace("\n", "↵")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
