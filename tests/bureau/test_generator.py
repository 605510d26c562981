"""The generator of made-up departments: deterministic, valid, and broken in the ways it says."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from bench.broken import WAYS
from bench.generate import Written, make_declarations, write_forms
from formgen.base.errors import ExitCode, FormgenError
from formgen.checks import run_checks
from formgen.declaration.findings import Severity
from formgen.declaration.profile import Profile
from formgen.fonts.chain import load_fonts
from formgen.scoring import resolve_rules
from formgen.sources import read_file
from formgen.sources.build import build
from formgen.views.form import view_form
from tests.bureau.conftest import read_declaration

KINDS = {"threshold_linear", "proportional", "over_budget", "per_unit", "bands", "tiers", "tier_range",
         "percent_points", "yes_no", "checklist", "discretionary"}  # fmt: skip


def test_a_seed_makes_the_same_departments_whatever_their_number() -> None:
    twenty = list(make_declarations(20, seed=7))
    assert list(islice(make_declarations(500, seed=7), 20)) == twenty
    assert list(make_declarations(20, seed=8)) != twenty


@pytest.mark.slow
def test_thousands_have_names_of_their_own() -> None:
    names = Counter(item.department.name for item in make_declarations(3000, seed=1, rows=3))
    assert len(names) == 3000


@pytest.mark.parametrize("rows", [3, 8, 40, 150])
def test_so_many_rows_as_asked_for(rows: int) -> None:
    assert all(len(item.indicators) == rows for item in make_declarations(3, rows=rows))


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        list(make_declarations(1, rows=2))


@pytest.mark.slow
def test_every_declaration_is_valid_and_adds_up(tmp_path: Path, profile: Profile) -> None:
    kinds: set[str] = set()
    groups: set[str] = set()
    for item in make_declarations(40, seed=3):
        reading = read_declaration(item, tmp_path / "a.toml", profile)
        assert reading.declaration == item and reading.notes == ()
        review = run_checks(reading)
        assert [f for f in review.findings if f.severity is Severity.ERROR] == []
        rules = [row for row in resolve_rules(item, profile) if row.counted]
        assert sum((row.points or Decimal(0) for row in rules), Decimal(0)) == 100
        kinds |= {row.rule.kind for row in rules if row.rule is not None}
        groups |= {row.level2 for row in item.indicators}
    assert kinds == KINDS
    assert groups == {name for names in profile.taxonomy.values() for name in names}


def exit_code_of(path: Path, profile: Profile) -> ExitCode:
    """Reading, checks and fonts: what a run over one file meets before it lays anything out."""
    try:
        (raw,) = read_file(path)
        reading = build(raw)
        if run_checks(reading).verdict == "fail":
            return ExitCode.REFUSED
        view = view_form(reading.declaration, profile, reading.places)
        load_fonts(profile).require(view.typed_cells(), profile)
    except FormgenError as error:
        return error.exit_code
    return ExitCode.DONE


@pytest.mark.slow
def test_files_are_broken_in_the_ways_they_are_said_to_be(tmp_path: Path, profile: Profile) -> None:
    written = write_forms(36, tmp_path, seed=2, broken=30)
    assert len(WAYS) == 15
    assert Counter(item.way for item in written) == {**dict.fromkeys(WAYS, 2), "": 6}
    found = [Written(item.path, exit_code_of(item.path, profile), item.way) for item in written]
    assert found == written
    assert {item.expected for item in written} == {0, 3, 4, 5}


def test_weights_add_up_to_ninety(tmp_path: Path, profile: Profile) -> None:
    for item in make_declarations(6, seed=11):
        path = tmp_path / "a.toml"
        path.write_bytes(WAYS["weights"].spoil(item, profile))
        (raw,) = read_file(path)
        rules = resolve_rules(build(raw).declaration, profile)
        assert sum((row.points or Decimal(0) for row in rules), Decimal(0)) == 90


@pytest.mark.slow
def test_workbooks_hold_the_same_departments(tmp_path: Path) -> None:
    written = write_forms(3, tmp_path / "b", form="xlsx", seed=4)
    assert [item.path.suffix for item in written] == [".xlsx"] * 3
    read = [build(read_file(item.path)[0]).declaration for item in written]
    assert read == list(make_declarations(3, seed=4))
