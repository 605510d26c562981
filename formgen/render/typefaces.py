"""Which prepared fonts a document needs.

Comes in: what the document says, and the profile's fonts. Goes out: its rare characters, by the face
that has them: those outside the kept fonts, for which a small font is made on the spot.
"""

from __future__ import annotations

from collections.abc import Iterator

from formgen.fonts.chain import FontSet
from formgen.fonts.faces import Face
from formgen.layout.appendix import PagedAppendix
from formgen.layout.plan import PagedForm


def rare_characters(
    paged: PagedForm | None, appendix: PagedAppendix | None, fonts: FontSet
) -> dict[Face, str]:
    """Characters outside the kept fonts, by the face that has them."""
    used: dict[str, set[str]] = {}
    for use, text in (*_form_texts(paged), *_appendix_texts(appendix)):
        used.setdefault(use, set()).update(text)
    rare: dict[Face, set[str]] = {}
    for use, characters in used.items():
        for character in characters:
            face = fonts.chains[use].face_of(character)
            if face is not None and character not in face.common:
                rare.setdefault(face, set()).add(character)
    return {face: "".join(sorted(characters)) for face, characters in rare.items()}


def _appendix_texts(appendix: PagedAppendix | None) -> Iterator[tuple[str, str]]:
    if appendix:
        yield from ((use, text) for use, _, text in appendix.view.typed_cells())


def _form_texts(paged: PagedForm | None) -> Iterator[tuple[str, str]]:
    if paged is None:
        return
    view = paged.view
    yield "title", view.title
    yield "prose", view.year_line
    yield from ((use, text) for use, _, text in view.typed_cells())
    for table in view.blocks:
        heads = (cell for row in table.heads() for cell in row if cell is not None)
        yield "head", table.heading + "".join(cell.text for cell in heads)
