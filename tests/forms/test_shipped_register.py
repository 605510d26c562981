"""Projects in a register: one table of many projects, a declaration each, money in 元 or in 万元."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.cli.conftest import Formgen
from tests.conftest import ROOT

HEADS = ["部门（单位）", "项目名称", "预算数（元）", "财政资金（元）", "其他资金（元）", "总体目标", "一级指标", "二级指标",
         "三级指标", "指标性质", "指标值", "度量单位", "权重"]  # fmt: skip
ROWS: list[list[object]] = [
    ["示例市示例局", "停车设施", 2720000, 2400000, 320000, "建成", "产出指标", "数量指标", "泊位", "≥", 320, "个", 50],
    [None, None, None, None, None, None, "效益指标", "社会效益指标", "满意", "≥", 90, "%", 40],
    [None, "便民驿站", 1000005.5, 1000005.5, 0, "建站", "产出指标", "数量指标", "驿站", "≥", 12, "个", 90],
    ["示例市第二局", "便民驿站", 10000, 10000, 0, "目标", "产出指标", "数量指标", "驿站", "≥", 1, "个", 90],
    ["合计", None, 3730005.5],
]  # fmt: skip


def register(path: Path, rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS, *above: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in ("项目绩效目标登记表（2024年度）", *above):
        sheet.append([line])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def split(source: Path, folder: Path, formgen: Formgen, form: str = "sichuan-project") -> dict[str, Any]:
    """(unit, project) → what the register declares of it."""
    assert formgen("split", source, "--profile", form, "-o", folder).code == 0
    found = {}
    for number, path in enumerate(sorted(folder.glob("*.xlsx"))):
        back = folder / f"{number}.toml"
        assert formgen("extract", path, "-o", back).code == 0
        data = tomllib.loads(back.read_text(encoding="utf-8"), parse_float=Decimal)
        found[data["department"]["name"], data["project"]["name"]] = data
    return found


def test_each_project_is_a_declaration_and_yuan_become_the_form_s_unit(
    tmp_path: Path, formgen: Formgen
) -> None:
    found = split(register(tmp_path / "r.xlsx", ROWS), tmp_path / "out", formgen)
    assert set(found) == {
        ("示例市示例局", "停车设施"),
        ("示例市示例局", "便民驿站"),
        ("示例市第二局", "便民驿站"),
    }
    first = found["示例市示例局", "停车设施"]
    assert first["year"] == 2024
    assert first["money"] == {"total": 272, "fiscal": 240, "other": 32}
    assert [(row["level3"], row["points"]) for row in first["indicators"]] == [("泊位", 50), ("满意", 40)]
    assert found["示例市示例局", "便民驿站"]["money"]["total"] == Decimal("100.00055")
    assert found["示例市第二局", "便民驿站"]["money"]["total"] == 1


def test_a_line_above_names_the_unit_and_the_form_s_own_is_left(tmp_path: Path, formgen: Formgen) -> None:
    heads = [head.replace("（元）", "") for head in HEADS]
    yuan = split(register(tmp_path / "a.xlsx", ROWS, heads, "单位：元"), tmp_path / "a", formgen)
    assert yuan["示例市示例局", "停车设施"]["money"]["total"] == 272
    plain = split(register(tmp_path / "b.xlsx", ROWS, heads, "单位：万元"), tmp_path / "b", formgen)
    assert plain["示例市示例局", "停车设施"]["money"]["total"] == 2720000


def test_fixed_rows_are_named_by_row_and_column(tmp_path: Path, formgen: Formgen) -> None:
    heads = [
        "主管部门",
        "项目名称",
        "年度资金总额全年预算数（元）",
        "年度资金总额全年执行数（元）",
        "预期目标",
        "三级指标",
        "分值",
    ]
    source = register(tmp_path / "r.xlsx", [["示例局", "甲", 3050000, 2986000, "目标", "一条", 90]], heads)
    (data,) = split(source, tmp_path / "out", formgen, "central-project-review-2020").values()
    assert data["money"]["all"] == {"budget": 305, "spent": Decimal("298.6")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (1, 2, 2730000, "同一项目的预算数写了两种"),
        (0, 2, "约三百万", "预算数"),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(
    row: int, column: int, value: object, said: str, tmp_path: Path, formgen: Formgen
) -> None:
    rows = [list(line) for line in ROWS]
    rows[row][column] = value
    run = formgen("check", register(tmp_path / "r.xlsx", rows), "--profile", "sichuan-project")
    assert run.code == 4
    lines = run.out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  [错误] READ-03"))
    assert f"C{row + 3}" in lines[at]
    assert said in lines[at + 1]


def test_a_column_that_nobody_knows_is_told(tmp_path: Path, formgen: Formgen) -> None:
    rows = [[*line, "甲"] for line in ROWS[:1]]
    run = formgen(
        "check", register(tmp_path / "r.xlsx", rows, [*HEADS, "天气"]), "--profile", "sichuan-project"
    )
    assert run.code == 4
    assert "表头“天气”不是本表样的列" in run.out


def test_a_form_is_no_register(tmp_path: Path, formgen: Formgen) -> None:
    """A filled form names unit and project as well; it stays one declaration."""
    source = Path(__file__).parents[2] / "inputs" / "sichuan-project.toml"
    form = tmp_path / "form.xlsx"
    assert formgen("extract", source, "-o", form).code == 0
    assert "没有变化" in formgen("diff", source, form).out


@pytest.mark.slow
def test_the_sample_of_a_register_is_a_declaration_for_each_project(tmp_path: Path, formgen: Formgen) -> None:
    """What its table says, read by another program, is what the declarations say, in 万元."""
    source = Path(__file__).parents[2] / "inputs" / "sichuan-projects.xlsx"
    lines = list(openpyxl.load_workbook(source).worksheets[0].iter_rows(min_row=3, values_only=True))
    named = [line for line in lines if line[1]]
    found = split(source, tmp_path / "out", formgen)
    assert set(found) == {(line[0], line[1]) for line in named} and len(named) == 3
    for line in named:
        data = found[str(line[0]), str(line[1])]
        money = [Decimal(str(amount)) / 10000 for amount in line[2:5]]
        assert [data["money"][key] for key in ("total", "fiscal", "other")] == money
        assert sum(row["points"] for row in data["indicators"]) == 90
    told = [row["level3"] for data in found.values() for row in data["indicators"]]
    assert sorted(told) == sorted(str(line[8]) for line in lines if line[8])
    run = formgen("check", source, "--profile", "sichuan-project")
    assert run.code == 0 and "通过 3 份" in run.out


YUAN = """
[money.all]
initial = 3200000
budget = 3050000
spent = 2986000

