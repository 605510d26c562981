"""The chart as a picture for the Word document, 300 dots an inch.

Comes in: a `Drawing`. Goes out: PNG bytes, the same for the same drawing on any machine: set in the fonts
that come with formgen.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from formgen.base.errors import Fault, MissingResource
from formgen.fonts.faces import Face, load_face
from formgen.fonts.find import BUNDLED, find_font
from formgen.layout.chart import Drawing, Label
from formgen.messages import appendix as say

DOTS_PER_INCH = 300
_SCALE = DOTS_PER_INCH / 25.4
_WHITE, _BLACK, _SOLID = 255, 0, 64
_START = {"start": 0.0, "middle": 0.5, "end": 1.0}


@lru_cache(maxsize=8)
def draw_png(drawing: Drawing) -> bytes:
    """The drawing as PNG. Raises MissingResource for a character that no bundled font has."""
    image = Image.new("L", (_dots(drawing.width), _dots(drawing.height)), _WHITE)
    pen = ImageDraw.Draw(image)
    line = max(1, _dots(drawing.line))
    for box in drawing.rectangles:
        corners = (_dots(box.x), _dots(box.y), _dots(box.x + box.width), _dots(box.y + box.height))
        pen.rectangle(corners, fill=_SOLID if box.solid else _WHITE, outline=_BLACK, width=line)
    for stroke in drawing.strokes:
        ends = (_dots(stroke.x1), _dots(stroke.y1), _dots(stroke.x2), _dots(stroke.y2))
        pen.line(ends, fill=_BLACK, width=line)
    for label in drawing.labels:
        _draw_label(pen, label, drawing.size)
    out = io.BytesIO()
    # Packed as tightly as can be it would take six times as long, for one byte in thirty.
    image.save(out, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return out.getvalue()


def _draw_label(pen: ImageDraw.ImageDraw, label: Label, size: float) -> None:
    """The text character by character, each in the first font that has it."""
    faces = [_face_of(character) for character in label.text]
    widths = [face.advance(character) * size for face, character in zip(faces, label.text, strict=True)]
    x = label.x - sum(widths) * _START[label.anchor]
    for character, face, width in zip(label.text, faces, widths, strict=True):
        font = _open_font(face.file.path, _dots(size))
        pen.text((x * _SCALE, label.y * _SCALE), character, fill=_BLACK, font=font, anchor="ls")
        x += width


def _face_of(character: str) -> Face:
    for face in _bundled_faces():
        if face.has(character):
            return face
    message = say.CHART_NO_GLYPH.format(character=character, code=f"{ord(character):04X}")
    raise MissingResource(message, [Fault(message, hint=say.CHART_NO_GLYPH_HINT)])


@lru_cache(maxsize=1)
def _bundled_faces() -> tuple[Face, ...]:
    # A folder that holds no fonts of its own, so that only formgen's are found.
    files = (find_font(family, Path(__file__).parent) for family in BUNDLED)
    return tuple(load_face(file) for file in files if file is not None)


@lru_cache(maxsize=8)
def _open_font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _dots(millimetres: float) -> int:
    return round(millimetres * _SCALE)
