"""One scored form as OFD, and the same form as PDF, for all tests of the room."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import tomli_w

from formgen import cli
from tests.ofd.tools import ACTUALS, SAMPLE, build, parts_of


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result folder."""
    folder = tmp_path_factory.mktemp("ofd")
    options = ["--actuals", str(ACTUALS), "--formats", "pdf,ofd", "--engine", "typst"]
    assert cli.run(["build", str(SAMPLE), "-o", str(folder), *options]) == 0
    return folder


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The parts of a scored draft of a few rows."""
    folder = tmp_path_factory.mktemp("short")
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    data["indicators"] = data["indicators"][:5]
    actuals = tomllib.loads(ACTUALS.read_text(encoding="utf-8"))["actuals"]
    names = [row["level3"] for row in data["indicators"]]
    data["actuals"] = {name: actuals[name] for name in names}
    source = folder / "a.toml"
    source.write_text(tomli_w.dumps(data), encoding="utf-8")
    return parts_of(build(source, folder, "--draft"))


@pytest.fixture(scope="session")
def scored(made: Path) -> Path:
    """The OFD of the form with its scored appendix."""
    (path,) = made.glob("*.ofd")
    return path
