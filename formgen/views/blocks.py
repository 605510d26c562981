"""The blocks of a form as views: every line, grid, table and foot with its final strings and spans.

Comes in: the profile's blocks and the figures of a declaration. Goes out: `TableView`s in the
order of the form. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from formgen.declaration.blocks import Align, FieldsBlock, LineBlock, SignBlock, TableBlock
from formgen.declaration.printed import fill_in
from formgen.views.block_grids import view_grid
from formgen.views.block_shown import LABEL_SHARE, Shown, ruling_of
from formgen.views.block_tables import view_table
from formgen.views.tables import NO_RULING, Cell, ColumnView, TableView


def view_blocks(shown: Shown) -> Iterator[TableView]:
    """Every block of the form, in order; tables that follow each other share a line."""
    before: TableView | None = None
    for table in _views(shown):
        ruled = before is not None and before.ruling != NO_RULING and table.ruling != NO_RULING
        before = replace(table, joined=ruled)
        yield before


def _views(shown: Shown) -> Iterator[TableView]:
    for block in shown.profile.blocks:
        if isinstance(block, LineBlock):
            yield _line(block.left, block.text, block.right, shown)
        elif isinstance(block, FieldsBlock):
            yield view_grid(block, shown)
        elif isinstance(block, TableBlock):
            yield from view_table(block, shown)
        else:
            yield from _sign(block, shown)


def _sign(block: SignBlock, shown: Shown) -> Iterator[TableView]:
    """Opinion boxes as a table of their own; then the lines, their parts at even distances."""
    room = float(shown.profile.page.room)
    if block.boxes:
        columns = (ColumnView("", room * LABEL_SHARE, "center", "head"),
                   ColumnView("", room * (1 - LABEL_SHARE), "left", "prose"))  # fmt: skip
        rows: list[tuple[Cell | None, ...]] = []
        for box in block.boxes:
            text, foot = fill_in(box.text, shown.texts), fill_in(box.foot, shown.texts)
            own = "\n".join(part for part in (text, foot) if part)
            align: Align = "left" if text else "right"
            label = Cell(box.label, use="head", align="center")
            rows.append((label, Cell(own, use="prose", align=align, height=float(box.height))))
        yield TableView("", columns, tuple(rows), groups=1, ruling=ruling_of(shown.profile))
    for line in block.lines:
        yield _even_line(line, shown)


def _line(left: str, middle: str, right: str, shown: Shown) -> TableView:
    """A line of text in up to three parts, as wide as what stands in them asks for."""
    texts = [fill_in(text, shown.texts) for text in (left, middle, right)]
    aligns: tuple[Align, ...] = ("left", "center", "right")
    parts = [(text, align) for text, align in zip(texts, aligns, strict=True) if text]
    return _unruled(parts or [("", "left")], shown)


def _even_line(texts: Sequence[str], shown: Shown) -> TableView:
    """Labels to sign behind, at even distances."""
    return _unruled([(fill_in(text, shown.texts), "left") for text in texts], shown)


def _unruled(parts: Sequence[tuple[str, Align]], shown: Shown) -> TableView:
    width = float(shown.profile.page.room) / len(parts)
    columns = tuple(ColumnView("", width, align, "prose") for _, align in parts)
    return TableView("", columns, (tuple(Cell(text) for text, _ in parts),), ruling=NO_RULING)
