"""What the readers told with a cell, and what becomes of a value when it is typed: said with its entry.

Comes in: a sheet that was read, and the entries of its cells. Goes out: the same entries, with their doubts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from decimal import Decimal

from formgen.declaration.findings import Severity
from formgen.declaration.model import number_text
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import row_keys
from formgen.importing.entries import Entry, Sure
from formgen.importing.old_sheet import OldSheet
from formgen.importing.part import ROW
from formgen.messages import importing as say
from formgen.sources.build import Reading, build
from formgen.sources.cells import split_unit
from formgen.sources.grid_types import Grid, Spot, address
from formgen.sources.labels import line_words, plain_label
from formgen.sources.raw import RawDeclaration, RawValue

_TWO_CELLS = re.compile(r"([A-Z]{1,3}[1-9]\d*) 和 ([A-Z]{1,3}[1-9]\d*)")


def tell(
    sheet: OldSheet, grid: Grid, raw: RawDeclaration, values: Mapping[str, RawValue],
    entries: Mapping[Spot, Entry], *, apart: Set[str], settled: Set[Spot],
) -> None:  # fmt: skip
    """values: as taken apart. apart: paths that were put together from one cell, and told so. settled: cells that
    need no word more."""
    spots = {grid.place(*spot): spot for spot in grid.cells}
    _tell_readers(sheet, raw, spots, entries, settled)
    _tell_strange_heads(grid, entries)
    known = {path: value for path, value in raw.values.items() if value.value in (None, "")} | dict(values)
    tell_typed(raw.profile, known, {place: entries[spot] for place, spot in spots.items()}, apart=apart)


def _tell_readers(
    sheet: OldSheet, raw: RawDeclaration, spots: Mapping[str, Spot], entries: Mapping[Spot, Entry],
    settled: Set[Spot],
) -> None:  # fmt: skip
    """Faults and notes to the cells they name; what names none is something that is not there."""
    for fault in raw.faults:
        spot = spots.get(fault.place)
        entry = entries[spot] if spot is not None and spot not in settled else None
        if entry is None or (entry.sure is Sure.LABEL and _is_missing(raw.profile, fault.field)):
            continue
        if fault.field or (entry.sure is not Sure.LABEL and entry.why != [say.TOTAL]):
            _explain(entry)
            entry.doubt(_named(sheet, fault.message))
    for note in raw.notes:
        spot = spots.get(note.place)
        if spot is None or spot in settled:
            continue
        entry, message = entries[spot], _named(sheet, note.message)
        if (
            note.severity is Severity.WARNING
            and note.field.endswith("target")
            and split_unit(entry.text) is not None
        ):
            message = say.NO_SIGN  # the reader asks for the sign; number and unit are certain
        if entry.fields:
            entry.likely(message)
        elif entry.why == [say.NO_PLACE]:
            entry.drop(Sure.UNUSED, message)
        else:
            entry.remark(message)


def _explain(entry: Entry) -> None:
    """The reader's own sentence takes the place of “nobody knows where this belongs”."""
    if entry.why == [say.NO_PLACE]:
        entry.why.clear()


def _named(sheet: OldSheet, message: str) -> str:
    """Cells of a page or a document by their names: it has no A4."""
    names = {address(*spot): name for spot, name in sheet.places.items()}
    if not names:
        return message
    return _TWO_CELLS.sub(
        lambda match: " 和 ".join(names.get(cell, cell) for cell in match.groups()), message
    )


def _is_missing(profile: Profile, field: str) -> bool:
    """Whether a fault at a label speaks of a column that is not there."""
    table, _, key = field.partition(".")
    return bool(key) and table in {INDICATORS, *profile.tables}


def _tell_strange_heads(grid: Grid, entries: Mapping[Spot, Entry]) -> None:
    """Cells of a column whose head is told: the head's mark is theirs too. Serial numbers likewise."""
    heads = [
        spot for spot, entry in entries.items()
        if not entry.fields and entry.sure is not Sure.LABEL and entry.why and entry.why != [say.NO_PLACE]
    ]  # fmt: skip
    serials = [spot for spot, entry in entries.items() if plain_label(entry.text) in line_words("serials")]
    tops: dict[int, tuple[int, str]] = {}  # column → the highest such head, and what is said of its cells
    for words, spots in ((say.UNDER_STRANGE_HEAD, heads), (say.SERIAL, serials)):
        for top, column in spots:
            (_, first), (_, last) = grid.area(top, column)
            for at in range(first, last + 1):
                if at not in tops or top < tops[at][0]:
                    tops[at] = top, words
    for (row, at), entry in entries.items():
        if at in tops and row > tops[at][0] and entry.why == [say.NO_PLACE]:
            entry.drop(Sure.UNUSED, tops[at][1])


def tell_typed(
    profile: Profile, values: Mapping[str, RawValue], by_place: Mapping[str, Entry], *, apart: Set[str] = frozenset()
) -> None:  # fmt: skip
    """What becomes of the values when they are typed. by_place: the cells that they came from."""
    result = build(RawDeclaration(profile, values, "", (), ()), as_it_stands=True)
    for finding in (*result.faults, *result.notes):
        entry = by_place.get(finding.place)
        if entry is None or finding.field in apart or _says_the_same(result, finding.field, entry.text):
            continue
        if finding in result.faults:
            entry.doubt(finding.message)
        else:
            entry.likely(finding.message)


def _says_the_same(reading: Reading, path: str, text: str) -> bool:
    """Whether a number is what its text says: 160 for “160”."""
    match = ROW.fullmatch(path)
    if match is None or match["table"] != INDICATORS or not match["key"]:
        return False
    roles = {key: role for role, key in row_keys(reading.profile).items()}
    row = reading.declaration.indicators[int(match["number"])]
    value = getattr(row, roles.get(match["key"], ""), None)
    return isinstance(value, Decimal) and number_text(value) == text.strip()
