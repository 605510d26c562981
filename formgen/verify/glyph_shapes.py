"""A glyph of an unknown font, beside the characters of known ones: which of them does it look like?

Comes in: a character, glyphs of an unknown font that claim to be it, and this machine's fonts. Goes out: True, False,
or None where it cannot be told. Fonts of different styles draw a character differently, but a 9 is nearer to any 9
than to any 1. Of 汉字 and signs there are too many that differ by a stroke: only what is drawn just like a known one
is known to be that.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from formgen.fonts.faces import Face
from formgen.verify.glyph_outlines import Glyph, glyphs_of

_SIDE = 32
_DIGITS = "0123456789"
_DIGIT_MARGIN = 0.8
"""Another digit must be that much nearer to be called what it looks like."""

_SAME = 2500.0
"""Characters that differ by a stroke are twice as far apart."""

_MOVED = 0.03
"""In em: so far a side may be from where it should be. What is drawn elsewhere or smaller is not the same."""

Contour = list[tuple[float, float, bool]]


def looks_like(text: str, glyphs: Iterable[Glyph], faces: tuple[Face, ...]) -> bool | None:
    """Whether each of the glyphs is drawn like this character. A digit may be called another, and a damaged outline
    none; of all else it is only said that it looks right, or nothing."""
    own = glyphs_of(text, faces)
    answers = {_compare(glyph, text, own, faces) for glyph in glyphs}
    return False if False in answers else None if None in answers else True


def _compare(glyph: Glyph, text: str, own: Iterable[Glyph], faces: tuple[Face, ...]) -> bool | None:
    try:
        picture, sides = draw(glyph.outline), _sides(glyph)
    except (IndexError, struct.error):
        return False
    if picture is None or not own:
        return None
    distances = {other: _distance(picture, known) for other in own if (known := _kept_picture(other.outline))}
    if any(distance <= _SAME and _is_near(sides, _sides(other)) for other, distance in distances.items()):
        return True
    rivals = (
        _distance(picture, other)
        for rival in (_DIGITS if text in _DIGITS else "")
        if rival != text
        for other in _pictures(rival, faces)
    )
    nearest = min(rivals, default=float("inf"))
    return False if nearest < min(distances.values(), default=0.0) * _DIGIT_MARGIN else None


def _is_near(a: Sequence[float], b: Sequence[float]) -> bool:
    return all(abs(one - other) <= _MOVED for one, other in zip(a, b, strict=True))


def _sides(glyph: Glyph) -> tuple[float, ...]:
    """Left, bottom, right and top of what is seen, in em."""
    points = [(x, y) for contour in _contours(glyph.outline) for x, y, _ in contour] or [(0, 0)]
    xs, ys = [x + glyph.shift for x, _ in points], [y for _, y in points]
    return tuple(side / max(glyph.em, 1) for side in (min(xs), min(ys), max(xs), max(ys)))


@lru_cache(maxsize=4096)
def _kept_picture(outline: bytes) -> Image.Image | None:
    return draw(outline)


def _pictures(text: str, faces: tuple[Face, ...]) -> list[Image.Image]:
    drawn = (_kept_picture(glyph.outline) for glyph in glyphs_of(text, faces))
    return [picture for picture in drawn if picture is not None]


def _distance(a: Image.Image, b: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(a, b)).sum[0])


def draw(outline: bytes) -> Image.Image | None:
    """The glyph filling a small square, softened; None for a blank or one that is made of others. Raises IndexError
    and struct.error for one that is damaged."""
    contours = list(_contours(outline))
    points = [(x, y) for contour in contours for x, y, _ in contour]
    if not points:
        return None
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    scale = (_SIDE - 4) / max(right - left, top - bottom, 1)
    middle = ((left + right) / 2, (bottom + top) / 2)
    canvas = Image.new("1", (_SIDE, _SIDE))
    for contour in contours:
        part = Image.new("1", (_SIDE, _SIDE))
        line = [
            (_SIDE / 2 + (x - middle[0]) * scale, _SIDE / 2 - (y - middle[1]) * scale)
            for x, y in _flatten(contour)
        ]
        if len(line) > 2:
            ImageDraw.Draw(part).polygon(line, fill=1)
        canvas = ImageChops.logical_xor(canvas, part)  # a counter is a hole
    return canvas.convert("L").filter(ImageFilter.GaussianBlur(1.5))


def _flatten(contour: Contour) -> Iterator[tuple[float, float]]:
    """Corners of the contour; a curve by its middle."""
    for at, (x, y, on) in enumerate(contour):
        before, after = contour[at - 1], contour[(at + 1) % len(contour)]
        if on:
            yield x, y
        else:
            yield (x + (before[0] + after[0]) / 2) / 2, (y + (before[1] + after[1]) / 2) / 2


def _contours(outline: bytes) -> Iterator[Contour]:
    """The contours of a simple glyph (OpenType, glyf)."""
    if len(outline) < 12:
        return
    (count,) = struct.unpack(">h", outline[:2])
    if count <= 0:
        return
    outline += bytes(8)  # what was cut off because it was nothing
    ends = struct.unpack(f">{count}H", outline[10 : 10 + 2 * count])
    at = 10 + 2 * count
    at += 2 + struct.unpack(">H", outline[at : at + 2])[0]
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, at = outline[at], at + 1
        flags.append(flag)
        if flag & 8:
            flags += [flag] * outline[at]
            at += 1
    xs, at = _coordinates(outline, at, flags, 2, 16)
    ys, at = _coordinates(outline, at, flags, 4, 32)
    start = 0
    for end in ends:
        yield [(xs[n], ys[n], bool(flags[n] & 1)) for n in range(start, end + 1)]
        start = end + 1


def _coordinates(outline: bytes, at: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    values, value = [], 0
    for flag in flags:
        if flag & short:
            value += outline[at] if flag & same else -outline[at]
            at += 1
        elif not flag & same:
            value += struct.unpack(">h", outline[at : at + 2])[0]
            at += 2
        values.append(value)
    return values, at
