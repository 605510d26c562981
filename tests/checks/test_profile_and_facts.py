"""What a profile may change, and what happens where facts are missing: never a pass."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from formgen.base.errors import UnreadableInput
from formgen.checks import CHECKS, check_subject, run_across
from formgen.checks.registry import Subject
from formgen.declaration.findings import Severity
from formgen.scoring import Actual, resolve_rules, score_declaration
from tests.checks.cases import INTAKE, NAME, RATE, TRAINING
from tests.checks.samples import CLEAN, ROOT, SEED, both, read_one, review, set_row, write_edited

PROFILE = ROOT / "templates" / "hunan-2023"


def own_profile(folder: Path, **lines: str) -> Path:
    """A profile of the user's own, with lines of [checks] replaced or added."""
    copy = folder / "own"
    shutil.copytree(PROFILE, copy)
    path = copy / "profile.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in lines.items():
        text, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
        if not found:
            text = text.replace("[checks]\n", f"[checks]\n{key} = {value}\n")
    path.write_text(text, encoding="utf-8")
    return copy


def test_severity_from_the_profile(tmp_path: Path) -> None:
    profile = own_profile(tmp_path, severity='{ "TXT-01" = "error", "TXT-03" = "note" }')
    result = review(SEED, profile=profile)
    assert {f.severity for f in result.findings if f.id == "TXT-01"} == {Severity.ERROR}
    assert {f.severity for f in result.findings if f.id == "TXT-03"} == {Severity.NOTE}
    assert (result.verdict, result.suggested_grade) == ("fail", "中")


def test_a_lesser_matter_is_not_raised_with_its_check(tmp_path: Path) -> None:
    """The 无 row stays a note under an error-grade REQ-02, and falls with it."""
    for given, expected in (("error", Severity.NOTE), ("note", Severity.NOTE)):
        profile = own_profile(tmp_path / given, severity=f'{{ "REQ-02" = "{given}" }}')
        result = review(SEED, profile=profile)
        assert [f.severity for f in result.findings if f.id == "REQ-02"] == [expected]


def test_a_check_switched_off_is_not_checked(tmp_path: Path) -> None:
    result = review(SEED, profile=own_profile(tmp_path, off='["TXT-01"]'))
    assert result.standing("TXT-01") == "not_checked"


@pytest.mark.parametrize("line", [{"off": '["TXT-99"]'}, {"severity": '{ "TXT-99" = "note" }'}])
def test_a_misspelt_check_is_told(tmp_path: Path, line: dict[str, str]) -> None:
    with pytest.raises(UnreadableInput, match="TXT-99"):
        review(SEED, profile=own_profile(tmp_path, **line))


def test_limits_from_the_profile(tmp_path: Path) -> None:
    profile = own_profile(
        tmp_path, most_per_level2="2", most_share="0.15", subtotals='{ "产出指标" = 40, "数量指标" = 12 }'
    )
    found = {(f.id, f.field) for f in review(CLEAN, profile=profile).findings}
    assert found == {
        ("TAX-02", "indicators[2].level3"),
        ("SCO-06", "indicators[13].scoring"),
        ("SCO-01", "indicators"),
    }


def standings(subject: Subject) -> dict[str, str]:
    findings, not_checked = check_subject(subject)
    found, unknown = {item.id for item in findings}, {item.id for item in not_checked}
    return {
        check_id: "fail" if check_id in found else "not_checked" if check_id in unknown else "pass"
        for check_id in CHECKS
    }


@pytest.mark.parametrize(
    ("gone", "touched"),
    [
        ({"rules": None}, {"SCO", "ACT", "VAL"}),
        ({"sheet": None}, {"ACT"}),
        ({"budget": None}, {"FUND"}),
    ],
)
def test_without_a_fact_no_verdict_turns_into_pass(
    tmp_path: Path, gone: dict[str, None], touched: set[str]
) -> None:
    """Each optional fact taken away in turn from a declaration that fails by all of them."""
    path = write_edited(tmp_path, both(set_row(NAME, points=5), set_row(INTAKE, target=0)))
    reading = read_one(path)
    declaration, profile = reading.declaration, reading.profile
    sheet = score_declaration(declaration, profile, {TRAINING: Actual(Decimal(400))})
    rules = resolve_rules(declaration, profile)
    whole = Subject(declaration, profile, reading.places, rules, sheet, Decimal(1))
    before, after = standings(whole), standings(replace(whole, **gone))
    assert {before[name] for name in ("SCO-02", "ACT-01", "FUND-01", "VAL-04")} == {"fail"}
    changed = {name: after[name] for name in CHECKS if before[name] != after[name]}
    assert {name.partition("-")[0] for name in changed} == touched
    assert set(changed.values()) == {"not_checked"}


@pytest.mark.parametrize(
    ("check_id", "facts"),
    [("ACT-01", {"actuals": {NAME: 60}}), ("FUND-01", {"budget": Decimal(1)})],
)
def test_a_check_that_failed_is_not_passed_without_its_facts(check_id: str, facts: dict[str, object]) -> None:
    assert review(CLEAN, **facts).standing(check_id) == "fail"  # type: ignore[arg-type]
    assert review(CLEAN).standing(check_id) == "not_checked"


def test_actuals_that_are_not_all_there_leave_the_check_open() -> None:
    assert review(CLEAN, actuals={NAME: 120}).standing("ACT-01") == "not_checked"


def test_a_declaration_alone_is_compared_with_nothing() -> None:
    (alone,) = run_across([review(CLEAN)], ["x.toml"])
    assert alone.standing("DUP-01") == "not_checked"


def test_a_unit_of_no_known_level_is_not_checked(tmp_path: Path) -> None:
    def edit(data: dict[str, dict[str, str]]) -> None:
        data["department"]["name"] = "市场监督管理局"

    assert review(write_edited(tmp_path, edit)).standing("TXT-03") == "not_checked"


def test_checking_needs_neither_engine() -> None:
    """Cold start: the seed is checked without WeasyPrint, python-docx or a workbook library."""
    script = (
        "import sys\n"
        "from formgen.cli import run\n"
        f"code = run(['check', {str(SEED)!r}, '--format', 'json'])\n"
        "heavy = {'weasyprint', 'docx', 'docxtpl', 'openpyxl', 'tomlkit'} & set(sys.modules)\n"
        "sys.exit(code or (99 if heavy else 0))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_standings_are_three(tmp_path: Path) -> None:
    result = review(write_edited(tmp_path, set_row(RATE, unit="百分比")))
    assert {result.standing(check_id) for check_id in CHECKS} == {"pass", "fail", "not_checked"}
