"""`formgen split`: one workbook of many units, sheets or register → one workbook per unit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.library import ExitCode, shown
from formgen.messages import cli as common
from formgen.messages import split as say

if TYPE_CHECKING:
    from formgen.library.types import SplitUnit


@click.command("split", cls=ChineseCommand, help=say.HELP)
@click.argument("workbook", metavar="WORKBOOK", type=PATH)
@click.option("-o", "--output", "folder", metavar="DIR", required=True, type=PATH, help=say.FOLDER_HELP)
@profile_option()
@settings_option()
def command(workbook: Path, folder: Path, profile: str | None, settings: Path | None) -> int:
    total = failures = 0
    kind = say.UNIT
    for unit in formgen.split(workbook, folder, profile=usual_profile(profile, settings)):
        total, kind = total + 1, unit.kind
        failures += unit.error is not None
        _tell(unit)
    done = total - failures
    click.echo(
        say.SUMMARY.format(total=total, done=done, failed=failures, folder=shown(folder), kind=kind), err=True
    )
    return ExitCode.BATCH if failures else ExitCode.DONE


def _tell(unit: SplitUnit) -> None:
    if unit.error is not None or unit.path is None:
        click.echo(say.FAILED.format(label=unit.label, why=unit.error), err=True)
        return
    if unit.notes:
        click.echo(common.NOTES.format(path=unit.label, count=len(unit.notes)), err=True)
        for note in unit.notes:
            click.echo(f"  {note.place}：{note.message}", err=True)
    click.echo(say.WRITTEN.format(path=shown(unit.path)))
