"""The HTML of the PDF as WeasyPrint takes it up, without the work that a form does not need.

Comes in: HTML text and the profile's own style. Goes out: WeasyPrint's `HTML`, ready to render; its pages
are the same as without this module.

A template that calls itself XHTML is read by Python's XML parser, which is written in C: WeasyPrint's parser
of HTML, in Python, takes thirty times as long. And WeasyPrint's own style sheet styles the marker and the
notes of every element, though only items of lists have a marker; a form has neither lists nor notes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

_XHTML = "http://www.w3.org/1999/xhtml"
_STARTS = re.compile(rf'\s*<!DOCTYPE html>\s*<html xmlns="{_XHTML}"')
"""No entities are declared behind this, and what is below is XML, or was meant to be."""

_OF_EVERY_ELEMENT = re.compile(r"^::(?:marker|footnote-\w+|note-\w+) \{.*\}$", re.MULTILINE)
_LISTS_AND_NOTES = re.compile(r"list-item|note|<(?:li|summary|link)\b|@import|\\", re.IGNORECASE)
"""In HTML or a style sheet: it may have lists or notes, or names them in another file or in escapes."""


def read_document(html: str, style: str, **settings: Any) -> Any:
    """The HTML, parsed. style: the text of the profile's style sheet; settings: WeasyPrint's own, of HTML."""
    tree = _read_xhtml(html)
    bare = not _LISTS_AND_NOTES.search(html) and not _LISTS_AND_NOTES.search(style)
    return _document_class()(html, tree, bare, **settings)


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


@lru_cache(maxsize=1)
def _document_class() -> type[Any]:
    """Made once WeasyPrint is loaded."""
    from weasyprint import CSS, HTML
    from weasyprint.html import UA

    bare_sheet = CSS(string=_OF_EVERY_ELEMENT.sub("", UA))

    class Document(HTML):  # type: ignore[misc]
        wrapper_element: Any

        def __init__(self, html: str, tree: ElementTree.Element | None, bare: bool, **settings: Any) -> None:
            super().__init__(string=html if tree is None else "<!DOCTYPE html>", **settings)
            self._bare = bare
            if tree is not None:
                wrapper = type(self.wrapper_element)
                self.wrapper_element = wrapper.from_html_root(tree, content_language=None)
                self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
            sheets: list[CSS] = super()._ua_stylesheets(forms)
            return [bare_sheet, *sheets[1:]] if self._bare else sheets

    return Document
