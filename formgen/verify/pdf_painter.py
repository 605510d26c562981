"""Follows a page's operators: its texts and its lines, and everything else that it should not have.

Comes in: the pages of an open PDF. Goes out: a `Scene` each. A page of formgen's is a closed world: text in embedded
fonts, upright and whole, straight lines, the rectangles of a chart, in plain colours, nothing behind a mask, nothing
invisible. Any other operator, picture, pattern, layer or transparency is named.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from formgen.inspect.pdf_boxes import DRAFT_SIZE
from formgen.messages import verify as say
from formgen.verify.pdf_colour import is_plain_space
from formgen.verify.pdf_scene import (
    BLACK,
    IDENTITY,
    PALE,
    Area,
    Colour,
    Matrix,
    Point,
    Scene,
    Shape,
    Text,
    area_of,
    is_inside,
    is_upright,
    light,
    move,
    scale_of,
    times,
)  # fmt: skip
from formgen.verify.pdf_tokens import Operand, StrangeContent, read_operations
from formgen.verify.pdf_widths import FontWidths

_LEAST_SIZE = 4.0
_MOST_OPERATIONS = 400_000
"""Of one page."""

_MOST_OF_ALL = 3_000_000
"""Of all pages: three times what the largest forms have."""

_MOST_POINTS = 20_000
"""Of a page's lines: each is looked for among the edges of its cells. A dense page has some 1,500."""

_MOST_DEPTH = 3

_MARK_KEYS = {"/MCID", "/Type", "/Subtype", "/BBox", "/Attached", "/Lang"}
_DEFAULTS = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
"""Spaces that stand in for the plain ones without being asked for."""

_PLAIN_STATES = {"/CA", "/ca"}

_ABOVE, _BELOW = 0.8, 0.2
"""How far type reaches from its base line, in em."""


def read_scenes(pdf: pikepdf.Pdf) -> list[Scene]:
    """The scenes of all pages. Faults are told, never raised."""
    scenes: list[Scene] = []
    left = _MOST_OF_ALL
    for page in pdf.pages:
        scene, used = _read_scene(page, min(left, _MOST_OPERATIONS))
        left -= used
        scenes.append(scene)
    return scenes


def _read_scene(page: pikepdf.Page, most: int) -> tuple[Scene, int]:
    """The page's scene, and how many operators it took. most: so many there may be."""
    scene = Scene()
    painter = _Painter(scene, most)
    resources = page.obj.get("/Resources")
    try:
        painter.paint(page_content(page), resources if isinstance(resources, Dictionary) else Dictionary())
    except StrangeContent as error:
        scene.faults[say.WORLD_CONTENT.format(found=str(error)[:40])] = None
    return scene, most - max(painter.left, 0)


def page_content(page: pikepdf.Page) -> bytes:
    """The page's content streams, one behind the other."""
    found = page.obj.get("/Contents")
    parts = list(found) if isinstance(found, Array) else [found]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))


@dataclass(slots=True)
class _State:
    matrix: Matrix = IDENTITY
    fill: Colour = BLACK
    stroke: Colour = BLACK
    width: float = 1.0
    font: str = ""
    size: float = 0.0
    clip: Area | None = None


