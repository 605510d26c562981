"""报送情况: the roster's units in its order, who came, who did not, who was late; then who was not
expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from formgen.books.writer import Book, Column
from formgen.messages import summary as say
from formgen.results.events import Unit
from formgen.results.outcome import Outcome
from formgen.results.roster import Comparison, Punctuality, possible_files
from formgen.summary.entries import Entry

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.CODE, 12),
    Column(say.DEPARTMENT, 32),
    Column(say.DEADLINE, 12, "center"),
    Column(say.FILED, 12, "center"),
    Column(say.STATE, 16, "center"),
    Column(say.VERDICT, 10, "center"),
    Column(say.SOURCE, 44),
    Column(say.REMARK, 44),
)
_STATES: dict[Punctuality, tuple[str, str]] = {
    "in time": (say.PRESENT, "good"),
    "no deadline": (say.PRESENT, "good"),
    "late": (say.LATE, "warning"),
    "unknown": (say.UNDATED, "note"),
}


def write_arrivals(book: Book, entries: Sequence[Entry], found: Comparison) -> None:
    about = say.ARRIVALS_ABOUT.format(
        expected=len(found.present) + len(found.missing),
        present=len(found.present),
        late=len(found.late),
        missing=len(found.missing),
        extra=len(found.extra),
    )
    sheet = book.add_sheet(say.ARRIVALS, [about], _COLUMNS)
    sheet.add_heads(frozen=3)
    verdicts = {id(entry.outcome): entry.verdict for entry in entries}
    for number, line in enumerate(_list_lines(found), 1):
        unit, came = line.unit, line.came
        sheet.add_row(
            (
                number,
                unit.code if unit else "",
                unit.name if unit else came[0].department or say.UNKNOWN_DEPARTMENT,
                unit.deadline if unit else None,
                line.filed,
                line.state,
                "\n".join(verdicts[id(outcome)] for outcome in came),
                "\n".join(outcome.label for outcome in came),
                line.remark,
            ),
            {5: line.tone},
        )
    sheet.finish()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet. unit: None for what the roster does not name."""

    unit: Unit | None
    came: tuple[Outcome, ...]
    state: str
    tone: str
    filed: date | None = None
    remark: str = ""


def _list_lines(found: Comparison) -> Iterator[_Line]:
    arrived = {arrival.unit: arrival for arrival in found.present}
    for unit in found.units:
        arrival = arrived.get(unit)
        if arrival is not None:
            state, tone = _STATES[arrival.punctuality]
            yield _Line(unit, arrival.outcomes, state, tone, arrival.filed)
        else:
            files = say.SEPARATOR.join(outcome.label for outcome in possible_files(unit, found))
            remark = say.POSSIBLE_FILE.format(files=files) if files else ""
            yield _Line(unit, (), say.MISSING, "error", remark=remark)
    for outcome in found.extra:
        yield _Line(None, (outcome,), say.EXTRA, "warning", remark=say.EXTRA_REMARK)
    for outcome in found.nameless:
        yield _Line(None, (outcome,), say.NAMELESS, "unknown", remark=say.NAMELESS_REMARK)
