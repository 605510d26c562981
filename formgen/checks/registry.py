"""What a check is, and what it sees.

Comes in: a `Subject`, one declaration with everything that is known about it. Goes out: `Hit`s, and
`Unknown`s where the check could not tell. Each module of this package lists its checks; the package's
`run_checks` runs them. Nothing here knows files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from formgen.declaration.findings import Severity
from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.paths import INDICATORS, FieldPath
from formgen.declaration.profile import CheckLimits, Profile
from formgen.declaration.sums import DeclaredSum
from formgen.scoring import RowRule, ScoreSheet

Need = Literal["rules", "actuals", "budget", "folder"]
"""Facts that a declaration does not carry itself: its scoring rules, actual values, the unit's budget,
the other declarations of the folder."""

WHOLE_TABLE = "indicators"
_INDEX = re.compile(r"\[\d+\]")
_GROUP_LABELS = ("level1", "level2")
_ROW_TEXTS = ("level1", "level2", "level3", "target", "unit", "explanation", "scoring", "remark")


@dataclass(frozen=True, slots=True)
class Subject:
    """One declaration under review. places: field path → where it stands. rules: one per row, or None
    where the scoring rules are not at hand. sheet: what came of the actual values. budget: in 万元.
    told: fields whose faults reading has told, columns (indicators.unit) and groups among them. sums:
    points that the form states for several rows."""

    declaration: Declaration
    profile: Profile
    places: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[RowRule, ...] | None = None
    sheet: ScoreSheet | None = None
    budget: Decimal | None = None
    told: frozenset[str] = frozenset()
    sums: tuple[DeclaredSum, ...] = ()

    @property
    def limits(self) -> CheckLimits:
        return self.profile.checks

    def has(self, need: Need) -> bool:
        """True where this fact is at hand. Other declarations never are: see `run_across`."""
        return {
            "rules": self.rules is not None,
            "actuals": self.sheet is not None,
            "budget": self.budget is not None,
            "folder": False,
        }[need]

    def is_told(self, path: str) -> bool:
        """True where a fault of this field, or of its whole column, is told already: saying on top of it
        that the field is empty or no number would count one fault twice."""
        return path in self.told or _INDEX.sub("", path) in self.told

    def place(self, path: str) -> str:
        """Where a field stands, for people; what concerns the whole table stands under its heading."""
        return self.places.get(path) or (self.profile.table_heading if path == WHOLE_TABLE else "")

    def label(self, path: str) -> str:
        """The official label of a field."""
        return self.profile.label(path)

    def rows(self) -> Iterator[tuple[int, str, Indicator]]:
        """(number from 0, path, indicator) of every row that declares something."""
        for index, row in enumerate(self.declaration.indicators):
            if not row.not_applicable:
                yield index, f"indicators[{index}]", row

    def texts(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every text that is printed. A 一级 or 二级 label counts once per run of rows,
        for on the form it is one cell."""
        department, goal = self.declaration.department, self.declaration.goal
        yield "department.name", department.name
        yield "department.duties", department.duties
        yield "goal.annual", goal.annual
        for index, row in enumerate(self.declaration.indicators):
            for key in _ROW_TEXTS:
                value = getattr(row, key)
                if isinstance(value, str) and not (key in _GROUP_LABELS and self._goes_on(index, key)):
                    yield f"indicators[{index}].{key}", value

    def _goes_on(self, index: int, key: str) -> bool:
        """True where the row above bears the same label in the same group."""
        rows = self.declaration.indicators
        keys = _GROUP_LABELS[: _GROUP_LABELS.index(key) + 1]
        return index > 0 and all(getattr(rows[index], k) == getattr(rows[index - 1], k) for k in keys)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something noticed. severity: set where this is a lesser matter than the check's main one. place: set
    where it stands elsewhere than its field."""

    field: str
    message: str
    hint: str = ""
    severity: Severity | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The check, or a part of it, could not be made: never a pass."""

    reason: str


Look = Callable[[Subject], Iterable[Hit | Unknown]]


@dataclass(frozen=True, slots=True)
class Check:
    """id: public and stable. severity: of its main matter; the profile may change it. source: document
    and clause, or practice (†). needs: without these facts the check is not made. look: pure."""

    id: str
    severity: Severity
    source: str
    look: Look
    needs: tuple[Need, ...] = ()


_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def grade_hit(check: Check, hit: Hit, limits: CheckLimits) -> Severity:
    """The severity of a hit: the profile's, else the check's; a lesser matter is never graded higher
    than it is by itself."""
    main = limits.severity.get(check.id, check.severity)
    return main if hit.severity is None else max(main, hit.severity, key=_ORDER.index)


def in_form_order(path: str, columns: Sequence[str]) -> tuple[int, int, int]:
    """A sort key: the facts above the table, then row by row and column by column, then what concerns
    the whole table."""
    facts = ("", "profile", "year", "department.name", "department.duties", "goal.annual")
    if path in facts:
        return 0, facts.index(path), 0
    found = FieldPath.parse(path)
    if found.row is None or not found.is_indicator:
        return (2, 0, 0) if path == INDICATORS else (1, 0, 0)
    column = found.column.partition(".")[0].partition("[")[0]
    return 1, 1 + found.row, columns.index(column) if column in columns else len(columns)
