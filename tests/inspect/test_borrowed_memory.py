"""Where the system lends no memory as a file (Windows, macOS, or it refuses), the same PDF comes out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.verify.samples import build_example


@pytest.mark.slow
@pytest.mark.parametrize("refusal", [AttributeError, OSError])
def test_a_system_that_lends_nothing(
    refusal: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lent,) = build_example(tmp_path / "lent").glob("*.pdf")

    def refuse(_: str) -> int:
        raise refusal

    monkeypatch.setattr(os, "memfd_create", refuse, raising=False)
    (own,) = build_example(tmp_path / "own").glob("*.pdf")
    assert own.read_bytes() == lent.read_bytes()
