"""Patterns of step wordings: a limit that earns full points, then points off per step past it.

预算成本控制在354万元以内计2分，每超过1%扣权重分的5% · 少于2个工作日得5分，每超过一天扣1分 ·
2023年12月底之前完成得5分，每延后1个月扣1分 · ≤0计3分；每超过一个百分点扣0.3分.
Called by `formgen.scoring.wording`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from formgen.messages import scoring as say
from formgen.scoring.dates import DEADLINE, Deadline, read_deadline, show_day
from formgen.scoring.numbers import Step, show
from formgen.scoring.rules import RuleBase
from formgen.scoring.rules.steps import Side, side_of
from formgen.scoring.units import NO_UNITS, is_percent, name_unit, units_fit
from formgen.scoring.wording.grammar import (
    NUMBER,
    PERCENT,
    SUBJECT,
    TARGET_NAME,
    VERB,
    WORTH,
    ZERO,
    number,
    percent,
    unit_pattern,
    worth,
)
from formgen.scoring.wording.reading import Match, Note, NoteCode, Problem, Unreadable, Wording, differ_where
from formgen.scoring.wording.text import normalise

_UPPER = ["不超过", "不高于", "不大于", "小于等于", "小于或等于", "控制在", "≤"]
_UPPER_STRICT = ["少于", "低于", "小于", "不足", "不满", "<"]
_LOWER = ["不低于", "不少于", "不小于", "大于等于", "大于或等于", "达到", "完成", "≥"]
_LOWER_STRICT = ["大于", "高于", "多于", "超过", ">"]
_COMPARE = "|".join(sorted([*_UPPER, *_UPPER_STRICT, *_LOWER, *_LOWER_STRICT], key=len, reverse=True))
_OVER_VERBS = ["超过", "超出", "超支", "超", "多于", "多", "增加", "上升", "高于", "高出"]
_LATE_VERBS = ["逾期", "延后", "延迟", "推迟", "拖延", "延期", "推后", "晚", "迟"]
_UNDER_VERBS = ["少于", "减少", "少", "低于", "缺少", "缺", "差", "下降", "降低", "未完成"]
_VERBS = "|".join(sorted([*_OVER_VERBS, *_LATE_VERBS, *_UNDER_VERBS], key=len, reverse=True))
_MARK = r"(?:\(含(?:本数)?\))?"
_DONE = "(?:完成|办结|到位|的)*"
_FULL_NAMES = "(?:该项|本项|该|本)?(?:指标)?(?:权重分值|权重分|权重|标准分|总分|满分|分值)"
_USED_UP = "(?:直到|直至)?(?:扣完(?:该项|本项)?(?:分值|得分|分数)?(?:为止|即止|止)|扣至0分(?:为止)?|不得?倒扣|不计负分|最低得?0分)"


def _step_pattern(unit: str) -> str:
    """How a begun step counts: 不足1天按1天计, 不足1%不扣分, 按比例扣分."""
    amount = rf"{NUMBER}?个?(?:{unit}|%|百分点)?"
    return (
        rf"(?:不足{amount}的?(?:部分)?,?(?:不扣分|不扣|不计算?|按照?{NUMBER}个?(?:{unit}|%|百分点)?(?:计算|计|扣分|扣)"
        "|按比例(?:扣分|计算|扣|计))|按比例(?:扣分|计算))"
    )


def _limit_pattern(unit: str) -> str:
    """What earns full points: 控制在354万元以内计2分, 2023年12月底之前完成得5分, 达到指标值得5分."""
    return (
        rf"(?P<subject>{SUBJECT})(?:(?:在|于)?(?P<date>{DEADLINE})|(?:在)?(?P<target>(?:达到|完成|实现|不超过|未超过"
        rf"|不低于|控制在){TARGET_NAME})|(?P<compare>{_COMPARE})?(?P<limit>-?{NUMBER})(?P<limit_unit>{unit}|%)?)"
        rf"{_MARK}(?P<within>及以内|以内|之内|内|及以下|以下|及以上|以上|之前|前)?{_MARK}{_DONE}(?P<worth>{VERB}{WORTH})[,;。]"
    )


@lru_cache(maxsize=64)
def _pattern(unit: str) -> re.Pattern[str]:
    limit = _limit_pattern(unit)
    each = (
        rf"每(?P<verb>{_VERBS})(?:完成|预算|指标值|目标值)?的?"
        rf"(?:(?P<percent>{PERCENT})|(?P<count>{NUMBER})?个?(?P<unit>{unit}|百分点)?)的?,?"
    )
    off = rf"扣(?:除|减)?(?:(?:{_FULL_NAMES}的?)(?P<share>{PERCENT})|(?P<deduct>{NUMBER})分)"
    tail = rf"(?P<tail>(?:[,;。(]?(?:{_step_pattern(unit)}|{_USED_UP})\)?)*)[。;,]?(?P<cut>[,;]?扣?完?为?)"
    return re.compile(rf"(?:{limit})?{each}{off}{tail}")


@dataclass(frozen=True, slots=True)
class _Limit:
    """Where full marks end, as worded. day or value: None for 达到指标值 or no limit at all."""

    day: Deadline | None = None
    value: Decimal | None = None
    side: Side | None = None
    strict: bool = False
    words: str = ""


def read_steps(wording: Wording) -> Match | None:
    """A limit, the points off per step, how begun steps count, 扣完为止."""
    unit = unit_pattern(normalise(wording.facts.unit).text, wording.text)
    found = _pattern(unit).fullmatch(wording.text)
    if not found or (found["cut"] and not wording.truncated):
        return None
    if wording.truncated and not found["cut"] and not re.search(_USED_UP, found["tail"]):
        raise Unreadable(Problem.TRUNCATED, say.CUT_BEFORE_RULE)
    points = wording.full(worth(found["worth"])[0] if found["worth"] else None)
    limit = _read_limit(found)
    step, stated = _read_step(found, wording, unit)
    if found["percent"]:
        match = _read_over_budget(found, wording, points, limit, step)
    elif found["unit"] == "百分点":
        match = _read_percent_points(found, wording, points, limit, step)
    else:
        match = _read_per_unit(found, wording, points, limit, step)
    default = () if stated else (Note(NoteCode.STEP_DEFAULT, say.STEP_DEFAULT[step]),)
    return Match(match.rule, (*match.notes, *default), match.alternatives, stated)


def _read_limit(found: re.Match[str]) -> _Limit:
    compare, within = found["compare"] or "", found["within"] or ""
    if found["date"]:
        deadline = read_deadline(found["date"])
        if deadline is None:
            raise Unreadable(Problem.PARAMETERS, say.NO_SUCH_DAY.format(day=found["date"]))
        if within not in ("", "之前", "前"):
            raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_LIMIT)
        return _Limit(day=deadline, side="over", words=found["date"] + within)
    if not found["limit"]:
        return _Limit()
    upper = compare in (*_UPPER, *_UPPER_STRICT) or within in (
        "以内",
        "及以内",
        "之内",
        "内",
        "以下",
        "及以下",
    )
    lower = compare in (*_LOWER, *_LOWER_STRICT) or within in ("以上", "及以上")
    if compare in ("达到", "完成") and upper:
        lower = False  # 完成时间达到2天以内: the upper limit is the one that counts.
    if upper == lower or within in ("之前", "前"):
        raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_LIMIT)
    sign = -1 if found["limit"].startswith("-") else 1
    return _Limit(
        value=number(found["limit"].removeprefix("-")) * sign,
        side="over" if upper else "under",
        strict=compare in (*_UPPER_STRICT, *_LOWER_STRICT) and not within,
        words=compare + found["limit"] + (found["limit_unit"] or "") + within,
    )


def _read_step(found: re.Match[str], wording: Wording, unit: str) -> tuple[Step, bool]:
    """How a begun step counts, and whether the wording says it."""
    stated = re.findall(_step_pattern(unit), found["tail"])
    if not stated:
        return wording.defaults.step, False
    own = "%" if found["percent"] else name_unit(found["unit"] or "个")
    count = percent(found["percent"]) if found["percent"] else number(found["count"] or "1")
    kinds: set[Step] = set()
    for phrase in stated:
        for amount, measure in re.findall(rf"({NUMBER})个?({unit}|%|百分点)?", phrase):
            if number(amount) != count or (measure and not units_fit(measure, own)):
                raise Unreadable(Problem.CONFLICT, say.STEP_MEASURE.format(phrase=phrase))
        kinds.add(
            "floor" if "不扣" in phrase or "不计" in phrase else "exact" if "按比例" in phrase else "ceil"
        )
    if len(kinds) > 1:
        raise Unreadable(Problem.CONFLICT, say.TWO_STEPS)
    return kinds.pop(), True


def _check_side(verb: str, limit: _Limit, wording: Wording, dated: bool) -> Side:
    """The side on which points are lost, where verb, limit and 指标值类型 all agree."""
    if verb in _LATE_VERBS and not dated and limit.value is None and wording.facts.number is None:
        raise Unreadable(Problem.UNKNOWN, say.NO_DEADLINE)
    spoken: Side = "under" if verb in _UNDER_VERBS else "over"
    declared: Side | None = "over" if dated else side_of(wording.facts, None)
    if (declared and spoken != declared) or (limit.side and spoken != limit.side):
        raise Unreadable(Problem.DIRECTION, say.DIRECTION.format(verb=verb, operator=wording.facts.operator))
    return spoken


def _deduct(found: re.Match[str], points: Decimal) -> Decimal:
    if found["deduct"]:
        return number(found["deduct"])
    return points * percent(found["share"]) / 100


def _check_limit_unit(found: re.Match[str], wording: Wording) -> None:
    worded, own = name_unit(found["limit_unit"] or ""), name_unit(wording.facts.unit)
    if worded in NO_UNITS or own in NO_UNITS or worded == own:
        return
    if not units_fit(worded, own) or "元" in worded:
        raise Unreadable(Problem.UNIT, say.UNIT_DIFFERS.format(worded=worded, unit=own))


def _tell_limit(limit: _Limit, wording: Wording) -> tuple[Note, ...]:
    """What the limit as worded has against the row: a strict sign, another number."""
    facts, notes = wording.facts, []
    if limit.value is None or facts.number is None:
        return ()
    if limit.value != facts.number:
        words = {"words": limit.words, "target": facts.quantity(facts.number)}
        notes.append(Note(NoteCode.NUMBER_DIFFERS, say.NUMBER_DIFFERS.format(**words)))
    if limit.strict and facts.operator in ("≤", "≥"):
        words = {"words": limit.words, "operator": facts.operator, "limit": facts.quantity(limit.value)}
        notes.append(Note(NoteCode.AGAINST_OPERATOR, say.AGAINST_OPERATOR.format(**words)))
    return tuple(notes)


def _read_over_budget(
    found: re.Match[str], wording: Wording, points: Decimal, limit: _Limit, step: Step
) -> Match:
    facts = wording.facts
    if facts.percent or limit.day:
        raise Unreadable(Problem.AMBIGUOUS, say.PERCENT_OF_WHAT)
    if not facts.downward and facts.operator != "=":
        raise Unreadable(Problem.DIRECTION, say.DIRECTION.format(verb=found["verb"], operator=facts.operator))
    _check_side(found["verb"], limit, wording, dated=False)
    if found["verb"] in _UNDER_VERBS:
        raise Unreadable(Problem.DIRECTION, say.DIRECTION.format(verb=found["verb"], operator=facts.operator))
    _check_limit_unit(found, wording)
    if found["share"]:
        share = percent(found["share"]) / 100
    else:
        share = number(found["deduct"]) / points
        if share * points != number(found["deduct"]) or len(show(share)) > 11:
            raise Unreadable(Problem.PARAMETERS, say.SHARE_ENDLESS.format(w=show(points)))
    per = percent(found["percent"])
    rule = wording.build("over_budget", points=points, per_percent=per, deduct_share=share, step=step)
    return Match(rule, _tell_limit(limit, wording))


def _read_percent_points(
    found: re.Match[str], wording: Wording, points: Decimal, limit: _Limit, step: Step
) -> Match:
    facts = wording.facts
    side = _check_side(found["verb"], limit, wording, dated=False)
    unit = found["limit_unit"] or "%"
    full_at = limit.value if limit.value is not None else facts.number
    if full_at is None or limit.day or not is_percent(unit):
        raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_LIMIT)
    rule = wording.build(
        "percent_points",
        points=points,
        deduct=_deduct(found, points),
        per=number(found["count"] or "1"),
        step=step,
        full_at=full_at,
        side=None if side_of(facts, None) else side,
    )
    return Match(rule, _tell_limit(limit, wording))


def _read_per_unit(
    found: re.Match[str], wording: Wording, points: Decimal, limit: _Limit, step: Step
) -> Match:
    facts = wording.facts
    dated = limit.day is not None or (limit.value is None and facts.deadline is not None)
    side = _check_side(found["verb"], limit, wording, dated)
    if not dated:
        _check_limit_unit(found, wording)
    count = number(found["count"] or "1")
    per = f"{show(count)}{name_unit(found['unit'] or '个')}"
    full_at: Decimal | date | None = limit.day.day if limit.day else limit.value
    declared: Decimal | date | None = facts.deadline.day if facts.deadline else facts.number

    def build(start: Decimal | date | None) -> RuleBase:
        return wording.build(
            "per_unit",
            points=points,
            deduct=_deduct(found, points),
            per=per,
            step=step,
            full_at=start,
            side=None if dated or side_of(facts, None) else side,
        )

    rule = build(None if full_at == declared else full_at)
    notes = (*_tell_dates(limit, wording), *_tell_limit(limit, wording))
    if full_at is None or declared is None or full_at == declared or type(full_at) is not type(declared):
        return Match(rule, notes)
    return Match(rule, _add_results(notes, rule, build(None), wording), (build(None),))


def _tell_dates(limit: _Limit, wording: Wording) -> tuple[Note, ...]:
    declared = wording.facts.deadline
    if limit.day is None or declared is None or limit.day == declared:
        return ()
    words = {"words": limit.words, "target": wording.facts.target, "read": show_day(limit.day.day)}
    return (Note(NoteCode.DATE_DIFFERS, say.DATE_DIFFERS.format(**words)),)


def _add_results(
    notes: tuple[Note, ...], rule: RuleBase, other: RuleBase, wording: Wording
) -> tuple[Note, ...]:
    """The notes, the first with the results of both readings."""
    if not notes or rule.objections(wording.facts) or other.objections(wording.facts):
        return notes
    found = differ_where(rule, other, wording.facts)
    if not found:
        return notes
    results = say.BOTH_RESULTS.format(actual=found[0], one=found[1], two=found[2])
    return (Note(notes[0].code, notes[0].message + results), *notes[1:])


_MISSED = f"(?:未按[时期](?:完成)?|逾期|否则|(?:未|没有)(?:达到|完成|达标)|超过|超期|超出)(?:{TARGET_NAME})?(?:未完成)?的?,?"


@lru_cache(maxsize=64)
def _met_pattern(unit: str) -> re.Pattern[str]:
    return re.compile(rf"{_limit_pattern(unit)}{_MISSED}{ZERO}[。;,]?")


def read_met_or_not(wording: Wording) -> Match | None:
    """2023年12月31日前完成得5分，逾期不得分: yes or no, where the limit is the target itself."""
    unit = unit_pattern(normalise(wording.facts.unit).text, wording.text)
    found = _met_pattern(unit).fullmatch(wording.text)
    if not found or wording.truncated or found["target"]:
        return None
    limit, facts = _read_limit(found), wording.facts
    declared: Decimal | date | None = facts.deadline.day if facts.deadline else facts.number
    if (limit.day.day if limit.day else limit.value) != declared:
        raise Unreadable(
            Problem.CONFLICT, say.LIMIT_NOT_TARGET.format(words=limit.words, target=facts.target)
        )
    if limit.side and side_of(facts, limit.side) != limit.side and not limit.day:
        raise Unreadable(
            Problem.DIRECTION, say.LIMIT_NOT_TARGET.format(words=limit.words, target=facts.target)
        )
    _check_limit_unit(found, wording)
    points = wording.full(worth(found["worth"])[0])
    notes = (*_tell_dates(limit, wording), *_tell_limit(limit, wording))
    return Match(wording.build("yes_no", points=points), notes)
