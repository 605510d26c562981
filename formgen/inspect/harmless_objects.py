"""pikepdf's check of PDF/A, spared the objects in which its search of every object cannot find anything.

Comes in: an open PDF. Goes out: pikepdf's report. Beside what it follows from the catalogue, pikepdf takes every object
of the file apart, value for value and twice, for values past the limits of ISO 19005 (numbers, strings, names, depth)
and for files that hide in it. Nine objects of ten are short tags without such a value, which is seen at once in how
they are written: they hold no long number, string or name, are not deep, and name no file. Everything else it is
given, and a file is found as before. This follows from how those versions of pikepdf search that are named here;
others get every object.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pikepdf.pdfa
from pikepdf import Array, Dictionary, Stream

from formgen.sources.pdf_objects import sort_objects

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from pikepdf.pdfa import Report

    from formgen.sources.pdf_objects import Objects, Place

KNOWN_VERSIONS = ("10.18.0",)
_FLAVOUR = "3b"
_REMARKABLE = re.compile(rb"[0-9]{10}|/[^\s/<>()\[\]{}]{100}|/[AE]F")
"""A number of ten digits (the limit of integers has ten, that of reals 39, the least one 38 behind its point), a name
that may be longer than 127, or a file."""
_LONGEST = 30_000
"""Bytes; a string may have 32767."""
_DEEPEST = 60
"""Arrays and dictionaries that begin; 64 may stand in each other."""
_FLAT = re.compile(rb"\[[^\[\]<>()]*\]")
"""A list of numbers, names and references: it goes no deeper."""


def check_objects_that_matter(pdf: pikepdf.Pdf, objects: Objects | None = None) -> Report:
    """What pikepdf.pdfa.check says of PDF/A-3b. objects: the document's, where they are known."""
    if pikepdf.__version__ not in KNOWN_VERSIONS:
        return pikepdf.pdfa.check(pdf, _FLAVOUR)
    from pikepdf.pdfa._engine import MAX_INDIRECT_OBJECTS, run
    from pikepdf.pdfa._writemodel import WriteModel

    from formgen.inspect.glance import look

    objects = objects or sort_objects(pdf)
    settings = pikepdf.pdfa.resolve_save_kwargs(pikepdf.pdfa.Flavour(_FLAVOUR))
    count = len(objects.others) + len(objects.tags)
    spared = count <= MAX_INDIRECT_OBJECTS and not _has_loose_values(objects)
    harmless = _find_harmless(objects) if spared else frozenset()
    first = look(pdf, _FLAVOUR, objects, harmless, settings) if spared else None
    if first is not None and first.passed:
        return first

    class Written(WriteModel):
        """What would be written, without what is harmless."""

        found: Sequence[object] | None = None

        def objects(self, pdf: pikepdf.Pdf) -> Sequence[object]:  # type: ignore[override]
            if self.found is None:
                self.found = [
                    item for item in super().objects(pdf) if getattr(item, "objgen", None) not in harmless
                ]
            return self.found

    return run(pdf, _FLAVOUR, Written.predict(pdf, settings), save_kwargs=settings)


def _has_loose_values(objects: Objects) -> bool:
    """Whether a number stands as an object of its own: it is searched where it is referred to, which one does not see
    there."""
    return any(not isinstance(pikepdf.unbox(item), pikepdf.Object) for item in objects.others)


def _find_harmless(objects: Objects) -> Set[Place]:
    """The places of the objects in which no such value can be."""
    found = {
        item.objgen
        for item, written in zip(objects.others, objects.written, strict=True)
        if isinstance(item, Dictionary | Array) and not isinstance(item, Stream) and _is_harmless(written)
    }
    return found | objects.tags


def _is_harmless(written: bytes) -> bool:
    """Streams are never asked: their filters are searched too."""
    return (
        len(written) < _LONGEST and _count_begins(written) < _DEEPEST and _REMARKABLE.search(written) is None
    )


def _count_begins(written: bytes) -> int:
    rest = _FLAT.sub(b"0", written)
    return 1 + rest.count(b"[") + rest.count(b"<<")
