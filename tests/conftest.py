"""Shared by all tests: where the samples are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

settings.register_profile(
    "steady",
    deadline=None,  # machines are loaded; nothing here is timed
    derandomize=True,  # a failure comes again; chance has `make deep` for itself
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def sample_toml() -> Path:
    return ROOT / "inputs" / "hengyang-2023.toml"


def pytest_configure(config: pytest.Config) -> None:
    # WeasyPrint leaves the closing of its own colour profile to the garbage collector.
    config.addinivalue_line(
        "filterwarnings", r"ignore:.*sRGB2014\.icc:pytest.PytestUnraisableExceptionWarning"
    )
