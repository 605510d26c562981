"""The window over many tasks: as many at work as there are workers, few results held, and all in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.base.errors import BatchFailed
from formgen.results.outcome import Outcome
from formgen.run.prepare import Job, Options, read_jobs
from formgen.run.task import Failure, Reply, Task
from formgen.run.window import run_tasks
from tests.conftest import ROOT

WORKERS = 8


@pytest.fixture(scope="module")
def job() -> Job:
    return read_jobs(ROOT / "inputs" / "example-2023.toml")[0]


class Threads:
    """Workers that read a file at once, as a cluster's submitting side may, and do declarations in threads."""

    notices = ()
    workers = WORKERS

    def __init__(self, job: Job, parts: int) -> None:
        self._job, self._parts = job, parts
        self._pool = ThreadPoolExecutor(WORKERS)
        self.all_at_work = threading.Barrier(WORKERS)
        self.first = threading.Event()
        self.submitted = 0

    def submit(self, task: Task) -> Future[Reply]:
        self.submitted += 1
        if task.job is not None:
            return self._pool.submit(self.do, task)
        future: Future[Reply] = Future()
        labels = [f"{task.label}[{part}]" for part in range(self._parts)]
        more = tuple(replace(task, label=label, job=self._job) for label in labels)
        future.set_result(Reply(more=more))
        return future

    def do(self, task: Task) -> Reply:
        self.all_at_work.wait(timeout=60)
        return _done(task)

    def close(self) -> None:
        self._pool.shutdown()


def _done(task: Task) -> Reply:
    return Reply((Failure(Outcome(task.label, "failed")),))


def files(count: int) -> Iterator[Task]:
    for number in range(count):
        yield Task(f"{number:03d}", Path(f"{number}.toml"), None, Options())


@pytest.mark.parametrize(("count", "parts"), [(4 * WORKERS, 1), (2, 2 * WORKERS), (WORKERS, 4)])
def test_all_workers_are_at_work_whatever_files_the_declarations_stand_in(
    job: Job, count: int, parts: int
) -> None:
    runner = Threads(job, parts)
    labels = [result.outcome.label for _, result in run_tasks(runner, files(count), lambda task: None)]
    runner.close()
    # Had ever fewer than eight been at work, the barrier would have broken, and the declarations failed.
    assert labels == [f"{number:03d}[{part}]" for number in range(count) for part in range(parts)]


class Stubborn(Threads):
    """The first declaration waits until it is told to end."""

    def do(self, task: Task) -> Reply:
        if task.label == "000[0]":
            self.first.wait(timeout=60)
        return _done(task)


@pytest.mark.slow
def test_a_slow_first_declaration_holds_back_few_of_many(job: Job) -> None:
    runner = Stubborn(job, 1)
    many = 2000
    threading.Timer(2, runner.first.set).start()
    steps = run_tasks(runner, files(many), lambda task: None)
    task, _ = next(steps)
    assert task.label == "000[0]"
    # Each file and its declaration was handed on: far more than were at work, far fewer than there are.
    assert 100 < runner.submitted / 2 < 500
    assert len(list(steps)) == many - 1
    runner.close()


class Lost(Threads):
    """All workers are lost at the fifth declaration; what was done before is there."""

    def do(self, task: Task) -> Reply:
        number = int(task.label[:3])
        if number == 5:
            self.first.wait(timeout=60)
            raise BatchFailed("工作机断开")
        if number == 7:
            self.first.set()
        return _done(task)


def test_what_was_done_is_handed_on_before_the_run_gives_up(job: Job) -> None:
    runner = Lost(job, 1)
    came: list[str] = []
    with pytest.raises(BatchFailed, match="工作机断开"):
        for task, _ in run_tasks(runner, files(40), lambda task: None):
            came.append(task.label)
    runner.close()
    assert {"004[0]", "007[0]"} <= set(came)
    assert "005[0]" not in came
    assert came == sorted(came)
