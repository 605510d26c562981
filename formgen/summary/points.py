"""分值构成 and 自评得分: points and scores per 一级 and 二级指标 of every unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from formgen.books.writer import Book, Column, Value
from formgen.declaration.profile import Profile
from formgen.messages import summary as say
from formgen.results.outcome import Group, Outcome
from formgen.summary.entries import Entry

Name = tuple[str, str]
"""一级 and 二级; "" for the sub-total of the 一级."""

Measure = Callable[[Group], Decimal | None]
Whole = Callable[[Outcome], Decimal | None]


def write_points(book: Book, profile: Profile, entries: Sequence[Entry]) -> None:
    """Points always; scores where anything was scored."""
    listed = [entry for entry in entries if entry.outcome.groups]
    about = {"left": len(entries) - len(listed)}
    _write(
        book,
        _list_groups(profile, listed),
        say.POINTS,
        say.POINTS_ABOUT.format(**about),
        listed,
        lambda group: group.points,
        lambda outcome: outcome.full,
    )
    if any(group.score is not None for entry in listed for group in entry.outcome.groups):
        _write(
            book,
            _list_groups(profile, listed),
            say.SCORES,
            say.SCORES_ABOUT.format(**about),
            listed,
            lambda group: group.score,
            lambda outcome: outcome.total,
        )


def _write(
    book: Book,
    groups: Sequence[Name],
    name: str,
    about: str,
    entries: Sequence[Entry],
    measure: Measure,
    whole: Whole,
) -> None:
    columns = [Column(say.DEPARTMENT, 28), Column(say.YEAR, 7, "center"), Column(say.SOURCE, 30)]
    columns += [
        Column(level2, 10, "right") if level2 else Column(say.SUBTOTAL.format(level1=level1), 11, "right")
        for level1, level2 in groups
    ]
    columns.append(Column(say.SUM, 9, "right"))
    sheet = book.add_sheet(name, [about], columns)
    sheet.add_heads(frozen=1, height=42)
    subtotals = {3 + number: "note" for number, (_, level2) in enumerate(groups) if not level2}
    for entry in entries:
        found = {(group.level1, group.level2): _value(measure(group)) for group in entry.outcome.groups}
        sheet.add_row(
            (entry.name, entry.outcome.year, entry.outcome.label, *(found.get(group) for group in groups),
             _value(whole(entry.outcome))),
            subtotals,
        )  # fmt: skip
    sheet.finish()


def _value(points: Decimal | None) -> Value:
    return say.OPEN if points is None else points


def _list_groups(profile: Profile, entries: Sequence[Entry]) -> list[Name]:
    """The form's groups in its order, then those that units made up, each 二级 behind its 一级."""
    names: dict[str, dict[str, None]] = {
        level1: dict.fromkeys(("", *below)) for level1, below in profile.taxonomy.items()
    }
    for entry in entries:
        for group in entry.outcome.groups:
            names.setdefault(group.level1, {"": None})[group.level2] = None
    return [(level1, level2) for level1, below in names.items() for level2 in below]
