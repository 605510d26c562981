"""`formgen new`: a blank file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

import formgen
from formgen.cli.chinese import COUNT, PATH, ChineseCommand, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.library import shown
from formgen.messages import cli as say

_FIRST_YEAR, _LAST_YEAR = 1000, 9999


@click.command("new", cls=ChineseCommand, help=say.NEW_HELP)
@click.argument("file", metavar="FILE", type=PATH)
@profile_option()
@settings_option()
@click.option("--year", metavar="Y", type=COUNT, help=say.NEW_YEAR_HELP)
@click.option("--actuals", is_flag=True, help=say.NEW_ACTUALS_HELP)
@click.option("--for", "source", metavar="FILE", type=PATH, help=say.NEW_FOR_HELP)
def command(
    file: Path,
    profile: str | None,
    settings: Path | None,
    year: int | None,
    actuals: bool,
    source: Path | None,
) -> None:
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise click.UsageError(say.NEW_YEAR_WRONG.format(year=year))
    if actuals != (source is not None):
        raise click.UsageError(say.NEW_FOR_MISSING)
    formgen.new(file, profile=usual_profile(profile, settings), year=year, actuals_for=source)
    if source is None:
        # A form that comes with formgen is known by the file; a folder of one's own has to be named again.
        own = say.NEW_PROFILE.format(profile=shown(profile)) if profile and Path(profile).is_dir() else ""
        click.echo(say.NEW_DONE.format(path=shown(file), profile=own))
    else:
        click.echo(say.NEW_ACTUALS_DONE.format(path=shown(file), source=shown(source)))
