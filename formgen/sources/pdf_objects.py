"""The objects of a PDF, told apart: tags of texts and tables, of which a tagged file has hundreds, and all others.

Comes in: an open PDF. Goes out: `Objects`. How a tag is written shows at once that nothing is in it but its place
in the structure, on a page, and the look of a cell: no file, script, signature or form, no text in the place of
another, no number, string or name past any limit. Who looks for such things looks into the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

import pikepdf

Place = tuple[int, int]
"""Number and generation of an object."""

_NUMBER = rb"-?[0-9]{1,9}(?:\.[0-9]{1,9})?"
_REFERENCE = rb"[0-9]{1,8} [0-9]{1,5} R"
_WORD = rb"/[A-Z][A-Za-z]{1,20}"
_LOOK = rb"<< (?:/(?:BBox|Border[A-Z][a-z]{1,12}|ColSpan|Headers|O|RowSpan|Scope) (?:%s|%s|\[ (?:(?:%s|%s) )*+\]) )*+>>" % (
    _WORD, _NUMBER, _WORD, _NUMBER,
)  # fmt: skip
_KINDS = rb"(?:Div|H[1-6]?|NonStruct|P|Sect|Span|Table|TBody|TD|TFoot|TH|THead|TR)"
_TAG = re.compile(
    rb"<< (?:/A (?:%s|\[ (?:%s )*+\]) )?(?:/K (?:[0-9]{1,9} |%s |\[ (?:(?:%s|[0-9]{1,9}) )*+\] ))?"
    rb"/P %s (?:/Pg ([0-9]{1,8}) ([0-9]{1,5}) R )?/S /%s /Type /StructElem >>"
    % (_LOOK, _LOOK, _REFERENCE, _REFERENCE, _REFERENCE, _KINDS)
)


class Objects(NamedTuple):
    """others: all that are no ordinary tags. tags: the places of those. pages: on which they say they stand."""

    others: Sequence[object]
    tags: Set[Place]
    pages: Set[Place]


def sort_objects(pdf: pikepdf.Pdf) -> Objects:
    """The document's objects, as they are at this moment."""
    others: list[object] = []
    tags: set[Place] = set()
    pages: set[tuple[bytes | None, ...]] = set()
    for item in pdf.objects:
        tag = None
        if isinstance(item, pikepdf.Dictionary):
            tag = _TAG.fullmatch(item.unparse(resolved=True))
        if tag is None:
            others.append(item)
        else:
            tags.add(item.objgen)
            pages.add(tag.groups())
    named = {(int(number), int(generation)) for number, generation in pages if number and generation}
    return Objects(others, tags, named)
