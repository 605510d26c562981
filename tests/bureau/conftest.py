"""Shared by the bureau's tests: made-up departments, and outcomes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.generate import make_declarations
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.sources import read_file
from formgen.sources.build import Reading, build


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile()


@pytest.fixture(scope="session")
def declarations() -> list[Declaration]:
    """Six made-up departments."""
    return list(make_declarations(6, seed=5))


def read_declaration(declaration: Declaration, path: Path, profile: Profile) -> Reading:
    """The declaration through a file, as every run takes it."""
    path.write_text(declaration_toml(declaration, profile), encoding="utf-8")
    (raw,) = read_file(path)
    return build(raw)
