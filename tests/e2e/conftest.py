"""The seed, built once by the command line as a user does it, and looked at by many tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from formgen import cli


@pytest.fixture(scope="session")
def seed_results(sample_toml: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the seed's results, the form alone."""
    folder = tmp_path_factory.mktemp("seed")
    assert cli.run(["build", str(sample_toml), "-o", str(folder), "--appendix", "none"]) == 0
    return folder


@pytest.fixture(scope="session")
def seed_pdf(seed_results: Path) -> bytes:
    (path,) = seed_results.glob("*.pdf")
    return path.read_bytes()


@pytest.fixture(scope="session")
def seed_docx(seed_results: Path) -> bytes:
    (path,) = seed_results.glob("*.docx")
    return path.read_bytes()
