"""Wordings of 定性 rows: tiers, ranges of tiers, checklists, yes or no, discretion. A person judges; the
wording only has to say unmistakably what earns what.

Comes in: normalised text, the row's facts. Goes out: `Match`. A
label is the row's own words; that it is one rung of a ladder shows in its rank (`vocabulary.RANKS`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from decimal import Decimal
from itertools import pairwise

from formgen.base.circled import CIRCLED
from formgen.base.lazy_pattern import lazy
from formgen.base.records import record
from formgen.messages import scoring as say
from formgen.scoring.numbers import show
from formgen.scoring.numerals import NUMBER, PERCENT, read_number, read_percent
from formgen.scoring.rules import RuleBase
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.parts import Worth
from formgen.scoring.wording.reading import Match, Meaning, Note, NoteCode, Problem, Unreadable, build_rule
from formgen.scoring.wording.scan import Scanner
from formgen.scoring.wording.text import Text, normalise
from formgen.scoring.wording.vocabulary import one_of

_REST = lazy(f"(?:{one_of(words.REST)})(?:情况|情形|的)?")
_MISSED = lazy(
    rf"(?:{one_of(words.NOT)})(?:能)?(?:{one_of(words.DONE)})(?:到)?(?:{one_of(words.TARGETS)})?(?:的?要求)?的?"
)
_MET = lazy(
    rf"(?:{one_of(words.ALL_DONE)})*(?:{one_of(words.DONE)})(?:到)?(?:{one_of(words.TARGETS)})?(?:的?要求)?的?"
)
_NEGATED_GOOD = lazy("不断|不仅|不低于|不少于|无偿|无障碍|差异|差旅|中心|中小|中央|中期|中国|有关|高度|好评")
_DENIAL = lazy("^(?:未能|未曾|没有|没|未|不|无|非)")
_LABEL_TAIL = lazy("(?:的|(?<![及按准适定实限同超临小即随届])时|,|:)+$")
"""What leads from a label to its points; 及时, 按时, 超时 are words of their own."""
MARKER = lazy(
    rf"[{CIRCLED}]|\((?:\d{{1,2}}|[一二三四五六七八九十])\)|(?<!\d)(?:\d{{1,2}}|[一二三四五六七八九十])(?:[、)]|\.(?!\d))"
)
_NOT_AN_ITEM = (
    "发生",
    "违纪",
    "违规",
    "一票否决",
    "弄虚作假",
    "表彰",
    "奖励",
    "扣",
    "每",
    "酌情",
    "如",
    "若",
    "否则",
    "前提",
    "除",
    "不可抗力",
    "加分",
    "或者",
    "二者",
    "其中",
    "同时",
    "首次",
    "原则",
    "且",
    "并",
    "根据",
    "上年",
    "同比",
    "高于",
    "低于",
    "连续",
    "另",
    "累计",
    "由",
    "视情",
    "不含",
    "剔除",
    "特殊",
    "试点",
    "缺一",
    "最高",
    "排名",
    "全市",
    "样本",
    "问卷",
    "通报",
    "%",
)


@record(frozen=True, slots=True)
class Item:
    """label: as normalised; start, end: its place, with its worth; number: whether a marker stood before."""

    label: str
    start: int
    label_end: int
    end: int
    worth: Worth
    marked: bool = False


def read_judged(body: Text, facts: Facts) -> Match:
    """The rule of a 定性 row. Raises Unreadable with the reason."""
    reader = _Reader(body, facts)
    usual = reader.usual()
    return usual or reader.read()


def split_markers(text: str) -> list[re.Match[str]]:
    """The markers that count 1, 2, 3 …; a number that is out of turn is part of a label."""
    markers: list[re.Match[str]] = []
    for found in MARKER.finditer(text):
        sign = found[0]
        value = CIRCLED.index(sign) + 1 if sign in CIRCLED else int(read_number(sign.strip("()、.")) or 0)
        after_stop = found.start() == 0 or text[found.start() - 1] in ",;。:分"
        if value == len(markers) + 1 and after_stop:
            markers.append(found)
    return markers


@record(slots=True)
class _Reader:
    body: Text
    facts: Facts
    whole: tuple[Decimal, ...] = ()

    @property
    def text(self) -> str:
        return self.body.text

    @property
    def _goal(self) -> str:
        """What the row is after: 指标值 in words."""
        return str(self.facts.target)

    # Sentences of the documents

    def usual(self) -> Match | None:
        """达成/部分达成/未达成 in three tiers, and the standard sentence of any such rule."""
        scanner = Scanner(self.text, self.facts)
        at, named = 0, []
        lead = scanner.whole(0)
        if lead is not None:
            at, named = scanner.skip(lead.end), [lead.value]
        full = self._full([value for value in named if value is not None])
        if "达成" in self.text and _RANGE_USUAL.fullmatch(self.text, at):
            return self._match(
                build_rule("tier_range", points=full()), [(0, len(self.text), say.MEANING_TIERS)]
            )
        quoted = _RANGE_QUOTED.fullmatch(self.text, at) if self.text.startswith("分为", at) else None
        if quoted:
            return self._match(self._ranges(quoted, full()), [(0, len(self.text), say.MEANING_TIERS)])
        if self.text.startswith("直接赋分", at) and _DIRECT.fullmatch(self.text, at):
            return self._match(build_rule("yes_no", points=full()), [(0, len(self.text), say.MEANING_PIECE)])
        return None

    def _full(self, named: Sequence[Decimal]):  # type: ignore[no-untyped-def]
        def full() -> Decimal:
            points = named[0] if named else self.facts.points
            if points is None:
                raise Unreadable(Problem.NO_POINTS, say.NO_POINTS)
            return points

        return full

    def _ranges(self, found: re.Match[str], full: Decimal) -> RuleBase:
        places = [(label.start(1), label.end(1)) for label in re.finditer("“([^“”]+)”", found["labels"])]
        start = found.start("labels")
        labels = [self.body.original(start + low, start + high).strip() for low, high in places]
        shares = [re.findall(rf"{PERCENT}|\d+(?:\.\d+)?", part) for part in found["shares"].split("、")]
        if len(labels) != read_number(found["count"]) or len(shares) != len(labels):
            raise Unreadable(Problem.CONFLICT, say.RANGES_UNEVEN)
        tiers = [
            {"label": label, "from": _share(low), "to": _share(high)}
            for label, (high, low) in zip(labels, shares, strict=True)
        ]
        return build_rule("tier_range", points=full, tiers=tiers)

    def _match(
        self, rule: RuleBase, spans: Sequence[tuple[int, int, str]], notes: tuple[Note, ...] = ()
    ) -> Match:
        return Match(rule, notes, clauses=tuple(Meaning(*span) for span in spans))

    # Items

    def read(self) -> Match:
        items, spans = self._items()
        labels = [item.label for item in items]
        if any(item.worth.kind in ("add",) for item in items):
            raise Unreadable(Problem.BONUS, say.BONUS_OR_RANGE)
        if any(item.worth.kind == "judge" for item in items):
            return self._discretion(items, spans)
        if len(items) < 2:
            raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=self.text.strip(",;。")))
        if self._is_checklist(items):
            return self._checklist(items, spans)
        if self._is_yes_no(items):
            return self._match(build_rule("yes_no", points=self._points(items)[0]), spans)
        self._check_ladder(items, labels)
        return self._tiers(items, spans)

    def _items(self) -> tuple[list[Item], list[tuple[int, int, str]]]:
        """Labels with their worths, one after another, up to the end of the text."""
        scanner = Scanner(self.text, self.facts)
        marks = {mark.start(): mark.end() for mark in split_markers(self.text)}
        items: list[Item] = []
        spans: list[tuple[int, int, str]] = []
        whole: list[Decimal] = []
        at = scanner.skip(0)
        while at < len(self.text):
            marked = at in marks
            begin = marks.get(at, at)
            clause = None if marked else (scanner.whole(at) or scanner.heading(at))
            if clause is not None:
                whole += [clause.value] if clause.value is not None else []
                spans.append(
                    (at, clause.end, say.MEANING_WHOLE if clause.kind == "whole" else say.MEANING_HEADING)
                )
                at = scanner.skip(clause.end)
                continue
            item = self._item(scanner, begin, marked, marks)
            if item is None:
                raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=scanner.stretch(at)))
            items.append(item)
            spans.append((at, item.end, say.MEANING_TIER))
            at = scanner.skip(item.end)
        self.whole = tuple(whole)
        return items, spans

    def _item(self, scanner: Scanner, at: int, marked: bool, marks: Container[int]) -> Item | None:
        quoted = re.compile("“([^“”]+)”的?").match(self.text, at)
        if quoted:
            worth = scanner.worth(quoted.end(), steps=True)
            if worth and scanner.at_stop(worth[0]):
                return Item(quoted[0], at, quoted.end(), worth[0], worth[1], marked)
        commas = 0
        rest = _REST.match(self.text, at)
        for place in range(rest.end() if rest else at + 1, min(at + 80, len(self.text))):
            if self.text[place - 1] in ";。" or (self.text[place - 1] == "," and (commas := commas + 1) > 2):
                return None
            worth = scanner.worth(place, steps=True)
            if (
                worth is None
                or not (scanner.at_stop(worth[0]) or worth[0] in marks)
                or worth[1].kind in ("ratio", "formula", "linear", "excess_ratio")
            ):
                continue
            label = _LABEL_TAIL.sub("", self.text[at:place])
            if label:
                return Item(label, at, at + len(label), worth[0], worth[1], marked)
        return None

    # What the items make

    def _points(self, items: Sequence[Item]) -> list[Decimal]:
        values = [item.worth.value for item in items if item.worth.kind == "points"]
        values += [item.worth.high for item in items if item.worth.kind == "range"]
        relative = any(item.worth.kind in ("full", "deduct", "deduct_share", "share") for item in items)
        named = {
            *self.whole,
            *(item.worth.value for item in items if item.worth.kind == "full" and item.worth.value),
        }
        if len(named) > 1:
            raise self._clash(named)
        if not named and not relative:
            named = {max(values, default=Decimal(0))}
        elif not named and self.facts.points is not None:
            named = {self.facts.points}
        elif not named and values and any(item.worth.kind == "points" for item in items[:1]):
            named = {max(values)}
        if not named:
            raise Unreadable(Problem.NO_POINTS, say.NO_POINTS)
        (full,) = named
        points = [self._worth(item.worth, full) for item in items]
        if max(points) != full or min(points) < 0:
            raise self._clash({full, max(points)})
        return points

    def _clash(self, values: set[Decimal]) -> Unreadable:
        listed = "、".join(show(value) for value in sorted(values))
        return Unreadable(Problem.CONFLICT, say.POINTS_IN_WORDING.format(values=listed))

    def _worth(self, worth: Worth, full: Decimal) -> Decimal:
        match worth.kind:
            case "points":
                return worth.value
            case "full":
                return full
            case "zero":
                return Decimal(0)
            case "deduct":
                return full - worth.value
            case "deduct_share":
                return full - full * worth.value / 100
            case "share":
                return full * worth.value / 100
            case "range":
                return worth.high
            case _:
                raise Unreadable(Problem.UNKNOWN, say.CLAUSES_APART)

    def _is_checklist(self, items: Sequence[Item]) -> bool:
        """Items that can all be true: none of a lower rank, none worth nothing."""
        if any(item.worth.kind != "points" or not item.worth.value for item in items):
            return False
        marked = all(item.marked for item in items)
        begun = all(item.label.startswith("有") and rank(item.label, self._goal) == 3 for item in items)
        if not (marked or begun) or len({item.label for item in items}) < len(items):
            return False
        if (
            marked
            and self.whole
            and set(self.whole) == {sum((item.worth.value for item in items), Decimal(0))}
        ):
            return True
        ranks = [rank(item.label, self._goal) for item in items]
        if None not in ranks and _falls(ranks) and len(set(ranks)) > 1:
            return False
        total = sum((item.worth.value for item in items), Decimal(0))
        if _exclude_each_other([item.label for item in items]) and self.facts.points != total:
            # 国家级得5分, 省级得3分: one of them, unless a total says that they add up.
            problem = Problem.AMBIGUOUS if self.facts.points is not None else Problem.NO_POINTS
            raise Unreadable(problem, say.LIST_OR_TIERS)
        return True

    def _checklist(self, items: Sequence[Item], spans: Sequence[tuple[int, int, str]]) -> Match:
        for item in items:
            if any(word in item.label for word in _NOT_AN_ITEM) or re.search(
                f"{NUMBER}分|[;。,]", item.label
            ):
                raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=item.label))
        total = sum((item.worth.value for item in items), Decimal(0))
        for value in (
            *self.whole,
            *([self.facts.points] if self.facts.points is not None and not self.whole else []),
        ):
            if value != total:
                raise self._clash({value, total})
        listed = [{"label": self._label(item), "points": item.worth.value} for item in items]
        return self._match(build_rule("checklist", items=listed), spans)

    def _label(self, item: Item) -> str:
        return self.body.original(item.start, item.label_end).strip().strip("“”").rstrip("的").strip("“”")

    def _is_yes_no(self, items: Sequence[Item]) -> bool:
        """X and 否则, or X and 未X; the other way round too."""
        if len(items) != 2 or any(item.label.startswith("“") for item in items):
            return False
        if any(item.worth.kind in ("range", "deduct", "deduct_share", "share") for item in items):
            return False
        first, second = items[0].label, items[1].label
        if any(self._is_foreign(label) for label in (first, second)):
            return False
        points = self._points(items)
        if points[1] == 0 and points[0] > 0:
            self._check_goal(second)
            return (
                bool(_REST.fullmatch(second))
                or _denies(second, first)
                or _denies(first, second)
                or second in ("否", "反之")
            )
        return False

    def _check_goal(self, worst: str) -> None:
        """What earns nothing is not what the row is after: 是得5分，否得0分 on a row whose target is 否."""
        if normalise(self._goal).text == worst:
            raise Unreadable(Problem.DIRECTION, say.RISES_WRONG)

    def _is_foreign(self, label: str) -> bool:
        """Whether a label of yes or no holds another condition; 除不可抗力外 is for the person who says yes."""
        bare = re.sub("^除[^,]{2,12}外,", "", label)
        veto = set(words.NOT_A_TIER) - {"发生", "事故", "投诉", "举报", "违规", "违纪"}
        return "," in bare or bool(re.search(r"\d", bare)) or any(word in bare for word in veto)

    def _same_matter(self, labels: Sequence[str]) -> None:
        """The rungs speak of one thing: but for the words of rank, each shares a sign with another rung,
        or with what the row is called or after."""
        stems = [_RANKED.sub("", label.strip("“”")).replace(",", "") for label in labels]
        about = re.sub("[0-9年月日底前]", "", normalise(f"{self.facts.name}{self.facts.target}").text)
        for index, stem in enumerate(stems):
            others = "".join(other for place, other in enumerate(labels) if place != index) + about
            quoted = labels[index].startswith("“")
            if _REST.fullmatch(labels[index]):
                continue
            if index and stem and not quoted and not any(sign in others for sign in stem):
                raise Unreadable(Problem.FOREIGN, say.UNKNOWN_CLAUSE.format(clause=labels[index]))

    def _denies_another(self, labels: Sequence[str], index: int) -> bool:
        """Whether a rung above the last denies what no other rung speaks of: 及时, 不完整, 不及时."""
        denial = _DENIAL.match(labels[index])
        others = "".join(label for place, label in enumerate(labels) if place != index)
        core = labels[index][denial.end() :] if denial else ""
        known = others + normalise(f"{self.facts.name}{self.facts.target}").text
        return bool(core) and not any(sign in known for sign in core)

    def _check_ladder(self, items: Sequence[Item], labels: Sequence[str]) -> None:
        """Every label is a rung: no veto, no bonus, ranks that fall with the points."""
        points = self._points(items)
        order = sorted(range(len(items)), key=lambda index: -points[index])
        for index, label in enumerate(labels):
            if label.startswith("“"):
                continue
            if any(word in label for word in words.NOT_A_TIER) or re.search(r"\d", label):
                raise Unreadable(Problem.FOREIGN, say.UNKNOWN_CLAUSE.format(clause=label))
            if "," in label and not re.search(",(?:其他|其余)", label):
                raise Unreadable(Problem.FOREIGN, say.UNKNOWN_CLAUSE.format(clause=label))
            if rank(label, self._goal) is None and index != order[0]:
                raise Unreadable(Problem.UNKNOWN, say.NO_RUNG.format(label=label))
        self._same_matter(labels)
        for index in order[:-1]:
            if points[index] > min(points) and self._denies_another(labels, index):
                raise Unreadable(Problem.FOREIGN, say.UNKNOWN_CLAUSE.format(clause=labels[index]))
        ranks = [rank(labels[index], self._goal) for index in order if not labels[index].startswith("“")]
        if not _falls(ranks) or len(set(points)) < len(points) or (len(ranks) > 1 and len(set(ranks)) == 1):
            raise Unreadable(Problem.AMBIGUOUS, say.LIST_OR_TIERS)

    def _tiers(self, items: Sequence[Item], spans: Sequence[tuple[int, int, str]]) -> Match:
        points = self._points(items)
        for item, value in zip(items, points, strict=True):
            if value == 0:
                self._check_goal(item.label)
        tiers = []
        for item, value in zip(items, points, strict=True):
            tier: dict[str, object] = {"label": self._label(item), "points": value}
            if item.worth.kind == "range":
                tier["least"] = min(item.worth.value, item.worth.high)
            tiers.append(tier)
        lowest = items[points.index(min(points))].label
        open_below = min(points) > 0 and (rank(lowest, self._goal) or 0) > 0 and not lowest.startswith("“")
        least = show(min(points))
        notes = (Note(NoteCode.TIERS_OPEN, say.TIERS_OPEN.format(least=least)),) if open_below else ()
        return self._match(build_rule("tiers", tiers=tiers), spans, notes)

    def _discretion(self, items: Sequence[Item], spans: Sequence[tuple[int, int, str]]) -> Match:
        judged = [item for item in items if item.worth.kind == "judge"]
        others = [item for item in items if item.worth.kind != "judge"]
        plain = len(judged) == 1 and len(others) <= 1
        met = all(_MET.fullmatch(item.label) and item.worth.kind in ("full", "points") for item in others)
        missed = all(_MISSED.fullmatch(item.label) or _REST.fullmatch(item.label) for item in judged)
        if not (plain and met and missed):
            raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=judged[0].label))
        points = self._points(others) if others else [self._full(self.whole)()]
        return self._match(build_rule("discretionary", points=points[0]), spans)


def _exclude_each_other(labels: Sequence[str]) -> bool:
    """Whether the labels may be grades of one thing: by number, by the words of one scale, or the same matter
    in different ways (主要领导批示, 分管领导批示)."""
    counted = [_COUNTS.sub("", label) for label in labels if _COUNTS.search(label)]
    if len(set(counted)) < len(counted):
        return True
    if any(sum(any(word in label for word in scale) for label in labels) > 1 for scale in words.SCALES):
        return True
    ending = labels[0][-2:]
    good = words.RANKS[-1][1]
    return all(label.endswith(ending) for label in labels) and not any(word in ending for word in good)


_COUNTS = lazy(
    rf"(?:{one_of(words.COMPARISONS)})?(?:\d+|[一二两三四五六七八九十]+(?=[次个件项起例天日周等级档类名]))[^,;。]??"
    rf"(?:[-~至到]\d+)?(?:次|个|件|项|起|例|天|日|周|等|级|档|类|名)?(?:{one_of(words.SIDES)})?"
)
"""A number of things, with what compares it."""


def rank(label: str, goal: str = "") -> int | None:
    """The rung of a label; -1 for 其他, None where no word says it. goal: 指标值, for where less is better
    a rise is the lowest rung."""
    if _REST.fullmatch(label):
        return -1
    if any(word in goal for word in words.FALLING):
        rungs: tuple[tuple[int, tuple[str, ...]], ...] = (
            (2, ("持平",)),
            (0, words.RISING),
            (3, words.FALLING),
        )
        for value, named in rungs:
            if any(word in label for word in named) and not _DENIAL.match(label):
                return value
    bare = _NEGATED_GOOD.sub("", label.strip("“”"))
    for value, named in words.RANKS:
        if any(word in bare for word in named):
            return value
    return None


def _falls(ranks: Sequence[int | None]) -> bool:
    known = [value for value in ranks if value is not None]
    return all(one >= other for one, other in pairwise(known))


def _denies(one: str, other: str) -> bool:
    """Whether one label is the other one denied: 未完成 and 完成, 未建立制度 and 已建立制度, 发生 and 未发生."""
    denial = _DENIAL.match(one)
    if not denial:
        return False
    rest = re.sub("^(?:任何|有|能)", "", one[denial.end() :])
    stem = re.sub("^(?:已|能|全部|有)", "", other)
    if _DENIAL.match(stem) or not rest:
        return False
    before = stem[: -len(rest)] if stem.endswith(rest) else ""
    if _STRANGE.search(before) or len(before) > 4:
        return False
    return stem.endswith(rest) or (len(stem) >= 2 and (rest.startswith(stem) or stem.startswith(rest)))


_STRANGE = lazy(one_of(words.NOT_IN_A_NOUN))
_RANKED = lazy(
    one_of(
        {word for _, named in words.RANKS for word in named}
        | {*words.RESULT_NOUNS, "其他", "其余", "以上", "及"}
    )
)


def _share(text: str) -> Decimal:
    value = read_percent(text) if "%" in text or "分之" in text else read_number(text)
    if value is None:
        raise Unreadable(Problem.PARAMETERS, say.NO_NUMBER)
    return value / 100


_DIRECT = lazy(
    "直接赋分(?:[,;:](?:达到|完成|实现)(?:指标值|目标值|目标|任务|要求)?的?得满分[,;。](?:未|没有)(?:达到|完成|实现)(?:指标值|目标值)?的?,?不得分)?[。;,]?"
)
_SHARES = rf"(?:{PERCENT}|\d+)(?:\(含\))?(?:-|~|至)(?:{PERCENT}|\d+)(?:\(含\))?"
_RANGE_QUOTED = lazy(
    rf"分为(?P<labels>(?:“[^“”]+”[、,和]?)+)(?P<count>{NUMBER})(?:个)?档,?分别按(?:指标)?分值的"
    rf"(?P<shares>{_SHARES}(?:、{_SHARES})*)(?:赋分|计分|给分|合理确定得分|合理确定分值)[。;,]?"
)
_RANGE_USUAL = lazy(
    "(?:根据指标完成情况)?(?:分为|按照?)?达成(?:年度|预期)?(?:指标|目标)?[/、,;]部分达成(?:年度|预期)?(?:指标|目标)?并(?:且)?具有一定效果"
    "(?:[/、,;]|以及|和)未达成(?:年度|预期)?(?:指标|目标)?(?:且|并且)效果较差(?:等)?(?:三个|三|3)?(?:个)?档(?:次)?"
    "(?:,?分别按照?(?:该)?(?:指标)?(?:对应)?分值(?:区间)?(?:对应)?的?100%?-80%\\(含\\)[、,]80%?-60%\\(含\\)[、,]60%?-0%?"
    "(?:\\(含\\))?(?:来)?(?:合理)?(?:确定|计|给|赋)(?:分值|得分|分))?[。;,]?"
)
"""Three tiers as 财预〔2020〕10号 names them."""
