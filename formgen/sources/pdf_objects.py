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
_KINDS = rb"(?:Div|H[1-6]?|NonStruct|P|Sect|Span|Table|TBody|TD|TFoot|THead|TR)"
_TAG = re.compile(
    rb"<< (?:/A (?:%s|\[ (?:%s )*+\]) )?(?:/K (?:[0-9]{1,9} |%s |\[ (?:(?:%s|[0-9]{1,9}) )*+\] ))?"
    rb"/P %s (?:/Pg ([0-9]{1,8}) ([0-9]{1,5}) R )?/S (?:/%s|(/TH)) /Type /StructElem >>"
    % (_LOOK, _LOOK, _REFERENCE, _REFERENCE, _REFERENCE, _KINDS)
)
_OF_TABLES = b"/O /Table "
_SCOPED = re.compile(rb"/O /Table (?:/RowSpan [0-9]{1,9} )?/Scope /")


class Objects(NamedTuple):
    """others: all that are no ordinary tags. written: how each of these is, a stream without what it holds. tags: the
    places of the ordinary ones. pages: on which they say they stand. headed: whether every header cell among them
    names its scope; False says nothing."""

    others: Sequence[object]
    written: Sequence[bytes]
    tags: Set[Place]
    pages: Set[Place]
    headed: bool


def sort_objects(pdf: pikepdf.Pdf) -> Objects:
    """The document's objects, as they are at this moment."""
    others: list[object] = []
    as_written: list[bytes] = []
    tags: set[Place] = set()
    pages: set[tuple[bytes | None, ...]] = set()
    headed = True
    for item in pdf.objects:
        written = _write(item)
        tag = _TAG.fullmatch(written)
        if tag is None:
            others.append(item)
            as_written.append(written)
            continue
        number, generation, header = tag.groups()
        tags.add(item.objgen)
        pages.add((number, generation))
        if header:
            headed = headed and written.count(_OF_TABLES) == 1 and _SCOPED.search(written) is not None
    named = {(int(number), int(generation)) for number, generation in pages if number and generation}
    return Objects(others, as_written, tags, named, headed)


def _write(item: object) -> bytes:
    if isinstance(item, pikepdf.Stream):
        return item.stream_dict.unparse(resolved=True)
    return item.unparse(resolved=True) if isinstance(item, pikepdf.Object) else b""
