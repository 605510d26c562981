"""The wording parser: 评（扣）分标准 in, a rule out, or the reason why there is none.

Comes in: the wording as declared, the facts of its row, the profile's defaults. Goes out:
`WordingReading`. Called by `formgen.scoring.resolve` and the checks. A wording is read when one of the
patterns accounts for all of it; one that two patterns read differently is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from formgen.declaration.model import NO_VALUE
from formgen.declaration.profile import ScoringDefaults
from formgen.messages import scoring as say
from formgen.scoring.rules import agree
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording.bands import read_bands
from formgen.scoring.wording.grammar import split_lead, split_trail
from formgen.scoring.wording.judged import (
    read_checklist,
    read_discretionary,
    read_tier_range,
    read_tiers,
    read_yes_no,
)
from formgen.scoring.wording.ratios import read_proportional, read_threshold
from formgen.scoring.wording.reading import (
    Match,
    Note,
    NoteCode,
    Problem,
    Unreadable,
    Wording,
    WordingReading,
)
from formgen.scoring.wording.steps import read_met_or_not, read_steps
from formgen.scoring.wording.text import normalise, split_cut

__all__ = ["Note", "NoteCode", "Problem", "WordingReading", "is_placeholder", "read_wording"]

MOST_SIGNS = 2000
"""A wording longer than this is no sentence of the kinds known here."""

_PATTERNS: tuple[Callable[[Wording], Match | None], ...] = (
    read_threshold,
    read_proportional,
    read_steps,
    read_met_or_not,
    read_bands,
    read_tiers,
    read_tier_range,
    read_yes_no,
    read_checklist,
    read_discretionary,
)
_PLACEHOLDERS = re.compile(
    r"\d+(?:\.\d+)?|无|同上|同前|同左|同下|见上|略|暂无|待定|另行通知|[/\-.…]+|[Xx×]+|酌情|酌情(?:扣分|给分|赋分|打分|评分)|"
    "(?:详见|见)(?:附件|备注|说明)|指标值?"
)


def is_placeholder(wording: str, name: str = "") -> bool:
    """True for what stands in the cell without saying anything: 1, 无, 同上, …, 酌情, or the indicator's
    own name."""
    text = normalise(wording).text.rstrip("。;,")
    return bool(_PLACEHOLDERS.fullmatch(text)) or (bool(text) and text == normalise(name).text.rstrip("。;,"))


def read_wording(wording: str, facts: Facts, defaults: ScoringDefaults) -> WordingReading:
    """What the wording says, in a form that can be computed; never a guess."""
    bare, truncated = split_cut(wording)
    if not wording.strip():
        return WordingReading(None, Problem.EMPTY, say.NO_WORDING)
    if wording.strip() == NO_VALUE and facts.name.strip() == NO_VALUE:
        given = Wording(normalise(""), facts, defaults)
        return WordingReading(given.build("none"))
    if is_placeholder(wording, facts.name) or (truncated and not bare.strip()):
        reason = say.PLACEHOLDER.format(wording=wording.strip())
        return WordingReading(None, Problem.PLACEHOLDER, reason, truncated=truncated, placeholder=True)
    if len(wording) > MOST_SIGNS:
        return WordingReading(None, Problem.UNKNOWN, say.TOO_LONG, truncated=truncated)
    # The wording's own points first; the column's only where it names none.
    found = _read_text(bare, replace(facts, points=None), defaults, truncated)
    if found.problem is Problem.NO_POINTS and facts.points is not None:
        found = replace(_read_text(bare, facts, defaults, truncated), points_named=False)
    return replace(found, truncated=truncated)


def _read_text(bare: str, facts: Facts, defaults: ScoringDefaults, truncated: bool) -> WordingReading:
    whole = normalise(bare)
    start, lead = split_lead(whole.text)
    end, trail = split_trail(whole.text) if not truncated else (len(whole.text), None)
    named = tuple(points for points in (lead, trail) if points is not None)
    found = _read_all(Wording(whole.cut(start, max(end, start)), facts, defaults, named, truncated))
    if found.rule is None and named:
        # What looked like points around the wording may have been part of it.
        again = _read_all(Wording(whole, facts, defaults, (), truncated))
        found = again if again.rule else found
    return replace(found, points=found.rule.full if found.rule else _alike(named))


def _alike(named: tuple[Decimal, ...]) -> Decimal | None:
    return named[0] if named and len(set(named)) == 1 else None


def _read_all(wording: Wording) -> WordingReading:
    if not wording.text.strip("。;,"):
        return WordingReading(None, Problem.NO_METHOD, say.NO_METHOD)
    matches: list[Match] = []
    refusals: list[Unreadable] = []
    for pattern in _PATTERNS:
        try:
            match = pattern(wording)
        except Unreadable as refusal:
            refusals.append(refusal)
        except ValueError:
            refusals.append(Unreadable(Problem.PARAMETERS, say.NO_NUMBER))
        else:
            if match and not any(agree(match.rule, known.rule, wording.facts) for known in matches):
                matches.append(match)
    if len(matches) > 1:
        return WordingReading(None, Problem.AMBIGUOUS, say.TWO_PATTERNS)
    if not matches and refusals:
        return WordingReading(None, refusals[0].problem, refusals[0].reason)
    if not matches:
        problem = Problem.TRUNCATED if wording.truncated else Problem.UNKNOWN
        reason = say.CUT_BEFORE_RULE if wording.truncated else say.UNKNOWN
        return WordingReading(None, problem, reason)
    return _accept(matches[0], wording)


def _accept(match: Match, wording: Wording) -> WordingReading:
    """The match as a reading, unless its rule cannot be computed on this row."""
    objections = match.rule.objections(wording.facts)
    if objections:
        return WordingReading(None, Problem.NOT_COMPUTABLE, "".join(objections))
    return WordingReading(
        match.rule,
        notes=match.notes,
        alternatives=match.alternatives,
        step_stated=match.step_stated,
    )
