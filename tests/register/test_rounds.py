"""A campaign of twenty units over three rounds: register, 汇总 and command line tell the same story."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import formgen
from formgen import cli
from formgen.register import State
from tests.register.campaign import EMPTY, Handed, hand_in, write_roster

UNITS = 20
ABSENT = "第九十九局"


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Handed]]:
    """Three rounds. Of every ten units: 0 mends and stays sound; 1 mends one of two; 2 mends and breaks another
    row; 3 mends and changes a target too; 4 never mends, and a person lets it pass; 5 is sound and a person returns
    it, then it changes; 6 cannot be read, then it can; 7 comes late; the rest are sound from the start."""
    base = tmp_path_factory.mktemp("campaign")
    units = hand_in(base / "in", UNITS)
    roster = write_roster(base / "名册.csv", [unit.name for unit in units] + [ABSENT], 截止日期="2023-03-15")
    for number, unit in enumerate(units):
        unit.broken = {0: {0}, 1: {0, 1}, 2: {0}, 3: {0}, 4: {2}}.get(number % 10, set())
        if number % 10 == 7:
            unit.text += '\n[filing]\ndate = "2023-03-20"\n'
        unit.write()
        if number % 10 == 6:
            unit.path.write_bytes(b'name = "cut\n')
    out = base / "out"
    assert formgen.check(base / "in", output=out, roster=roster).results
    _decide(
        out, {unit.name: "人工通过" for unit in units[4::10]} | {unit.name: "退回" for unit in units[5::10]}
    )
    for number, unit in enumerate(units):
        unit.broken = {1: {1}, 2: {1}, 4: {2}}.get(number % 10, set())
        unit.targets = {0} if number % 10 in (3, 5) else set()
        unit.write()
    assert formgen.check(base / "in", output=out).results
    for unit in units[1::10]:
        unit.broken = set()
        unit.write()
    assert formgen.check(base / "in", output=out).results
    return out, units


def _sheet(out: Path) -> Worksheet:
    sheet = load_workbook(out / "汇总.xlsx")["登记"]
    assert isinstance(sheet, Worksheet)
    return sheet


def _rows(out: Path) -> dict[str, dict[str, object]]:
    """Unit → the row of 登记, by heads."""
    lines = list(_sheet(out).iter_rows(values_only=True))
    heads = next(number for number, line in enumerate(lines) if line[0] == "序号")
    return {str(line[1]): dict(zip(map(str, lines[heads]), line, strict=True)) for line in lines[heads + 1 :]}


def _decide(out: Path, words: dict[str, str], why: str = "看过原件", by: str = "王五") -> None:
    """What a reviewer does in 汇总.xlsx."""
    book = load_workbook(out / "汇总.xlsx")
    sheet = book["登记"]
    heads: dict[object, int] = {}
    for row in sheet.iter_rows():
        if row[0].value == "序号":
            heads = {cell.value: number for number, cell in enumerate(row)}
        elif heads and row[heads["单位"]].value in words:
            row[heads["决定"]].value = words[str(row[heads["单位"]].value)]
            row[heads["理由"]].value, row[heads["决定人"]].value = why, by
    book.save(out / "汇总.xlsx")


EXPECTED = {
    0: (State.PASSED, 2, 1, 0, 0, 0),
    1: (State.PASSED, 3, 1, 0, 0, 0),
    2: (State.RETURNED, 2, 1, 0, 1, 1),  # an explanation that nobody had asked to change is empty now
    3: (State.PASSED, 2, 1, 0, 0, 1),
    4: (State.ACCEPTED, 1, 0, 0, 0, 0),
    5: (State.CHANGED, 2, 0, 0, 0, 1),
    6: (State.PASSED, 1, 0, 0, 0, 0),
    7: (State.PASSED, 1, 0, 0, 0, 0),
    8: (State.PASSED, 1, 0, 0, 0, 0),
    9: (State.PASSED, 1, 0, 0, 0, 0),
}
"""By the last digit: state, round, and how many were mended, stand, are new, were changed unasked."""


@pytest.mark.slow
def test_the_register_tells_what_was_done(rounds: tuple[Path, list[Handed]]) -> None:
    out, units = rounds
    known = {state.identity.unit: state for state in formgen.status(out).units()}
    assert set(known) == {unit.name for unit in units} | {ABSENT}
    assert known[ABSENT].state is State.MISSING
    for number, unit in enumerate(units):
        found = known[unit.name]
        empties = [
            sum(finding.id == EMPTY for finding in findings)
            for findings in (found.mended, found.standing, found.new)
        ]
        told = (found.state, found.round, *empties, len(found.changed))
        assert told == EXPECTED[number % 10], (unit.name, found)
        assert (found.punctuality == "late") == (number % 10 == 7)
    assert known[units[3].name].changed[0].field == "target"
    decision = known[units[4].name].decision
    assert decision is not None and decision.why == "看过原件"
    earlier = known[units[5].name].earlier
    assert earlier is not None and (earlier.decision, earlier.by) == ("退回", "王五")


@pytest.mark.slow
def test_the_workbook_and_the_command_agree_with_it(
    rounds: tuple[Path, list[Handed]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out, _ = rounds
    register, rows = formgen.status(out), _rows(out)
    assert cli.run(["status", str(out), "--format", "json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["counts"] == {state.value: count for state, count in register.counts().items()}
    assert [unit["unit"] for unit in told["units"]] == [it.identity.unit for it in register.units()]
    for unit, state in zip(told["units"], register.units(), strict=True):
        row = rows[state.identity.unit]
        assert row["状态"] == unit["state"] == state.state.value
        assert (row["第几次"] or 0) == unit["round"] == state.round
        if state.compared:
            counts = [len(found) for found in (state.mended, state.standing, state.new, state.changed)]
            assert [row[head] for head in ("改好", "没改", "新问题", "另改了")] == counts
        assert (row["决定"] or "") == (state.decision.decision if state.decision else "")
    assert cli.run(["status", str(out)]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert (
        f"名册 {UNITS + 1} 行，报来 {UNITS} 份，未报 1 个" in text
        and ABSENT in text
        and "王五决定人工通过" in text
    )


def test_what_is_derived_can_be_deleted(rounds: tuple[Path, list[Handed]], tmp_path: Path) -> None:
    out = Path(shutil.copytree(rounds[0], tmp_path / "out"))
    before, rows = (out / "登记.jsonl").read_bytes(), _rows(out)
    shutil.rmtree(out / ".formgen")
    (out / "汇总.xlsx").unlink()
    assert formgen.check(rounds[0].parent / "in", output=out).results
    assert (out / "登记.jsonl").read_bytes() == before
    assert _rows(out) == rows


@pytest.mark.slow
def test_a_decision_can_be_taken_back_and_is_never_written_over_unseen(
    rounds: tuple[Path, list[Handed]], tmp_path: Path
) -> None:
    out, units = Path(shutil.copytree(rounds[0], tmp_path / "out")), rounds[1]
    name, other = units[4].name, units[14].name
    _decide(out, {name: "", other: "退回"}, why="", by="李四")
    # Meanwhile somebody decides the same form elsewhere.
    formgen.decide(out, other, "人工通过", why="补了材料", by="赵六")
    batch = formgen.check(rounds[0].parent / "in", output=out)
    assert batch.results
    (conflict,) = [line for line in batch.notices if other in line and "以登记里的为准" in line]
    assert "李四" in conflict and "赵六" in conflict
    register = formgen.status(out)
    assert register.find(name).state is State.RETURNED and register.find(name).decision is None
    assert register.find(other).state is State.ACCEPTED
    assert [it.decision for it in register.decisions if it.lost] == ["退回"]
    row = _rows(out)[other]
    assert row["决定"] == "人工通过" and "李四" in str(row["下一步"])


@pytest.mark.slow
def test_a_word_that_is_no_decision_keeps_the_original(
    rounds: tuple[Path, list[Handed]], tmp_path: Path
) -> None:
    out, units = Path(shutil.copytree(rounds[0], tmp_path / "out")), rounds[1]
    _decide(out, {units[0].name: "再议"})
    written = (out / "汇总.xlsx").read_bytes()
    batch = formgen.check(rounds[0].parent / "in", output=out)
    assert batch.results
    assert any("再议" in line and "原件-1_汇总.xlsx" in line for line in batch.notices)
    assert (out / "原件-1_汇总.xlsx").read_bytes() == written
    assert formgen.status(out).find(units[0].name).decision is None


@pytest.mark.slow
def test_rows_may_be_sorted_before_they_are_read_back(
    rounds: tuple[Path, list[Handed]], tmp_path: Path
) -> None:
    out, units = Path(shutil.copytree(rounds[0], tmp_path / "out")), rounds[1]
    _decide(out, {units[1].name: "退回"})
    book = load_workbook(out / "汇总.xlsx")
    sheet = book["登记"]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号") + 1
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for row, line in zip(sheet.iter_rows(min_row=first), reversed(values), strict=True):
        for cell, value in zip(row, line, strict=True):
            cell.value = value
    book.save(out / "汇总.xlsx")
    assert formgen.check(rounds[0].parent / "in", output=out).results
    assert formgen.status(out).find(units[1].name).state is State.RETURNED


def test_a_damaged_summary_is_kept_aside(rounds: tuple[Path, list[Handed]], tmp_path: Path) -> None:
    out = Path(shutil.copytree(rounds[0], tmp_path / "out"))
    (out / "汇总.xlsx").write_bytes(b"PK\x03\x04 cut")
    batch = formgen.check(rounds[0].parent / "in", output=out)
    assert batch.results and any("打不开" in line for line in batch.notices)
    assert (out / "汇总.xlsx.损坏-1").read_bytes() == b"PK\x03\x04 cut"
    assert _rows(out)
