"""Which cells of an old file are words of a form: labels, headings, titles, totals.

Comes in: a sheet, and the form it is read as. Goes out: answers about its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from formgen.declaration.profile import Profile
from formgen.importing.old_sheet import OldSheet
from formgen.importing.part import ROW
from formgen.messages import reading
from formgen.sources.cells import read_number
from formgen.sources.grid_types import Grid, Spot
from formgen.sources.labels import (
    BRACKET_AT_END,
    YEAR_AT_START,
    Labels,
    line_words,
    plain_label,
    synonyms,
)

_TITLE = re.compile(r".{0,60}表(?:\(.{0,12}\))?")
_MOST_LABEL = 100


class Words:
    """grid: the sheet without what is not read. first: the first row from which a value was read; the title
    stands above or in it."""

    def __init__(self, sheet: OldSheet, grid: Grid, profile: Profile, labels: Labels, first: int) -> None:
        self.sheet, self.grid, self.profile, self.labels, self.first = sheet, grid, profile, labels, first

    def head(self, spot: Spot, path: str) -> str | None:
        """The label that a value stands under or beside."""
        row, column = spot
        if ROW.fullmatch(path):
            above = ((up, column) for up in range(row - 1, 0, -1))
            return next((text for text in map(self._label_at, above) if text), None)
        left = ((row, at) for at in range(column, 0, -1))
        return next((text for text in map(self._label_at, left) if text), None)

    def _label_at(self, spot: Spot) -> str:
        first, _ = self.grid.area(*spot)
        text = self.grid.text(*first) or ""
        known = self.labels.column(text) or self.labels.fact(text)
        return text if known else next((item.label for item in self.labels.split_facts(text)[:1]), "")

    def is_own(self, text: str) -> bool:
        return plain_label(text) in own_words(self.profile)

    def is_title(self, spot: Spot, text: str) -> bool:
        """Whether a cell above what is declared is the name of a form."""
        return spot[0] <= self.first and _TITLE.fullmatch(plain_label(text)) is not None

    def is_label(self, spot: Spot, text: str) -> bool:
        """Whether a cell that declares nothing is a word of the form itself."""
        plain = plain_label(text)
        bare = BRACKET_AT_END.sub("", YEAR_AT_START.sub("", plain))
        if not plain or {plain, bare} & own_words(self.profile) or len(text) > _MOST_LABEL:
            return not plain or len(text) <= _MOST_LABEL or plain in own_words(self.profile)
        if self.labels.fact(text) or self.labels.column(text) or {plain, bare} & _other_names():
            return True
        items = self.labels.split_facts(text)
        if items:
            return not any(item.value for item in items)
        if self.is_title(spot, text):
            return True
        return re.fullmatch(reading.DECORATIONS, plain) is not None or plain in line_words("serials")

    def is_total(self, spot: Spot, text: str) -> bool:
        """Whether a cell is a sum of others, which formgen adds up itself: by its formula, or by its row's label."""
        if self.sheet.grid.cells[spot].aside.is_formula or plain_label(text).startswith(_totals()):
            return True
        if read_number(text.strip()) is None:
            return False
        row = (self.grid.text(spot[0], column) or "" for column in self.grid.rows.get(spot[0], ()))
        return any(plain_label(label) in _totals() for label in row)


def _totals() -> tuple[str, ...]:
    return tuple(map(plain_label, (*line_words("totals"), *line_words("subtotals"))))


@cache
def _other_names() -> frozenset[str]:
    """Every other name that labels.toml knows for a column or a fact."""
    known = synonyms()
    return frozenset(
        plain_label(name) for kind in ("facts", "columns") for names in known[kind].values() for name in names
    )


_OWN: dict[int, tuple[Profile, frozenset[str]]] = {}


def own_words(profile: Profile) -> frozenset[str]:
    """Every word that the form prints itself: labels, headings, names of rows."""
    kept = _OWN.get(id(profile))
    if kept is None or kept[0] is not profile:
        words = {plain_label(text) for text in _texts(profile.model_dump())}
        _OWN[id(profile)] = kept = profile, frozenset(words - {""})
    return kept[1]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts(item)
