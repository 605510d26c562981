"""What a reviewer has written into 汇总.xlsx, taken back before it is written anew.

Comes in: the workbook and the register. Goes out: decisions to be recorded, and sentences. Nothing that was
written is lost: what cannot be understood stays in the original, which is kept beside; what contradicts a
decision made elsewhere meanwhile is told, and recorded as one that does not count.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from formgen.base.errors import FormgenError, ResultNotWritten, UsageFault
from formgen.base.write_files import explain_write_error
from formgen.messages import campaign as words
from formgen.messages import desk as say
from formgen.messages import results
from formgen.register import Register
from formgen.results.events import Decided, now
from formgen.results.identity import Identity, fold_name
from formgen.results.set_aside import is_plain, set_aside
from formgen.sources import load_bytes
from formgen.sources.gather import raw_value
from formgen.sources.grid import Beginning, Grid, GridCell, Spot, State, load_sheets
from formgen.sources.guard import check_workbook_zip
from formgen.summary.campaign import read_key

_KEYS = {
    say.UNIT: "unit", say.YEAR: "year", say.PROJECT: "project", say.DECISION: "decision", say.WHY: "why",
    say.BY: "by", say.KEY: "key",
}  # fmt: skip

_MOST_ABOVE = 50
"""Rows searched for the heads."""

_HEADS = {fold_name(head): key for head, key in _KEYS.items()}


_Key = tuple[str, str, int | None, str]


class _Known:
    """What the register has of the rows. said: decisions by version and moment; doubles: forms of which several files
    came and none counts yet."""

    def __init__(self, register: Register) -> None:
        self.said: dict[tuple[str, str], Decided] = {}
        for decision in register.decisions:
            self.said.setdefault((decision.version, decision.at), decision)
        self.doubles: set[_Key] = {unit.identity.key for unit in register.units() if unit.double}


@dataclass(slots=True)
class Taken:
    """decisions: to be recorded. notices: sentences on them."""

    decisions: list[Decided] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    cells: dict[str, str]

    @property
    def written(self) -> tuple[str, str, str]:
        return self.cells.get("decision", ""), self.cells.get("why", ""), self.cells.get("by", "")


def take_decisions(path: Path, register: Register) -> Taken:
    """What is new in the workbook since it was written. Raises ResultNotWritten where an original cannot be
    kept."""
    taken = Taken()
    if not os.path.lexists(path):
        return taken
    try:
        if not is_plain(path):
            raise UsageFault("")
        data = load_bytes(path)
        check_workbook_zip(data, path)
        sheets = load_sheets(data, path, Beginning(2 * _MOST_ABOVE, _may_decide)).sheets
    except FormgenError:
        name = set_aside(path, results.DAMAGED_NAME).name
        taken.notices.append(say.UNREADABLE.format(path=path, name=name))
        return taken
    doubtful: list[tuple[str, dict[str, str]]] = []
    known = _Known(register)
    for row in (row for grid in sheets for row in _rows(grid)):
        _take_row(row, register, known, taken, doubtful)
    if doubtful:
        kept = say.KEPT.format(name=_keep_original(path))
        taken.notices += [sentence.format(kept=kept, **values) for sentence, values in doubtful]
    _tell(taken)
    return taken


def _tell(taken: Taken) -> None:
    said = [item for item in taken.decisions if not item.lost]
    if said:
        units = say.SEPARATOR.join(item.identity.unit for item in said)
        taken.notices.insert(0, say.TAKEN.format(count=len(said), units=units))
    bare = [item.identity.unit for item in said if item.decision and not (item.why and item.by)]
    if bare:
        taken.notices.append(say.INCOMPLETE.format(count=len(bare), units=say.SEPARATOR.join(bare)))


def _take_row(
    row: _Row, register: Register, known: _Known, taken: Taken, doubtful: list[tuple[str, dict[str, str]]]
) -> None:
    found = _find(row, register)
    written, why, by = row.written
    if found is None:
        if any(row.written):
            doubtful.append((say.NOT_FOUND, {"place": row.place, "unit": row.cells.get("unit", "")}))
        return
    identity, version, shown_at = found
    shown = known.said.get((version, shown_at))
    before = (shown.decision, shown.why, shown.by) if shown else ("", "", "")
    if (written, why, by) == tuple(_folded(text) for text in before):
        return
    values = {"place": row.place, "unit": identity.unit, "word": written}
    word = words.SYNONYMS.get(written.replace(" ", ""))
    if written and word is None:
        doubtful.append((say.BAD_WORD, values))
    elif not written and not before[0]:
        doubtful.append((say.ONLY_REASON, values))
    elif identity.key in known.doubles:
        doubtful.append((say.SEVERAL_FILES, values))
    elif not version:
        doubtful.append((say.NO_FILE, values))
    else:
        _decide(
            Decided(now(), identity, version, word or "", why, by, say.SOURCE_NAME),
            shown,
            register,
            taken,
            row,
        )


def _decide(said: Decided, shown: Decided | None, register: Register, taken: Taken, row: _Row) -> None:
    """Record it; one that somebody else has meanwhile decided otherwise is told."""
    stands = register.decision_on(said.identity, said.version)
    if stands == shown or (stands is not None and stands.decision == said.decision):
        taken.decisions.append(said)
        return
    lost = Decided(
        said.at, said.identity, said.version, said.decision, said.why, said.by, said.source, lost=True
    )
    taken.decisions.append(lost)
    other = stands.decision if stands else say.EMPTY
    taken.notices.append(
        say.CONFLICT.format(
            place=row.place,
            unit=said.identity.unit,
            word=said.decision or say.EMPTY,
            by=said.by or say.NOBODY,
            other=other,
            other_by=(stands.by if stands else "") or say.NOBODY,
        )
    )


def _find(row: _Row, register: Register) -> tuple[Identity, str, str] | None:
    """Whose row it is: by its key; without one, a row in which something was decided by what stands in it."""
    if (key := read_key(row.cells.get("key", ""))) is not None:
        return key
    if not any(row.written):
        return None
    name, year = row.cells.get("unit", ""), row.cells.get("year", "")
    try:
        unit = register.find(name, int(year) if year.isdigit() else None, row.cells.get("project") or None)
    except UsageFault:
        return None
    return unit.identity, unit.version, unit.decision.at if unit.decision else ""


def _rows(grid: Grid) -> Iterator[_Row]:
    """The rows under the heads, each with a cell that a person may have written in; none of a sheet without the
    column to decide in, whatever a person has called the sheet."""
    columns: dict[str, int] = {}
    for number, row in enumerate(grid.rows):
        if not columns and number == _MOST_ABOVE:
            return
        texts = {column: _text(grid.cells[row, column]) for column in grid.rows[row]}
        if not columns:
            heads = {
                _HEADS[fold_name(text)]: column for column, text in texts.items() if fold_name(text) in _HEADS
            }
            columns = heads if {"unit", "decision"} <= heads.keys() else {}
            continue
        cells = {key: texts[column] for key, column in columns.items() if texts.get(column)}
        if cells:
            yield _Row(grid.place(row, columns["decision"]), cells)


def _may_decide(cells: Mapping[Spot, GridCell]) -> bool:
    """Whether the heads that `_rows` looks for are among these cells."""
    return {"unit", "decision"} <= {_HEADS.get(fold_name(_text(cell))) for cell in cells.values()}


def _text(cell: GridCell) -> str:
    return _folded(str(raw_value(cell))) if cell.state is State.VALUE else ""


def _folded(text: str) -> str:
    return " ".join(text.split())


def _keep_original(path: Path) -> str:
    """A copy of the workbook as the reviewer left it; its name."""
    for number in count(1):
        target = path.with_name(say.ORIGINAL_NAME.format(number=number, name=path.name))
        if not os.path.lexists(target):
            break
    try:
        shutil.copy2(path, target)
    except OSError as error:
        raise ResultNotWritten(explain_write_error(target, error)) from error
    return target.name
