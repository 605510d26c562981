"""What a letter says: each matter once, with the cells it stands in, what must be mended before what is to be
looked at.

Comes in: a review, and what is known of sender and unit. Goes out: `Letter`, plain values for the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from formgen.checks import Review
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.naming import safe_name
from formgen.messages import checks as names
from formgen.messages import letters as say
from formgen.report.grouped import FindingGroup, group_findings
from formgen.results.events import CELL_NAMES, Doubled

NOTES_OF_READING = "READ-01"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, as the bureau's settings say it. number: the document number's pattern, with {year} and {n}
    where they stand. Whatever is "" or None is left to be filled in by hand, or left out."""

    sender: str = ""
    number: str = ""
    deadline: date | None = None
    contact: str = ""
    phone: str = ""
    way: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """What the roster and the register know of the unit. deadline: its own; the later of it and the bureau's counts. round: which
    time its file was looked at. mended: findings of the last file that are gone."""

    name: str = ""
    contact: str = ""
    deadline: date | None = None
    round: int | None = None
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """column: a label; names: of the indicators in whose rows it is, "" elsewhere."""

    column: str
    names: str


@dataclass(frozen=True, slots=True)
class Item:
    number: int
    problem: str
    cells: tuple[Cell, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Letter:
    """must, look, told: numbered through. Fields are those of the template."""

    unit: str
    title: str
    intro: str
    sender: str = ""
    number: str = ""
    round: str = ""
    deadline: str = ""
    date: str = ""
    contact: str = ""
    must: tuple[Item, ...] = ()
    look: tuple[Item, ...] = ()
    told: tuple[Item, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def needs_letter(review: Review) -> bool:
    """Whether there is anything to mend or to look at."""
    return review.verdict == "unreadable" or any(
        finding.severity is not Severity.NOTE for finding in review.findings
    )


def write_letter(
    review: Review,
    head: Letterhead | None = None,
    to: Addressee | None = None,
    *,
    ordinal: int = 1,
    usual_year: int | None = None,
    with_notes: bool = False,
) -> Letter:
    """The letter about one declaration. ordinal: its place among the letters of the round, for the document
    number. usual_year: of the round, for one that says none. with_notes: also what need not be mended."""
    head, to = head or Letterhead(), to or Addressee()
    common = _frame(review, head, to, ordinal, usual_year)
    if review.verdict == "unreadable" and not review.names:
        return Letter(**common, title=say.TITLE_UNREADABLE, intro=say.INTRO_UNREADABLE, must=(_unread(),))
    numbers = iter(range(1, 10_000))
    parts: dict[Severity, tuple[Item, ...]] = {}
    counts: dict[str, int] = {}
    for severity in Severity:
        own = [
            finding
            for finding in review.findings
            if finding.severity is severity and (with_notes or severity is not Severity.NOTE)
        ]
        parts[severity] = tuple(_items(own, review, numbers))
        counts[severity.value] = len(own)
    year, form = _what(review)
    must, look = counts["error"], len(parts[Severity.WARNING])
    title = (say.TITLE_RETURN if must else say.TITLE_LOOK).format(year=year, form=form)
    return Letter(
        **common,
        title=_in_two(title),
        intro=_intro(year, form, must, look, to),
        must=parts[Severity.ERROR],
        look=parts[Severity.WARNING],
        told=parts[Severity.NOTE],
        counts=counts,
    )


def ask_which(
    double: Doubled,
    review: Review,
    head: Letterhead | None = None,
    to: Addressee | None = None,
    *,
    ordinal: int = 1,
) -> Letter:
    """The letter to a unit that sent several files of one form, of which none was taken. review: of any of them."""
    year, form = _what(review)
    columns: dict[str, list[str]] = {}
    for cell in double.differences:
        columns.setdefault(cell.label, []).append(cell.row.rpartition(CELL_NAMES)[2])
    cells = tuple(
        Cell(label, say.SEPARATOR.join(dict.fromkeys(name for name in names if name)))
        for label, names in columns.items()
    )
    rest = double.count - len(double.differences)
    more = say.DOUBLE_MORE.format(count=rest) if rest > 0 else ""
    problem = (say.DOUBLE_PROBLEM if cells else say.DOUBLE_ALIKE).format(count=len(double.files))
    return Letter(
        **_frame(review, head or Letterhead(), to or Addressee(), ordinal),
        title=_in_two(say.TITLE_DOUBLE.format(year=year, form=form)),
        intro=say.INTRO_DOUBLE.format(year=year, form=form, count=len(double.files)),
        must=(Item(1, problem + more, cells, say.DOUBLE_ADVICE),),
        counts={"error": 1},
    )


def _frame(
    review: Review, head: Letterhead, to: Addressee, ordinal: int, usual_year: int | None = None
) -> dict[str, Any]:
    """What every letter has. The later day counts: one that is over, or a unit's that was given longer, gives way."""
    deadline = max((day for day in (to.deadline, head.deadline) if day), default=None)
    day = head.dated or deadline
    year = review.year or usual_year or (day.year if day else say.NO_YEAR)
    return {
        "unit": to.name or review.department or say.UNKNOWN_UNIT,
        "sender": head.sender,
        "number": head.number.format(year=year, n=ordinal),
        "round": say.ROUND.format(number=to.round) if to.round else "",
        "deadline": say.DAY.format(d=deadline) if deadline else "",
        "date": say.DAY.format(d=head.dated) if head.dated else say.NO_DATE,
        "contact": _contact(head),
    }


def _what(review: Review) -> tuple[str, str]:
    """The year and the form that a letter is about, in words."""
    form = review.profile.title if review.profile else say.FORM
    return say.YEAR.format(year=review.year) if review.year else "", form


_BREAKS = re.compile("(?=绩效|整体|的意见)|(?<=[）度])")
_ONE_LINE = 24
"""Characters of a title that stand on one line."""


def _in_two(title: str) -> str:
    """A long title on two lines, broken between words where it is nearest to the middle."""
    if len(title) <= _ONE_LINE:
        return title
    places = [match.start() for match in _BREAKS.finditer(title)] or [len(title) // 2]
    at = min(places, key=lambda place: abs(place - len(title) / 2))
    return f"{title[:at]}\n{title[at:]}"


def _intro(year: str, form: str, must: int, look: int, to: Addressee) -> str:
    came = say.CAME.format(year=year, form=form)
    again = say.MENDED.format(count=to.mended) if to.mended else ""
    if must and look:
        found = say.FOUND_BOTH.format(must=must, look=look)
    elif must:
        found = say.FOUND_MUST.format(must=must)
    else:
        found = say.FOUND_LOOK.format(look=look)
    return f"{came}{again}{found}"


def _items(findings: Sequence[Finding], review: Review, numbers: Iterable[int]) -> Iterable[Item]:
    groups = group_findings(findings, review.names, review.profile)
    counter = iter(numbers)
    kept: dict[tuple[str, str, str], list[FindingGroup]] = {}
    for group in groups:
        alone = "" if group.names else group.message
        kept.setdefault((group.id, group.hint, alone), []).append(group)
    for same in kept.values():
        yield _item(next(counter), same)


def _item(number: int, groups: Sequence[FindingGroup]) -> Item:
    first = groups[0]
    texts = {finding.message for group in groups for finding in group.findings}
    problem = next(iter(texts)) if len(texts) == 1 else names.TITLES.get(first.id, first.message)
    if first.id == DUPLICATE_ID:
        problem = say.SAME_UNIT if first.hint == names.SAME_DEPARTMENT_HINT else say.DUPLICATE
    cells = tuple(
        Cell(group.column, say.SEPARATOR.join(group.names)) for group in groups if group.column or group.names
    )
    return Item(number, problem.rstrip("。"), cells, first.hint.rstrip("。").removeprefix("请"))


def _unread() -> Item:
    return Item(1, say.UNREAD_PROBLEM, (Cell(say.WHOLE_FILE, ""),), say.UNREAD_ADVICE)


def _contact(head: Letterhead) -> str:
    parts = (
        (say.CONTACT, head.contact),
        (say.PHONE, head.phone),
        (say.WAY, head.way),
    )
    return say.GAP.join(label.format(value=value) for label, value in parts if value)


def letter_name(path: str, review: Review) -> str:
    """The letter's file name: year and department, or the file's own name where it could not be read."""
    own = PurePosixPath(path).stem + (f"_{review.part}" if review.part else "")
    stem = f"{review.year}_{review.department}" if review.year and review.department else own
    return say.FILE.format(stem=safe_name(stem)[:60])
