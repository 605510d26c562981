"""One run over what the user named, as an iterator: the same for one file and for thousands.

Comes in: paths and options. Goes out: a `Batch`, which yields what became of every declaration as it is
done, in the order of the files; knows every file that was passed over; and can be cancelled from any thread.
What only the whole folder shows (the same texts in several forms) and 汇总.xlsx come at the end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from formgen.base.errors import FormgenError
from formgen.base.records import sealed
from formgen.base.shown import shown
from formgen.base.write_files import write_file
from formgen.checks import Review, review_unreadable, run_across
from formgen.declaration.load_profile import load_profile
from formgen.messages import batch as say
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.kinds import HEAD_BYTES, needs_guard
from formgen.run.no_publisher import NoPublisher
from formgen.run.prepare import Options, require_one_unit
from formgen.run.processes import (
    MEMORY_LIMIT,
    ProcessRunner,
    SingleRunner,
    Work,
    default_workers,
)
from formgen.run.search import Found, find_files, is_batch, nothing_found
from formgen.run.task import Checked, Failure, Kept, Reply, Skipped, Task, do_task
from formgen.run.window import TIME_LIMIT, Runner, run_tasks

if TYPE_CHECKING:
    from formgen.register import Register
    from formgen.results.events import Unit
    from formgen.run.publish import Publisher

SINGLE_MEGABYTES = 2
"""A single file up to this size is done in this process; a bigger one gets the guards of a process."""


@sealed(frozen=True, slots=True)
class FileResult:
    """What became of one declaration. path: of its file, as it may be shown."""

    path: str
    outcome: Outcome

    @property
    def review(self) -> Review:
        """What the checks say; for what could not be read, crashed or never ended, that it is unreadable."""
        outcome = self.outcome
        if outcome.review is not None:
            return outcome.review
        error = FormgenError(outcome.message, outcome.faults)
        return review_unreadable(error, department=outcome.department)


@sealed(frozen=True, slots=True)
class Guards:
    """How a run is held. jobs: processes at once, None for one per processor. cluster: the address of a
    scheduler that has them instead. time_limit: seconds, memory_limit: bytes, each for one task. work: what
    is done with a task. ready: workers are copies of a process that the program keeps (`keep_ready`)."""

    jobs: int | None = None
    cluster: str | None = None
    time_limit: float = TIME_LIMIT
    memory_limit: int | None = MEMORY_LIMIT
    work: Work = do_task
    ready: bool = False


class Batch(Iterator[FileResult]):
    """A run. Iterate to make it go; `results` runs it to its end.

    total: declarations known so far; it grows where a workbook holds several. many: False for a file of a
    single declaration. files: those to be read; skipped: files of the folders
    that were passed over. summary: the 汇总.xlsx that was written at the end, register: what the result
    folder knows of every unit then; None where there is none.
    """

    def __init__(
        self,
        found: Found,
        tasks: Sequence[Task],
        publisher: Publisher | NoPublisher,
        guards: Guards,
        *,
        many: bool,
        roster: Sequence[Unit] | None = None,
        told: Sequence[str] = (),
    ) -> None:
        self.total = len(tasks)
        self.many = many
        self.files = list(found.files)
        self.skipped = list(found.skipped)
        self.summary: Path | None = None
        self._tasks, self._publisher, self._guards = tasks, publisher, guards
        self._roster = roster
        self.register: Register | None = None
        self._cancelled = Event()
        self._finished: list[FileResult] = []
        self._told = list(told)
        self._steps = self._run()

    def __next__(self) -> FileResult:
        return next(self._steps)

    def cancel(self) -> None:
        """End the run: what is under way is dropped, what is done is kept. Safe from any thread; the
        iterator ends at its next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def close(self) -> None:
        """End the run now, from the thread that iterates."""
        self._steps.close()

    @property
    def notices(self) -> list[str]:
        """Sentences on what of the result folder's state was set aside, on decisions that were read, and on
        data that no declaration wanted."""
        return [*self._publisher.notices, *self._told]

    @property
    def results(self) -> list[FileResult]:
        """What became of every declaration, what only the whole folder shows included. Runs to the end."""
        for _ in self:
            pass
        return list(self._finished)

    def _run(self) -> Generator[FileResult, None, None]:
        if self.many:
            self._hold()
        try:
            runner = self._open_runner()
            try:
                yield from self._settle_all(runner)
            finally:
                runner.close()
                self._told += runner.notices
            if not self._finished and not self.cancelled:
                raise nothing_found(self._tasks[0].path, self.skipped)
            self._settle_finished()
            self._finished = _review_across(self._finished)
            self._summarise()
        finally:
            self._publisher.close()

    def _settle_all(self, runner: Runner) -> Iterator[FileResult]:
        labels: set[str] = set()
        try:
            for task, result in run_tasks(runner, self._tasks, self._keep):
                if self.cancelled:
                    return
                if isinstance(result, Skipped):
                    self.skipped.append(result)
                    self.files.remove(result.path)
                    self.total -= 1
                    continue
                # A file's second and further declarations came to light in its reply.
                self.total += task.job is not None and str(task.path) in labels
                labels.add(str(task.path))
                self._note_unit(task, result)
                outcome = self._publisher.settle(task, result)
                if isinstance(outcome, Skipped):
                    self._pass_over(outcome)
                    continue
                settled = FileResult(shown(task.path.as_posix()), outcome)
                self._finished.append(settled)
                yield settled
        except Exception as error:
            from concurrent.futures import CancelledError  # a run over one file waits for nobody

            if not (self.cancelled and isinstance(error, CancelledError)):
                raise

    def _note_unit(self, task: Task, result: Product | Failure | Kept | Checked) -> None:
        """That a declaration asked for its unit's facts, which may have happened in another process."""
        filed = result.record.filed if isinstance(result, Kept) else result.filed
        if task.options.units is not None and filed is not None:
            with suppress(FormgenError):  # its own result has told
                task.options.units.facts_of(filed.identity, shown(task.path.name))

    def _pass_over(self, skipped: Skipped) -> None:
        self.skipped.append(skipped)
        self.total -= 1

    def _hold(self) -> None:
        """Open the books; first of all, what people have written in 汇总.xlsx is taken up."""
        self._publisher.hold()
        if isinstance(self._publisher, NoPublisher):
            return
        from formgen.summary.decisions import take_decisions

        self._publisher.expect(self._roster)
        if self._publisher.register is not None:
            found = take_decisions(self._publisher.folder / say.SUMMARY_FILE, self._publisher.register)
            self._publisher.decide(found.decisions)
            self._told += found.notices

    def _settle_finished(self) -> None:
        """What could be told of a declaration only when all others had come."""
        if not self.cancelled:
            self._publisher.finish([shown(path.as_posix()) for path in self.files])
        self._publisher.tell_doubles()
        after: list[FileResult] = []
        for result in self._finished:
            outcome = self._publisher.amend(result.outcome)
            if isinstance(outcome, Skipped):
                self._pass_over(outcome)
            else:
                after.append(replace(result, outcome=outcome))
        self._finished = after
        self.register = self._publisher.register
        units = self._tasks[0].options.units
        if units is not None and not self.cancelled and (left := units.unused()):
            names = say.NAME_SEPARATOR.join(left)
            self._told.append(say.ACTUALS_UNUSED.format(count=len(left), names=names))

    def _keep(self, task: Task) -> Reply | None:
        return Reply() if self.cancelled else self._publisher.keep(task)

    def _open_runner(self) -> Runner:
        guards = self._guards
        if guards.cluster is not None:
            from formgen.run.cluster import ClusterRunner

            return ClusterRunner(guards.cluster, guards.time_limit, guards.memory_limit, guards.work)
        if not self.many and _is_small(self._tasks[0].path) and not _needs_guard(self._tasks[0].path):
            return SingleRunner(self._spread, guards.work)
        return self._open_processes()

    def _spread(self) -> ProcessRunner:
        """The one file holds many declarations."""
        self.many = True
        self._hold()
        return self._open_processes()

    def _open_processes(self) -> ProcessRunner:
        guards, options = self._guards, self._tasks[0].options
        wanted = guards.jobs or default_workers()
        workers = min(wanted, len(self._tasks)) if len(self._tasks) > 1 else wanted
        return ProcessRunner(
            workers,
            options.formats,
            guards.time_limit,
            guards.work,
            options.engine,
            guards.memory_limit,
            (options.units.key, options.units.contents) if options.units else None,
            ready=guards.ready,
        )

    def _summarise(self) -> None:
        """汇总.xlsx of a run over many, beside its results."""
        if isinstance(self._publisher, NoPublisher) or self.cancelled or not self.many:
            return
        from formgen.summary import summary_bytes

        profile = load_profile(self._tasks[0].profile)
        outcomes = [result.outcome for result in self._finished]
        skipped = [(shown(item.path), item.reason) for item in self.skipped]
        digest = self._publisher.manifest_digest
        data = summary_bytes(outcomes, profile, self._roster, skipped, self.register, digest)
        target = self._publisher.folder / say.SUMMARY_FILE
        write_file(target, data)
        self.summary = target


