"""Actual values and budgets of many units in one run: the same as of each alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
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
    """Units, and for all but the last an actual value for every indicator that has a number; for all but the last
    two for the others as well."""
    base = tmp_path_factory.mktemp("actuals")
    units = hand_in(base / "in", UNITS, rows=8)
    values: Values = {}
    for number, unit in enumerate(units[:-1]):
        rows = formgen.open(unit.path).declaration.indicators
        values[unit.name] = {
            row.level3: float(row.target) - number for row in rows if isinstance(row.target, Decimal)
        }
        if number < UNITS - 2:
            values[unit.name] |= _answers(unit.path)
    return base, units, values


def _answers(path: Path) -> dict[str, object]:
    """To rows without a number an answer that the rule takes: the best level, all projects, a day in time. Some
    only a person scores."""
    found: dict[str, object] = {}
    names = {
        row.level3 for row in formgen.open(path).declaration.indicators if not isinstance(row.target, Decimal)
    }
    for answer in ("1", "全部", "2023-01-20"):
        rows = formgen.score(path, {name: {"value": answer} for name in names - found.keys()}).rows
        found |= {row.row.indicator.level3: answer for row in rows if row.status == "scored"}
    return found


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
        lines = [
            f'"{name}" = {{ value = {json.dumps(value)}, reason = "自然增长" }}'
            for name, value in rows.items()
        ]
        (folder / f"{unit}_实际完成值.toml").write_text(
            "[actuals]\n" + "\n".join(lines) + "\n", encoding="utf-8"
        )
    return folder


@pytest.mark.slow
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
    first = {str(row[0]): row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}
    totals = [outcome.total for outcome in found.values() if outcome.total is not None]
    assert totals and first["已有总分"][0] == len(totals)
    assert first["还没有总分"][0] == len(found) - len(totals)
    for grade, count in Counter(it.grade for it in found.values() if it.grade).items():
        assert first[grade][0] == count
    told = re.findall(r"[\d.]+", str(first["已有总分"][2]))
    assert [Decimal(text) for text in told[1:]] == [max(totals), min(totals)]
    assert abs(Decimal(told[0]) - sum(totals) / len(totals)) <= Decimal("0.005")


@pytest.mark.parametrize(
    "heads",
    [("部门（单位）名称", "指标名称", "完成值"), ("预算单位", "三级指标", "实际完成情况"), ("单位", "绩效指标", "全年实际完成值")],
    ids=lambda heads: heads[0],
)  # fmt: skip
def test_heads_as_people_write_them_on_several_sheets(
    heads: tuple[str, str, str], scored: tuple[Path, list[Handed], Values]
) -> None:
    """A title above, the unit in its first row only, plan and unit of measure beside, half of the units on another sheet."""
    base, units, values = scored
    book = Workbook()
    sheets = [book.worksheets[0], book.create_sheet("续")]
    for sheet in sheets:
        sheet.append(["2023年度自评情况"])
        sheet.append(["序号", heads[0], heads[1], "年度指标值", "计量单位", heads[2], "偏差原因分析"])
    for number, (unit, rows) in enumerate(values.items()):
        for line, (name, value) in enumerate(rows.items()):
            sheets[number % 2].append([line + 1, None if line else unit, name, "略", "件", value, "自然增长"])
    path = base / f"{heads[0]}.xlsx"
    book.save(path)
    for unit in units[:-1]:
        alone = formgen.score(
            unit.path,
            {name: {"value": value, "reason": "自然增长"} for name, value in values[unit.name].items()},
        )
        assert [row.score for row in formgen.score(unit.path, path).rows] == [row.score for row in alone.rows]
        assert any(row.score is not None for row in alone.rows)


@pytest.mark.slow
def test_values_that_fit_nobody_are_told(scored: tuple[Path, list[Handed], Values]) -> None:
    base, _, values = scored
    path = _workbook(base / "多.xlsx", {**values, "别处的局": {"甲": 1}})
    batch = formgen.check(base / "in", actuals=path)
    assert batch.results and any("别处的局" in notice for notice in batch.notices)


@pytest.mark.slow
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


@pytest.mark.deep
@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_sixty_units_in_one_run_score_as_alone(kind: str, tmp_path: Path) -> None:
    """By the command line: what 汇总.xlsx says of each unit is what `formgen score` says of it alone."""
    units, values = _evaluated(tmp_path, 60)
    many = (
        _workbook(tmp_path / "自评.xlsx", values)
        if kind == "workbook"
        else _folder(tmp_path / "自评", values)
    )
    out = tmp_path / "out"
    _formgen("check", tmp_path / "in", "-o", out, "--actuals", many, "--statistics", code=0)
    listed = _totals(out / "汇总.xlsx")
    scored = 0
    for unit in units:
        own = many if kind == "workbook" else many / f"{unit.name}_实际完成值.toml"
        alone = json.loads(_formgen("score", unit.path, "--actuals", own, "--format", "json"))
        assert listed[unit.name] == (alone["total"], alone["grade"]), unit.name
        scored += alone["total"] is not None
    assert scored > len(units) // 3, "many of them have a total that could be wrong"
    assert len({total for total, _ in listed.values()}) > scored // 2, (
        "they differ, so a mix-up would be seen"
    )


def _evaluated(folder: Path, count: int) -> tuple[list[Handed], Values]:
    """Units, with an actual value for every indicator that has a number: each unit falls short by another share; of the
    others, a day in time, the first tier."""
    units = hand_in(folder / "in", count, rows=8)
    values: Values = {}
    for number, unit in enumerate(units):
        rows = formgen.open(unit.path).declaration.indicators
        values[unit.name] = {
            row.level3: float(round(row.target * (1 - Decimal(number) / 200), 2))
            if isinstance(row.target, Decimal)
            else ("2023-10-20" if row.level3.endswith("时间") else 1)
            for row in rows
        }
    return units, values


def _formgen(*arguments: str | Path, code: int = 0) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "formgen", *map(str, arguments)], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout


def _totals(path: Path) -> dict[str, tuple[object, object]]:
    """Unit → total and grade, from the sheet that has both."""
    for sheet in load_workbook(path).worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        for number, line in enumerate(lines):
            if {"单位", "自评总分", "自评等次"} <= set(line):
                places = [line.index(head) for head in ("单位", "自评总分", "自评等次")]
                found = [[row[place] for place in places] for row in lines[number + 1 :]]
                return {str(unit): (total, grade) for unit, total, grade in found if unit}
    raise AssertionError("no sheet has totals")
