"""What a sheet of an old file holds besides what its cells show: cells under merged ones, boxes over them; and cells that
nobody saw as they are read.

Comes in: a sheet. Goes out: the sheet with all of it listed as not read, or doubts on the entries of its cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from formgen.importing.entries import Entry
from formgen.importing.old_sheet import OldSheet
from formgen.messages import importing as say
from formgen.sources.grid_types import Grid, GridCell, Spot


def with_beside(sheet: OldSheet) -> OldSheet:
    """Everything that is written somewhere is a cell of the list, and none of these is read."""
    grid = sheet.grid
    boxes = [item for item in grid.beside if item.kind == "box"]
    if not grid.covered and not boxes:
        return sheet
    below = max((row for row, _ in grid.cells), default=0) + 1
    spots = {(below + number, 1): box for number, box in enumerate(boxes)}
    cells = {**grid.cells, **grid.covered, **{spot: GridCell(box.text) for spot, box in spots.items()}}
    unread = {
        **sheet.unread,
        **dict.fromkeys(grid.covered, say.COVERED_CELL),
        **dict.fromkeys(spots, say.IN_ASIDE),
    }
    places = {spot: say.BOX_PLACE.format(place=grid.place(*box.spot)) for spot, box in spots.items()}
    return replace(
        sheet, grid=replace(grid, cells=cells, beside=()), unread=unread, places={**sheet.places, **places}
    )


def doubt_unseen(grid: Grid, entries: Mapping[Spot, Entry]) -> None:
    """Values that stand in hidden rows or columns, or that are not quite what was seen."""
    for spot, entry in entries.items():
        aside = grid.cells[spot].aside
        if not entry.fields:
            continue
        if spot[0] in grid.hidden_rows or spot[1] in grid.hidden_columns:
            entry.doubt(say.HIDDEN_CELL)
        if aside.is_struck:
            entry.doubt(say.STRUCK_CELL)
        if aside.is_flat:
            entry.doubt(say.FLAT_CELL)
