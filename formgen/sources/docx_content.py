"""Reads a Word document as a person sees it: paragraphs, and tables with their merged cells resolved.

Comes in: the bytes of any .docx, from formgen or saved again by Word, WPS or LibreOffice. Goes out:
`DocxContent`, and from it `DocxForm`, the form with its pages joined. Tracked deletions are left out,
insertions read; text boxes are no part of the text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from formgen.base.errors import UnreadableInput
from formgen.base.records import record
from formgen.messages import rendering as say
from formgen.messages.rendering import CONTINUED
from formgen.sources.docx_text import (
    TBL,
    TC,
    TR,
    TRPR,
    P,
    T,
    children_of,
    is_deleted,
    is_on,
    number_in,
    paragraph_text,
    read_cells,
)
from formgen.sources.docx_text import W as W
from formgen.sources.parts import DOCUMENT, PartRefused, Parts, Relation, local_name
from formgen.sources.word_seen import Remark, write_out

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHAPE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML_TEXT = "{urn:schemas-microsoft-com:vml}textpath"
_HEADER, _FOOTER = f"{W}headerReference", f"{W}footerReference"
_PICTURES = (f"{_DRAWN}inline", f"{_DRAWN}anchor")
_TCPR, _VAL = f"{W}tcPr", f"{W}val"
_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    f"{_STRICT}wordprocessingml/main": W[1:-1],
    f"{_STRICT}officeDocument/relationships": _R[1:-1],
    f"{_STRICT}drawingml/wordprocessingDrawing": _DRAWN[1:-1],
    f"{_STRICT}drawingml/main": _SHAPE[1:-1],
}
"""Names of strict documents (ECMA-376 part 1) → those of transitional ones (part 4), which say the same."""

_CORE_NAME = "docProps/core.xml"
_CORE_NAMES = {"title", "creator", "language"}

MOST_SLOTS = 1_000
"""Of one row: other programs are more patient than Word, but not without end."""

_MOST_MEASURE = 10

DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, PartRefused, etree.XMLSyntaxError,
)  # fmt: skip
"""What a document that is not whole makes its readers raise."""


@record(frozen=True, slots=True)
class DocxCell:
    """A cell where it starts: its text (paragraphs and line breaks as \\n, tabs as \\t) and how many rows
    and columns it covers."""

    text: str
    rowspan: int = 1
    colspan: int = 1


Row = tuple[DocxCell | None, ...]
"""One entry per column of the grid; None where a cell to the left or above covers it."""


@dataclass(frozen=True, slots=True)
class DocxTable:
    """heads: leading rows that are marked to be repeated on every page."""

    rows: tuple[Row, ...]
    heads: int


@dataclass(frozen=True, slots=True)
class DocxPicture:
    """A picture in the text: what it says in words, and its file ("" and b"" where there is none). sizes: of its place
    and of itself, width and height in Word's unit, a 36000th of a millimetre."""

    alt: str
    data: bytes
    sizes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DocxContent:
    """blocks: paragraphs and tables of the body in their order. pictures: those of the body. headers: the words of each
    page header, WordArt included; footers: of each footer, without page numbers. properties: title, creator and
    language, as far as they are set. remarks: what the texts do not say as it was drawn."""

    blocks: tuple[str | DocxTable, ...]
    pictures: tuple[DocxPicture, ...]
    headers: tuple[str, ...]
    footers: tuple[str, ...]
    properties: dict[str, str]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class DocxForm:
    """The form: paragraphs above the first table (title, year line), rows of the tables without heads
    (the facts), the heads of every page's table, and all their rows with labels joined over pages.
    behind: what comes after (the appendix), no part of the form."""

    lines: tuple[str, ...]
    facts: tuple[Row, ...]
    heads: tuple[tuple[Row, ...], ...]
    rows: tuple[Row, ...]
    behind: tuple[str | DocxTable, ...] = field(default=(), compare=False)


