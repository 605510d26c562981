"""A Word document as a closed world: only what formgen writes, and what office programs add to it on saving.

Comes in: the bytes of a .docx that `check_document_zip` let pass. Goes out: what has no place in it, with the place
in people's words. Whatever is not known to be harmless is told: parts, elements, attributes; and what the text
looks like in the end, through the styles it bears.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from formgen.base.errors import Fault
from formgen.inspect.docx_grammar import Grammar, prefixed
from formgen.inspect.docx_parts import SYMBOLS, find_strange_parts, is_plain_font
from formgen.inspect.docx_places import SHOWN, Places, words_of
from formgen.inspect.docx_styles import FONTS, Styles, half_points
from formgen.inspect.zip_shape import is_plain_zip
from formgen.messages import verify_docx as say
from formgen.messages.rendering import DOCX_UNREADABLE, DRAFT_MARK
from formgen.sources.docx_content import W, read_root
from formgen.sources.parts import PartRefused, Parts, local_name

_SMALLEST = 8
_LARGEST = 100
"""Half points."""
_LEAST_LINE = 200
"""240ths of a line."""
_NARROWEST = 200
"""Of a cell with words in it, in twentieths of a point."""
_MOST_INDENTED = 0.75
"""Of a cell's width: labels in narrow cells are indented so that their lines come out even."""
_TOLERANCE = 300
_SLACK = 20
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)(\s+\\\*\s*\w+)*\s*", re.IGNORECASE)
"""With how its number is written, but no words that are written with it (\\#)."""
_RESULT = re.compile(r"[\s0-9ivxlIVXL一二三四五六七八九十]*")


@dataclass(frozen=True, slots=True)
class Paper:
    """Of the page, in twentieths of a point: width, height; margins top, right, bottom, left."""

    size: tuple[int, int]
    margins: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that has no place. name: of the element, part or property; place: where, in people's words; text:
    the words beside it."""

    name: str
    place: str
    text: str = ""

    def fault(self) -> Fault:
        other = say.UNKNOWN if self.name.startswith("?") else say.OTHER.format(name=self.name)
        what = say.WHAT.get(self.name, other)
        sentence = say.STRANGE_NEAR if self.text else say.STRANGE
        return Fault(sentence.format(what=what, text=self.text), self.place)


class _Seen(NamedTuple):
    """The same while its place is not told yet. text: None for the words near it."""

    name: str
    item: etree._Element
    text: str | None = None


def _located(found: Iterable[Foreign | _Seen]) -> Iterator[Foreign]:
    places = Places()
    for one in found:
        if isinstance(one, Foreign):
            yield one
        else:
            text = places.near(one.item) if one.text is None else one.text
            yield Foreign(one.name, places.of(one.item), text)


def find_foreign(data: bytes, paper: Paper, *, shipped: bool) -> list[Foreign]:
    """Everything of that kind, once for each place. Raises nothing: what cannot be read is told as well.
    shipped: the form's looks are all known, so that what is plain to read has no place either."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            packed = () if is_plain_zip(data, archive) else (Foreign("packing", say.FILE),)
            found = _located(_look_through(archive, paper, shipped=shipped))
            return list(dict.fromkeys((*packed, *found)))
        except (etree.XMLSyntaxError, KeyError, ValueError, PartRefused) as error:
            return [Foreign("unreadable", DOCX_UNREADABLE.format(why=error))]


