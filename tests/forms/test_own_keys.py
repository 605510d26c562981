"""A form that calls its unit and its goal by keys of its own: what is known by the role is known there too."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Formgen
from tests.forms.test_shipped_forms import ROOT, sample

FORM = "central-dept-2015"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    text = (ROOT / "templates" / FORM / "profile.toml").read_text(encoding="utf-8")
    for old, new in (
        ('key = "department.name"', 'key = "who.called"'),
        ('"goal.annual",', '"who.aims", role = "goal",'),
    ):
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "form"
    folder.mkdir()
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    return folder


def source(folder: Path, annual: str) -> Path:
    text = sample(FORM).read_text(encoding="utf-8").replace("[department]\nname =", "[who]\ncalled =")
    before, _, after = text.partition("[goal]\n")
    text = before.rstrip() + f'\naims = """{annual}"""\n' + after[after.index("[[tasks]]") - 1 :]
    path = folder / "in.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_roster_finds_the_unit(form: Path, tmp_path: Path, formgen: Formgen) -> None:
    """Its budget is of 1 万元; the form's costs are of 186.50 万元."""
    path = source(tmp_path, "目标")
    roster = tmp_path / "名册.csv"
    roster.write_text("单位名称,预算数（万元）\n示例市示例局,1\n", encoding="utf-8")
    told = formgen("check", path, "--profile", form, "--roster", roster)
    assert "[错误] FUND-01" in told.out or "[警告] FUND-01" in told.out or "[提醒] FUND-01" in told.out, (
        told.all
    )


def test_lines_of_a_goal_keep_the_blanks_they_begin_with(
    form: Path, tmp_path: Path, formgen: Formgen
) -> None:
    path = source(tmp_path, "　　一、办理业务２次。\n　　二、培训。")
    assert formgen("check", path, "--profile", form, "--fix").code in (0, 4)
    (fixed,) = [file for file in tmp_path.glob("*.toml") if file != path]
    data = tomllib.loads(fixed.read_text(encoding="utf-8"))
    assert data["who"]["aims"] == "　　一、办理业务2次。\n　　二、培训。"


def test_what_cannot_be_read_is_told_by_the_unit_s_name(form: Path, tmp_path: Path, formgen: Formgen) -> None:
    path = source(tmp_path, "目标")
    actuals = tmp_path / "actuals"
    actuals.mkdir()
    (actuals / "示例市示例局_实际完成值.toml").write_text("不是 TOML", encoding="utf-8")
    told = formgen("check", path, "--profile", form, "--actuals", actuals, "--format", "json")
    (found,) = json.loads(told.out)["files"]
    assert (found["verdict"], found["department"]) == ("unreadable", "示例市示例局")
