"""A numeric wording, clause by clause: every stretch of it gets a meaning, or the reading stops there.

Comes in: normalised text, the row's facts. Goes out: `Clause`s that follow one another without a gap.
Called by `formgen.scoring.wording`. No pattern here accounts for text it does not name, but for the
noun of what is measured, which `subjects` judges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from formgen.messages import scoring as say
from formgen.scoring.dates import DEADLINE_WORDS, days_between, read_deadline
from formgen.scoring.numerals import NUMBER, PERCENT, read_number, read_percent
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording import vocabulary as words
from formgen.scoring.wording.amounts import Amount, read_amount, unit_words
from formgen.scoring.wording.parts import Clause, Condition, Days, Formula, Limit, Span, State, Step, Worth
from formgen.scoring.wording.reading import Problem, Unreadable
from formgen.scoring.wording.vocabulary import one_of


class Lazy:
    """A pattern compiled when it is first needed, and only asked where one of its signs stands in the text.
    needs: "" where any text may match."""

    __slots__ = ("_compiled", "needs", "pattern")

    def __init__(self, pattern: str, needs: str = "") -> None:
        self.pattern, self.needs = pattern, needs
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        if self.needs and not any(sign in text for sign in self.needs):
            return None
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled.match(text, at)


_SEPARATORS = ",;。:、"
_COMPARE = Lazy(one_of(words.COMPARISONS))
_SIDE = Lazy(one_of(words.SIDES))
_EQUALS = Lazy(one_of(words.EQUALS))
_CARRIER = Lazy(f"{one_of(words.CARRIERS)}*")
_BEGIN = Lazy(f"(?:{one_of(words.BEGINS_DONE)})?")
_TARGET = one_of(words.TARGETS)
_TARGET_OF = Lazy(f"{_TARGET}的?")
_MARK = Lazy(r"\((不)?(?:包?含)(?:本数|该数|本级)?\)")
_MARK_NUMBER = Lazy(r"\((不)?包?含(?:本数)?")
_DASH = Lazy(r"(?:-{1,2}|~{1,2}|至|到)")
_BETWEEN = Lazy("(?:之间|区间|区间内|范围内|以内|内)?")
_JOIN = Lazy("(?:,?且|,?并且|,?但|,?同时|、|,)?")
_NOUN = Lazy(r"[一-鿿A-Za-z()“”]{1,24}?")
_LEADS = Lazy("(?:(?:如果|若|如|当|凡|其中|其|对于|对|则|在)(?![:,]))?")
_TAIL = Lazy("(?:的?(?:情况|情形|部分)?(?:下|者)?)(?:的|时|则|,则|者)?")
_ANNOTATION = Lazy(
    rf"(?:,?(?:视为|即为|属于|评为|为|属)(?:{one_of(words.GRADES)})(?:等次|档|等级)?|\((?:{one_of(words.GRADES)})\))?"
)
_GRADE_BEFORE = Lazy(rf"{one_of(words.GRADES)}(?:等次|档|等级)?(?=[(:])", "(:")
_ENDS = Lazy(f"(?:{one_of(words.ENDS_DONE)})?")

_VERB = "(?:(?:可|应|则|即|均|各|本项|该项|此项)*(?::|=|,|为)?(?:得|计|给|赋|记|打|评|赋值|计为|得分为|得分|获得|获|加计|计分|评分|赋分)?(?::|=|,|为)?)"
_FULL = one_of(words.FULL_NAMES)
_ZERO = Lazy(
    "(?:,|:)?(?:则|均|该项|本项|此项|该指标|本指标|一律|直接|都)*(?:不得分|不计分|不给分|不赋分|不予计分|不予得分|不能得分|得不到分|不记分|"
    "(?:得|计|为|给|赋|记|得分为|计为|分值为|得分|评)?(?:0|零)分|得分为(?:0|零)|扣完(?:全部)?(?:分值|分数|权重分)?(?!为止)|扣除?全部(?:分值|分数|权重分)|全扣|扣光|分值为(?:0|零)|得(?:0|零)(?!\\.|\\d))"
)
_FULL_WORTH = Lazy(
    rf"(?:,|:)?{_VERB}(?:满分|全分|全部分值|全部分数|全部权重分|{one_of(set(words.FULL_NAMES) - {'得分', '分数'})}(?!的|\d|×|乘)|该项满分|本项满分)(?:[,(]?(?:共计|合计|共|即|计|为)?(?P<points>{NUMBER})分\)?)?"
)
_POINTS = Lazy(rf"(?:,|:)?{_VERB}(?P<points>{NUMBER})分(?!之|值|钟|别)")
_RANGE = Lazy(rf"(?:,|:)?{_VERB}(?P<low>{NUMBER})分?(?:-|~|至){{1,2}}(?P<high>{NUMBER})分", "-~至")
_OFF = "(?:则|应|均|须|再|各|相应)?(?:倒扣|扣减|扣除|扣|减去|减扣|减|扣掉|倒减)"
_DEDUCT = Lazy(rf"(?:,|:)?{_OFF}(?P<points>{NUMBER})分(?:值)?")
_DEDUCT_RANGE = Lazy(rf"(?:,|:)?{_OFF}(?P<low>{NUMBER})分?(?:-|~|至)(?P<high>{NUMBER})分", "扣减")
_DEDUCT_SHARE = Lazy(
    rf"(?:,|:)?{_OFF}(?:该项|本项|此项)?(?:{_FULL}的?(?P<one>{PERCENT})|(?P<two>{PERCENT})的?(?:该项|本项)?{_FULL})(?:的?分值|的?分)?",
    "扣减",
)
_NO_DEDUCT = Lazy("(?:,|:)?(?:不扣分|不予扣分|不减分|不作扣分)", "不")
_SHARE = Lazy(
    rf"(?:,|:)?(?:得到|得|计|给|赋|按|获得)(?:该项|本项|此项)?(?:{_FULL}的?(?P<one>{PERCENT})|(?P<two>{PERCENT})的?(?:该项|本项)?(?:{_FULL}|分))(?:计分|得分|赋分|给分)?",
    "%分",
)
_ADD = Lazy(rf"(?:,|:)?(?:则|再|另|可)?(?:加|增加|奖励|增)(?P<points>{NUMBER})分", "加增奖")
_JUDGE = Lazy(
    rf"(?:,|:)?(?:的)?(?:可)?(?:视|根据|依据|按照?)?(?:实际|具体|完成)?(?:情况|完成情况|程度|实际情况)?,?(?:予以|进行)?酌情(?:予以)?(?:扣分|扣减|减分|给分|扣减分值|赋分|打分|得分|计分|评分|扣除|扣(?:{NUMBER}分?(?:-|~|至))?{NUMBER}分)",
    "酌",
)
_BY_RATIO = Lazy(
    "(?:,|:)?(?:则|均|的)?(?:按照?|根据|依据|以|照)?(?:其|该)?(?:实际|任务|目标|指标|工作|计划|年度)?(?:未?完成|超出|超过|超支|未达|差额|达成)?(?:情况)?的?(?:比例|比率|率|比重|百分比|程度比例)的?(?:相应|同比例|等比例)?"
    "(?:进行)?(?:赋分|计分|计算得分|得分|给分|记分|打分|折算得分|计算分值|折算|扣减|扣减分值|扣分|扣除|减分|扣减得分|扣除分值|扣减权重分|计算|计算分数|折算分值|折算计分)(?:分值|得分)?"
)
_LINEAR = Lazy(
    "(?:,|:)?(?:采用|按照?|用)?(?:线性|直线)?(?:插值法?|内插法|插入法|差值法)(?:进行)?(?:计算得分|计算|计分|得分|赋分|给分)(?:得分)?",
    "性插",
)
_BY_EXCESS = Lazy(
    "(?:,|:)?按照?其?超过的?(?:比重|比例|部分(?:的?(?:比重|比例|占比))?)(?:进行)?(?:赋分|计分|得分|给分|记分|打分)",
    "超",
)
_BARE_SCORE = Lazy("(?:得分|计分|给分)(?=[,;。、]|$)")

_RATE = one_of(words.COMPLETION)
_OWN_RATIO = "(?:实际完成值|实际完成数|实际值|完成值|实际完成量|实际数|实际完成|指标完成值|实际)(?:/|除以|÷)(?:指标值|目标值|计划值|计划数|年度指标值|年度目标值|目标数|预期指标值|计划完成值|计划)(?:×100%)?"
_FORMULA_HEAD = r"(?:[,;。:(]?(?:则|均)?(?:具体|得分)?(?:计算)?(?:公式)?(?:为|是|如下)?:?(?:该)?(?:指标|实际|本项|该项)?(?:得分|评分|分值)?(?:=|等于|为|:)+|(?:,|:)?(?:则)?(?:按照?|根据|以|用))"
_FACTOR = rf"(?:该|本)?(?:项)?(?:{_FULL}|(?P<points{{n}}>{NUMBER})分?)(?!%)"
_RATIO_FACTOR = (
    rf"\[?\(?(?:\((?P<rate{{n}}>(?:指标)?(?:实际)?(?:{_RATE}|[一-鿿]{{1,16}}?))-(?P<floor{{n}}>{PERCENT})\)/\((?:1|100%)-(?P<other{{n}}>{PERCENT})\)"
    rf"|{_OWN_RATIO}|\((?:1|100%)-(?P<rest{{n}}>[一-鿿]{{2,16}})\)|(?P<own{{n}}>(?:指标)?(?:实际)?(?:{_RATE}|[一-鿿]{{2,16}}?))(?:/(?P<by{{n}}>{PERCENT}|指标值|目标值))?)\)?\]?"
)
_TIMES = "(?:×|乘以|乘|\\*)"
_FORMULA_END = "(?:分)?(?:来)?(?:进行)?(?:计分|计算得分|得分|赋分|给分|计算)?"
_FORMULAS = tuple(
    Lazy(_FORMULA_HEAD + body + _FORMULA_END + r"\)?(?=[,;。、]|$)", "×乘*")
    for body in (
        _RATIO_FACTOR.replace("{n}", "1") + _TIMES + _FACTOR.replace("{n}", "1"),
        _FACTOR.replace("{n}", "1") + _TIMES + _RATIO_FACTOR.replace("{n}", "1"),
    )
)

_WHOLE = Lazy(
    rf"\(?(?:(?:{one_of(words.HEADINGS)}):)?(?:(?:该|本|此)(?:项|三级|条)?(?:指标)?)?{one_of(words.WHOLE)}(?:为|是|:|共|计|得)*(?P<points>{NUMBER})分\)?(?=[,;。:()、]|$)"
)
_BARE_WHOLE = Lazy(rf"\(?(?P<points>{NUMBER})分(?=[,;。:)])\)?")
_HEADING = Lazy(rf"(?:{one_of(words.HEADINGS)}|直接赋分|(?:计算|得分)公式(?:为|如下)?)(?=[:,;。]|$)")
_CAPS: tuple[tuple[str, Lazy], ...] = (
    (
        "until_zero",
        Lazy(
            "(?:,|:)?(?:直至|直到|至|以)?(?:分值|分数|该项分值|权重分)?(?:扣完(?:为止|分值为止)?|扣完该项分值(?:为止)?|扣至(?:0|零)分?(?:为止)?|扣光为止|扣完全部分值为止|扣减完为止)(?=[,;。)]|$)"
        ),
    ),
    (
        "most",
        Lazy(
            rf"(?:,|:)?(?:(?:最多|累计最多|至多|最高|最多累计)(?:可)?扣(?:除|减)?|扣分上限为?|累计扣分不超过|扣分不超过)(?P<points>{NUMBER})分(?:为止)?"
        ),
    ),
    (
        "least",
        Lazy(
            rf"(?:,|:)?(?:扣至|扣到|最低得|最低计|最少得|至少得|最低保留|扣减至|减至|保底)(?P<points>{NUMBER})分(?:为止)?"
        ),
    ),
    (
        "full",
        Lazy(
            rf"(?:,|:)?(?:(?:得分)?(?:最高|最多)?(?:不超过|不得超过|得|不高于|以不超过)?(?:该项|本项|指标)?(?:{_FULL}|满分)(?:为止|为限|封顶)?|至满分为止|加至满分为止|加满为止|(?:最高|最多)(?:得|计)?(?:满分)?(?P<points>{NUMBER})分|满分封顶)(?=[,;。)]|$)"
        ),
    ),
    (
        "over_100",
        Lazy(rf"(?:,|:)?(?:{_RATE})?(?:超过|高于|大于|超出)100%(?:以上)?的?,?按照?100%(?:计|计算|计分)?"),
    ),
)
_BEGUN = Lazy(
    rf"[,;(]?(?:不足|不满|未满)(?P<short>{PERCENT}|{NUMBER}(?:个百分点|UNITS))(?:的)?(?:部分)?,?(?:(?P<ceil>(?:按|以|算|计为|视为|均按|视同)(?P<as>{PERCENT}|{NUMBER}(?:个百分点|UNITS))(?:计算|计|算|扣分|处理)?)|(?P<floor>(?:部分)?(?:不扣分|不计|不计算|不予扣分|忽略不计|不扣))|(?P<exact>按比例(?:扣分|计|计算|折算)))\)?",
    "足满",
)
_BY_SHARE = Lazy(r"\((?:按比例扣分|按比例)\)", "按")
_FREE = Lazy(r"(?:允许(?:有)?(?:误差|偏差|延迟|延期|超出)|宽限期?|容忍|允许误差为)(?:在)?", "允宽容")
_COUNT = Lazy(rf"共(?:计|有)?(?P<count>{NUMBER})(?:UNITS)", "共")
_MET_NOUN = "(?![零一二两三四五六七八九十]+[次个件项起例])(?P<noun>[一-鿿A-Za-z“”]{0,20}?)"
_ALL = one_of(words.ALL_DONE)
_TIMELY = one_of(words.IN_TIME)
_STATES: tuple[tuple[str, Lazy], ...] = (
    (
        "late",
        Lazy(
            "(?:超过期限|超过时限|逾期|延期|超期|延迟|推迟|延后|超时)(?:完成|办结|未完成|办理)?(?!率|天|时间|\\d)"
        ),
    ),
    ("rest", Lazy(one_of(words.REST) + "(?:情况|情形)?")),
    (
        "missed",
        Lazy(
            rf"{_MET_NOUN}(?:(?:{one_of(words.NOT)})(?:{_ALL}|(?P<timely>{_TIMELY}))*(?:{one_of(words.DONE)})(?:到)?|达不到)(?:{_TARGET})?(?:的?(?:要求|标准|任务))?"
        ),
    ),
    ("partly", Lazy(rf"{_MET_NOUN}{one_of(words.PARTLY)}(?:{one_of(words.DONE)})(?:{_TARGET})?")),
    ("nearly", Lazy(rf"{_MET_NOUN}(?:{one_of(words.NEARLY)})(?:{one_of(words.DONE)})(?:{_TARGET})?")),
    (
        "met",
        Lazy(
            rf"{_MET_NOUN}(?:{_ALL}|(?P<timely>{_TIMELY}))*(?:{one_of(words.DONE)})(?:到)?(?:(?:全部)?{_TARGET}|(?P<object>[一-鿿]{{2,8}})(?:任务|工作|目标|计划))?(?:的?(?:要求|标准|任务))?"
        ),
    ),
)
_AGAINST_TARGET: tuple[tuple[str, Lazy], ...] = (
    (
        "at_most",
        Lazy(
            rf"{_MET_NOUN}(?:控制在|保持在|在)?(?:不超过?|未超过?|未超出|没有超过?|不高于|不大于|≤|未突破|不突破|小于等于)(?:{_TARGET}|支|标)"
        ),
    ),
    ("at_most", Lazy(rf"{_MET_NOUN}(?:控制|保持)?在(?:{_TARGET})(?:范围)?(?:以内|之内|内)")),
    ("at_least", Lazy(rf"{_MET_NOUN}(?:不低于|不少于|大于等于|≥|达到或超过|高于或等于|不小于)(?:{_TARGET})")),
    (
        "above",
        Lazy(
            rf"{_MET_NOUN}(?:高于|大于|超过|超出|超|多于|>)(?:{_TARGET}|支|标)(?!\d|{PERCENT}|的?{NUMBER}|的(?![,每]))"
        ),
    ),
    (
        "below",
        Lazy(
            rf"{_MET_NOUN}(?:低于|小于|少于|不足|<|未达到|达不到|未达)(?:{_TARGET})(?!\d|{PERCENT}|的?{NUMBER}|的(?![,每]))"
        ),
    ),
    ("above", Lazy(rf"{_MET_NOUN}(?:超出|超过|超支)(?:的部分|部分|的)?(?=,?按|,?酌|,?不得分|,?视)")),
    ("equal", Lazy(rf"{_MET_NOUN}(?:等于|=|正好为?|恰好为?)(?:{_TARGET})")),
)
_EVENT = one_of(words.EVENT_NOUNS)
_NONE = Lazy(
    rf"{_MET_NOUN}(?:(?:未|没有|无|不|从未|未曾)(?:发生|出现|发现|接到|收到|存在|产生|有)?(?:任何)?(?:{_EVENT})+(?:发生|出现)?|(?:零|0)(?:{_EVENT})+|(?:未|没有|无)(?:发生|出现)(?=的|得|计|,)|事故为零)",
    "未没无零0为不",
)
_SOME = Lazy(
    rf"{_MET_NOUN}(?:(?:发生|出现|发现|存在)(?:任何)?(?:{_EVENT})*|有(?:任何)?(?:{_EVENT})+)(?!\d|{NUMBER})",
    "发生出现存在有",
)
_GROWTH_LEAD = "(?:(?:较|比|与)(?:上年度?|去年|上一年)(?:同期)?(?:相比)?|同比|增速|增幅)?"
_GROWTH = Lazy(
    rf"{_MET_NOUN}(?P<lead>{_GROWTH_LEAD})(?:(?P<down>下降|降低|减少|压减|降幅|下降率|降)|(?P<up>增长|上升|增加|提高|增幅|上涨))(?:率|幅度|达|达到|为)?(?=[\d百不超低大小在控])",
    "降减增升涨提高",
)
_GROWTH_BARE = Lazy(
    rf"{_MET_NOUN}(?P<lead>{_GROWTH_LEAD})(?:(?P<none>不增长|零增长|未增长|不增加|不上升|未上升|只减不增|无增长|没有增长|不升)|(?P<level>持平)|(?P<down>下降|降低|减少|压减)|(?P<up>增长|上升|增加|提高|上涨))(?!\d|{NUMBER}|率)",
    "降减增升涨提高平",
)
_LATE = Lazy(
    rf"{_MET_NOUN}(?:延期|逾期|延后|延迟|推迟|超期|超时|迟延|晚于(?:计划|期限)|滞后|拖延)(?:完成|办结|办理|时间)?(?:在|达到|达)?(?P<over>不?超过)?",
    "期迟延超晚滞",
)
_DISTANCE: tuple[tuple[str, Lazy], ...] = (
    ("short", Lazy(rf"{_MET_NOUN}(?:缺少|缺|少完成|少|差|欠|漏|短缺)(?!于)")),
    ("past", Lazy(rf"{_MET_NOUN}(?:超出{_TARGET}|超支|多出|超出|超预算|超(?!过))(?:在|达|达到)?")),
)
_EACH_WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("late", words.STEP_LATE), ("event", words.STEP_EVENT), ("apart", words.STEP_APART), ("over", words.STEP_OVER), ("under", words.STEP_UNDER),
)  # fmt: skip
_WAY_OF = {word: way for way, named in reversed(_EACH_WAYS) for word in named}
_EACH = Lazy(
    rf"(?:其中|其后|之后|此后|后|超出后|超过后|超出部分|超过部分|的部分|超出的|超过的|则|的|,)*(?:每再|每)(?:(?P<way>{one_of(_WAY_OF)}))?(?:(?P<target>{_TARGET})(?:的)?)?(?P<with>)"
)
_FROM = Lazy(rf"从第(?P<number>{NUMBER})(?P<unit>UNITS)起,?每(?P<way>{one_of(_WAY_OF)})?", "从")
_NO_EACH = Lazy(rf"(?:,|;)?(?:{one_of(words.WITHOUT_EACH)})(?=一|1)", "发出有查")
_STEP_TAIL = Lazy(rf"(?:{_EVENT}|{one_of(words.ENDS_DONE)}|以上|的|时|,)*")
_DATE = Lazy(DEADLINE_WORDS)


@lru_cache(maxsize=512)
def _with_units(pattern: str, unit: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("UNITS", unit_words(unit)[3:-1]))


@dataclass(slots=True)
class Scanner:
    """One wording on one row. text: normalised."""

    text: str
    facts: Facts

    def clauses(self) -> list[Clause]:
        """The whole text as clauses. Raises Unreadable with the first stretch that has no meaning."""
        found: list[Clause] = []
        at = self.skip(0)
        while at < len(self.text):
            clause = self._clause(at)
            if clause is None:
                raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=self.stretch(at)))
            found.append(clause)
            at = self.skip(clause.end)
        return found

    def skip(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in _SEPARATORS:
            at += 1
        return at

    def stretch(self, at: int) -> str:
        """From here to the next stop."""
        end = min(
            (place for sign in ",;。" if (place := self.text.find(sign, at)) >= 0), default=len(self.text)
        )
        return self.text[at:end]

    def at_stop(self, at: int) -> bool:
        return at >= len(self.text) or self.text[at] in _SEPARATORS + ")("

    def _pattern(self, pattern: Lazy) -> re.Pattern[str]:
        """A pattern with the row's units in it."""
        return _with_units(pattern.pattern, self.facts.unit)

    # One clause

    def _clause(self, at: int) -> Clause | None:
        for read in (
            self._begun, self._cap, self.whole, self._free, self._step, self._formula, self._alone, self._piece, self._count, self.heading,
        ):  # fmt: skip
            clause = read(at)
            if clause is not None:
                return clause
        return None

    def whole(self, at: int) -> Clause | None:
        found = _WHOLE.match(self.text, at)
        if not found and at == 0:
            found = _BARE_WHOLE.match(self.text, at)
        if not found:
            return None
        return Clause(at, found.end(), "whole", value=read_number(found["points"]))

    def heading(self, at: int) -> Clause | None:
        found = _HEADING.match(self.text, at)
        return Clause(at, found.end(), "heading", labels=(found[0],)) if found else None

    def _cap(self, at: int) -> Clause | None:
        for cap, pattern in _CAPS:
            found = pattern.match(self.text, at)
            if found and self.at_stop(found.end()):
                points = found.groupdict().get("points")
                return Clause(at, found.end(), "cap", cap=cap, value=read_number(points) if points else None)
        return None

    def _begun(self, at: int) -> Clause | None:
        found = _BY_SHARE.match(self.text, at)
        if found:
            return Clause(at, found.end(), "begun", cap="exact")
        found = self._pattern(_BEGUN).match(self.text, at)
        if not found or not self.at_stop(found.end()):
            return None
        cap = next(way for way in ("ceil", "floor", "exact") if found[way])
        amounts = [read_amount(found[name], 0, self.facts) for name in ("short", "as") if found[name]]
        if any(amount is None or amount[1].value != amounts[0][1].value for amount in amounts if amounts[0]):
            raise Unreadable(Problem.CONFLICT, say.TWO_STEPS)
        size = amounts[0]
        return Clause(at, found.end(), "begun", cap=cap, step=Step("", size[1]) if size else None)

    def _count(self, at: int) -> Clause | None:
        found = self._pattern(_COUNT).match(self.text, at)
        if not found or not self.at_stop(found.end()):
            return None
        return Clause(at, found.end(), "count", value=read_number(found["count"]))

    def _free(self, at: int) -> Clause | None:
        found = _FREE.match(self.text, at)
        amount = read_amount(self.text, found.end(), self.facts) if found else None
        if not amount:
            return None
        end = amount[0]
        side = re.compile("(?:以内|之内|内)?").match(self.text, end)
        return Clause(at, side.end() if side else end, "free", step=Step("", amount[1]))

    def _alone(self, at: int) -> Clause | None:
        """A worth without a condition: 按完成比例赋分."""
        for kind, pattern in (("excess_ratio", _BY_EXCESS), ("ratio", _BY_RATIO)):
            found = pattern.match(self.text, at)
            if found and self.at_stop(found.end()):
                return Clause(at, found.end(), "piece", worth=Worth(kind))  # type: ignore[arg-type]
        return None

    def _formula(self, at: int) -> Clause | None:
        worth = self._formula_worth(at)
        return Clause(at, worth[0], "piece", worth=worth[1]) if worth else None

    # Steps

    def _step(self, at: int) -> Clause | None:
        for begin, noun in self._nouns(at):
            opened = self._open_step(begin, noun)
            if opened is None:
                continue
            end, step, conditions = opened
            worth = self.worth(end, steps=True)
            if worth and worth[1].kind in ("deduct", "deduct_share", "add", "range", "points"):
                return Clause(at, worth[0], "step", conditions=conditions, worth=worth[1], step=step)
        return self._conditional_step(at)

    def _conditional_step(self, at: int) -> Clause | None:
        """超过3天的每天扣1分: the condition says where the steps begin."""
        for end, condition in self._conditions(at):
            tail = _TAIL.match(self.text, end)
            place = tail.end() if tail else end
            comma = re.compile(",?(?:则|其)?").match(self.text, place)
            place = comma.end() if comma else place
            opened = self._open_step(place, "")
            if opened is None or opened[1].begins is not None:
                continue
            worth = self.worth(opened[0], steps=True)
            if worth and worth[1].kind in ("deduct", "deduct_share", "add"):
                return Clause(at, worth[0], "step", conditions=(condition,), worth=worth[1], step=opened[1])
        return None

    def _open_step(self, at: int, noun: str) -> tuple[int, Step, tuple[Condition, ...]] | None:
        """每 with its way and its size, up to where the worth starts."""
        found = self._pattern(_FROM).match(self.text, at)
        if found:
            unit, begins = found["unit"], read_number(found["number"])
            amount = read_amount(self.text, found.end(), self.facts)
            end = amount[0] if amount else found.end()
            if not amount:
                named = re.compile(unit_words(self.facts.unit)).match(self.text, end)
                end = named.end() if named else end
            size = amount[1] if amount else Amount(Decimal(1), unit)
            way = _WAY_OF.get(found["way"] or "", "")
            return self._step_end(end), Step(way, size, noun, begins=begins), ()  # type: ignore[arg-type]
        each = True
        if noun and self.text.startswith(tuple(_SEPARATORS), at):
            return None
        found = _EACH.match(self.text, at)
        if found and noun and "," in found[0]:
            return None
        if not found:
            found, each = _NO_EACH.match(self.text, at), False
        if not found:
            return None
        way = _WAY_OF.get(found["way"] or "", "") if each else "event"
        if each and not way and re.match("(?:超出|超过)", found[0]):
            way = "over"
        amount = read_amount(self.text, found.end(), self.facts)
        if amount is None:
            unit_found = re.compile(f"个百分点|百分点|{unit_words(self.facts.unit)}").match(
                self.text, found.end()
            )
            if unit_found is None:
                return None
            unit = "百分点" if "百分点" in unit_found[0] else unit_found[0]
            amount = unit_found.end(), Amount(Decimal(1), unit)
        target = each and bool(found["target"])
        return self._step_end(amount[0]), Step(way, amount[1], noun, target, each_written=each), ()  # type: ignore[arg-type]

    def _step_end(self, at: int) -> int:
        tail = _STEP_TAIL.match(self.text, at)
        return tail.end() if tail else at

    # Pieces

    def _piece(self, at: int) -> Clause | None:
        for end, conditions in self._alternatives(at):
            note = _ANNOTATION.match(self.text, end)
            for place in dict.fromkeys((note.end() if note else end, end)):
                tail = _TAIL.match(self.text, place)
                for start in dict.fromkeys((tail.end() if tail else place, place)):
                    worth = self.worth(start)
                    if worth is not None and (self.at_stop(worth[0]) or self._clause_follows(worth[0])):
                        return Clause(at, worth[0], "piece", conditions=conditions, worth=worth[1])
        return None

    def _clause_follows(self, at: int) -> bool:
        """Sentences without a stop between them: 得20分 90%以上…"""
        return bool(_BEGUN_SIGN.match(self.text, at))

    def _alternatives(self, at: int) -> Iterator[tuple[int, tuple[Condition, ...]]]:
        """One condition, or several joined by 或."""
        for end, condition in self._conditions(at):
            joined = re.compile("(?:或者?|或)").match(self.text, end)
            if joined:
                for further, others in self._alternatives(joined.end()):
                    yield further, (condition, *others)
            yield end, (condition,)

    def _conditions(self, at: int) -> Iterator[tuple[int, Condition]]:
        lead = _LEADS.match(self.text, at)
        starts = dict.fromkeys((at, lead.end() if lead else at))
        for start in starts:
            grade = _GRADE_BEFORE.match(self.text, start)
            if grade:
                yield from self._graded(grade.end())
            yield from self._states(start)
            yield from self._days(start)
            yield from self._spans(start)

    def _graded(self, at: int) -> Iterator[tuple[int, Condition]]:
        """优(90分以上): the condition stands in brackets behind the name of the grade."""
        closing = self.text[at] == "("
        for end, condition in self._spans(at + 1):
            if not closing:
                yield end, condition
            elif self.text.startswith(")", end):
                yield end + 1, condition

    def _states(self, at: int) -> Iterator[tuple[int, Condition]]:
        for what, pattern in _AGAINST_TARGET:
            found = pattern.match(self.text, at)
            if found:
                noun = next((value for value in found.groups() if value), "")
                yield found.end(), State(what, noun, words=found[0])  # type: ignore[arg-type]
        for what, pattern in _STATES:
            found = pattern.match(self.text, at)
            if not found:
                continue
            groups = found.groupdict()
            noun, timely = groups.get("noun") or groups.get("object") or "", bool(groups.get("timely"))
            if groups.get("noun") and groups.get("object"):
                continue
            if what == "late":
                yield found.end(), State("missed", "", True, found[0])
            else:
                yield found.end(), State(what, noun, timely, found[0])  # type: ignore[arg-type]
        for what, pattern in (("none", _NONE), ("some", _SOME)):
            found = pattern.match(self.text, at)
            if found:
                yield found.end(), State(what, found["noun"] or "", words=found[0])  # type: ignore[arg-type]
        found = _GROWTH_BARE.match(self.text, at)
        if found:
            zero = Limit(Amount(Decimal(0), "%"), None)
            low, high = None, None
            if found["none"]:
                high = replace(zero, belongs=True)
            elif found["level"]:
                low = high = replace(zero, belongs=True)
            elif found["down"]:
                high = replace(zero, belongs=False)
            else:
                low = replace(zero, belongs=False)
            yield found.end(), Span(low, high, found["noun"] or "", growth=True)

    def _days(self, at: int) -> Iterator[tuple[int, Condition]]:
        """2023年12月底前完成."""
        deadline = self.facts.deadline
        if deadline is None:
            return
        for start, noun in self._nouns(at):
            found = re.compile(
                rf"(?:在|(?P<past>晚于|迟于)|于|为|应在)?(?P<date>{DEADLINE_WORDS})(?P<since>及以后)?(?P<after>以后|之后|后)?(?:含当日|\(含\))?"
            ).match(self.text, start)
            if not found:
                continue
            day = read_deadline(found["date"], self.facts.year)
            if day is None:
                raise Unreadable(Problem.PARAMETERS, say.NO_SUCH_DAY.format(day=found["date"]))
            distance = days_between(deadline.day, day.day)
            ends = _ENDS.match(self.text, found.end())
            end = ends.end() if ends else found.end()
            if found["since"]:
                yield end, Days(distance, None, True, False, found["date"], noun)
            elif found["after"] or found["past"]:
                yield end, Days(distance, None, False, False, found["date"], noun)
            else:
                yield end, Days(None, distance, words=found["date"], noun=noun)
            return

    def _nouns(self, at: int) -> Iterator[tuple[int, str]]:
        """Where what is measured may end, with its noun: nothing, or a few signs without a stop."""
        yield at, ""
        for end in range(at + 1, min(at + 25, len(self.text)) + 1):
            if self.text[end - 1] in _SEPARATORS + "%≥≤<>=×/" or self.text[end - 1].isdigit():
                return
            yield end, self.text[at:end]

    def _spans(self, at: int) -> Iterator[tuple[int, Condition]]:
        growth = _GROWTH.match(self.text, at)
        if growth:
            yield from self._measured(
                growth.end(), growth["noun"] or "", sign=-1 if growth["down"] else 1, growth=True
            )
        late = _LATE.match(self.text, at)
        if late:
            yield from self._late(late)
        for ref, pattern in _DISTANCE:
            found = pattern.match(self.text, at)
            if found:
                yield from self._measured(found.end(), found["noun"] or "", ref=ref)
        for start, noun in self._nouns(at):
            chained = self._chained(start) if start == at else None
            if chained:
                yield chained
            carried = _CARRIER.match(self.text, start)
            begun = _BEGIN.match(self.text, start)
            places = dict.fromkeys(
                (start, carried.end() if carried else start, begun.end() if begun else start)
            )
            if begun and begun.end() > start:
                again = _CARRIER.match(self.text, begun.end())
                places[again.end() if again else start] = None
            for place in places:
                yield from self._measured(place, noun)

    def _late(self, found: re.Match[str]) -> Iterator[tuple[int, Condition]]:
        for end, condition in self._measured(found.end(), found["noun"] or "", ref="late"):
            if not isinstance(condition, Span):
                continue
            if found["over"] == "超过" and condition.low is not None and condition.low == condition.high:
                condition = replace(condition, low=replace(condition.low, belongs=False), high=None)
            elif found["over"] == "不超过" and condition.low is not None and condition.low == condition.high:
                condition = replace(condition, low=None, high=replace(condition.low, belongs=True))
            elif found["over"]:
                continue
            yield end, condition

    def _chained(self, at: int) -> tuple[int, Condition] | None:
        """80%≤满意度<90%."""
        first = read_amount(self.text, at, self.facts)
        left = re.compile("[<≤]").match(self.text, first[0]) if first else None
        if not first or not left:
            return None
        for place, noun in self._nouns(left.end()):
            right = re.compile("[<≤]").match(self.text, place)
            second = read_amount(self.text, right.end(), self.facts) if right else None
            if right and second:
                low = Limit(first[1], left[0] == "≤")
                return second[0], Span(low, Limit(second[1], right[0] == "≤"), noun)
        return None

    def _measured(
        self, at: int, noun: str, ref: str = "", sign: int = 1, growth: bool = False
    ) -> Iterator[tuple[int, Condition]]:
        """A limit, or two that make a range."""
        first = self._limit(at)
        if first is None:
            return
        end, low, high, extra = first
        kind = extra or ref
        apart = kind == "apart"
        span = Span(low, high, noun, "" if apart else kind, sign, apart, growth)  # type: ignore[arg-type]
        ends = _ENDS.match(self.text, end)
        after = ends.end() if ends else end
        if low is None or high is None:
            joined = self._second(end, span)
            if joined is not None:
                yield joined
        if after != end:
            yield after, span
        event = re.compile(f"(?:{_EVENT})").match(self.text, end)
        if event and event[0] != "的":
            yield event.end(), span
        yield end, span

    def _second(self, at: int, span: Span) -> tuple[int, Span] | None:
        """The other limit of a range in two halves: <95%且≥85%, 80%及以上不足95%."""
        joined = _JOIN.match(self.text, at)
        start = joined.end() if joined else at
        carried = _CARRIER.match(self.text, start)
        places = [start, carried.end() if carried else start]
        if span.noun and self.text.startswith(span.noun, start):
            places.append(start + len(span.noun))
        for place in dict.fromkeys(places):
            second = self._limit(place)
            if second is None:
                continue
            end, low, high, extra = second
            if (extra == "apart") != span.apart or (low is None) == (high is None):
                continue
            if (span.low is None) == (low is None):
                continue
            whole = replace(span, low=span.low or low, high=span.high or high)
            if whole.low and whole.high and whole.low.amount.value < whole.high.amount.value:
                ends = _ENDS.match(self.text, end)
                return (ends.end() if ends else end), whole
        return None

    def _limit(self, at: int) -> tuple[int, Limit | None, Limit | None, str] | None:
        """One limit, or a range with a dash: where it ends, low, high, and what the amounts are of."""
        interval = self._interval(at)
        if interval:
            return interval
        compare = _COMPARE.match(self.text, at)
        equals = _EQUALS.match(self.text, at) if not compare else None
        start = compare.end() if compare else equals.end() if equals else at
        if compare and self.text.startswith("在", start):
            start += 1
        target = _TARGET_OF.match(self.text, start)
        extra = ""
        if target:
            start, extra = target.end(), "target"
        apart = re.compile("(?:±|正负|上下)").match(self.text, start)
        if apart:
            start, extra = apart.end(), "apart"
        first = read_amount(self.text, start, self.facts)
        if not first:
            return None
        end, mark = self._mark(first[0])
        amount = first[1]
        dash = _DASH.match(self.text, end) if not compare else None
        if dash:
            ranged = self._dashed(dash.end(), amount, mark, extra)
            if ranged:
                return ranged
        end, side, belongs, mark = self._side(end, mark)
        if compare:
            way, given = words.COMPARISONS[compare[0]]
            if side and side != way:
                return None
            if mark is not None and mark != given:
                raise Unreadable(
                    Problem.CONFLICT, say.MARK_AGAINST.format(sign=compare[0], mark=say.MARKS[mark])
                )
            limit = Limit(amount, given, compare[0] + self.text[start:end])
            return end, *((limit, None) if way == "low" else (None, limit)), extra
        if side:
            limit = Limit(amount, mark if mark is not None else belongs, self.text[start:end])
            if extra == "apart":
                return end, *((limit, None) if side == "low" else (None, limit)), extra
            return end, *((limit, None) if side == "low" else (None, limit)), extra
        exact = Limit(amount, True, self.text[start:end])
        return end, exact, exact, extra

    def _side(self, at: int, mark: bool | None) -> tuple[int, str, bool | None, bool | None]:
        """以上, 以内 behind the number, with a mark behind that."""
        found = _SIDE.match(self.text, at)
        if not found:
            return at, "", None, mark
        way, belongs = words.SIDES[found[0]]
        end, again = self._mark(found.end())
        if again is not None:
            if mark is not None and mark != again:
                raise Unreadable(
                    Problem.CONFLICT, say.MARK_AGAINST.format(sign=say.MARKS[mark], mark=say.MARKS[again])
                )
            mark = again
        return end, way, belongs, mark

    def _mark(self, at: int) -> tuple[int, bool | None]:
        """（含）, （不含）, （含3次）."""
        found = _MARK.match(self.text, at)
        if found:
            return found.end(), not found[1]
        found = _MARK_NUMBER.match(self.text, at)
        amount = read_amount(self.text, found.end(), self.facts) if found else None
        if found and amount and self.text.startswith(")", amount[0]):
            return amount[0] + 1, not found[1]
        return at, None

    def _dashed(
        self, at: int, low: Amount, low_mark: bool | None, extra: str
    ) -> tuple[int, Limit, Limit, str] | None:
        high = read_amount(self.text, at, self.facts)
        if not high:
            return None
        end, high_mark = self._mark(high[0])
        between = _BETWEEN.match(self.text, end)
        end = between.end() if between else end
        ends = self._mark(end)
        if ends[1] is not None and high_mark is None:
            end, high_mark = ends
        first, second = _share_unit(low, high[1])
        return end, Limit(first, low_mark), Limit(second, high_mark), extra

    def _interval(self, at: int) -> tuple[int, Limit, Limit, str] | None:
        """[85%,95%)."""
        if at >= len(self.text) or self.text[at] not in "[(":
            return None
        low = read_amount(self.text, at + 1, self.facts)
        if not low or not self.text.startswith(",", low[0]):
            return None
        high = read_amount(self.text, low[0] + 1, self.facts)
        if not high or self.text[high[0] : high[0] + 1] not in ("]", ")"):
            return None
        first, second = _share_unit(low[1], high[1])
        return high[0] + 1, Limit(first, self.text[at] == "["), Limit(second, self.text[high[0]] == "]"), ""

    # Worths

    def worth(self, at: int, *, steps: bool = False) -> tuple[int, Worth] | None:
        """What stands here as a consequence, and where it ends."""
        longest: tuple[int, Worth] | None = None
        for pattern, make in _WORTHS:
            found = pattern.match(self.text, at)
            if found and self._ends_worth(found) and (longest is None or found.end() > longest[0]):
                longest = found.end(), make(found)
        formula = None if steps else self._formula_worth(at)
        return formula if formula and (longest is None or formula[0] > longest[0]) else longest

    def _ends_worth(self, found: re.Match[str]) -> bool:
        """得5 分 is whole; 得5分之… is not."""
        return not self.text.startswith(("×", "乘", "/"), found.end())

    def _formula_worth(self, at: int) -> tuple[int, Worth] | None:
        for pattern in _FORMULAS:
            found = pattern.match(self.text, at)
            if not found or not self.at_stop(found.end()):
                continue
            formula = _read_formula(found)
            if formula is not None:
                return found.end(), Worth("formula", formula=formula)
        return None


