"""`formgen split`: one workbook of many units, sheets or register → one workbook per unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from formgen.base.errors import ExitCode, Fault, FormgenError, InspectionFailed, ResultNotWritten, UsageFault
from formgen.base.write_files import write_new_file
from formgen.cli.chinese import ChineseCommand
from formgen.declaration.model import Declaration
from formgen.declaration.naming import file_stem
from formgen.fill.workbook import workbook_bytes
from formgen.messages import cli as common
from formgen.messages import split as say
from formgen.sources import is_workbook, load_bytes, read_file
from formgen.sources.build import Reading, build, require_whole


@click.command("split", cls=ChineseCommand, help=say.HELP)
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help=say.FOLDER_HELP,
)
@click.option("--profile", default=None, metavar="P", help=common.PROFILE_HELP)
def command(workbook: Path, folder: Path, profile: str | None) -> int:
    if not is_workbook(load_bytes(workbook)) and workbook.suffix.lower() == ".toml":
        raise UsageFault(say.NOT_WORKBOOK.format(path=workbook))
    raws = read_file(workbook, profile)
    units: list[tuple[str, Reading]] = []
    failures = 0
    for raw in raws:
        label = f"{workbook}[{raw.part}]" if raw.part else str(workbook)
        try:
            units.append((label, require_whole(build(raw))))
        except FormgenError as error:
            failures += 1
            click.echo(say.FAILED.format(label=label, why=error), err=True)
    for label, target, reading in _with_targets(units, folder):
        try:
            _write(label, target, reading, profile)
        except FormgenError as error:
            failures += 1
            click.echo(say.FAILED.format(label=label, why=error), err=True)
    done = len(raws) - failures
    click.echo(say.SUMMARY.format(total=len(raws), done=done, failed=failures, folder=folder), err=True)
    return ExitCode.BATCH if failures else ExitCode.DONE


def _with_targets(
    units: list[tuple[str, Reading]], folder: Path
) -> Iterator[tuple[str, Path | ResultNotWritten, Reading]]:
    """Each unit with its file, or the refusal where several would be that file: none of them is more
    right than the others. Windows takes names that differ in case for the same."""
    names = [f"{file_stem(reading.declaration, reading.profile)}.xlsx" for _, reading in units]
    owners: dict[str, list[str]] = defaultdict(list)
    for name, (label, _) in zip(names, units, strict=True):
        owners[name.casefold()].append(label)
    for name, (label, reading) in zip(names, units, strict=True):
        same = owners[name.casefold()]
        if len(same) > 1:
            labels = say.LABEL_SEPARATOR.join(same)
            yield label, ResultNotWritten(say.SAME_NAME.format(labels=labels, name=name)), reading
        else:
            yield label, folder / name, reading


def _write(label: str, target: Path | ResultNotWritten, reading: Reading, profile: str | None) -> None:
    """Write the unit's workbook once it has been read back and says the same."""
    if isinstance(target, ResultNotWritten):
        raise target
    data = workbook_bytes(reading.profile, reading.declaration)
    if not _says_the_same(data, target, reading, profile):
        faults = [Fault(item.message, item.place, item.field, item.hint) for item in reading.faults]
        raise InspectionFailed(say.LOST.format(label=label), faults)
    write_new_file(target, data)
    if reading.notes:
        click.echo(common.NOTES.format(path=label, count=len(reading.notes)), err=True)
        for note in reading.notes:
            click.echo(f"  {note.place}：{note.message}", err=True)
    click.echo(say.WRITTEN.format(path=target))


def _says_the_same(data: bytes, target: Path, reading: Reading, profile: str | None) -> bool:
    from formgen.sources.xlsx import read_workbook

    try:
        raws = read_workbook(data, target, profile)
        again = [build(raw) for raw in raws]
    except FormgenError:
        return False
    return [_content(item) for item in again] == [_content(reading)]


def _content(reading: Reading) -> tuple[Declaration, list[str]]:
    """What is declared, and which fields of it have faults: neither may get lost on the way."""
    return reading.declaration, sorted(fault.field for fault in reading.faults)
