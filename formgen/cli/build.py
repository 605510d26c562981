"""`formgen build`: declarations in, DOCX and PDF out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.base.errors import ExitCode, ResultNotWritten, UsageFault
from formgen.base.write_files import write_file
from formgen.checks import run_across
from formgen.cli.chinese import ChineseCommand
from formgen.cli.paths import find_data_files, is_batch
from formgen.declaration.findings import Severity
from formgen.messages import batch as words
from formgen.messages import cli as say
from formgen.render.engines import ENGINES
from formgen.results.folder import ResultsFolder
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.produce import FORMATS, BuildOptions
from formgen.run.task import Failure, Result, Task, do_task, fail
from formgen.sources.field_reader import NOTE_ID as READING_NOTE

if TYPE_CHECKING:
    from formgen.run.processes import Runner
    from formgen.scoring import Actual


def _read_formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = {part.strip().lower() for part in value.split(",") if part.strip()}
    if not chosen or chosen - set(FORMATS):
        raise click.BadParameter(say.BAD_FORMATS)
    return tuple(form for form in FORMATS if form in chosen)


@click.command("build", cls=ChineseCommand, help=say.BUILD_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", default="outputs", type=click.Path(path_type=Path), help=say.OUTPUT_HELP
)
@click.option("--profile", default=None, metavar="P", help=say.PROFILE_HELP)
@click.option("--draft", is_flag=True, help=say.DRAFT_HELP)
@click.option("--actuals", metavar="FILE", type=click.Path(path_type=Path), help=say.ACTUALS_HELP)
@click.option(
    "--appendix", type=click.Choice(["inside", "separate", "none"]), default="inside", help=say.APPENDIX_HELP
)
@click.option(
    "--formats", default=",".join(FORMATS), callback=_read_formats, metavar="F", help=say.FORMATS_HELP
)
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help=say.ENGINE_HELP)
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help=say.JOBS_HELP)
@click.option("--roster", metavar="FILE", type=click.Path(path_type=Path), help=say.ROSTER_HELP)
@click.option("--cluster", metavar="ADDRESS", help=say.CLUSTER_HELP)
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
    cluster: str | None,
) -> int:
    options = BuildOptions(formats, draft, appendix, engine, _read_actuals(actuals))
    tasks = [Task(str(path), path, profile, options) for path in find_data_files(paths)]
    if actuals is not None and len(tasks) > 1:
        raise UsageFault(words.ACTUALS_ONE.format(count=len(tasks)))
    if not is_batch(paths) and cluster is None:
        reply = do_task(tasks[0])
        if not reply.more:
            return _tell_single(_settle_single(folder, reply.results[0]), folder)
        tasks = list(reply.more)
    with ResultsFolder(folder) as ledger:
        return _tell_batch(_run_batch(ledger, tasks, jobs, cluster, profile, roster), folder)


def _read_actuals(path: Path | None) -> dict[str, Actual] | None:
    if path is None:
        return None
    from formgen.fill.actuals import read_actuals_file

    return read_actuals_file(path)


def _run_batch(
    ledger: ResultsFolder,
    tasks: Sequence[Task],
    jobs: int | None,
    cluster: str | None,
    profile: str | None,
    roster: Path | None,
) -> list[Outcome]:
    """Every declaration's outcome, in the order of the files; what is finished is published at once,
    and 汇总.xlsx at the end."""
    from formgen.cli.progress import Progress
    from formgen.declaration.load_profile import load_profile
    from formgen.declaration.profile import DEFAULT_PROFILE
    from formgen.results.roster import read_roster
    from formgen.run.processes import default_workers, run_tasks
    from formgen.run.unchanged import Keeper
    from formgen.summary import summary_bytes

    units = read_roster(roster) if roster else None
    outcomes: list[Outcome] = []
    owners: dict[str, str] = {}
    _tell_notices(ledger)
    keeper = Keeper(ledger)
    workers = min(jobs or default_workers(), len(tasks))
    with Progress(words.PROGRESS, len(tasks)) as progress, _runner(workers, cluster, tasks) as runner:
        for result in run_tasks(runner, tasks, keeper.keep):
            outcome = _settle(ledger, result, owners)
            outcomes.append(outcome)
            if outcome.status == "failed":
                progress.tell(_failure_line(outcome))
            progress.advance()
    outcomes = _review_across(outcomes)
    summary = ledger.folder / words.SUMMARY_FILE
    write_file(summary, summary_bytes(outcomes, load_profile(profile or DEFAULT_PROFILE), units))
    click.echo(words.SUMMARY_DONE.format(path=summary))
    return outcomes


def _review_across(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes with what only the whole folder shows: the same texts in several forms."""
    known = [(number, outcome.review) for number, outcome in enumerate(outcomes) if outcome.review]
    reviews = run_across([review for _, review in known], [outcomes[number].label for number, _ in known])
    result = list(outcomes)
    for (number, _), review in zip(known, reviews, strict=True):
        result[number] = replace(result[number], review=review)
    return result


