"""The parts of several sheets and files of one unit → one declaration's values.

Comes in: `Part`s in the order of the files. Goes out: one `Part`. The first to say something is right; who
says the same is told so, who says something else asks for a person. Rows are added below those that are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from formgen.base.errors import UnreadableInput
from formgen.declaration.profile import Profile
from formgen.importing.entries import Entry, Sure
from formgen.importing.part import ROW, Part
from formgen.messages import importing as say
from formgen.sources.raw import RawValue

Row = tuple[str, int]


def join_parts(parts: Sequence[Part], profile: Profile) -> Part:
    """Raises UnreadableInput where they name several units."""
    _require_one_unit(parts)
    whole = Part(profile)
    for part in parts:
        _add(whole, part)
    return whole


def _require_one_unit(parts: Sequence[Part]) -> None:
    names = list(dict.fromkeys(name for part in parts for name in part.names))
    if len(names) > 1:
        raise UnreadableInput(say.SEVERAL_UNITS.format(names=say.FIELDS_SEPARATOR.join(names[:5])))


def _add(whole: Part, part: Part) -> None:
    moved = _move_rows(whole, part)
    renamed: dict[str, str] = {}
    for path, value in part.values.items():
        target = _renamed(path, moved)
        renamed[path] = target
        before = whole.values.get(target)
        if before is None or before.value in (None, ""):
            whole.values[target] = value
    for entry in part.entries:
        _settle(entry, whole, part, renamed)
        whole.entries.append(entry)


def _settle(entry: Entry, whole: Part, part: Part, renamed: Mapping[str, str]) -> None:
    """An entry's fields by their names in the whole; those that were filled before are not its own."""
    if not entry.fields:
        return
    own = tuple(
        renamed[path] for path in entry.fields if whole.values[renamed[path]] is part.values.get(path)
    )
    if own:
        entry.fields = own
        return
    same = all(
        whole.values[renamed[path]].value == part.values[path].value
        for path in entry.fields if path in part.values
    )  # fmt: skip
    if same:
        entry.drop(Sure.UNUSED, say.SAME_AS_BEFORE)
    else:
        entry.drop(Sure.UNSURE, say.OTHER_THAN_BEFORE)


def _move_rows(whole: Part, part: Part) -> dict[Row, int]:
    """Row of the part → its row in the whole: that of an equal row, else a new one at the end."""
    known, rows = _rows_of(whole), _rows_of(part)
    moved: dict[Row, int] = {}
    ends: dict[str, int] = defaultdict(int)
    for table, number in known:
        ends[table] = max(ends[table], number + 1)
    for (table, number), cells in rows.items():
        alike = [other for other, had in known.items() if other[0] == table and had == cells]
        if alike:
            moved[table, number] = alike[0][1]
        else:
            moved[table, number] = ends[table]
            ends[table] += 1
    return moved


def _rows_of(part: Part) -> dict[Row, dict[str, object]]:
    rows: dict[Row, dict[str, object]] = {}
    for path, value in part.values.items():
        match = ROW.fullmatch(path)
        if match:
            cells = rows.setdefault((match["table"], int(match["number"])), {})
            if match["key"] and value.value not in (None, ""):
                cells[match["key"]] = value.value
    return rows


def _renamed(path: str, moved: Mapping[Row, int]) -> str:
    match = ROW.fullmatch(path)
    if match is None:
        return path
    number = moved[match["table"], int(match["number"])]
    return f"{match['table']}[{number}]" + (f".{match['key']}" if match["key"] else "")


def values_of(part: Part) -> dict[str, RawValue]:
    """The values with their rows in order."""
    return dict(sorted(part.values.items(), key=lambda item: _order(item[0])))


def _order(path: str) -> tuple[str, int]:
    match = ROW.fullmatch(path)
    return (match["table"], int(match["number"])) if match else ("", 0)
