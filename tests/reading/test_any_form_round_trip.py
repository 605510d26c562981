"""Nothing is lost on the way out and back, whatever the form: Declaration → workbook or TOML → the same."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.profile_sense import find_flaws
from formgen.declaration.toml import declaration_toml
from formgen.fill.workbook import workbook_bytes
from formgen.sources import read_bytes
from formgen.sources.build import Reading, build
from tests.reading.profiles import filled, profiles

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read_back(data: bytes, name: str, profile: Profile) -> Reading:
    with (
        patch("formgen.sources.choose.load_profile", return_value=profile),
    ):
        (raw,) = read_bytes(data, Path(name), "p")
    return build(raw)


@settings(SLOW, max_examples=60)
@given(profiles())
def test_the_random_profiles_are_sound(profile: Profile) -> None:
    flaws = [flaw for flaw in find_flaws(profile) if ".columns" not in flaw.path]  # widths are not at stake
    assert flaws == []


@pytest.mark.slow
@settings(SLOW, max_examples=60)
@given(filled())
def test_toml(pair: tuple[Profile, Declaration]) -> None:
    profile, declaration = pair
    reading = read_back(declaration_toml(declaration, profile).encode(), "x.toml", profile)
    assert reading.declaration == declaration and reading.faults == ()


@pytest.mark.slow
@settings(SLOW, max_examples=60)
@given(filled())
def test_workbook(pair: tuple[Profile, Declaration]) -> None:
    profile, declaration = pair
    reading = read_back(workbook_bytes(profile, declaration), "x.xlsx", profile)
    assert reading.declaration == declaration
    assert [fault.message for fault in reading.faults] == []


@pytest.mark.slow
@settings(SLOW, max_examples=30)
@given(profiles(), st.integers(2020, 2030))
def test_a_blank_says_nothing_but_its_year(profile: Profile, year: int) -> None:
    reading = read_back(workbook_bytes(profile, year=year), "x.xlsx", profile)
    blank = reading.declaration
    assert [fault.message for fault in reading.faults] == []
    assert (blank.year, blank.fields, blank.tables, blank.indicators) == (year, {}, {}, ())
    assert blank.department.name == ""
