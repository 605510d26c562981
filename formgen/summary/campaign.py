"""登记 and 逐轮对照: where every unit stands, with the columns in which a reviewer decides; and the last file
of each against the one before.

Comes in: the register. Goes out: two sheets. A hidden column bears what each row is of, so that rows may be
sorted and filtered before they are read back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from formgen.books.writer import Book, Column, Value
from formgen.declaration.findings import Finding, Severity
from formgen.messages import desk as say
from formgen.register import Register, State, UnitState
from formgen.results.events import Decided
from formgen.results.identity import Identity

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.UNIT, 28),
    Column(say.YEAR, 7, "center"),
    Column(say.PROJECT, 16),
    Column(say.STATE, 10, "center"),
    Column(say.ROUND, 7, "center"),
    Column(say.ARRIVED, 12, "center"),
    *(
        Column(head, 7, "center")
        for head in (say.ERRORS, say.WARNINGS, say.MENDED, say.STANDING, say.NEW, say.CHANGED)
    ),
    Column(say.DECISION, 11, "center"),
    Column(say.WHY, 30),
    Column(say.BY, 10, "center"),
    Column(say.NEXT, 36),
    Column(say.SOURCE, 34),
    Column(say.KEY, 10),
)
_ROUND_COLUMNS = (
    Column(say.UNIT, 28),
    Column(say.YEAR, 7, "center"),
    Column(say.PROJECT, 16),
    Column(say.KIND, 9, "center"),
    Column(say.PLACE, 24),
    Column(say.TEXT, 60),
    Column(say.BEFORE, 30),
    Column(say.AFTER, 30),
)
_STATE_COLUMN = 4
_DECISION_COLUMN = 13
_TONES = {
    State.MISSING: "error",
    State.UNREADABLE: "error",
    State.RETURNED: "error",
    State.CHANGED: "warning",
    State.PASSED: "good",
    State.ACCEPTED: "good",
}
_KIND_TONES = {say.MENDED: "good", say.STANDING: "error", say.NEW: "error", say.CHANGED: "warning"}


def write_register(book: Book, register: Register) -> None:
    """A row per form of a unit."""
    sheet = book.add_sheet(say.SHEET, [say.ABOUT], _COLUMNS)
    sheet.add_heads(frozen=2)
    first = sheet.row
    for number, unit in enumerate(register.units(), 1):
        sheet.add_row(_row(number, unit, register), {_STATE_COLUMN: _TONES[unit.state]})
        # Nobody sees it, so no row is the higher for it.
        sheet.put(len(_COLUMNS) - 1, row_key(unit) if unit.version else None, down=-1)
    if sheet.row > first:
        rule = {
            "validate": "list", "source": list(say.WORDS), "ignore_blank": True,
            "input_title": say.PROMPT_TITLE, "input_message": say.PROMPT,
            "error_title": say.WRONG_TITLE, "error_message": say.WRONG,
        }  # fmt: skip
        sheet.sheet.data_validation(first, _DECISION_COLUMN, sheet.row - 1, _DECISION_COLUMN, rule)
    last = len(_COLUMNS) - 1
    sheet.sheet.set_column(last, last, None, None, {"hidden": True})
    sheet.finish()


def _row(number: int, unit: UnitState, register: Register) -> tuple[Value, ...]:
    came, one = unit.round > 0, unit.identity
    decision = unit.decision
    rounds = (
        (len(unit.mended), len(unit.standing), len(unit.new), len(unit.changed))
        if unit.compared
        else (None,) * 4
    )
    return (
        number, one.unit, one.year, one.project, unit.state.value, unit.round or None, unit.first[:10],
        unit.errors if came else None,
        sum(finding.severity is Severity.WARNING for finding in unit.findings) if came else None,
        *rounds,
        decision.decision if decision else "", decision.why if decision else "", decision.by if decision else "",
        _next(unit, register), unit.path,
    )  # fmt: skip


def _next(unit: UnitState, register: Register) -> str:
    text = unit.next
    if unit.punctuality == "late":
        text = say.LATE_NEXT.format(next=text)
    if unit.state is State.MISSING and unit.unit is not None and unit.unit.deadline is not None:
        text = say.OVERDUE.format(day=unit.unit.deadline.isoformat(), next=text)
    lost = _lost(unit, register)
    if lost is not None:
        text = say.LOST_NEXT.format(
            next=text, word=lost.decision, by=lost.by or say.NOBODY, why=lost.why or say.NO_REASON
        )
    return text


def _lost(unit: UnitState, register: Register) -> Decided | None:
    """A decision on this version that was not taken, and that nobody has written over since."""
    last: Decided | None = None
    for decision in register.decisions:
        if decision.version == unit.version and decision.identity.key == unit.identity.key:
            last = decision
    return last if last is not None and last.lost else None


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


def write_rounds(book: Book, units: Sequence[UnitState]) -> None:
    """A row per finding that was mended, stands or is new, and per cell that changed unasked."""
    sheet = book.add_sheet(say.ROUNDS, [say.ROUNDS_ABOUT], _ROUND_COLUMNS)
    sheet.add_heads(frozen=1)
    for unit in units:
        one = unit.identity
        for kind, place, text, before, after in _lines(unit):
            sheet.add_row(
                (one.unit, one.year, one.project, kind, place, text, before, after), {3: _KIND_TONES[kind]}
            )
    sheet.finish()


def _lines(unit: UnitState) -> Iterator[tuple[str, str, str, str, str]]:
    for kind, findings in (
        (say.STANDING, unit.standing),
        (say.NEW, unit.new),
        (say.MENDED, unit.mended),
    ):
        yield from ((kind, *_told(finding), "", "") for finding in findings)
    for cell in unit.changed:
        yield say.CHANGED, cell.row, cell.label, cell.old or say.EMPTY, cell.new or say.EMPTY


def _told(finding: Finding) -> tuple[str, str]:
    return finding.place, finding.message
