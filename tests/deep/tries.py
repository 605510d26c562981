"""One try of a room: a seed, a folder of its own, and what may not happen."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import FrameType

from formgen.base.errors import ExitCode
from tests.deep.rooms import ROOMS

MOST_SECONDS = 120
"""A try that takes longer hangs, on any machine."""

_MAY = frozenset(int(code) for code in ExitCode) - {
    int(ExitCode.BUG),
    int(ExitCode.USAGE),
    int(ExitCode.INTERRUPTED),
}


class _Hangs(BaseException):
    """Not to be caught by the program."""


def complaint(room: str, seed: int) -> str:
    """What went wrong with this seed; "" where nothing did. To look closer: rooms.ROOMS[room](Random(seed),
    folder)."""
    with TemporaryDirectory(prefix="formgen-deep-") as folder, warnings.catch_warnings(), _alarm():
        warnings.simplefilter("ignore")
        try:
            ran = ROOMS[room](Random(seed), Path(folder))
        except _Hangs:
            return f"{room}, seed {seed}: took more than {MOST_SECONDS} s"
    for each in ran:
        if each.code not in _MAY or "Traceback" in each.said:
            return f"{room}, seed {seed}: {' '.join(each.arguments)} → {each.code}\n{each.said[-2000:]}"
    return ""


@contextmanager
def _alarm() -> Iterator[None]:
    def hang(number: int, frame: FrameType | None) -> None:
        raise _Hangs

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
