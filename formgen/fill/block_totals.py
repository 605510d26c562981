"""The formula of a sum under a table of the fill-in workbook, with what another table adds to it.

Comes in: the sum of the column as a formula and as a figure, and the cell that belongs to it as well (the points
and the score of the money). Goes out: the formula, and what it gives now.
"""

from __future__ import annotations

from decimal import Decimal


def total_formula(
    formula: str, total: Decimal, cell: str, own: Decimal | None, preset: Decimal | None
) -> tuple[str, Decimal | None]:
    """The whole formula and its figure. cell: address of the cell that is added, own: what stands there,
    preset: what the form prints there. Without any of them nothing is shown: a part is not the whole."""
    more = own if own is not None else preset
    if not cell:
        return (f"={formula}", None) if more is None else (f"={formula}+{more:f}", total + more)
    otherwise = '""' if preset is None else f"{formula}+{preset:f}"
    result = None if more is None else total + more
    return f"=IF(ISNUMBER({cell}),{formula}+{cell},{otherwise})", result
