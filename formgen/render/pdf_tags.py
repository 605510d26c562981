"""The structure tree of a PDF, mended where the engine leaves it short of PDF/UA-1.

Comes in: an open PDF. Goes out: its cells; the tree is changed in place.

WeasyPrint 70 gives header cells no Scope, and where a label covers several rows it computes the
Headers of the cells beside it wrongly; Typst 0.15 knows no header cells but those of a table's head.
Header cells with a Scope say all that is needed (ISO 14289-1, 7.5), so the lists go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_SECTIONS = ("/THead", "/TBody", "/TFoot")
CELLS = ("/TH", "/TD")


def mend_tags(pdf: pikepdf.Pdf) -> list[Dictionary]:
    """Give every header cell its Scope: of its column in a table's head, else of its row. All cells, in reading
    order, for whoever would have to look for them again."""
    tree = pdf.Root.get("/StructTreeRoot")
    if isinstance(tree, Dictionary) and "/IDTree" in tree:
        del tree["/IDTree"]
    cells = []
    for element, kind, section in walk_tags(pdf):
        if kind == "/Table":
            _name_row_headers(element)
        elif kind in CELLS:
            _mend_cell(element, kind, section)
            cells.append(element)
    return cells


def find_cells(pdf: pikepdf.Pdf) -> list[Dictionary]:
    """The cells of all tables, in reading order."""
    return [element for element, kind, _ in walk_tags(pdf) if kind in CELLS]


def _mend_cell(cell: Dictionary, kind: str, section: str) -> None:
    if "/ID" in cell:
        del cell["/ID"]
    attributes = _table_attributes(cell) if kind == "/TH" else read_table_attributes(cell)
    if "/Headers" in attributes:
        del attributes["/Headers"]
    if kind == "/TH" and "/Scope" not in attributes:
        attributes["/Scope"] = Name.Column if section == "/THead" else Name.Row


def walk_tags(pdf: pikepdf.Pdf) -> Iterator[tuple[Dictionary, str, str]]:
    """Every structure element once, with its kind and the section of the table it stands in ("" outside), in
    reading order. A tree that runs in circles is walked once."""
    root = pdf.Root.get("/StructTreeRoot")
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Dictionary, str]] = [(root, "")] if isinstance(root, Dictionary) else []
    while waiting:
        node, section = waiting.pop()
        place = node.objgen  # (0, 0) where it stands inside another
        if place in seen and place != (0, 0):
            continue
        seen.add(place)
        kind = str(node.get("/S", ""))
        section = kind if kind in _SECTIONS else "" if kind == "/Table" else section
        if kind:
            yield node, kind, section
        waiting += [(item, section) for item in reversed(list(_below(node)))]


def _below(node: pikepdf.Object) -> Iterator[Dictionary]:
    """What hangs on this element or list; numbers, of which there are most, are marks on the page."""
    kids: Any = node.get("/K") if isinstance(node, Dictionary) else node
    if type(kids) is int or kids is None:
        return
    if isinstance(kids, Dictionary):
        yield kids
    elif isinstance(kids, Array):
        items: list[Any] = list(kids)
        for item in items:
            if isinstance(item, Dictionary):
                yield item
            elif type(item) is not int:
                yield from _below(item)


def _name_row_headers(table: Dictionary) -> None:
    """In a table without a head, the first cell of a row names it."""
    sections = list(_children(table))
    if any(section.get("/S") == "/THead" for section in sections):
        return
    for section in sections:
        for row in [section] if section.get("/S") == "/TR" else _children(section):
            cells = list(_children(row))
            if len(cells) > 1 and all(cell.get("/S") == "/TD" for cell in cells):
                cells[0]["/S"] = Name.TH


def _children(element: Dictionary) -> Iterator[Dictionary]:
    """Structure elements right below this one."""
    return (item for item in _below(element) if "/S" in item)


def read_table_attributes(cell: Dictionary) -> Dictionary:
    """The cell's attributes of tables; an empty list that stands nowhere, where there are none."""
    own = cell.get("/A")
    for item in own if isinstance(own, Array) else [own]:
        if isinstance(item, Dictionary) and item.get("/O") == "/Table":
            return item
    return Dictionary()


def _table_attributes(cell: Dictionary) -> Dictionary:
    """The cell's attributes of tables; made where there are none."""
    own = cell.get("/A")
    found = read_table_attributes(cell)
    if "/O" in found:
        return found
    cell["/A"] = Dictionary(O=Name.Table) if own is None else _listed(own)
    last = cell["/A"][-1] if isinstance(cell["/A"], Array) else cell["/A"]
    assert isinstance(last, Dictionary)
    return last


def _listed(own: pikepdf.Object) -> Array:
    """The attributes as a list with room for those of tables at its end."""
    return Array([*(own if isinstance(own, Array) else [own]), Dictionary(O=Name.Table)])
