"""The heads of a form's tables on a sheet: each table found by its labels, in the order of the form.

Comes in: a sheet and a profile. Goes out: `FoundTable`s. A head is known by the form's own label, by another
name people use (labels.toml), or by what is left without a bracket or a year; of columns of one label, those
are taken whose upper heads agree, else the leftmost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from formgen.declaration.blocks import RowSpec, TableBlock
from formgen.declaration.profile import Profile
from formgen.sources.grid import Grid, Spot
from formgen.sources.labels import BRACKET_AT_END, YEAR_AT_START, plain_label, synonyms
from formgen.sources.slots import Slot, slots_of

_FULL = 1.0
_LONGEST_HEAD = 100
Span = tuple[int, int]
"""First and last column of the sheet."""


@dataclass(frozen=True)
class FoundTable:
    """A table on the sheet. spans: slot → its columns. top, bottom: first and last row of the heads; for a
    table without heads both lie before its first row. missing: slots without a head."""

    block: TableBlock
    spans: Mapping[Slot, Span]
    top: int
    bottom: int
    missing: tuple[Slot, ...] = ()
    heads: frozenset[Spot] = field(default=frozenset())

    @property
    def first(self) -> int:
        return min(first for first, _ in self.spans.values())

    @property
    def last(self) -> int:
        return max(last for _, last in self.spans.values())


@dataclass(frozen=True, slots=True)
class _Head:
    """A lowest head: where it stands, its text, the texts above it, the columns it covers."""

    spot: Spot
    plain: str
    above: tuple[str, ...]
    tops: tuple[int, ...]
    span: Span
    bottom: int


def find_tables(grid: Grid, profile: Profile) -> list[FoundTable]:
    """The tables of the form that stand on this sheet, in the form's order."""
    found: list[FoundTable] = []
    after = 0
    for block in profile.tables.values():
        table = _find(grid, block, profile.page.room, after)
        if table is not None:
            found.append(table)
            after = table.bottom
    return found


def _find(grid: Grid, block: TableBlock, room: Decimal, after: int) -> FoundTable | None:
    whole, parted = slots_of(block, room), slots_of(block, room, split=True)
    if not any(slot.column is not None and slot.label for slot in whole):
        return _find_bare(grid, block, whole, after)
    best: tuple[float, FoundTable] | None = None
    depth = max(len(slot.over) for slot in parted) + 1
    for row in grid.rows:
        if row <= after:
            continue
        for height in range(1, depth + 1):
            table = _match(grid, block, whole, parted, (row, row + height - 1))
            if table is None:
                continue
            score = _score(table, whole)
            if best is None or score > best[0]:
                best = score, table
        if best is not None and best[0] >= _FULL:
            break
    return best[1] if best else None


def _score(table: FoundTable, whole: tuple[Slot, ...]) -> float:
    """The share of the form's columns that are there; a little more where printed cells are parted."""
    wanted = [slot for slot in whole if slot.column is not None and slot.label]
    parted = len(table.spans) - len(wanted) + len(table.missing)
    return 1 - len(table.missing) / len(wanted) + max(0, parted) / 1000


