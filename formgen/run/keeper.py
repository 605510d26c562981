"""Who does what on a cluster: a thread that gives tasks to workers and looks after them.

Comes in: packed tasks, each with a future. Goes out: the futures' replies. A worker is checked before it is given
work, also one that comes later; each has the next task waiting while it does one; those of a lost worker are
given to others. Where there is nobody to give them to, waiting ends with a sentence.
"""

from __future__ import annotations

import threading
from asyncio import run_coroutine_threadsafe
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from formgen.base.errors import BatchFailed, Fault, FormgenError, UsageFault
from formgen.messages import cluster as say
from formgen.run.hands import Carried, carry, check_in
from formgen.run.likeness import Facts, differences
from formgen.run.parcels import unpack
from formgen.run.processes import RECYCLED_AFTER

if TYPE_CHECKING:
    from distributed import Client

_TICK = 0.5
_AHEAD = 2
"""Tasks per thread of a worker: one is done, one waits there."""

_TRIES = 3
_STUCK_SECONDS = 5.0
"""A task that waits so long behind another is given to a worker that has none."""

_CHECK_SECONDS = 45.0
"""For a worker, to tell its facts; starting there takes one or two."""

_ANSWER_SECONDS = 5.0
"""For the scheduler, to say who is there."""


_LOST = (CancelledError, OSError, TimeoutError)
"""Raised where the scheduler or the way to it was lost; `cancelled` where it took the task back."""


@dataclass(eq=False, slots=True)
class Errand:
    """A task on its way. answer: what came of it is put there. tries: workers that were lost over it. coming: what
    the worker that has it will give."""

    label: str
    parcel: bytes
    answer: Future[Carried]
    worker: _Worker | None = None
    coming: Future[Any] | None = None
    since: float = 0.0
    tries: int = 0


@dataclass(eq=False, slots=True)
class _Worker:
    """fit: None until its facts are known. asked: when it was asked for them."""

    address: str
    threads: int
    fit: bool | None = None
    asked: float = 0.0
    errands: list[Errand] = field(default_factory=list)

    def may_work(self, now: float) -> bool:
        """It does, or is about to say whether it can; one that takes long to say so is taken when it does."""
        return now - self.asked <= _CHECK_SECONDS if self.fit is None else self.fit

    @property
    def room(self) -> int:
        return self.threads * _AHEAD - len(self.errands)


@dataclass(frozen=True, slots=True)
class Terms:
    """run: a name of its own. limit: seconds for one task. patience: seconds without any worker, or without the
    scheduler. here: this machine's facts. connect: to the scheduler, anew where it was lost."""

    run: str
    address: str
    luggage: bytes
    files: Mapping[str, bytes]
    limit: float
    patience: float
    here: Facts
    connect: Callable[[], Client]


