"""A whole campaign through the command line: three rounds with faults that were put in by hand, after each of which
register, `formgen status`, 汇总.xlsx, letters and mailing table tell of every unit what was done to its file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.register.campaign import EMPTY, Handed, hand_in, write_roster

ROLES = 12
ABSENT = "从未报送局"
Told = tuple[str, int, int, int, int, int]
"""State, round; how many of the faults put in are mended, stand, are new; cells changed unasked."""

SOUND: Told = ("通过", 1, 0, 0, 0, 0)
NOTHING: Told = ("未报", 0, 0, 0, 0, 0)

EXPECTED: tuple[tuple[Told, Told, Told], ...] = (
    # Two faults: one is mended in the second round, the other in the third.
    (("退回", 1, 0, 0, 0, 0), ("退回", 2, 1, 1, 0, 0), ("通过", 3, 1, 0, 0, 0)),
    # Mended in the second round; in the third another explanation, which nobody had asked about, is emptied.
    (("退回", 1, 0, 0, 0, 0), ("通过", 2, 1, 0, 0, 0), ("退回", 3, 0, 0, 1, 1)),
    # Mended, and a 指标值 changed that nobody had asked about; the same file again.
    (("退回", 1, 0, 0, 0, 0), ("通过", 2, 1, 0, 0, 1), ("通过", 2, 1, 0, 0, 1)),
    # Never mended: a person lets it pass.
    (("退回", 1, 0, 0, 0, 0), ("人工通过", 1, 0, 0, 0, 0), ("人工通过", 1, 0, 0, 0, 0)),
    # Sound, but a person returns it; it comes again with another 指标值, and the person lets it pass.
    (SOUND, ("已改未核", 2, 0, 0, 0, 1), ("人工通过", 2, 0, 0, 0, 1)),
    # Cannot be read; then it can, with a fault; then it is mended.
    (("读不出", 1, 0, 0, 0, 0), ("退回", 1, 0, 0, 0, 0), ("通过", 2, 1, 0, 0, 0)),
    # Comes in the second round only, after the day.
    (NOTHING, SOUND, SOUND),
    # Two files come in the second round; in the third the later one alone.
    (SOUND, ("已改未核", 1, 0, 0, 0, 0), ("通过", 2, 0, 0, 0, 1)),
    # Sound and late.
    (SOUND, SOUND, SOUND),
    # A person lets a fault pass; the file comes again with the fault and a changed 指标值; then it is mended.
    (("退回", 1, 0, 0, 0, 0), ("已改未核", 2, 0, 1, 0, 1), ("通过", 3, 1, 0, 0, 0)),
    # Sound; in the second round an explanation is emptied; in the third so is another.
    (SOUND, ("退回", 2, 0, 0, 1, 1), ("退回", 3, 0, 1, 1, 1)),
    (SOUND, SOUND, SOUND),
)
"""By role (number % 12), what each round is to tell, as it follows from what `_rounds` does to the files."""

BROKEN = {0: ({0, 1}, {1}, set()), 1: ({0}, set(), {2}), 2: ({0}, set(), set()), 3: ({1}, {1}, {1}),
          5: ({0}, {0}, set()), 9: ({2}, {2}, set()), 10: (set(), {0}, {0, 3})}  # fmt: skip
"""By role and round, the rows whose 指标解释 is empty."""

TARGETS = {2: (set(), {0}, {0}), 4: (set(), {1}, {1}), 9: (set(), {0}, {0})}
"""By role and round, the rows whose 指标值 is another than at first."""

NEVER: tuple[set[int], set[int], set[int]] = (set(), set(), set())
LATE = (6, 8)


@dataclass
class Round:
    """What the program told after a round. found: of each unit's files, how many findings of which grade; letters:
    what stands in each, by unit; mailed: the lines of 发送清单."""

    status: dict[str, Any]
    text: str
    book: dict[str, dict[str, object]]
    found: dict[str, list[Counter[str]]]
    letters: dict[str, str]
    mailed: dict[str, dict[str, object]]

    def unit(self, name: str) -> dict[str, Any]:
        (found,) = [unit for unit in self.status["units"] if unit["unit"] == name]
        return dict(found)


@dataclass
class Campaign:
    """outside: a unit that hands in and is not in the roster."""

    units: list[Handed]
    out: Path
    outside: str
    rounds: list[Round] = field(default_factory=list)


@pytest.fixture(
    scope="module", params=[ROLES, pytest.param(60, marks=pytest.mark.deep)], ids=["twelve", "sixty"]
)
def campaign(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    base = tmp_path_factory.mktemp("three")
    units = hand_in(base / "in", request.param)
    made = Campaign(units, base / "out", units[-1].name)
    names = [unit.name for unit in units[:-1]] + [ABSENT]
    roster = write_roster(base / "名册.csv", names, 截止日期="2023-03-15", 联系人="张三")
    for number in range(3):
        for role, unit in enumerate(units):
            _hand_in(unit, role % ROLES, number)
        letters = base / f"信{number}"
        arguments = ["check", base / "in", "-o", made.out, "--slips", letters, "--format", "json"]
        if number == 0:
            arguments += ["--roster", roster]  # later rounds go on with it
        told = json.loads(_formgen(*arguments, code=3 if number == 0 else 4))
        made.rounds.append(_look(made.out, letters, told))
        _decide(made, number)
    return made


def _formgen(*arguments: str | Path, code: int = 0) -> bytes:
    """What the program prints, as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "formgen", *map(str, arguments)], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout


