"""`formgen` alone: the page for a person at a screen, help and exit 2 for everybody else."""

from __future__ import annotations

import sys

import pytest

from formgen import cli
from formgen.cli import serve


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone at a terminal under a screen, with the page installed."""
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(serve, "has_page", lambda: True)


def test_a_person_at_a_screen_gets_the_page(person: None, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []
    monkeypatch.setattr(
        "formgen.page.server.serve", lambda port, **how: served.append(f"{port} {how['roots']}")
    )
    assert cli.run([]) == 0
    assert served == ["0 ()"]


@pytest.mark.parametrize("lacking", ["screen", "terminal", "extra", "CI"])
def test_everybody_else_gets_help(
    person: None, lacking: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if lacking == "screen":
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.delenv("DISPLAY")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    elif lacking == "terminal":
        monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    elif lacking == "extra":
        monkeypatch.setattr(serve, "has_page", lambda: False)
    else:
        monkeypatch.setenv("CI", "true")
    assert cli.run([]) == 2
    assert "用法" in capsys.readouterr().err