def read_docx(data: bytes, *, open_frames: bool = False, as_seen: bool = False) -> DocxContent:
    """What the document says. open_frames: a table of one cell around other tables is a frame: what stands in it is read
    as if it stood alone. as_seen: what Word draws by itself (numbers of lists, signs of fonts, small digits above the
    line) is part of the texts, hidden words are none, and `remarks` tells of it. Raises UnreadableInput when it is no
    whole Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(Parts(archive), open_frames=open_frames, as_seen=as_seen)
    except DAMAGE as error:
        raise UnreadableInput(say.DOCX_UNREADABLE.format(why=error)) from error


def _read(parts: Parts, *, open_frames: bool, as_seen: bool) -> DocxContent:
    if parts.main is None:
        raise KeyError("word/document.xml")
    body = read_root(parts, parts.main).find(f"{W}body")
    if body is None:
        raise KeyError("w:body")
    targets = parts.relations(parts.main)
    marks = list(body.iter(_HEADER, _FOOTER, *_PICTURES))  # of a long text one walk is enough
    headers, footers = (
        tuple(read(read_root(parts, targets[identity].target)) for identity in _references(marks, name))
        for name, read in ((_HEADER, _header_words), (_FOOTER, _footer_words))
    )
    remarks = write_out(body, parts, lambda: blocks_of(body, open_frames=open_frames)) if as_seen else ()
    blocks = tuple(
        paragraph_text(block) if block.tag == P else _read_table(block)
        for block in blocks_of(body, open_frames=open_frames)
    )
    return DocxContent(
        blocks,
        tuple(_pictures(marks, parts, targets)),
        headers,
        footers,
        _properties(parts),
        remarks,
    )


def blocks_of(parent: etree._Element, *, open_frames: bool = False) -> Iterator[etree._Element]:
    """The paragraphs and tables in it, in their order."""
    for block in children_of(parent, P, TBL):
        inside = frame_of(block) if open_frames else None
        if inside is None:
            yield block
        else:
            yield from blocks_of(inside, open_frames=True)


def frame_of(block: etree._Element) -> etree._Element | None:
    """The only cell of a table around other tables; None for any other block."""
    if block.tag != TBL:
        return None
    cells = [cell for row in children_of(block, TR) for cell in children_of(row, TC)]
    return cells[0] if len(cells) == 1 and next(children_of(cells[0], TBL), None) is not None else None


def _references(marks: Sequence[etree._Element], name: str) -> tuple[str, ...]:
    """A header of many sections is read once."""
    return tuple(dict.fromkeys(mark.get(f"{_R}id", "") for mark in marks if mark.tag == name))


def _properties(parts: Parts) -> dict[str, str]:
    usual = _CORE_NAME if parts.has(_CORE_NAME) else None
    part = next(parts.related("", "core-properties"), usual)
    core = parts.root(part) if part is not None else ()
    return {name: item.text or "" for item in core if (name := local_name(item)) in _CORE_NAMES}


def read_form(content: DocxContent, groups: int) -> DocxForm:
    """The form in the document: everything up to the first words below its tables (an appendix).
    groups: how many leading columns repeat their label with （续） on a later page."""
    lines: list[str] = []
    tables: list[DocxTable] = []
    behind: tuple[str | DocxTable, ...] = ()
    for index, block in enumerate(content.blocks):
        if isinstance(block, DocxTable):
            tables.append(block)
        elif block.strip():
            if tables:
                behind = content.blocks[index:]
                break
            lines.append(block)
    with_heads = [table for table in tables if table.heads]
    return DocxForm(
        lines=tuple(lines),
        facts=tuple(row for table in tables if not table.heads for row in table.rows),
        heads=tuple(table.rows[: table.heads] for table in with_heads),
        rows=join_pages([table.rows[table.heads :] for table in with_heads], groups),
        behind=behind,
    )


def join_pages(pages: Sequence[Sequence[Row]], groups: int) -> tuple[Row, ...]:
    """All rows, with each label that a page repeats joined to the one it goes on from."""
    rows: list[list[DocxCell | None]] = []
    starts: list[tuple[int, DocxCell] | None] = [None] * groups
    for page in pages:
        for position, row in enumerate(page):
            joined = list(row)
            for column, cell in enumerate(row[:groups]):
                start = starts[column]
                if cell is None:
                    continue
                if position == 0 and start and cell.text == start[1].text + CONTINUED:
                    longer = replace(start[1], rowspan=start[1].rowspan + cell.rowspan)
                    rows[start[0]][column] = longer
                    starts[column] = (start[0], longer)
                    joined[column] = None
                else:
                    starts[column] = (len(rows), cell)
            rows.append(joined)
    return tuple(tuple(row) for row in rows)


def _read_table(table: etree._Element) -> DocxTable:
    rows: list[list[DocxCell | None]] = []
    above: dict[int, int] = {}  # grid column → row in which the cell that reaches down to here starts
    heads = 0
    for element, cells in read_cells(table):
        properties = element.find(TRPR)
        if is_deleted(element):
            continue
        if heads == len(rows) and properties is not None and is_on(properties.find(f"{W}tblHeader")):
            heads += 1
        slots: list[DocxCell | None] = [None] * number_in(properties, "gridBefore", 0)
        for cell in cells:
            column, own = len(slots), cell.element.find(_TCPR) if cell.merged else None
            span = number_in(own, "gridSpan", 1)
            merge = None if own is None else own.find(f"{W}vMerge")
            start = above.get(column)
            if merge is not None and merge.get(_VAL) != "restart" and start is not None:
                origin = rows[start][column]
                assert origin is not None
                rows[start][column] = DocxCell(origin.text, origin.rowspan + 1, origin.colspan)
                slots += [None] * span
            else:
                slots += [DocxCell(cell.text, 1, span), *[None] * (span - 1)]
                above.pop(column, None)
                if merge is not None:
                    above[column] = len(rows)
        if len(slots) > MOST_SLOTS:
            raise ValueError("a row of more columns than any table has")
        rows.append(slots)
    return DocxTable(tuple(tuple(row) for row in rows), heads)


def _pictures(
    marks: Sequence[etree._Element], parts: Parts, targets: Mapping[str, Relation]
) -> Iterator[DocxPicture]:
    """A file that many pictures show is read once."""
    files = {"": b""}
    for inline in (mark for mark in marks if mark.tag in _PICTURES):
        alt = next((about.get("descr", "") for about in inline.iter(f"{_DRAWN}docPr")), "")
        blip = next(inline.iter(f"{_SHAPE}blip"), None)
        target = targets.get(blip.get(f"{_R}embed", "")) if blip is not None else None
        name = target.target if target and not target.external else ""
        if name not in files:
            files[name] = parts.bytes_of(name)
        places = [item for item in inline.iter(f"{_DRAWN}extent", f"{_SHAPE}ext") if item.get("cx")]
        sizes = tuple((_measure(item, "cx"), _measure(item, "cy")) for item in places)
        yield DocxPicture(alt, files[name], sizes)


def _measure(item: etree._Element, name: str) -> int:
    value = item.get(name, "")
    return int(value) if value.isdigit() and len(value) <= _MOST_MEASURE else 0


def _header_words(header: etree._Element) -> str:
    drawn = [item.get("string", "") for item in header.iter(_VML_TEXT)]
    return "\n".join([*drawn, *(item.text or "" for item in header.iter(T))])


def _footer_words(footer: etree._Element) -> str:
    """What stands outside the fields."""
    inside, words = False, []
    for item in footer.iter(T, f"{W}fldChar"):
        if item.tag == f"{W}fldChar":
            inside = item.get(f"{W}fldCharType") != "end"
        elif not inside and next(item.iterancestors(f"{W}fldSimple"), None) is None:
            words.append(item.text or "")
    return "".join(words)


def read_root(parts: Parts, name: str) -> etree._Element:
    """A part of the text, its names those of transitional documents."""
    root = parts.root(name, DOCUMENT)
    strict = {space for element in (root, *root) for space in element.nsmap.values()} & _TRANSITIONAL.keys()
    if strict:
        for element in root.iter():
            element.tag = _transitional(str(element.tag))
            for key in [key for key in element.attrib if str(key).startswith(f"{{{_STRICT}")]:
                element.set(_transitional(str(key)), element.attrib.pop(key))
    return root


def _transitional(name: str) -> str:
    space, closed, local = name.removeprefix("{").partition("}")
    return f"{{{_TRANSITIONAL.get(space, space)}}}{local}" if closed else name
