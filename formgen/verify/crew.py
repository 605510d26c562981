"""Many files verified at once, each in a process that may fail alone.

Comes in: files with what is known of them. Goes out: their verdicts, in the order of the files. A file that
crashes a library, never ends or wants all the memory costs its own verdict only; nothing waits for it but its turn.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from formgen.run.processes import MEMORY_LIMIT, default_workers
from formgen.run.task import warm_up
from formgen.run.window import TIME_LIMIT, why_broken
from formgen.verify.verdict import FileVerdict, unreadable

FEW = 6
"""So many files are done in this process: another takes longer to start."""

_WINDOW = 3
"""Groups under way per worker: one is done, and the next are there when it ends."""

_REPLACED_AFTER = 600
"""Groups after which a worker is replaced. Its memory grows by 40 MB in the first hundred and no more in the next four
hundred; to start takes as long as four."""

Group = Sequence[tuple[Path, Any]]
Work = Callable[[Group], list[FileVerdict]]
Answer = Future[list[FileVerdict]]
Begin = Callable[..., Answer]


def verify_all(work: Work, groups: Sequence[Group]) -> Iterator[FileVerdict]:
    """The verdicts. work: takes paths with what is known of each file; groups: files that one process does one after
    the other, in order."""
    count = sum(len(group) for group in groups)
    if count <= FEW:
        for group in groups:
            yield from work(group)
        return
    from pebble import ProcessPool

    workers = min(default_workers(), len(groups))
    pool = ProcessPool(
        max_workers=workers,
        max_tasks=_REPLACED_AFTER,
        initializer=warm_up,
        initargs=((), "typst", MEMORY_LIMIT, None, max(1, default_workers() // workers)),
        context=multiprocessing.get_context("spawn"),
    )
    try:
        yield from _in_turn(partial(pool.schedule, work, timeout=TIME_LIMIT), groups, workers * _WINDOW)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # its stubs leave it out
        pool.join()


def _in_turn(begin: Begin, groups: Iterable[Group], window: int) -> Iterator[FileVerdict]:
    waiting: deque[tuple[Group, Answer]] = deque()
    for group in groups:
        waiting.append((group, begin(args=(group,))))
        if len(waiting) >= window:
            yield from _verdicts(begin, *waiting.popleft())
    while waiting:
        yield from _verdicts(begin, *waiting.popleft())


def _verdicts(begin: Begin, group: Group, answer: Answer) -> Iterator[FileVerdict]:
    """Where a group came to grief, its files are done anew one by one: only the culprit has to bear it."""
    try:
        done = answer.result()
    except Exception as error:  # noqa: BLE001  a bug met in a worker: told for its file, the rest go on
        if len(group) > 1:
            for file in group:
                yield from _verdicts(begin, [file], begin(args=([file],)))
            return
        done = [unreadable(group[0][0], why_broken(error))]
    yield from done
