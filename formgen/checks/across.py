"""跨表: the same texts in the forms of several departments, and one department twice.

Comes in: what each declaration says of itself, in short (`Traits`). Goes out: hits per declaration.
Nothing of the declarations themselves is kept, so thousands fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from formgen.checks.registry import Hit
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_key, row_keys
from formgen.messages import checks as say

MOST_NAMED = 3
"""Other forms named in one finding."""

SHORTEST_GOAL = 10
"""Signs: shorter goals are alike by chance."""

DUPLICATE_ID = "DUP-01"

_PRESCRIBED = ("成本", "满意")
"""Groups whose rows a province words for everybody: alike is no sign of copying."""


@dataclass(frozen=True, slots=True)
class RowTraits:
    """path and name of a row, and a key that only the same texts share."""

    path: str
    name: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What DUP-01 compares, and where it stands. department, project and goal without blanks; name_at and
    goal_at: paths of the unit's name and of the goal."""

    department: str
    year: int
    goal: str
    profile: str
    project: str
    name_at: str
    goal_at: str
    rows: tuple[RowTraits, ...]
    places: Mapping[str, str]


def traits_of(declaration: Declaration, profile: Profile, places: Mapping[str, str]) -> Traits:
    level3 = row_keys(profile)["level3"]
    name_at, goal_at = field_key(profile, "name"), field_key(profile, "goal")
    rows = tuple(
        RowTraits(
            f"indicators[{index}].{level3}",
            row.level3.strip(),
            (_bare(row.level3), str(row.target), str(row.operator), row.unit.strip(),
             _bare(row.explanation), _bare(row.scoring)),
        )
        for index, row in enumerate(declaration.indicators)
        if row.level3.strip() and not row.not_applicable
        and not any(word in row.level1 + row.level2 for word in _PRESCRIBED)
    )  # fmt: skip
    named = [name_at, goal_at, *(row.path for row in rows)]
    return Traits(
        _bare(declaration.department.name),
        declaration.year,
        _bare(declaration.goal.annual),
        declaration.profile,
        _bare(declaration.project),
        name_at,
        goal_at,
        rows,
        {path: places.get(path, "") for path in named},
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def find_duplicates(forms: Sequence[Traits], labels: Sequence[str]) -> list[list[Hit]]:
    """DUP-01: hits for each form. labels: what to call each form in the others' findings."""
    hits: list[list[Hit]] = [[] for _ in forms]
    for numbers in _shared((f.profile, f.department, f.year, f.project) for f in forms):
        for number in numbers:
            message = say.SAME_DEPARTMENT.format(others=_others(numbers, number, labels))
            hits[number].append(Hit(forms[number].name_at, message, say.SAME_DEPARTMENT_HINT))
    goals = (form.goal if len(form.goal) >= SHORTEST_GOAL else None for form in forms)
    for numbers in _shared(goals):
        for number, others in _other_departments(numbers, forms):
            message = say.SAME_GOAL.format(others=_name_forms(others, labels))
            hits[number].append(Hit(forms[number].goal_at, message, say.SAME_TEXT_HINT))
    for number, found in enumerate(_same_rows(forms, labels)):
        hits[number] += found
    return hits


def _same_rows(forms: Sequence[Traits], labels: Sequence[str]) -> list[list[Hit]]:
    owners: dict[Hashable, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        for key in {row.key for row in form.rows}:
            owners[key].append(number)
    hits: list[list[Hit]] = []
    for form in forms:
        found = []
        for row in form.rows:
            others = [other for other in owners[row.key] if forms[other].department != form.department]
            if others:
                message = say.SAME_ROW.format(name=row.name, others=_name_forms(others, labels))
                found.append(Hit(row.path, message, say.SAME_TEXT_HINT))
        hits.append(found)
    return hits


def _shared(keys: Iterable[Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if key is not None:
            groups[key].append(number)
    return [numbers for numbers in groups.values() if len(numbers) > 1]


def _other_departments(numbers: Sequence[int], forms: Sequence[Traits]) -> list[tuple[int, list[int]]]:
    pairs = [
        (number, [other for other in numbers if forms[other].department != forms[number].department])
        for number in numbers
    ]
    return [(number, others) for number, others in pairs if others]


def _others(numbers: Sequence[int], number: int, labels: Sequence[str]) -> str:
    return _name_forms([other for other in numbers if other != number], labels)


def _name_forms(numbers: Sequence[int], labels: Sequence[str]) -> str:
    named = "、".join(labels[number] for number in numbers[:MOST_NAMED])
    rest = len(numbers) - MOST_NAMED
    return named + (say.AND_MORE.format(count=rest) if rest > 0 else "")