[money.fiscal]
initial = 2800000
budget = 2650000
spent = 2604000

[money.carried]
initial = 250000
budget = 250000
spent = 250000

[money.other]
initial = 150000
budget = 150000
spent = 132000

"""


def in_yuan(form: str, tmp_path: Path) -> Path:
    """The folder of a shipped form that has its money in 元."""
    text = (ROOT / "templates" / form / "profile.toml").read_text(encoding="utf-8")
    for was, now in (("（万元）", "（元）"), ('unit = "万元"', 'unit = "元"')):
        assert was in text
        text = text.replace(was, now)
    folder = tmp_path / form
    folder.mkdir()
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("", "", "", ()),
        ("spent = 2986000", "spent = 2996000", "FUND-02", ("2996000", "2986000")),
        ("spent = 2986000", "spent = 2986000\nrate = 100", "FUND-03", ("100%", "97.90%")),
        ("spent = 2986000", "spent = 2986000\nrate = 97.90", "", ()),
        ("spent = 2986000", "spent = 2986000\nscore = 10", "ACT-02", ("10 分", "9.79 分")),
    ],
)
def test_a_self_evaluation_in_yuan_is_reckoned_as_one_in_ten_thousands(
    old: str, new: str, rule: str, said: tuple[str, ...], tmp_path: Path, formgen: Formgen
) -> None:
    """The shipped form with its money in 元: 2986000 ÷ 3050000 is 97.90 %, of 10 points 9.79."""
    folder = in_yuan("central-project-review-2020", tmp_path)
    data = (ROOT / "inputs" / "central-project-review-2020.toml").read_text(encoding="utf-8")
    head, rest = data.split("[money.all]")
    rows = rest[rest.index("[[indicators]]") :]
    money = YUAN.replace(old, new, 1)
    source = tmp_path / "in.toml"
    source.write_text(head + money + rows, encoding="utf-8")
    run = formgen("check", source, "--profile", folder)
    # A rule that could not be checked stands there as well, and says so.
    lines = [line for line in run.out.splitlines() if "未检查" not in line]
    fired = {word for word in ("FUND-02", "FUND-03", "ACT-02") if any(word in line for line in lines)}
    assert fired == ({rule} if rule else set()), run.out
    assert all(word in run.out for word in said), run.out
    run = formgen(
        "build", source, "--profile", folder, "-o", tmp_path / "out", "--formats", "docx", "--draft"
    )
    assert run.code == 0, run.all
    (made,) = (tmp_path / "out").glob("*.docx")
    cells = [cell.text for table in Document(str(made)).tables for row in table.rows for cell in row.cells]
    assert "项目资金（元）" in cells
    if not rule:
        assert "97.90%" in cells and "9.79" in cells


MONEY_LINE = re.compile(
    r"^((?:initial|budget|spent|income\.amount|expense\.amount) = )([\d.]+)$", re.MULTILINE
)
TOTALS = {
    # 10 + 5 + 10 + 4.96 + 9 + 10 + 10 + 9 + 10 + 10 = 87.96 of the rows, and 9.79 of 298.60 ÷ 305.00.
    "central-project-review-2020": "97.75",
    # 10 + 10 + 10 + 9.91 + 10 + 15 + 15 + 10 = 89.91 of the rows, and 9.62 of 2030.12 ÷ 2110.50.
    "hunan-dept-review": "99.53",
}
"""Form → the total of its sample: what the rows are given by hand, and the money's 10 points by what was spent."""


