"""The profile's dress on a Word template: paper, fonts, sizes and line distances.

Comes in: a profile, and the trees of the template's parts. Goes out: the same trees dressed. So
profile.toml is the one home of what the page plan counts on; everything else (colours, borders, order,
what stands where) is the designer's.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from formgen.base.errors import Fault
from formgen.declaration.profile import Profile
from formgen.messages import rendering as say
from formgen.render.docx_xml import (
    BEFORE_SIZE,
    BEFORE_SPACING,
    BEFORE_STYLE_PPR,
    W,
    find_ancestor,
    require_child,
)

USES = ("title", "head", "body", "prose", "heading")
_STYLE = "formgen {use}"
_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_THEME_SLOTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Type:
    """One use of type. size in half points and line in twentieths of a point, as Word counts."""

    use: str
    font: str
    size: int
    line: int


@dataclass(frozen=True, slots=True)
class Dress:
    """What of a profile goes into a compiled template. Lengths in twentieths of a point; paper is
    width and height, margins are top, right, bottom, left."""

    paper: tuple[int, int]
    margins: tuple[int, int, int, int]
    types: tuple[Type, ...]


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point, Word's unit."""
    return round(millimetres * _TWIPS_PER_MM)


def dress_of(profile: Profile) -> Dress:
    """The dress of a profile's documents."""
    page = profile.page
    fonts = [(use, getattr(profile.fonts, use)) for use in USES]
    return Dress(
        paper=(twips(float(page.width)), twips(float(page.height))),
        margins=(
            twips(float(page.margin_top)),
            twips(float(page.margin_right)),
            twips(float(page.margin_bottom)),
            twips(float(page.margin_left)),
        ),
        types=tuple(Type(use, font.docx, round(font.size * 2), round(font.line * 20)) for use, font in fonts),
    )


def dress_styles(styles: etree._Element, dress: Dress) -> tuple[dict[str, str], list[Fault]]:
    """Set font, size and line of the styles `formgen title` … `formgen heading`, and the body font as the
    document's. Returns style id → font for the runs, and a fault for each style that is missing."""
    named = {
        name.get(f"{W}val", "").lower(): style
        for style in styles.iter(f"{W}style")
        for name in style.iter(f"{W}name")
    }
    fonts: dict[str, str] = {}
    faults = []
    for kind in dress.types:
        name = _STYLE.format(use=kind.use)
        style = named.get(name)
        if style is None:
            faults.append(Fault(say.NO_STYLE.format(name=name)))
            continue
        fonts[style.get(f"{W}styleId", "")] = kind.font
        _set_type(style, kind)
    for style in named.values():
        based = style.find(f"{W}basedOn")
        parent = "" if based is None else based.get(f"{W}val", "")
        if parent in fonts:  # the year line is prose, only centred
            fonts.setdefault(style.get(f"{W}styleId", ""), fonts[parent])
    body = next(kind.font for kind in dress.types if kind.use == "body")
    for defaults in styles.iter(f"{W}rPrDefault"):
        _set_font(require_child(defaults, "rPr"), body, own=False)
    fonts[""] = body
    return fonts, faults


def dress_part(root: etree._Element, dress: Dress, fonts: dict[str, str]) -> None:
    """Name a font on every run (without it, Word looks it up by guess) and set paper and margins."""
    for run in root.iter(f"{W}r"):
        paragraph = find_ancestor(run, "p")
        style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        _set_font(require_child(run, "rPr"), fonts.get(name, fonts[""]), own=True)
    for section in root.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is not None:
            size.set(f"{W}w", str(dress.paper[0]))
            size.set(f"{W}h", str(dress.paper[1]))
            size.set(f"{W}orient", "landscape" if dress.paper[0] > dress.paper[1] else "portrait")
        if margins is not None:
            for side, value in zip(("top", "right", "bottom", "left"), dress.margins, strict=True):
                margins.set(f"{W}{side}", str(value))


def _set_type(style: etree._Element, kind: Type) -> None:
    properties = require_child(style, "rPr", (*BEFORE_STYLE_PPR, "pPr"))
    _set_font(properties, kind.font, own=False)
    require_child(properties, "sz", BEFORE_SIZE).set(f"{W}val", str(kind.size))
    require_child(properties, "szCs", (*BEFORE_SIZE, "sz")).set(f"{W}val", str(kind.size))
    paragraph = require_child(style, "pPr", BEFORE_STYLE_PPR)
    spacing = require_child(paragraph, "spacing", BEFORE_SPACING)
    spacing.set(f"{W}line", str(kind.line))
    spacing.set(f"{W}lineRule", "exact")


def _set_font(properties: etree._Element, font: str, *, own: bool) -> None:
    """Name the font for every script. own: names that are there already are the designer's and stay."""
    fonts = require_child(properties, "rFonts", ("rStyle",))
    for slot in _THEME_SLOTS:
        fonts.attrib.pop(W + slot, "")
    for slot in _FONT_SLOTS:
        if not own or fonts.get(W + slot) is None:
            fonts.set(W + slot, font)
    # Marks that Chinese and Latin share (“ ” … ×) are set and broken as Chinese ones.
    fonts.set(f"{W}hint", "eastAsia")
