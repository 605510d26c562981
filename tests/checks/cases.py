"""For every check: edits of the clean sample that fire it, and near misses that must not.

What each case expects comes from checks.md and the rules of scoring, not from what the program says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.checks.samples import Data, Edit, add_row, both, set_fact, set_row

NAME = "示例事项检查次数"
INTAKE = "示例服务受理件数"
TRAINING = "示例技能培训人次"
RATE = "群众诉求办结率"
SHOWN = "检查结果公示率"
TERM = "示例事项办理期限"
DEADLINE = "年度重点任务完成时间"
COST = "基本支出"
SPECIAL = "专项支出"
TRADE = "示例行业发展环境"
RIGHTS = "群众合法权益"
PAPER = "纸质材料用量"
SYSTEM = "服务工作机制"
PLEASED = "服务对象满意度"

THRESHOLD = (
    "该指标分值为{w}分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，"
    "计算公式为：得分=（实际完成率-60%）/（1-60%）×指标分值"
)


def threshold(points: object, rate: str = "完成率") -> str:
    return (
        THRESHOLD.format(w=points).replace("完成率小于", f"{rate}小于").replace("实际完成率", f"实际{rate}")
    )


@dataclass(frozen=True)
class Case:
    """edit: of the clean sample. field and severity: of the finding that must be there, where it fires.
    actuals, budget: handed to the check."""

    why: str
    edit: Edit
    field: str = ""
    severity: str = ""
    actuals: dict[str, object] | None = None
    budget: Decimal | None = None


@dataclass(frozen=True)
class Cases:
    fires: list[Case] = field(default_factory=list)
    misses: list[Case] = field(default_factory=list)


def keep(data: Data) -> None:
    """No edit."""


def drop_group(level1: str) -> Edit:
    def edit(data: Data) -> None:
        data["indicators"] = [row for row in data["indicators"] if row["level1"] != level1]

    return edit


def drop_level2(level2: str) -> Edit:
    def edit(data: Data) -> None:
        data["indicators"] = [row for row in data["indicators"] if row["level2"] != level2]

    return edit


def none_row(name: str) -> Edit:
    return set_row(name, level3="无", operator="定性", target="无", unit="无", explanation="无", scoring="无")


def move_last(name: str) -> Edit:
    def edit(data: Data) -> None:
        rows = data["indicators"]
        (row,) = [row for row in rows if row["level3"] == name]
        rows.remove(row)
        rows.append(row)

    return edit


def swap_first_groups(data: Data) -> None:
    """质量 before 数量, both together."""
    rows = data["indicators"]
    data["indicators"] = rows[3:5] + rows[:3] + rows[5:]


def crowd(count: int) -> Edit:
    """A 数量指标 of so many rows, ten points in all."""

    def edit(data: Data) -> None:
        rows = data["indicators"]
        model = rows[0]
        crowd = [
            {**model, "level3": f"第{number}类事项检查次数", "scoring": threshold(Decimal(10) / count)}
            for number in "一二三四五六七八九十甲乙丙丁"[:count]
        ]
        if 10 % count:
            crowd = [{**row, "scoring": threshold(1)} for row in crowd]
        data["indicators"] = crowd + rows[3:]

    return edit


CASES: dict[str, Cases] = {
    "REQ-01": Cases(
        fires=[
            Case("no duties", set_fact("department.duties", ""), "department.duties", "error"),
            Case("a goal of blanks", set_fact("goal.annual", " 　"), "goal.annual", "error"),
            Case("no explanation", set_row(NAME, explanation=None), "indicators[0].explanation", "error"),
            Case("no wording", set_row(NAME, scoring=""), "indicators[0].scoring", "error"),
            Case("no target", set_row(DEADLINE, target=""), "indicators[6].target", "error"),
            Case("a 二级 with no 三级", set_row(NAME, level3=""), "indicators[0].level3", "error"),
        ],
        misses=[
            Case("remark and unit may be empty", set_row(TRADE, remark="", unit="")),
            Case("a row that is 无 throughout", none_row(PAPER)),
            Case(
                "no wording but a rule: the wording is made from it",
                set_row(NAME, scoring=None, rule={"kind": "threshold_linear", "points": 4}),
            ),
        ],
    ),
    "REQ-02": Cases(
        fires=[
            Case("同上", set_row(INTAKE, explanation="同上"), "indicators[1].explanation", "error"),
            Case("XX", set_fact("department.duties", "负责XX管理工作。"), "department.duties", "error"),
            Case("dots alone", set_row(INTAKE, explanation="……"), "indicators[1].explanation", "error"),
            Case("an instruction left in", set_fact("goal.annual", "（100字以内）"), "goal.annual", "error"),
            Case("a numbered name", set_row(INTAKE, level3="指标2"), "indicators[1].level3", "error"),
            Case("无 in part of a row", set_row(TRADE, target="无"), "indicators[9].target", "error"),
            Case("无 throughout is a note", none_row(PAPER), "indicators[11].level3", "note"),
        ],
        misses=[
            Case("一个X, 一个×", set_row(NAME, explanation="X射线机检查次数×每次台数，以记录为准")),
            Case("a name that begins with 指标", set_row(NAME, level3="指标完成情况核查次数")),
            Case("a length in the text", set_row(NAME, explanation="每期简报500字以内，以刊发的期数为准")),
            Case("无 within a word", set_row(TRADE, target="无重大事故")),
            Case("a dash or slash as unit of a quality", set_row(TRADE, unit="/")),
            Case("无 as remark", set_row(NAME, remark="无")),
        ],
    ),
    "REQ-03": Cases(
        fires=[
            Case("nothing under 产出", drop_group("产出指标"), "indicators", "error"),
            Case("nothing under 效益", drop_group("效益指标"), "indicators", "error"),
            Case("a 二级 left out", drop_level2("生态效益指标"), "indicators", "note"),
        ],
        misses=[Case("a 二级 declared not applicable", none_row(PAPER))],
    ),
    "TXT-01": Cases(
        fires=[
            Case(
                "three dots",
                set_row(NAME, explanation="全年检查的次..."),
                "indicators[0].explanation",
                "warning",
            ),
            Case("…", set_row(NAME, level3="示例事项检查（含节假日…"), "indicators[0].level3", "warning"),
            Case("……", set_fact("goal.annual", "一、优化办理流程，压缩……"), "goal.annual", "warning"),
            Case(
                "stops in mid-sentence at 200",
                set_fact("department.duties", "一、负责管理。" + "检" * 190 + "查，并"),
                "department.duties",
                "warning",
            ),
        ],
        misses=[
            Case("one full stop", set_row(NAME, explanation="全年开展监督检查的次数。")),
            Case("dots inside", set_row(NAME, explanation="含日常…专项等检查，以检查记录为准")),
            Case(
                "200 signs that end a sentence",
                set_fact("department.duties", "一、负责管理。" + "检" * 192 + "。"),
            ),
            Case("201 signs", set_fact("department.duties", "一、负责管理。" + "检" * 191 + "查，并")),
        ],
    ),
    "TXT-02": Cases(
        fires=[
            Case(
                "blank inside",
                set_row(NAME, explanation="全年开展监 督检查的次数"),
                "indicators[0].explanation",
                "note",
            ),
            Case(
                "full-width digits",
                set_row(NAME, explanation="每月１次，以检查记录为准"),
                "indicators[0].explanation",
                "note",
            ),
            Case(
                "half-width comma",
                set_row(NAME, explanation="全年检查次数,以记录为准"),
                "indicators[0].explanation",
                "note",
            ),
            Case(
                "mixed brackets",
                set_row(NAME, explanation="检查（含专项)次数，(含抽查）"),
                "indicators[0].explanation",
                "note",
            ),
            Case(
                ">= in a text",
                set_row(NAME, explanation="检查次数>=计划数时为完成"),
                "indicators[0].explanation",
                "note",
            ),
            Case(
                "a character of private use",
                set_row(NAME, explanation="全年检查\ue000次数，以记录为准"),
                "indicators[0].explanation",
                "note",
            ),
        ],
        misses=[
            Case(
                "blanks beside Latin and digits",
                set_row(NAME, explanation="截至 2023 年 12 月的 IT 系统登记数"),
            ),
            Case(
                "indented paragraphs",
                set_fact("goal.annual", "　　一、优化办理流程。\n　　二、加强监督检查。"),
            ),
            Case("a thousands comma", set_row(NAME, explanation="以计划的1,200次中本年度部分为准")),
            Case("a time of day", set_row(NAME, explanation="每日8:30前的检查，以检查记录为准")),
            Case("full-width sum signs", set_row(NAME, explanation="完成率＝实际数÷计划数，以检查记录为准")),
        ],
    ),
    "TXT-03": Cases(
        fires=[
            Case(
                "质量强县",
                set_fact("goal.annual", "一、实施质量强县战略，服务发展。"),
                "goal.annual",
                "warning",
            ),
            Case(
                "county orders",
                set_fact("department.duties", "一、负责示例管理。二、完成县委、县政府交办的其他工作。"),
                "department.duties",
                "warning",
            ),
            Case(
                "全县",
                set_row(NAME, explanation="对全县示例行业开展检查的次数"),
                "indicators[0].explanation",
                "warning",
            ),
            Case(
                "a province speaks as a city",
                both(
                    set_fact("department.name", "示例省示例厅"),
                    set_fact("goal.annual", "一、深化质量强市建设，服务发展。"),
                ),
                "goal.annual",
                "warning",
            ),
            Case(
                "a county speaks as a town",
                both(
                    set_fact("department.name", "示例县示例局"),
                    set_fact("department.duties", "一、负责管理。二、完成镇党委、镇政府交办的其他工作。"),
                ),
                "department.duties",
                "warning",
            ),
        ],
        misses=[
            Case(
                "县域, 县级, 各县市区",
                set_fact("goal.annual", "一、支持县域经济，加强县级示例能力，指导各县市区工作。"),
            ),
            Case("区域, 全区域", set_fact("goal.annual", "一、加强区域协作，实现全区域覆盖，建成示范区。")),
            Case("安全县 is no 全县", set_fact("goal.annual", "一、创建食品安全县2个，健全县乡服务网络。")),
            Case("百强县", set_fact("goal.annual", "一、支持新增百强县1个，加强县级指导。")),
            Case("higher levels", set_fact("goal.annual", "一、落实省委、省政府部署，在全省走在前列。")),
            Case("the word 市场", set_fact("goal.annual", "一、维护全市场秩序，做强市场主体。")),
            Case(
                "a county of its own county",
                both(
                    set_fact("department.name", "示例县示例局"),
                    set_fact("goal.annual", "一、实施质量强县战略，推动全县发展。"),
                ),
            ),
            Case(
                "the market bureau of a city is no 市场",
                both(
                    set_fact("department.name", "衡阳市市场监督管理局"),
                    set_fact("goal.annual", "一、实施质量强市战略，服务全市发展。"),
                ),
            ),
        ],
    ),
    "TXT-05": Cases(
        fires=[
            Case(
                "a Kangxi radical",
                set_row(NAME, explanation="⾏政检查的次数"),
                "indicators[0].explanation",
                "note",
            ),
            Case("a CJK radical", set_row(NAME, remark="⻋辆检查"), "indicators[0].remark", "note"),
            Case(
                "a compatibility ideograph", set_row(NAME, remark="年\uf9da"), "indicators[0].remark", "note"
            ),
            Case("a circle for 〇", set_row(NAME, remark="二○二三年"), "indicators[0].remark", "note"),
            Case(
                "a Cyrillic letter in a Latin word",
                set_row(NAME, remark="А4纸"),
                "indicators[0].remark",
                "note",
            ),
        ],
        misses=[
            Case("the usual characters", set_row(NAME, remark="行政车辆二〇二三年A4纸")),
            Case("a circle as a mark", set_row(NAME, remark="○表示完成")),
            Case("words of other scripts", set_row(NAME, remark="Россия Ελλάδα ・ㄅ①Ⅲ㈠")),
        ],
    ),
    "TXT-04": Cases(
        fires=[
            Case("the name", set_row(NAME, explanation=NAME), "indicators[0].explanation", "note"),
            Case(
                "with lead and end",
                set_row(NAME, explanation=f"该指标主要考察{NAME}情况。"),
                "indicators[0].explanation",
                "note",
            ),
        ],
        misses=[
            Case("the name and where from", set_row(NAME, explanation=f"{NAME}，以检查记录为准")),
            Case("another measure of it", set_row(NAME, explanation="该指标主要考察示例事项检查情况")),
        ],
    ),
    "TAX-01": Cases(
        fires=[
            Case("a strange 一级", set_row(PLEASED, level1="满意指标"), "indicators[13].level1", "error"),
            Case("a strange 二级", set_row(NAME, level2="数目指标"), "indicators[0].level2", "error"),
            Case(
                "二级 under another 一级",
                set_row(NAME, level2="社会效益指标"),
                "indicators[0].level2",
                "error",
            ),
            Case(
                "成本 twice",
                set_row(SPECIAL, level1="成本指标", level2="经济成本指标"),
                "indicators[8].level1",
                "error",
            ),
        ],
        misses=[
            Case("blanks around a label", set_row(NAME, level2=" 数量指标 ")),
            Case("an empty label is REQ-01's", set_row(NAME, level2="")),
        ],
    ),
    "TAX-02": Cases(
        fires=[
            Case("the same name", set_row(INTAKE, level3=NAME), "indicators[1].level3", "warning"),
            Case("eleven of a 二级", crowd(11), "indicators[10].level3", "warning"),
            Case("not together", move_last(INTAKE), "indicators[13].level2", "warning"),
            Case("out of the form's order", swap_first_groups, "indicators[2].level2", "note"),
        ],
        misses=[
            Case("ten of a 二级", crowd(10)),
            Case("two 无 rows", both(none_row(PAPER), none_row(SYSTEM))),
            Case("names that differ in a sign", set_row(INTAKE, level3="示例事项检查人次", unit="人次")),
        ],
    ),
    "TAX-03": Cases(
        fires=[
            Case(
                "期限 under 质量",
                set_row(RATE, level3="诉求办理期限", operator="≤", target=5, unit="工作日"),
                "indicators[3].level3",
                "note",
            ),
            Case(
                "工作日 under 质量",
                set_row(RATE, level3="平均办理用时", operator="≤", target=5, unit="工作日"),
                "indicators[3].level3",
                "note",
            ),
            Case("满意度 under 质量", set_row(RATE, level3="群众满意度"), "indicators[3].level3", "note"),
            Case(
                "支出 under 数量",
                set_row(INTAKE, level3="设备购置支出", operator="≤", unit="万元"),
                "indicators[1].level3",
                "note",
            ),
        ],
        misses=[
            Case("days of training", set_row(TRAINING, level3="示例技能培训天数", unit="天")),
            Case(
                "subsidies paid out, as a quantity", set_row(INTAKE, level3="发放示例补贴金额", unit="万元")
            ),
            Case("及时率 as a quality", set_row(RATE, level3="诉求处置及时率")),
        ],
    ),
    "VAL-01": Cases(
        fires=[
            Case(
                "number and unit in one cell",
                set_row(RATE, target="28.8万元"),
                "indicators[3].target",
                "error",
            ),
            Case("no number", set_row(NAME, target="若干"), "indicators[0].target", "error"),
            Case("a range", set_row(NAME, target="100-120"), "indicators[0].target", "error"),
            Case(
                "a sign in the cell",
                set_row(NAME, operator="定性", target="≥4"),
                "indicators[0].target",
                "error",
            ),
            Case("a quantity under 定性", set_row(TRADE, target="12件"), "indicators[9].target", "error"),
            Case(
                "a target inside the name",
                set_row(TRAINING, level3="参训230人"),
                "indicators[2].level3",
                "warning",
            ),
        ],
        misses=[
            Case("a number as text", set_row(NAME, target="120")),
            Case("its own unit behind it", set_row(NAME, target="120次")),
            Case("a date is VAL-05's", set_row(DEADLINE, operator="≤")),
            Case("a number word in the name", set_row(TRAINING, level3="“三下乡”培训人次")),
            Case("an ordinal in the name", set_row(NAME, level3="第14次示例普查次数")),
            Case("a limit in the name", set_row(NAME, level3="50人以上企业检查次数")),
            Case("a number within a state", set_row(TRADE, target="达到3级标准")),
        ],
    ),
    "VAL-02": Cases(
        fires=[
            Case("no unit", set_row(NAME, unit=None), "indicators[0].unit", "warning"),
            Case("百分比", set_row(RATE, unit="百分比"), "indicators[3].unit", "warning"),
            Case("率 in 件", set_row(RATE, unit="件"), "indicators[3].unit", "warning"),
            Case("支出 in %", set_row(COST, unit="%"), "indicators[7].unit", "warning"),
            Case("期限 in 件", set_row(TERM, unit="件"), "indicators[5].unit", "warning"),
        ],
        misses=[
            Case("万元 and 元", set_row(COST, unit="元")),
            Case("per head", set_row(SPECIAL, level3="单位培训成本", unit="元/人")),
            Case("频率 is no share", set_row(NAME, level3="设备巡检频率", unit="次/月")),
            Case("死亡率 in ‰", set_row(RATE, level3="婴幼儿死亡率", operator="≤", target=3, unit="‰")),
            Case("％", set_row(RATE, unit="％")),
            Case("a quality without unit", keep),
            Case("补助 as people", set_row(TRAINING, level3="领取示例补助", unit="人")),
            Case("a name cut off says nothing", set_row(NAME, level3="示例事项检查覆盖率...")),
        ],
    ),
    "VAL-03": Cases(
        fires=[
            Case("满意度 ≤", set_row(PLEASED, operator="≤"), "indicators[13].operator", "warning"),
            Case("率 ≤", set_row(RATE, operator="≤"), "indicators[3].operator", "warning"),
            Case("支出 ≥", set_row(COST, operator="≥"), "indicators[7].operator", "warning"),
            Case("期限 ≥", set_row(TERM, operator="≥"), "indicators[5].operator", "warning"),
            Case("投诉 ≥", set_row(INTAKE, level3="有效投诉件数"), "indicators[1].operator", "warning"),
            Case(
                "≤4 for what is to be built",
                set_row(NAME, level3="新建示例站点", operator="≤", target=4, unit="个"),
                "indicators[0].operator",
                "warning",
            ),
        ],
        misses=[
            Case("事故率 ≤", set_row(RATE, level3="责任事故率", operator="≤", target=1)),
            Case("不合格率 ≤", set_row(RATE, level3="抽检不合格率", operator="≤", target=5)),
            Case("变动率 ≤", set_row(RATE, level3="“三公经费”变动率", operator="≤", target=0)),
            Case("控制率 ≤", set_row(RATE, level3="在职人员控制率", operator="≤", target=100)),
            Case("投诉受理 ≥", set_row(INTAKE, level3="受理投诉件数")),
            Case("质保期限 ≥", set_row(TERM, level3="设备质保期限", operator="≥", unit="年")),
            Case("成本节约 ≥", set_row(SPECIAL, level3="成本节约金额", operator="≥")),
            Case("a cap on meetings", set_row(NAME, level3="全局性会议次数", operator="≤")),
            Case("new debts", set_row(NAME, level3="新增违规项目", operator="≤", target=0, unit="个")),
        ],
    ),
    "VAL-04": Cases(
        fires=[
            Case(
                "a word that leaves a number open",
                set_row(TRADE, target="约95%"),
                "indicators[9].target",
                "warning",
            ),
            Case("over 100 %", set_row(RATE, target=950), "indicators[3].target", "warning"),
            Case("0 under a ratio rule", set_row(NAME, target=0), "indicators[0].target", "warning"),
            Case("高中低", set_row(TRADE, target="高中低"), "indicators[9].target", "warning"),
            Case("逐步提高", set_row(TRADE, target="逐步提高"), "indicators[9].target", "warning"),
        ],
        misses=[
            Case("a state with a number in it", set_row(TRADE, target="达到A级以上标准")),
            Case("100 %", set_row(RATE, target=100)),
            Case("growth over 100 %", set_row(RATE, level3="线上业务量增长率", target=150)),
            Case(
                "0 of what must not happen, by pieces",
                set_row(
                    NAME,
                    level3="责任事故起数",
                    operator="≤",
                    target=0,
                    unit="起",
                    scoring="责任事故不超过0起得4分，每超过1起扣1分，扣完为止",
                ),
            ),
            Case("得到提高", set_row(TRADE, target="得到提高")),
            Case("不断改善", set_row(TRADE, target="不断改善")),
        ],
    ),
    "VAL-05": Cases(
        fires=[
            Case(
                "another year",
                set_row(DEADLINE, target="2022年12月底之前"),
                "indicators[6].target",
                "warning",
            ),
            Case("a date under ≤", set_row(DEADLINE, operator="≤"), "indicators[6].target", "warning"),
            Case(
                "the form is not made for that year", lambda data: data.update(year=2022), "year", "warning"
            ),
            Case(
                "a month as number",
                set_row(DEADLINE, operator="≥", target=Decimal("2023.12")),
                "indicators[6].target",
                "warning",
            ),
            Case(
                "a year as amount",
                set_row(DEADLINE, operator="≤", target="2023年"),
                "indicators[6].target",
                "warning",
            ),
        ],
        misses=[
            Case("a span that ends in the year", set_row(DEADLINE, target="2022年10月至2023年12月底之前")),
            Case("a number like a year", set_row(NAME, target=2022)),
            Case(
                "a later year of the same form",
                both(lambda data: data.update(year=2027), set_row(DEADLINE, target="2027年12月底之前")),
            ),
            Case("an amount like a month", set_row(COST, target=Decimal("2023.12"))),
            Case("a share like a date", set_row(TRADE, target="达到1998.5标准")),
        ],
    ),
    "VAL-07": Cases(
        fires=[
            Case("0.95 for 95", set_row(RATE, target=Decimal("0.95")), "indicators[3].target", "warning"),
            Case("1 for 100", set_row(RATE, target=1), "indicators[3].target", "warning"),
        ],
        misses=[
            Case("1.5 percent", set_row(RATE, target=Decimal("1.5"))),
            Case("none at all", set_row(RATE, target=0)),
            Case("another unit", set_row(NAME, target=1)),
            Case("a rate that is to stay small", set_row(RATE, operator="≤", target=Decimal("0.5"))),
            Case("a growth", set_row(RATE, level3="示例产值增长率", target=Decimal("0.8"))),
        ],
    ),
    "VAL-06": Cases(
        fires=[Case("the value as unit", set_row(TRADE, unit="健康有序发展"), "indicators[9].unit", "note")],
        misses=[
            Case("a unit of its own", set_row(DEADLINE, unit="时间")),
            Case("无 as unit", set_row(TRADE, unit="无")),
            Case("the 无 row", none_row(PAPER)),
        ],
    ),
    "SCO-01": Cases(
        fires=[
            Case(
                "90 under a 100 profile",
                set_row(PLEASED, scoring="满意度95%（含）以上计10分，90%（含）-95%计5分，90%以下计0分"),
                "indicators",
                "error",
            ),
            Case("104", set_row(NAME, scoring=threshold(8)), "indicators", "error"),
            Case(
                "points in the label of a group",
                set_row(PLEASED, level1="满意度指标（15分）"),
                "indicators",
                "error",
            ),
        ],
        misses=[
            Case("right points in the label of a group", set_row(PLEASED, level1="满意度指标（20分）")),
            Case(
                "moved from one row to another",
                both(set_row(NAME, scoring=threshold(5)), set_row(INTAKE, scoring=threshold(2))),
            ),
            Case(
                "halves",
                both(set_row(NAME, scoring=threshold("3.5")), set_row(INTAKE, scoring=threshold("3.5"))),
            ),
        ],
    ),
    "SCO-02": Cases(
        fires=[
            Case("分值 column", set_row(NAME, points=5), "indicators[0].scoring", "error"),
            Case(
                "rule",
                set_row(NAME, rule={"kind": "threshold_linear", "points": 5}),
                "indicators[0].scoring",
                "error",
            ),
            Case(
                "twice in the wording",
                set_row(
                    TRADE,
                    scoring="该指标分值为8分，行业健康有序发展得10分，促进作用一般得5分，促进作用较差不得分",
                ),
                "indicators[9].scoring",
                "error",
            ),
        ],
        misses=[
            Case("all three agree", set_row(NAME, points=4, rule={"kind": "threshold_linear", "points": 4})),
            Case("4 and 4.0", set_row(NAME, points=Decimal("4.0"))),
        ],
    ),
    "SCO-03": Cases(
        fires=[
            Case("1", set_row(NAME, scoring="1"), "indicators[0].scoring", "error"),
            Case("its own name", set_row(NAME, scoring=NAME), "indicators[0].scoring", "error"),
            Case("同上", set_row(INTAKE, scoring="同上"), "indicators[1].scoring", "error"),
            Case("酌情", set_row(NAME, scoring="酌情"), "indicators[0].scoring", "error"),
            Case(
                "discretion",
                set_row(NAME, scoring="该指标分值为4分，未达指标值酌情扣分"),
                "indicators[0].scoring",
                "warning",
            ),
            Case(
                "no known method",
                set_row(NAME, scoring="该指标分值为4分，由专家组按工作质量评议"),
                "indicators[0].scoring",
                "warning",
            ),
            Case("a faulty rule", set_row(NAME, rule={"kind": "treshold"}), "indicators[0].rule", "error"),
        ],
        misses=[
            Case(
                "cut off behind what fixes the rule",
                set_row(
                    NAME,
                    scoring="该指标分值为4分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，...",
                ),
            ),
            Case(
                "an unknown wording with a rule",
                set_row(
                    NAME,
                    scoring="该指标分值为4分，由专家组按工作质量评议",
                    rule={"kind": "proportional", "points": 4},
                ),
            ),
            Case("the 无 row", none_row(PAPER)),
        ],
    ),
    "SCO-04": Cases(
        fires=[
            Case(
                "a hole between 80 and 90",
                set_row(PLEASED, scoring="满意度95%（含）以上计20分，90%（含）-95%计15分，80%以下计0分"),
                "indicators[13].scoring",
                "error",
            ),
            Case(
                "an overlap",
                set_row(
                    PLEASED,
                    scoring="满意度95%（含）以上计20分，85%（含）-95%计15分，80%（含）-90%计10分，80%以下计0分",
                ),
                "indicators[13].scoring",
                "error",
            ),
            Case(
                "tiers without a bottom",
                set_row(RIGHTS, scoring="群众合法权益得到保护得满分，共计10分，保护效果一般得5分"),
                "indicators[10].scoring",
                "error",
            ),
        ],
        misses=[
            Case("bands that meet", keep),
            Case(
                "three bands",
                set_row(PLEASED, scoring="满意度90%（含）以上计20分，80%（含）-90%计10分，80%以下计0分"),
            ),
        ],
    ),
    "SCO-05": Cases(
        fires=[
            Case(
                "少于 against ≤",
                set_row(TERM, scoring="示例事项办理少于5个工作日得5分，每超过1个工作日扣1分，扣完为止"),
                "indicators[5].scoring",
                "warning",
            ),
            Case("another number", set_row(COST, target=801), "indicators[7].scoring", "warning"),
            Case(
                "another date",
                set_row(DEADLINE, target="2023年11月底之前"),
                "indicators[6].scoring",
                "warning",
            ),
            Case(
                "月前 against 月底之前",
                set_row(DEADLINE, target="2023年12月前"),
                "indicators[6].scoring",
                "warning",
            ),
        ],
        misses=[
            Case("800 and 800.00", set_row(COST, target=Decimal("800.00"))),
            Case("不超过 with ≤", keep),
        ],
    ),
    "SCO-06": Cases(
        fires=[
            Case(
                "31 of 100",
                both(
                    set_row(PLEASED, scoring="满意度90%（含）以上计31分，80%（含）-90%计10分，80%以下计0分"),
                    set_row(RIGHTS, scoring="群众合法权益得到保护得4分，保护效果一般得2分，保护效果差不得分"),
                    set_row(RATE, scoring="该指标分值为1分，按完成比例赋分"),
                    set_row(SHOWN, scoring="该指标分值为4分，按完成比例赋分"),
                ),
                "indicators[13].scoring",
                "warning",
            )
        ],
        misses=[
            Case(
                "30 of 100",
                both(
                    set_row(PLEASED, scoring="满意度90%（含）以上计30分，80%（含）-90%计10分，80%以下计0分"),
                    set_row(RIGHTS, scoring="群众合法权益得到保护得4分，保护效果一般得2分，保护效果差不得分"),
                    set_row(RATE, scoring="该指标分值为1分，按完成比例赋分"),
                ),
            )
        ],
    ),
    "SCO-07": Cases(
        fires=[
            Case(
                "a named rate", set_row(RATE, scoring=threshold(5, "办结率")), "indicators[3].scoring", "note"
            )
        ],
        misses=[
            Case("完成率", keep),
            Case(
                "a rule that says which",
                set_row(
                    RATE,
                    scoring=threshold(5, "办结率"),
                    rule={"kind": "threshold_linear", "points": 5, "base": "value"},
                ),
            ),
        ],
    ),
    "ACT-01": Cases(
        fires=[
            Case("points lost", keep, "indicators[0].target", "warning", actuals={NAME: 100}),
            Case("130 % of the target", keep, "indicators[0].target", "warning", actuals={NAME: 156}),
        ],
        misses=[
            Case("points lost, with a reason", keep, actuals={NAME: {"value": 100, "reason": "机构合并"}}),
            Case("met", keep, actuals={NAME: 120}),
            Case("129 %", keep, actuals={NAME: 155}),
            Case("less where less is better", keep, actuals={COST: 300}),
        ],
    ),
    "ACT-03": Cases(
        fires=[
            Case("words for a number", keep, "indicators[0].target", "error", actuals={NAME: "约一百"}),
            Case(
                "a date for a number", keep, "indicators[0].target", "error", actuals={NAME: date(2024, 1, 5)}
            ),
        ],
        misses=[
            Case("a number", keep, actuals={NAME: 100}),
            Case("no value at hand", keep, actuals={}),
        ],
    ),
    "FUND-01": Cases(
        fires=[Case("1000.5 over 1000", keep, "indicators", "error", budget=Decimal(1000))],
        misses=[
            Case("1000.5 within 1000.5", keep, budget=Decimal("1000.5")),
            Case("元 are not 万元", set_row(SPECIAL, unit="元"), budget=Decimal(801)),
            Case(
                "prices per head are no sums",
                set_row(SPECIAL, level3="单位培训成本", unit="元/人"),
                budget=Decimal(800),
            ),
        ],
    ),
}
"""DUP-01 needs several files; its cases are in test_across.py."""

__all__ = ["CASES", "Case", "Cases", "add_row"]