@pytest.mark.parametrize("unit", ["万元", "元"])
@pytest.mark.parametrize("form", TOTALS)
def test_the_total_row_of_a_self_evaluation_in_either_unit(
    form: str, unit: str, tmp_path: Path, formgen: Formgen
) -> None:
    text = (ROOT / "inputs" / f"{form}.toml").read_text(encoding="utf-8")
    folder = ROOT / "templates" / form
    if unit == "元":
        folder = in_yuan(form, tmp_path)
        text, count = MONEY_LINE.subn(lambda line: f"{line[1]}{Decimal(line[2]) * 10000:f}", text)
        assert count > 2
    source = tmp_path / "in.toml"
    source.write_text(text, encoding="utf-8")
    run = formgen("build", source, "--profile", folder, "-o", tmp_path / "out", "--formats", "docx")
    assert run.code == 0, run.all
    (made,) = (tmp_path / "out").glob("*.docx")
    rows = [[cell.text for cell in row.cells] for table in Document(str(made)).tables for row in table.rows]
    assert any(f"（{unit}）" in cell for row in rows for cell in row)
    (total,) = [row for row in rows if row[0] == "总分"]
    assert [cell for cell in total if cell not in ("总分", "")] == ["100", TOTALS[form]]


@pytest.mark.parametrize(("unit", "total"), [("元", "864,000.00"), ("万元", "86.40")])
def test_the_total_row_of_costs_in_either_unit(
    unit: str, total: str, tmp_path: Path, formgen: Formgen
) -> None:
    """384000 + 288000 + 192000 元; what the money's table says in 万元 agrees with it in either."""
    folder, source = ROOT / "templates" / "cost-project", ROOT / "inputs" / "cost-project.toml"
    if unit == "万元":
        text = (folder / "profile.toml").read_text(encoding="utf-8")
        folder = tmp_path / "form"
        folder.mkdir()
        for was, now in (("成本明细（元）", "成本明细（万元）"), ('unit = "元"', 'unit = "万元"')):
            assert was in text
            text = text.replace(was, now)
        (folder / "profile.toml").write_text(text, encoding="utf-8")
        data, source = source.read_text(encoding="utf-8"), tmp_path / "in.toml"
        cost = re.compile(r"^((?:price|amount) = )(\d+)$", re.MULTILINE)
        source.write_text(cost.sub(lambda line: f"{line[1]}{Decimal(line[2]) / 10000:f}", data), "utf-8")
    run = formgen("build", source, "--profile", folder, "-o", tmp_path / "out", "--formats", "docx")
    assert run.code == 0, run.all
    assert "FUND-04" not in formgen("check", source, "--profile", folder).out
    (made,) = (tmp_path / "out").glob("*.docx")
    rows = [[cell.text for cell in row.cells] for table in Document(str(made)).tables for row in table.rows]
    (costs,) = [row for row in rows if "合计" in row and total in row]
    assert set(costs) <= {"合计", total, "", f"成本明细（{unit}）"}


def test_split_counts_what_the_form_calls_them(tmp_path: Path, formgen: Formgen) -> None:
    sample = ROOT / "inputs" / "sichuan-projects.xlsx"
    told = formgen("split", sample, "--profile", "sichuan-project", "-o", tmp_path / "out")
    assert "共 3 个项目：拆出 3 个，失败 0 个" in told.all
    rows = [["示例市示例局", name, *ROWS[0][2:]] for name in ("A区停车", "a区停车")]
    again = register(tmp_path / "r.xlsx", rows)
    told = formgen("split", again, "--profile", "sichuan-project", "-o", tmp_path / "b")
    assert told.code == 8
    assert "请核对部门（单位）、项目名称和年度" in told.all
    assert "共 2 个项目：拆出 0 个，失败 2 个" in told.all
    text = (ROOT / "templates" / "sichuan-project" / "profile.toml").read_text(encoding="utf-8")
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "profile.toml").write_text(text.replace("项目名称", "任务名称"), encoding="utf-8")
    heads = ["任务名称" if head == "项目名称" else head for head in HEADS]
    told = formgen(
        "split",
        register(tmp_path / "t.xlsx", ROWS, heads),
        "--profile",
        tmp_path / "form",
        "-o",
        tmp_path / "c",
    )
    assert "共 3 个任务" in told.all
