"""`formgen diff`: what changed, by indicator, whatever files stand on the two sides."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from formgen import cli
from formgen.base.errors import ExitCode

Edit = Callable[[str], str]


def edit(*pairs: tuple[str, str]) -> Edit:
    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        return text

    return change


def block(text: str, name: str) -> str:
    """The [[indicators]] table of that indicator."""
    parts = text.split("[[indicators]]")
    (found,) = (part for part in parts if f'level3 = "{name}"' in part)
    return "[[indicators]]" + found


@pytest.fixture
def changes(
    sample_toml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[Edit], list[dict[str, Any]]]:
    def compare(change: Edit) -> list[dict[str, Any]]:
        new = tmp_path / "new.toml"
        new.write_text(change(sample_toml.read_text("utf-8")), "utf-8")
        capsys.readouterr()
        assert cli.run(["diff", str(sample_toml), str(new), "--format", "json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["schema"] == 1 and report["a"]["year"] == 2023
        found: list[dict[str, Any]] = report["changes"]
        return found

    return compare


Changes = Callable[[Edit], list[dict[str, Any]]]
FIRST = ["产出指标", "数量指标", "执法办案案件数"]


def test_nothing(changes: Changes) -> None:
    assert changes(lambda text: text) == []


def test_a_target(changes: Changes) -> None:
    (change,) = changes(edit(("target = 160", "target = 180")))
    assert change == {
        "kind": "target", "indicator": FIRST, "field": "target", "label": "指标值", "old": "160", "new": "180",
    }  # fmt: skip


def test_points_follow_the_wording(changes: Changes) -> None:
    found = changes(edit(("控制在354万元以内计2分", "控制在354万元以内计3分")))
    assert [
        (change["kind"], change["old"], change["new"]) for change in found if change["kind"] == "points"
    ] == [("points", "2", "3")]
    assert [change["kind"] for change in found] == ["wording", "points"]


def test_a_new_name_is_likely_a_renaming(changes: Changes) -> None:
    (change,) = changes(edit(("食品监督抽检批次", "食品安全监督抽检批次")))
    assert (change["kind"], change["old"], change["new"]) == (
        "renamed",
        "食品监督抽检批次",
        "食品安全监督抽检批次",
    )


def test_added_and_removed(changes: Changes, sample_toml: Path) -> None:
    gone = block(sample_toml.read_text("utf-8"), "营商环境")
    other = (
        '[[indicators]]\nlevel1 = "效益指标"\nlevel2 = "可持续影响指标"\nlevel3 = "绿化面积"\noperator = "≥"\n'
        'target = 5\nunit = "公顷"\nexplanation = "别的"\nscoring = "按完成比例赋分，计10分"\n\n'
    )
    found = changes(edit((gone, other)))
    assert [(change["kind"], change["indicator"][2]) for change in found] == [
        ("added", "绿化面积"),
        ("removed", "营商环境"),
    ]


def test_another_group(changes: Changes, sample_toml: Path) -> None:
    own = block(sample_toml.read_text("utf-8"), "注册登记办结期限")
    (change,) = changes(edit((own, own.replace("时效指标", "质量指标"))))
    assert (change["kind"], change["field"], change["old"], change["new"]) == (
        "moved", "level2", "时效指标", "质量指标",
    )  # fmt: skip


def test_facts(changes: Changes) -> None:
    found = changes(edit(("year = 2023", "year = 2024"), ("一、深化商事制度改革", "一、深化改革")))
    assert [(change["kind"], change["label"]) for change in found] == [
        ("fact", "年度"),
        ("fact", "年度总体目标"),
    ]


def test_order_alone_is_no_change(changes: Changes, sample_toml: Path) -> None:
    text = sample_toml.read_text("utf-8")
    one, two = block(text, "执法办案案件数"), block(text, "受理市场主体注册登记户次")
    assert changes(edit((one + two, two + one))) == []


@pytest.mark.slow
def test_every_kind_of_file(
    built: Path, source: Path, sample_toml: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pdf,), (docx,) = built.glob("*.pdf"), built.glob("*.docx")
    for one in (pdf, docx, source):
        for two in (pdf, docx, source):
            capsys.readouterr()
            assert cli.run(["diff", str(one), str(two)]) == 0
            assert "没有变化" in capsys.readouterr().out
    capsys.readouterr()
    assert cli.run(["diff", str(sample_toml.with_suffix(".xlsx")), str(pdf)]) == 0
    out = capsys.readouterr().out
    assert "联系人" in out and "规则改动" in out


def test_as_a_workbook(sample_toml: Path, tmp_path: Path) -> None:
    new, sheet = tmp_path / "new.toml", tmp_path / "变化.xlsx"
    text = edit(("target = 160", "target = 180"), ("执法办案案件情况", "=HYPERLINK(1)"))
    new.write_text(text(sample_toml.read_text("utf-8")), "utf-8")
    command = ["diff", str(sample_toml), str(new), "--format", "xlsx", "-o", str(sheet)]
    assert cli.run(command) == 0
    rows = list(load_workbook(sheet).active.values)
    assert rows[0] == ("变化", "一级指标", "二级指标", "三级指标", "栏目", "原为", "现为")
    assert rows[1] == ("指标值改动", *FIRST, "指标值", "160", "180")
    assert rows[2][-1] == "该指标主要考察=HYPERLINK(1)" and len(rows) == 3
    before = sheet.read_bytes()
    assert cli.run(command) == ExitCode.NOT_WRITTEN and sheet.read_bytes() == before
    sheet.unlink()
    assert cli.run(command) == 0 and sheet.read_bytes() == before


def test_wrong_usage(sample_toml: Path, tmp_path: Path) -> None:
    assert cli.run(["diff", str(sample_toml), str(sample_toml), "--format", "xlsx"]) == ExitCode.USAGE
    assert cli.run(["diff", str(sample_toml), str(sample_toml), "-o", str(tmp_path / "x")]) == ExitCode.USAGE
    assert cli.run(["diff", str(sample_toml), str(tmp_path / "none.toml")]) == ExitCode.UNREADABLE
