"""Nothing is on the pages of a PDF but what formgen paints there.

Comes in: pages, their scenes, and the boxes of their cells where they are known. Goes out: sentences, one per thing
that does not belong there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pikepdf
from pikepdf import Dictionary

from formgen.inspect.pdf_boxes import Box
from formgen.messages import verify as say
from formgen.sources.pdf_objects import Place
from formgen.verify.pdf_scene import PALE, Point, Scene, Shape, light
from formgen.verify.signature_fields import is_seal

_PAGE_KEYS = {
    "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Tabs",
    "/StructParents", "/Group", "/Annots", "/Rotate",
}  # fmt: skip
_BOXES = ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
_THICKEST = 1.5
"""pt; a table's line is thinner."""
_NEAR = 1.6
"""pt; so near to the edge of a cell a line is that edge's."""
_STRAIGHT = 0.05
Edge = tuple[bool, float, float, float]
"""Of a cell: whether it is upright, where it is, from and to."""

_BAR_SLACK = 1.0


@dataclass
class Frame:
    """Where everything of a page must be. boxes: of its texts. bars: of its chart, `expected` says solid or not.
    lines: of its chart, boxes as thin as they are."""

    boxes: Sequence[Box]
    bars: Sequence[Box] = ()
    lines: Sequence[Box] = ()

    @cached_property
    def edges(self) -> list[Edge]:
        """The edges of its cells, and the chart's lines."""
        cells = [box for box in self.boxes if box.cell is not None]
        upright = [(box.left, box.top, box.bottom) for box in (*cells, *self.lines)]
        upright += [(box.right, box.top, box.bottom) for box in cells]
        level = [(box.top, box.left, box.right) for box in (*cells, *self.lines)]
        level += [(box.bottom, box.left, box.right) for box in cells]
        return [*((True, *edge) for edge in upright), *((False, *edge) for edge in level)]


def find_page_faults(
    number: int, page: pikepdf.Page, size: tuple[float, float], seals: frozenset[Place]
) -> Iterator[str]:
    """Keys, size and annotations of a page. size: in pt, as the profile has it. seals: of the file's signatures."""
    node = page.obj
    strange = sorted(set(node.keys()) - _PAGE_KEYS)
    if strange:
        yield say.WORLD_PAGE_KEYS.format(page=number, names="、".join(strange))
    box = _numbers(page.mediabox)
    if (
        len(box) != 4
        or any(abs(a - b) > 1 for a, b in zip(box, (0, 0, *size), strict=True))
        or node.get("/Rotate", 0) != 0
    ):
        yield say.WORLD_SIZE.format(page=number)
    if any(
        key in node and any(abs(a - b) > 1 for a, b in zip(_numbers(node[key]), box, strict=False))
        for key in _BOXES
    ):
        yield say.WORLD_SIZE.format(page=number)
    for note in node.get("/Annots", ()):
        if not (isinstance(note, Dictionary) and is_seal(note, seals)):
            yield say.WORLD_ANNOTATION.format(page=number)


def _numbers(items: pikepdf.Object | Sequence[object]) -> list[float]:
    return [float(item) for item in items]  # type: ignore[arg-type]


# ── what is painted ──────────────────────────────────────────────────────────────────────────────


def find_scene_faults(number: int, scene: Scene, height: float, frame: Frame | None) -> Iterator[str]:
    """What the page paints beside texts, the lines of its tables and the bars of its chart. frame: where these are,
    None where it is not known."""
    for fault in scene.faults:
        yield say.WORLD_ON_PAGE.format(page=number, what=fault)
    if any(not (0 <= y <= height and x >= 0) for text in scene.texts for x, y in text.places):
        yield say.WORLD_OFF_PAGE.format(page=number)
    filled = []
    for shape in scene.shapes:
        if shape.fill is not None and not _is_thin(shape):
            filled.append(shape)
        elif not _is_line(shape):
            yield say.WORLD_SHAPE.format(page=number)
        elif frame is not None and (inside := _crossed(shape, height, frame.boxes)):
            yield say.WORLD_LINE.format(page=number, label=inside)
        elif frame is not None and _strays(shape, height, frame):
            yield say.WORLD_STRAY.format(page=number)
    if frame is not None:
        yield from _bar_faults(number, filled, height, frame.bars)


