"""The form's blocks as Word XML: every grid laid from the view, every look taken from the template's samples.

Comes in: a planned form and the `Looks` of a compiled template. Goes out: one piece of WordprocessingML
that stands between the year line and the appendix.

It flows: one table per block, heads that repeat, no page break. A row that is planned at half a page or less is
not broken; a taller one is the word processor's to break. Two tables that follow each other have a
paragraph of one point between them, for Word and LibreOffice join tables that touch, and the heads of the
second would not repeat; the line between them is the second one's upper line, which heads repeat as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from formgen.layout.measures import Measures
from formgen.layout.plan import PagedForm
from formgen.render.docx_describe import column_widths
from formgen.render.docx_dress import twips
from formgen.render.docx_indents import cell_margins, even_lines
from formgen.render.docx_looks import (
    BODY,
    BORDERS_MARK,
    FIELDS,
    HEAD,
    LINE,
    PAD_MARK,
    PROSE,
    SIGN,
    TABLE,
    TOTAL,
    WIDTH_MARK,
    CellLook,
    Looks,
    TableLook,
)
from formgen.render.docx_template import print_text
from formgen.views.tables import NO_RULING, Cell, Ruling, TableView

_EIGHTHS = 8
_SPACER = (
    "<w:p><w:pPr>{keep}{lines}"
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
)
_KEEP = "<w:keepNext/>"
_COVERED = "<w:vMerge/>"
_OWN_ROLE = {"head": (HEAD,), "heading": (HEAD,), "body": (BODY, PROSE), "prose": (PROSE, BODY)}
_Row = Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class _Place:
    """A table among the others. heights: of its rows as planned, in pt; pages: on how many it is planned;
    joined, goes_on: whether a table touches it above, below."""

    heights: Sequence[float]
    pages: int
    joined: bool
    goes_on: bool


def lay_form(paged: PagedForm, looks: Looks, measures: Measures) -> str:
    """The blocks of the form, in order."""
    view = paged.view
    heights, pages = _planned(paged)
    laid: list[str] = []
    after_table = False
    for number, table in enumerate(view.blocks):
        following = view.blocks[number + 1] if number + 1 < len(view.blocks) else None
        if table.is_line:
            laid.append(_lay_line(table, looks.line))
            after_table = False
            continue
        place = _Place(
            heights[id(table)],
            pages[id(table)],
            after_table and table.joined,
            following is not None and following.joined and not following.is_line,
        )
        if after_table:
            laid.append(_spacer(table, looks.table(_kind(table)), joined=place.joined))
        laid.append(_Layer(table, looks, place, measures).lay())
        after_table = True
    if after_table:
        laid.append(_SPACER.format(keep="", lines=""))
    return "".join(laid)


def _planned(paged: PagedForm) -> tuple[Mapping[int, list[float]], Counter[int]]:
    """By table: the heights of its rows, and on how many pages it stands."""
    heights: defaultdict[int, list[float]] = defaultdict(list)
    pages: Counter[int] = Counter()
    for page in paged.pages:
        for part in page.tables:
            heights[id(part.table)] += [row.height for row in part.rows]
            pages[id(part.table)] += 1
    return heights, pages


def _kind(table: TableView) -> str:
    """Which sample a table looks like: lines to sign on and opinion boxes hold nothing that is declared."""
    if table.ruling == NO_RULING:
        return LINE
    if table.name or table.kept or (table.has_heads and table.groups > 1):
        return TABLE
    declared = any(cell.field for row in table.rows for cell in row if cell)
    return FIELDS if declared or not table.rows else SIGN


def _lay_line(table: TableView, look: CellLook) -> str:
    (row,) = table.rows
    (cell,) = row
    assert cell is not None
    return _Dress.of(look, cell.align or table.columns[0].align).paragraph(cell.text)


def _spacer(table: TableView, look: TableLook, *, joined: bool) -> str:
    """What keeps a table from the one above it; where they share a line its sides go on through it."""
    if not joined:
        return _SPACER.format(keep="", lines="")
    size = round(table.ruling.frame * _EIGHTHS)
    lines = f'<w:pBdr><w:left {look.line} w:sz="{size}"/><w:right {look.line} w:sz="{size}"/></w:pBdr>'
    return _SPACER.format(keep=_KEEP, lines=lines)


@dataclass(frozen=True, slots=True)
class _Dress:
    """What the paragraphs have in common that look alike: pieces of XML around what marks it to be kept with the next
    one, its indents, and its text. indents: of a text whose lines are set evenly."""

    start: str
    before: str
    align: str
    run: str
    indents: Callable[[str], str] | None = None

    @classmethod
    def of(
        cls, look: CellLook, align: str, start: str = "", indents: Callable[[str], str] | None = None
    ) -> _Dress:
        """start: what comes before the paragraph."""
        return cls(
            f"{start}<w:p><w:pPr>{look.style}",
            look.before,
            f'<w:jc w:val="{align}"/>{look.after}</w:pPr>',
            f'<w:r>{look.run}<w:t xml:space="preserve">',
            indents,
        )

    def paragraph(self, text: str, keep: str = "") -> str:
        indents = self.indents(text) if self.indents else ""
        run = f"{self.run}{print_text(text)}</w:t></w:r>" if text else ""
        return f"{self.start}{keep}{self.before}{indents}{self.align}{run}</w:p>"


class _Layer:
    """One table being laid."""

    def __init__(self, table: TableView, looks: Looks, place: _Place, measures: Measures) -> None:
        self._table = table
        self._kind = _kind(table)
        self._look = looks.table(FIELDS if self._kind == LINE else self._kind)
        self._line = looks.line
        self._place = place
        self._measures = measures
        self._half_page = measures.body_height / 2
        self._widths = column_widths(table)
        self._dresses: dict[tuple[object, ...], _Dress] = {}

    def lay(self) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        return f"<w:tbl>{self._properties()}<w:tblGrid>{grid}</w:tblGrid>{''.join(self._rows())}</w:tbl>"

    def _properties(self) -> str:
        ruling = self._table.ruling
        return (
            self._look.properties.replace(WIDTH_MARK, str(sum(self._widths)))
            .replace(BORDERS_MARK, f"<w:tblBorders>{self._borders(ruling)}</w:tblBorders>")
            .replace(PAD_MARK, str(twips(ruling.pad_y)))
        )

    def _borders(self, ruling: Ruling) -> str:
        frame, inner = ruling.frame, ruling.inner
        # Heads that stand on a further page begin it with the frame's line.
        top = inner if self._place.joined and self._place.pages < 2 else frame
        widths = {"top": top, "left": frame, "bottom": 0.0 if self._place.goes_on else frame,
                  "right": frame, "insideH": inner, "insideV": inner}  # fmt: skip
        return "".join(self._side(side, width) for side, width in widths.items())

    def _side(self, side: str, width: float) -> str:
        if not width:
            return f'<w:{side} w:val="nil"/>'
        return f'<w:{side} {self._look.line} w:sz="{round(width * _EIGHTHS)}"/>'

    def _rows(self) -> Iterator[str]:
        covered: dict[int, tuple[int, Cell]] = {}
        for row in self._table.heads():
            yield self._row(row, covered, HEAD, height=0.0, keep=True)
        rows = self._table.rows
        heights = [*self._place.heights, *[0.0] * len(rows)]
        for number, row in enumerate(rows):
            last = number == len(rows) - 1
            role = TOTAL if self._is_total(row) else ""
            yield self._row(row, covered, role, heights[number], keep=last and self._place.goes_on)

    def _is_total(self, row: _Row) -> bool:
        cells = [cell for cell in row if cell is not None]
        return self._kind == TABLE and cells[0].use == "head" and not any(cell.field for cell in cells)

    def _row(
        self, row: _Row, covered: dict[int, tuple[int, Cell]], role: str, height: float, *, keep: bool
    ) -> str:
        """covered: column → rows that the cell there still covers; kept from row to row."""
        whole = height <= self._half_page
        keeping = _KEEP if keep and whole else ""
        cells, column = [], 0
        while column < len(row):
            cell, merge = row[column], ""
            if cell is None:
                left, cell = covered[column]
                merge = _COVERED
                covered[column] = (left - 1, cell)
            elif cell.rowspan > 1:
                merge = '<w:vMerge w:val="restart"/>'
                covered[column] = (cell.rowspan - 1, cell)
            text = "" if merge == _COVERED else cell.text
            cells.append(f"{self._dress_of(cell, column, merge, role).paragraph(text, keeping)}</w:tc>")
            column += cell.colspan
        return f"<w:tr>{self._row_properties(row, role, whole=whole)}{''.join(cells)}</w:tr>"

    def _row_properties(self, row: _Row, role: str, *, whole: bool) -> str:
        own = self._look.cell(*([role] if role else []), BODY, PROSE).row if self._kind != LINE else ""
        tall = max([cell.height for cell in row if cell is not None], default=0.0)
        least = twips(tall + 2 * self._table.ruling.pad_y) if tall else 0
        marks = (
            "<w:cantSplit/>" if whole else "",
            f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least and "w:trHeight" not in own else "",
            "<w:tblHeader/>" if role == HEAD else "",
        )
        inside = own + "".join(marks)
        return f"<w:trPr>{inside}</w:trPr>" if inside else ""

    def _dress_of(self, cell: Cell, column: int, merge: str, role: str) -> _Dress:
        how = (column, cell.colspan, merge, role, cell.use, cell.align, cell.open_above, cell.open_below)
        dress = self._dresses.get(how)
        if dress is None:
            dress = self._dresses[how] = self._make_dress(cell, column, merge, role)
        return dress

    def _make_dress(self, cell: Cell, column: int, merge: str, role: str) -> _Dress:
        view = self._table.columns[column]
        use = cell.use or (HEAD if role == HEAD else view.use)
        look = self._line if self._kind == LINE else self._look.cell(*self._roles(role, use))
        align = cell.align or ("center" if role == HEAD else view.align)
        width = sum(self._widths[column : column + cell.colspan])
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        start = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{_borders_of(cell, look)}'
            f"{look.cell}</w:tcPr>"
        )
        if align != "center" or self._measures.profile.old:
            return _Dress.of(look, align, start)
        room = width - cell_margins(self._look.properties, look.cell)
        return _Dress.of(look, align, start, even_lines(room, use, look.before, self._measures))

    def _roles(self, role: str, use: str) -> tuple[str, ...]:
        own = _OWN_ROLE.get(use, (BODY,))
        if role == TOTAL and use != "head":
            return (TOTAL, *own)
        return own


_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "tl2br", "tr2bl")


def _borders_of(cell: Cell, look: CellLook) -> str:
    """The sample's own borders of a cell, without a line where the cell is open."""
    sides = dict(look.borders or {})
    if cell.open_above:
        sides["top"] = '<w:top w:val="nil"/>'
    if cell.open_below:
        sides["bottom"] = '<w:bottom w:val="nil"/>'
    inside = "".join(sides[side] for side in _SIDES if side in sides)
    return f"<w:tcBorders>{inside}</w:tcBorders>" if inside else ""