def _look_through(archive: zipfile.ZipFile, paper: Paper, *, shipped: bool) -> Iterator[Foreign | _Seen]:
    parts = Parts(archive)
    for part, name in find_strange_parts(archive, parts):
        yield Foreign(name, part)
    main = read_root(parts, parts.main or "")
    margins = [
        (relation.kind, read_root(parts, relation.target))
        for relation in parts.relations(parts.main or "").values()
        if relation.kind in ("header", "footer") and not relation.external and parts.has(relation.target)
    ]
    roots = [main, *(root for _, root in margins)]
    grammars = [Grammar(margin=margin, shipped=shipped) for margin in (False, True)]
    for root in roots:
        for item, name in grammars[root is not main].find_strange(root):
            yield _Seen(name, item)
    for _, root in margins:
        yield from _fields(root)
        yield from _drawings(root)
    yield from _pictures(main)
    found = list(parts.related(parts.main or "", "styles"))
    styles = Styles.of(read_root(parts, found[0]) if found else None)
    yield from _look_of_styles(styles, roots, grammars[0], shipped=shipped)
    for root in roots:
        yield from _looks(root, styles, shipped=shipped)
    if shipped:
        for holder in (
            *roots,
            *styles.used(roots),
            *(styles.document if styles.document is not None else ()),
        ):
            yield from _indents(holder)
    yield from _sizes(main, paper)


# ── styles and what comes of them ────────────────────────────────────────────────────────────────


def _look_of_styles(
    styles: Styles, roots: Sequence[etree._Element], grammar: Grammar, *, shipped: bool
) -> Iterator[Foreign]:
    for name in styles.doubtful:
        yield Foreign("style", say.STYLE.format(name=name or say.DEFAULTS))
    holders = styles.used(roots)
    for style in holders:
        known = style.find(f"{W}name")
        place = say.STYLE.format(name="" if known is None else known.get(f"{W}val", ""))
        for item in style:
            if local_name(item) in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblStylePr"):
                for _, name in grammar.find_strange(item):
                    yield Foreign(name, place)
        if not all(_is_plain(fonts, shipped=shipped) for fonts in style.iter(f"{W}rFonts")):
            yield Foreign("rFonts", place)
        if style.get(f"{W}type") == "table":
            sizes = [int(size.get(f"{W}val", "0") or 0) for size in style.iter(f"{W}sz")]
            if any(size < _SMALLEST for size in sizes):
                yield Foreign("tiny", place)
    for item in styles.document if styles.document is not None else ():
        for _, name in grammar.find_strange(item):
            yield Foreign(name, say.STYLE.format(name=say.DEFAULTS))
        if not all(_is_plain(fonts, shipped=shipped) for fonts in item.iter(f"{W}rFonts")):
            yield Foreign("rFonts", say.STYLE.format(name=say.DEFAULTS))


def _looks(root: etree._Element, styles: Styles, *, shipped: bool) -> Iterator[Foreign | _Seen]:
    for paragraph in root.iter(f"{W}p"):
        largest, kind = 0, styles.style_of(paragraph)
        for run in paragraph.iter(f"{W}r"):
            if not any((text.text or "").strip() for text in run.iter(f"{W}t")):
                continue
            properties = styles.run(run, kind)
            size = half_points(properties)
            largest = max(largest, size)
            if not _SMALLEST <= size <= _LARGEST:
                yield _Seen("tiny", run)
            fonts = properties.get("rFonts")
            if fonts is not None and not _is_plain(fonts, shipped=shipped):
                yield _Seen("rFonts", run)
        line, rule = styles.spacing(paragraph)
        least = largest * 10 if rule == "exact" else _LEAST_LINE if rule == "auto" and largest else 0
        if line < least or (rule == "exact" and next(paragraph.iter(f"{W}drawing"), None) is not None):
            yield _Seen("line", paragraph)


def _indents(holder: etree._Element) -> Iterator[Foreign | _Seen]:
    """Indents anywhere but in a cell that leave its words room."""
    for item in holder.iter(f"{W}ind"):
        total = sum(_number(item, key) for key in ("left", "right", "start", "end", "firstLine"))
        cell = next(item.iterancestors(f"{W}tc"), None)
        width = 0 if cell is None else _number(cell.find(f"{W}tcPr/{W}tcW"), "w")
        if total > width * _MOST_INDENTED:
            yield _Seen("ind", item)


def _is_plain(fonts: etree._Element, *, shipped: bool) -> bool:
    names = [fonts.get(W + slot, "") for slot in FONTS]
    if shipped:
        return all(is_plain_font(name) for name in names)
    return not any(SYMBOLS.search(name) for name in names)


