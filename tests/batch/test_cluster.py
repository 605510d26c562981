"""The same work on a real Dask cluster: the same bytes, all workers at work, the same limits, a worker that would
make other forms given none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.base.errors import UsageFault
from formgen.results.product import Product
from formgen.run import cluster as cluster_module
from formgen.run.batch import Guards, run_paths
from formgen.run.cluster import ClusterRunner
from formgen.run.prepare import Options
from formgen.run.processes import run_tasks
from formgen.run.task import do_task
from tests.batch.samples import contents, tasks_of, write_forms
from tests.batch.workers import crash_on_bad, meet
from tests.conftest import ROOT

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


def test_both_workers_are_at_work_on_files_of_one_declaration(cluster: Any, tmp_path: Path) -> None:
    write_forms(tmp_path / "forms", 4)
    (tmp_path / "forms" / "met").mkdir()
    guards = Guards(cluster=cluster.scheduler_address, work=meet)
    done = run_paths([tmp_path / "forms"], Options(("docx",)), output=tmp_path / "out", guards=guards).results
    assert [it.outcome.status for it in done] == ["built"] * 4, [it.outcome.message for it in done]


def test_a_form_that_never_ends_or_kills_its_process_is_named_and_the_rest_goes_on(
    cluster: Any, tmp_path: Path
) -> None:
    forms = write_forms(tmp_path / "forms", 7)
    for number, name in ((1, "slow.toml"), (3, "bad.toml"), (5, "bug.toml")):
        forms[number].rename(forms[number].with_name(name))
    address = cluster.scheduler_address
    out, options = tmp_path / "out", Options(("docx",))
    guards = Guards(cluster=address, time_limit=12, work=crash_on_bad)
    first = run_paths([tmp_path / "forms"], options, output=out, guards=guards).results
    told = {Path(it.path).name: it.outcome.message for it in first if it.outcome.status == "failed"}
    assert sorted(told) == ["bad.toml", "bug.toml", "slow.toml"]
    assert "没有做完" in told["slow.toml"]
    assert "意外退出" in told["bad.toml"]
    assert "ZeroDivisionError" in told["bug.toml"]
    again = run_paths([tmp_path / "forms"], options, output=out, guards=Guards(cluster=address)).results
    assert sorted(it.outcome.status for it in again) == ["built"] * 3 + ["kept"] * 4


def test_own_profile_and_actual_values_go_to_the_workers(cluster: Any, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(ROOT / "templates" / "hunan-2023", own)
    text = (own / "profile.toml").read_text(encoding="utf-8")
    (own / "profile.toml").write_text(
        text.replace('id = "hunan-2023"', 'id = "own-form"', 1), encoding="utf-8"
    )
    forms, actuals = tmp_path / "forms", tmp_path / "actuals"
    forms.mkdir()
    actuals.mkdir()
    for name in ("甲局", "乙局"):
        seed = (ROOT / "inputs" / "hengyang-2023.toml").read_text(encoding="utf-8")
        seed = seed.replace("衡阳市市场监督管理局", name).replace(
            'profile = "hunan-2023"', 'profile = "own-form"'
        )
        (forms / f"{name}.toml").write_text(seed, encoding="utf-8")
        shutil.copy(ROOT / "inputs" / "hengyang-2023-actuals.toml", actuals / f"{name}.toml")
    made = {}
    for where in (None, cluster.scheduler_address):
        out = tmp_path / f"out-{where is None}"
        batch = formgen.build(
            [forms], out, profile=own, actuals=actuals, formats=("docx",), jobs=1, cluster=where
        )
        assert [it.outcome.status for it in batch.results] == ["built"] * 2, batch.results
        assert not batch.notices
        made[where] = contents(out)
    here, there = made.values()
    assert len(here) >= 3
    assert here == there


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


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("tcp://127.0.0.1:9", "连不上调度器"),
        ("tls://127.0.0.1:9", "证书"),
        ("nonsense", "地址"),
        ("http://127.0.0.1:8786", "地址"),
    ],
)
def test_no_scheduler_is_a_sentence(address: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT_SECONDS", 1.0)
    with pytest.raises(UsageFault, match=told):
        ClusterRunner(address)


FAIL_OFTEN = """
import gc
from formgen.base.errors import UsageFault
from formgen.run.cluster import ClusterRunner
gc.set_threshold(700)
for address in ["nonsense", "http://127.0.0.1:8786"] * 12:
    try:
        ClusterRunner(address)
    except UsageFault:
        pass
"""


def test_connections_that_failed_are_in_nobodys_way() -> None:
    """What Dask leaves of one once waited for the next, and the next for it: seen only where it is collected just
    then, so many are made."""
    run = subprocess.run([sys.executable, "-c", FAIL_OFTEN], cwd=ROOT, timeout=60, capture_output=True)
    assert run.returncode == 0 and not run.stderr, run.stderr.decode()[-500:]
