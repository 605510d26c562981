"""`formgen archive`: results in, a package for the archive out."""

from __future__ import annotations

from pathlib import Path

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, profile_option
from formgen.library import shown
from formgen.messages import archive as say


@click.command("archive", cls=ChineseCommand, help=say.HELP)
@click.argument("outputs", metavar="OUTPUTS", type=PATH)
@click.option("-o", "--output", "folder", required=True, type=PATH, metavar="DIR", help=say.OUTPUT_HELP)
@profile_option()
def command(outputs: Path, folder: Path, profile: str | None) -> None:
    items = formgen.archive(outputs, folder, profile=profile)
    click.echo(say.DONE.format(count=len(items), folder=shown(folder)))
