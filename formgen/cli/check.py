"""`formgen check`: what would be sent back, where, and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

import formgen
from formgen.cli.chinese import COUNT, PATH, ChineseCommand, OneOf, profile_option
from formgen.cli.defaults import settings_option, usual_profile
from formgen.cli.output import json_bytes
from formgen.cli.progress import Progress
from formgen.library import ExitCode, UnreadableInput, shown, write_file
from formgen.messages import batch as words
from formgen.messages import cli
from formgen.messages import report as say

if TYPE_CHECKING:
    from formgen.library.types import Batch
    from formgen.report import FiledReview
    from formgen.report.text import Line

_STYLES = {"plain": "", "head": "bold", "error": "bold red", "warning": "yellow", "note": "cyan",
           "dim": "dim", "good": "bold green"}  # fmt: skip
_WORKBOOKS = (".xlsx", ".xlsm")


def _read_budget(context: click.Context, parameter: click.Parameter, value: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(value.replace(",", ""))
    except InvalidOperation as error:
        raise click.BadParameter(say.BAD_BUDGET) from error
    if not number.is_finite() or number < 0:
        raise click.BadParameter(say.BAD_BUDGET)
    return number


@click.command("check", cls=ChineseCommand, help=say.CHECK_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--format", "kind", type=OneOf(["text", "json", "xlsx"]), default="text", help=say.FORMAT_HELP)
@click.option("-o", "--output", "target", metavar="FILE|DIR", type=PATH, default=None, help=say.FILE_HELP)
@click.option("--slips", metavar="DIR", type=PATH, default=None, help=say.SLIPS_HELP)
@click.option("--annotate", metavar="FILE|DIR", type=PATH, default=None, help=say.ANNOTATE_HELP)
@click.option("--fix", is_flag=True, help=say.FIX_HELP)
@click.option("--statistics", is_flag=True, help=say.STATISTICS_HELP)
@profile_option()
@click.option("--actuals", metavar="FILE|DIR", type=PATH, default=None, help=say.ACTUALS_HELP)
@click.option("--budget", metavar="N", default=None, callback=_read_budget, help=say.BUDGET_HELP)
@click.option("--roster", metavar="FILE", type=PATH, default=None, help=cli.ROSTER_HELP)
@click.option("--prefer", metavar="newest|FILE", multiple=True, help=cli.PREFER_HELP)
@click.option("-j", "--jobs", type=COUNT, metavar="N", help=cli.JOBS_HELP)
@settings_option()
def command(
    paths: tuple[Path, ...],
    kind: str,
    target: Path | None,
    slips: Path | None,
    annotate: Path | None,
    fix: bool,
    statistics: bool,
    profile: str | None,
    actuals: Path | None,
    budget: Decimal | None,
    roster: Path | None,
    prefer: tuple[str, ...],
    jobs: int | None,
    settings: Path | None,
) -> int:
    folder = target if target is not None and _is_folder(target) else None
    file = target if folder is None else None
    if kind == "xlsx" and file is None:
        raise click.UsageError(say.XLSX_NEEDS_FILE)
    if folder is None and prefer:
        raise click.UsageError(say.NEEDS_FOLDER)
    profile = usual_profile(profile, settings)
    batch = formgen.check(
        paths,
        profile=profile,
        actuals=actuals,
        budget=budget,
        output=folder,
        roster=roster,
        prefer=prefer,
        jobs=jobs,
    )
    copies = _copies(batch.files, annotate, paths) if annotate is not None else {}
    _guard_targets(batch.files, [*([file] if file is not None else []), *copies.values()])
    filed = _review(batch)
    _report(batch, filed, kind, file, statistics=statistics)
    if batch.summary is not None:
        click.echo(words.SUMMARY_DONE.format(path=shown(batch.summary)), err=True)
    if slips is not None:
        _write_slips(batch, slips, settings, profile)
    for path in (
        path for path in batch.files if path in copies
    ):  # what turned out to be no form is not among them
        _annotate(path, [item for item in filed if item.path == shown(path.as_posix())], copies[path])
    if fix:
        for path in batch.files:
            _fix(path, profile)
    return _exit_code(filed)


def _is_folder(target: Path) -> bool:
    """Whether -o names a folder: one that is there, or a name without a suffix where nothing is."""
    try:
        return target.is_dir() or (not target.suffix and not target.exists())
    except OSError:  # a name that nothing can have: writing tells
        return not target.suffix


def _review(batch: Batch) -> list[FiledReview]:
    """A review of every declaration in every file; one bad file never stops the rest."""
    from formgen.report import FiledReview

    with closing(batch), Progress(words.CHECKING, batch.total, shown=batch.many) as progress:
        for _ in batch:
            progress.advance(batch.total)
    for notice in batch.notices:
        click.echo(notice, err=True)
    return [FiledReview(result.path, result.review) for result in batch.results]


def _report(
    batch: Batch, filed: Sequence[FiledReview], kind: str, file: Path | None, *, statistics: bool
) -> None:
    from formgen.cli.outcomes import skipped_lines
    from formgen.report import as_json
    from formgen.report.text import Line, review_lines, statistics_lines, summary

    skipped = [(shown(item.path.as_posix()), item.reason) for item in batch.skipped]
    ending = [Line(line, "dim") for line in skipped_lines(batch.skipped)]
    lines = [*(statistics_lines(filed) if statistics else review_lines(filed)), *ending]
    if kind == "xlsx" and file is not None:
        from formgen.report.sheet import report_workbook  # openpyxl takes 0.2 s to import

        write_file(file, report_workbook(filed))
    elif file is not None:
        text = "".join(f"{line.text}\n" for line in lines)
        write_file(file, json_bytes(as_json(filed, skipped) if kind == "json" else text))
    elif kind == "json":
        # Bytes: a console in another encoding must not change what a program reads.
        click.echo(json_bytes(as_json(filed, skipped)), nl=False)
        return
    else:
        _print_lines(lines)
        return
    click.echo(summary(filed), err=True)
    for line in ending:
        click.echo(line.text, err=True)
    click.echo(say.WRITTEN.format(path=shown(file)), err=True)


def _print_lines(lines: Sequence[Line]) -> None:
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line.text)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text(line.text, style=_STYLES[line.tone]))


def _write_slips(batch: Batch, folder: Path, settings: Path | None, profile: str | None) -> None:
    made = formgen.letters(batch, folder, settings=settings, profile=profile)
    if made:
        click.echo(say.SLIPS_WRITTEN.format(count=len(made), folder=shown(folder)), err=True)
    else:
        click.echo(say.SLIPS_NONE, err=True)


def _copies(files: Sequence[Path], target: Path, searched: Sequence[Path]) -> dict[Path, Path]:
    """Workbook → its copy with remarks: the file that was named, or one per workbook in the folder. searched: what is
    checked; a copy among it would be taken for another file of its unit."""
    workbooks = [path for path in files if path.suffix.lower() in _WORKBOOKS]
    if target.suffix.lower() in _WORKBOOKS:
        if len(files) != 1:
            raise click.UsageError(say.ANNOTATE_WANTS_ONE)
        if not workbooks:
            raise click.UsageError(say.ANNOTATE_WANTS_XLSX.format(path=shown(files[0])))
        return {files[0]: target}
    if not workbooks:
        raise click.UsageError(say.ANNOTATE_NO_XLSX)
    inside = next((path for path in searched if path.is_dir() and _is_within(target, path)), None)
    if inside is not None:
        raise click.UsageError(say.ANNOTATE_INSIDE.format(path=shown(inside)))
    own = {path.name.casefold() for path in workbooks}
    used: set[str] = set()
    copies = {}
    for path in workbooks:
        name, number = path.name, 1
        while name.casefold() in used or (number > 1 and name.casefold() in own):
            number += 1
            name = f"{path.stem}_{number}{path.suffix}"
        used.add(name.casefold())
        copies[path] = target / name
    return copies


def _is_within(target: Path, folder: Path) -> bool:
    return target.resolve().is_relative_to(folder.resolve())


def _annotate(path: Path, filed: Sequence[FiledReview], target: Path) -> None:
    if any(item.review.verdict == "unreadable" and not _has_places(item) for item in filed):
        return  # the workbook itself could not be opened; the report has said why
    from formgen.report.annotate import annotate_workbook

    macros = path.suffix.lower() == ".xlsm"
    write_file(target, annotate_workbook(path.read_bytes(), filed, macros=macros))
    click.echo(say.WRITTEN.format(path=shown(target)), err=True)


def _has_places(item: FiledReview) -> bool:
    return any(finding.place for finding in item.review.findings)


def _fix(path: Path, profile: str | None) -> None:
    try:
        fixed = formgen.fix(path, profile=profile)
    except UnreadableInput:
        return  # the report has said why
    if not fixed.changes:
        click.echo(say.FIX_NONE.format(path=shown(path)), err=True)
        return
    write_file(fixed.target, fixed.data)
    done = say.FIX_DONE.format(path=shown(path), count=len(fixed.changes), target=shown(fixed.target))
    click.echo(done, err=True)
    for change in fixed.changes:
        place = change.place or say.FIX_NO_PLACE
        click.echo(say.FIX_CHANGE.format(place=place, before=change.before, after=change.after), err=True)


def _guard_targets(files: Sequence[Path], targets: Sequence[Path]) -> None:
    """No result may take the place of an input or of another result."""
    inputs = {path.resolve() for path in files}
    seen: set[Path] = set()
    for target in targets:
        if target.resolve() in inputs:
            raise click.UsageError(say.OVER_INPUT.format(path=shown(target)))
        if target.resolve() in seen:
            raise click.UsageError(say.SAME_TARGET.format(path=shown(target)))
        seen.add(target.resolve())


def _exit_code(filed: Sequence[FiledReview]) -> int:
    verdicts = {item.review.verdict for item in filed}
    if "unreadable" in verdicts:
        return ExitCode.UNREADABLE
    return ExitCode.REFUSED if "fail" in verdicts else ExitCode.DONE
