"""`formgen score`: points, rules and, with actual values, scores."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, OneOf, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.cli.extract import tell_faults
from formgen.cli.output import json_bytes
from formgen.library import ExitCode
from formgen.messages import cli as say
from formgen.messages import confirm as confirm_words
from formgen.messages import score as words

if TYPE_CHECKING:
    from formgen.library.types import ScoreSheet

_PIPE_WIDTH = 160
"""Columns of the table where the output is no terminal."""


def _tell_rules(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    """--rules: the standard sentences of all kinds, and nothing else is done."""
    if not asked or context.resilient_parsing:
        return
    click.echo(words.RULES_HEAD)
    for each in formgen.standard_sentences():
        click.echo(
            words.RULES_LINE.format(name=each.name, kind=each.kind, row=each.row, sentence=each.sentence)
        )
    context.exit()


@click.command("score", cls=ChineseCommand, help=say.SCORE_HELP)
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--actuals", metavar="FILE|DIR", type=PATH, help=say.ACTUALS_HELP)
@click.option("--confirm", metavar="FILE.xlsx", type=PATH, help=confirm_words.HELP)
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_tell_rules, help=words.RULES_HELP
)
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", help=say.FORMAT_HELP)
@profile_option()
@settings_option()
def command(
    file: Path,
    actuals: Path | None,
    confirm: Path | None,
    form: str,
    profile: str | None,
    settings: Path | None,
) -> int:
    profile = usual_profile(profile, settings)
    if confirm is not None:
        click.echo(formgen.confirm(file, confirm, profile=profile))
        return ExitCode.DONE
    forms = formgen.read(file, profile=profile)
    sheet = formgen.score(forms[0] if len(forms) == 1 else file, actuals, profile=profile)
    tell_faults(file, forms[0])
    if form == "json":
        click.echo(json_bytes(json.dumps(sheet.as_json(), ensure_ascii=False, indent=2) + "\n"), nl=False)
    else:
        _print_sheet(sheet, scored=actuals is not None or any(row.actual is not None for row in sheet.rows))
    return ExitCode.REFUSED if sheet.misfits else ExitCode.DONE


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
