"""The work of one process: a task in, products or failures out.

Comes in: a `Task` (a file to read, or a declaration already read). Goes out: a `Reply`. The same
function runs in this process, in a worker process, and on another machine; nothing here knows a result
folder. Called by `formgen.run.processes`.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from formgen.base.collector import collect_rarely
from formgen.base.digest import digests
from formgen.base.errors import ExitCode, FormgenError, MissingResource
from formgen.checks import review_unreadable
from formgen.results.manifest import Entry
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.produce import BuildOptions, Job, conclude, prepare, print_draught
from formgen.sources import load_bytes, read_file
from formgen.sources.raw import RawDeclaration


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read, or one declaration of it. label: for people."""

    label: str
    path: Path
    profile: str | None
    options: BuildOptions
    job: Job | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A declaration, or a whole file, that gave no result."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Kept:
    """A declaration whose results an earlier run made, and nothing has changed since."""

    entry: Entry
    outcome: Outcome


Result = Product | Failure | Kept


@dataclass(frozen=True, slots=True)
class Reply:
    """results: in the file's order. more: tasks that the file turned out to hold."""

    results: tuple[Result, ...] = ()
    more: tuple[Task, ...] = ()


def do_task(task: Task) -> Reply:
    """Read and make. A file of several declarations gives a task for each, so that they can be spread
    over processes. Refusals come back as failures; only bugs are raised."""
    if task.job is not None:
        return Reply((_produce(task.job, task.options),))
    try:
        jobs = read_jobs(task.path, task.profile)
    except FormgenError as error:
        return Reply((fail(task.label, error),))
    if len(jobs) == 1:
        return Reply((_produce(jobs[0], task.options),))
    return Reply(more=tuple(Task(job.label, task.path, task.profile, task.options, job) for job in jobs))


def read_jobs(path: Path, profile: str | None) -> list[Job]:
    """The declarations of a file. The fingerprint of a file's only declaration is the file's digest; of
    several, each has its own, so that one changed sheet does not make the others new."""
    raws = read_file(path, profile)
    source = digests(load_bytes(path))
    if len(raws) == 1:
        return [Job(raws[0], str(path), path.name, source, source["sha256"], raws[0].part)]
    return [
        Job(raw, f"{path}[{raw.part}]", path.name, source, _fingerprint(raw), raw.part, len(raws))
        for raw in raws
    ]


def _fingerprint(raw: RawDeclaration) -> str:
    content = repr((raw.part, sorted(raw.values.items(), key=lambda item: item[0]), raw.notes, raw.faults))
    return sha256(content.encode(errors="surrogatepass")).hexdigest()


def fail(label: str, error: FormgenError, known: Outcome | None = None) -> Failure:
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
        )
    )


def _produce(job: Job, options: BuildOptions) -> Product | Failure:
    try:
        draught = prepare(job, options)
    except FormgenError as error:
        failure = fail(job.label, error)
        return Failure(replace(failure.outcome, department=_department_of(job)))
    try:
        return print_draught(draught, options)
    except FormgenError as error:
        return fail(job.label, error, conclude(draught, ()))


def _department_of(job: Job) -> str:
    value = job.raw.values.get("department.name")
    return str(value.value) if value is not None and isinstance(value.value, str) else ""


def warm_up(formats: Sequence[str], engine: str = "weasyprint") -> None:
    """Prepare a worker process: engines loaded once and kept from the garbage collector, Ctrl-C left
    to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    if "pdf" in formats:
        from formgen.render.engines import load_engine

        with suppress(MissingResource):  # every form tells so itself
            load_engine(engine)
    gc.freeze()
