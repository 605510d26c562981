"""The reader: 评（扣）分标准 in, a rule out, or the reason why there is none.

Comes in: the wording as declared, the facts of its row, the profile's defaults. Goes out:
`WordingReading`. Text → clauses (`scan`, `judged`)
→ places on an axis (`place`) → one rule (`compose`). A profile's own sentences (`sentences`) come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from formgen.base.lazy_pattern import lazy
from formgen.declaration.model import NO_VALUE, Operator
from formgen.declaration.profile import ScoringDefaults
from formgen.messages import scoring as say
from formgen.scoring.rules import agree
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording.compose import Composer
from formgen.scoring.wording.judged import read_judged, split_markers
from formgen.scoring.wording.meanings import tell_clauses
from formgen.scoring.wording.parts import Clause
from formgen.scoring.wording.place import Placer
from formgen.scoring.wording.reading import (
    Match,
    Meaning,
    Note,
    NoteCode,
    Problem,
    Unreadable,
    WordingReading,
    build_rule,
)
from formgen.scoring.wording.scan import Scanner, read_clauses
from formgen.scoring.wording.sentences import read_own_sentence
from formgen.scoring.wording.text import Text, normalise, split_cut

__all__ = ["Meaning", "Note", "NoteCode", "Problem", "WordingReading", "is_placeholder", "read_wording"]

MOST_SIGNS = 2000
"""A wording longer than this is no sentence of the kinds known here."""

_PLACEHOLDERS = lazy(
    r"\d+(?:\.\d+)?|无|同上|同前|同左|同下|见上|略|暂无|待定|另行通知|[/\-.…]+|[Xx×]+|酌情|酌情(?:扣分|给分|赋分|打分|评分)|"
    "(?:详见|见)(?:附件|备注|说明)|指标值?"
)


def is_placeholder(wording: str, name: str = "") -> bool:
    """True for what stands in the cell without saying anything: 1, 无, 同上, …, 酌情, or the indicator's
    own name."""
    text = normalise(wording).text.rstrip("。;,")
    return bool(_PLACEHOLDERS.fullmatch(text)) or (bool(text) and text == normalise(name).text.rstrip("。;,"))


@lru_cache(maxsize=512)  # what is asked again is one form's, and a reading is large
def read_wording(wording: str, facts: Facts, defaults: ScoringDefaults) -> WordingReading:
    """What the wording says, in a form that can be computed; never a guess."""
    bare, truncated = split_cut(wording)
    if not wording.strip():
        return WordingReading(None, Problem.EMPTY, say.NO_WORDING)
    if wording.strip() == NO_VALUE and facts.name.strip() == NO_VALUE:
        return WordingReading(build_rule("none"))
    if is_placeholder(wording, facts.name) or (truncated and not bare.strip()):
        reason = say.PLACEHOLDER.format(wording=wording.strip())
        return WordingReading(None, Problem.PLACEHOLDER, reason, truncated=truncated, placeholder=True)
    if len(wording) > MOST_SIGNS:
        return WordingReading(None, Problem.UNKNOWN, say.TOO_LONG, truncated=truncated)
    # The wording's own points first; the column's only where it names none.
    unpointed = facts if facts.points is None else replace(facts, points=None)
    found = _read_text(bare, unpointed, defaults, truncated)
    if found.problem is Problem.NO_POINTS and facts.points is not None:
        found = replace(_read_text(bare, facts, defaults, truncated), points_named=False)
    return replace(found, truncated=True) if truncated else found


def _read_text(bare: str, facts: Facts, defaults: ScoringDefaults, truncated: bool) -> WordingReading:
    try:
        own = read_own_sentence(bare, facts, defaults)
    except Unreadable as refusal:
        return WordingReading(None, refusal.problem, refusal.reason)
    if own is not None:
        return _accept(own, facts)
    bodies = [normalise(bare, lines=True)]
    if "\n" in bare:
        # A line end may also stand in the middle of a sentence.
        bodies.append(normalise(bare))
    readings = [_read_body(body, facts, defaults, truncated) for body in bodies]
    found = next((reading for reading in readings if reading.rule), readings[0])
    if found.rule is None and found.problem is not Problem.CONFLICT:
        return replace(found, points=_named_points(bodies[0], facts))
    return found


def _named_points(body: Text, facts: Facts) -> Decimal | None:
    """Points of the whole that a wording which is not read names all the same (law 10)."""
    scanner, values = Scanner(body.text, facts), set[Decimal]()
    at = 0
    while at < len(body.text):
        clause = scanner.whole(at)
        if clause is not None and clause.value is not None:
            values.add(clause.value)
        stops = [place for sign in ",;。:" if (place := body.text.find(sign, at)) >= 0]
        at = min(stops, default=len(body.text)) + 1
    if not values:
        values = _worth_of_whole(body.text)
    return values.pop() if len(values) == 1 else None


_FULL_MARKS = lazy(r"(?:得|计|赋)(?:满分)?(?:,?共?计?)?(\d+(?:\.\d+)?)分")
_FULL_UNSAID = lazy(r"(?:满分|全分|全部分值|权重分值?|指标分值)(?!,?共?计?为?[:=]?\d|的?\d|\d)")


def _worth_of_whole(text: str) -> set[Decimal]:
    """The highest points that its alternatives give; nothing where items may add up, or each earns, or where
    the highest stand there without their number (得满分)."""
    if len(split_markers(text)) > 1 or "加" in text or _FULL_UNSAID.search(text):
        return set()
    clauses = [clause for clause in re.split("[,;。]", text) if "每" not in clause]
    given = [Decimal(found) for clause in clauses for found in _FULL_MARKS.findall(clause)]
    return {max(given)} if any(given) else set()


def _read_body(body: Text, facts: Facts, defaults: ScoringDefaults, truncated: bool) -> WordingReading:
    """All ways the text can be divided: with its items' numbers as text, and with them as numbers."""
    found: list[tuple[Match, Text]] = []
    refusals: list[Unreadable] = []
    for version in _versions(body, facts):
        try:
            match = _read_version(version, facts, defaults, truncated)
            match = replace(match, clauses=tell_clauses(match.clauses, version))
        except Unreadable as refusal:
            refusals.append(refusal)
            continue
        if not any(agree(match.rule, known.rule, facts) for known, _ in found):
            found.append((match, version))
    if len(found) > 1:
        return WordingReading(None, Problem.AMBIGUOUS, say.TWO_PATTERNS)
    if not found:
        first = refusals[0]
        if truncated and first.problem in (Problem.UNKNOWN, Problem.NO_METHOD, Problem.GAP):
            return WordingReading(None, Problem.TRUNCATED, say.CUT_BEFORE_RULE)
        return WordingReading(None, first.problem, first.reason)
    return _accept(found[0][0], facts)


