"""What changed between two declarations, told by indicator.

Comes in: two Readings, whatever files they came from. Goes out: Changes. An
indicator is known again by its names, else by its name in another group, else, likely, by a name and
contents that are alike.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

from formgen.declaration.model import Indicator, number_text
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.toml import inline_table
from formgen.declaration.values import row_keys
from formgen.diff.tables import field_differences, table_differences
from formgen.messages import diff as say
from formgen.scoring import score_declaration
from formgen.sources.build import Reading

LIKELY = 0.6
"""Share of name and contents that must be alike for two rows to be one that was renamed."""

_MOST_PAIRS = 40_000
"""Past so many pairs of unknown rows, likeness is not looked for: bounded time on any input."""

_NAME_SHOWN = 200


class Kind(StrEnum):
    FACT = "fact"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    TARGET = "target"
    WORDING = "wording"
    POINTS = "points"
    RULE = "rule"
    RESULT = "result"
    CELL = "cell"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"


_FIELDS = {
    "operator": Kind.TARGET,
    "target": Kind.TARGET,
    "unit": Kind.TARGET,
    "explanation": Kind.WORDING,
    "scoring": Kind.WORDING,
    "remark": Kind.WORDING,
}
_RESULTS = ("actual", "score", "reason")
"""Of forms that are themselves a self-evaluation."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. indicator: level1, level2, level3 as they now are (as they were, for one that is gone);
    None for the form's other fields. field: in the model; label: its official name."""

    kind: Kind
    indicator: tuple[str, str, str] | None
    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator and its points, as declared or read from its wording."""

    indicator: Indicator
    points: Decimal | None

    @property
    def names(self) -> tuple[str, str, str]:
        return self.indicator.level1, self.indicator.level2, self.indicator.level3


def compare(old: Reading, new: Reading) -> tuple[Change, ...]:
    """Every change: the form's fields first, then the indicators as they now stand, then those gone."""
    before, after = _rows(old), _rows(new)
    pairs = _match(before, after)
    changes = list(_fact_changes(old, new))
    for index, row in enumerate(after):
        if index in pairs:
            changes += _row_changes(before[pairs[index]], row, new.profile)
        else:
            changes.append(_whole(Kind.ADDED, row, new.profile))
    matched = set(pairs.values())
    changes += [
        _whole(Kind.REMOVED, row, old.profile) for index, row in enumerate(before) if index not in matched
    ]
    return (*changes, *_table_changes(old, new))


def match_rows(old: Reading, new: Reading) -> dict[int, int]:
    """Indicators that are the same: index in the new form → index in the old."""
    return _match(_rows(old), _rows(new))


def _rows(reading: Reading) -> list[_Row]:
    sheet = score_declaration(reading.declaration, reading.profile, None)
    return [
        _Row(indicator, row.points)
        for indicator, row in zip(reading.declaration.indicators, sheet.rows, strict=True)
    ]


def _match(before: Sequence[_Row], after: Sequence[_Row]) -> dict[int, int]:
    """Index after → index before."""
    pairs: dict[int, int] = {}
    keys: tuple[Callable[[_Row], Hashable], ...] = (lambda row: row.names, lambda row: row.names[2])
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        matched = set(pairs.values())
        for index, row in enumerate(before):
            if index not in matched:
                waiting[key(row)].append(index)
        for index, row in enumerate(after):
            if index not in pairs and waiting[key(row)]:
                pairs[index] = waiting[key(row)].popleft()
    pairs.update(_match_alike(before, after, pairs))
    return pairs


def _match_alike(before: Sequence[_Row], after: Sequence[_Row], pairs: dict[int, int]) -> dict[int, int]:
    matched = set(pairs.values())
    left = [index for index in range(len(before)) if index not in matched]
    right = [index for index in range(len(after)) if index not in pairs]
    if len(left) * len(right) > _MOST_PAIRS:
        return {}
    ranked = sorted(
        (-_likeness(before[one].indicator, after[two].indicator), two, one) for two in right for one in left
    )
    found: dict[int, int] = {}
    for score, two, one in ranked:
        if -score >= LIKELY and two not in found and one not in found.values():
            found[two] = one
    return found


def _likeness(one: Indicator, two: Indicator) -> float:
    """0 to 1: half for the name, half for the other cells that are the same."""
    name: float = SequenceMatcher(None, one.level3[:_NAME_SHOWN], two.level3[:_NAME_SHOWN]).ratio()
    fields = ("level2", *_FIELDS)
    same = [field for field in fields if getattr(one, field) == getattr(two, field)]
    return name / 2 + len(same) / len(fields) / 2


def _fact_changes(before: Reading, after: Reading) -> Iterator[Change]:
    old, new, profile = before.declaration, after.declaration, after.profile
    if old.year != new.year:
        yield Change(Kind.FACT, None, "year", profile.label("year"), str(old.year), str(new.year))
    if old.profile != new.profile:
        yield Change(Kind.FACT, None, "profile", profile.label("profile"), old.profile, new.profile)
    for found in field_differences(before, after):
        yield Change(Kind.FACT, None, found.path, found.label, _text(found.old), _text(found.new))


def _table_changes(old: Reading, new: Reading) -> Iterator[Change]:
    for found in table_differences(old, new):
        kind = Kind.CELL
        if found.whole_row:
            kind = Kind.ROW_REMOVED if found.new is None else Kind.ROW_ADDED
        yield Change(kind, None, found.path, found.label, _text(found.old), _text(found.new))


def _row_changes(old: _Row, new: _Row, profile: Profile) -> Iterator[Change]:
    one, two = old.indicator, new.indicator

    def label_of(field: str) -> str:
        return profile.label(f"{INDICATORS}.{row_keys(profile).get(field, field)}")

    def change(kind: Kind, field: str, before: str, after: str) -> Change:
        return Change(kind, new.names, field, label_of(field), before, after)

    if one.level3 != two.level3:
        yield change(Kind.RENAMED, "level3", one.level3, two.level3)
    for field in ("level1", "level2"):
        if getattr(one, field) != getattr(two, field):
            yield change(Kind.MOVED, field, getattr(one, field), getattr(two, field))
    for field, kind in _FIELDS.items():
        before, after = _text(getattr(one, field)), _text(getattr(two, field))
        if before != after:
            yield change(kind, field, before, after)
    for field in _RESULTS:
        before, after = _text(getattr(one, field)), _text(getattr(two, field))
        if before != after:
            yield change(Kind.RESULT, field, before, after)
    for key in dict.fromkeys([*one.cells, *two.cells]):
        before, after = _text(one.cells.get(key)), _text(two.cells.get(key))
        if before != after:
            yield change(Kind.CELL, key, before, after)
    if old.points != new.points:
        yield change(Kind.POINTS, "points", _text(old.points), _text(new.points))
    if one.rule != two.rule:
        yield change(Kind.RULE, "rule", _text(one.rule), _text(two.rule))


def _whole(kind: Kind, row: _Row, profile: Profile) -> Change:
    shown = say.ROW.format(
        operator=str(row.indicator.operator), target=_text(row.indicator.target), unit=row.indicator.unit
    )
    old, new = (shown, "") if kind is Kind.REMOVED else ("", shown)
    return Change(kind, row.names, "", profile.label("indicators"), old, new)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, dict):
        return inline_table(value)
    return "" if value is None else str(value)
