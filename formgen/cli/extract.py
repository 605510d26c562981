"""`formgen extract`: a finished file in, its data out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.library import shown
from formgen.messages import extract as say

if TYPE_CHECKING:
    from formgen.library.types import Form

SUFFIXES = (".toml", ".xlsx")


@click.command("extract", cls=ChineseCommand, help=say.HELP)
@click.argument("file", metavar="FILE", type=PATH)
@click.option("-o", "--output", type=PATH, metavar="FILE", help=say.OUTPUT_HELP)
@profile_option()
@settings_option()
def command(file: Path, output: Path | None, profile: str | None, settings: Path | None) -> None:
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise click.UsageError(say.SUFFIX.format(path=shown(output)))
    form = formgen.extract(file, profile=usual_profile(profile, settings))
    tell_notes(file, form)
    if output is None:
        click.echo(form.plain_toml(), nl=False)
        return
    form.save(output, plain=True)
    if output.suffix.lower() == ".xlsx" and form.reading.recipe.toml():
        click.echo(say.NOT_IN_WORKBOOK, err=True)
    click.echo(say.DONE.format(path=shown(output)), err=True)


def tell_faults(path: Path, form: Form) -> None:
    """What could not be read, though the rest could: to stderr."""
    for fault in form.reading.faults:
        where = "：".join(part for part in (shown(path), fault.place) if part)
        click.echo(f"{where}：{fault.message}{fault.hint}", err=True)


def tell_notes(path: Path, form: Form) -> None:
    """What was not as it was built, or was normalised: to stderr."""
    tell_faults(path, form)
    notes = form.notes
    if notes:
        click.echo(say.NOTES.format(path=shown(path), count=len(notes)), err=True)
        for note in notes:
            click.echo(f"  {note.place}：{note.message}" if note.place else f"  {note.message}", err=True)
