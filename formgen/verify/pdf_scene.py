"""What a page paints: its texts and its lines, and everything else that it should not have.

Comes in: a page of an open PDF. Goes out: a `Scene`. A page of formgen's is a closed world: text in embedded
fonts, straight lines, the rectangles of a chart, in plain colours, nothing behind a mask, nothing invisible.
Any other operator, picture, pattern, layer or transparency is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from formgen.messages import verify as say
from formgen.verify.pdf_tokens import Operand, StrangeContent, read_operations

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK: Colour = (0.0, 0.0, 0.0)
PALE = 0.7
"""A colour as light as this, or lighter, is not read on paper."""

DRAFT_SIZE = 40.0
"""pt; the draft's mark is larger, nothing else is. It alone is pale."""

_LEAST_SIZE = 4.0
_MOST_OPERATIONS = 400_000
_MOST_DEPTH = 3
_MARK_KEYS = {"/MCID", "/Type", "/Subtype", "/BBox", "/Attached", "/Lang"}
_SPACES = {"/ICCBased", "/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/Lab"}
_PLAIN_STATES = {"/CA", "/ca"}


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


def read_scene(page: pikepdf.Page) -> Scene:
    """The page's scene. Faults are told, never raised."""
    scene = Scene()
    painter = _Painter(scene)
    resources = page.obj.get("/Resources")
    try:
        painter.paint(page_content(page), resources if isinstance(resources, Dictionary) else Dictionary())
    except StrangeContent as error:
        scene.faults[say.WORLD_CONTENT.format(found=str(error)[:40])] = None
    return scene


def page_content(page: pikepdf.Page) -> bytes:
    """The page's content streams, one behind the other."""
    found = page.obj.get("/Contents")
    parts = list(found) if isinstance(found, Array) else [found]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))


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


def _scale(matrix: Matrix) -> float:
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


@dataclass(slots=True)
class _State:
    matrix: Matrix = IDENTITY
    fill: Colour = BLACK
    stroke: Colour = BLACK
    width: float = 1.0
    font: str = ""
    size: float = 0.0


class _Painter:
    """Follows the operators. The names of ISO 32000-1, annex A."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.state = _State()
        self.resources = Dictionary()
        self.depth = 0
        self.left = _MOST_OPERATIONS
        self.path: list[list[Point]] = []
        self.text: _OpenText | None = None
        self.fonts: dict[str, Dictionary] = {}
        self.names: dict[str, str] = {}
        self.spaces: dict[str, int] = {}

    def paint(self, content: bytes, resources: Dictionary) -> None:
        """The operators of one stream, with its own graphics states and names."""
        outer = self.resources, self.names, self.spaces, self.state
        self.resources, self.names, self.spaces, self.state = resources, {}, {}, copy(self.state)
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
        self.resources, self.names, self.spaces, self.state = outer

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
        found = self.resources.get("/ColorSpace", Dictionary()).get(name, name)
        kind = str(found[0]) if isinstance(found, Array) and len(found) else str(found)
        if kind not in _SPACES:
            self.tell(say.WORLD_COLOUR)

    def nothing(self, *_: Operand) -> None:
        """Says nothing of what is seen."""

    def dash(self, pattern: list[float], _: float) -> None:
        if pattern:
            self.tell(say.WORLD_OPERATOR.format(name="d"))

    def mark(self, kind: str, facts: Operand = None) -> None:
        """Marked content: which part of the structure it is, or none."""
        if isinstance(facts, str):
            facts = dict.fromkeys(
                self.resources.get("/Properties", Dictionary()).get(facts, Dictionary()).keys()
            )
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

    def text_matrix(self, *numbers: float) -> None:
        a, b, c, d, e, f = (float(number) for number in numbers)
        assert self.text is not None
        self.text.place = (a, b, c, d, e, f)
        self.text.content.append(b" ".join(b"%.6f" % number for number in numbers) + b" Tm")

    def show(self, shown: Operand) -> None:
        pieces = shown if isinstance(shown, list) else [shown]
        text, state = self.text, self.state
        if text is None or not state.font:
            raise ValueError(shown)
        if text.content and b"Tf" not in b"".join(text.content):
            text.content.insert(0, f"{state.font} {state.size:.6f} Tf".encode())
        for piece in pieces:
            if isinstance(piece, bytes):
                text.shown.append((state.font, piece))
        if text.matrix != state.matrix or text.ink != state.fill:
            self.tell(say.WORLD_OPERATOR.format(name="cm"))
        whole = times(text.place, state.matrix)
        size = abs(state.size) * _scale(whole)
        text.size = max(text.size, size)
        text.places.append((whole[4], whole[5]))
        if size < _LEAST_SIZE:
            self.tell(say.WORLD_TINY)
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
            state.width * _scale(state.matrix),
        )
        self.path = []
        self.scene.shapes.append(shape)

    def end_path(self) -> None:
        self.path = []

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
    "n": _Painter.end_path, "W": _Painter.nothing,
    "S": _draws(stroke=True), "f": _draws(fill=True), "B": _draws(stroke=True, fill=True),
    "Do": _Painter.form,
}  # fmt: skip


def all_fonts(scenes: Iterator[Scene]) -> dict[str, tuple[Dictionary, set[bytes]]]:
    """Font's name → the font, and the codes of two bytes that the texts show of it."""
    found: dict[str, tuple[Dictionary, set[bytes]]] = {}
    for scene in scenes:
        for text in scene.texts:
            for name, codes in text.shown:
                _, used = found.setdefault(name, (text.fonts[name], set()))
                used.update(codes[at : at + 2] for at in range(0, len(codes), 2))
    return found
