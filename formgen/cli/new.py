"""`formgen new`: a blank file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.cli.chinese import ChineseCommand
from formgen.messages import cli as say
from formgen.outbox import write_new_file
from formgen.profile import DEFAULT_PROFILE, load_profile


@click.command("new", cls=ChineseCommand, help=say.NEW_HELP)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--profile", default=DEFAULT_PROFILE, metavar="P", help=say.PROFILE_HELP)
def command(file: Path, profile: str) -> None:
    form = load_profile(profile)
    match file.suffix.lower():
        case ".xlsx":
            from formgen.workbook import workbook_bytes

            data = workbook_bytes(form)
        case ".toml":
            from formgen.tomlfile import declaration_toml

            data = declaration_toml(None, form).encode()
        case _:
            raise click.UsageError(say.NEW_SUFFIX.format(path=file))
    write_new_file(file, data)
    click.echo(say.NEW_DONE.format(path=file))