class Keeper:
    """notices: sentences on workers that were given no work."""

    def __init__(self, client: Client, terms: Terms) -> None:
        self.notices: list[str] = []
        self.client, self._terms = client, terms
        self._events: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._workers: dict[str, _Worker] = {}
        self._waiting: deque[Errand] = deque()
        self._refusals: list[Fault] = []
        self._alone_since: float | None = None
        self._ended: FormgenError | None = None
        self._begun = False
        self._looked = 0.0
        self._numbers = count()
        self._thread = threading.Thread(target=self._keep, name="formgen-cluster", daemon=True)
        self._thread.start()

    @property
    def threads(self) -> int:
        """Of all workers that are given work."""
        return sum(worker.threads for worker in list(self._workers.values()) if worker.fit)

    def take(self, errand: Errand) -> None:
        self._events.put(("take", errand))

    def close(self) -> None:
        self._events.put(("close", None))
        self._thread.join(_ANSWER_SECONDS)

    def _keep(self) -> None:
        while True:
            try:
                events = [self._events.get(timeout=_TICK)]
            except Empty:
                events = []
            with suppress(Empty):
                while True:
                    events.append(self._events.get_nowait())
            if any(kind == "close" for kind, _ in events):
                return
            try:
                self._go_on(events)
            except FormgenError as error:
                self._end(error)
            except Exception as error:  # noqa: BLE001  # whoever waits for an answer is to hear of it
                self._end(FormgenError(f"{type(error).__name__}: {error}"))

    def _go_on(self, events: list[tuple[str, Any]]) -> None:
        self._waiting.extend(errand for kind, errand in events if kind == "take")
        for kind, came in events:
            if kind == "answer":
                self._take_answer(*came)
            elif kind == "facts":
                self._judge(*came)
        if self._ended is not None:
            self._end(self._ended)
            return
        if monotonic() - self._looked >= _TICK:
            self._look()
            self._looked = monotonic()
        self._give_out()

    # ── workers ──────────────────────────────────────────────────────────────────────────────────
    def _look(self) -> None:
        """See who is there; nobody is waited for without end."""
        there = self._present()
        for address in [known for known in self._workers if known not in there]:
            self._lose(self._workers.pop(address))
        for address in there.keys() - self._workers.keys():
            self._ask(_Worker(address, there[address]))
        self._move_stuck()
        now = monotonic()
        wanted = bool(self._waiting) or any(worker.errands for worker in self._workers.values())
        if not wanted or any(worker.may_work(now) for worker in self._workers.values()):
            self._alone_since = None
            return
        silent = [worker.asked for worker in self._workers.values() if worker.fit is None]
        self._alone_since = self._alone_since or min(silent, default=now)
        if (
            there
            and self._refusals
            and not self._begun
            and all(it.fit is False for it in self._workers.values())
        ):
            raise UsageFault(say.REFUSED, self._refusals)
        if now - self._alone_since >= self._terms.patience:
            raise self._given_up(connected=self.client.status == "running")

    def _given_up(self, connected: bool) -> FormgenError:
        facts = {"address": self._terms.address, "seconds": self._terms.patience}
        if not connected:
            return BatchFailed(say.SCHEDULER_LOST.format(**facts))
        return (
            BatchFailed(say.ALL_LOST.format(**facts))
            if self._begun
            else UsageFault(say.NOBODY.format(**facts))
        )

    def _present(self) -> dict[str, int]:
        """Threads of every worker that the scheduler knows; none while there is no scheduler."""
        if self.client.status == "closed":
            with suppress(FormgenError):
                self.client = self._terms.connect()
        if self.client.status != "running":
            return {}
        try:
            found: dict[str, int] = self.client.sync(
                self.client.scheduler.ncores, callback_timeout=_ANSWER_SECONDS
            )
        except (OSError, TimeoutError):
            return {}
        return found

    def _ask(self, worker: _Worker) -> None:
        self._workers[worker.address] = worker
        worker.asked = monotonic()
        terms = self._terms
        coming = self._send(worker, "check", check_in, terms.run, terms.luggage, terms.files)
        coming.add_done_callback(partial(self._note, "facts", worker))

    def _judge(self, worker: _Worker, came: Future[bytes]) -> None:
        """Give it work, or say why not."""
        if self._workers.get(worker.address) is not worker:
            return
        if came.cancelled() or isinstance(came.exception(), _LOST):
            del self._workers[worker.address]  # asked again where it is still there
            return
        if came.exception() is not None:
            faults = [say.NO_FORMGEN.format(here=self._terms.here["formgen"])]
        else:
            facts = came.result()
            faults = self._compare(unpack(facts)) if facts else [say.NOT_STARTED]
        if faults:
            self._refuse(worker, faults)
        else:
            worker.fit = True

    def _refuse(self, worker: _Worker, faults: list[str]) -> None:
        worker.fit = False
        self._refusals += [Fault(fault, worker.address) for fault in faults]
        self.notices.append(say.ONE_REFUSED.format(worker=worker.address, why=say.JOIN.join(faults)))

    def _compare(self, there: Facts) -> list[str]:
        here = self._terms.here
        return [
            say.DIFFERENT.get(name, say.DIFFERENT_LIBRARY).format(
                name=name, here=here[name] or say.NONE, there=there.get(name) or say.NONE
            )
            for name in differences(here, there)
        ]

    def _lose(self, worker: _Worker) -> None:
        """What it had is given to others, first of all."""
        for errand in reversed(worker.errands):
            errand.tries += errand is worker.errands[0]
            self._take_back(errand)
        worker.errands.clear()

    def _take_back(self, errand: Errand) -> None:
        coming, errand.coming, errand.worker = errand.coming, None, None
        if coming is not None:
            coming.cancel()
        if errand.tries >= _TRIES:
            errand.answer.set_exception(BrokenWorkers(errand.tries))
        else:
            self._waiting.appendleft(errand)

    def _move_stuck(self) -> None:
        """What waits behind a form that takes long is given to a worker that has nothing to do."""
        now = monotonic()
        idle = sum(worker.fit is True and not worker.errands for worker in self._workers.values())
        for worker in list(self._workers.values()):
            if worker.errands and now - worker.errands[0].since > self._terms.limit + self._terms.patience:
                worker.fit = False  # it does not even say that the time is over
                self._lose(worker)
            elif idle > len(self._waiting):
                for errand in worker.errands[worker.threads :]:
                    if now - errand.since > _STUCK_SECONDS and idle > len(self._waiting):
                        worker.errands.remove(errand)
                        self._take_back(errand)

    # ── tasks ────────────────────────────────────────────────────────────────────────────────────
    def _give_out(self) -> None:
        """To whoever has the most room."""
        fit = [worker for worker in self._workers.values() if worker.fit]
        while self._waiting and self.client.status == "running":
            worker = max(fit, key=lambda it: it.room, default=None)
            if worker is None or worker.room <= 0:
                return
            errand = self._waiting.popleft()
            errand.worker, errand.since = worker, monotonic()
            worker.errands.append(errand)
            self._begun = True
            coming = self._send(
                worker, "form", carry, self._terms.run, errand.parcel, self._terms.limit, RECYCLED_AFTER
            )
            errand.coming = coming
            coming.add_done_callback(partial(self._note, "answer", errand))

    def _note(self, kind: str, of: Errand | _Worker, came: Future[Any]) -> None:
        """From any thread."""
        self._events.put((kind, (of, came)))

    def _send(self, worker: _Worker, kind: str, work: Callable[..., Any], *args: object) -> Future[Any]:
        """What the worker gives. Nothing here waits for it: where the worker is lost, it never comes."""
        key = f"formgen-{kind}-{self._terms.run}-{next(self._numbers)}"
        remote = self.client.submit(work, *args, workers=[worker.address], key=key, pure=False)
        loop: Any = self.client.loop
        return run_coroutine_threadsafe(_result_of(remote), loop.asyncio_loop)

    def _take_answer(self, errand: Errand, came: Future[Carried]) -> None:
        if errand.coming is not came:
            return  # it has been given to another meanwhile
        worker = errand.worker
        assert worker is not None
        worker.errands.remove(errand)
        if worker.errands:
            worker.errands[0].since = monotonic()  # its turn has come
        error = CancelledError() if came.cancelled() else came.exception()
        if isinstance(error, _LOST) or type(error).__name__ == "KilledWorker":
            errand.tries += not isinstance(error, CancelledError)
            self._take_back(errand)
        elif error is not None:
            errand.answer.set_exception(error)
        else:
            errand.answer.set_result(came.result())

    def _end(self, error: FormgenError) -> None:
        """Everyone who waits is told."""
        self._ended = error
        left = [*self._waiting, *(it for worker in self._workers.values() for it in worker.errands)]
        self._waiting.clear()
        for worker in self._workers.values():
            worker.errands.clear()
        for errand in left:
            if not errand.answer.done():
                errand.answer.set_exception(error)


async def _result_of(remote: Any) -> Any:
    return await remote


class BrokenWorkers(Exception):
    """count: workers that were lost while they had this task, each time another."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count
