"""Python's garbage collector, at the pace of a tool that makes documents."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 100_000
"""Python's own 700 lets a start look through its half-made modules a hundred times, and find nothing; with a hundred
thousand a check of one form ends before it looks even once."""


def collect_rarely() -> None:
    """For a process of formgen's own; a program that imports formgen sets its own pace."""
    gc.set_threshold(_NEW_OBJECTS, 10, 10)


def leave_the_rest() -> None:
    """At a process's end: what still lives ends with it. The interpreter would look through it all once more,
    for a tenth of the time of making a form."""
    gc.freeze()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A document is some hundred thousand objects that all live until it is written: looking through them
    for garbage meanwhile takes a third of the time and finds nothing. Then they go all at once: left to
    the collector's own rhythm they would pile up from form to form."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(0)
