"""报送情况: the roster's units in its order, who came, who did not, who was late; then who was not
expected.

Comes in: the cases. Goes out: a sheet. The day of filing is the one that the bureau noted in the roster, else the
declared one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter.utility import xl_range

from formgen.books.writer import Book, Column
from formgen.messages import summary as say
from formgen.register import State
from formgen.results.events import Unit
from formgen.results.identity import fold_name
from formgen.scoring.dates import read_day
from formgen.summary.cases import Case
from formgen.summary.names import join_names

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.CODE, 12),
    Column(say.DEPARTMENT, 34),
    Column(say.DEADLINE, 12, "center"),
    Column(say.FILED, 12, "center"),
    Column(say.STATE, 16, "center"),
    Column(say.FORMS, 8, "center"),
    Column(say.CONTACT, 22),
    Column(say.SOURCE, 34),
    Column(say.REMARK, 40),
)
_STATE_COLUMN = 5
_TONES = {
    say.PRESENT: "good",
    say.LATE: "warning",
    say.UNDATED: "note",
    say.MISSING: "error",
    say.EXTRA: "warning",
    say.NAMELESS: "unknown",
}
_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet. unit: None for what the roster does not name."""

    unit: Unit | None
    came: tuple[Case, ...]
    state: str
    filed: date | None = None
    remark: str = ""

    @property
    def name(self) -> str:
        if self.unit is None:
            return self.came[0].title
        unit = self.unit
        return say.WITH_PROJECT.format(unit=unit.name, project=unit.project) if unit.project else unit.name

    @property
    def contact(self) -> str:
        return f"{self.unit.contact}\n{self.unit.phone}".strip() if self.unit else ""


def write_arrivals(book: Book, cases: Sequence[Case]) -> None:
    lines = list(_list_lines(cases))
    counts = Counter(line.state for line in lines)
    missing, expected = counts[say.MISSING], sum(line.unit is not None for line in lines)
    about = say.ARRIVALS_ABOUT.format(
        expected=expected, present=expected - missing, late=counts[say.LATE], missing=missing,
        extra=counts[say.EXTRA],
    )  # fmt: skip
    has_contacts = any(line.contact for line in lines)
    columns = [column for column in _COLUMNS if has_contacts or column.head != say.CONTACT]
    sheet = book.add_sheet(say.ARRIVALS, [about], columns)
    sheet.add_heads(frozen=3)
    first = sheet.row
    for number, line in enumerate(lines, 1):
        unit, contact = line.unit, (line.contact,) if has_contacts else ()
        files = join_names((file for case in line.came for file in case.files), _MOST_FILES, say.REGISTER)
        sheet.add_row(
            (number, unit.code if unit else "", line.name, unit.deadline if unit else None, line.filed,
             line.state, len(line.came) or None, *contact, files, line.remark),
            {_STATE_COLUMN: _TONES[line.state]},
        )  # fmt: skip
    # A code is a text, whatever signs it has.
    sheet.sheet.ignore_errors({"number_stored_as_text": xl_range(first, 1, sheet.row, 1)})
    sheet.finish()


def _list_lines(cases: Sequence[Case]) -> Iterator[_Line]:
    expected: dict[Unit, list[Case]] = {}
    for case in cases:
        if case.unit.unit is not None:
            expected.setdefault(case.unit.unit, []).append(case)
    nameless = [case for case in cases if case.unit.unit is None and not case.unit.identity.is_named]
    for unit, found in expected.items():
        if all(case.state is State.MISSING for case in found):
            yield _missing(unit, nameless)
        else:
            state = max((_came(case) for case in found), key=_GRAVITY.index)
            yield _Line(unit, tuple(found), state, _day(unit, found))
    for case in cases:
        if case.unit.unit is None and case.unit.identity.is_named:
            yield _Line(None, (case,), say.EXTRA, _day(None, [case]), say.EXTRA_REMARK)
    for case in nameless:
        yield _Line(None, (case,), say.NAMELESS, remark=say.NAMELESS_REMARK)


_GRAVITY = (say.PRESENT, say.UNDATED, say.LATE)


def _came(case: Case) -> str:
    if case.unit.punctuality == "late":
        return say.LATE
    return say.UNDATED if case.unit.punctuality == "unknown" else say.PRESENT


def _missing(unit: Unit, nameless: Sequence[Case]) -> _Line:
    """A file that cannot be read may be the missing one's where its name holds the unit's: worth a look, no
    more than that."""
    name = fold_name(unit.name)
    files = join_names(
        (file for case in nameless for file in case.files if name in fold_name(file)), _MOST_FILES
    )
    return _Line(unit, (), say.MISSING, remark=say.POSSIBLE_FILE.format(files=files) if files else "")


def _day(unit: Unit | None, found: Sequence[Case]) -> date | None:
    """The latest declared day: a form that was corrected came when its last version did."""
    if unit is not None and unit.filed is not None:
        return unit.filed
    texts = (case.outcome.filed for case in found if case.outcome)
    return max((day for text in texts if (day := read_day(fold_name(text))) is not None), default=None)
