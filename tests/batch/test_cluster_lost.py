"""A cluster that is not there, or is lost on the way: a sentence, soon, and the next run does only what is
missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from formgen.base.errors import ExitCode
from tests.batch.samples import contents, write_forms

pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = pytest.mark.slow

from bench.cluster import Cluster  # noqa: E402  # it wants Dask

FORMS = 40


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    folder = tmp_path / "dask"
    folder.mkdir()
    cluster = Cluster(folder)
    cluster.start_scheduler()
    yield cluster
    cluster.end()


def start(forms: Path, out: Path, *how: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "formgen",
        "build",
        str(forms),
        "-o",
        str(out),
        "--formats",
        "docx",
        "--appendix",
        "none",
        *how,
    ]
    environment = {**os.environ, "DASK_FORMGEN__PATIENCE": "4"}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, encoding="utf-8")


def lose(program: subprocess.Popen[bytes]) -> None:
    """kill -9, with whatever it started that would start it again."""
    everyone = [psutil.Process(program.pid), *psutil.Process(program.pid).children(recursive=True)]
    for process in everyone:
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    program.wait()


def count_results(out: Path) -> int:
    return len(list(out.glob("*.docx")))


def wait_for_results(run: subprocess.Popen[str], out: Path, more_than: int) -> None:
    while count_results(out) <= more_than:
        assert run.poll() is None, run.communicate()
        time.sleep(0.02)


def told_by(run: subprocess.Popen[str]) -> str:
    """What it says in the end: plain sentences, no traceback, no library's log."""
    _, told = run.communicate(timeout=400)
    assert "Traceback" not in told and "distributed" not in told, told
    return told


def test_none_there_then_workers_lost_then_the_scheduler(cluster: Cluster, tmp_path: Path) -> None:
    forms, out = tmp_path / "forms", tmp_path / "out"
    write_forms(forms, FORMS, rows=6)

    run = start(forms, out, "--cluster", cluster.address)
    assert "没有一台可用的工作机" in told_by(run)
    assert run.returncode == ExitCode.USAGE

    cluster.start_workers(2)
    run = start(forms, out, "--cluster", cluster.address)
    wait_for_results(run, out, more_than=2)
    for worker in cluster.workers:
        lose(worker)
    told = told_by(run)
    assert "工作机全部断开" in told, told
    assert run.returncode == ExitCode.BATCH
    done = count_results(out)
    assert 2 < done < FORMS

    cluster.workers.clear()
    cluster.start_workers(1)
    run = start(forms, out, "--cluster", cluster.address)
    wait_for_results(run, out, more_than=done + 2)
    assert cluster.scheduler is not None
    lose(cluster.scheduler)
    told = told_by(run)
    assert "调度器" in told and "断开" in told, told
    assert run.returncode == ExitCode.BATCH
    done = count_results(out)
    assert done < FORMS

    run = start(forms, out, "-j", "1")
    assert f"生成 {FORMS - done} 份，沿用 {done} 份" in told_by(run)
    undisturbed = tmp_path / "undisturbed"
    start(forms, undisturbed, "-j", "1").communicate(timeout=400)
    assert contents(out) == contents(undisturbed)
