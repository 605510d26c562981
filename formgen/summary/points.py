"""分值构成 and 自评得分: points and scores per 一级 and 二级指标 of every unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from formgen.books.writer import SCORE, Book, Column, Value
from formgen.declaration.profile import Profile
from formgen.messages import summary as say
from formgen.results.outcome import Group, Outcome
from formgen.summary.cases import Case

Name = tuple[str, str]
"""一级 and 二级; "" for the sub-total of the 一级."""

Measure = Callable[[Group], Decimal | None]
Whole = Callable[[Outcome], Decimal | None]


Listed = Sequence[tuple[Case, Outcome]]


def write_points(book: Book, profile: Profile, cases: Sequence[Case]) -> None:
    """Points always; scores where anything was scored."""
    listed = [(case, case.outcome) for case in cases if case.outcome and case.outcome.groups]
    about = {"left": sum(case.unit.round > 0 for case in cases) - len(listed)}
    groups = _list_groups(profile, [outcome for _, outcome in listed])
    text = say.POINTS_ABOUT.format(**about)
    _write(book, groups, (say.POINTS, text, ""), listed, lambda it: it.points, lambda it: it.full)
    if any(group.score is not None for _, outcome in listed for group in outcome.groups):
        text = say.SCORES_ABOUT.format(**about)
        _write(book, groups, (say.SCORES, text, SCORE), listed, lambda it: it.score, lambda it: it.total)


def _write(
    book: Book,
    groups: Sequence[Name],
    told: tuple[str, str, str],
    listed: Listed,
    measure: Measure,
    whole: Whole,
) -> None:
    """told: the sheet's name, what it says of itself, and how its numbers are shown."""
    name, about, shown = told
    columns = [Column(say.DEPARTMENT, 34)]
    for level1, level2 in groups:
        head, width = (level2, 10) if level2 else (say.SUBTOTAL.format(level1=level1), 11)
        columns.append(Column(head, width, "right", shown))
    columns.append(Column(say.SUM, 9, "right", shown))
    sheet = book.add_sheet(name, [about], columns)
    sheet.add_heads(frozen=1, height=42)
    subtotals = {1 + number: "note" for number, (_, level2) in enumerate(groups) if not level2}
    for case, outcome in listed:
        found = {(group.level1, group.level2): _value(measure(group)) for group in outcome.groups}
        sheet.add_row(
            (case.title, *(found.get(group) for group in groups), _value(whole(outcome))), subtotals
        )
    sheet.finish()


def _value(points: Decimal | None) -> Value:
    return say.OPEN if points is None else points


def _list_groups(profile: Profile, outcomes: Sequence[Outcome]) -> list[Name]:
    """The form's groups in its order, then those that units made up, each 二级 behind its 一级."""
    names: dict[str, dict[str, None]] = {
        level1: dict.fromkeys(("", *below)) for level1, below in profile.taxonomy.items()
    }
    for outcome in outcomes:
        for group in outcome.groups:
            names.setdefault(group.level1, {"": None})[group.level2] = None
    return [(level1, level2) for level1, below in names.items() for level2 in below]
