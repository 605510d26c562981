"""Deep calls do not ask the system for memory again and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from formgen.base.frames import with_room

resource = pytest.importorskip("resource", reason="page faults are counted by Unix")


def _do_nothing() -> None:
    return None


def _call_at(depth: int) -> None:
    """Fifty calls, that many frames deep."""
    if depth:
        _call_at(depth - 1)
    else:
        for _ in range(50):
            _do_nothing()


def _call_at_every_depth() -> None:
    for depth in range(300):
        _call_at(depth)


def _faults(call: Callable[[], object]) -> int:
    """How often the system had to give a page of memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call()
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt) - before


def test_calls_at_any_depth_find_their_room() -> None:
    """Without the room, the calls at each of some ten depths come to 50 pages and more."""
    _call_at_every_depth()
    assert _faults(lambda: with_room(_call_at_every_depth)) < 100


def test_what_is_called_gives_its_value_and_its_error() -> None:
    assert with_room(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 7, 0)
