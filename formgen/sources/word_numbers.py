"""Numbers that Word writes before paragraphs by itself: 一、 1. （1） ① and signs of lists.

Comes in: a document's body and its parts. Goes out: the paragraphs that are numbered, each with what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from formgen.base.circled import CIRCLED
from formgen.sources.docx_text import P, W
from formgen.sources.format_number import chinese_number
from formgen.sources.number_format import UnknownFormat
from formgen.sources.parts import DOCUMENT, STYLES, Parts
from formgen.sources.word_signs import draws_signs, sign_of

UNKNOWN = "\ufffd"
"""Stands for a number or sign that is not known."""

_VAL = f"{W}val"
_PLACE = re.compile("%([1-9])")
_CLOSED = "、，．。）］】：；·●■◆▪•○□➢✓→"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_ROWS = {
    "decimalEnclosedCircle": CIRCLED, "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}  # fmt: skip
_ROWS["decimalEnclosedCircleChinese"] = _ROWS["decimalEnclosedCircle"]
_COUNTED = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "ideographLegalTraditional", "chineseLegalSimplified"}  # fmt: skip
_DIGITS = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int
    kind: str
    text: str
    gap: str
    plain: bool
    font: str


@dataclass(slots=True)
class _List:
    """Paragraphs that are counted together. counts: of each level, -1 where it has not begun."""

    levels: dict[int, _Level]
    counts: list[int] = field(default_factory=lambda: [-1] * _LEVELS)


def numbered(body: etree._Element, parts: Parts) -> Iterator[tuple[etree._Element, str]]:
    """The numbered paragraphs in their order, with the text before each. A paragraph without words counts, too."""
    lists = _Lists(parts)
    for paragraph in body.iter(P):
        properties = paragraph.find(f"{W}pPr")
        if properties is not None and (found := lists.number(properties)) is not None:
            yield paragraph, found


class _Lists:
    """The lists of a document. Read from its parts when the first paragraph asks."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._nums: dict[str, tuple[str, dict[int, int]]] = {}
        self._lists: dict[str, _List] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles: dict[str, tuple[str | None, int | None, str]] = {}
        for part in parts.related(parts.main or "", "numbering"):
            self._read(parts.root(part, DOCUMENT))
        if self._nums:
            for part in parts.related(parts.main or "", "styles"):
                self._read_styles(parts.root(part, STYLES))

    def number(self, properties: etree._Element) -> str | None:
        """What stands before a paragraph of these properties; None before most."""
        own = properties.find(f"{W}numPr")
        identity, level = _numbering(own)
        style = _value(properties, "pStyle") or ""
        for _ in range(_LEVELS):  # styles that are based on one another
            if identity is not None or style not in self._styles:
                break
            identity, of_style, style = self._styles[style]
            level = of_style if level is None else level
        if identity is None or identity not in self._nums:
            return None
        return self._next(identity, min(level or 0, _LEVELS - 1))

    def _next(self, identity: str, level: int) -> str | None:
        name, starts = self._nums[identity]
        found = self._lists.get(name)
        if found is None or level not in found.levels:
            return None
        for depth in range(level + 1):
            start = found.levels[depth].start if depth in found.levels else 0
            if depth in starts and (identity, depth) not in self._begun:
                self._begun.add((identity, depth))
                start, found.counts[depth] = starts[depth], -1
            if found.counts[depth] < 0:
                found.counts[depth] = start
            elif depth == level:
                found.counts[depth] += 1
        found.counts[level + 1 :] = [-1] * (_LEVELS - level - 1)
        return _label(found, level)

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        wanted: dict[str, str] = {}
        for item in root.iter(f"{W}abstractNum"):
            name = item.get(f"{W}abstractNumId", "")
            self._lists[name] = _List(dict(map(_level, item.iter(f"{W}lvl"))))
            linked[_value(item, "styleLink") or ""] = name
            wanted[name] = _value(item, "numStyleLink") or ""
        for item in root.iter(f"{W}num"):
            name = _value(item, "abstractNumId") or ""
            name = linked.get(wanted.get(name, ""), name) if wanted.get(name) else name
            starts = {
                _whole(change.get(f"{W}ilvl")): _whole(_value(change, "startOverride"))
                for change in item.iter(f"{W}lvlOverride")
                if change.find(f"{W}startOverride") is not None
            }
            self._nums[item.get(f"{W}numId", "")] = (name, starts)

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iter(f"{W}style"):
            properties = style.find(f"{W}pPr")
            own = None if properties is None else properties.find(f"{W}numPr")
            identity, level = _numbering(own)
            self._styles[style.get(f"{W}styleId", "")] = (identity, level, _value(style, "basedOn") or "")


def _numbering(item: etree._Element | None) -> tuple[str | None, int | None]:
    if item is None:
        return None, None
    level = _value(item, "ilvl")
    return _value(item, "numId"), None if level is None else _whole(level)


def _level(item: etree._Element) -> tuple[int, _Level]:
    fonts = next(item.iter(f"{W}rFonts"), None)
    font = "" if fonts is None else fonts.get(f"{W}ascii", "") or fonts.get(f"{W}hAnsi", "")
    return _whole(item.get(f"{W}ilvl")), _Level(
        _whole(_value(item, "start"), 1), _value(item, "numFmt") or "decimal", _value(item, "lvlText") or "",
        _value(item, "suff") or "tab", item.find(f"{W}isLgl") is not None, font,
    )  # fmt: skip


def _label(found: _List, level: int) -> str:
    own = found.levels[level]
    if own.kind == "none":
        return ""

    def count(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        kind = "decimal" if own.plain or depth not in found.levels else found.levels[depth].kind
        return _written(found.counts[depth], kind)

    text = _PLACE.sub(count, own.text)
    if draws_signs(own.font) and own.kind == "bullet":
        text = "".join(sign_of(own.font, ord(sign)) or UNKNOWN for sign in text)
    elif any("\ue000" <= sign <= "\uf8ff" for sign in text):
        text = UNKNOWN
    if not text or own.gap == "nothing" or (own.gap == "tab" and text[-1] in f"{_CLOSED}.)"):
        return text
    return f"{text} " if own.gap == "space" or not "①" <= text[-1] <= "⒛" else text


def _written(number: int, kind: str) -> str:
    if kind in _ROWS:
        return _ROWS[kind][number - 1] if 0 < number <= len(_ROWS[kind]) else UNKNOWN
    if kind in ("decimal", "decimalHalfWidth"):
        return str(number)
    if kind == "decimalZero":
        return f"{number:02}"
    if kind == "decimalFullWidth":
        return str(number).translate(_WIDE)
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _LEVELS)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind in _DIGITS:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    return _counted(number, kind) if kind in _COUNTED else UNKNOWN


def _counted(number: int, kind: str) -> str:
    """十一 as spoken; with formal digits 壹拾壹."""
    formal = "Legal" in kind
    try:
        text = chinese_number(str(number), 2 if formal else 1)
    except UnknownFormat:
        return UNKNOWN
    return text if formal else re.sub("^一十", "十", text)


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        made += sign * count
    return made


def _value(parent: etree._Element, name: str) -> str | None:
    item = parent.find(W + name)
    return None if item is None else item.get(_VAL)


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
