"""What the text of a Word document looks like in the end: sizes, fonts and line heights through its styles.

Comes in: the roots of styles.xml and of the parts with text. Goes out: the styles that the text really bears,
and the properties that come out for a run or a paragraph. Styles that nothing bears may say what they like.
Source: ECMA-376 part 1, 17.7.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from formgen.sources.docx_content import W

_BEARERS = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_PROPERTIES = ("rPr", "pPr", "tblPr", "trPr", "tcPr", "basedOn")
_DEFAULT_HALF_POINTS = 20
_SINGLE = 240
_LONGEST_CHAIN = 20
"""Of styles that are based on each other; Word itself knows ten."""

FONTS = ("ascii", "hAnsi", "eastAsia", "cs")


@dataclass(slots=True)
class Styles:
    """Every style by its id, the default of each kind, and the document's defaults. doubtful: names of styles that are
    there twice, in any of these ways, of which programs take the first or the last; and of one that is based on more
    than they follow."""

    by_id: dict[str, etree._Element] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    document: etree._Element | None = None
    doubtful: list[str] = field(default_factory=list)
    _merged: dict[tuple[str, str], dict[str, etree._Element]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        styles = cls()
        for style in root.iter(f"{W}style") if root is not None else ():
            identity = style.get(f"{W}styleId", "")
            kind = style.get(f"{W}type", "")
            default = style.get(f"{W}default", "0") in ("1", "true", "on")
            again = identity in styles.by_id or (default and kind in styles.defaults)
            tags = [item.tag for item in style]
            if again or any(tags.count(W + name) > 1 for name in _PROPERTIES):
                styles.doubtful.append(identity)
            styles.by_id.setdefault(identity, style)
            if default:
                styles.defaults.setdefault(kind, identity)
        endless = (name for name in styles.by_id if len(list(styles._chain(name))) == _LONGEST_CHAIN)
        styles.doubtful += islice(endless, 1)
        documents = root.findall(f"{W}docDefaults") if root is not None else []
        styles.doubtful += [""] * (len(documents) - 1)
        styles.document = documents[0] if documents else None
        return styles

    def used(self, roots: Sequence[etree._Element]) -> list[etree._Element]:
        """The styles that these parts bear, those that everything bears, and what they are based on."""
        names = [
            item.get(f"{W}val", "")
            for root in roots
            for item in root.iter(*(W + name for name in _BEARERS))
            if item.getparent() is not None
        ]
        found: dict[str, etree._Element] = {}
        for name in dict.fromkeys([*self.defaults.values(), *names]):
            for style in self._chain(name):
                found[style.get(f"{W}styleId", "")] = style
        return list(found.values())

    def _chain(self, name: str) -> Iterator[etree._Element]:
        """A style and what it is based on, nearest first, as far as programs follow."""
        seen: set[str] = set()
        while name in self.by_id and name not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(name)
            style = self.by_id[name]
            yield style
            based = style.find(f"{W}basedOn")
            name = "" if based is None else based.get(f"{W}val", "")

    def run(self, run: etree._Element, kind: str) -> Mapping[str, etree._Element]:
        """The properties of a run, by name. kind: the style of its paragraph (`style_of`)."""
        own = run.find(f"{W}rPr")
        character = _value(own, "rStyle") or self.defaults.get("character", "")
        if (character, kind) not in self._merged:
            holders = [*self._holders(character, "rPr"), *self._holders(kind, "rPr"), self._document("rPr")]
            self._merged[character, kind] = _merge(holders)
        return {**self._merged[character, kind], **_merge([own])}

    def paragraph(self, paragraph: etree._Element) -> Mapping[str, etree._Element]:
        """The properties of a paragraph, by name; each as a whole, as its nearest holder says it."""
        holders = [
            paragraph.find(f"{W}pPr"),
            *self._holders(self.style_of(paragraph), "pPr"),
            self._document("pPr"),
        ]
        return _merge(holders)

    def spacing(self, paragraph: etree._Element) -> tuple[int, str]:
        """(height, rule) of its lines: twentieths of a point, or of `auto` 240ths of a line."""
        holders = [
            paragraph.find(f"{W}pPr"),
            *self._holders(self.style_of(paragraph), "pPr"),
            self._document("pPr"),
        ]
        found: dict[str, str] = {}
        for holder in holders:
            spacing = None if holder is None else holder.find(f"{W}spacing")
            for name in ("line", "lineRule"):
                if spacing is not None and name not in found and spacing.get(W + name):
                    found[name] = spacing.get(W + name, "")
        line = found.get("line", "")
        return (int(line) if line.isdigit() else _SINGLE, found.get("lineRule", "auto"))

    def style_of(self, paragraph: etree._Element) -> str:
        """The name of the style that a paragraph bears."""
        return _value(paragraph.find(f"{W}pPr"), "pStyle") or self.defaults.get("paragraph", "")

    def _holders(self, name: str, kind: str) -> list[etree._Element | None]:
        return [style.find(W + kind) for style in self._chain(name)]

    def _document(self, kind: str) -> etree._Element | None:
        return None if self.document is None else next(self.document.iter(W + kind), None)


def half_points(properties: Mapping[str, etree._Element]) -> int:
    """The size of type. Chinese and Latin letters are of w:sz, letters of scripts from the right of w:szCs."""
    size = properties.get("sz")
    value = "" if size is None else size.get(f"{W}val", "")
    return int(value) if value.isdigit() else _DEFAULT_HALF_POINTS


def _merge(holders: Sequence[etree._Element | None]) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for holder in holders:
        for item in holder if holder is not None else ():
            found.setdefault(str(item.tag).rpartition("}")[2], item)
    return found


def _value(holder: etree._Element | None, name: str) -> str:
    item = None if holder is None else holder.find(W + name)
    return "" if item is None else item.get(f"{W}val", "")
