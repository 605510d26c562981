"""`formgen new`: a blank file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.base.errors import UsageFault
from formgen.base.write_files import write_new_file
from formgen.cli.chinese import ChineseCommand
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import DEFAULT_PROFILE
from formgen.messages import cli as say


@click.command("new", cls=ChineseCommand, help=say.NEW_HELP)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--profile", default=None, metavar="P", help=say.PROFILE_HELP)
@click.option("--actuals", is_flag=True, help=say.NEW_ACTUALS_HELP)
@click.option("--for", "source", metavar="FILE", type=click.Path(path_type=Path), help=say.NEW_FOR_HELP)
def command(file: Path, profile: str | None, actuals: bool, source: Path | None) -> None:
    if file.suffix.lower() not in (".xlsx", ".toml"):
        raise UsageFault(say.NEW_SUFFIX.format(path=file))
    if actuals != (source is not None):
        raise UsageFault(say.NEW_FOR_MISSING)
    if source is None:
        write_new_file(file, _blank_form(file, profile))
        click.echo(say.NEW_DONE.format(path=file))
    else:
        write_new_file(file, _blank_actuals(file, source, profile))
        click.echo(say.NEW_ACTUALS_DONE.format(path=file, source=source))


def _blank_form(file: Path, profile: str | None) -> bytes:
    form = load_profile(profile or DEFAULT_PROFILE)
    if file.suffix.lower() == ".xlsx":
        from formgen.fill.workbook import workbook_bytes

        return workbook_bytes(form)
    from formgen.declaration.toml import declaration_toml

    return declaration_toml(None, form).encode()


def _blank_actuals(file: Path, source: Path, profile: str | None) -> bytes:
    from formgen.fill.actuals import actuals_toml, actuals_workbook
    from formgen.sources import read_file
    from formgen.sources.build import build

    reading = build(read_file(source, profile)[0])
    if file.suffix.lower() == ".xlsx":
        return actuals_workbook(reading.declaration, reading.profile)
    return actuals_toml(reading.declaration, reading.profile).encode()
