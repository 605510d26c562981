"""Timing side by side: every candidate in turn, round after round, so that a machine that slows down
slows all of them; medians and quartiles, never single times."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from formgen.base.collector import collect_rarely

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of the runs that counted."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def spread(self) -> float:
        """Half the distance between the quartiles, as a share of the median."""
        if len(self.runs) < 4:
            return (max(self.runs) - min(self.runs)) / 2 / self.median
        low, _, high = statistics.quantiles(self.runs, n=4)
        return (high - low) / 2 / self.median


def time_together(
    candidates: Mapping[str, Callable[[], object]], rounds: int, warm: int = 2
) -> dict[str, Timed]:
    """Seconds of each candidate; the first `warm` rounds are not counted. What this process holds by then is kept
    out of the collector's sight: no candidate is to pay for the others' modules."""
    runs: dict[str, list[float]] = {name: [] for name in candidates}
    try:
        for number in range(rounds + warm):
            for name, work in candidates.items():
                gc.collect()
                if number == warm:
                    gc.freeze()
                start = time.perf_counter()
                work()
                if number >= warm:
                    runs[name].append(time.perf_counter() - start)
    finally:
        gc.unfreeze()
    return {name: Timed(tuple(times)) for name, times in runs.items()}


def at_own_pace(work: Callable[[], Made]) -> Callable[[], Made]:
    """formgen's work, with garbage collected as often as the program itself has it done; peers run at Python's
    pace, as they do by themselves."""

    def paced() -> Made:
        before = gc.get_threshold()
        collect_rarely()
        try:
            return work()
        finally:
            gc.set_threshold(*before)

    return paced


def run_python(arguments: Sequence[str]) -> Callable[[], object]:
    """A whole Python process, from start to end."""

    def work() -> object:
        return subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    return work


_WATCHED = (
    "import resource, subprocess, sys, time; start = time.perf_counter(); "
    "done = subprocess.run([sys.executable, *sys.argv[2:]], capture_output=True); "
    "assert str(done.returncode) in sys.argv[1].split(','), done.stderr; "
    "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
)


def watch_python(arguments: Sequence[str], codes: Collection[int] = (0,)) -> tuple[float, float]:
    """Seconds of a whole Python process, and MB of the largest among it and its own processes. In a process
    of its own, for a parent knows only the largest of all its children so far. codes: with which it may end."""
    allowed = ",".join(map(str, codes))
    run = subprocess.run(
        [sys.executable, "-c", _WATCHED, allowed, *arguments], check=True, capture_output=True, text=True
    )
    seconds, peak = map(float, run.stdout.split())
    return seconds, peak
