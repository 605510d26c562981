"""How much the pages of a PDF draw, counted before any of it is laid out.

Comes in: the bytes of a PDF that the guard let through. Goes out: nothing, or UnreadableInput. Damaged
streams are refused. A few kilobytes can
ask for billions of strokes: forms that show forms that show forms.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from formgen.base.errors import UnreadableInput
from formgen.messages import importing as say
from formgen.sources.pdf_guard import open_pdf

MOST_DRAWN = 2_000_000
"""Bytes of what draws the pages, forms as often as they are shown: a dense page of a form has 60,000."""

MOST_STEPS = 60_000
"""Strokes, fills and shown texts; a dense page has some 3,000."""

MOST_CHARACTERS = 120_000
"""A dense page has some 2,000."""

MOST_DEPTH = 20
_SHOWN = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do(?![A-Za-z])")
_TEXTS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_STEPS = re.compile(rb"(?<=[\s\])>])(?:re|[lcvymhSsfFBbq]|Tj|TJ|f\*|B\*|b\*|['\"])(?=\s|$)")


def require_moderate(data: bytes, path: Path) -> None:
    """path: for the refusal."""
    with open_pdf(data, path) as pdf:
        if not all(_is_whole(item) for item in pdf.objects if isinstance(item, pikepdf.Stream)):
            raise UnreadableInput(say.PDF_UNREADABLE.format(path=path))
        counter = _Counter()
        total = _NOTHING
        for page in pdf.pages:
            total = _sum(total, counter.of_page(page))
            if counter.is_endless or any(had > most for had, most in zip(total, _MOST, strict=True)):
                raise UnreadableInput(say.PDF_TOO_MUCH_DRAWN.format(path=path))


_Drawn = tuple[int, int, int]
"""Bytes, steps, characters."""

_MOST = (MOST_DRAWN, MOST_STEPS, MOST_CHARACTERS)
_NOTHING = (0, 0, 0)


def _sum(one: _Drawn, other: _Drawn) -> _Drawn:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


class _Counter:
    """What each stream draws, with all that it shows; each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], _Drawn] = {}
        self._open: set[tuple[int, int]] = set()
        self.is_endless = False

    def of_page(self, page: pikepdf.Page) -> _Drawn:
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        text = b"\n".join(_unpacked(item) for item in streams if isinstance(item, pikepdf.Stream))
        return self._of(text, page.obj.get("/Resources"))

    def _of(self, text: bytes, resources: object) -> _Drawn:
        total = len(text), sum(1 for _ in _STEPS.finditer(text)), sum(map(_characters, _TEXTS.findall(text)))
        for form in _forms(text, resources):
            total = _sum(total, self._of_form(form))
        return total

    def _of_form(self, form: pikepdf.Stream) -> _Drawn:
        key = form.objgen
        if key in self._open or len(self._open) > MOST_DEPTH:
            self.is_endless = True
            return _NOTHING
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self._of(_unpacked(form), form.get("/Resources"))
            self._open.discard(key)
        return self._known[key]


def _characters(text: bytes) -> int:
    """Of a shown text, at most: two figures of hexadecimals make one, or four."""
    return (len(text) - 2) // (2 if text.startswith(b"<") else 1)


def _forms(text: bytes, resources: object) -> Iterator[pikepdf.Stream]:
    """The forms that a stream shows, as often as it does; pictures aside."""
    named = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(named, pikepdf.Dictionary):
        return
    for match in _SHOWN.finditer(text):
        form = named.get("/" + match[1].decode("latin-1"))
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
            yield form


def _is_whole(stream: pikepdf.Stream) -> bool:
    """Whether a packed stream unpacks to its end: readers go on with what they get, and words would be lost."""
    if stream.get("/Filter") != "/FlateDecode":
        return True
    rest, unpacker = stream.read_raw_bytes(), zlib.decompressobj()
    try:
        while rest and not unpacker.eof:
            unpacker.decompress(rest, MOST_DRAWN)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """As much of a stream as is looked at, a byte more where there is more."""
    raw = stream.read_raw_bytes()
    if stream.get("/Filter") is None:
        return raw[: MOST_DRAWN + 1]
    try:
        return zlib.decompressobj().decompress(raw, MOST_DRAWN + 1)
    except zlib.error:
        return b""  # damaged, or a picture: whoever draws it will say so
