"""The command line in this process, for speed: exit code, what it printed, what it left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from formgen import cli


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


Formgen = Callable[..., Run]


@pytest.fixture
def formgen(capsys: pytest.CaptureFixture[str]) -> Formgen:
    """Run the program; no run of it may ever show a traceback."""

    def call(*arguments: str | Path) -> Run:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Run(code, captured.out, captured.err)

    return call


def listing(folder: Path) -> dict[str, bytes]:
    """What a user sees in the folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def leftovers(folder: Path) -> list[Path]:
    """Temporary files that nobody will clean up."""
    return [path for path in folder.rglob(".formgen-*") if path.is_file()]
