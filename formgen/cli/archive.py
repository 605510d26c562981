"""`formgen archive`: results in, a package for the archive out."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.archive.pack import pack, package_lists, verify_package
from formgen.base.errors import ResultNotWritten
from formgen.base.write_files import write_files
from formgen.cli.chinese import ChineseCommand
from formgen.messages import archive as say
from formgen.messages import cli


@click.command("archive", cls=ChineseCommand, help=say.HELP)
@click.argument("outputs", metavar="OUTPUTS", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR",
    help=say.OUTPUT_HELP,
)  # fmt: skip
@click.option("--profile", default=None, metavar="P", help=cli.PROFILE_HELP)
def command(outputs: Path, folder: Path, profile: str | None) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ResultNotWritten(say.NOT_EMPTY.format(folder=folder))
    items = pack(outputs, profile)
    for item in items:
        write_files({folder / name: data for name, data in item.files.items()})
    # Last: a package without its manifest was interrupted.
    write_files({folder / name: data for name, data in package_lists(items).items()})
    verify_package(folder, profile)
    click.echo(say.DONE.format(count=len(items), folder=folder))
