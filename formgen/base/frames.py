"""Room for Python's frames.

CPython (3.11 and later) keeps the frames of Python functions in pieces of 16 KB, and hands a piece back to
the system as soon as its first frame returns. A loop that runs deep in other people's code, and happens to
stand at the end of a piece, asks the system for memory at every call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

_SLOTS = 66_000
"""Of eight bytes, above half a megabyte: the piece is then one megabyte, and what is left of it is enough for
a thousand frames. Only what is used of it takes memory."""

P = ParamSpec("P")
T = TypeVar("T")


def with_room(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the call returns; all that it calls in turn has its frames in one piece."""
    return call(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=_SLOTS)
