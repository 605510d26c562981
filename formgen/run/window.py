"""A window over many tasks: so many under way that no worker waits for work, so few results held that memory
stays flat however many there are, and all of them handed on in the order of the tasks.

Comes in: a `Runner` and tasks. Goes out: results, one by one. A file that turns out to hold several declarations
is followed by them in its place, so the window is over declarations, whatever files they stand in. One bad
file, one crashing worker, one that never ends or wants all the memory never stops the rest. Nothing is written
here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from formgen.base.errors import ExitCode, FormgenError
from formgen.messages import batch as say
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.task import Failure, Reply, Result, Task

TIME_LIMIT = 120.0
"""Seconds for one declaration; the longest honest one seen took 15."""

_AHEAD = 3
"""Tasks under way per worker: one is done, and the next are there when it ends."""

_HELD = 256
_HELD_BYTES = 64 * 1024 * 1024
"""Results that wait for an earlier one, and the bytes of their files: a form that takes its two minutes lets the
others go on, until so many wait."""

Keep = Callable[[Task], Reply | None]


class Promise(Protocol):
    """Of a reply: what the futures of threads, processes and clusters have in common."""

    def result(self) -> Reply: ...

    def add_done_callback(self, tell: Callable[[Any], object], /) -> object: ...


class Runner(Protocol):
    """Something that does tasks elsewhere. workers: how many at once, as far as it knows now. notices: sentences on
    workers that could not be used."""

    @property
    def workers(self) -> int: ...

    @property
    def notices(self) -> Sequence[str]: ...

    def submit(self, task: Task) -> Promise: ...

    def close(self) -> None: ...


def run_tasks(runner: Runner, tasks: Iterable[Task], keep: Keep) -> Iterator[tuple[Task, Result]]:
    """Each task's results, in the order of the tasks; those of a file's declarations in the file's order.
    keep: the reply of a task that need not be done."""
    return iter(_Window(runner, tasks, keep))


@dataclass(eq=False, slots=True)
class _Place:
    """A task's place in the line. order: among all, (3,) or (3, 17) for the eighteenth declaration of the fourth
    file. parts: what its file turned out to hold."""

    task: Task
    order: tuple[int, ...]
    reply: Reply | None = None
    parts: tuple[_Place, ...] = ()
    size: int = 0

    def __lt__(self, other: _Place) -> bool:
        return self.order < other.order


class _Window:
    def __init__(self, runner: Runner, tasks: Iterable[Task], keep: Keep) -> None:
        self._runner, self._keep = runner, keep
        self._coming = enumerate(tasks)
        self._line: deque[_Place] = deque()
        self._free: list[_Place] = []
        self._done: SimpleQueue[tuple[_Place, Promise]] = SimpleQueue()
        self._under_way = self._held = self._held_bytes = 0
        self._refusal: FormgenError | None = None

    def __iter__(self) -> Iterator[tuple[Task, Result]]:
        while True:
            self._fill()
            if not self._line:
                break
            head = self._line[0]
            if head.reply is None and self._refusal is None:
                self._come_back(*self._done.get())
                continue
            self._line.popleft()
            if head.reply is None:
                continue
            self._held -= 1
            self._held_bytes -= head.size
            self._line.extendleft(reversed(head.parts))
            for result in head.reply.results:
                yield head.task, result
        if self._refusal is not None:
            raise self._refusal  # what was done before is not lost

    def _fill(self) -> None:
        """Let as many be done as there is room for, the first in the line first."""
        while True:
            self._take_done()
            place = self._next_free() if self._refusal is None else None
            if place is None:
                return
            kept = self._keep(place.task)
            if kept is not None:
                self._settle(place, kept)
                continue
            self._under_way += 1
            future = self._runner.submit(place.task)
            future.add_done_callback(partial(self._note_done, place))

    def _note_done(self, place: _Place, future: Promise) -> None:
        """From any thread."""
        self._done.put((place, future))

    def _next_free(self) -> _Place | None:
        """The first place whose task nobody does yet; None where there is no room, or no task left."""
        room = (
            self._under_way < self._runner.workers * _AHEAD
            and self._held < _HELD
            and self._held_bytes < _HELD_BYTES
        )
        if self._free:
            # What all others wait for is always let in.
            return heappop(self._free) if room or self._free[0] is self._line[0] else None
        if not room:
            return None
        number, task = next(self._coming, (0, None))
        if task is None:
            return None
        place = _Place(task, (number,))
        self._line.append(place)
        return place

    def _take_done(self) -> None:
        try:
            while True:
                self._come_back(*self._done.get_nowait())
        except Empty:
            return

    def _come_back(self, place: _Place, future: Promise) -> None:
        self._under_way -= 1
        try:
            reply = _reply_of(place.task, future)
        except FormgenError as error:
            self._refusal = self._refusal or error
        else:
            self._settle(place, reply)

    def _settle(self, place: _Place, reply: Reply) -> None:
        place.reply = reply
        place.size = sum(
            len(data)
            for result in reply.results
            if isinstance(result, Product)
            for data in result.files.values()
        )
        place.parts = tuple(_Place(task, (*place.order, part)) for part, task in enumerate(reply.more))
        for part in place.parts:
            heappush(self._free, part)
        self._held += 1
        self._held_bytes += place.size


def _reply_of(task: Task, future: Promise) -> Reply:
    """The reply, or a failure that names the guilty file."""
    try:
        return future.result()
    except (KeyboardInterrupt, FormgenError):
        raise
    except Exception as error:  # noqa: BLE001  a bug met in a worker: told for this file, the rest go on
        return broken(task, why_broken(error))


def why_broken(error: Exception) -> str:
    """What became of a worker's task, for people, by what waiting for it raised: too slow, too much memory, the
    process gone, or a bug."""
    if isinstance(error, TimeoutError):
        return say.TOO_SLOW.format(seconds=error.args[1] if len(error.args) > 1 else TIME_LIMIT)
    if isinstance(error, MemoryError):
        return say.TOO_MUCH_MEMORY
    from pebble import ProcessExpired  # half as long to import as a form is to check

    if isinstance(error, ProcessExpired):
        return say.CRASHED.format(code=error.exitcode)
    return say.BUG.format(kind=type(error).__name__, why=error)


def broken(task: Task, message: str) -> Reply:
    """A failure without a result, of whatever the task's file holds."""
    outcome = Outcome(label=task.label, status="failed", exit_code=ExitCode.BUG, message=message)
    return Reply((Failure(outcome),))
