"""The picture of a page beside the picture of its own texts and lines alone: is anything covered, or hidden?

Comes in: the bytes of a PDF, and the scenes of its pages. Goes out: a place per page where the two differ. The
scene is painted anew, fills first, then lines, texts last, without clips, graphics states, notes and
layers: what is visible of the texts in one picture and not in the other was covered or was never to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary
from PIL import Image, ImageChops, ImageFilter

from formgen.inspect.pdf_boxes import DRAFT_SIZE
from formgen.verify.pdf_scene import Colour, Matrix, Scene, Shape, Text

_SCALE = 1.0
"""Dots per pt."""
_STRONG = 100
"""Of 255 shades: so much darker than everything near it in the other picture a dot must be. A label of the chart is
drawn up to a dot aside."""
_FEW = 4
"""Dots that may differ so."""


def find_hidden(data: bytes, pdf: pikepdf.Pdf, scenes: Sequence[Scene]) -> Iterator[tuple[int, float, float]]:
    """(page from 1, x, y in pt from its top left) of the first page's places where the pictures differ."""
    again = _paint(pdf, scenes)
    with pdfium.PdfDocument(data) as first, pdfium.PdfDocument(again) as second:
        for number in range(min(len(first), len(second))):
            place = _compare(_render(first, number), _render(second, number))
            if place is not None:
                yield number + 1, *place


def _render(document: pdfium.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    picture: Image.Image = page.render(scale=_SCALE, grayscale=True, draw_annots=False).to_pil()
    page.close()
    return picture.convert("L")


def _compare(a: Image.Image, b: Image.Image) -> tuple[float, float] | None:
    if a.size != b.size:
        return (0.0, 0.0)
    if not _is_strong(ImageChops.difference(a, b)):
        return None
    only_in_a, only_in_b = (
        ImageChops.subtract(second.filter(ImageFilter.MinFilter(3)), first)
        for first, second in ((a, b), (b, a))
    )
    apart = ImageChops.lighter(only_in_a, only_in_b)
    if not _is_strong(apart):
        return None
    box = apart.point(lambda shade: 255 if shade >= _STRONG else 0).getbbox()
    assert box is not None
    return (box[0] + box[2]) / 2 / _SCALE, (box[1] + box[3]) / 2 / _SCALE


def _is_strong(difference: Image.Image) -> bool:
    return sum(difference.histogram()[_STRONG:]) > _FEW


def _paint(pdf: pikepdf.Pdf, scenes: Sequence[Scene]) -> bytes:
    """A document with these scenes and nothing else."""
    stream = BytesIO()
    with pikepdf.new() as own:
        kept: dict[str, pikepdf.Object] = {}
        for page, scene in zip(pdf.pages, scenes, strict=True):
            box = [float(number) for number in page.mediabox]
            made = own.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
            made.obj["/MediaBox"] = Array([round(number, 4) for number in box])
            fonts = Dictionary()
            for text in scene.texts:
                for name, font in text.fonts.items():
                    if name not in kept:
                        kept[name] = own.copy_foreign(font if font.is_indirect else pdf.make_indirect(font))
                    fonts[name] = kept[name]
            made.obj["/Resources"] = Dictionary(Font=fonts)
            made.obj["/Contents"] = own.make_stream(_content(scene))
        own.save(stream, compress_streams=False)
    return stream.getvalue()


def _content(scene: Scene) -> bytes:
    marks = [text for text in scene.texts if text.size >= DRAFT_SIZE]
    texts = [text for text in scene.texts if text.size < DRAFT_SIZE]
    fills = [shape for shape in scene.shapes if shape.fill is not None]
    lines = [shape for shape in scene.shapes if shape.fill is None]
    parts = [*map(_text, marks), *map(_shape, fills), *map(_shape, lines), *map(_text, texts)]
    return b"\n".join(parts)


def _text(text: Text) -> bytes:
    return b"q %s cm %s rg BT\n%s\nET Q" % (_matrix(text.matrix), _colour(text.ink), text.content)


def _shape(shape: Shape) -> bytes:
    path = b"\n".join(
        b"%.4f %.4f %s" % (x, y, b"l" if at else b"m")
        for part in shape.points
        for at, (x, y) in enumerate(part)
    )
    paint = b"B" if shape.fill and shape.stroke else b"f" if shape.fill else b"S"
    fill, stroke = _colour(shape.fill or (0, 0, 0)), _colour(shape.stroke or (0, 0, 0))
    return b"q %s rg %s RG %.4f w\n%s\n%s Q" % (fill, stroke, shape.width, path, paint)


def _matrix(matrix: Matrix) -> bytes:
    return b" ".join(b"%.6f" % number for number in matrix)


def _colour(colour: Colour) -> bytes:
    return b" ".join(b"%.5f" % part for part in colour)
