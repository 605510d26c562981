"""A Word document with a form of any blocks → the declaration it shows.

Comes in: what the document shows, and the data it carries. Goes out: raw values with their places, and a note on
every cell that was edited.
The document is laid out as a sheet, a line a row, and read by its labels as sheets are. What is seen wins;
what is seen as it was carried keeps the type it was declared with, and what has no place on the page comes
from the data inside.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from formgen.declaration.blocks import print_keys
from formgen.declaration.figures import compute_figures, preset_figures
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.model import Declaration, number_text
from formgen.declaration.printed import print_row
from formgen.declaration.profile import Profile
from formgen.declaration.unplaced import print_target
from formgen.declaration.values import figures_of
from formgen.messages import extract as say
from formgen.sources.block_fields import unplaced_keys
from formgen.sources.cells import read_number, split_label_points
from formgen.sources.docx_content import DocxContent
from formgen.sources.docx_typed import Layout
from formgen.sources.docx_unplaced import Unplaced
from formgen.sources.field_reader import NOTE_ID
from formgen.sources.form_blocks import read_blocks
from formgen.sources.gather import Gathered
from formgen.sources.grid_types import Grid
from formgen.sources.labels import labels_of
from formgen.sources.raw import RawDeclaration, RawValue

Values = Mapping[str, RawValue]
_Row = dict[str, object]

_ROW = re.compile(r"(?P<table>.+)\[(?P<number>\d+)\](?:\.(?P<key>.+))?")
_SHOWN = 30
_GROUPS = ("level1", "level2")


def read_block_form(
    content: DocxContent,
    profile: Profile,
    carried: Values,
    declared: Declaration | None,
    unplaced: Unplaced,
) -> RawDeclaration:
    """The declaration that is seen. carried: the values inside by path, none where they are of no use;
    declared: what they declare; unplaced: what was printed behind the form, and is no part of content."""
    gathered = Gathered(_as_grid(content), profile)
    for group in ("department", "goal"):
        gathered.put(group, None)
    read_blocks(gathered, labels_of(profile))
    computed = (
        {**preset_figures(profile), **compute_figures(profile, figures_of(declared, profile))}
        if declared
        else {}
    )
    desk = _Desk(gathered.values, carried, computed, profile, unplaced)
    values = desk.values() if carried else dict(gathered.values)
    told = [
        note for note in gathered.notes if note.severity is not Severity.NOTE or note.field not in desk.alike
    ]
    notes = (*told, *desk.notes)
    return RawDeclaration(profile, values, "", notes, tuple(gathered.faults), tuple(gathered.sums))


def _as_grid(content: DocxContent) -> Grid:
    """Every paragraph and every row of a table as a row of one sheet, down to the appendix."""
    layout = Layout()
    line, tables = 1, 0
    for block in content.blocks:
        if isinstance(block, str):
            if tables and block.strip().startswith(say.APPENDIX_WORD):
                break
            if block.strip():
                layout.add_line((line, 1), block)
                line += 1
            continue
        tables += 1
        layout.add_table(block, line, tables)
        line += len(block.rows)
    return layout.grid()


class _Desk:
    """Lays what is seen beside what is carried."""

    def __init__(
        self,
        seen: Values,
        carried: Values,
        computed: Mapping[str, Decimal],
        profile: Profile,
        unplaced: Unplaced,
    ) -> None:
        self._unplaced = unplaced
        self._in_lines = unplaced_keys(profile)
        self._seen = seen
        self._carried = carried
        self._computed = computed
        self._profile = profile
        self.notes: list[Finding] = []
        self.alike: set[str] = set()
        """Paths that are seen as they were carried: how they were read need not be told."""

    def values(self) -> dict[str, RawValue]:
        """The values of the fields, then of the tables, each in the order that is seen."""
        seen, carried = _tables_of(self._seen), _tables_of(self._carried)
        values = dict(self._fields())
        for name in dict.fromkeys((*seen, *carried)):
            values |= self._table(name, seen.get(name, []), carried.get(name, []))
        return values

    def _fields(self) -> Iterator[tuple[str, RawValue]]:
        for path, value in self._seen.items():
            if not _ROW.fullmatch(path):
                yield path, self._settle(path, value, path)
        for path, value in self._carried.items():
            if path not in self._seen and path != "profile" and not _ROW.fullmatch(path):
                yield path, self._hidden(path, value.value, path)

    def _hidden(self, path: str, value: object, before: str) -> RawValue:
        """What the form has no place for: as it is carried, or as the row behind the form says now. before:
        its path in what is carried."""
        seen = self._unplaced.edited.get(before)
        if seen is None:
            return RawValue(value, say.HIDDEN_PLACE)
        self._tell_change(path, self._unplaced.expected[before], seen, say.UNPLACED_PLACE)
        return RawValue(seen, say.UNPLACED_PLACE)

    def _table(
        self, name: str, seen: Sequence[_Row], carried: Sequence[_Row]
    ) -> Iterator[tuple[str, RawValue]]:
        matched = match(seen, carried)
        for number, old in enumerate(matched):
            path = f"{name}[{number}]"
            own = self._seen.get(path)
            yield path, own or RawValue(None, "")
            whole = dict(self._printed_alike(name, seen[number], carried[old])) if old is not None else {}
            for key, value in whole.items():
                self.alike.add(f"{path}.{key}")
                yield f"{path}.{key}", RawValue(value, own.place if own else "")
            if old is None and carried:
                self._note(say.ROW_ADDED, own.place if own else "", path)
            for key, value in seen[number].items():
                if key in whole or (old is not None and value == "" and key not in carried[old]):
                    continue
                before = f"{name}[{old}].{key}" if old is not None else ""
                yield f"{path}.{key}", self._settle(f"{path}.{key}", self._seen[f"{path}.{key}"], before)
            for key, value in carried[old].items() if old is not None else ():
                if key not in seen[number] and key not in whole:
                    yield f"{path}.{key}", self._hidden(f"{path}.{key}", value, f"{name}[{old}].{key}")
        for gone in set(range(len(carried))) - {old for old in matched if old is not None}:
            words = [str(value) for value in carried[gone].values() if isinstance(value, str)]
            self._note(say.BLOCK_ROW_REMOVED.format(row="，".join(map(_short, words[:3]))), "", name)

    def _printed_alike(
        self, name: str, seen: Mapping[str, object], carried: Mapping[str, object]
    ) -> Iterator[tuple[str, object]]:
        """The carried values of every printed cell that is put together of several and says what they say,
        however it could be taken apart."""
        table = self._profile.tables.get(name)
        for column in table.columns if table else ():
            sides = (
                [""] if column.shared or not table or not table.sides else [f"{s.key}." for s in table.sides]
            )
            for side in sides if column.print else ():
                if print_row(column.print, seen, side) == print_row(column.print, carried, side):
                    keys = (f"{side}{key}" for key in print_keys(column))
                    yield from ((key, carried[key]) for key in keys if key in carried)
            for side in sides if not column.print and column.meaning == "target" else ():
                key = f"{side}{column.key}"
                if seen.get(key) == print_target(carried, column, side, self._profile):
                    yield key, carried[key]

    def _settle(self, path: str, seen: RawValue, before: str) -> RawValue:
        """The value as it was carried where it is seen so, else as it is seen, and told. before: its path in
        what is carried; "" where there is none."""
        if seen.value is None or not before:
            return seen
        old = self._carried.get(before)
        declared = old.value if old is not None else ""
        shown = self._without_sign(before, seen.value)
        if _same(shown, declared) or (before in self._in_lines and _same_in_line(shown, declared)):
            self.alike.add(path)
            return RawValue(declared, seen.place) if old is not None else seen
        if declared == "" and _rounds_to(self._computed.get(before), shown):
            return RawValue("", seen.place)
        if _same(_word(path, seen.value), declared):
            return seen  # the label of a group says its points as well, which are compared with its rows
        self._tell_change(path, _text(declared), _text(seen.value), seen.place)
        return seen

    def _tell_change(self, path: str, old: str, new: str, place: str) -> None:
        label = self._profile.label(path)
        self._note(say.CHANGED.format(label=label, old=_short(old), new=_short(new)), place, path)

    def _without_sign(self, path: str, value: object) -> object:
        """A share as it is declared, without the sign that it is printed with."""
        name, _, rest = path.partition(".")
        table = self._profile.tables.get(name.partition("[")[0])
        key = rest.partition(".")[2] if table and table.fixed else rest
        column = table.cells().get(key) if table else None
        is_share = column is not None and column.type == "percent"
        return value.strip().removesuffix("%") if is_share and isinstance(value, str) else value

    def _note(self, message: str, place: str, field: str) -> None:
        self.notes.append(Finding(NOTE_ID, Severity.NOTE, field, place, message))


def match(seen: Sequence[_Row], carried: Sequence[_Row]) -> list[int | None]:
    """For each row that is seen the number of the one carried: all cells alike, else all but one, else a
    wording that no other row has; never by its place alone."""
    keys = list(dict.fromkeys(key for row in seen for key in row))
    rules = [keys, *([other for other in keys if other != key] for key in keys), *([key] for key in keys)]
    found: dict[int, int] = {}
    for rule in rules if seen else []:
        if not rule:
            continue
        waiting: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(carried):
            if number not in found.values():
                waiting[_signature(row, rule)].append(number)
        own: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(seen):
            if number not in found:
                own[_signature(row, rule)].append(number)
        for mark, numbers in own.items():
            if len(rule) > 1 or _is_name(mark[0], len(numbers), len(waiting[mark])):
                found |= dict(zip(numbers, waiting[mark], strict=False))
    return [found.get(number) for number in range(len(seen))]


def _is_name(text: str, seen: int, carried: int) -> bool:
    """True for words that one row has on either side; a number is nobody's name."""
    return bool(text) and seen <= 1 and carried <= 1 and read_number(text) is None