def run_paths(
    paths: Sequence[Path],
    options: Options,
    *,
    profile: str | Path | None = None,
    output: Path | None = None,
    roster: Sequence[Unit] | None = None,
    apart: Mapping[Path, str] | None = None,
    guards: Guards | None = None,
    prefer: Sequence[str] = (),
    told: Sequence[str] = (),
) -> Batch:
    """A run over files and folders. output: where results and the register go, None for nowhere; options
    without formats stop before printing. prefer: which of several files of one unit counts, `newest` or names. apart: files with a part of their own, and what to say of them. told:
    notices of what was read before. Raises UnreadableInput for
    paths without anything to read and for a profile that can't be loaded, UsageFault for what belongs to one
    unit and is asked of several."""
    if profile is not None:
        load_profile(profile)
    found, many = find_files(paths, apart), is_batch(paths)
    guards = guards or Guards()
    require_one_unit(len(found.files), options)
    kept = output is not None
    tasks = [
        Task(shown(path), path, profile, options, found=path in found.searched, kept=kept)
        for path in found.files
    ]
    many = many or guards.cluster is not None
    publisher = NoPublisher() if output is None else _publisher(output, prefer)
    if prefer:
        from formgen.run.doubles import Prefer

        told = [*told, *Prefer(tuple(prefer)).unknown(found.files)]
    return Batch(found, tasks, publisher, guards, many=many, roster=roster, told=told)


def _publisher(output: Path, prefer: Sequence[str]) -> Publisher:
    from formgen.run.publish import Publisher

    return Publisher(output, prefer)


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= SINGLE_MEGABYTES * 1024 * 1024
    except (OSError, ValueError):
        return True  # there is nothing to read; reading tells why


def _needs_guard(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return needs_guard(file.read(HEAD_BYTES))
    except (OSError, ValueError):
        return False  # reading tells why


def _review_across(results: Sequence[FileResult]) -> list[FileResult]:
    """The results with what only the whole folder shows: the same texts in several forms."""
    known = [number for number, result in enumerate(results) if result.outcome.review is not None]
    reviews = run_across(
        [results[number].review for number in known], [results[number].outcome.label for number in known]
    )
    after = list(results)
    for number, review in zip(known, reviews, strict=True):
        result = results[number]
        after[number] = replace(result, outcome=replace(result.outcome, review=review))
    return after
