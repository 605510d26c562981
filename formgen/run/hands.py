"""On a worker of a cluster: tasks are done in processes of their own, held to the same limits as on one machine.

Comes in: luggage of a run, and tasks as bytes. Goes out: replies as bytes, or how the process ended. The worker
itself only carries: it imports no engine, so a form that brings its process down, takes all the memory or never
ends costs that process alone, and however many threads the worker has, no engine is two forms' at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from formgen.run.hand import receive, send


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of a task. data: the reply; late: the limit that was over; code: of a process that ended by itself,
    None where it did not."""

    data: bytes = b""
    late: float = 0.0
    code: int | None = None


@dataclass(slots=True)
class _Run:
    """luggage: handed to every process. idle: processes that wait for work."""

    luggage: bytes
    folder: TemporaryDirectory[str]
    idle: list[_Hand] = field(default_factory=list)
    busy: set[_Hand] = field(default_factory=set)


_RUNS: dict[str, _Run] = {}
_LOCK = threading.Lock()


def check_in(run: str, luggage: bytes, files: dict[str, bytes]) -> bytes:
    """Begin a run here. luggage: packed. files: of a user's own profile. Gives the
    facts of this machine, as the first process tells them; b"" where it did not start."""
    folder = TemporaryDirectory(prefix="formgen-", ignore_cleanup_errors=True)
    for name, data in files.items():
        path = Path(folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    there = _Run(luggage, folder)
    with _LOCK:
        _RUNS[run] = there
    try:
        hand = _Hand(there)
    except EOFError:
        return b""
    with _LOCK:
        if run in _RUNS:
            there.idle.append(hand)
            return hand.facts
    hand.end()  # the run is over already
    return b""


def carry(run: str, parcel: bytes, limit: float, replaced_after: int) -> Carried:
    """One task, in a process of its own. limit: seconds. replaced_after: so many tasks is the process replaced, and
    its memory stays flat however long the run."""
    there = _RUNS[run]
    with _LOCK:
        hand = there.idle.pop() if there.idle else None
    if hand is not None and not hand.is_alive:
        hand.end()
        hand = None
    if hand is None:
        try:
            hand = _Hand(there)
        except EOFError:
            return Carried(code=1)
    with _LOCK:
        there.busy.add(hand)
    carried = hand.do(parcel, limit)
    with _LOCK:
        there.busy.discard(hand)
        keep = hand.is_alive and hand.done < replaced_after and run in _RUNS
        if keep:
            there.idle.append(hand)
    if not keep:
        hand.end()
    return carried


def check_out(run: str) -> None:
    """The run is over, whatever is under way."""
    with _LOCK:
        there = _RUNS.pop(run, None)
    if there is not None:
        for hand in [*there.idle, *there.busy]:
            hand.end()
        there.folder.cleanup()


class _Hand:
    """A process that does one task after another. Raises EOFError where it does not start."""

    def __init__(self, run: _Run) -> None:
        self.done = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "formgen.run.hand"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path)},
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        with suppress(OSError):
            send(self._in, run.luggage)
            send(self._in, os.fsencode(run.folder.name))
        facts = receive(self._out)
        if facts is None:
            self.end()
            raise EOFError
        self.facts = facts

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def do(self, parcel: bytes, limit: float) -> Carried:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(limit, stop)
        timer.daemon = True
        timer.start()
        try:
            with suppress(OSError, ValueError):  # it has just ended, or was: then nothing comes back
                send(self._in, parcel)
            data = receive(self._out)
        finally:
            timer.cancel()
        self.done += 1
        if data is not None:
            return Carried(data)
        return Carried(late=limit) if late.is_set() else Carried(code=self._process.wait())

    def end(self) -> None:
        """Now, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError, ValueError):  # what was not sent any more
                pipe.close()