_NUMBERED = lazy(r"(?:^|[;。,])(\d)\.(?=\d)")


def _versions(body: Text, facts: Facts) -> list[Text]:
    """The text as it is, without the numbers of its items, and with 1.95% as item 1 of 95%."""
    versions = [body]
    if facts.operator is not Operator.QUALITATIVE or facts.deadline is not None:
        marks = [(mark.start(), mark.end()) for mark in split_markers(body.text)]
        if len(marks) > 1:
            versions = [body.without(marks)]
    numbered = list(_NUMBERED.finditer(body.text))
    if len(numbered) > 1 and [int(mark[1]) for mark in numbered] == list(range(1, len(numbered) + 1)):
        versions.append(body.without([(mark.start(1), mark.end()) for mark in numbered]))
    return versions


def _read_version(body: Text, facts: Facts, defaults: ScoringDefaults, truncated: bool) -> Match:
    if facts.operator is Operator.QUALITATIVE and facts.deadline is None:
        if truncated:
            raise Unreadable(Problem.TRUNCATED, say.CUT_BEFORE_RULE)
        return read_judged(body, facts)
    refusal: Unreadable | None = None
    try:
        return _read_measured(body, facts, defaults, truncated)
    except Unreadable as error:
        refusal = error
    if facts.operator is Operator.QUALITATIVE and not truncated and not re.search(r"\d+[^\d分]", body.text):
        match = _try(lambda: read_judged(body, facts))
        if match is not None and match.rule.kind == "tiers":
            return match
    raise refusal


def _try(read: Callable[[], Match]) -> Match | None:
    try:
        return read()
    except Unreadable:
        return None


