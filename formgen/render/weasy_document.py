"""The HTML of the PDF as WeasyPrint takes it up, without the work that a form does not need.

Comes in: HTML text and the profile's own style. Goes out: WeasyPrint's `HTML`, ready to render; its pages
are the same as without this module.

A template that calls itself XHTML is read by Python's XML parser, which is written in C: WeasyPrint's parser
of HTML, in Python, takes thirty times as long. And WeasyPrint's own style sheet styles the marker and the
notes of every element, though only items of lists have a marker; a form has neither lists nor notes. Nor has it
more than one of the sixteen boxes in the margins of a page, which that sheet styles on every page.

Nor are there boxes made of the line ends between rows and cells, to be thrown away again; and what stands in
`style` attributes is said once in a sheet for all elements with the same, for WeasyPrint computes one style for
elements under the same rules, but one for each `style` attribute, and anew for all that is below it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from weasyprint import CSS

_XHTML = "http://www.w3.org/1999/xhtml"
_STARTS = re.compile(rf'\s*<!DOCTYPE html>\s*<html xmlns="{_XHTML}"')
"""No entities are declared behind this, and what is below is XML, or was meant to be."""

_OF_EVERY_ELEMENT = re.compile(r"^::(?:marker|footnote-\w+|note-\w+) \{.*\}$", re.MULTILINE)
_OF_MARGIN = re.compile(r"^ *@((?:top|right|bottom|left)-[\w-]+) *\{.*\}$", re.MULTILINE)
_MARGIN_NAMES = re.compile(r"@((?:top|right|bottom|left)-[\w-]+)")
_LISTS_AND_NOTES = re.compile(r"list-item|note|<(?:li|summary|link)\b|@import|\\", re.IGNORECASE)
"""In HTML or a style sheet: it may have lists or notes, or names them in another file or in escapes."""

_OF_TABLES = frozenset(("table", "thead", "tbody", "tfoot", "tr", "colgroup"))
"""Elements that have no text of their own: what space stands in them is none on the page."""

_ASKS_OF_LOOKS = re.compile(r"\[\s*(?:class|style)\b|\sid\s*=|\\", re.IGNORECASE)
"""In HTML or a style sheet: it may ask for the very text of such an attribute, or name an element by its id,
which goes before what a `style` attribute says."""

_PLAIN_LOOK = re.compile(r"[\w\s:;.%#-]+")
"""Declarations of words and lengths: nothing in them is open at their end, or important."""

_ABOVE_ALL = ":not(#_)"
"""Behind a selector: it goes before all that name no id, as `style` attributes do."""


def read_document(html: str, style: str, **settings: Any) -> Any:
    """The HTML, parsed. style: the text of the profile's style sheet; settings: WeasyPrint's own, of HTML."""
    tree = _read_xhtml(html)
    if tree is not None:
        _close_tables(tree)
        if not _ASKS_OF_LOOKS.search(html) and not _ASKS_OF_LOOKS.search(style):
            _share_looks(tree)
    bare = not _LISTS_AND_NOTES.search(html) and not _LISTS_AND_NOTES.search(style)
    names = frozenset(_MARGIN_NAMES.findall(f"{html}{style}".lower()))
    return _document_class()(html, tree, _bare_sheet(names) if bare else None, **settings)


def _read_xhtml(html: str) -> ElementTree.Element | None:
    """The root, as a parser of HTML gives it; None for HTML that is not XML as well."""
    if not _STARTS.match(html) or "<base" in html:
        return None
    try:
        root = ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return None  # a template of the profile's own among them, or a character that XML does not know
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_XHTML}}}")
    return root


def _close_tables(root: ElementTree.Element) -> None:
    """Take the white space between rows, cells and columns out of the tables."""
    for part in root.iter():
        if part.tag in _OF_TABLES:
            if part.text and not part.text.strip():
                part.text = None
            for inner in part:
                if inner.tail and not inner.tail.strip():
                    inner.tail = None


def _share_looks(root: ElementTree.Element) -> None:
    """Make one class, and one rule, of all `style` attributes that say the same; and one of sheets that do."""
    head = root.find("head")
    if head is None:
        return
    looks: dict[str, str] = {}
    for element in root.iter():
        own = element.get("style")
        if own is None or not _PLAIN_LOOK.fullmatch(own) or element.tag.startswith("{"):  # that is SVG
            continue
        name = looks.setdefault(own, f"look-{len(looks)}")
        del element.attrib["style"]
        element.set("class", f"{element.get('class', '')} {name}")
    sheets = [sheet for sheet in root.iter("style") if not sheet.attrib] or [
        ElementTree.SubElement(head, "style")
    ]
    kept = {sheet.text: sheet for sheet in sheets}  # of those that say the same, the last
    for sheet in sheets:
        if kept[sheet.text] is not sheet:
            sheet.set("type", "text/plain")
    rules = "\n".join(f".{name}{_ABOVE_ALL} {{ {own} }}" for own, name in looks.items())
    sheets[-1].text = f"{sheets[-1].text or ''}\n{rules}"


@lru_cache(maxsize=8)
def _bare_sheet(margin: frozenset[str]) -> CSS:
    """WeasyPrint's own style sheet without lists, notes and all boxes in the margin but these."""
    from weasyprint import CSS
    from weasyprint.html import UA

    sheet = _OF_EVERY_ELEMENT.sub("", UA)
    return CSS(string=_OF_MARGIN.sub(lambda rule: rule[0] if rule[1] in margin else "", sheet))


@lru_cache(maxsize=1)
def _document_class() -> type[Any]:
    """Made once WeasyPrint is loaded."""
    from weasyprint import HTML

    class Document(HTML):  # type: ignore[misc]
        wrapper_element: Any

        def __init__(
            self, html: str, tree: ElementTree.Element | None, sheet: CSS | None, **settings: Any
        ) -> None:
            super().__init__(string=html if tree is None else "<!DOCTYPE html>", **settings)
            self._bare_sheet = sheet
            if tree is not None:
                wrapper = type(self.wrapper_element)
                self.wrapper_element = wrapper.from_html_root(tree, content_language=None)
                self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
            sheets: list[CSS] = super()._ua_stylesheets(forms)
            return [self._bare_sheet, *sheets[1:]] if self._bare_sheet else sheets

    return Document
