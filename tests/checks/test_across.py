"""DUP-01 over a folder: copied goals and rows, one department twice; common rows are no copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from formgen.base.errors import UnreadableInput
from formgen.checks import Review, review_unreadable, run_across
from formgen.fill.workbook import workbook_bytes
from tests.checks.cases import NAME, PLEASED
from tests.checks.samples import CLEAN, SEED, Data, read_one, review, row_of, write_edited


def another(data: Data) -> None:
    """Another department, whose texts are its own but for the satisfaction row and the costs."""
    data["department"]["name"] = "示例市另一局"
    data["goal"]["annual"] = "一、另一局自己的目标；二、完成另一局的年度任务。"
    for row in data["indicators"]:
        if row["level3"] != PLEASED and "成本" not in row["level2"]:
            row["explanation"] = "另一局的口径：" + row["explanation"]


def compared(*paths: Path) -> tuple[Review, ...]:
    return run_across([review(path) for path in paths], [path.name for path in paths])


def dup_fields(result: Review) -> list[str]:
    return [item.field for item in result.findings if item.id == "DUP-01"]


def test_own_texts_pass(tmp_path: Path) -> None:
    results = compared(CLEAN, write_edited(tmp_path, another))
    assert [result.standing("DUP-01") for result in results] == ["pass", "pass"]


def test_prescribed_rows_alike_are_no_copies(tmp_path: Path) -> None:
    """The satisfaction row and the cost rows are word for word the same in both, as a province words them."""
    path = write_edited(tmp_path, another)
    assert row_of({"indicators": [vars(row) for row in read_one(path).declaration.indicators]}, PLEASED)
    assert [dup_fields(result) for result in compared(CLEAN, path)] == [[], []]


def test_a_copied_goal(tmp_path: Path) -> None:
    def edit(data: Data) -> None:
        goal = data["goal"]["annual"]
        another(data)
        data["goal"]["annual"] = goal.replace("；", "； ")

    results = compared(CLEAN, write_edited(tmp_path, edit))
    assert [dup_fields(result) for result in results] == [["goal.annual"], ["goal.annual"]]
    (finding,) = [item for item in results[0].findings if item.id == "DUP-01"]
    assert "示例市另一局（form.toml）" in finding.message
    assert finding.place == "第 12 行"
    assert results[0].suggested_grade == "良"


def test_a_copied_row(tmp_path: Path) -> None:
    def edit(data: Data) -> None:
        own = dict(row_of(data, NAME))
        another(data)
        row_of(data, NAME).update(own)

    results = compared(CLEAN, write_edited(tmp_path, edit))
    assert [dup_fields(result) for result in results] == [["indicators[0].level3"], ["indicators[0].level3"]]


@pytest.mark.parametrize(("owners", "grades"), [(9, {"warning"}), (10, {"note"})])
def test_a_row_that_most_have_is_prescribed_not_copied(tmp_path: Path, owners: int, grades: set[str]) -> None:
    """Word for word in ten of twelve forms it informs, and lowers no grade; in nine it warns."""
    results = compared(*(_own(tmp_path, number, number < owners) for number in range(12)))
    found = [[item for item in result.findings if item.id == "DUP-01"] for result in results]
    assert [len(items) for items in found] == [1] * owners + [0] * (12 - owners)
    assert {item.severity.value for items in found for item in items} == grades
    (alone,) = {review(_own(tmp_path, 0, shared)).suggested_grade for shared in (True, False)}
    assert {result.suggested_grade for result in results[:owners]} == (
        {"良"} if "warning" in grades else {alone}
    )
    assert {result.suggested_grade for result in results[owners:]} == {alone}


def _own(folder: Path, number: int, shared: bool) -> Path:
    """A department all of whose rows are its own, but for one where it is shared."""

    def edit(data: Data) -> None:
        data["department"]["name"] = f"示例市第{number}局"
        data["goal"]["annual"] = f"一、第{number}局自己的目标；二、完成第{number}局的年度任务。"
        for row in data["indicators"]:
            if row["level3"] != NAME or not shared:
                row["explanation"] = f"第{number}局的口径：" + row["explanation"]

    path = folder / f"{number}"
    path.mkdir(exist_ok=True)
    return write_edited(path, edit)


def test_one_department_twice_is_no_copying(tmp_path: Path) -> None:
    """A TOML and its workbook twin: the department is there twice, but nobody copied its goal."""
    reading = read_one(SEED)
    twin = tmp_path / "twin.xlsx"
    twin.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    assert [dup_fields(result) for result in compared(SEED, twin)] == [
        ["department.name"],
        ["department.name"],
    ]


def test_the_same_department_in_another_year_is_not_twice(tmp_path: Path) -> None:
    def edit(data: Data) -> None:
        data["year"] = 2022

    assert [dup_fields(result) for result in compared(CLEAN, write_edited(tmp_path, edit))] == [[], []]


def test_what_could_not_be_read_was_not_compared(tmp_path: Path) -> None:
    bad = review_unreadable(UnreadableInput("读不出"))
    good = [review(CLEAN), review(write_edited(tmp_path, another))]
    results = run_across([*good, bad], ["a", "b", "c"])
    assert [result.standing("DUP-01") for result in results] == ["not_checked"] * 3


def test_the_samples_of_the_house_do_not_accuse_each_other() -> None:
    assert [dup_fields(result) for result in compared(CLEAN, SEED)] == [[], []]