class _Painter:
    """Follows the operators. The names of ISO 32000-1, annex A."""

    def __init__(self, scene: Scene, most: int) -> None:
        self.scene = scene
        self.state = _State()
        self.resources = Dictionary()
        self.depth = 0
        self.left = most
        self.path: list[list[Point]] = []
        self.points = 0
        self.clipping = False
        self.text: _OpenText | None = None
        self.fonts: dict[str, Dictionary] = {}
        self.names: dict[str, str] = {}
        self.widths: dict[str, FontWidths] = {}

    def paint(self, content: bytes, resources: Dictionary) -> None:
        """The operators of one stream, with its own graphics states and names."""
        outer = self.resources, self.names, self.state
        self.resources, self.names, self.state = resources, {}, copy(self.state)
        if not _DEFAULTS.isdisjoint(resources.get("/ColorSpace", Dictionary()).keys()):
            self.tell(say.WORLD_COLOUR)
        stack: list[_State] = []
        for operator, operands in read_operations(content):
            self.left -= 1
            if self.left < 0:
                raise StrangeContent(operator)
            if operator == "q":
                stack.append(copy(self.state))
            elif operator == "Q":
                if stack:
                    self.state = stack.pop()
            else:
                act = _OPERATORS.get(operator)
                if act is None:
                    self.tell(say.WORLD_OPERATOR.format(name=operator))
                    continue
                try:
                    act(self, *operands)
                except (TypeError, ValueError, KeyError, IndexError, AttributeError):
                    self.tell(say.WORLD_OPERATOR.format(name=operator))
        self.text = None
        self.resources, self.names, self.state = outer

    def tell(self, sentence: str) -> None:
        self.scene.faults[sentence] = None

    # ── state ─────────────────────────────────────────────────────────────────────────────────────

    def cm(self, *numbers: float) -> None:
        a, b, c, d, e, f = (float(number) for number in numbers)
        self.state.matrix = times((a, b, c, d, e, f), self.state.matrix)

    def w(self, width: float) -> None:
        self.state.width = float(width)

    def gs(self, name: str) -> None:
        found = self.resources.get("/ExtGState", Dictionary()).get(name)
        plain = isinstance(found, Dictionary) and all(
            key == "/Type" or (key in _PLAIN_STATES and float(found[key]) == 1) for key in set(found.keys())
        )
        if not plain:
            self.tell(say.WORLD_STATE)

    def fill_colour(self, *parts: Operand) -> None:
        self.state.fill = self._colour(parts)

    def stroke_colour(self, *parts: Operand) -> None:
        self.state.stroke = self._colour(parts)

    def _colour(self, parts: tuple[Operand, ...]) -> Colour:
        numbers = [float(part) for part in parts if not isinstance(part, str)]
        if len(numbers) != len(parts) or len(numbers) not in (1, 3):
            self.tell(say.WORLD_COLOUR)
            return BLACK
        return (numbers[0], numbers[0], numbers[0]) if len(numbers) == 1 else (*numbers,)  # type: ignore[return-value]

    def space(self, name: str) -> None:
        """A colour space: of gray or of red, green and blue."""
        if not is_plain_space(self.resources.get("/ColorSpace", Dictionary()).get(name, name)):
            self.tell(say.WORLD_COLOUR)

    def nothing(self, *_: Operand) -> None:
        """Says nothing of what is seen."""

    def dash(self, pattern: list[float], _: float) -> None:
        if pattern:
            self.tell(say.WORLD_OPERATOR.format(name="d"))

    def mark(self, kind: str, facts: Operand = None) -> None:
        """Marked content: which part of the structure it is, or none."""
        if isinstance(facts, str):
            facts = dict.fromkeys(self.resources["/Properties"][facts].keys())
        if kind == "/OC" or (facts and not facts.keys() <= _MARK_KEYS):
            self.tell(say.WORLD_LAYER)

    # ── texts ─────────────────────────────────────────────────────────────────────────────────────

    def begin_text(self) -> None:
        self.text = _OpenText(self.state.matrix, self.state.fill)

    def end_text(self) -> None:
        open_text, self.text = self.text, None
        if open_text is None or not open_text.shown:
            return
        text = Text(
            {name: self.fonts[name] for name in {name for name, _ in open_text.shown}},
            tuple(open_text.shown),
            open_text.ink,
            tuple(open_text.places),
            open_text.size,
            open_text.matrix,
            b"\n".join(open_text.content),
        )
        self.scene.texts.append(text)

    def mode(self, number: float) -> None:
        if number != 0:
            self.tell(say.WORLD_MODE.format(number=int(number)))

    def font(self, name: str, size: float) -> None:
        if name not in self.names:
            found = self.resources.get("/Font", Dictionary()).get(name)
            if not isinstance(found, Dictionary):
                raise ValueError(name)
            number, generation = found.objgen
            own = f"/F{number}x{generation}" if number else f"/D{len(self.fonts)}"
            self.fonts[own] = found
            self.names[name] = own
        self.state.font, self.state.size = self.names[name], float(size)
        if self.text is not None:
            self.text.content.append(f"{self.state.font} {size:.6f} Tf".encode())
            self.text.has_font = True

    def text_matrix(self, *numbers: float) -> None:
        a, b, c, d, e, f = (float(number) for number in numbers)
        if self.text is None:
            raise ValueError(numbers)
        self.text.place = (a, b, c, d, e, f)
        self.text.content.append(b" ".join(b"%.6f" % number for number in numbers) + b" Tm")

    def _widths(self, font: str) -> FontWidths:
        if font not in self.widths:
            self.widths[font] = FontWidths(self.fonts[font])
        return self.widths[font]

    def show(self, shown: Operand) -> None:
        pieces = shown if isinstance(shown, list) else [shown]
        text, state = self.text, self.state
        if text is None or not state.font:
            raise ValueError(shown)
        if text.content and not text.has_font:
            text.content.insert(0, f"{state.font} {state.size:.6f} Tf".encode())
            text.has_font = True
        for piece in pieces:
            if isinstance(piece, bytes):
                text.shown.append((state.font, piece))
        if text.matrix != state.matrix or text.ink != state.fill:
            self.tell(say.WORLD_OPERATOR.format(name="cm"))
        whole = times(text.place, state.matrix)
        size = abs(state.size) * scale_of(whole)
        text.size = max(text.size, size)
        text.places.append((whole[4], whole[5]))
        if size < _LEAST_SIZE:
            self.tell(say.WORLD_TINY)
        if size < DRAFT_SIZE and not is_upright(whole):
            self.tell(say.WORLD_TURNED)
        if state.clip is not None:
            wide = self._widths(state.font).advance(pieces) * size
            x, y = whole[4:]
            reach = (x, y - _BELOW * size, x + wide, y + _ABOVE * size)
            if not is_inside(reach, state.clip):
                self.tell(say.WORLD_CLIPPED)
        if light(state.fill) >= PALE and size < DRAFT_SIZE:
            self.tell(say.WORLD_PALE)
        words = b" ".join(
            b"<" + piece.hex().encode() + b">" if isinstance(piece, bytes) else b"%.5f" % piece
            for piece in pieces
        )
        text.content.append(b"[" + words + b"] TJ")

    # ── lines ─────────────────────────────────────────────────────────────────────────────────────

    def start(self, x: float, y: float) -> None:
        self.path.append([move((x, y), self.state.matrix)])

    def line(self, x: float, y: float) -> None:
        self.path[-1].append(move((x, y), self.state.matrix))

    def close(self) -> None:
        self.path[-1].append(self.path[-1][0])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.path.append([move(corner, self.state.matrix) for corner in corners])

    def draw(self, *, stroke: bool, fill: bool) -> None:
        state = self.state
        shape = Shape(
            tuple(tuple(part) for part in self.path),
            state.stroke if stroke else None,
            state.fill if fill else None,
            state.width * scale_of(state.matrix),
        )
        self.points += sum(map(len, self.path))
        if self.points > _MOST_POINTS:
            raise StrangeContent("…")
        self.scene.shapes.append(shape)
        self.end_path()

    def clip(self) -> None:
        self.clipping = True

    def end_path(self) -> None:
        if self.clipping:
            self._narrow([point for part in self.path for point in part])
        self.path, self.clipping = [], False

    def _narrow(self, corners: list[Point]) -> None:
        """Nothing is seen outside of these corners any more: of an upright rectangle."""
        area = area_of(corners)
        if len(corners) != 5 or not all(x in area[::2] and y in area[1::2] for x, y in corners):
            self.tell(say.WORLD_OPERATOR.format(name="W"))
        old = self.state.clip
        if old is not None:
            area = (max(area[0], old[0]), max(area[1], old[1]), min(area[2], old[2]), min(area[3], old[3]))
        self.state.clip = area

    # ── forms ─────────────────────────────────────────────────────────────────────────────────────

    def form(self, name: str) -> None:
        """A form that stands for a part of the chart; a picture is told."""
        found = self.resources.get("/XObject", Dictionary()).get(name)
        if not isinstance(found, Stream) or found.get("/Subtype") != "/Form" or self.depth >= _MOST_DEPTH:
            self.tell(say.WORLD_PICTURE)
            return
        if any(key in found for key in ("/OC", "/Ref", "/PS")) or "/SMask" in found:
            self.tell(say.WORLD_LAYER)
        outer, self.depth = self.state, self.depth + 1
        self.state = copy(outer)
        if "/Matrix" in found:
            self.cm(*(float(number) for number in found["/Matrix"]))
        left, bottom, right, top = (float(number) for number in found["/BBox"])
        corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
        self._narrow([move(corner, self.state.matrix) for corner in corners])
        resources = found.get("/Resources")
        self.paint(found.read_bytes(), resources if isinstance(resources, Dictionary) else self.resources)
        self.state, self.depth = outer, self.depth - 1


