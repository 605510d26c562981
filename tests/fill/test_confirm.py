"""Confirmed rules go into the declaration, and nothing else changes."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import openpyxl
import pytest

from formgen import cli
from formgen.base.errors import UnreadableInput
from formgen.fill.confirm import apply_confirmed, confirm_rows, confirm_workbook, read_confirmed
from formgen.sources import read_file
from formgen.sources.build import Reading, build

INPUTS = Path(__file__).parents[2] / "inputs"


def reading_of(path: Path) -> Reading:
    return build(read_file(path)[0])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "x.toml"
    path.write_bytes((INPUTS / "hengyang-2023.toml").read_bytes())
    return path


def choose(data: bytes, opinions: dict[int, str]) -> bytes:
    """The workbook with opinions, by the number of the indicator."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["规则核对"]
    for row in range(4, sheet.max_row + 1):
        number = int(sheet.cell(row, 1).value)
        if number in opinions:
            sheet.cell(row, 6).value = opinions[number]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_shows_wording_reading_examples_and_choices(source: Path) -> None:
    reading = reading_of(source)
    first = confirm_rows(reading.declaration, reading.profile)[0]
    assert first.number == 1 and first.name == "执法办案案件数"
    assert first.wording == reading.declaration.indicators[0].scoring
    assert "60%" in first.reading
    assert first.examples[0] == "160件：2.00分" and len(first.examples) == 3
    labels = list(first.choices)
    assert labels[0] == "对" and any("按完成比例赋分" in label for label in labels[1:])
    assert first.choices["对"] == {"kind": "threshold_linear", "points": 2, "floor": 0.6, "base": "target"}


def test_confirmed_rules_go_into_the_toml_and_nothing_else_changes(source: Path) -> None:
    reading, before = reading_of(source), source.read_bytes()
    first = confirm_rows(reading.declaration, reading.profile)[0]
    other = next(label for label in first.choices if "按完成比例赋分" in label)
    book = choose(confirm_workbook(reading.declaration, reading.profile), {1: other, 2: "对"})
    choices = read_confirmed(book, Path("x.xlsx"), reading.declaration, reading.profile)
    after = apply_confirmed(before, choices, reading, source)
    old, new = before.decode().splitlines(), after.decode().splitlines()
    added = [line for line in new if line not in old]
    assert [line.split("=")[0].strip() for line in added] == ["rule", "rule"]
    assert [line for line in new if line not in added] == old
    rows = tomllib.loads(after.decode())["indicators"]
    assert rows[0]["rule"] == {"kind": "proportional", "points": 2}
    assert rows[1]["rule"]["kind"] == "threshold_linear"
    assert "rule" not in rows[2]


def test_a_choice_of_another_row_is_refused(source: Path) -> None:
    reading = reading_of(source)
    book = choose(confirm_workbook(reading.declaration, reading.profile), {1: "另选：随便"})
    with pytest.raises(UnreadableInput) as caught:
        read_confirmed(book, Path("x.xlsx"), reading.declaration, reading.profile)
    assert "第1条" in str(caught.value) and "执法办案案件数" in str(caught.value)


def test_confirmed_rules_go_into_the_rule_column_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes((INPUTS / "hengyang-2023.xlsx").read_bytes())
    reading = reading_of(path)
    book = choose(confirm_workbook(reading.declaration, reading.profile), {1: "对"})
    choices = read_confirmed(book, Path("k.xlsx"), reading.declaration, reading.profile)
    before = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path)
        for line in sheet
        for cell in line
    }
    path.write_bytes(apply_confirmed(path.read_bytes(), choices, reading, path))
    after = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path)
        for line in sheet
        for cell in line
    }
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    assert len(changed) == 1 and "threshold_linear" in next(iter(changed.values()))
    again = reading_of(path)
    assert again.declaration.indicators[0].rule == {
        "kind": "threshold_linear", "points": 2, "floor": again.declaration.indicators[0].rule["floor"],
        "base": "target",
    }  # fmt: skip


def test_the_command_writes_and_then_reads_back(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "规则核对.xlsx"
    assert cli.run(["score", str(source), "--confirm", str(target)]) == 0 and target.exists()
    before = source.read_bytes()
    assert cli.run(["score", str(source), "--confirm", str(target)]) == 0
    assert source.read_bytes() == before
    target.write_bytes(choose(target.read_bytes(), {1: "对"}))
    assert cli.run(["score", str(source), "--confirm", str(target)]) == 0
    assert (
        tomllib.loads(source.read_text(encoding="utf-8"))["indicators"][0]["rule"]["kind"]
        == "threshold_linear"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("大于等于60%的", "大于等于70%的"), ("小于60%为不及格", "小于70%为不及格")],
)
def test_an_opinion_is_of_what_was_shown(source: Path, old: str, new: str) -> None:
    """对 behind a wording that has been changed since would put a rule in force that nobody saw."""
    reading = reading_of(source)
    book = choose(confirm_workbook(reading.declaration, reading.profile), {1: "对", 9: ""})
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert source.read_text(encoding="utf-8") != text
    later = reading_of(source)
    with pytest.raises(UnreadableInput) as caught:
        read_confirmed(book, Path("x.xlsx"), later.declaration, later.profile)
    assert "第1条" in str(caught.value) and "改过" in str(caught.value)


def test_opinions_may_be_given_one_after_another_in_one_workbook(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "规则核对.xlsx"
    assert cli.run(["score", str(source), "--confirm", str(target)]) == 0
    reading = reading_of(source)
    other = confirm_rows(reading.declaration, reading.profile)[0]
    label = next(label for label in other.choices if "按完成比例赋分" in label)
    for opinions in ({1: label}, {2: "对"}):
        target.write_bytes(choose(target.read_bytes(), opinions))
        assert cli.run(["score", str(source), "--confirm", str(target)]) == 0
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["indicators"]
    assert [row["rule"]["kind"] for row in rows[:2]] == ["proportional", "threshold_linear"]
