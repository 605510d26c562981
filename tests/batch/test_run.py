"""Many declarations: order, and one that crashes, hangs or holds a bug never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formgen.base.errors import ExitCode
from formgen.results.product import Product
from formgen.run.processes import ProcessRunner, run_tasks
from formgen.run.task import Failure
from tests.batch.samples import tasks_of, write_forms
from tests.batch.workers import crash_on_bad

pytestmark = pytest.mark.slow


@pytest.fixture
def runner() -> Iterator[ProcessRunner]:
    runner = ProcessRunner(2, ("docx",), time_limit=6, work=crash_on_bad)
    yield runner
    runner.close()


def test_order_and_failures(runner: ProcessRunner, tmp_path: Path) -> None:
    paths = write_forms(tmp_path, 8)
    for number, name in ((1, "bad.toml"), (3, "slow.toml"), (5, "bug.toml")):
        paths[number] = paths[number].rename(tmp_path / name)
    results = [result for _, result in run_tasks(runner, tasks_of(paths), lambda task: None)]
    assert len(results) == 8
    for number, (path, result) in enumerate(zip(paths, results, strict=True)):
        if number in (1, 3, 5):
            assert isinstance(result, Failure), path
            assert result.outcome.label == str(path)
            assert result.outcome.exit_code is ExitCode.BUG
        else:
            assert isinstance(result, Product), result
            assert result.outcome.label == str(path)
    messages = [result.outcome.message for result in results if isinstance(result, Failure)]
    assert "意外退出" in messages[0]
    assert "没有做完" in messages[1]
    assert "ZeroDivisionError" in messages[2]
