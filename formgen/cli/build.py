"""`formgen build`: declarations in, DOCX, PDF and OFD out."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

import formgen
from formgen.cli.chinese import COUNT, PATH, ChineseCommand, OneOf, profile_option
from formgen.cli.defaults import read_settings, settings_option
from formgen.cli.output import json_bytes
from formgen.cli.progress import Progress
from formgen.library import ALL_FORMATS, ENGINES, FORMATS, ExitCode, shown
from formgen.messages import batch as words
from formgen.messages import cli as say

if TYPE_CHECKING:
    from formgen.library.types import Batch, Outcome


def _read_formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = {part.strip().lower() for part in value.split(",") if part.strip()}
    if not chosen or chosen - set(ALL_FORMATS):
        raise click.BadParameter(say.BAD_FORMATS)
    return tuple(form for form in ALL_FORMATS if form in chosen)


def _said(name: str, value: str) -> str | None:
    """The option's value where the user gave it; what is only the default gives way to what a file carries."""
    source = click.get_current_context().get_parameter_source(name)
    return None if source is click.core.ParameterSource.DEFAULT else value


@click.command("build", cls=ChineseCommand, help=say.BUILD_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", "folder", default="outputs", type=PATH, metavar="DIR", help=say.OUTPUT_HELP)
@profile_option()
@click.option("--draft", is_flag=True, help=say.DRAFT_HELP)
@click.option("--actuals", metavar="FILE|DIR", type=PATH, help=say.ACTUALS_HELP)
@click.option(
    "--appendix", type=OneOf(["inside", "separate", "none"]), default="inside", help=say.APPENDIX_HELP
)
@click.option(
    "--formats", default=",".join(FORMATS), callback=_read_formats, metavar="F", help=say.FORMATS_HELP
)
@click.option("--engine", type=OneOf(["auto", *ENGINES]), default="auto", help=say.ENGINE_HELP)
@click.option("-j", "--jobs", type=COUNT, metavar="N", help=say.JOBS_HELP)
@click.option("--roster", metavar="FILE", type=PATH, help=say.ROSTER_HELP)
@click.option("--prefer", metavar="newest|FILE", multiple=True, help=say.PREFER_HELP)
@click.option("--cluster", metavar="ADDRESS", help=say.CLUSTER_HELP)
@click.option("--format", "style", type=OneOf(["text", "json"]), default="text", help=say.BUILD_FORMAT_HELP)
@settings_option()
def command(
    paths: tuple[Path, ...],
    folder: Path,
    profile: str | None,
    draft: bool,
    actuals: Path | None,
    appendix: str,
    formats: tuple[str, ...],
    engine: str,
    jobs: int | None,
    roster: Path | None,
    prefer: tuple[str, ...],
    cluster: str | None,
    style: str,
    settings: Path | None,
) -> int:
    usual = read_settings(settings)
    batch = formgen.build(
        paths,
        folder,
        profile=profile if profile is not None else usual.profile,
        formats=formats,
        draft=draft or None,
        appendix=_said("appendix", appendix),
        engine=_said("engine", engine),
        usual_engine=usual.engine,
        actuals=actuals,
        roster=roster,
        prefer=prefer,
        jobs=jobs,
        cluster=cluster,
    )
    if _said("engine", engine) in (None, "auto") and not usual.engine and "pdf" in formats:
        _tell_engine(folder)
    outcomes = _run(batch)
    programs = style == "json"
    if programs:
        from formgen.report.ends import as_json

        skipped = [(shown(item.path.as_posix()), item.reason) for item in batch.skipped]
        ends = [(result.path, result.review, result.outcome) for result in batch.results]
        click.echo(json_bytes(as_json(ends, skipped, folder, batch.summary)), nl=False)
    if not batch.many:
        return _tell_single(outcomes[0], folder, aside=programs)
    if batch.summary is not None:
        click.echo(words.SUMMARY_DONE.format(path=shown(batch.summary)), err=programs)
    return _tell_batch(batch, outcomes, folder)


def _tell_engine(folder: Path) -> None:
    """One line where the PDF is not made by the usual engine, and nobody asked for that."""
    from formgen.library.files import engine_for

    if engine_for(folder) != ENGINES[0]:
        click.echo(say.ENGINE_PICKED, err=True)


def _run(batch: Batch) -> list[Outcome]:
    """Run to the end, telling failures as they come."""
    from formgen.cli.outcomes import failure_line

    with closing(batch), Progress(words.BUILDING, batch.total, shown=batch.many) as progress:
        for result in batch:
            if result.outcome.status == "failed" and batch.many:
                progress.tell(failure_line(result.outcome))
            progress.advance(batch.total)
    for notice in batch.notices:
        click.echo(notice, err=True)
    return [result.outcome for result in batch.results]


def _tell_single(outcome: Outcome, folder: Path, *, aside: bool) -> int:
    """One file's end: where its results are, what was noticed, or why there are none. aside: all of it on
    stderr, where stdout is for JSON."""
    from formgen.cli.outcomes import failure_text, remarks

    if outcome.status == "failed":
        click.echo(failure_text(outcome), err=True)
        return outcome.exit_code
    for line in remarks(outcome):
        click.echo(line, err=True)
    sentence = say.KEPT if outcome.status == "kept" else say.DONE
    for name in outcome.files:
        click.echo(sentence.format(path=shown(folder / name)), err=aside)
    return ExitCode.DONE


def _tell_batch(batch: Batch, outcomes: list[Outcome], folder: Path) -> int:
    from formgen.cli.outcomes import skipped_lines

    for line in skipped_lines(batch.skipped):
        click.echo(line, err=True)
    counted = Counter(outcome.status for outcome in outcomes)
    skipped = words.SUMMARY_SKIPPED.format(count=len(batch.skipped)) if batch.skipped else ""
    click.echo(
        words.SUMMARY.format(
            total=len(outcomes),
            built=counted["built"],
            kept=counted["kept"],
            failed=counted["failed"],
            skipped=skipped,
            folder=shown(folder),
        ),
        err=True,
    )
    return ExitCode.BATCH if counted["failed"] else ExitCode.DONE