def _read_measured(body: Text, facts: Facts, defaults: ScoringDefaults, truncated: bool) -> Match:
    clauses, cut_note = (
        _cut_clauses(body.text, facts) if truncated else (read_clauses(body.text, facts), None)
    )
    sharing = facts.percent and not any(sign in body.text for sign in "%‰") and "百分" not in body.text
    composer = Composer(facts, defaults, clauses, body.text, Placer(facts, sharing), truncated)
    match = composer.compose()
    notes = (*match.notes, cut_note) if cut_note else match.notes
    meanings = tuple(Meaning(clause.start, clause.end, say.MEANINGS[clause.kind]) for clause in clauses)
    last = max((clause.end for clause in clauses), default=0)
    if truncated and last < len(body.text):
        meanings = (*meanings, Meaning(last, len(body.text), say.MEANING_CUT))
    return replace(match, notes=notes, clauses=meanings)


_CUT_FORMULA = lazy(
    r"(?:(?:具体)?(?:计算)?公式(?:为|是|如下)?:?)?(?:得分?[=:]?[^;。]*)?|计算?(?:公式?)?(?:为?:?)?|公"
)


def _cut_clauses(text: str, facts: Facts) -> tuple[Sequence[Clause], Note | None]:
    """The clauses of a wording that the export cut off: whole ones, then a rest that can only go on in one
    way: the standard formula behind 按超过的比重赋分, or 不得分 (计0, 不…) in a last band."""
    for end, note in ((len(text), None), (len(text), "zero")):
        candidate = _mend(text, note)
        if candidate is None:
            continue
        mended, cut = candidate
        try:
            clauses = read_clauses(mended, facts)
        except Unreadable:
            continue
        clauses = tuple(replace(clause, end=min(clause.end, end)) for clause in clauses)
        if cut and not _is_last_band(clauses):
            continue
        if not cut and not _is_threshold(clauses):
            continue
        number_cut = text.endswith("0")
        told = Note(NoteCode.NUMBER_CUT, say.NUMBER_CUT) if cut and number_cut else None
        return clauses, told
    raise Unreadable(Problem.TRUNCATED, say.CUT_BEFORE_RULE)


def _mend(text: str, way: str | None) -> tuple[str, bool] | None:
    if way is None:
        found = re.search(r"(?:赋分|计分|得分)[,;。]?(?P<rest>[^,;。]*)$", text)
        if (
            found
            and found["rest"]
            and any(form.startswith(found["rest"]) for form in _standard_formulas(text))
        ):
            return text[: found.start("rest")], False
        return text, False
    if re.search(r"(?:计|得|给|赋)0$", text):
        return text + "分", True
    if re.search(r"不(?:得)?$", text):
        return re.sub("不得?$", "不得分", text), True
    return None


def _standard_formulas(text: str) -> list[str]:
    """How the standard sentence goes on after 赋分."""
    rate = re.search(r"([一-鿿]+)(?:小于|低于|不足)(\d+%)", text)
    ratio, floor = (rate[1], rate[2]) if rate else ("完成率", "60%")
    return [
        f"{lead}得分=({named}-{floor})/(1-{floor})×指标分值"
        for lead in ("计算公式为:", "计算公式:", "公式为:", "")
        for named in (f"实际{ratio}", ratio, "实际完成率")
    ]


def _is_threshold(clauses: Sequence[Clause]) -> bool:
    return any(clause.worth is not None and clause.worth.kind == "excess_ratio" for clause in clauses)


def _is_last_band(clauses: Sequence[Clause]) -> bool:
    pieces = [clause for clause in clauses if clause.kind == "piece"]
    return len(pieces) > 1 and len(pieces) == len([c for c in clauses if c.kind not in ("whole", "heading")])


def _accept(match: Match, facts: Facts) -> WordingReading:
    """The match as a reading, unless its rule cannot be computed on this row."""
    objections = match.rule.objections(facts)
    if objections:
        return WordingReading(None, Problem.NOT_COMPUTABLE, "".join(objections))
    return WordingReading(
        match.rule,
        notes=match.notes,
        alternatives=match.alternatives,
        step_stated=match.step_stated,
        points=match.rule.full,
        clauses=match.clauses,
    )
