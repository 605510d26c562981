"""What a sheet says a second time: the unit's name in a line above the table and in the table.

Comes in: a sheet that was read, and what became of its cells. Goes out: the labels so settled, and the names of
other units; the cells are told why they go nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.importing.entries import Entry, Sure
from formgen.messages import importing as say
from formgen.sources.build import without_seal
from formgen.sources.form_lines import value_spots
from formgen.sources.grid_types import Grid, Spot
from formgen.sources.labels import Labels
from formgen.sources.raw import RawValue
from formgen.sources.xlsx import UNIT_NAME


@dataclass(frozen=True, slots=True)
class SaidTwice:
    """spots: of labels whose field had its value before. other_names: units that are named besides the first."""

    spots: frozenset[Spot]
    other_names: tuple[str, ...]


def find_said_twice(
    grid: Grid, labels: Labels, values: Mapping[str, RawValue], spots: Mapping[str, Spot],
    entries: Mapping[Spot, Entry],
) -> SaidTwice:  # fmt: skip
    """spots: where each place of a value is on the sheet."""
    found: set[Spot] = set()
    names: list[str] = []
    for label, key, spot, text in _second_values(grid, labels, values, spots):
        entry = entries[spot]
        if entry.fields or entry.sure not in (Sure.UNSURE, Sure.UNUSED):
            continue
        found |= {label, spot}
        if without_seal(text).strip() == without_seal(str(values[key].value)).strip():
            entry.drop(Sure.UNUSED, say.SAME_AS_BEFORE)
        else:
            entry.drop(Sure.UNSURE, say.OTHER_THAN_BEFORE)
            if key == UNIT_NAME:
                names.append(text)
    for spot in found:
        if entries[spot].sure is Sure.UNSURE and labels.fact(entries[spot].text):
            entries[spot].sure = Sure.LABEL
    return SaidTwice(frozenset(found), tuple(names))


def _second_values(
    grid: Grid, labels: Labels, values: Mapping[str, RawValue], spots: Mapping[str, Spot]
) -> Iterator[tuple[Spot, str, Spot, str]]:
    """Label's cell, field, value's cell and value, wherever the field was filled from elsewhere."""
    for label in grid.cells:
        text = grid.text(*label) or ""
        key = labels.fact(text)
        if key is not None:
            beside = value_spots(grid, labels, label)
            said = [(spot, grid.text(*spot) or "") for spot in beside[:1] if len(beside) == 1]
            pairs = [(key, spot, words) for spot, words in said]
        else:
            pairs = [(item.key, label, item.value) for item in labels.split_facts(text) if item.value]
        for name, spot, words in pairs:
            owner = spots.get(values[name].place) if name in values else None
            if name != "year" and owner is not None and owner not in (spot, label):
                yield label, name, spot, words
