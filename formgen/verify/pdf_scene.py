"""What a page paints, and where: texts and shapes in the page's own measure.

Comes in: numbers of content streams. Goes out: a `Scene`, as `pdf_painter` fills it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Dictionary

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
Point = tuple[float, float]
Area = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt from the lower left of the page."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK: Colour = (0.0, 0.0, 0.0)
PALE = 0.7
"""A colour as light as this, or lighter, is not read on paper."""

_ALIKE = 0.02
"""By so much the height of type may differ from its width."""

_BESIDE = 0.5
"""pt that do not matter at the sides of type."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text object. fonts: name → font. shown: (font's name, codes). ink: its colour. places: where its
    pieces begin, in pt from the lower left of the page. size: the tallest, in pt. content: its operators, with
    the names of `fonts`."""

    fonts: dict[str, Dictionary]
    shown: tuple[tuple[str, bytes], ...]
    ink: Colour
    places: tuple[Point, ...]
    size: float
    matrix: Matrix
    content: bytes


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, its points in pt from the lower left of the page. stroke and fill: None where it has none.
    width: of the line, in pt."""

    points: tuple[tuple[Point, ...], ...]
    stroke: Colour | None
    fill: Colour | None
    width: float


@dataclass(slots=True)
class Scene:
    """A page, painted. faults: what it holds that no page of formgen's does, each once."""

    texts: list[Text] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    faults: dict[str, None] = field(default_factory=dict)


def times(a: Matrix, b: Matrix) -> Matrix:
    """a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def move(point: Point, matrix: Matrix) -> Point:
    """A point where the matrix puts it."""
    x, y = point
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def light(colour: Colour) -> float:
    """How light a colour is, 0 to 1 (ITU-R BT.601)."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def scale_of(matrix: Matrix) -> float:
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


def is_upright(matrix: Matrix) -> bool:
    """Whether type stands as it is written: not turned, mirrored, leaning or pressed. A 6 upside down is a 9."""
    across, rise, lean, up = matrix[:4]
    return across > 0 and abs(rise) + abs(lean) + abs(across - up) <= _ALIKE * across


def area_of(points: list[Point]) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def is_inside(reach: Area, clip: Area) -> bool:
    return (
        clip[0] - _BESIDE <= reach[0] and reach[2] <= clip[2] + _BESIDE
        and clip[1] - _BESIDE <= reach[1] and reach[3] <= clip[3] + _BESIDE
    )  # fmt: skip


def all_fonts(scenes: Iterator[Scene]) -> dict[str, tuple[Dictionary, set[bytes]]]:
    """Font's name → the font, and the codes of two bytes that the texts show of it."""
    found: dict[str, tuple[Dictionary, set[bytes]]] = {}
    for scene in scenes:
        for text in scene.texts:
            for name, codes in text.shown:
                _, used = found.setdefault(name, (text.fonts[name], set()))
                used.update(codes[at : at + 2] for at in range(0, len(codes), 2))
    return found
