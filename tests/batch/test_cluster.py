"""The same work on a real Dask cluster: the same bytes, a lost worker's forms done again, a worker that
would make other forms refused."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formgen.base.errors import UsageFault
from formgen.results.product import Product
from formgen.run import cluster as cluster_module
from formgen.run.cluster import ClusterRunner
from formgen.run.processes import run_tasks
from formgen.run.task import do_task
from tests.batch.samples import tasks_of, write_forms

distributed = pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = [
    pytest.mark.slow,
    # Dask's own threads and sockets are torn down by it, not by us.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes of one thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster


def test_results_equal_those_made_here_though_a_worker_dies(cluster: Any, tmp_path: Path) -> None:
    tasks = tasks_of(write_forms(tmp_path, 10))
    here = {}
    for task in tasks:
        (product,) = do_task(task).results
        assert isinstance(product, Product)
        here[task.label] = product.files
    runner = ClusterRunner(cluster.scheduler_address)
    there: dict[str, dict[str, bytes]] = {}
    killed = False
    for _, result in run_tasks(runner, tasks, lambda task: None):
        assert isinstance(result, Product), result
        there[result.outcome.label] = result.files
        if not killed:
            pid = next(iter(runner._client.run(os.getpid).values()))
            os.kill(pid, signal.SIGKILL)
            killed = True
    runner.close()
    assert there == here


def test_a_worker_with_other_templates_is_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = tasks_of(write_forms(tmp_path, 1))
    runner = ClusterRunner(cluster.scheduler_address)
    # This machine's version changes, the workers' stays.
    monkeypatch.setattr(cluster_module, "__version__", "99.0")
    with pytest.raises(UsageFault) as refusal:
        list(run_tasks(runner, tasks, lambda task: None))
    runner.close()
    assert any("99.0" in fault.message for fault in refusal.value.faults)


def test_no_scheduler_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT_SECONDS", "1s")
    with pytest.raises(UsageFault, match="连不上调度器"):
        ClusterRunner("tcp://127.0.0.1:9")
