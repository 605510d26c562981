"""A form of one profile → the same values in another form.

Comes in: a `Part` read as the form that a file says it holds, and the wanted profile. Goes out: a `Part` of the
wanted one: what both forms ask for is taken over, by what it means and not by what it is called; what the new form
does not ask for is told with its cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import STANDARD_KEYS, UNPRINTED, field_homes, field_key, row_keys
from formgen.importing.entries import Sure
from formgen.importing.part import ROW, Part
from formgen.importing.told import tell_typed
from formgen.messages import importing as say

_PRINTED_TOGETHER = ("operator", "target", "unit")
_GROUPS = ("department", "goal", "filing", "archive")


def into_form(part: Part, profile: Profile) -> Part:
    """The part as one of `profile`."""
    moves = _Moves(part.profile, profile)
    renamed = {path: new for path in part.values if (new := moves.path(path)) is not None}
    values = {new: part.values[path] for path, new in renamed.items()}
    for entry in part.entries:
        if not entry.fields:
            continue
        kept = tuple(renamed[path] for path in entry.fields if path in renamed)
        old, new = part.profile.label(entry.fields[0]), profile.label(kept[0]) if kept else ""
        if not kept:
            entry.drop(Sure.UNUSED, say.NOT_IN_NEW_FORM.format(label=old))
            continue
        entry.fields = kept
        if old != new:
            entry.likely(say.MOVED.format(old=old, new=new))
    tell_typed(profile, values, part.by_place)
    return Part(profile, values, part.entries, part.by_place, part.names)


class _Moves:
    """Paths of one form → paths of another."""

    def __init__(self, old: Profile, new: Profile) -> None:
        self.old, self.new = old, new
        self.facts = dict(self._facts())
        self.cells = dict(self._cells())

    def path(self, path: str) -> str | None:
        """The path in the new form; None where it has no place."""
        if path in _GROUPS:
            return path
        match = ROW.fullmatch(path)
        if match is None:
            return self.facts.get(path) or (path if self._has_same(path) else None)
        if match["table"] not in self.new.tables:
            return None
        if not match["key"]:
            return path
        table = self.new.tables[match["table"]]
        same = match["key"] if match["key"] in table.cells() and not table.fixed else None
        key = self.cells.get(match["key"]) if match["table"] == INDICATORS else same
        return f"{match['table']}[{match['number']}].{key}" if key else None

    def _facts(self) -> Iterator[tuple[str, str]]:
        """By role, then by key."""
        known = {*field_homes(self.new), *(field.key for field in self.new.facts), "year"}
        for key in (*field_homes(self.old), *(field.key for field in self.old.facts), "year"):
            if key in known and key not in STANDARD_KEYS.values():
                yield key, key
        for role in (*STANDARD_KEYS, *self.old.field_keys):
            if role in self.new.field_keys or role in STANDARD_KEYS:
                yield field_key(self.old, role), field_key(self.new, role)

    def _cells(self) -> Iterator[tuple[str, str]]:
        """Of a row of indicators: what the new form has a column for, and what a row may say without one."""
        own = set(self.new.indicator_table.cells()) if self.new.indicator_table else set()
        old, new = row_keys(self.old), row_keys(self.new)
        for role, key in old.items():
            if new[role] in own or role in UNPRINTED or (role in _PRINTED_TOGETHER and new["target"] in own):
                yield key, new[role]
        for key in self.old.indicator_table.cells() if self.old.indicator_table else ():
            if key in own and key not in old.values() and key not in new.values():
                yield key, key

    def _has_same(self, path: str) -> bool:
        """Whether both forms have this figure of a table of fixed rows, and count it in the same money."""
        table = path.partition(".")[0]
        old, new = self.old.tables.get(table), self.new.tables.get(table)
        if old is None or new is None or not old.fixed or not new.fixed or old.unit != new.unit:
            return False
        row, _, key = path.removeprefix(table).removeprefix(".").partition(".")
        return not row or (any(line.key == row for line in new.fixed) and (not key or key in new.cells()))
