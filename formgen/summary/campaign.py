"""登记: where every unit stands, with the columns in which a reviewer decides.

Comes in: the cases and the decisions. Goes out: a sheet. A hidden column bears what each row is of, so that
rows may be sorted and filtered before they are read back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime

from formgen.books.writer import Book, Column, Sheet, Value
from formgen.declaration.findings import Severity
from formgen.messages import desk as say
from formgen.register import State, UnitState
from formgen.report.grouped import group_findings
from formgen.results.events import Decided
from formgen.results.identity import Identity
from formgen.summary.cases import Case

STATE_TONES = {
    State.MISSING: "error",
    State.UNREADABLE: "error",
    State.RETURNED: "error",
    State.CHANGED: "warning",
    State.PASSED: "good",
    State.ACCEPTED: "good",
}
BEST_FIRST = (
    State.PASSED, State.ACCEPTED, State.CHANGED, State.RETURNED, State.UNREADABLE, State.MISSING,
)  # fmt: skip
"""What passed by itself comes before what a person let pass."""

_TO_FILL = (say.DECISION, say.WHY, say.BY)
Lost = Mapping[tuple[tuple[str, str, int | None, str], str], Decided]
"""By identity and version."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A column, and what a case has in it. needed: whether anything stands in it at all; else it is left out."""

    column: Column
    value: Callable[[Case], Value]
    needed: Callable[[Case], bool] = lambda case: True


def _columns(lost: Lost) -> tuple[_Cell, ...]:
    return (
        _Cell(Column(say.UNIT, 26), lambda it: it.name),
        _Cell(Column(say.YEAR, 7, "center"), lambda it: it.unit.identity.year),
        _Cell(Column(say.PROJECT, 22), lambda it: it.unit.identity.project, _has_project),
        _Cell(Column(say.STATE, 10, "center"), lambda it: it.state.value),
        _Cell(Column(say.ROUND, 6, "center"), lambda it: it.unit.round or None),
        _Cell(Column(say.ARRIVED, 11, "center"), lambda it: _day(it.unit.first)),
        _Cell(Column(say.ERRORS, 6, "center"), lambda it: it.unit.errors if it.unit.round else None),
        _Cell(
            Column(say.WARNINGS, 6, "center"), lambda it: it.counts[Severity.WARNING] if it.review else None
        ),
        _Cell(Column(say.MENDED, 6, "center"), _compared(lambda it: it.mended), _is_compared),
        _Cell(Column(say.STANDING, 6, "center"), _compared(lambda it: it.standing), _is_compared),
        _Cell(Column(say.NEW, 7, "center"), _compared(lambda it: it.new), _is_compared),
        _Cell(Column(say.CHANGED, 7, "center"), _compared(lambda it: it.changed), _is_compared),
        _Cell(Column(say.WORST, 32), _worst),
        _Cell(
            Column(say.DECISION, 11, "center"),
            lambda it: it.unit.decision.decision if it.unit.decision else "",
        ),
        _Cell(Column(say.WHY, 26), lambda it: it.unit.decision.why if it.unit.decision else ""),
        _Cell(Column(say.BY, 9, "center"), lambda it: it.unit.decision.by if it.unit.decision else ""),
        _Cell(Column(say.NEXT, 26), lambda it: _next(it.unit, lost)),
        _Cell(Column(say.SOURCE, 24), lambda it: "\n".join(it.files)),
    )


def _day(moment: str) -> date | None:
    """The day of an event; none of a register in which it is not to be read."""
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None


def _has_project(case: Case) -> bool:
    return bool(case.unit.identity.project)


def _is_compared(case: Case) -> bool:
    return case.unit.compared


def _compared(found: Callable[[UnitState], Sized]) -> Callable[[Case], Value]:
    return lambda case: len(found(case.unit)) if case.unit.compared else None


