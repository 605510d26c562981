"""One document, printed, finished and proven: views in, bytes out.

Comes in: what the file shows, and the facts of the file. Goes out: the bytes of a DOCX, PDF or OFD that says
exactly what the views say, and of a PDF where each field stands. Engines are imported only when they are
needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from formgen.base.errors import Fault, InspectionFailed
from formgen.declaration.profile import Profile
from formgen.inspect.field_boxes import FieldBox, locate_fields
from formgen.messages import pipeline as say
from formgen.run.plan_file import FileViews, PlannedFile, plan_docx, plan_pdf
from formgen.views.file_facts import FileFacts

if TYPE_CHECKING:
    from formgen.fonts.chain import FontSet
    from formgen.render.finish import Witness


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file is to say: what it shows, and what it says of itself."""

    views: FileViews
    facts: FileFacts


Substitutions = dict[str, tuple[str, str]]
"""Use of type → (font wanted, font used)."""


@dataclass(frozen=True)
class PrintedPdf:
    """A finished PDF or OFD.

    substitutions: which fonts stand in for others. fonts: stamp of those that broke its lines
    (`FontSet.stamp`). locate: finds where every field of the form stands.
    """

    data: bytes
    substitutions: Substitutions
    fonts: str
    locate: Callable[[], Iterable[FieldBox]] = tuple

    @cached_property
    def boxes(self) -> tuple[FieldBox, ...]:
        """Where every field of the form stands; none for an appendix in a file of its own, and for an OFD."""
        return tuple(self.locate())


def print_docx(content: FileContent, profile: Profile) -> bytes:
    """The DOCX. Raises InspectionFailed where it does not say what it should."""
    from formgen.inspect.docx import inspect_docx
    from formgen.render.docx import render_docx
    from formgen.render.finish_docx import finish_docx

    plan = plan_docx(content.views, profile)
    data = finish_docx(render_docx(plan.form, profile, plan.appendix), content.facts)
    _require_equal("DOCX", inspect_docx(data, content.views.form, plan.appendix))
    return data


def print_pdf(content: FileContent, profile: Profile, engine: str = "weasyprint") -> PrintedPdf:
    """The PDF. engine: one of `formgen.render.engines`. Raises MissingResource for a character that no font
    has, InspectionFailed where the PDF does not say what it should."""
    with printing_pdf(content, profile, engine) as printed:
        return printed()


@contextmanager
def printing_pdf(content: FileContent, profile: Profile, engine: str) -> Iterator[Callable[[], PrintedPdf]]:
    """What gives the PDF that `print_pdf` would; an engine that can draws it meanwhile."""
    from formgen.inspect.pdf import inspect_structure, inspect_text
    from formgen.render.engines import drawing_pdf

    plan, fonts = _planned_pages(content, profile)
    form, appendix, measures = plan.form, plan.appendix, plan.measures

    def printed() -> PrintedPdf:
        faults: list[Fault] = []
        data = _finished(
            drawn(),
            plan,
            content.facts,
            lambda pdf, cells: faults.extend(inspect_structure(pdf, cells, form, profile, appendix)),
        )
        faults += inspect_text(data, form, measures, profile, appendix)
        _require_equal("PDF", faults, plan, profile)
        return PrintedPdf(
            data,
            fonts.substitutions(profile),
            fonts.stamp,
            lambda: locate_fields(form, measures, profile) if form else (),
        )

    with drawing_pdf(engine, form, measures, fonts, profile, appendix) as drawn:
        yield printed


def draw_pdf(plan: PlannedFile, facts: FileFacts, profile: Profile, engine: str) -> bytes:
    """The finished PDF of planned pages, not inspected yet. Raises MissingResource where the engine is not
    installed."""
    from formgen.render.engines import render_pdf

    assert plan.fonts is not None
    drawn = render_pdf(engine, plan.form, plan.measures, plan.fonts, profile, plan.appendix)
    return _finished(drawn, plan, facts)


def _finished(drawn: bytes, plan: PlannedFile, facts: FileFacts, witness: Witness | None = None) -> bytes:
    from formgen.render.finish import finish_pdf

    assert plan.fonts is not None
    return finish_pdf(drawn, replace(facts, fonts=plan.fonts.stamp), witness)


def print_ofd(content: FileContent, profile: Profile) -> PrintedPdf:
    """The OFD, on the PDF's pages; without boxes. Raises as `print_pdf` does."""
    from formgen.inspect.ofd import inspect_ofd
    from formgen.render.ofd import render_ofd

    plan, fonts = _planned_pages(content, profile)
    data = render_ofd(
        plan.form, plan.appendix, plan.measures, fonts, profile, replace(content.facts, fonts=fonts.stamp)
    )
    _require_room(plan, profile)  # an OFD says every character in its place, also where it covers another
    _require_equal("OFD", inspect_ofd(data, plan.form, plan.measures, profile, plan.appendix))
    return PrintedPdf(data, fonts.substitutions(profile), fonts.stamp)


def _planned_pages(content: FileContent, profile: Profile) -> tuple[PlannedFile, FontSet]:
    """The pages of PDF and OFD, and their fonts. Raises MissingResource for a character that no font has."""
    plan = plan_pdf(content.views, profile)
    assert plan.fonts is not None
    for view in (content.views.form, content.views.appendix):
        if view is not None:
            plan.fonts.require(view.typed_cells(), profile)
    return plan, plan.fonts


def _require_equal(
    name: str, faults: Iterable[Fault], plan: PlannedFile | None = None, profile: Profile | None = None
) -> None:
    """plan: of the pages, whose own faults are the cause of others."""
    found = tuple(faults)
    if found:
        if plan is not None and profile is not None:
            _require_room(plan, profile)
        raise InspectionFailed(say.INSPECTION_FAILED.format(name=name), found)


def _require_room(plan: PlannedFile, profile: Profile) -> None:
    from formgen.inspect.narrow import find_narrow

    narrow = find_narrow(plan.form.view, plan.measures, profile) if plan.form else []
    if narrow:
        raise InspectionFailed(say.TOO_NARROW, narrow)
