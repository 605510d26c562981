"""Damaged files, state and odd declarations through the program: never a bug, never a traceback, always an end.

A fixed sample of each room belongs to `make test`; `make deep` goes on for half an hour a room.

    FORMGEN_DEEP_SECONDS=300 FORMGEN_DEEP_SEED=7 make deep
"""

from __future__ import annotations

import os
import sys
import time

import pytest

from tests.deep import rooms
from tests.deep.rooms import ROOMS, Ran
from tests.deep.tries import complaint

SAMPLE = {"workbook": 40, "toml": 40, "document": 15, "page": 15, "state": 8, "typst": 5}
"""How many tries of each room `make test` makes: less than a minute on two cores."""

SECONDS = float(os.environ.get("FORMGEN_DEEP_SECONDS", "1800"))
SEED = int(os.environ.get("FORMGEN_DEEP_SEED", "1000"))
MOST_TOLD = 10

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="alarms are POSIX's")


def test_every_room_has_a_sample() -> None:
    assert SAMPLE.keys() == ROOMS.keys()


def test_a_bug_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for code, said in ((1, ""), (2, ""), (0, "Traceback (most recent call last)")):
        monkeypatch.setitem(rooms.ROOMS, "toml", lambda rng, folder, c=code, s=said: [Ran(("check",), c, s)])
        assert "toml, seed 5" in complaint("toml", 5)
    monkeypatch.setitem(rooms.ROOMS, "toml", lambda rng, folder: [Ran(("check",), 4, "")])
    assert complaint("toml", 5) == ""


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_a_sample_of_each(room: str) -> None:
    told = [text for seed in range(SAMPLE[room]) if (text := complaint(room, seed))]
    assert not told, "\n\n".join(told)


@pytest.mark.deep
@pytest.mark.parametrize("room", ROOMS)
def test_for_as_long_as_there_is_time(room: str) -> None:
    end, seed, told = time.monotonic() + SECONDS, SEED, []
    while time.monotonic() < end and len(told) < MOST_TOLD:
        if text := complaint(room, seed):
            told.append(text)
        seed += 1
    print(f"{room}: {seed - SEED} tries")
    assert not told, f"{seed - SEED} tries\n" + "\n\n".join(told)