def _is_thin(shape: Shape) -> bool:
    """Whether a filled shape is a line: so much longer than it is wide."""
    for part in shape.points:
        ahead = part[1:] + part[:1]
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(part, ahead, strict=True))) / 2
        around = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in zip(part, ahead, strict=True))
        if area > _THICKEST * around / 2:
            return False
    return True


def _is_line(shape: Shape) -> bool:
    """Thin, dark, and upright or level; where two sides of a frame are joined, a corner as small as they are thin."""
    straight = all(
        min(abs(a[0] - b[0]), abs(a[1] - b[1])) < _STRAIGHT
        or max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _THICKEST
        for part in shape.points
        for a, b in pairwise(part)
    )
    inks = [ink for ink in (shape.stroke, shape.fill) if ink is not None]
    thin = shape.stroke is None or shape.width <= _THICKEST
    return straight and thin and all(light(ink) < PALE for ink in inks)


def _crossed(shape: Shape, height: float, boxes: Sequence[Box]) -> str:
    """The label of a cell that a line of the shape goes through, "" where it keeps to the edges."""
    for part in shape.points:
        for (x1, y1), (x2, y2) in pairwise(part):
            left, right = min(x1, x2), max(x1, x2)
            top, bottom = height - max(y1, y2), height - min(y1, y2)
            for box in boxes:
                if (
                    box.left + _NEAR < right
                    and left < box.right - _NEAR
                    and box.top + _NEAR < bottom
                    and top < box.bottom - _NEAR
                ):
                    return box.label or box.expected
    return ""


def _strays(shape: Shape, height: float, frame: Frame) -> bool:
    """Whether a line of the shape is no edge of a cell: somebody may have drawn words with it."""
    for part in shape.points:
        for (x1, y1), (x2, y2) in pairwise(part):
            if max(abs(x1 - x2), abs(y1 - y2)) <= 2 * _THICKEST:
                continue
            upright = abs(x1 - x2) < abs(y1 - y2)
            place = x1 if upright else height - y1
            start, end = sorted((height - y1, height - y2) if upright else (x1, x2))
            spans = sorted(
                (low, high)
                for kind, where, low, high in frame.edges
                if kind == upright and abs(where - place) <= _NEAR
            )
            for low, high in spans:
                if low <= start + _NEAR:
                    start = max(start, high)
            if start < end - _NEAR:
                return True
    return False


def _bar_faults(number: int, filled: Sequence[Shape], height: float, bars: Sequence[Box]) -> Iterator[str]:
    """Every filled shape is a bar of the chart, of its place, length and tone, and no bar is missing."""
    left = list(bars)
    for shape in filled:
        match = next((bar for bar in left if _is_bar(shape, height, bar)), None)
        if match is None:
            yield say.WORLD_SHAPE.format(page=number)
        else:
            left.remove(match)
    if left:
        yield say.WORLD_BARS.format(page=number)


def _is_bar(shape: Shape, height: float, bar: Box) -> bool:
    points: list[Point] = [point for part in shape.points for point in part]
    xs, ys = [x for x, _ in points], [height - y for _, y in points]
    found = (min(xs), min(ys), max(xs), max(ys))
    wanted = (bar.left, bar.top, bar.right, bar.bottom)
    assert shape.fill is not None
    solid = light(shape.fill) < PALE
    return solid == bool(bar.expected) and all(
        abs(a - b) < _BAR_SLACK for a, b in zip(found, wanted, strict=True)
    )