def _hand_in(unit: Handed, role: int, number: int) -> None:
    """Put the file of this round in its place."""
    late = '\n[filing]\ndate = "2023-03-20"\n'
    unit.broken = BROKEN.get(role, NEVER)[number]
    unit.targets = TARGETS.get(role, NEVER)[number]
    if role in LATE and late not in unit.text:
        unit.text += late
    unit.write()
    second = unit.path.with_name(f"{unit.path.stem}改.toml")
    if role == 5 and number == 0:
        unit.path.write_bytes(b'name = "cut\n')
    elif role == 6 and number == 0:
        unit.path.unlink()
    elif role == 7 and number == 1:
        Handed(second, unit.name, unit.text, targets={0}).write()
    elif role == 7 and number == 2:
        second.replace(unit.path)


def _decide(made: Campaign, number: int) -> None:
    """What the reviewer writes into 汇总.xlsx after a round."""
    words = [
        {3: "人工通过", 4: "退回", 9: "人工通过"},
        {4: "人工通过"},
        {},
    ][number]
    said = {unit.name: words[n % ROLES] for n, unit in enumerate(made.units) if n % ROLES in words}
    book = load_workbook(made.out / "汇总.xlsx")
    for sheet in book.worksheets:
        heads: dict[object, int] = {}
        for row in sheet.iter_rows():
            if not heads and {"单位", "决定"} <= {cell.value for cell in row}:
                heads = {cell.value: place for place, cell in enumerate(row)}
            elif heads and row[heads["单位"]].value in said:
                row[heads["决定"]].value = said[str(row[heads["单位"]].value)]
                row[heads["理由"]].value, row[heads["决定人"]].value = "看过原件", "王五"
    book.save(made.out / "汇总.xlsx")


def _look(out: Path, letters: Path, told: dict[str, Any]) -> Round:
    found: dict[str, list[Counter[str]]] = {}
    for file in told["files"]:
        name = file["department"] or Path(file["path"]).name
        found.setdefault(name, []).append(Counter(item["severity"] for item in file["findings"]))
    mailed = _table(letters / "发送清单.xlsx", "退回意见")
    texts = {name: _text(letters / str(line["退回意见"])) for name, line in mailed.items()}
    assert {path.name for path in letters.iterdir()} == {
        "全部退回意见.docx", "发送清单.xlsx", *(str(line["退回意见"]) for line in mailed.values())
    }  # fmt: skip
    whole = _text(letters / "全部退回意见.docx")
    assert all(text in whole for text in texts.values())
    status = json.loads(_formgen("status", out, "--format", "json"))
    book = _table(out / "汇总.xlsx", "状态")
    return Round(status, _formgen("status", out).decode(), book, found, texts, mailed)


def _table(path: Path, wanted: str) -> dict[str, dict[str, object]]:
    """The first table with that head: unit → its row, by heads."""
    for sheet in load_workbook(path).worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        for number, line in enumerate(lines):
            if {"单位", wanted} <= set(line):
                rows = [dict(zip(map(str, line), row, strict=True)) for row in lines[number + 1 :]]
                return {str(row["单位"]): row for row in rows if row["单位"]}
    raise AssertionError(path)


def _text(path: Path) -> str:
    body = docx.Document(path).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3), ids=["first", "second", "third"])
