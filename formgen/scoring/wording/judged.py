"""Patterns of wordings that rest on a person's judgement: tiers, three-tier ranges, yes or no,
checklists, discretion.

Called by `formgen.scoring.wording`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from formgen.messages import scoring as say
from formgen.scoring.numbers import show
from formgen.scoring.wording.grammar import (
    NUMBER,
    PERCENT,
    SEP,
    TARGET_NAME,
    VERB,
    WORTH,
    ZERO,
    number,
    percent,
    worth,
)
from formgen.scoring.wording.reading import Match, Note, NoteCode, Problem, Unreadable, Wording

_TIER = re.compile(
    rf"(?:“(?P<quoted>[^“”]+)”|(?P<bare>[^,;。:\d%≤≥<>=“”…]{{1,60}}?))的?(?P<worth>{VERB}{WORTH}|[,:]?{ZERO})"
)
_NOT_A_LABEL = ("每", "扣", "酌情", "按比例", "按完成", "比重", "不足", "超过", "..")
_DENIALS = ("未", "不", "没有", "没", "无")
_OTHERWISE = ("否则", "否", "反之")


def read_tiers(wording: Wording) -> Match | None:
    """Two or more named tiers, each with its points; of two, X and 未X are yes or no."""
    if wording.truncated or _ordered_markers(wording.text)[1:]:
        return None
    items, place, text = [], 0, wording.text
    while place < len(text):
        found = _TIER.match(text, place)
        if not found or any(word in (found["bare"] or "") for word in _NOT_A_LABEL):
            return None
        items.append(found)
        stop = re.compile(f"{SEP}*").match(text, found.end())
        place = stop.end() if stop else found.end()
        if place == found.end() and place < len(text):
            return None
    if len(items) < 2:
        return None
    worths = [worth(item["worth"]) for item in items]
    points = wording.points_of(worths)
    if _is_yes_no(items, points):
        return Match(wording.build("yes_no", points=points[0]))
    labels = [_label(item, wording) for item in items]
    tiers = [{"label": label, "points": value} for label, value in zip(labels, points, strict=True)]
    rule = wording.build("tiers", tiers=tiers)
    open_below = min(points) > 0
    return Match(
        rule,
        (Note(NoteCode.TIERS_OPEN, say.TIERS_OPEN.format(least=show(min(points)))),) if open_below else (),
    )


def _label(item: re.Match[str], wording: Wording) -> str:
    group = "quoted" if item["quoted"] else "bare"
    return wording.body.original(item.start(group), item.end(group)).strip()


def _is_yes_no(items: list[re.Match[str]], points: list[Decimal]) -> bool:
    if len(items) != 2 or points[1] or any(item["quoted"] for item in items):
        return False
    first, second = items[0]["bare"], items[1]["bare"]
    if second in _OTHERWISE:
        return True
    return any(
        second == denial + first
        or (
            second.startswith(denial)
            and second[len(denial) :] in first
            and first.endswith(second[len(denial) :])
        )
        for denial in _DENIALS
    )


_YES_NO = re.compile(
    rf"直接赋分(?:[,;:](?:达到|完成|实现){TARGET_NAME}?的?(?P<worth>{VERB}{WORTH})[,;。](?:未|没有)(?:达到|完成|实现)"
    rf"{TARGET_NAME}?的?,?{ZERO})?[。;,]?"
)


def read_yes_no(wording: Wording) -> Match | None:
    """直接赋分."""
    found = _YES_NO.fullmatch(wording.text)
    if not found or wording.truncated:
        return None
    points = worth(found["worth"])[0] if found["worth"] else None
    return Match(wording.build("yes_no", points=wording.full(points)))


_DISCRETION = re.compile(
    rf"(?:(?:达到|完成|实现){TARGET_NAME}?的?(?P<worth>{VERB}{WORTH})[,;。])?(?:未|没有|不)(?:达到|完成|实现|达)"
    rf"{TARGET_NAME}?(?:要求)?的?,?(?:视情况?|根据情况)?酌情(?:扣分|扣减|减分|给分|扣减分值)[。;,]?"
)


def read_discretionary(wording: Wording) -> Match | None:
    """未达指标值酌情扣分."""
    found = _DISCRETION.fullmatch(wording.text)
    if not found or wording.truncated:
        return None
    points = worth(found["worth"])[0] if found["worth"] else None
    return Match(wording.build("discretionary", points=wording.full(points)))


_SHARES = rf"(?:{PERCENT}|\d+)(?:\(含\))?(?:-|~|至)(?:{PERCENT}|\d+)(?:\(含\))?"
_RANGE_QUOTED = re.compile(
    rf"分为(?P<labels>(?:“[^“”]+”[、,和]?)+)(?P<count>{NUMBER})(?:个)?档,?分别按(?:指标)?分值的"
    rf"(?P<shares>{_SHARES}(?:、{_SHARES})*)(?:赋分|计分|给分|合理确定得分|合理确定分值)[。;,]?"
)
_RANGE_USUAL = re.compile(
    "(?:根据指标完成情况)?(?:分为|按照?)?达成(?:年度|预期)?(?:指标|目标)?[/、,;]部分达成(?:年度|预期)?(?:指标|目标)?并(?:且)?具有一定效果"
    "(?:[/、,;]|以及|和)未达成(?:年度|预期)?(?:指标|目标)?(?:且|并且)效果较差(?:等)?(?:三个|三|3)?(?:个)?档(?:次)?"
    "(?:,?分别按照?(?:该)?(?:指标)?(?:对应)?分值(?:区间)?(?:对应)?的?100%?-80%\\(含\\)[、,]80%?-60%\\(含\\)[、,]60%?-0%?"
    "(?:\\(含\\))?(?:来)?(?:合理)?(?:确定|计|给|赋)(?:分值|得分|分))?[。;,]?"
)


def read_tier_range(wording: Wording) -> Match | None:
    """达成、部分达成并具有一定效果、未达成且效果较差三档，分别按100%-80%（含）、80%-60%（含）、60%-0%合理确定分值."""
    if wording.truncated:
        return None
    if _RANGE_USUAL.fullmatch(wording.text):
        return Match(wording.build("tier_range", points=wording.full()))
    found = _RANGE_QUOTED.fullmatch(wording.text)
    if not found:
        return None
    places = [(label.start(1), label.end(1)) for label in re.finditer("“([^“”]+)”", found["labels"])]
    start = found.start("labels")
    labels = [wording.body.original(start + low, start + high).strip() for low, high in places]
    shares = [re.findall(rf"{PERCENT}|\d+(?:\.\d+)?", part) for part in found["shares"].split("、")]
    if len(labels) != number(found["count"]) or len(shares) != len(labels):
        raise Unreadable(Problem.CONFLICT, say.RANGES_UNEVEN)
    tiers = [
        {"label": label, "from": _share(low), "to": _share(high)}
        for label, (high, low) in zip(labels, shares, strict=True)
    ]
    return Match(wording.build("tier_range", points=wording.full(), tiers=tiers))


def _share(text: str) -> Decimal:
    return (percent(text) if "%" in text or "分之" in text else number(text)) / 100


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKER = re.compile(rf"[{_CIRCLED}]|\(\d{{1,2}}\)|(?<!\d)\d{{1,2}}(?:[、)]|\.(?!\d))")
_GRADED = re.compile("^(?:优|良|中|差|好)|(?:优秀|良好|较好|一般|较差|合格|显著)$")
_ITEM = re.compile(rf"(?P<label>.+?)的?,?(?P<worth>[计得给记赋打](?P<points>{NUMBER})分)[,;。]?")


def read_checklist(wording: Wording) -> Match | None:
    """①…计1分；②…计0.5分；③…计0.5分."""
    text = wording.text
    markers = _ordered_markers(text)
    if wording.truncated or len(markers) < 2 or markers[0].start():
        return None
    ends = [*(marker.start() for marker in markers[1:]), len(text)]
    items = []
    for marker, end in zip(markers, ends, strict=True):
        found = _ITEM.fullmatch(text, marker.end(), end)
        if not found or re.search(rf"{NUMBER}分|扣|酌情|每", found["label"]):
            return None
        label = wording.body.original(found.start("label"), found.end("label")).strip()
        items.append({"label": label, "points": number(found["points"])})
    points = [item["points"] for item in items]
    graded = any(_GRADED.search(str(item["label"])) for item in items)
    if graded and not wording.named and len(set(points)) == len(points):
        # ①优得10分；②良得8分；③中得6分: one of them, not their sum.
        raise Unreadable(Problem.AMBIGUOUS, say.LIST_OR_TIERS)
    total = sum((item["points"] for item in items if isinstance(item["points"], Decimal)), Decimal(0))
    wording.full(total)
    return Match(wording.build("checklist", items=items))


def _ordered_markers(text: str) -> list[re.Match[str]]:
    """The markers that count 1, 2, 3 …; a number that is out of turn is part of a label."""
    markers: list[re.Match[str]] = []
    for found in _MARKER.finditer(text):
        sign = found[0]
        value = _CIRCLED.index(sign) + 1 if sign in _CIRCLED else int(re.sub(r"\D", "", sign))
        after_stop = found.start() == 0 or text[found.start() - 1] in ",;。:分"
        if value == len(markers) + 1 and after_stop:
            markers.append(found)
    return markers
