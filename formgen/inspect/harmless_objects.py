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

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from pikepdf.pdfa import Report

KNOWN_VERSIONS = ("10.18.0",)
_FLAVOUR = "3b"
_REMARKABLE = re.compile(rb"[0-9]{10}|/[^\s/<>()\[\]{}]{100}|/[AE]F")
"""A number of ten digits (the limit of integers has ten, that of reals 39, the least one 38 behind its point), a name
that may be longer than 127, or a file."""
_LONGEST = 30_000
"""Bytes; a string may have 32767."""
_DEEPEST = 60
"""Arrays and dictionaries that begin; 64 may stand in each other."""


def check_objects_that_matter(pdf: pikepdf.Pdf, tags: Set[tuple[int, int]] = frozenset()) -> Report:
    """What pikepdf.pdfa.check says of PDF/A-3b. tags: the places of objects that are known to be harmless."""
    if pikepdf.__version__ not in KNOWN_VERSIONS:
        return pikepdf.pdfa.check(pdf, _FLAVOUR)
    from pikepdf.pdfa._engine import MAX_INDIRECT_OBJECTS, run
    from pikepdf.pdfa._writemodel import WriteModel

    from formgen.inspect.glance import Glanced

    class Written(WriteModel):
        """What would be written, without what is harmless."""

        found: Sequence[object] | None = None

        def objects(self, pdf: pikepdf.Pdf) -> Sequence[object]:  # type: ignore[override]
            if self.found is None:
                every = super().objects(pdf)
                spared = len(every) <= MAX_INDIRECT_OBJECTS and not _has_loose_values(pdf)
                if spared:
                    every = [item for item in every if not is_harmless(item, tags)]
                self.found = every
            return self.found

    class Glance(Glanced, Written):
        """The same, for a first look."""

    settings = pikepdf.pdfa.resolve_save_kwargs(pikepdf.pdfa.Flavour(_FLAVOUR))
    first = run(pdf, _FLAVOUR, Glance.predict(pdf, settings), save_kwargs=settings)
    if first.passed:
        return first
    return run(pdf, _FLAVOUR, Written.predict(pdf, settings), save_kwargs=settings)


def _has_loose_values(pdf: pikepdf.Pdf) -> bool:
    """Whether a number stands as an object of its own: it is searched where it is referred to, which one does not see
    there."""
    return any(not isinstance(pikepdf.unbox(item), pikepdf.Object) for item in pdf.objects)


def is_harmless(item: object, tags: Set[tuple[int, int]]) -> bool:
    """Whether an object is one in which no such value can be. Streams are not: their filters are searched too."""
    if isinstance(item, Stream) or not isinstance(item, Dictionary | Array):
        return False
    if item.objgen in tags:
        return True
    written = item.unparse(resolved=True)
    return (
        len(written) < _LONGEST
        and written.count(b"[") + written.count(b"<<") < _DEEPEST
        and _REMARKABLE.search(written) is None
    )