def _worst(case: Case) -> str:
    """What matters most in the form and was not set aside, in one line; of a file that could not be read, why."""
    review = case.unit.weigh(case.review) if case.review else None
    if review is None or not review.findings:
        return ""
    groups = group_findings(review.findings, review.names, review.profile)
    worst = groups[0]
    if worst.severity is Severity.NOTE:
        return ""
    message = worst.message.replace(case.unit.path, case.files[0]) if not case.is_read else worst.message
    return message if len(worst.names) < 2 else say.GROUP.format(head=worst.head, message=message)


def write_register(book: Book, cases: Sequence[Case], decisions: Sequence[Decided]) -> None:
    """A row per form of a unit."""
    lost = _lost(decisions)
    cells = [it for it in _columns(lost) if any(map(it.needed, cases))] if cases else _columns(lost)
    columns = [Column(say.NUMBER, 6, "center"), *(it.column for it in cells), Column(say.KEY, 10)]
    heads = [column.head for column in columns]
    sheet = book.add_sheet(say.SHEET, [say.ABOUT], columns)
    sheet.add_heads(frozen=2)
    first, state, last = sheet.row, heads.index(say.STATE), len(columns) - 1
    to_fill = {heads.index(head): "todo" for head in _TO_FILL}
    for number, case in enumerate(cases, 1):
        values = (number, *(it.value(case) for it in cells))
        sheet.add_row(values, {state: STATE_TONES[case.state], **to_fill})
        # Nobody sees it, so no row is the higher for it.
        sheet.put(last, row_key(case.unit) if case.unit.version else None, down=-1)
    if sheet.row > first:
        _ask(sheet, first, heads.index(say.DECISION))
    sheet.sheet.set_column(last, last, None, None, {"hidden": True})
    # The file's name is for the screen: without it the print is larger.
    sheet.finish(printed=heads.index(say.SOURCE))


def _ask(sheet: Sheet, first: int, column: int) -> None:
    """A list of the words to choose from, in every row."""
    rule = {
        "validate": "list", "source": list(say.WORDS), "ignore_blank": True,
        "input_title": say.PROMPT_TITLE, "input_message": say.PROMPT,
        "error_title": say.WRONG_TITLE, "error_message": say.WRONG,
    }  # fmt: skip
    sheet.sheet.data_validation(first, column, sheet.row - 1, column, rule)


def _next(unit: UnitState, lost: Lost) -> str:
    text = unit.next
    if unit.punctuality == "late":
        text = say.LATE_NEXT.format(next=text)
    if unit.state is State.MISSING and unit.unit is not None and unit.unit.deadline is not None:
        text = say.OVERDUE.format(day=unit.unit.deadline.isoformat(), next=text)
    said = lost.get((unit.identity.key, unit.version))
    if said is not None:
        text = say.LOST_NEXT.format(
            next=text, word=said.decision, by=said.by or say.NOBODY, why=said.why or say.NO_REASON
        )
    return text


def _lost(decisions: Sequence[Decided]) -> Lost:
    """Decisions that were not taken, and that nobody has written over since."""
    last = {(decision.identity.key, decision.version): decision for decision in decisions}
    return {key: decision for key, decision in last.items() if decision.lost}


def row_key(unit: UnitState) -> str:
    """What a row is of: the identity, the version, and the decision that it shows."""
    one = unit.identity
    shown = unit.decision.at if unit.decision else ""
    return json.dumps([one.profile, one.unit, one.year, one.project, unit.version, shown], ensure_ascii=False)


def read_key(text: str) -> tuple[Identity, str, str] | None:
    """Identity, version and the moment of the decision shown; None for what is no key."""
    try:
        profile, name, year, project, version, shown = json.loads(text)
    except (ValueError, TypeError):
        return None
    texts = (profile, name, project, version, shown)
    if not all(isinstance(part, str) for part in texts) or not (year is None or type(year) is int):
        return None
    return Identity(profile, name, year, project), version, shown
