"""The work of one process: a task in, results out.

Comes in: a `Task` (a file to read, or a declaration already read). Goes out: a `Reply`. The same
function runs in this process, in a worker process, and on another machine; nothing here knows a result
folder.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.collector import collect_rarely
from formgen.base.digest import ALGORITHMS
from formgen.base.errors import ExitCode, FormgenError, MissingResource, UnreadableInput
from formgen.base.records import record
from formgen.checks import review_unreadable
from formgen.messages import batch as say
from formgen.results.filed import Filed
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.kinds import why_passed_over
from formgen.run.prepare import (
    Job,
    Options,
    Prepared,
    conclude,
    file_prepared,
    file_unread,
    jobs_of,
    prepare,
    require_one_unit,
)
from formgen.run.units import Contents, share_table
from formgen.sources import load_bytes

if TYPE_CHECKING:
    from formgen.results.events import Reviewed


@record(frozen=True, slots=True)
class Task:
    """A file to be read, or one declaration of it. label: for people. found: it was come upon in a folder,
    nobody named it: what turns out to be no declaration at all is passed over. data: the file's bytes, where
    whoever does the task cannot get at the file. kept: somebody keeps what was handed in."""

    label: str
    path: Path
    profile: str | Path | None
    options: Options
    job: Job | None = None
    found: bool = False
    data: bytes | None = None
    kept: bool = True


@record(frozen=True, slots=True)
class Failure:
    """A declaration, or a whole file, that gave no result; then nothing is filed."""

    outcome: Outcome
    filed: Filed | None = None


@record(frozen=True, slots=True)
class Kept:
    """A declaration whose results an earlier run made, and nothing has changed since."""

    record: Reviewed
    outcome: Outcome


@record(frozen=True, slots=True)
class Checked:
    """A declaration at the end of a road that stops before printing."""

    outcome: Outcome
    filed: Filed


@record(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is none to be read, and why."""

    path: Path
    reason: str


Result = Product | Failure | Kept | Checked | Skipped


@record(frozen=True, slots=True)
class Reply:
    """results: in the file's order. more: tasks that the file turned out to hold."""

    results: tuple[Result, ...] = ()
    more: tuple[Task, ...] = ()


def do_task(task: Task) -> Reply:
    """Read and make. A file of several declarations gives a task for each, so that they can be spread
    over processes. Refusals come back as failures; only bugs, and wrong usage, are raised."""
    try:
        return _do_task(task)
    except MemoryError:
        gc.collect()
        return Reply((fail(task.label, UnreadableInput(say.TOO_MUCH_MEMORY)),))


def _do_task(task: Task) -> Reply:
    if task.job is not None:
        return Reply((_make(task.job, task.options, kept=task.kept),))
    reply = read_task(task)
    if len(reply.more) != 1:
        return reply
    (only,) = reply.more
    return _do_task(only)


def read_task(task: Task) -> Reply:
    """Read a file: a task for each of its declarations, or why there are none. The bytes that are looked at
    are those that are read and digested."""
    try:
        data = load_bytes(task.path) if task.data is None else task.data
        reason = why_passed_over(data, task.path) if task.found else ""
        if reason:
            return Reply((Skipped(task.path, reason),))
        # Where nothing is printed there is no manifest, and of the digests only what it is filed under.
        algorithms = ALGORITHMS if task.options.formats else ALGORITHMS[:1]
        jobs = jobs_of(data, task.path, task.profile, algorithms)
    except FormgenError as error:
        return Reply((fail(task.label, error),))
    require_one_unit(len(jobs), task.options)
    return Reply(more=tuple(replace(task, label=job.label, job=job) for job in jobs))


def fail(
    label: str, error: FormgenError, known: Outcome | None = None, filed: Filed | None = None
) -> Failure:
    """The failure of a declaration. known: what came of it before it failed; without, it could not even
    be read, and its review says so."""
    if known is None and error.exit_code is ExitCode.UNREADABLE:
        known = Outcome(label, "failed", review=review_unreadable(error))
    return Failure(
        replace(
            known or Outcome(label, "failed"),
            status="failed",
            exit_code=error.exit_code,
            message=error.message,
            faults=error.faults,
            files=(),
        ),
        filed,
    )


def _make(job: Job, options: Options, *, kept: bool) -> Product | Failure | Checked:
    filed = file_unread(job)
    try:
        options = options.of_unit(filed.identity, job.source)
        prepared = prepare(job, options)
    except FormgenError as error:
        department = filed.identity.unit
        review = review_unreadable(error, job.part, department)
        return fail(job.label, error, Outcome(job.label, "failed", department, review=review), filed)
    if not options.formats:
        return Checked(conclude(prepared, "checked"), file_prepared(prepared, kept=kept))
    return _print(prepared, options)


def _print(prepared: Prepared, options: Options) -> Product | Failure:
    from formgen.run.produce import print_prepared  # what a check does not need

    try:
        return print_prepared(prepared, options)
    except FormgenError as error:
        return fail(prepared.job.label, error, conclude(prepared, "failed"), file_prepared(prepared))


def warm_up(
    formats: Sequence[str],
    engine: str = "weasyprint",
    memory: int | None = None,
    shared: tuple[str, Contents] | None = None,
    threads: int | None = None,
) -> None:
    """Prepare a worker process: engines loaded once and kept from the garbage collector, Ctrl-C left
    to the parent. memory: bytes of address space that it may take, where the system can hold it to that.
    shared: the run's table of units. threads: at most, of an engine that has its own; None for one per
    processor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    collect_rarely()
    share_table(shared)
    if memory is not None:
        _limit_memory(memory)
    if threads is not None:
        os.environ.setdefault("RAYON_NUM_THREADS", str(threads))  # Typst's; each has a heap of its own
    if "pdf" in formats:
        from formgen.render.engines import load_engine

        with suppress(MissingResource):  # every form tells so itself
            load_engine(engine)
    gc.freeze()


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the time limit alone guards there
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # a system that counts otherwise (macOS) may refuse
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
