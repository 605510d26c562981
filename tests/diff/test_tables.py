"""`formgen diff` over the fields and tables of a form that is not Hunan's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from formgen import cli
from tests.checks.test_figures import HEAD, MONEY, money, profile_of

SAMPLE = Path(__file__).parents[2] / "inputs" / "central-dept-2015.toml"


def changes(one: Path, two: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert cli.run(["diff", str(one), str(two), "--format", "json", *more]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["changes"]
    return found


def edited(folder: Path, *pairs: tuple[str, str]) -> Path:
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "new.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_form_and_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert changes(SAMPLE, SAMPLE, capsys) == []


def test_a_figure_of_a_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = changes(SAMPLE, edited(tmp_path, ("total = 42\n", "total = 45\n")), capsys)
    assert (found["kind"], found["field"], found["old"], found["new"]) == (
        "cell",
        "tasks[2].total",
        "42",
        "45",
    )
    assert "窗口人员培训" in found["label"] and "总额" in found["label"]


def test_a_task_that_moved_and_one_that_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    first, second, *rest = text.split("[[tasks]]")[1:]
    new = '\ntask = "档案数字化"\ntotal = 7\n\n'
    turned = text.split("[[tasks]]")[0] + "".join(f"[[tasks]]{part}" for part in (new, second, first, *rest))
    path = tmp_path / "turned.toml"
    path.write_text(turned, encoding="utf-8")
    (found,) = changes(SAMPLE, path, capsys)
    assert (found["kind"], found["field"]) == ("row_added", "tasks[0]")
    assert "档案数字化" in found["new"]
    (back,) = changes(path, SAMPLE, capsys)
    assert (back["kind"], back["old"], back["new"]) == ("row_removed", found["new"], "")


def test_fixed_rows_and_fields_of_the_form_s_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = profile_of(tmp_path, MONEY)
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(HEAD + money("all", budget=1) + "\n[flow]\nincome = 3\n", encoding="utf-8")
    two.write_text(HEAD + money("all", budget=2) + "\n[flow]\nincome = 4\n", encoding="utf-8")
    found = changes(one, two, capsys, "--profile", str(profile))
    assert {(item["field"], item["old"], item["new"]) for item in found} == {
        ("flow.income", "3", "4"),
        ("money.all.budget", "1", "2"),
    }
    assert {"收入合计"} < {item["label"] for item in found}


def test_as_text_and_as_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new, book = edited(tmp_path, ("total = 42\n", "total = 45\n")), tmp_path / "变化.xlsx"
    assert cli.run(["diff", str(SAMPLE), str(new)]) == 0
    assert "“42” → “45”" in capsys.readouterr().out
    assert cli.run(["diff", str(SAMPLE), str(new), "--format", "xlsx", "-o", str(book)]) == 0
    assert list(load_workbook(book).active.values)[1][-2:] == ("42", "45")
