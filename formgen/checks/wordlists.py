"""Word lists of the value checks: which units fit which names, which direction is the good one, which
values are vague. Every list has its exceptions beside it, for a wrong accusation costs more trust than
a missed one earns.
"""

from __future__ import annotations

import re

from formgen.base.lazy_pattern import lazy
from formgen.base.records import record
from formgen.checks.words import COST_UNIT, DOWNWARD, UPWARD, is_cost_group
from formgen.declaration.model import Indicator
from formgen.messages import checks as say

NO_UNIT = frozenset({"", "无", "/", "-", "—", "\\"})

_UNITS = """
% ％ ‰ 个 件 项 次 人 名 户 家 场 期 批 批次 人次 户次 场次 台 套 台套 座 处 条
份 篇 起 宗 例 辆 只 头 株 棵 本 册 元 千元 万元 亿元 万人 万户 天 日 工作日 小时 分钟 月
个月 周 公里 千米 米 平方米 平方公里 亩 公顷 吨 千克 公斤 分
"""
KNOWN_UNITS = frozenset(_UNITS.split())
"""Units that make a quantity of the number before them."""

_MONEY = lazy("元")
_TIME = lazy("日|天|时|分钟?|月|年|周|季|星期|秒|旬|课时|学时")
UNIT_RULES: tuple[tuple[re.Pattern[str], re.Pattern[str], str, bool], ...] = (
    (
        lazy("(?:(?<![频功效汇利税速倍比概曲费])(?<!容积)(?<!生产)(?<!分辨)(?<!周转)率|百分比|占比)$"),
        lazy("%|‰|‱|百分点|百分之|/?(?:1|10|100)?万|每"),
        "%",
        False,
    ),
    (lazy("(?:满意度|满意率)$"), lazy("%|分"), "%", False),
    (lazy("(?:支出|经费|费用|成本|金额|产值)$"), _MONEY, "元、万元", False),
    (lazy("(?:补贴|补助|资金)$"), _MONEY, "元、万元", True),
    (lazy("(?:期限|时限|工期|天数|时长)$"), _TIME, "日、工作日、月", False),
)  # fmt: skip
"""Names, the units that fit them, how to write those, and whether it holds for cost groups only."""

GROWING_NAMES = lazy(
    "增长|增幅|增速|增加|增收|提高|提升|上升|同比|环比|上年|较|变动|控制|保值|增值|资本|偿|回报|投资|使用率|利用率|"
    "拨备|执行率|产销|收益|利润|负荷|完成率|就业竞争|求人倍率"
)
"""A percentage over 100 can be meant."""

_TOP = "高中低|高、中、低|优良中差|好中差|高/中/低|优/良/中/差|好/中/差|优良差|强中弱|大中小"
VAGUE = lazy(
    f"{_TOP}|高|中|低|好|较好|较高|较低|一般|大|强|优秀?|良好?|差|若干|适当|适量|适时|尽量|尽可能|基本|"
    "(?:逐步|逐渐|有所|进一步|稳步|持续)(?:提高|提升|改善|完善|增强|加强|优化|降低|减少|好转|增加|扩大)|同上|正常"
)
"""Values that nobody can test. 得到保护, 不断改善, 健康有序发展 are tiers of the forms themselves."""

