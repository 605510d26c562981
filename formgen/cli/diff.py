"""`formgen diff`: what changed between two declarations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from formgen.base.write_files import write_new_file
from formgen.cli.chinese import ChineseCommand
from formgen.cli.extract import tell_notes
from formgen.diff.compare import Change, Kind, compare
from formgen.messages import cli
from formgen.messages import diff as say
from formgen.sources.build import Reading
from formgen.sources.extract import extract

_SHOWN = 60


@click.command("diff", cls=ChineseCommand, help=say.HELP)
@click.argument("a", metavar="A", type=click.Path(path_type=Path))
@click.argument("b", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "xlsx"]), default="text", help=say.FORMAT_HELP
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=say.OUTPUT_HELP)
@click.option("--profile", default=None, metavar="P", help=cli.PROFILE_HELP)
def command(a: Path, b: Path, style: str, output: Path | None, profile: str | None) -> None:
    if style == "xlsx" and output is None:
        raise click.UsageError(say.NEEDS_OUTPUT)
    if style != "xlsx" and output is not None:
        raise click.UsageError(say.NEEDS_FORMAT)
    old, new = extract(a, profile), extract(b, profile)
    for path, reading in ((a, old), (b, new)):
        tell_notes(path, reading)
    changes = compare(old, new)
    if style == "json":
        click.echo(json.dumps(describe((a, old), (b, new), changes), ensure_ascii=False, indent=1))
    elif output is None:
        click.echo(say.HEADING.format(a=a, b=b))
        for change in changes:
            click.echo(line(change))
        click.echo(summarize(changes))
    else:
        from formgen.diff.sheet import changes_workbook

        write_new_file(output, changes_workbook(changes))
        click.echo(say.DONE.format(path=output), err=True)
        click.echo(summarize(changes), err=True)


def line(change: Change) -> str:
    """One change in one line; long texts shortened."""
    words = {
        "kind": say.KINDS[change.kind],
        "name": "/".join(change.indicator or ()),
        "label": change.label,
        "old": _short(change.old),
        "new": _short(change.new),
    }
    sentence = {Kind.ADDED: say.ADDED_LINE, Kind.REMOVED: say.REMOVED_LINE}.get(
        change.kind, say.ROW_LINE if change.indicator else say.FACT_LINE
    )
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


def describe(
    a: tuple[Path, Reading], b: tuple[Path, Reading], changes: Sequence[Change]
) -> dict[str, object]:
    """The changes as JSON prints them."""
    sides = [
        {
            "path": str(path),
            "department": reading.declaration.department.name,
            "year": reading.declaration.year,
        }
        for path, reading in (a, b)
    ]
    return {"schema": 1, "a": sides[0], "b": sides[1], "changes": [asdict(change) for change in changes]}


def _short(text: str) -> str:
    text = text.replace("\n", "↵")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
