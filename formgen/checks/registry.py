"""What a check is, and what it sees.

Comes in: a `Subject`, one declaration with everything that is known about it. Goes out: `Hit`s, and
`Unknown`s where the check could not tell. Each module of this package lists its checks; the package's
`run_checks` runs them. Nothing here knows files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from formgen.base.records import record, sealed
from formgen.declaration.blocks import FieldsBlock, TableBlock
from formgen.declaration.figures import Disagreement, Figures, Unchecked, compare_figures
from formgen.declaration.findings import Severity
from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.paths import INDICATORS, FieldPath
from formgen.declaration.profile import CheckLimits, Profile
from formgen.declaration.sums import DeclaredSum
from formgen.declaration.values import field_key, field_values, figures_of, row_keys, row_values
from formgen.scoring import RowRule, ScoreSheet

Need = Literal["rules", "actuals", "budget", "folder"]
"""Facts that a declaration does not carry itself: its scoring rules, actual values, the unit's budget,
the other declarations of the folder."""

WHOLE_TABLE = "indicators"
_INDEX = re.compile(r"\[\d+\]")
_GROUP_LABELS = ("level1", "level2")
_ROW_TEXTS = ("level1", "level2", "level3", "target", "unit", "explanation", "scoring", "remark", "reason")


@sealed(frozen=True)
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

    def cell(self, row: str, role: str) -> str:
        """The path of a row's cell with this role."""
        return f"{row}.{row_keys(self.profile)[role]}"

    def role_label(self, role: str) -> str:
        """The official label of the indicators' column with this role."""
        return self.profile.label(f"{INDICATORS}.{row_keys(self.profile)[role]}")

    def field(self, role: str) -> str:
        """The path of the field with this role."""
        return field_key(self.profile, role)

    def role_of(self, path: str) -> str:
        """The role of a field or of an indicator's cell, by its path; its key where it has none."""
        column = _INDEX.sub("", path)  # the same in every row: looked up once
        if column not in self._roles:
            self._roles[column] = self._find_role(path)
        return self._roles[column]

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {}

    def _find_role(self, path: str) -> str:
        found = FieldPath.parse(path)
        if found.is_indicator:
            keys = row_keys(self.profile).items()
            return next((role for role, key in keys if key == found.column), found.key)
        roles = ("name", "duties", "goal", "project", "year")
        return next((role for role in roles if self.field(role) == path), found.key)

    @cached_property
    def row_values(self) -> tuple[dict[str, Any], ...]:
        """The cells of every row, by their keys."""
        return tuple(row_values(row, self.profile) for row in self.declaration.indicators)

    @cached_property
    def figures(self) -> Figures:
        """All values as the profile's rules see them."""
        return figures_of(self.declaration, self.profile)

    @cached_property
    def compared(self) -> tuple[Disagreement | Unchecked, ...]:
        """What the profile's rules say of the figures."""
        return tuple(compare_figures(self.profile, self.figures))

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """(path, text) of every text of the form: its fields, then its tables as they stand. A 一级 or 二级
        label counts once per run of rows, for on the form it is one cell."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[tuple[str, str]]:
        values = field_values(self.declaration, self.profile)
        year = self.profile.field_keys.get("year")
        for fact in self.profile.facts:
            if isinstance(value := values.get(fact.key), str) and fact.key != year:
                yield fact.key, value
        for role in ("name", "duties", "goal"):
            if role not in self.profile.field_keys and isinstance(value := values.get(self.field(role)), str):
                yield self.field(role), value
        for name in self.profile.tables:
            yield from self._indicator_texts() if name == INDICATORS else self._table_texts(name)
        if self.profile.indicator_table is None:
            yield from self._indicator_texts()

    def _indicator_texts(self) -> Iterator[tuple[str, str]]:
        keys = row_keys(self.profile)
        for index, row in enumerate(self.declaration.indicators):
            for role in _ROW_TEXTS:
                value = getattr(row, role)
                if isinstance(value, str) and not (role in _GROUP_LABELS and self._goes_on(index, role)):
                    yield f"{INDICATORS}[{index}].{keys[role]}", value
            for key, value in row.cells.items():
                if isinstance(value, str):
                    yield f"{INDICATORS}[{index}].{key}", value

    def _table_texts(self, name: str) -> Iterator[tuple[str, str]]:
        rows = self.declaration.tables.get(name, ())
        numbered = (
            ((f".{key}", row) for key, row in rows.items())
            if isinstance(rows, Mapping)
            else ((f"[{number}]", row) for number, row in enumerate(rows))
        )
        for place, row in numbered:
            for key, value in row.items():
                if isinstance(value, str):
                    yield f"{name}{place}.{key}", value

    def _goes_on(self, index: int, key: str) -> bool:
        """True where the row above bears the same label in the same group."""
        rows = self.declaration.indicators
        keys = _GROUP_LABELS[: _GROUP_LABELS.index(key) + 1]
        return index > 0 and all(getattr(rows[index], k) == getattr(rows[index - 1], k) for k in keys)


@record(frozen=True, slots=True)
class Hit:
    """Something noticed. severity: set where this is a lesser matter than the check's main one. place: set
    where it stands elsewhere than its field."""

    field: str
    message: str
    hint: str = ""
    severity: Severity | None = None
    place: str = ""


@record(frozen=True, slots=True)
class Unknown:
    """The check, or a part of it, could not be made: never a pass."""

    reason: str


Look = Callable[[Subject], Iterable[Hit | Unknown]]


@record(frozen=True, slots=True)
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


def form_order(profile: Profile) -> Callable[[str], tuple[int, int, int]]:
    """A sort key for the paths of this form: what concerns all of it, then block by block as printed, in a
    table row by row and column by column, and behind its rows what concerns the whole table."""
    facts = {fact.key: number for number, fact in enumerate(profile.facts)}
    blocks = {name: number for number, name in enumerate(_block_names(profile))}
    first = {"": 0, "profile": 1, "year": 2}
    first |= {fact.key: 3 + number for number, fact in enumerate(profile.facts[len(profile.placed) :])}
    columns = {name: [column.key for column in table.columns] for name, table in profile.tables.items()}
    columns_of = {name: table.cells() for name, table in profile.tables.items()}
    fixed = {name: [row.key for row in table.fixed] for name, table in profile.tables.items()}

    def key(path: str) -> tuple[int, int, int]:
        if path in first:
            return 0, first[path], 0
        if path in facts:
            return 1 + blocks[path], facts[path], 0
        found = FieldPath.parse(path)
        block = 1 + blocks.get(found.table, len(blocks))
        names = columns.get(found.table)
        if names is None:
            return block, 0, 0
        row, column = found.row, found.column
        if row is None and column in columns_of[found.table]:
            return block, -1, 0
        if row is None:
            name, _, rest = column.partition(".")
            if name not in fixed[found.table]:
                return block, MOST, 0
            row, column = fixed[found.table].index(name), rest
        parts = [part.partition("[")[0] for part in column.split(".")]
        return block, row, next((names.index(part) for part in parts if part in names), len(names))

    return key


MOST = 1_000_000
"""Past the rows of any table."""


def _block_names(profile: Profile) -> Iterator[str]:
    """Names of the tables and keys of the fields, as their blocks are printed."""
    for block in profile.blocks:
        if isinstance(block, FieldsBlock):
            yield from (fact.key for fact in block.fields())
        elif isinstance(block, TableBlock):
            yield block.name
