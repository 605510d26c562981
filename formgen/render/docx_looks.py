"""The looks of a Word template's sample tables: what a designer gave them, without their grids.

Comes in: the tree of the document's body, its tags already read; the sample tables and cells are marked by
the tags {% sample kind %} and {% look role %} (`docx_own_tags`). Goes out: the tree with the samples taken
out and a slot for the form in their place, and `Looks`: pieces of XML that `docx_form` lays cells from.

A template of 0.2.0 has no samples but a loop over pages with tables of its own: the looks are taken from
these, and the loop makes room for the slot. Where the designer wrote words of their own into the loop it
stays, and prints by its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from formgen.render.docx_own_tags import LOOK_MARK, SAMPLE_MARK
from formgen.render.docx_xml import BEFORE_JC, W, find_ancestor, tagged_blocks, words_of

SLOT = "form_blocks"
"""The name under which the form's blocks are filled in."""

LINE, FIELDS, TABLE, SIGN = "line", "fields", "table", "sign"
HEAD, BODY, PROSE, TOTAL = "head", "body", "prose", "total"
WIDTH_MARK, BORDERS_MARK, PAD_MARK = "@width@", "<!--borders-->", "@pad@"
"""Where the numbers of a table go in its properties."""

_BEFORE_WIDTH = (
    "tblStyle",
    "tblpPr",
    "tblOverlap",
    "bidiVisual",
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
)
_BEFORE_BORDERS = (*_BEFORE_WIDTH, "jc", "tblCellSpacing", "tblInd")
_LAID = {f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")}
_ROW_LAID = {
    f"{W}{name}" for name in ("cantSplit", "tblHeader", "gridBefore", "gridAfter", "wBefore", "wAfter")
}
_PAGES = re.compile(r"\{%p\s+for\s+page\s+in\s+pages\b")
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CellLook:
    """A cell of a sample, and its row. cell: its properties but for what is laid (width, spans, borders);
    borders: side → element; style, before, after: its paragraph's properties around alignment; run: its
    run's; row: the row's properties but for what is laid."""

    cell: str = ""
    borders: Mapping[str, str] | None = None
    style: str = ""
    before: str = ""
    after: str = ""
    run: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class TableLook:
    """A sample table. properties: w:tblPr with marks for width, borders and padding; line: attributes of its
    lines but for their width; cells: role → look."""

    properties: str
    line: str
    cells: Mapping[str, CellLook]

    def cell(self, *roles: str) -> CellLook:
        """The look of the first of these roles that the sample has, else of any."""
        found = next((self.cells[role] for role in roles if role in self.cells), None)
        return found or next(iter(self.cells.values()))


@dataclass(frozen=True, slots=True)
class Looks:
    """What a template says of the form's blocks. line: of a line of text."""

    line: CellLook
    tables: Mapping[str, TableLook]

    def table(self, kind: str) -> TableLook:
        """The look of this kind of block, else of the nearest that the template has."""
        order = (kind, FIELDS, TABLE, SIGN)
        return next(self.tables[name] for name in order if name in self.tables)


def take_looks(root: etree._Element) -> Looks | None:
    """The looks of the samples, or of a 0.2.0 template's own tables; None where there is nothing to take."""
    body = root.find(f"{W}body")
    if body is None:
        return None
    samples = [block for block in body if block.get(SAMPLE_MARK)]
    tables = {block.get(SAMPLE_MARK, ""): block for block in samples if block.tag == f"{W}tbl"}
    if tables:
        line = next((block for block in samples if block.tag == f"{W}p"), None)
        looks = _looks(tables, line, root)
        _make_slot(body, _with_gaps(body, samples))
        return looks
    loop = tagged_blocks(body, _PAGES)
    own = _own_tables(loop)
    if own is None:
        return None
    looks = _looks(own, None, root)
    _make_slot(body, loop)
    return looks


def _with_gaps(body: etree._Element, samples: list[etree._Element]) -> list[etree._Element]:
    """The samples and the empty paragraphs between them, which only keep them apart."""
    blocks = list(body)
    first, last = blocks.index(samples[0]), blocks.index(samples[-1])
    return [block for block in blocks[first : last + 1] if block in samples or not words_of(block)]


def _make_slot(body: etree._Element, gone: Iterable[etree._Element]) -> None:
    gone = list(gone)
    before = gone[0].getprevious()
    for block in gone:
        body.remove(block)
    slot = f"{{{{ {SLOT} }}}}"
    if before is None:
        body.text = slot
    else:
        before.tail = slot


# ── templates of 0.2.0 ────────────────────────────────────────────────────────────────────────────


def _own_tables(loop: list[etree._Element]) -> dict[str, etree._Element] | None:
    """The tables of facts and of indicators; None where the loop holds anything else to be read."""
    tables: dict[str, etree._Element] = {}
    for block in loop:
        text = words_of(block)
        if block.tag != f"{W}tbl":
            if _TAGS.sub("", text).strip():
                return None
            continue
        kind = TABLE if "page.rows" in text else FIELDS if "page.facts" in text else ""
        if not kind or kind in tables:
            return None
        _mark_roles(block, kind)
        tables[kind] = block
    return tables or None


def _mark_roles(table: etree._Element, kind: str) -> None:
    """Say which cell looks like what, by its place in the tables that 0.2.0 made."""
    for row in table.findall(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        if "{%tr" in words_of(row) or not cells:
            continue
        if row.find(f"{W}trPr/{W}tblHeader") is not None:
            cells[-1].set(LOOK_MARK, HEAD)
        elif kind == FIELDS:
            cells[0].set(LOOK_MARK, HEAD)
            cells[-1].set(LOOK_MARK, PROSE)
        else:
            cells[-1].set(LOOK_MARK, BODY)


# ── looks from trees ──────────────────────────────────────────────────────────────────────────────


def _looks(tables: Mapping[str, etree._Element], line: etree._Element | None, root: etree._Element) -> Looks:
    writer = _Writer(root)
    found = {kind: writer.table(table) for kind, table in tables.items()}
    if line is not None:
        return Looks(writer.paragraph(line), found)
    first = found.get(FIELDS) or next(iter(found.values()))
    return Looks(first.cell(PROSE, BODY), found)


class _Writer:
    """Pieces of a tree as text, without the names of namespaces that the root declares."""

    def __init__(self, root: etree._Element) -> None:
        self._known = [f' xmlns:{prefix}="{uri}"' for prefix, uri in root.nsmap.items() if prefix]

    def text(self, elements: Iterable[etree._Element]) -> str:
        whole = "".join(etree.tostring(item, encoding="unicode", with_tail=False) for item in elements)
        for declaration in self._known:
            whole = whole.replace(declaration, "")
        return whole

    def table(self, table: etree._Element) -> TableLook:
        properties = table.find(f"{W}tblPr")
        cells = list(table.iter(f"{W}tc"))
        roles = {cell.get(LOOK_MARK, ""): self.cell(cell) for cell in cells if cell.get(LOOK_MARK)}
        if not roles:
            roles = {HEAD: self.cell(cells[0]), BODY: self.cell(cells[-1])}
        return TableLook(self._table_properties(properties), _line(properties), roles)

    def cell(self, cell: etree._Element) -> CellLook:
        own = _children(cell.find(f"{W}tcPr"))
        around = find_ancestor(cell, "tr")
        row = _children(None if around is None else around.find(f"{W}trPr"))
        borders = cell.find(f"{W}tcPr/{W}tcBorders")
        sides = {_name(side): self.text([side]) for side in _children(borders)}
        paragraph = cell.find(f"{W}p")
        look = self.paragraph(paragraph) if paragraph is not None else CellLook()
        return CellLook(
            self.text(item for item in own if item.tag not in _LAID),
            sides,
            look.style,
            look.before,
            look.after,
            look.run,
            self.text(item for item in row if item.tag not in _ROW_LAID),
        )

    def paragraph(self, paragraph: etree._Element) -> CellLook:
        own = _children(paragraph.find(f"{W}pPr"))
        early = {W + name for name in BEFORE_JC} - {f"{W}pStyle", f"{W}keepNext"}
        late = [item for item in own if item.tag not in early]
        laid = {W + name for name in ("pStyle", "keepNext", "jc", "sectPr", "pPrChange")}
        run = paragraph.find(f"{W}r/{W}rPr")
        return CellLook(
            style=self.text(item for item in own if item.tag == f"{W}pStyle"),
            before=self.text(item for item in own if item.tag in early),
            after=self.text(item for item in late if item.tag not in laid),
            run=self.text([run]) if run is not None else "",
        )

    def _table_properties(self, properties: etree._Element | None) -> str:
        own = [item for item in _children(properties) if _name(item) not in _SET]
        before = [item for item in own if _name(item) in _BEFORE_WIDTH]
        after = [item for item in own if _name(item) in _BEFORE_BORDERS and item not in before]
        shades = [item for item in own if _name(item) == "shd"]
        rest = [item for item in own if item not in (*before, *after, *shades)]
        width = f'<w:tblW w:w="{WIDTH_MARK}" w:type="dxa"/>'
        layout = '<w:tblLayout w:type="fixed"/>'
        return (
            f"<w:tblPr>{self.text(before)}{width}{self.text(after)}{BORDERS_MARK}{self.text(shades)}{layout}"
            f"<w:tblCellMar>{_margins(properties)}</w:tblCellMar>{self.text(rest)}</w:tblPr>"
        )


_SET = {"tblW", "tblBorders", "tblLayout", "tblCellMar"}


def _margins(properties: etree._Element | None) -> str:
    """The sample's own space beside a text; what is above and below comes from the profile."""
    found = (
        {}
        if properties is None
        else {
            _name(side).replace("start", "left").replace("end", "right"): side.get(f"{W}w", "0")
            for side in properties.iterfind(f"{W}tblCellMar/*")
        }
    )
    widths = {"top": PAD_MARK, "left": found.get("left", "68"), "bottom": PAD_MARK,
              "right": found.get("right", "68")}  # fmt: skip
    return "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in widths.items())


def _line(properties: etree._Element | None) -> str:
    """Kind and colour of the sample's lines, from its left side: the upper one may be asked for by a tag."""
    borders = None if properties is None else properties.find(f"{W}tblBorders")
    sides = [] if borders is None else [borders.find(f"{W}{name}") for name in ("left", "start", "insideH")]
    side = next((side for side in sides if side is not None), None)
    kind = "single" if side is None else side.get(f"{W}val", "single")
    color = "000000" if side is None else side.get(f"{W}color", "000000")
    return f'w:val="{kind}" w:space="0" w:color="{color}"'


def _children(parent: etree._Element | None) -> list[etree._Element]:
    return [] if parent is None else list(parent)


def _name(element: etree._Element) -> str:
    return str(element.tag).removeprefix(W)