def _match(
    grid: Grid, block: TableBlock, whole: tuple[Slot, ...], parted: tuple[Slot, ...], rows: tuple[int, int]
) -> FoundTable | None:
    heads = list(_heads(grid, rows))
    if not heads:
        return None
    used: dict[Slot, _Head] = {}
    for slot in _choose_slots(whole, parted, heads):
        if slot.column is None:
            continue
        options = [(_rank(slot, head), head) for head in heads if head not in used.values()]
        known = [(rank, head.span[0], head) for rank, head in options if rank is not None]
        if known:
            used[slot] = min(known, key=lambda item: item[:2])[2]
    wanted = [slot for slot in _choose_slots(whole, parted, heads) if slot.column is not None and slot.label]
    missing = tuple(slot for slot in wanted if slot not in used)
    if len(used) < min(len(wanted), max(2, -(-len(wanted) * 6 // 10))):
        return None
    spans = {slot: head.span for slot, head in used.items()}
    top = min(min((head.spot[0], *_known_tops(slot, head))) for slot, head in used.items())
    bottom = max(head.bottom for head in used.values())
    if bottom > rows[1]:
        return _match(grid, block, whole, parted, (rows[0], bottom))
    return FoundTable(block, spans, top, bottom, missing, frozenset(head.spot for head in used.values()))


def _choose_slots(whole: tuple[Slot, ...], parted: tuple[Slot, ...], heads: list[_Head]) -> list[Slot]:
    """Printed cells whole or parted, as the heads have them: parted where two of its own heads are there."""
    texts = {head.plain for head in heads}
    chosen: list[Slot] = []
    for slot in whole:
        own = [part for part in parted if part.column is slot.column and part.side == slot.side]
        if len(own) > 1 and sum(bool(names_of(part) & texts) for part in own) > 1:
            chosen += own
        else:
            chosen.append(slot)
    return chosen


def _known_tops(slot: Slot, head: _Head) -> list[int]:
    over = {plain_label(text) for text in slot.over}
    return [top for text, top in zip(head.above, head.tops, strict=True) if text in over]


def _rank(slot: Slot, head: _Head) -> tuple[int, int] | None:
    """How well a head is that of a slot, the lowest best: upper heads that agree, then the kind of name."""
    kind = _kind(slot, head.plain)
    if kind is None:
        return None
    agreeing = len({plain_label(text) for text in slot.over} & set(head.above))
    return -agreeing, kind


def _kind(slot: Slot, plain: str) -> int | None:
    own = plain_label(slot.label)
    if plain == own:
        return 0
    names = names_of(slot)
    if plain in names:
        return 1
    bare = BRACKET_AT_END.sub("", plain)
    if bare and (bare in names or YEAR_AT_START.sub("", bare) in names):
        return 2
    return 2 if bare and bare == BRACKET_AT_END.sub("", own) else None


@lru_cache(maxsize=512)
def names_of(slot: Slot) -> frozenset[str]:
    """The plain labels by which a slot's head is known."""
    others = synonyms()["columns"].get(slot.role, ())
    return frozenset({plain_label(slot.label), *map(plain_label, others)} - {""})


def _heads(grid: Grid, rows: tuple[int, int]) -> Iterator[_Head]:
    """The lowest texts over each column, in these rows."""
    seen: set[Spot] = set()
    columns = sorted({column for row in range(rows[0], rows[1] + 1) for column in grid.rows.get(row, ())})
    for column in columns:
        texts = []
        for row in range(rows[1], rows[0] - 1, -1):
            spot = grid.area(row, column)[0]
            text = grid.text(*spot)
            if (
                text
                and len(text) <= _LONGEST_HEAD
                and text.strip()
                and spot[0] >= rows[0]
                and spot not in texts
            ):
                texts.append(spot)
        if not texts or texts[0] in seen:
            continue
        seen.add(texts[0])
        (_, first), (bottom, last) = grid.area(*texts[0])
        above = tuple(plain_label(grid.text(*spot) or "") for spot in texts[1:])
        tops = tuple(spot[0] for spot in texts[1:])
        yield _Head(texts[0], plain_label(grid.text(*texts[0]) or ""), above, tops, (first, last), bottom)


# ── tables of fixed rows without heads ────────────────────────────────────────────────────────────


def _find_bare(grid: Grid, block: TableBlock, slots: tuple[Slot, ...], after: int) -> FoundTable | None:
    """A table that only its rows' labels show: the cells right of the first row's label are its columns."""
    if not block.fixed:
        return None
    sides = list(dict.fromkeys(slot.side for slot in slots))
    for row in grid.rows:
        if row <= after:
            continue
        spans: dict[Slot, Span] = {}
        right = 0
        for side in sides:
            spec = block.fixed[0]
            label = next((c for c in grid.rows[row] if c > right and is_row_label(grid.text(row, c), spec, side)),
                         None)  # fmt: skip
            if label is None:
                break
            right = grid.area(row, label)[1][1]
            for slot in slots:
                if slot.side == side and slot.column is not None:
                    last = grid.area(row, right + 1)[1][1]
                    spans[slot] = right + 1, last
                    right = last
        else:
            heads = _side_heads(grid, block, row, right)
            top = min((spot[0] for spot in heads), default=row)
            return FoundTable(block, spans, top, row - 1, heads=heads)
    return None


def _side_heads(grid: Grid, block: TableBlock, row: int, last: int) -> frozenset[Spot]:
    """The names of the sides where they stand over the first row of such a table, from left to right."""
    wanted = [plain_label(side.label) for side in block.sides]
    above = max((number for number in grid.rows if number < row), default=0)
    spots = [(above, column) for column in grid.rows.get(above, ()) if column <= last]
    names = [(spot, plain_label(grid.text(*spot) or "")) for spot in spots]
    found = [(spot, name) for spot, name in names if name and name in wanted]
    return frozenset(spot for spot, _ in found) if [name for _, name in found] == wanted else frozenset()


def is_row_label(text: str | None, spec: RowSpec, side: str) -> bool:
    """Whether a text is the label of a fixed row, 其中： before it and a bracket behind it aside."""
    label = spec.label_on(side)
    if not text or not label:
        return False
    plain, own = plain_label(text), plain_label(label)
    if plain == own:
        return True
    return _bare(plain) == _bare(own) and _bare(own) != ""


def _bare(plain: str) -> str:
    return BRACKET_AT_END.sub("", plain.removeprefix("其中").lstrip(":"))
