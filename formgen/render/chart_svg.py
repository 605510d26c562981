"""The chart as SVG for the PDF: vectors, text as text, and its meaning in words as the title.

Comes in: a `Drawing` and the names of its font families. Goes out: markup, every value escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from formgen.layout.chart import Drawing

INK = "#000000"
SOLID = "#404040"


def write_svg(drawing: Drawing, families: Sequence[str]) -> Markup:
    """The drawing as an svg element; one unit is a millimetre."""
    return Markup("\n").join([*_start(drawing, families), *_shapes(drawing), Markup("</svg>")])


def _start(drawing: Drawing, families: Sequence[str]) -> Iterator[Markup]:
    width, height = _number(drawing.width), _number(drawing.height)
    yield Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{0}mm" height="{1}mm"'
        ' viewBox="0 0 {0} {1}" font-family="{2}" font-size="{3}">'
    ).format(width, height, ", ".join(families), _number(drawing.size))
    yield Markup("<title>{}</title>").format(drawing.alt)


def _shapes(drawing: Drawing) -> Iterator[Markup]:
    line = _number(drawing.line)
    for box in drawing.rectangles:
        x, y, width, height = map(_number, (box.x, box.y, box.width, box.height))
        fill = SOLID if box.solid else "#ffffff"
        yield Markup(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="{}"/>'
        ).format(x, y, width, height, fill, INK, line)
    for stroke in drawing.strokes:
        ends = map(_number, (stroke.x1, stroke.y1, stroke.x2, stroke.y2))
        yield Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"/>').format(
            *ends, INK, line
        )
    for label in drawing.labels:
        yield Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(
            _number(label.x), _number(label.y), label.anchor, INK, escape(label.text)
        )


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