def _settle_single(folder: Path, result: Result) -> Outcome:
    """The same for a file of its own: the result folder is not touched before there is a result."""
    if isinstance(result, Failure):
        return result.outcome
    with ResultsFolder(folder) as ledger:
        _tell_notices(ledger)
        return _settle(ledger, result, {})


def _tell_notices(results: ResultsFolder) -> None:
    """What of the folder's state could not be used."""
    for notice in results.notices:
        click.echo(notice, err=True)


def _settle(ledger: ResultsFolder, result: Result, owners: dict[str, str]) -> Outcome:
    """Publish what was made; what became of it. owners: name of the results → who has it in this run."""
    if isinstance(result, Failure):
        return result.outcome
    name, label = result.entry.name, result.outcome.label
    try:
        # Windows and macOS take ABC局 and abc局 for one name.
        if name.casefold() in owners:
            raise ResultNotWritten(say.SAME_NAME.format(path=label, other=owners[name.casefold()], name=name))
        if isinstance(result, Product):
            ledger.publish(result)
    except ResultNotWritten as error:
        return fail(label, error, result.outcome).outcome
    owners[name.casefold()] = label
    return result.outcome


@contextmanager
def _runner(workers: int, cluster: str | None, tasks: Sequence[Task]) -> Iterator[Runner]:
    """Where the work is done: a cluster, or worker processes of this machine."""
    if cluster is not None:
        from formgen.run.cluster import ClusterRunner

        runner: Runner = ClusterRunner(cluster)
    else:
        from formgen.run.processes import ProcessRunner

        options = tasks[0].options
        runner = ProcessRunner(workers, options.formats, engine=options.engine)
    try:
        yield runner
    finally:
        runner.close()


def _tell_single(outcome: Outcome, folder: Path) -> int:
    """One file's end: where its results are, what was noticed, or why there are none."""
    if outcome.status == "failed":
        click.echo(_failure_text(outcome), err=True)
        return outcome.exit_code
    for line in _remarks(outcome):
        click.echo(line, err=True)
    for name in outcome.files:
        click.echo(say.DONE.format(path=folder / name))
    return ExitCode.DONE


def _remarks(outcome: Outcome) -> Iterator[str]:
    """Notes of reading in full, findings as a count."""
    findings = outcome.review.findings if outcome.review else ()
    noted = [finding for finding in findings if finding.id == READING_NOTE]
    if noted:
        yield say.NOTES.format(path=outcome.label, count=len(noted))
        yield from (f"  {finding.place}：{finding.message}" for finding in noted)
    counted = Counter(finding.severity for finding in findings if finding.id != READING_NOTE)
    if counted:
        yield words.FINDINGS.format(
            errors=counted[Severity.ERROR],
            warnings=counted[Severity.WARNING],
            notes=counted[Severity.NOTE],
            path=outcome.label,
        )


def _failure_text(outcome: Outcome) -> str:
    """The failure with all its faults, each on a line."""
    return "\n".join([_failure_head(outcome), *(f"  {fault}" for fault in outcome.faults)])


def _failure_head(outcome: Outcome) -> str:
    """Which file, and why; a message that names the file already says both."""
    if outcome.message.startswith(outcome.label):
        return outcome.message
    return say.FAILED_FILE.format(path=outcome.label, why=outcome.message)


def _failure_line(outcome: Outcome) -> str:
    """The failure on one line: the first fault, and how many more there are."""
    line = _failure_head(outcome)
    if not outcome.faults:
        return line
    more = words.MORE_FAULTS.format(count=len(outcome.faults) - 1) if len(outcome.faults) > 1 else ""
    return f"{line} {outcome.faults[0]}{more}"


def _tell_batch(outcomes: Sequence[Outcome], folder: Path) -> int:
    counted = Counter(outcome.status for outcome in outcomes)
    click.echo(
        words.SUMMARY.format(
            total=len(outcomes),
            built=counted["built"],
            kept=counted["kept"],
            failed=counted["failed"],
            folder=folder,
        ),
        err=True,
    )
    return ExitCode.BATCH if counted["failed"] else ExitCode.DONE
