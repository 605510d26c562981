"""`formgen archive`: results in, a package for the archive out."""

from __future__ import annotations

from pathlib import Path

import click

import formgen
from formgen.cli.chinese import COUNT, PATH, ChineseCommand, profile_option
from formgen.library import shown
from formgen.messages import archive as say


@click.command("archive", cls=ChineseCommand, help=say.HELP)
@click.argument("outputs", metavar="OUTPUTS", type=PATH)
@click.option("-o", "--output", "folder", required=True, type=PATH, metavar="DIR", help=say.OUTPUT_HELP)
@click.option("--fonds", default="", metavar="全宗号", help=say.FONDS_HELP)
@click.option("--retention", default="", metavar="保管期限", help=say.RETENTION_HELP)
@click.option("--numbers", default=None, type=PATH, metavar="FILE", help=say.NUMBERS_HELP)
@click.option("--item-from", default=None, type=COUNT, metavar="N", help=say.ITEM_FROM_HELP)
@click.option("--sealed", default=None, type=PATH, metavar="DIR", help=say.SEALED_HELP)
@profile_option()
def command(
    outputs: Path,
    folder: Path,
    fonds: str,
    retention: str,
    numbers: Path | None,
    item_from: int | None,
    sealed: Path | None,
    profile: str | None,
) -> None:
    items = formgen.archive(
        outputs,
        folder,
        profile=profile,
        fonds=fonds,
        retention=retention,
        numbers=numbers,
        item_from=item_from,
        sealed=sealed,
        tell=lambda note: click.echo(note, err=True),
    )
    click.echo(say.DONE.format(count=len(items), folder=shown(folder)))
