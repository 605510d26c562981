"""The tags that formgen adds to docxtpl's. Each is written in the cell, row, paragraph or table it speaks
of, and prints nothing:

    {% vspan cell %}      the cell is merged over cell.rowspan rows; where cell is none, with the one above
    {% widths numbers %}  the columns of this table are that wide, in twentieths of a point
    {% align name %}      this paragraph is set left or center
    {% keep yes %}        this row is not broken over pages
    {% join yes %}        this table has no top line, for it goes on below another
    {% picture chart %}   the picture in this paragraph is replaced by that one, in its size
    {% grid numbers %}    this table has columns of these widths, in twentieths of a point, however many
    {% cell cell %}       this cell, in a {%tc for %}, is as wide as cell.width, covers cell.colspan columns,
                          is merged and parted as cell says, and is set in cell.style, cell.font, cell.align
    {% font name %}       the runs of this paragraph are set in that font
    {% sample kind %}     this table (fields, table, sign) or paragraph (line) is a sample: the form's blocks
                          of that kind look like it. Samples are not printed; the form stands in their place
    {% look role %}       of a sample, this cell and its row: head, body, prose or total

Comes in: the paragraph that held the tag (already taken out) and the tag's expression. The tree gets
attributes that Jinja fills for each form. Goes out: what is wrong, as (sentence, its values).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree
from markupsafe import Markup, escape

from formgen.layout.plan import PlacedCell
from formgen.messages import rendering as say
from formgen.render.docx_xml import BEFORE_JC, EMBED, W, find_ancestor, read_number, require_child

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHAPE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

SAMPLE_MARK, LOOK_MARK = "formgen-sample", "formgen-look"
"""Attributes by which `docx_looks` knows what the tags named."""

_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
"""The attributes of w:rFonts, as `four_fonts` writes them."""

_NUMBER = re.compile("[\u2000-\u2009]+")
_KINDS = ("line", "fields", "table", "sign")
_ROLES = ("head", "body", "prose", "total")

_NO_MARKS = Markup("")

Complaints = list[tuple[str, dict[str, object]]]


def merge_mark(cell: PlacedCell | None) -> Markup:
    """Jinja filter: the w:vMerge of a cell. None stands where a cell above covers the place."""
    if cell is None:
        return Markup("<w:vMerge/>")
    return Markup('<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else "")


def cell_marks(cell: object) -> Markup:
    """Jinja filter: the w:gridSpan, w:vMerge and w:tcBorders of a cell of a table with free columns. colspan:
    columns covered. merge: restart, continue or "". nil: the sides without a line."""
    span, merge, sides = getattr(cell, "colspan", 1), getattr(cell, "merge", ""), getattr(cell, "nil", ())
    if span == 1 and not merge and not sides:
        return _NO_MARKS
    covers = f'<w:gridSpan w:val="{span}"/>' if span != 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    borders = "".join(f'<w:{side} w:val="nil"/>' for side in sides)
    return Markup(covers + merged + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""))


@lru_cache(maxsize=64)
def four_fonts(name: str) -> Markup:
    """Jinja filter, in the first of the four attributes that name a run's font: the name in all of them. One
    thing to print in place of four, of which a form has thousands."""
    safe = escape(name)
    return Markup(f'{safe}" w:hAnsi="{safe}" w:eastAsia="{safe}" w:cs="{safe}')


def _span_cell(paragraph: etree._Element, expression: str) -> Complaints:
    cell = find_ancestor(paragraph, "tc")
    if cell is None:
        return [(say.TAG_NO_CELL, {})]
    properties = require_child(cell, "tcPr")
    for old in properties.findall(f"{W}vMerge"):
        properties.remove(old)
    # tcW and gridSpan come before vMerge; the text behind the later of them stands at its place.
    span = properties.find(f"{W}gridSpan")
    before = require_child(properties, "tcW") if span is None else span
    before.tail = f"{{{{ ({expression})|vmerge }}}}"
    texts = list(cell.iter(f"{W}t"))
    texts[0].text = f"{{% if ({expression}) is not none %}}{texts[0].text or ''}"
    texts[-1].text = f"{texts[-1].text or ''}{{% endif %}}"
    return []


def _set_widths(paragraph: etree._Element, expression: str) -> Complaints:
    table = find_ancestor(paragraph, "tbl")
    if table is None:
        return [(say.TAG_NO_CELL, {})]
    grid = table.findall(f"{W}tblGrid/{W}gridCol")
    for index, column in enumerate(grid):
        column.set(f"{W}w", f"{{{{ ({expression})[{index}] }}}}")
    whole = table.find(f"{W}tblPr/{W}tblW")
    if whole is not None:
        whole.set(f"{W}w", f"{{{{ ({expression})|sum }}}}")
        whole.set(f"{W}type", "dxa")
    complaints: Complaints = []
    for number, row in enumerate(table.findall(f"{W}tr"), start=1):
        end = _set_cell_widths(row, expression)
        goes_away = "{%tr " in "".join(text.text or "" for text in row.iter(f"{W}t"))
        if end != len(grid) and not goes_away:
            complaints.append((say.TAG_GRID, {"row": number, "found": end, "expected": len(grid)}))
    return complaints


def _set_cell_widths(row: etree._Element, expression: str) -> int:
    """Width of every cell from the columns it covers; the column behind the last."""
    start = read_number(row.find(f"{W}trPr"), "gridBefore", 0)
    for cell in row.findall(f"{W}tc"):
        properties = require_child(cell, "tcPr")
        end = start + read_number(properties, "gridSpan", 1)
        width = require_child(properties, "tcW", ("cnfStyle",))
        part = f"[{start}]" if end == start + 1 else f"[{start}:{end}]|sum"
        width.set(f"{W}w", f"{{{{ ({expression}){part} }}}}")
        width.set(f"{W}type", "dxa")
        start = end
    return start + read_number(row.find(f"{W}trPr"), "gridAfter", 0)


def _align_paragraph(paragraph: etree._Element, expression: str) -> Complaints:
    alignment = require_child(require_child(paragraph, "pPr"), "jc", BEFORE_JC)
    alignment.set(f"{W}val", f"{{{{ {expression} }}}}")
    return []


def _keep_row(paragraph: etree._Element, expression: str) -> Complaints:
    row = find_ancestor(paragraph, "tr")
    if row is None:
        return [(say.TAG_NO_ROW, {})]
    properties = require_child(row, "trPr", ("tblPrEx",))
    for old in properties.findall(f"{W}cantSplit"):
        properties.remove(old)
    whole = require_child(properties, "cantSplit")
    properties.text = f"{{% if {expression} %}}"
    whole.tail = "{% endif %}"
    return []


def _join_table(paragraph: etree._Element, expression: str) -> Complaints:
    table = find_ancestor(paragraph, "tbl")
    if table is None:
        return [(say.TAG_NO_CELL, {})]
    top = table.find(f"{W}tblPr/{W}tblBorders/{W}top")
    if top is not None:
        line = top.get(f"{W}val", "single")
        top.set(f"{W}val", f"{{{{ 'nil' if {expression} else '{line}' }}}}")
    return []


def _fill_picture(paragraph: etree._Element, expression: str) -> Complaints:
    inline = paragraph.find(f".//{_DRAWN}inline")
    blips = [] if inline is None else list(inline.iter(f"{_SHAPE}blip"))
    if inline is None or not blips:
        return [(say.TAG_NO_PICTURE, {})]
    for size in (*inline.iter(f"{_DRAWN}extent"), *inline.iter(f"{_SHAPE}ext")):
        if size.get("cx") is not None:
            size.set("cx", f"{{{{ ({expression}).width }}}}")
            size.set("cy", f"{{{{ ({expression}).height }}}}")
    for about in inline.iter(f"{_DRAWN}docPr"):
        about.set("id", f"{{{{ ({expression}).number }}}}")
        about.set("descr", f"{{{{ ({expression}).alt }}}}")
    for blip in blips:
        blip.set(EMBED, f"{{{{ ({expression}).relation }}}}")
    return []


def _lay_grid(paragraph: etree._Element, expression: str) -> Complaints:
    table = find_ancestor(paragraph, "tbl")
    if table is None:
        return [(say.TAG_NO_CELL, {})]
    grid = require_child(table, "tblGrid", ("tblPr",))
    for old in list(grid):
        grid.remove(old)
    column = etree.SubElement(grid, f"{W}gridCol")
    column.set(f"{W}w", "{{ width }}")
    grid.text, column.tail = f"{{% for width in ({expression}) %}}", "{% endfor %}"
    whole = table.find(f"{W}tblPr/{W}tblW")
    if whole is not None:
        whole.set(f"{W}w", f"{{{{ ({expression})|sum }}}}")
        whole.set(f"{W}type", "dxa")
    return []


def _dress_cell(paragraph: etree._Element, expression: str) -> Complaints:
    cell = find_ancestor(paragraph, "tc")
    if cell is None:
        return [(say.TAG_NO_CELL, {})]
    properties = require_child(cell, "tcPr")
    for name in ("gridSpan", "vMerge", "tcBorders"):
        for old in properties.findall(W + name):
            properties.remove(old)
    width = require_child(properties, "tcW", ("cnfStyle",))
    width.set(f"{W}w", f"{{{{ ({expression}).width }}}}")
    width.set(f"{W}type", "dxa")
    width.tail = f"{{{{ ({expression})|cellmarks }}}}"
    style = require_child(require_child(paragraph, "pPr"), "pStyle")
    style.set(f"{W}val", f"{{{{ ({expression}).style }}}}")
    _align_paragraph(paragraph, f"({expression}).align")
    return _set_font(paragraph, f"({expression}).font")


def _set_font(paragraph: etree._Element, expression: str) -> Complaints:
    for run in paragraph.iter(f"{W}r"):
        if "{%r" in "".join(text.text or "" for text in run.iter(f"{W}t")):
            continue  # goes away, and may not ask for what its loop has yet to give
        fonts = require_child(require_child(run, "rPr"), "rFonts", ("rStyle",))
        for slot in _FONT_SLOTS:
            fonts.attrib.pop(W + slot, "")
        fonts.set(W + _FONT_SLOTS[0], f"{{{{ ({expression})|fourfonts }}}}")
    return []


def _mark_sample(paragraph: etree._Element, expression: str) -> Complaints:
    kind = _word(expression)
    if kind not in _KINDS:
        return [(say.TAG_SAMPLE, {"kind": kind, "known": "、".join(_KINDS)})]
    table = find_ancestor(paragraph, "tbl")
    if (table is None) != (kind == "line"):
        return [(say.TAG_NO_PARAGRAPH if kind == "line" else say.TAG_NO_CELL, {})]
    (paragraph if table is None else table).set(SAMPLE_MARK, kind)
    return []


def _mark_look(paragraph: etree._Element, expression: str) -> Complaints:
    role, cell = _word(expression), find_ancestor(paragraph, "tc")
    if role not in _ROLES:
        return [(say.TAG_LOOK, {"kind": role, "known": "、".join(_ROLES)})]
    if cell is None:
        return [(say.TAG_NO_CELL, {})]
    cell.set(LOOK_MARK, role)
    return []


def _word(expression: str) -> str:
    """The word itself, without the number of its tag."""
    return _NUMBER.sub("", expression).strip()


OWN_TAGS: dict[str, Callable[[etree._Element, str], Complaints]] = {
    "vspan": _span_cell,
    "widths": _set_widths,
    "align": _align_paragraph,
    "keep": _keep_row,
    "join": _join_table,
    "picture": _fill_picture,
    "grid": _lay_grid,
    "cell": _dress_cell,
    "font": _set_font,
    "sample": _mark_sample,
    "look": _mark_look,
}
