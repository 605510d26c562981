"""Patterns of band wordings: 满意度95%（含）以上计20分，90（含）-95%计15分，80（含）-90%计10分，80%以下计0分.

Every limit must belong to one band. （含）, 不低于, 及以上 and brackets say so outright; 以上 and 以下
include their number (民法典第一千二百五十九条) unless the neighbour claims it outright; the end of an
unmarked range takes what its neighbour leaves. What stays open is not read. Called by
`formgen.scoring.wording`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from formgen.messages import scoring as say
from formgen.scoring.numbers import show
from formgen.scoring.numerals import ARABIC
from formgen.scoring.rules import Band, BandFault
from formgen.scoring.rules.bands import lay_out
from formgen.scoring.units import NO_UNITS, name_unit, units_fit
from formgen.scoring.wording.grammar import SEP, VERB, WORTH, ZERO, number, unit_pattern, worth
from formgen.scoring.wording.ratios import COMPLETION
from formgen.scoring.wording.reading import Match, Note, NoteCode, Problem, Unreadable, Wording
from formgen.scoring.wording.text import normalise

_N = f"-?{ARABIC}"
_MARK = rf"\((?:不)?含(?:{ARABIC}%?|本数)?\)"
_FROM_IN = ["大于等于", "大于或等于", "等于或大于", "高于或等于", "不低于", "不少于", "不小于", "达到", "≥"]
_FROM_OUT = ["大于", "高于", "多于", "超过", ">"]
_TO_IN = ["小于等于", "小于或等于", "等于或小于", "低于或等于", "不高于", "不超过", "不多于", "不大于", "≤"]
_TO_OUT = ["小于", "低于", "少于", "未达到", "达不到", "不足", "不满", "不到", "<"]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_WORD = "[^,;。:\\d%≤≥<>=每扣酌“”()\\[\\]]{0,20}?"


class _Claim(IntEnum):
    """How surely a limit belongs (or not) to its band."""

    OUT = 0
    IN = 1
    LIKELY_IN = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class _Span:
    """A band as worded. low, high: limit and claim; None where the wording names none."""

    low: tuple[Decimal, _Claim] | None
    high: tuple[Decimal, _Claim] | None
    points: Decimal | None


@lru_cache(maxsize=64)
def _item_pattern(unit: str) -> re.Pattern[str]:
    sign = rf"(?:%|{unit})?"
    mark = f"(?:{_MARK})?"
    shapes = (
        rf"(?P<open>[\[(])(?P<l1>{_N}){sign}(?:,|-|~|、|至)(?P<h1>{_N}){sign}(?P<close>[\])])",
        rf"(?P<l2>{_N}){sign}(?P<l2m>{mark})(?:-{{1,2}}|~|至|到)(?P<h2>{_N}){sign}(?P<h2m>{mark})(?:之间)?(?P<h2n>{mark})",
        rf"(?P<l3>{_N}){sign}(?P<l3s>[≤<]){_WORD}(?P<h3s>[≤<])(?P<h3>{_N}){sign}",
        rf"(?P<l4s>{_any([*_FROM_IN, *_FROM_OUT])})(?P<l4>{_N}){sign}(?:,?(?:并且|且|但|而))?,?"
        rf"(?P<h4s>{_any([*_TO_IN, *_TO_OUT])})(?P<h4>{_N}){sign}",
        rf"(?P<h8s>{_any([*_TO_IN, *_TO_OUT])})(?P<h8>{_N}){sign}(?:,?(?:并且|且|但|而))?,?"
        rf"(?P<l8s>{_any([*_FROM_IN, *_FROM_OUT])})(?P<l8>{_N}){sign}",
        rf"(?P<s5>{_any([*_FROM_IN, *_FROM_OUT, *_TO_IN, *_TO_OUT])})(?P<n5>{_N}){sign}"
        rf"(?P<n5m>{mark})(?P<w5>及?以上|及?以下)?",
        rf"(?:在)?(?P<n6>{_N}){sign}(?P<n6m>{mark})(?P<w6>及?以上|及?以下|及?以内)(?P<n6n>{mark})",
        rf"(?:为|等于|=)?(?P<n7>{_N}){sign}",
        r"(?P<rest>其他情况|其它情况|其他|其它|其余|否则)",
    )
    return re.compile(
        rf"(?P<subject>{_WORD})(?:{'|'.join(shapes)})(?:的|时)?,?(?:(?:视为|为)?不及格,?)?"
        rf"(?P<worth>{VERB}{WORTH}|[,:]?{ZERO}|(?P<cut>(?:计|得|给|记)0|不得?|不计|不给)$)"
    )


def read_bands(wording: Wording) -> Match | None:
    """Two or more ranges, each with its points, with nothing between them but stops."""
    unit = unit_pattern(normalise(wording.facts.unit).text, wording.text)
    items = _split(wording, _item_pattern(unit))
    if items is None or len(items) < 2:
        return None
    _check_units(wording, items, unit)
    worths = [(Decimal(0), False) if item["cut"] else worth(item["worth"]) for item in items]
    points = wording.points_of(worths)
    spans = [_span(item, value) for item, value in zip(items, points, strict=True)]
    try:
        bands = lay_out(_settle(_fill_rest(spans), wording))
    except BandFault as fault:
        problem = Problem.GAP if fault.kind == "gap" else Problem.OVERLAP
        raise Unreadable(problem, say.BANDS_FAULTY.format(why=fault)) from fault
    rule = wording.build("bands", bands=[band.model_dump() for band in bands])
    cut = items[-1]["cut"] or ""
    return Match(rule, (Note(NoteCode.NUMBER_CUT, say.NUMBER_CUT),) if cut.endswith("0") else ())


def _split(wording: Wording, pattern: re.Pattern[str]) -> list[re.Match[str]] | None:
    """The items that make up the whole wording; None where something else stands between them."""
    items, place, text = [], 0, wording.text
    while place < len(text):
        found = pattern.match(text, place)
        if not found:
            return None
        items.append(found)
        place = found.end()
        stop = re.compile(f"{SEP}*").match(text, place)
        after = stop.end() if stop else place
        if after == place and place < len(text):
            return None
        place = after
    if (
        not items
        or (wording.truncated and not items[-1]["cut"])
        or (items[-1]["cut"] and not wording.truncated)
    ):
        return None
    return items


def _check_units(wording: Wording, items: list[re.Match[str]], unit: str) -> None:
    facts, subject = wording.facts, items[0]["subject"]
    for item in items:
        for worded in re.findall(rf"\d(%|{unit})", item[0][: item.start("worth") - item.start()]):
            fits = units_fit(worded, facts.unit) if worded != "%" else facts.percent
            if not fits and name_unit(facts.unit) not in NO_UNITS:
                raise Unreadable(Problem.UNIT, say.UNIT_DIFFERS.format(worded=worded, unit=facts.unit))
    if any(subject.endswith(rate) for rate in COMPLETION) and subject not in facts.name:
        raise Unreadable(Problem.AMBIGUOUS, say.BANDS_OF_RATIO.format(subject=subject))


def _claim(strong_in: bool, strong_out: bool, otherwise: _Claim) -> _Claim:
    return _Claim.IN if strong_in else _Claim.OUT if strong_out else otherwise


def _marked(*marks: str | None, otherwise: _Claim) -> _Claim:
    said = [mark for mark in marks if mark]
    out = any("不含" in mark for mark in said)
    return _claim(bool(said) and not out, out, otherwise)


def _span(item: re.Match[str], points: Decimal) -> _Span:
    def value(group: str) -> Decimal:
        text = item[group]
        return -number(text[1:]) if text.startswith("-") else number(text)

    if item["rest"]:
        return _Span(None, None, points)
    if item["l1"]:
        low = (value("l1"), _Claim.IN if item["open"] == "[" else _Claim.OUT)
        return _Span(low, (value("h1"), _Claim.IN if item["close"] == "]" else _Claim.OUT), points)
    if item["l2"]:
        low = (value("l2"), _marked(item["l2m"], otherwise=_Claim.OPEN))
        return _Span(low, (value("h2"), _marked(item["h2m"], item["h2n"], otherwise=_Claim.OPEN)), points)
    if item["l3"]:
        low = (value("l3"), _Claim.IN if item["l3s"] == "≤" else _Claim.OUT)
        return _Span(low, (value("h3"), _Claim.IN if item["h3s"] == "≤" else _Claim.OUT), points)
    if item["l4"]:
        low = (value("l4"), _Claim.IN if item["l4s"] in _FROM_IN else _Claim.OUT)
        return _Span(low, (value("h4"), _Claim.IN if item["h4s"] in _TO_IN else _Claim.OUT), points)
    if item["l8"]:
        low = (value("l8"), _Claim.IN if item["l8s"] in _FROM_IN else _Claim.OUT)
        return _Span(low, (value("h8"), _Claim.IN if item["h8s"] in _TO_IN else _Claim.OUT), points)
    if item["n5"]:
        return _one_sided(item["s5"], value("n5"), _Claim.OPEN, item["n5m"], points)
    if item["n6"]:
        claim = _Claim.IN if item["w6"].startswith("及") else _Claim.LIKELY_IN
        claim = _marked(item["n6m"], item["n6n"], otherwise=claim)
        limit = (value("n6"), claim)
        return _Span(limit, None, points) if item["w6"].endswith("上") else _Span(None, limit, points)
    single = (value("n7"), _Claim.IN)
    return _Span(single, single, points)


def _one_sided(sign: str, value: Decimal, claim: _Claim, mark: str | None, points: Decimal) -> _Span:
    """不低于95% and its like; a mark behind it (（不含）) must not say the opposite."""
    inside = sign in (*_FROM_IN, *_TO_IN)
    claim = _marked(mark, otherwise=_Claim.IN if inside else _Claim.OUT)
    if (claim is _Claim.IN) != inside:
        raise Unreadable(Problem.CONFLICT, say.MARK_AGAINST.format(sign=sign, mark=mark))
    lower = sign in (*_FROM_IN, *_FROM_OUT)
    return _Span((value, claim), None, points) if lower else _Span(None, (value, claim), points)


def _fill_rest(spans: list[_Span]) -> list[_Span]:
    """其他 as the last band: all that lies under the lowest limit, or over the highest where the others
    reach down without end."""
    if not any(span.low is None and span.high is None for span in spans):
        return spans
    *others, rest = spans
    if any(span.low is None and span.high is None for span in others):
        raise Unreadable(Problem.AMBIGUOUS, say.REST_TWICE)
    flip = {
        _Claim.IN: _Claim.OUT,
        _Claim.LIKELY_IN: _Claim.OUT,
        _Claim.OUT: _Claim.IN,
        _Claim.OPEN: _Claim.OPEN,
    }
    lows = [span.low for span in others if span.low]
    highs = [span.high for span in others if span.high]
    if len(lows) == len(others):
        value, claim = min(lows)
        return [*others, _Span(None, (value, flip[claim]), rest.points)]
    if len(highs) == len(others):
        value, claim = max(highs)
        return [*others, _Span((value, flip[claim]), None, rest.points)]
    raise Unreadable(Problem.AMBIGUOUS, say.REST_TWICE)


def _settle(spans: list[_Span], wording: Wording) -> list[Band]:
    """The spans as bands, every limit given to one side or refused."""
    lows = dict(span.low for span in spans if span.low)
    highs = dict(span.high for span in spans if span.high)
    bands = []
    for span in spans:
        low_in = bool(span.low) and _belongs(span.low, highs)
        high_in = bool(span.high) and _belongs(span.high, lows)
        inclusive = "both" if low_in and high_in else "min" if low_in else "max" if high_in else "none"
        try:
            bands.append(
                Band.model_validate(
                    {
                        "min": span.low[0] if span.low else None,
                        "max": span.high[0] if span.high else None,
                        "inclusive": inclusive,
                        "points": span.points,
                    }
                )
            )
        except ValueError as error:
            raise Unreadable(Problem.PARAMETERS, say.BAND_UNUSABLE) from error
    return bands


def _belongs(end: tuple[Decimal, _Claim] | None, opposite: dict[Decimal, _Claim]) -> bool:
    """Whether a limit belongs to its band, given what the neighbour on its other side claims."""
    if end is None:
        return False
    value, claim = end
    other = opposite.get(value)
    if claim in (_Claim.IN, _Claim.OUT) or other is None:
        return claim is not _Claim.OUT
    if other in (_Claim.IN, _Claim.OUT):
        return other is _Claim.OUT
    if claim is other:
        raise Unreadable(Problem.OVERLAP, say.EDGE_OPEN.format(limit=show(value)))
    return claim is _Claim.LIKELY_IN
