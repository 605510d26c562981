"""What a clause is about: the row's own quantity, or a named one; all else is a condition of its own.

Comes in: the noun in front of a limit, the row's facts. Goes out: the quantity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from formgen.base.lazy_pattern import lazy
from formgen.messages import scoring as say
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.text import normalise

Subject = Literal["own", "completion", "over", "short", "deviation", "excess", "lack", "late", "complement"]

_COUNTED = lazy("[一二两三四五六七八九十][次个件项起例天日周年]")
"""So many of something (只计一次) are said of more than a noun."""
_RATE_ENDS = ("率", "度", "比例", "比重", "占比")
_COUNT_ENDS = ("数", "量", "额")
_STRIP = lazy(
    "^(?:如果|若|如|当|凡|其中|其|该|本|此|全年度?|年度|年内|当年|本年度?)|(?:控制|保持|达到|达|在|为|是|:|的|占|完成情况|任务)+$"
)
_BEGUN = lazy(words.one_of(words.BEGINS_DONE))
_HEADS = (
    "率", "度", "比例", "比重", "占比", "数", "量", "额", "时间", "期限", "时限", "期", "成本", "支出", "费用", "经费", "资金", "投入", "面积", "次", "件", "办结", "登记", "完成", "办理", "工作", "任务", "检查", "活动", "投诉",
    "事故", "信访", "培训", "情况", "反馈", "报送", "项目", "指标", "值", "预算", "价", "周期", "时长", "天", "里程", "产值", "收入", "分", "评分", "得分", "规模", "人员", "控制", "抽检", "建设", "会议", "人次", "户次", "批次", "场次", "宣传", "标准", "补助", "补贴", "开支", "三公经费", "结余", "损失", "能耗", "排放", "浓度", "水平", "差旅费", "费", "款", "任务数", "事项", "群众", "企业", "案件", "问题", "维修", "改造", "采购", "验收", "竣工", "开工",
)  # fmt: skip


def tidy_noun(noun: str) -> str:
    """The noun without what carries it."""
    bare = noun.strip("“”()")
    while (cut := _STRIP.sub("", bare)) != bare:
        bare = cut
    if bare in words.OWN_VALUE:
        return ""
    begun = _BEGUN.match(bare)
    if begun and begun.end() == len(bare):
        return ""
    return bare[begun.end() :] if begun and len(bare) - begun.end() > 1 else bare


def name_subject(noun: str, facts: Facts, *, growing: bool = False) -> Subject:
    """What a noun measures on this row. growing: it is said to rise or fall. Raises Unreadable for what is no
    noun of one quantity."""
    bare = tidy_noun(noun)
    if not bare or bare in words.OWN_VALUE:
        return "own"
    name = normalise(facts.name).text
    if bare in words.COMPLETION:
        return "own" if facts.percent and name.endswith(bare) else "completion"
    if bare in words.NAMED_QUANTITIES and not (
        facts.percent and (name.endswith(bare) or bare.endswith(("偏差率", "偏离度", "偏离率")))
    ):
        return words.NAMED_QUANTITIES[bare]  # type: ignore[return-value]
    if facts.percent and _is_complement(bare, name):
        return "complement"
    if bare in name or (facts.percent and bare in words.EXECUTION):
        return "own"
    if _COUNTED.search(bare):
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))
    if facts.percent and not growing and not bare.endswith(_RATE_ENDS):
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))
    if bare.endswith(_RATE_ENDS) and not (facts.percent or facts.unit == "‰"):
        # A rate is not what a row of pieces or money counts.
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))
    if any(word in bare for word in words.FACTS_OF_THEIR_OWN):
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_FACT.format(noun=noun))
    if (
        any(word in bare for word in words.NOT_IN_A_NOUN)
        or not bare.endswith(_HEADS)
        or not _is_one_noun(bare)
    ):
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))
    if contradicts(bare, name):
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_NOUN.format(noun=noun, name=facts.name))
    return "own"


_PARTS = lazy(f"(?:{words.one_of(words.NOUN_PARTS)})+")
_SHORT = 4
"""Signs that the stem of an unknown noun may have."""


def _is_one_noun(bare: str) -> bool:
    """A short noun, or one made of known parts: no sentence run together with a noun."""
    if "率" in bare[:-1]:
        return False
    return len(_without(_RATE_ENDS, bare)) <= _SHORT or _PARTS.fullmatch(bare) is not None


def check_state_noun(noun: str, facts: Facts) -> None:
    """What is said to be done: the row's own doing. Raises Unreadable for anything else."""
    bare, name = tidy_noun(noun), normalise(facts.name).text
    if (
        bare
        and bare not in words.STATE_NOUNS
        and noun not in words.STATE_NOUNS
        and bare not in name
        and noun not in name
    ):
        raise Unreadable(Problem.FOREIGN, say.FOREIGN_CONDITION.format(noun=noun))


def check_date_noun(noun: str, facts: Facts) -> None:
    """What is done by a day: the row's own work."""
    bare = re.sub("(?:完成|办结|时间|应|须|要)$", "", tidy_noun(noun))
    check_state_noun(bare, facts)


def _is_complement(bare: str, name: str) -> bool:
    """不满意率 on a row of 满意度."""
    found = re.fullmatch("(?:不|未|非)(.{2,})(?:率|度)", bare)
    return bool(found and found[1] in name and not re.search(f"(?:不|未|非){found[1]}", name))


def contradicts(noun: str, name: str) -> bool:
    """Whether two rates are not the same one: 合格率 on a row of 覆盖率."""
    if noun in name or name in noun or "..." in name or "…" in name:
        return False
    for ends in (_RATE_ENDS, _COUNT_ENDS):
        if noun.endswith(ends) and name.endswith(ends):
            return _without(ends, noun)[-2:] != _without(ends, name)[-2:]
    return False


def _without(ends: Sequence[str], noun: str) -> str:
    """The noun without that of the ends with which it ends."""
    return next((noun.removesuffix(end) for end in ends if noun.endswith(end)), noun)


def same_noun(one: str, other: str) -> bool:
    """Whether two nouns are the same, one of them written shorter."""
    return (
        one == other
        or one.endswith(other)
        or other.endswith(one)
        or one.startswith(other)
        or other.startswith(one)
    )