class _OpenText:
    """A text object that is not closed yet."""

    def __init__(self, matrix: Matrix, ink: Colour) -> None:
        self.matrix, self.ink = matrix, ink
        self.place: Matrix = IDENTITY
        self.shown: list[tuple[str, bytes]] = []
        self.places: list[Point] = []
        self.content: list[bytes] = []
        self.has_font = False
        self.size = 0.0


def _draws(*, stroke: bool = False, fill: bool = False) -> Callable[..., None]:
    def act(painter: _Painter) -> None:
        painter.draw(stroke=stroke, fill=fill)

    return act


_OPERATORS: dict[str, Callable[..., Any]] = {
    "cm": _Painter.cm, "w": _Painter.w, "gs": _Painter.gs,
    "J": _Painter.nothing, "j": _Painter.nothing, "M": _Painter.nothing, "i": _Painter.nothing,
    "d": _Painter.dash,
    "g": _Painter.fill_colour, "rg": _Painter.fill_colour, "sc": _Painter.fill_colour, "scn": _Painter.fill_colour,
    "G": _Painter.stroke_colour, "RG": _Painter.stroke_colour, "SC": _Painter.stroke_colour,
    "SCN": _Painter.stroke_colour,
    "cs": _Painter.space, "CS": _Painter.space,
    "BMC": _Painter.mark, "BDC": _Painter.mark, "EMC": _Painter.nothing,
    "BT": _Painter.begin_text, "ET": _Painter.end_text, "Tr": _Painter.mode, "Tf": _Painter.font,
    "Tm": _Painter.text_matrix, "Tj": _Painter.show, "TJ": _Painter.show,
    "m": _Painter.start, "l": _Painter.line, "h": _Painter.close, "re": _Painter.rectangle,
    "n": _Painter.end_path, "W": _Painter.clip,
    "S": _draws(stroke=True), "f": _draws(fill=True), "B": _draws(stroke=True, fill=True),
    "Do": _Painter.form,
}  # fmt: skip