_BEGUN_SIGN = re.compile(r"[(\[]|$")


def _share_unit(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """90-95%: the unit stands once."""
    if low.unit and not high.unit:
        return low, replace(high, unit=low.unit)
    if high.unit and not low.unit:
        return replace(low, unit=high.unit), high
    return low, high


def _number(text: str) -> Decimal:
    value = read_number(text)
    if value is None:
        raise Unreadable(Problem.PARAMETERS, say.NO_NUMBER)
    return value


def _percent(text: str) -> Decimal:
    value = read_percent(text)
    if value is None:
        raise Unreadable(Problem.PARAMETERS, say.NO_NUMBER)
    return value


def _read_formula(found: re.Match[str]) -> Formula | None:
    groups = {key.rstrip("1"): value for key, value in found.groupdict().items() if value}
    points = _number(groups["points"]) if "points" in groups else None
    if "floor" in groups:
        if _percent(groups["floor"]) != _percent(groups["other"]):
            raise Unreadable(Problem.UNKNOWN, say.OTHER_FORMULA)
        return Formula("floor", groups["rate"], _percent(groups["floor"]), points=points)
    if "rest" in groups:
        return Formula("rest", groups["rest"], points=points)
    noun = groups.get("own", "")
    bare = re.sub("^(?:指标)?(?:实际)?", "", noun)
    noun = bare if bare in words.COMPLETION else noun
    if not noun:
        return Formula("completion", points=points)
    by = groups.get("by")
    if by in ("指标值", "目标值"):
        return Formula("completion", noun, points=points)
    divisor = _percent(by) if by else None
    if noun in words.COMPLETION and divisor is None:
        return Formula("completion", noun, points=points)
    return Formula("own", noun, divisor=divisor, points=points)


_WORTHS: tuple[tuple[Lazy, Callable[[re.Match[str]], Worth]], ...] = (
    (_JUDGE, lambda found: Worth("judge")),
    (_NO_DEDUCT, lambda found: Worth("full")),
    (_DEDUCT_SHARE, lambda found: Worth("deduct_share", _percent(found["one"] or found["two"]))),
    (_DEDUCT_RANGE, lambda found: Worth("range", _number(found["low"]), _number(found["high"]))),
    (_DEDUCT, lambda found: Worth("deduct", _number(found["points"]))),
    (_ZERO, lambda found: Worth("zero")),
    (_SHARE, lambda found: Worth("share", _percent(found["one"] or found["two"]))),
    (_RANGE, lambda found: Worth("range", _number(found["low"]), _number(found["high"]))),
    (_ADD, lambda found: Worth("add", _number(found["points"]))),
    (_POINTS, lambda found: Worth("points", _number(found["points"]))),
    (_FULL_WORTH, lambda found: Worth("full", _number(found["points"]) if found["points"] else Decimal(0))),
    (_BY_EXCESS, lambda found: Worth("excess_ratio")),
    (_LINEAR, lambda found: Worth("linear")),
    (_BY_RATIO, lambda found: Worth("ratio")),
    (_BARE_SCORE, lambda found: Worth("full")),
)
