"""What the looks of a sheet say beside its values: hidden rows and columns, struck-out text, small digits above the line,
formulas, and what lies over the cells.

Comes in: a sheet being gathered. Goes out: one note of each kind in it.
What stands in cells that are seen is read; whoever filled the sheet in may not know that it is there, or mean it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from openpyxl.utils import get_column_letter

from formgen.messages import reading as say
from formgen.sources.gather import Gathered
from formgen.sources.grid import Spot, address
from formgen.sources.labels import LABELLED

_SHOWN = 5
_LONGEST = 30


def tell_marks(gathered: Gathered, own: Set[Spot] = frozenset()) -> None:
    """own: formulas that belong to the form itself and declare nothing."""
    grid = gathered.grid
    rows = [row for row in grid.rows if row in grid.hidden_rows]
    columns = sorted({column for _, column in grid.cells} & grid.hidden_columns)
    struck = [spot for spot, cell in grid.cells.items() if cell.aside.is_struck]
    formulas = [spot for spot, cell in grid.cells.items() if cell.aside.is_formula and spot not in own]
    for found, sentence in (
        ([str(row) for row in rows], say.HIDDEN_ROWS),
        ([get_column_letter(column) for column in columns], say.HIDDEN_COLUMNS),
        (_addresses(struck), say.STRUCK),
        (_addresses([spot for spot, cell in grid.cells.items() if cell.aside.is_raised]), say.RAISED),
        (_addresses([spot for spot, cell in grid.cells.items() if cell.aside.is_flat]), say.FLAT),
        (_addresses(sorted(grid.covered)), say.COVERED),
        (_addresses([item.spot for item in grid.beside if item.kind == "comment"]), say.COMMENTS),
        (_addresses([item.spot for item in grid.beside if item.kind == "picture"]), say.PICTURES),
        (_addresses(formulas), say.FORMULAS),
    ):
        if found:
            gathered.note(None, "", sentence.format(cells=_list(found), count=len(found)))
    if any(item.kind == "unread" for item in grid.beside):
        gathered.note(None, "", say.UNREAD_BESIDE)
    for item in grid.beside:
        if item.kind == "margin" and LABELLED.search(item.text):
            gathered.note(None, "", say.MARGIN_LINE.format(text=" ".join(item.text.split())[:_LONGEST]))
        if item.kind == "box":
            text = " ".join(item.text.split())
            gathered.warn(item.spot, "", say.BOX.format(text=text[:_LONGEST]), say.BOX_HINT)


def _addresses(spots: Sequence[Spot]) -> list[str]:
    return [address(*spot) for spot in sorted(spots)]


def _list(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else say.AND_MORE.format(shown=shown)
