"""Actual values and budgets of many units in one run: the same as of each alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import formgen
from tests.register.campaign import Handed, hand_in, write_roster

UNITS = 6
Values = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Handed], Values]:
    """Units, and for all but the last an actual value for every indicator that has a number."""
    base = tmp_path_factory.mktemp("actuals")
    units = hand_in(base / "in", UNITS, rows=8)
    values: Values = {}
    for number, unit in enumerate(units[:-1]):
        rows = formgen.open(unit.path).declaration.indicators
        values[unit.name] = {
            row.level3: float(row.target) - number for row in rows if isinstance(row.target, Decimal)
        }
    return base, units, values


def _workbook(path: Path, values: Values) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位名称", "三级指标", "实际完成值", "偏差原因"])
    for unit, rows in values.items():
        for number, (name, value) in enumerate(rows.items()):
            sheet.append([None if number else unit, name, value, "自然增长"])
    book.save(path)
    return path


def _folder(folder: Path, values: Values) -> Path:
    folder.mkdir(exist_ok=True)
    for unit, rows in values.items():
        lines = [f'"{name}" = {{ value = {value}, reason = "自然增长" }}' for name, value in rows.items()]
        (folder / f"{unit}_实际完成值.toml").write_text(
            "[actuals]\n" + "\n".join(lines) + "\n", encoding="utf-8"
        )
    return folder


@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_a_run_of_many_scores_each_as_alone(kind: str, scored: tuple[Path, list[Handed], Values]) -> None:
    base, units, values = scored
    many = _workbook(base / "自评.xlsx", values) if kind == "workbook" else _folder(base / "自评", values)
    batch = formgen.check(base / "in", actuals=many, output=base / f"out-{kind}")
    found = {result.outcome.department: result.outcome for result in batch.results}
    assert set(found) == {unit.name for unit in units}
    for unit in units:
        own = values.get(unit.name)
        alone = formgen.score(
            unit.path,
            {name: {"value": value, "reason": "自然增长"} for name, value in own.items()} if own else None,
        )
        outcome = found[unit.name]
        assert (outcome.total, outcome.grade) == (alone.total, alone.grade)
        picked = formgen.score(unit.path, many)
        assert [row.score for row in picked.rows] == [row.score for row in alone.rows]
    (book,) = [load_workbook(base / f"out-{kind}" / "汇总.xlsx")]
    texts = [cell for row in book["排名"].iter_rows(values_only=True) for cell in row]
    for outcome in found.values():
        if outcome.total is not None:
            assert float(outcome.total) in [float(text) for text in texts if isinstance(text, int | float)]


def test_values_that_fit_nobody_are_told(scored: tuple[Path, list[Handed], Values]) -> None:
    base, _, values = scored
    path = _workbook(base / "多.xlsx", {**values, "别处的局": {"甲": 1}})
    batch = formgen.check(base / "in", actuals=path)
    assert batch.results and any("别处的局" in notice for notice in batch.notices)


def test_every_unit_has_its_own_budget(scored: tuple[Path, list[Handed], Values]) -> None:
    base, units, _ = scored
    roster = write_roster(base / "名册.csv", [unit.name for unit in units[:-1]], 预算数="0.0001")
    results = {
        result.outcome.department: result.review
        for result in formgen.check(base / "in", roster=roster).results
    }
    for unit in units:
        alone = formgen.check(unit.path, budget=Decimal("0.0001") if unit is not units[-1] else None).results
        assert results[unit.name].standing("FUND-01") == alone[0].review.standing("FUND-01")
    assert "fail" in {review.standing("FUND-01") for review in results.values()}
    assert results[units[-1].name].standing("FUND-01") == "not_checked"
