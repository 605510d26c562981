"""`formgen check`: what would be sent back, where, and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.base.write_files import write_file, write_files
from formgen.checks import Review, review_unreadable, run_across, run_checks
from formgen.cli.chinese import ChineseCommand
from formgen.cli.paths import find_data_files
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import DEFAULT_PROFILE, Profile
from formgen.fill.actuals import read_actuals_file
from formgen.messages import cli
from formgen.messages import report as say
from formgen.report import FiledReview, as_json
from formgen.report.text import Line, review_lines, summary
from formgen.scoring import Actual
from formgen.sources import read_file
from formgen.sources.build import build
from formgen.sources.raw import RawDeclaration

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


_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("check", cls=ChineseCommand, help=say.CHECK_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "xlsx"]), default="text", help=say.FORMAT_HELP
)
@click.option("-o", "--output", "file", metavar="FILE", type=_FILE, default=None, help=say.FILE_HELP)
@click.option(
    "--slips",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help=say.SLIPS_HELP,
)
@click.option("--annotate", metavar="FILE", type=_FILE, default=None, help=say.ANNOTATE_HELP)
@click.option("--fix", is_flag=True, help=say.FIX_HELP)
@click.option("--profile", default=None, metavar="P", help=cli.PROFILE_HELP)
@click.option("--actuals", metavar="FILE", type=_FILE, default=None, help=say.ACTUALS_HELP)
@click.option("--budget", metavar="N", default=None, callback=_read_budget, help=say.BUDGET_HELP)
def command(
    paths: tuple[Path, ...],
    kind: str,
    file: Path | None,
    slips: Path | None,
    annotate: Path | None,
    fix: bool,
    profile: str | None,
    actuals: Path | None,
    budget: Decimal | None,
) -> int:
    if kind == "xlsx" and file is None:
        raise click.UsageError(say.XLSX_NEEDS_FILE)
    files = find_data_files(paths)
    _guard_targets(files, [target for target in (file, annotate) if target is not None])
    if annotate is not None and (len(files) != 1 or files[0].suffix.lower() not in _WORKBOOKS):
        _refuse_annotation(files)
    extras = _Extras(read_actuals_file(actuals) if actuals else None, budget)
    filed = review_files(files, profile, extras)
    _report(filed, kind, file)
    if slips is not None:
        _write_slips(filed, slips, profile)
    if annotate is not None:
        _annotate(files[0], filed, annotate)
    if fix:
        for path in files:
            _fix(path, profile)
    return _exit_code(filed)


class _Extras:
    """What one unit's check may know beyond its declaration."""

    def __init__(self, actuals: Mapping[str, Actual] | None, budget: Decimal | None) -> None:
        self.actuals, self.budget = actuals, budget

    def require_one(self, count: int) -> None:
        for option, value in (("--actuals", self.actuals), ("--budget", self.budget)):
            if value is not None and count > 1:
                raise click.UsageError(say.ONE_ONLY.format(option=option))


def review_files(files: Sequence[Path], profile: str | None, extras: _Extras) -> list[FiledReview]:
    """A review of every declaration in every file; one bad file never stops the rest."""
    extras.require_one(len(files))
    filed = []
    for path in files:
        shown = path.as_posix()
        try:
            raws = read_file(path, profile)
        except UnreadableInput as error:
            filed.append(FiledReview(shown, review_unreadable(error)))
            continue
        extras.require_one(len(raws))
        filed += [FiledReview(shown, _review(raw, extras)) for raw in raws]
    reviews = run_across([item.review for item in filed], [item.label for item in filed])
    return [FiledReview(item.path, review) for item, review in zip(filed, reviews, strict=True)]


def _review(raw: RawDeclaration, extras: _Extras) -> Review:
    return run_checks(build(raw), actuals=extras.actuals, budget=extras.budget)


def _report(filed: Sequence[FiledReview], kind: str, file: Path | None) -> None:
    if kind == "xlsx" and file is not None:
        from formgen.report.sheet import report_workbook  # openpyxl takes 0.2 s to import

        write_file(file, report_workbook(filed))
        click.echo(summary(filed), err=True)
    elif file is not None:
        lines = "".join(f"{line.text}\n" for line in review_lines(filed))
        write_file(file, (as_json(filed) if kind == "json" else lines).encode())
        click.echo(summary(filed), err=True)
    elif kind == "json":
        # Bytes: a console in another encoding must not change what a program reads.
        click.echo(as_json(filed).encode(), nl=False)
    else:
        _print_lines(list(review_lines(filed)))
    if file is not None:
        click.echo(say.WRITTEN.format(path=file), err=True)


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


def _write_slips(filed: Sequence[FiledReview], folder: Path, profile: str | None) -> None:
    from formgen.report.slip import slip_document, slip_name

    used: dict[str, int] = {}
    documents: dict[Path, bytes] = {}
    for item in filed:
        name = slip_name(item)
        used[name.casefold()] = used.get(name.casefold(), 0) + 1
        count = used[name.casefold()]
        target = folder / (name if count == 1 else f"{name.removesuffix('.docx')}_{count}.docx")
        documents[target] = slip_document(item, item.review.profile or _profile(profile))
    write_files(documents)
    click.echo(say.SLIPS_WRITTEN.format(count=len(documents), folder=folder), err=True)


def _profile(name: str | None) -> Profile:
    return load_profile(name or DEFAULT_PROFILE)


def _annotate(path: Path, filed: Sequence[FiledReview], target: Path) -> None:
    if any(item.review.verdict == "unreadable" and not _has_places(item) for item in filed):
        return  # the workbook itself could not be opened; the report has said why
    from formgen.report.annotate import annotate_workbook

    macros = path.suffix.lower() == ".xlsm"
    write_file(target, annotate_workbook(path.read_bytes(), filed, macros=macros))
    click.echo(say.WRITTEN.format(path=target), err=True)


def _has_places(item: FiledReview) -> bool:
    return any(finding.place for finding in item.review.findings)


def _fix(path: Path, profile: str | None) -> None:
    from formgen.fill.fixes import fix_file

    try:
        fixed = fix_file(path, profile)
    except UnreadableInput:
        return  # the report has said why
    if not fixed.changes:
        click.echo(say.FIX_NONE.format(path=path), err=True)
        return
    write_file(fixed.target, fixed.data)
    click.echo(say.FIX_DONE.format(path=path, count=len(fixed.changes), target=fixed.target), err=True)
    for change in fixed.changes:
        place = change.place or say.FIX_NO_PLACE
        click.echo(say.FIX_CHANGE.format(place=place, before=change.before, after=change.after), err=True)


def _refuse_annotation(files: Sequence[Path]) -> None:
    if len(files) != 1:
        raise click.UsageError(say.ANNOTATE_WANTS_ONE)
    raise click.UsageError(say.ANNOTATE_WANTS_XLSX.format(path=files[0]))


def _guard_targets(files: Sequence[Path], targets: Sequence[Path]) -> None:
    """No result may take the place of an input or of another result."""
    inputs = {path.resolve() for path in files}
    seen: set[Path] = set()
    for target in targets:
        if target.resolve() in inputs:
            raise click.UsageError(say.OVER_INPUT.format(path=target))
        if target.resolve() in seen:
            raise click.UsageError(say.SAME_TARGET.format(path=target))
        seen.add(target.resolve())


def _exit_code(filed: Sequence[FiledReview]) -> int:
    verdicts = {item.review.verdict for item in filed}
    if "unreadable" in verdicts:
        return ExitCode.UNREADABLE
    return ExitCode.REFUSED if "fail" in verdicts else ExitCode.DONE
