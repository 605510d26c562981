"""`formgen score`: points, rules and, with actual values, scores."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from formgen.base.errors import ExitCode, UsageFault
from formgen.cli.chinese import ChineseCommand
from formgen.fill.actuals import read_actuals_file
from formgen.messages import cli as say
from formgen.messages import score as words
from formgen.scoring.sheet import ScoreSheet, score_declaration
from formgen.sources import read_file
from formgen.sources.build import build

_PIPE_WIDTH = 160
"""Columns of the table where the output is no terminal."""


@click.command("score", cls=ChineseCommand, help=say.SCORE_HELP)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--actuals", metavar="FILE", type=click.Path(path_type=Path), help=say.ACTUALS_HELP)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=say.FORMAT_HELP)
@click.option("--profile", default=None, metavar="P", help=say.PROFILE_HELP)
def command(file: Path, actuals: Path | None, form: str, profile: str | None) -> int:
    raws = read_file(file, profile)
    if len(raws) > 1:
        raise UsageFault(words.ONE_AT_A_TIME.format(path=file, count=len(raws)))
    reading = build(raws[0])
    values = read_actuals_file(actuals) if actuals else None
    sheet = score_declaration(reading.declaration, reading.profile, values)
    if form == "json":
        click.echo(json.dumps(sheet.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_sheet(sheet, scored=actuals is not None)
    return ExitCode.DONE


def _print_sheet(sheet: ScoreSheet, *, scored: bool) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    table = Table(title=escape(sheet.department), show_lines=False)
    for head in words.HEADS if scored else words.HEADS[:4]:
        table.add_column(head, justify="right" if head in words.NUMERIC else "left", overflow="fold")
    for row in sheet.rows:
        indicator = row.row.indicator
        cells = [indicator.level2, indicator.level3, _number(row.points), words.STATUS[row.status.value]]
        if scored:
            actual = row.actual.value if row.actual else None
            cells += ["" if actual is None else str(actual), _number(row.score), row.trace]
        table.add_row(*(escape(cell) for cell in cells))
    console.print(table)
    for group in sheet.level1:
        score = words.SCORE_PART.format(score=_number(group.score)) if scored else ""
        click.echo(words.SUBTOTAL.format(name=group.level1, points=_number(group.points), score=score))
    click.echo(words.FULL.format(points=_number(sheet.full)))
    if scored and sheet.total is not None:
        click.echo(words.TOTAL.format(total=_number(sheet.total), grade=sheet.grade))
    elif scored:
        click.echo(words.OPEN)
        for name in sheet.missing:
            click.echo(words.MISSING.format(name=name))


def _number(value: object) -> str:
    return words.UNKNOWN if value is None else f"{value:f}"
