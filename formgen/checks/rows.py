"""How each row is scored, as far as the checks need to know.

Comes in: a declaration and its profile. Goes out: one `RowRule` per row, with the rule, the points
named anywhere, and what the wording parser says of it. Called by `run_checks`. No wording is read here:
that is `formgen.scoring`'s matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from formgen.errors import Fault, UnreadableInput
from formgen.model import Declaration, Indicator
from formgen.profile import Profile, ScoringDefaults
from formgen.scoring.rules import agree, parse_rule
from formgen.scoring.rules.base import Facts, RuleBase
from formgen.scoring.wording import WordingReading, read_wording


@dataclass(frozen=True, slots=True)
class RowRule:
    """facts: what a rule needs to know of the row. rule: the one that scores it, None where there is
    none. worded: what the wording says; None where the row has no wording but a declared rule. declared:
    the rule of the 规则 column; faults: why that one is none. agrees: False where wording and declared
    rule differ."""

    facts: Facts
    rule: RuleBase | None
    worded: WordingReading | None
    declared: RuleBase | None = None
    faults: tuple[Fault, ...] = ()
    agrees: bool = True

    @property
    def points(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Full points as the wording, the rule and the 分值 column name them; None where they do not."""
        worded = self.worded.points if self.worded else None
        return worded, self.declared.full if self.declared else None, self.facts.points

    @property
    def full(self) -> Decimal | None:
        """The row's full points; None where nobody names them or they differ."""
        named = {points for points in self.points if points is not None}
        if self.rule is not None:
            named.add(self.rule.full)
        return named.pop() if len(named) == 1 else None


def read_rows(declaration: Declaration, profile: Profile) -> tuple[RowRule, ...]:
    """One RowRule per row, in the order of the form."""
    return tuple(_read_row(row, profile.scoring) for row in declaration.indicators)


def _read_row(row: Indicator, defaults: ScoringDefaults) -> RowRule:
    facts = Facts.of(row)
    declared: RuleBase | None = None
    faults: tuple[Fault, ...] = ()
    if row.rule is not None:
        try:
            declared = parse_rule(row.rule, defaults, row.points)
        except UnreadableInput as error:
            faults = error.faults
    worded = (
        None
        if not row.scoring.strip() and row.rule is not None
        else read_wording(row.scoring, facts, defaults)
    )
    if declared is not None and (objections := declared.objections(facts)):
        faults = tuple(Fault(objection, field="rule") for objection in objections)
        declared = None
    read = worded.rule if worded else None
    agrees = declared is None or read is None or agree(declared, read, facts)
    return RowRule(facts, declared or read, worded, declared, faults, agrees)
