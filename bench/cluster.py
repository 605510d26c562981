"""A Dask cluster beside the local pool: the same forms, the same two processors, in turn.

The scheduler and two workers of one thread are started as docs/运维.md tells, but share this machine's
processors with whoever builds: so the ratio tells what the way there and back costs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.generate import make_declarations
from bench.timing import Timed, watch_python
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml

WORKERS = 2
LOCAL, CLUSTER = "本机 2 个进程", "集群 2 台工作机"
_START_SECONDS = 120.0


@dataclass
class Cluster:
    """A scheduler and workers of one thread, each a process of its own. folder: for their files."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        found = self.folder / "scheduler.json"
        options = ["--port", "0", "--no-dashboard", "--scheduler-file", str(found)]
        self.scheduler = _start("dask_scheduler", *options)
        end = time.monotonic() + _START_SECONDS
        while not found.is_file() and time.monotonic() < end:
            time.sleep(0.05)
        from distributed import Client

        with Client(scheduler_file=str(found), timeout=_START_SECONDS, set_as_default=False) as client:
            self.address = client.scheduler.address

    def start_workers(self, count: int = WORKERS) -> None:
        """And wait until they are there."""
        options = [self.address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder)]
        self.workers += [_start("dask_worker", *options) for _ in range(count)]
        from distributed import Client

        with Client(self.address, timeout=_START_SECONDS, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=_START_SECONDS)

    def end(self) -> None:
        programs = [*self.workers, *([self.scheduler] if self.scheduler else [])]
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait()


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster with its workers, ended afterwards."""
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        cluster.start_workers()
        yield cluster
    finally:
        cluster.end()


def cluster_times(number: int, engine: str, rounds: int, profile: Profile) -> dict[str, Timed]:
    """Seconds for so many forms by the local pool and by a cluster, both of two processes, in turn."""
    runs: dict[str, list[float]] = {LOCAL: [], CLUSTER: []}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        forms = folder / "forms"
        forms.mkdir()
        for at, declaration in enumerate(make_declarations(number, seed=5, rows=24)):
            (forms / f"{at:04d}.toml").write_text(declaration_toml(declaration, profile), encoding="utf-8")
        with running_cluster(folder) as cluster:
            ways = {LOCAL: ["-j", str(WORKERS)], CLUSTER: ["--cluster", cluster.address]}
            for at in range(rounds):
                for name, how in ways.items():
                    out = folder / f"out-{at}-{len(name)}"
                    command = ["-m", "formgen", "build", str(forms), "-o", str(out), "--engine", engine]
                    runs[name].append(watch_python([*command, *how])[0])
    return {name: Timed(tuple(seconds)) for name, seconds in runs.items()}


def _start(program: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", *options]
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
