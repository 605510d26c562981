"""A first look of pikepdf's at a PDF/A, which sees little and can only say yes.

Comes in: an open PDF. Goes out: True where pikepdf's check would pass it; False says nothing. The look is pikepdf's
own, at contents told in short (`short_contents`), and it knows an object again that it has once found good, whatever
the numbers of those that it refers to. What it does not like is to be looked at in full. This follows from how those
versions of pikepdf are made that `harmless_objects` names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf.pdfa import _engine
from pikepdf.pdfa._walker import MAX_STRUCTURE_ELEMENTS, DocumentWalker
from pikepdf.pdfa._writemodel import WriteModel

from formgen.inspect.short_contents import shorten_content

if TYPE_CHECKING:
    from pikepdf.pdfa import Report
    from pikepdf.pdfa._context import ValidationContext
    from pikepdf.pdfa._schemas import SchemaSet

    from formgen.sources.pdf_objects import Objects, Place

_REFERENCE = re.compile(r"'\d+ \d+ R'")
_PLACE = re.compile(rb"([0-9]+) ([0-9]+) R")
_FOREIGN = re.compile(rb"#[89A-Fa-f][0-9A-Fa-f]")
"""A byte beyond ASCII, as it is written in a name."""
_FREE = {
    "OutlineItem": {"/Title", "/Dest"},
    "ContentStream": {"/Length"},
    "FontProgram": {"/Length", "/Length1"},
    "ToUnicodeCMap": {"/Length"},
    "CIDFont": {"/W"},
    "EmbeddedFile": {"/Length", "/Params"},
}
"""Roles of objects that differ from form to form, and the keys of which their schemas ask no more than the kind of the
value. What is in widths and facts of files is looked at by others."""
_MOST_KNOWN = 4096
_known: dict[tuple[str, str], None] = {}
"""Objects that were found good: their roles, and how they are written."""


def look(
    pdf: pikepdf.Pdf, flavour: str, objects: Objects, harmless: Set[Place], settings: Mapping[str, Any]
) -> Report:
    """What the look says; only a report without findings says anything. objects: the document's. harmless: those in
    which nothing is to be searched for. settings: how it would be written."""
    model = _Glanced.predict(pdf, settings)
    assert isinstance(model, _Glanced)
    model.seen = [item for item in objects.others if getattr(item, "objgen", None) not in harmless]
    model.plain = _has_plain_structure(objects)
    return _engine.run(pdf, flavour, model, save_kwargs=settings)


class _Glanced(WriteModel):
    """What would be written, for a first look. seen: also what nothing refers to and would not be written. A file that
    only such an object lists is none that is listed; but then that object itself is found fault with. plain: whether
    names and number of the structure's elements need not be looked at."""

    seen: Sequence[Any] = ()
    plain = False

    def objects(self, pdf: pikepdf.Pdf) -> Sequence[Any]:
        return self.seen


def _has_plain_structure(objects: Objects) -> bool:
    """Whether every name is ASCII, and every element met once, so that there cannot be too many: lists are walked as
    often as they are referred to."""
    lists = {
        item.objgen: written
        for item, written in zip(objects.others, objects.written, strict=True)
        if isinstance(item, pikepdf.Array)
    }
    return (
        not any(map(_FOREIGN.search, objects.written))
        and not any(b"<<" in written for written in lists.values())
        and not any(_refer_to(written, lists) for written in lists.values())
        and len(objects.tags) + sum(written.count(b"<<") for written in objects.written)
        < MAX_STRUCTURE_ELEMENTS
    )


def _refer_to(written: bytes, places: Mapping[Place, bytes]) -> bool:
    found = _PLACE.findall(written)
    return any((int(number), int(generation)) in places for number, generation in found)


class _Schemas:
    """The schemas of objects. None of them asks more of a reference than that it is one."""

    def __init__(self, own: SchemaSet) -> None:
        self._own = own
        self.kind, self.children, self.dispatch = own.kind, own.children, own.dispatch

    def check(self, role: str, shallow: object, ctx: ValidationContext, where: str) -> bool:
        key = role, _REFERENCE.sub("R", repr(_outline(role, shallow)))
        if key in _known:
            return True
        good = self._own.check(role, shallow, ctx, where)  # type: ignore[arg-type]
        if good:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
            _known[key] = None
        return good


def _outline(role: str, shallow: object) -> object:
    """The object without what its schema does not look at."""
    free = _FREE.get(role)
    if free is None or not isinstance(shallow, dict):
        return shallow
    return {key: _kind(value) if key in free else value for key, value in shallow.items()}


def _kind(value: object) -> object:
    """As a schema tells values apart that may be any of their kind: texts, names and references by how they begin; a
    whole number may be written as a broken one."""
    if isinstance(value, str):
        return value[:2]
    return value if isinstance(value, float) else type(value)


class _Contents:
    """The checker of contents. It counts more operators than there are, never fewer: the budget holds."""

    def __init__(self, own: Any) -> None:
        self._own, self._scratch = own, pikepdf.new()

    def check(self, stream: pikepdf.Stream) -> tuple[list[Any], int]:
        content = stream.read_bytes()
        short = shorten_content(content)
        if short is None:
            return self._own.check(stream)  # type: ignore[no-any-return]
        events, _ = self._own.check(self._scratch.make_stream(short))
        return events, len(content)


class _Walker(DocumentWalker):
    """pikepdf's own for everybody else."""

    def __init__(self, ctx: ValidationContext, schemas: SchemaSet) -> None:
        super().__init__(ctx, schemas)
        if isinstance(ctx.model, _Glanced):
            self.schemas = _Schemas(schemas)  # type: ignore[assignment]
            self.content.checker = _Contents(self.content.checker)  # type: ignore[assignment]
            if ctx.model.plain:
                del self._hooks[
                    "StructTreeRoot"
                ]  # looks at names and numbers of elements, and at nothing else

    def walk(self) -> None:
        super().walk()
        fonts = (*self.ctx.fonts.values(), *self.ctx.direct_fonts)
        if isinstance(self.ctx.model, _Glanced) and any(font.cmap is not None for font in fonts):
            self.ctx.deny("formgen:cmap", "fonts", "where a code ends is not known", "unsupported")


_engine.DocumentWalker = _Walker  # type: ignore[assignment,attr-defined]  # nowhere else is it asked for
