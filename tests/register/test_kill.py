"""kill -9 at random moments of a run that keeps the register: decisions stand, and what a last run leaves is
what an undisturbed one leaves."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import formgen
from formgen.register import Register
from tests.register.campaign import Handed, hand_in

pytestmark = pytest.mark.slow


def _start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "formgen", "check", str(folder), "-o", str(out), "-j", "1"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _facts(register: Register) -> list[tuple[object, ...]]:
    """All that does not depend on when it was."""
    return [
        (it.identity, it.state, it.round, it.findings, it.mended, it.standing, it.new, it.changed)
        for it in register.units()
    ]


def _second_round(units: list[Handed]) -> None:
    for number, unit in enumerate(units):
        unit.broken = {1} if number % 2 else set()
        unit.write()


def _campaign(base: Path, kills: int) -> tuple[Register, Register]:
    """The register of a disturbed and of an undisturbed campaign over two rounds with a decision between."""
    registers = []
    for name, disturbed in (("disturbed", kills), ("undisturbed", 0)):
        units = hand_in(base / "in", 12)
        for unit in units:
            unit.broken = {0}
            unit.write()
        out = base / name
        assert _start(base / "in", out).wait(timeout=120) in (0, 4)
        formgen.decide(out, units[3].name, "人工通过", why="看过原件", by="王五")
        _second_round(units)
        chance = random.Random(20231122)
        for _ in range(disturbed):
            run = _start(base / "in", out)
            time.sleep(chance.uniform(0.4, 2.5))
            run.kill()
            run.wait(timeout=30)
            found = formgen.status(out).find(units[3].name)
            assert "人工通过" in {it.decision for it in (found.decision, found.earlier) if it is not None}
        time.sleep(0.5)  # a killed parent's worker lets go of nothing that the next run needs
        assert _start(base / "in", out).wait(timeout=120) in (0, 4)
        registers.append(formgen.status(out))
    return registers[0], registers[1]


def test_nothing_is_lost_by_a_kill(tmp_path: Path) -> None:
    disturbed, undisturbed = _campaign(tmp_path, 3)
    assert _facts(disturbed) == _facts(undisturbed)
    assert disturbed.damaged == 0


@pytest.mark.deep
def test_nothing_is_lost_by_twenty_kills(tmp_path: Path) -> None:
    disturbed, undisturbed = _campaign(tmp_path, 20)
    assert _facts(disturbed) == _facts(undisturbed)
