"""`formgen import`: last year's files in, the fill-in workbook out."""

from __future__ import annotations

from pathlib import Path

import click

import formgen
from formgen.cli.chinese import COUNT, PATH, ChineseCommand, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.library import shown
from formgen.messages import importing as say


@click.command("import", cls=ChineseCommand, help=say.HELP)
@click.argument("old", metavar="OLD...", type=PATH, nargs=-1, required=True)
@click.option("-o", "--output", required=True, type=PATH, metavar="FILE", help=say.OUTPUT_HELP)
@profile_option()
@settings_option()
@click.option("--year", type=COUNT, metavar="Y", help=say.YEAR_HELP)
def command(
    old: tuple[Path, ...], output: Path, profile: str | None, settings: Path | None, year: int | None
) -> None:
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(say.SUFFIX.format(path=shown(output)))
    made = formgen.import_(list(old), output, profile=usual_profile(profile, settings), year=year)
    click.echo(say.FORM.format(name=made.profile.name, profile=made.profile.id, year=made.year), err=True)
    numbers = {sure.name.lower(): number for sure, number in made.counts.items()}
    click.echo(say.COUNT.format(total=sum(made.counts.values()), **numbers), err=True)
    if made.missing:
        click.echo(say.MISSING.format(labels=say.FIELDS_SEPARATOR.join(made.missing)), err=True)
    if made.open_marks:
        click.echo(say.REMAINS.format(count=made.open_marks, path=shown(output)), err=True)
    else:
        click.echo(say.ALL_SURE, err=True)
    click.echo(say.DONE.format(path=shown(output)))
