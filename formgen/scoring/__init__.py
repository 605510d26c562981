"""Scoring: wordings into rules, rules and actual values into a score sheet. No files, no rendering.

Comes in: a Declaration, its profile, actual values by name. Goes out: the rule in force per row, the
score sheet, the appendix as data. These names are the doors; the modules behind them are not.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from formgen.scoring.actuals import Actual, carries_actuals, read_actuals
from formgen.scoring.points import Composition, PointsReading, compose_points, reconcile_points
from formgen.scoring.resolve import RowRule, resolve_rules, standard_wording
from formgen.scoring.rules import KINDS, RuleBase, parse_rule, rule_data
from formgen.scoring.rules.base import Facts
from formgen.scoring.sheet import ScoreRow, ScoreSheet, Status, score_declaration
from formgen.scoring.wording import Note, NoteCode, Problem, WordingReading, is_placeholder, read_wording

if TYPE_CHECKING:
    from formgen.scoring.details import AppendixDetails, scoring_details
    from formgen.scoring.standard import StandardSentence, standard_sentences

__all__ = [
    "KINDS",
    "Actual",
    "AppendixDetails",
    "Composition",
    "Facts",
    "Note",
    "NoteCode",
    "PointsReading",
    "Problem",
    "RowRule",
    "RuleBase",
    "ScoreRow",
    "ScoreSheet",
    "StandardSentence",
    "Status",
    "WordingReading",
    "carries_actuals",
    "compose_points",
    "is_placeholder",
    "parse_rule",
    "read_actuals",
    "read_wording",
    "reconcile_points",
    "resolve_rules",
    "rule_data",
    "score_declaration",
    "scoring_details",
    "standard_sentences",
    "standard_wording",
]

_LATER = {
    "AppendixDetails": "details",
    "scoring_details": "details",
    "StandardSentence": "standard",
    "standard_sentences": "standard",
}
"""Names that scoring a form does not need, by the module they are imported from when they are asked for."""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"formgen.scoring.{_LATER[name]}"), name)
