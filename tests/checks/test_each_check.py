"""Every check fires on what it is for and leaves near misses alone; no check goes without either."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formgen.checks import CHECKS, Check
from formgen.messages import checks as say
from tests.checks.cases import CASES, INTAKE, SYSTEM, Case, Cases
from tests.checks.samples import Data, review, set_row, write_edited

FIRES = [
    pytest.param(id_, case, id=f"{id_}-{case.why}") for id_, cases in CASES.items() for case in cases.fires
]
MISSES = [
    pytest.param(id_, case, id=f"{id_}-{case.why}") for id_, cases in CASES.items() for case in cases.misses
]
ELSEWHERE = {"DUP-01", "REQ-04", "ACT-02", *(f"FUND-0{number}" for number in range(2, 7))}
"""Checks of several files, and of forms that are not the sample's: test_across.py and test_figures.py have a
case of each kind."""


@pytest.mark.slow
@pytest.mark.parametrize(("check_id", "case"), FIRES)
def test_fires(tmp_path: Path, check_id: str, case: Case) -> None:
    result = review(write_edited(tmp_path, case.edit), actuals=case.actuals, budget=case.budget)
    found = [(item.field, item.severity.value) for item in result.findings if item.id == check_id]
    assert (case.field, case.severity) in found
    assert result.standing(check_id) == "fail"


@pytest.mark.slow
@pytest.mark.parametrize(("check_id", "case"), FIRES)
def test_a_finding_says_where_what_and_whence(tmp_path: Path, check_id: str, case: Case) -> None:
    result = review(write_edited(tmp_path, case.edit), actuals=case.actuals, budget=case.budget)
    for finding in result.findings:
        whole = finding.field == "indicators"
        assert finding.place.startswith("第 ") or (whole and finding.place == "绩效指标"), finding
        assert finding.message.endswith(("。", "？")), finding
        if finding.id.startswith("READ"):
            continue
        assert finding.hint.endswith(("。", "？")), finding
        assert finding.source, finding


@pytest.mark.slow
@pytest.mark.parametrize(("check_id", "case"), MISSES)
def test_near_miss(tmp_path: Path, check_id: str, case: Case) -> None:
    result = review(write_edited(tmp_path, case.edit), actuals=case.actuals, budget=case.budget)
    assert [item for item in result.findings if item.id == check_id] == []


@pytest.mark.parametrize("unit", ["百分比", ""])
def test_what_is_described_is_not_measured(tmp_path: Path, unit: str) -> None:
    """VAL-02 is about quantities: a row of 定性 may have any unit, or none."""
    result = review(write_edited(tmp_path, set_row(SYSTEM, level3="示例受理件数", unit=unit)))
    assert "VAL-02" not in [item.id for item in result.findings]
    counted = set_row(INTAKE, unit=unit)
    assert "VAL-02" in [item.id for item in review(write_edited(tmp_path, counted)).findings]


def complaints(check: Check, cases: Cases | None, elsewhere: set[str]) -> list[str]:
    """What a check lacks."""
    lacking = []
    if not check.id or not check.source:
        lacking.append("id or source")
    if not say.TITLES.get(check.id):
        lacking.append("message")
    if check.id not in elsewhere:
        lacking += [] if cases and cases.fires else ["a case that fires"]
        lacking += [] if cases and cases.misses else ["a near miss"]
    return lacking


def test_no_check_lacks_anything() -> None:
    assert CHECKS
    assert {check.id: complaints(check, CASES.get(check.id), ELSEWHERE) for check in CHECKS.values()} == {
        check_id: [] for check_id in CHECKS
    }
    assert set(CASES) | ELSEWHERE == set(CHECKS)


def test_the_numbers_of_each_group_run_without_a_gap() -> None:
    """Ids are public: one that is gone is missed."""
    groups: dict[str, list[str]] = {}
    for check_id in CHECKS:
        groups.setdefault(check_id.partition("-")[0], []).append(check_id)
    assert list(groups) == ["REQ", "TXT", "TAX", "VAL", "SCO", "ACT", "FUND", "DUP"]
    for group, ids in groups.items():
        assert ids == [f"{group}-{number:02}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda check, cases: (replace(check, source=""), cases),
        lambda check, cases: (replace(check, id=""), cases),
        lambda check, cases: (replace(check, id="NEW-01"), cases),
        lambda check, cases: (check, replace(cases, fires=[])),
        lambda check, cases: (check, replace(cases, misses=[])),
        lambda check, cases: (check, None),
    ],
)
def test_the_guard_can_say_no(spoil) -> None:  # type: ignore[no-untyped-def]
    check, cases = CHECKS["VAL-01"], CASES["VAL-01"]
    assert complaints(check, cases, ELSEWHERE) == []
    assert complaints(*spoil(check, cases), ELSEWHERE)


def test_the_near_miss_test_can_fail(tmp_path: Path) -> None:
    def edit(data: Data) -> None:
        data["goal"]["annual"] = "一、实施质量强县战略。"

    with pytest.raises(AssertionError):
        test_near_miss(tmp_path, "TXT-03", Case("really another level", edit))
