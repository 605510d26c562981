"""Heads that a sheet repeats where a page ends: they and what stands over them are no table of their own.

Comes in: a sheet and its rows of heads. Goes out: the sheet without what is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formgen.declaration.profile import Profile
from formgen.messages import reading as say
from formgen.sources.gather import year_value
from formgen.sources.grid import Grid
from formgen.sources.labels import plain_label
from formgen.sources.sum_lines import line_note
from formgen.sources.table import Heads

_FEWEST = 3
"""Cells under the heads that make a row of indicators."""


def without_repeats(grid: Grid, heads: Sequence[Heads], profile: Profile) -> tuple[Grid, list[int]]:
    """The sheet, and its rows that repeat the first heads. Where anything else stands between, a unit's name above all,
    another form begins, and all stays as it is."""
    gone: list[int] = []
    for head in heads[1:]:
        over = _over(grid, head, heads[0], profile)
        if head.columns != heads[0].columns or over is None:
            return grid, []
        gone += [*over, *range(head.row, head.bottom + 1)]
    if not gone:
        return grid, []
    rows = frozenset(gone)
    cells = {spot: cell for spot, cell in grid.cells.items() if spot[0] not in rows}
    return replace(grid, cells=cells), sorted(rows & grid.rows.keys())


def _over(grid: Grid, head: Heads, first: Heads, profile: Profile) -> list[int] | None:
    """The rows right over these heads that every page repeats, down from a row of indicators; None where something
    else stands there."""
    found: list[int] = []
    for row in sorted((row for row in grid.rows if first.bottom < row < head.row), reverse=True):
        if all(_is_furniture(grid.text(row, column), profile) for column in grid.rows[row]):
            found.append(row)
            continue
        filled = sum((row, column) in grid.cells for column in first.columns.values())
        return found if filled >= _FEWEST else None
    return None


def _is_furniture(text: str | None, profile: Profile) -> bool:
    if text is None:
        return False
    plain = plain_label(text)
    known = {"", plain_label(profile.table_heading), plain_label(profile.title)}
    return (
        plain in known
        or re.sub(r"\(?\d{4}年度?\)?$", "", plain) in known
        or bool(line_note(text.strip()))
        or isinstance(year_value(text), int)
        or re.fullmatch(say.DECORATIONS, plain) is not None
    )
