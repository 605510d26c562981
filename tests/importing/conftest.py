"""The command line, as the tests of the commands run it; the reading in this process, for speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from formgen.library import imports
from tests.cli.conftest import formgen

__all__ = ["formgen"]


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the guarded process does, done here: test_guard.py is about the guard."""

    def run(work: Callable[..., Any], *args: object, **limits: object) -> Any:
        assert set(limits) == {"time_limit", "memory_limit"}
        return work(*args)

    monkeypatch.setattr(imports, "run_guarded", run)