def _signature(row: _Row, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(_plain(_word(key, row.get(key, ""))) for key in keys)


def _word(path: str, value: object) -> object:
    """The label of a group without the points that are printed behind it."""
    split = split_label_points(value) if path.endswith(_GROUPS) and isinstance(value, str) else None
    return split[0] if split else value


def _tables_of(values: Values) -> dict[str, list[_Row]]:
    """The rows of every table, by its name."""
    rows: defaultdict[str, dict[int, _Row]] = defaultdict(dict)
    for path, value in values.items():
        if found := _ROW.fullmatch(path):
            row = rows[found["table"]].setdefault(int(found["number"]), {})
            if found["key"]:
                row[found["key"]] = value.value
    return {name: [table[number] for number in sorted(table)] for name, table in rows.items()}


def _same(seen: object, declared: object) -> bool:
    return _plain(seen) == _plain(declared)


def _same_in_line(seen: object, declared: object) -> bool:
    """In a line nobody sees blanks at the end of a value, nor whether those between two labels are its own."""
    return _plain(seen).strip() == _plain(declared).strip(f"_＿{string.whitespace}\u3000")


def _plain(value: object) -> str:
    """A value for comparing: numbers by their size, whatever zeros and separators they are printed with."""
    text = _text(value)
    number = read_number(text) if text else None
    return f"{number.normalize():f}" if number is not None else text


def _rounds_to(computed: Decimal | None, seen: object) -> bool:
    number = read_number(_text(seen)) if computed is not None else None
    return computed is not None and number is not None and round(computed, _places(number)) == number


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    return "" if value is None else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
