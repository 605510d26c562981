"""Patterns of ratio wordings: the threshold sentence, and 按完成比例赋分.

Called by `formgen.scoring.wording`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from formgen.messages import scoring as say
from formgen.scoring.rules import RuleBase
from formgen.scoring.wording.grammar import NUMBER, PERCENT, TARGET_NAME, VERB, WORTH, ZERO, percent, worth
from formgen.scoring.wording.reading import Match, Note, NoteCode, Problem, Unreadable, Wording, differ_where

COMPLETION = frozenset(
    {
        "完成率",
        "实际完成率",
        "指标完成率",
        "目标完成率",
        "任务完成率",
        "年度完成率",
        "完成比例",
        "实际完成比例",
    }
)
VALUE_ITSELF = "指标实际值"
_RATE = "[^,;。:\\d%≤≥<>=“”]{1,40}?"
_BELOW = "(?:小于|低于|不足|不满|少于|未达到|达不到|<)"
_REACHES = "(?:大于等于|大于或等于|高于等于|高于或等于|等于或大于|不低于|不小于|达到|大于|高于|超过|≥|>)"
_MARK = r"(?:\((?:不)?含\))?"
_THRESHOLD = re.compile(
    rf"(?:若|当|如果?)?(?P<rate>{_RATE}){_BELOW}(?P<floor>{PERCENT}){_MARK}(?:以下)?的?,?"
    rf"(?:(?:视为|即为|属于|为|属)?(?:不及格|不合格),?)?的?{ZERO}[,;。]"
    rf"(?P<again>{_RATE})?{_REACHES}(?P<reach>{PERCENT}){_MARK}(?:及?以上)?{_MARK}的?,?"
    r"按照?其?超过的?(?:比重|比例|部分(?:的?(?:比重|比例|占比))?)(?:进行)?(?:赋分|计分|得分|给分|记分|打分)"
    r"(?P<formula>.*)"
)
_RATE_ENDS = ("率", "度", "比例", "占比", "比重")


def read_threshold(wording: Wording) -> Match | None:
    """完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，计算公式为：…"""
    found = _THRESHOLD.fullmatch(wording.text)
    if not found:
        return None
    floor, reach = percent(found["floor"]), percent(found["reach"])
    if floor != reach:
        raise Unreadable(Problem.CONFLICT, say.TWO_FLOORS.format(low=floor, high=reach))
    rate = found["rate"]
    if found["again"] and found["again"] != rate:
        raise Unreadable(Problem.CONFLICT, say.TWO_RATES.format(one=rate, other=found["again"]))
    notes = _check_formula(found["formula"], rate, found["floor"], wording)
    points = wording.full()

    def build(base: str) -> RuleBase:
        return wording.build("threshold_linear", points=points, floor=floor / 100, base=base)

    if rate == VALUE_ITSELF:
        return Match(build("value"), notes)
    if rate not in COMPLETION and not rate.endswith(_RATE_ENDS):
        raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_RATE.format(rate=rate))
    facts = wording.facts
    base = "target" if rate in COMPLETION or not facts.percent else wording.defaults.base
    rule = build(base)
    named = rate not in COMPLETION or facts.name.endswith("完成率")
    if not facts.percent or not named or facts.target == Decimal(100):
        return Match(rule, notes)
    other = build("value" if base == "target" else "target")
    if rule.objections(facts) or other.objections(facts):
        return Match(rule, notes)
    return Match(rule, (*notes, _tell_two_bases(rule, other, base, rate, wording)), (other,))


def _tell_two_bases(rule: RuleBase, other: RuleBase, base: str, rate: str, wording: Wording) -> Note:
    first, second = (say.BY_TARGET, say.BY_VALUE) if base == "target" else (say.BY_VALUE, say.BY_TARGET)
    actual, one, two = differ_where(rule, other, wording.facts) or ("", "", "")
    message = say.TWO_BASES.format(rate=rate, first=first, second=second, actual=actual, one=one, two=two)
    return Note(NoteCode.TWO_READINGS, message)


def _check_formula(text: str, rate: str, floor: str, wording: Wording) -> tuple[Note, ...]:
    """The formula behind the sentence must be the sentence's own; a cut one must begin like it."""
    tail = text.rstrip("。;,") if not wording.truncated else text
    if wording.truncated:
        if not any(form.startswith(tail) for form in _formula_texts(rate, floor)):
            raise Unreadable(Problem.TRUNCATED, say.CUT_BEFORE_RULE)
        return ()
    if not tail:
        return (Note(NoteCode.FORMULA_ABSENT, say.FORMULA_ABSENT),)
    ratio = rf"(?:指标)?(?:实际)?(?:{re.escape(rate)}|完成率)"
    share = rf"\[?\({ratio}-{re.escape(floor)}\)/\((?:1|100%)-{re.escape(floor)}\)\]?"
    full = rf"(?:该|本)?(?:项)?(?:指标)?(?:分值|权重分值|权重分|满分|标准分|{NUMBER}分?)"
    head = r"[,;。(]?(?:(?:具体)?计算)?(?:公式)?(?:为|是|如下)?:?(?:指标)?(?:得分)?[=:]?"
    if not re.fullmatch(rf"{head}(?:{share}×{full}|{full}×{share})\)?", tail):
        raise Unreadable(Problem.UNKNOWN, say.OTHER_FORMULA)
    stated = re.search(rf"×({NUMBER})分?\)?$", tail)
    if stated:
        wording.full(Decimal(stated[1]) if stated[1].replace(".", "").isdigit() else None)
    return ()


def _formula_texts(rate: str, floor: str) -> list[str]:
    """How the standard sentence goes on after 赋分."""
    return [
        f"{stop}{lead}得分=({ratio}-{floor})/(1-{floor})×指标分值"
        for stop in ",;。"
        for lead in ("计算公式为:", "计算公式:", "公式为:", "")
        for ratio in (f"实际{rate}", rate, "实际完成率")
    ]


_BY_RATIO = (
    "(?:按照?|根据)(?:实际|任务|目标|指标)?(?:完成)?的?(?:比例|比率|率|比重)(?:进行)?"
    "(?:赋分|计分|得分|给分|记分|打分|折算得分)"
)
_OFF_BY_RATIO = "(?:按照?|根据)(?:未完成)?的?(?:比例|比率)扣(?:减)?分"
_PROPORTIONAL = re.compile(
    rf"(?:(?:达到|完成|实现){TARGET_NAME}?的?(?P<worth>{VERB}{WORTH})[,;。](?:未|没有)(?:达到|完成|实现|达)"
    rf"{TARGET_NAME}?的?,?(?:{_BY_RATIO}|{_OFF_BY_RATIO})|{_BY_RATIO})[。;,]?"
)


def read_proportional(wording: Wording) -> Match | None:
    """按完成比例赋分; 完成得满分，未完成按完成比例赋分."""
    found = _PROPORTIONAL.fullmatch(wording.text)
    if not found or wording.truncated:
        return None
    points = worth(found["worth"])[0] if found["worth"] else None
    return Match(wording.build("proportional", points=wording.full(points)))