_GOOD_RATES = lazy(
    "(?<![不未非无])(?:完成|合格|达标|知晓|覆盖|办结|处置|处理|公示|年报|及时|准时|参与|到位|优良|优秀|通过|就业|入学|巩固|回收|"
    "修复|普及|参保|参训|签约|有效|准确|正确|成功|治愈|响应|落实|开工|竣工|验收|整改|结案|办理|受理|回复|答复|达成|规范|兑现|培训|"
    "检定|抽检|检测|监测|安置|救助|发放|支付|化解|调解|破案|上线|出勤|存活|成活|绿化|净化|满意|好评|点赞)率$"
)
_BAD_RATES = lazy(
    "死|伤|亡|病|事故|投诉|差错|失误|错误|不合格|失业|超标|返工|返修|退|流失|流动|空置|空缺|感染|违|逾期|不良|损|亏|故障|漏|缺|犯罪|"
    "案发|发案|复发|重复|超支|负债|债务|能耗|杠杆|成本|经费|费用|支出|变动|偏差|偏离|误差|拖欠|闲置|贫困|辍学|淘汰|撤销|败诉|未|无|"
    "非|拒|低|涨|物价|控制|下降|污染|排放|入侵|灾|险|改判|被|不|结转|结余|调整|失败|失信|欠|滞|压|降|占比|离职|误|弃|薄弱|波动|"
    "税|费率|利率|赔付|赤字|集中度|容积|密度|诉求|信访|上访|复议|纠错|反弹|反映|抽检不|检出|阳性|劣|黑臭|裁员|减|虚高|药占|入住|抚养"
)
_RATE = lazy("(?<![频功效汇利税速倍])率$")
_PLEASED = lazy("(?<!不)满意(?:度|率)$")
_COSTS = lazy("(?:成本|支出|经费|费用|补贴|补助)$")
_SAVED = lazy("节约|节省|节支|降低|减少|压减|压缩|收入|增收|效益|回收|占比|进度|率$")
_TERM = lazy("(?:期限|时限|办结时间|办理时间|响应时间|处理时间|等候时间)$")
_TERM_TO_LAST = lazy(
    "质保|保修|保质|公示|使用|保存|保管|养护|服务|管护|合同|有效|运行|存续|租赁|追溯|留存|提前|压缩|缩短|减少"
)
_COMPLAINTS = lazy("(?:投诉|事故|信访|差错|舆情)(?:数量?|量|件数|次数|起数|案件数|发生数|发生率|率)?$")
_COMPLAINTS_DONE = lazy(
    "受理|处理|办理|办结|处置|调解|接收|接听|回复|解决|化解|查处|调查|下降|减少|降低|演练|宣传"
)
_BUILD = lazy("新建|建设|建成|改造|修建|修缮|扩建|创建|培育|引进|栽植|造林|培训|参训|新增|安装|购置")
_BUILD_LESS = lazy(
    "违|事故|债|隐患|投诉|案|车辆|公车|用地|能耗|排放|污染|编制|会议|闲置|成本|支出|费|周期|时间|工期|期限|率$|病|死|伤"
)
_COUNTED = lazy("个|项|座|处|所|家|人|名|套|台|条|公里|千米|米|平方|亩|公顷|次|期|场|株|户|栋|间")


@record(frozen=True, slots=True)
class Expected:
    """The direction a name calls for, and why."""

    wanted: str
    why: str


def expected_direction(name: str, row: Indicator) -> Expected | None:
    """What the operator should be where it is the other way round; None where nothing is wrong."""
    if row.operator in DOWNWARD:
        if _PLEASED.search(name) or _GOOD_RATES.search(name):
            return Expected("≥", say.MORE_IS_BETTER)
        if _RATE.search(name) and not _BAD_RATES.search(name):
            return Expected("≥", say.MORE_IS_BETTER)
        counted = _COUNTED.search(row.unit) and "数量" in row.level2
        if counted and _BUILD.search(name) and not _BUILD_LESS.search(name):
            return Expected("≥", say.WORK_TO_DO)
    elif row.operator in UPWARD:
        if is_cost_group(row) and COST_UNIT.fullmatch(row.unit.strip()) and not _SAVED.search(name):
            return Expected("≤", say.COSTS_ARE_CAPPED)
        if _COSTS.search(name) and is_cost_group(row) and not _SAVED.search(name):
            return Expected("≤", say.COSTS_ARE_CAPPED)
        if _TERM.search(name) and not _TERM_TO_LAST.search(name):
            return Expected("≤", say.SOONER_IS_BETTER)
        if _COMPLAINTS.search(name) and not _COMPLAINTS_DONE.search(name):
            return Expected("≤", say.FEWER_IS_BETTER)
    return None