# ── the page and its tables ──────────────────────────────────────────────────────────────────────


def _sizes(main: etree._Element, paper: Paper) -> Iterator[Foreign | _Seen]:
    for section in main.iter(f"{W}sectPr"):
        for name, keys, expected in (
            ("pgSz", ("w", "h"), paper.size),
            ("pgMar", ("top", "right", "bottom", "left"), paper.margins),
        ):
            item = section.find(W + name)
            found = [_number(item, key) for key in keys]
            if any(abs(one - other) > _SLACK for one, other in zip(found, expected, strict=True)):
                yield Foreign(name, say.PAGE)
        margins = section.find(f"{W}pgMar")
        for inner, outer in (("header", paper.margins[0]), ("footer", paper.margins[2])):
            if _number(margins, inner) > outer + _SLACK:
                yield Foreign("pgMar", say.PAGE)
    room = paper.size[0] - paper.margins[1] - paper.margins[3]
    for table in main.iter(f"{W}tbl"):
        columns = [_number(column, "w") for column in table.iter(f"{W}gridCol")]
        if (
            sum(columns) > room + _TOLERANCE
            or _number(table.find(f"{W}tblPr/{W}tblW"), "w") > room + _TOLERANCE
        ):
            yield _Seen("tblW", table, "")
        for row in table.iter(f"{W}tr"):
            at = 0
            for cell in row.iter(f"{W}tc"):
                span = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), "val"))
                width = sum(columns[at : at + span])
                at += span
                own = cell.find(f"{W}tcPr/{W}tcW")
                given = _number(own, "w") if own is not None and own.get(f"{W}type") == "dxa" else width
                if min(width, given) < _NARROWEST and words_of(cell).strip():
                    yield _Seen("tcW", cell)


def _number(item: etree._Element | None, key: str) -> int:
    value = "" if item is None else item.get(W + key, "")
    return int(value) if value.lstrip("-").isdigit() else 0


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def _drawings(margin: etree._Element) -> Iterator[Foreign | _Seen]:
    """Drawings that are not the draft's mark."""
    for drawing in margin.iter(f"{W}pict"):
        words = [item.get("string", "") for item in drawing.iter() if prefixed(item) == "v:textpath"]
        if DRAFT_MARK not in words:
            yield _Seen("pict", drawing, "")


def _pictures(main: etree._Element) -> Iterator[Foreign | _Seen]:
    """Pictures that say one thing to one reader and another to the next."""
    for drawing in main.iter(f"{W}drawing"):
        kinds = ("wp:docPr", "pic:cNvPr")
        said = {item.get("descr", "") for item in drawing.iter() if prefixed(item) in kinds} - {""}
        if len(said) > 1:
            yield _Seen("drawing", drawing, "")


# ── page numbers ─────────────────────────────────────────────────────────────────────────────────


def _fields(root: etree._Element) -> Iterator[Foreign | _Seen]:
    """Fields that are whole, count pages, and show a number."""
    for field in root.iter(f"{W}fldSimple"):
        if not _FIELD.fullmatch(field.get(f"{W}instr", "")) or not _RESULT.fullmatch(words_of(field)):
            yield _Seen("field", field)
    state, code, result = "", "", ""
    for item in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if item.tag == f"{W}instrText":
            code += item.text or ""
        elif item.tag == f"{W}t":
            result += (item.text or "") if state == "separate" else ""
        else:
            kind = item.get(f"{W}fldCharType", "")
            if (state, kind) not in (
                ("", "begin"),
                ("begin", "separate"),
                ("begin", "end"),
                ("separate", "end"),
            ):
                yield _Seen("field", item, "")
                return
            state = "" if kind == "end" else kind
            if kind == "end":
                if not _FIELD.fullmatch(code) or not _RESULT.fullmatch(result):
                    yield _Seen("field", item, code.strip()[:SHOWN])
                code = result = ""
    if state or code:
        yield Foreign("field", say.FOOTER)