def test_every_unit_stands_where_it_was_put(campaign: Campaign, number: int) -> None:
    seen = campaign.rounds[number]
    for place, unit in enumerate(campaign.units):
        expected = EXPECTED[place % ROLES][number]
        name = unit.name
        if expected == NOTHING and name == campaign.outside:
            continue
        if expected[0] == "读不出":  # nobody knows whose it is: the unit is missing, and its file has a line
            assert seen.unit(name)["state"] == "未报"
            name = unit.path.name
        told = seen.unit(name)
        counts = [sum(item["id"] == EMPTY for item in told[key]) for key in ("mended", "standing", "new")]
        assert (told["state"], told["round"], *counts, len(told["changed"])) == expected, (place, told)
        expects_late = place % ROLES in LATE and name != campaign.outside and expected != NOTHING
        assert told["late"] == expects_late
    assert seen.unit(ABSENT)["state"] == "未报"
    assert len(seen.status["units"]) == len(campaign.units) + 1 + sum(
        EXPECTED[place % ROLES][number][0] == "读不出" for place in range(len(campaign.units))
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3), ids=["first", "second", "third"])
def test_workbook_and_status_agree(campaign: Campaign, number: int) -> None:
    seen = campaign.rounds[number]
    assert set(seen.book) == {unit["unit"] for unit in seen.status["units"]}
    for told in seen.status["units"]:
        row = seen.book[told["unit"]]
        assert (row["状态"], row["第几次"] or 0) == (told["state"], told["round"]), told["unit"]
        if told["compared"]:
            counts = [len(told[key]) for key in ("mended", "standing", "new", "changed")]
            assert [row[head] for head in ("改好", "没改", "新问题", "另改了")] == counts
        decision = told["decision"] or {"decision": None, "why": None, "by": None}
        assert [row[head] for head in ("决定", "理由", "决定人")] == [
            decision[key] for key in ("decision", "why", "by")
        ]
        assert told["unit"] in seen.text
    counts = Counter(unit["state"] for unit in seen.status["units"])
    assert {state: count for state, count in seen.status["counts"].items() if count} == counts
    for state, count in counts.items():
        assert re.search(rf"{state}\s*{count}\b", seen.text), (state, count)


@pytest.mark.parametrize("number", range(3), ids=["first", "second", "third"])
def test_letters_go_to_those_who_have_to_mend(campaign: Campaign, number: int) -> None:
    seen = campaign.rounds[number]
    assert set(seen.letters) == {
        told["unit"]
        for told in seen.status["units"]
        if told["double"]
        or (told["state"] != "人工通过" and any(it["error"] or it["warning"] for it in seen.found.get(told["unit"], ())))
    }  # fmt: skip
    names = [unit.name for unit in campaign.units]
    for place, unit in enumerate(campaign.units):
        expected = EXPECTED[place % ROLES][number]
        if expected[0] == "读不出":
            assert "另存为 .xlsx" in seen.letters[unit.path.name]
            continue
        text = seen.letters.get(unit.name)
        if text is None:
            assert expected[0] in ("通过", "人工通过", "未报"), unit.name
            continue
        assert seen.mailed[unit.name]["联系人"] == (None if unit.name == campaign.outside else "张三")
        assert not any(name in text for name in names if name != unit.name)
        assert not re.search(r"\.toml|[A-Z]{3,4}-\d\d|/|\\", text), text
        if seen.unit(unit.name)["double"]:
            assert "2份" in text and "第2次审核" not in text
            continue
        must = expected[3] + expected[4] if expected[1] > 1 else len(unit_broken(place, number))
        assert (f"有{must}处必须修改" in text) == bool(must)
        assert seen.mailed[unit.name]["必改（处）"] == must
        mended = len(seen.unit(unit.name)["mended"])
        assert (f"上次提出的问题已改{mended}处" in text) == bool(mended)


def unit_broken(place: int, number: int) -> set[int]:
    return BROKEN.get(place % ROLES, NEVER)[number]


def test_two_files_of_one_unit_are_told_with_what_differs(campaign: Campaign) -> None:
    for unit in campaign.units[7::ROLES]:
        told = campaign.rounds[1].unit(unit.name)
        assert len(told["double"]) == 2
        text = campaign.rounds[1].letters[unit.name]
        assert "指标值" in text and campaign.rounds[1].text.count(f"{unit.path.stem}改.toml") == 1


def test_who_is_not_in_the_roster_is_told(campaign: Campaign) -> None:
    for seen in campaign.rounds:
        (line,) = [line for line in seen.text.splitlines() if campaign.outside in line]
        assert "不在名册" in line
        assert sum("不在名册" in line for line in seen.text.splitlines()) == 1
