"""`formgen extract`: a finished file in, its data out."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.base.write_files import write_new_file
from formgen.cli.chinese import ChineseCommand
from formgen.declaration.toml import declaration_toml
from formgen.messages import cli
from formgen.messages import extract as say
from formgen.sources.build import Reading
from formgen.sources.extract import extract

SUFFIXES = (".toml", ".xlsx")


@click.command("extract", cls=ChineseCommand, help=say.HELP)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=say.OUTPUT_HELP)
@click.option("--profile", default=None, metavar="P", help=cli.PROFILE_HELP)
def command(file: Path, output: Path | None, profile: str | None) -> None:
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise click.UsageError(say.SUFFIX.format(path=output))
    reading = extract(file, profile)
    tell_notes(file, reading)
    if output is None:
        click.echo(declaration_toml(reading.declaration, reading.profile), nl=False)
        return
    write_new_file(output, _encode(reading, output))
    click.echo(say.DONE.format(path=output), err=True)


def tell_notes(path: Path, reading: Reading) -> None:
    """What was not as it was built, or was normalised: to stderr."""
    for fault in reading.faults:
        click.echo(f"{path}：{fault.place}：{fault.message} {fault.hint}".rstrip(), err=True)
    if reading.notes:
        click.echo(say.NOTES.format(path=path, count=len(reading.notes)), err=True)
        for note in reading.notes:
            click.echo(f"  {note.place}：{note.message}" if note.place else f"  {note.message}", err=True)


def _encode(reading: Reading, output: Path) -> bytes:
    if output.suffix.lower() == ".toml":
        return declaration_toml(reading.declaration, reading.profile).encode()
    from formgen.fill.workbook import workbook_bytes  # openpyxl takes 0.2 s to import

    return workbook_bytes(reading.profile, reading.declaration)
