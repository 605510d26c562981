"""跨表: the same texts in the forms of several departments, and one department twice.

Comes in: what each declaration says of itself, in short (`Traits`). Goes out: hits per declaration.
Nothing of the declarations themselves is kept, so thousands fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Literal

from formgen.base.records import record
from formgen.checks.registry import Hit
from formgen.declaration.findings import Severity
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_key, row_keys
from formgen.messages import checks as say

MOST_NAMED = 3
"""Other forms named in one finding."""

SHORTEST_GOAL = 10
"""Signs: shorter goals are alike by chance."""

FEWEST_FOR_COMMON = 10
"""Departments that must have a row word for word, and more than half of all, before it counts as one that was
given to them: among fewer, copying is as likely."""

DUPLICATE_ID = "DUP-01"

Kind = Literal["department", "goal", "row"]

_PRESCRIBED = ("成本", "满意")
"""Groups whose rows a province words for everybody: alike is no sign of copying."""


@record(frozen=True, slots=True)
class RowTraits:
    """path and name of a row, and a key that only the same texts share."""

    path: str
    name: str
    key: tuple[str, ...]


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Cluster:
    """Forms that say the same. text: the row's name, the goal, or the unit's name. members: number of the form
    → where it stands there. departments: whose forms they are, once each. prescribed: a row that most units
    have, as one that was given to all."""

    kind: Kind
    text: str
    members: Mapping[int, tuple[str, ...]]
    departments: Mapping[str, int]
    prescribed: bool = False


def find_clusters(forms: Sequence[Traits]) -> list[Cluster]:
    """One for each text that several forms share: units that handed in twice, goals, then rows, each in the
    order of the forms."""
    departments = len({form.department for form in forms})
    twice = _gather(
        ((form.profile, form.department, form.year, form.project), form.department, number, form.name_at)
        for number, form in enumerate(forms)
    )
    goals = _gather(
        (form.goal, form.goal, number, form.goal_at)
        for number, form in enumerate(forms)
        if len(form.goal) >= SHORTEST_GOAL
    )
    rows = _gather(
        (row.key, row.name, number, row.path) for number, form in enumerate(forms) for row in form.rows
    )
    found = [Cluster("department", text, members, {text: len(members)}) for text, members in twice]
    kinds: tuple[tuple[Kind, list[Group]], ...] = (("goal", goals), ("row", rows))
    for kind, groups in kinds:
        for text, members in groups:
            owners = Counter(forms[number].department for number in members)
            if len(owners) > 1:
                common = kind == "row" and _is_common(len(owners), departments)
                found.append(Cluster(kind, text, members, owners, common))
    return found


Group = tuple[str, dict[int, tuple[str, ...]]]
"""A text, and where it stands in each form that has it."""


def _gather(items: Iterable[tuple[Hashable, str, int, str]]) -> list[Group]:
    """Text and members of every key that several forms share. items: key, text, number of the form, path."""
    groups: dict[Hashable, Group] = {}
    for key, text, number, path in items:
        members = groups.setdefault(key, (text, {}))[1]
        members[number] = (*members.get(number, ()), path)
    return [group for group in groups.values() if len(group[1]) > 1]


def _is_common(owners: int, departments: int) -> bool:
    return owners >= FEWEST_FOR_COMMON and 2 * owners > departments


def find_duplicates(forms: Sequence[Traits], labels: Sequence[str]) -> list[list[Hit]]:
    """DUP-01: hits for each form. labels: what to call each form in the others' findings."""
    hits: list[list[Hit]] = [[] for _ in forms]
    for cluster in find_clusters(forms):
        for number, paths in cluster.members.items():
            others = _name_others(cluster, number, forms, labels)
            hits[number] += [_hit(cluster, path, others) for path in paths]
    return hits


def _hit(cluster: Cluster, path: str, others: str) -> Hit:
    if cluster.kind == "department":
        return Hit(path, say.SAME_DEPARTMENT.format(others=others), say.SAME_DEPARTMENT_HINT)
    if cluster.kind == "goal":
        return Hit(path, say.SAME_GOAL.format(others=others), say.SAME_TEXT_HINT)
    if cluster.prescribed:
        message = say.COMMON_ROW.format(name=cluster.text, others=others)
        return Hit(path, message, say.COMMON_ROW_HINT, Severity.NOTE)
    return Hit(path, say.SAME_ROW.format(name=cluster.text, others=others), say.SAME_TEXT_HINT)


def _name_others(cluster: Cluster, number: int, forms: Sequence[Traits], labels: Sequence[str]) -> str:
    """The first of the others, and how many more; the unit's own other forms are none of a goal or a row."""
    own = forms[number].department
    if cluster.kind == "department":
        others, count = (it for it in cluster.members if it != number), len(cluster.members) - 1
    else:
        others = (it for it in cluster.members if forms[it].department != own)
        count = len(cluster.members) - cluster.departments[own]
    named = "、".join(labels[it] for it in islice(others, MOST_NAMED))
    rest = count - MOST_NAMED
    return named + (say.AND_MORE.format(count=rest) if rest > 0 else "")
