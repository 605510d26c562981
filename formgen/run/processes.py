"""Tasks spread over worker processes of this machine.

Comes in: tasks. Goes out: futures of their replies. One crashing worker, one that never ends or wants all the
memory never stops the rest. Nothing is written here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from formgen.run.task import Reply, Task, do_task, warm_up
from formgen.run.units import Contents
from formgen.run.window import TIME_LIMIT, Promise, Runner
from formgen.run.window import run_tasks as run_tasks  # for whoever has tasks and a runner

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

    from pebble import ProcessPool

MEMORY_LIMIT = 4 * 1024**3
"""Bytes of address space for one worker: the engines with their fonts map about one and a half."""

RECYCLED_AFTER = 150
"""Tasks after which a worker is replaced: its memory stays flat however long the batch."""

_CHECKER_AFTER = 1500
"""The same for one that draws nothing: 15 MB more after a thousand forms, and to start takes as long as twenty."""

_COPIED = "forkserver"

Work = Callable[[Task], Reply]


class ProcessRunner:
    """Worker processes on this machine. work: what a worker does with a task; the limits are for one task. ready:
    they are copies of one that `keep_ready` started, where the system has such."""

    notices: tuple[str, ...] = ()

    def __init__(
        self,
        workers: int,
        formats: tuple[str, ...],
        time_limit: float = TIME_LIMIT,
        work: Work = do_task,
        engine: str = "weasyprint",
        memory_limit: int | None = MEMORY_LIMIT,
        shared: tuple[str, Contents] | None = None,
        *,
        ready: bool = False,
    ) -> None:
        from pebble import ProcessPool

        self.workers = workers
        self._time_limit = time_limit
        self._work = work
        self._pool: ProcessPool = ProcessPool(
            max_workers=workers,
            max_tasks=RECYCLED_AFTER if formats else _CHECKER_AFTER,
            initializer=warm_up,
            initargs=(formats, engine, memory_limit, shared, max(1, default_workers() // workers)),
            context=_context(ready),
        )

    def submit(self, task: Task) -> Future[Reply]:
        future: Future[Reply] = self._pool.schedule(self._work, args=(task,), timeout=self._time_limit)
        return future

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # its stubs leave it out
        self._pool.join()


def _context(ready: bool) -> BaseContext:
    """A forked child would share this process's threads' locks; a spawned one is the same on every system, but
    imports everything anew. A child of a process of one thread, which is kept for it, has neither fault."""
    import multiprocessing  # what a run over one file does not need

    return multiprocessing.get_context(_COPIED if ready and keep_ready() else "spawn")


def keep_ready() -> bool:
    """Start the process that workers are copies of, for a program that will run often: it ends with this one. False
    where the system has no such, or its folder for what is temporary lies too deep for it."""
    import multiprocessing

    if _COPIED not in multiprocessing.get_all_start_methods():
        return False
    from multiprocessing.forkserver import ensure_running

    multiprocessing.get_context(_COPIED).set_forkserver_preload([do_task.__module__])
    try:
        ensure_running()
    except OSError:
        return False
    return True


class _Kept:
    """A promise of what is there."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def result(self) -> Reply:
        return self._reply

    def add_done_callback(self, tell: Callable[[_Kept], object], /) -> None:
        tell(self)


class SingleRunner:
    """One file, done in this process, so that it need not wait for another to start. Where it turns out to
    hold many declarations, they go to the processes that `spread` opens."""

    workers = 1
    notices: tuple[str, ...] = ()

    def __init__(self, spread: Callable[[], Runner], work: Work = do_task) -> None:
        self._spread = spread
        self._work = work
        self._runner: Runner | None = None

    def submit(self, task: Task) -> Promise:
        if task.job is not None:
            if self._runner is None:
                self._runner = self._spread()
                self.workers = self._runner.workers
            return self._runner.submit(task)
        return _Kept(self._work(task))

    def close(self) -> None:
        if self._runner is not None:
            self._runner.close()


def default_workers() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
