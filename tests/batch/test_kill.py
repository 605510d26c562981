"""kill -9 of workers and of the parent, at random moments: what a later run leaves is what an undisturbed
run leaves, byte for byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.samples import contents, write_forms

pytestmark = pytest.mark.slow

KILLS = 20


def _start(forms: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "formgen",
        "build",
        str(forms),
        "-o",
        str(out),
        "-j",
        "2",
        "--appendix",
        "none",
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _parent(pid: int) -> int | None:
    """Parent of a living process, by its stat line (it stands second behind the name); None: ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    # A container whose first process is no init keeps the dead on its list for ever.
    return None if fields[0] in "ZX" else int(fields[1])


def _children(pid: int) -> list[int]:
    """Living processes whose parent this is."""
    everyone = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [other for other in everyone if _parent(other) == pid]


def _wait_gone(pids: list[int]) -> None:
    """Workers of a dead parent end by themselves."""
    for _ in range(600):
        living = [pid for pid in pids if _parent(pid) is not None]
        if not living:
            return
        time.sleep(0.05)
    pytest.fail(f"workers outlived their parent: {living}")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="not checked: needs /proc")
def test_after_any_kill_the_results_are_those_of_an_undisturbed_run(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    write_forms(forms, 10, rows=6)
    undisturbed = tmp_path / "undisturbed"
    assert _start(forms, undisturbed).wait(timeout=120) == 0
    disturbed = tmp_path / "disturbed"
    chance = random.Random(20231122)
    for number in range(KILLS):
        run = _start(forms, disturbed)
        time.sleep(chance.uniform(0.3, 1.8))
        workers = _children(run.pid)
        if number % 2 and workers:
            victim = chance.choice(workers)
            os.kill(victim, signal.SIGKILL)
            time.sleep(chance.uniform(0.0, 0.3))
        run.kill()
        run.wait(timeout=30)
        _wait_gone(workers)
    last = _start(forms, disturbed)
    assert last.wait(timeout=120) == 0
    assert contents(disturbed) == contents(undisturbed)
    assert not list(disturbed.glob(".formgen-*")), "temporary files left behind"
