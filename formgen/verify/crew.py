"""Many files verified at once, each in a process that may fail alone.

Comes in: files with what is known of them. Goes out: their verdicts, in the order of the files. A file that
crashes a library, never ends or wants all the memory costs its own verdict only; nothing waits for it but its turn.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.run.processes import MEMORY_LIMIT, RECYCLED_AFTER, default_workers
from formgen.run.task import warm_up
from formgen.run.window import TIME_LIMIT, why_broken
from formgen.verify.verdict import FileVerdict, unreadable

if TYPE_CHECKING:
    from pebble import ProcessPool

FEW = 6
"""So many files are done in this process: another takes longer to start."""

_WINDOW = 6
"""Files under way per worker."""

Work = Callable[..., FileVerdict]


def verify_all(
    work: Work, files: Iterable[tuple[Path, tuple[object, ...]]], count: int
) -> Iterator[FileVerdict]:
    """The verdicts. work: takes the path and what is known of the file; files: both, in order; count: of files."""
    if count <= FEW:
        for path, known in files:
            yield work(path, *known)
        return
    from pebble import ProcessPool

    workers = min(default_workers(), count)
    pool = ProcessPool(
        max_workers=workers,
        max_tasks=RECYCLED_AFTER,
        initializer=warm_up,
        initargs=((), "typst", MEMORY_LIMIT),
        context=multiprocessing.get_context("spawn"),
    )
    try:
        yield from _in_turn(pool, work, files, workers * _WINDOW)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # its stubs leave it out
        pool.join()


def _in_turn(
    pool: ProcessPool, work: Work, files: Iterable[tuple[Path, tuple[object, ...]]], window: int
) -> Iterator[FileVerdict]:
    waiting: deque[tuple[Path, Future[FileVerdict]]] = deque()
    for path, known in files:
        waiting.append((path, pool.schedule(work, args=(path, *known), timeout=TIME_LIMIT)))
        if len(waiting) >= window:
            yield _verdict(*waiting.popleft())
    while waiting:
        yield _verdict(*waiting.popleft())


def _verdict(path: Path, future: Future[FileVerdict]) -> FileVerdict:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  a bug met in a worker: told for this file, the rest go on
        return unreadable(path, why_broken(error))
