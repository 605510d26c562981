"""One document, printed, finished and proven: views in, bytes out.

Comes in: the form's view, the appendix's, or both, and the facts of the file. Goes out: the bytes of a
DOCX or PDF that says exactly what the views say. Called by the pipeline, once per file. Engines are
imported only when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from formgen.base.errors import Fault, InspectionFailed
from formgen.declaration.profile import Profile
from formgen.messages import pipeline as say
from formgen.views.appendix import AppendixView
from formgen.views.file_facts import FileFacts
from formgen.views.form import FormView


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What one file is to say: the form, the appendix, or the form with the appendix behind it."""

    form: FormView | None
    appendix: AppendixView | None
    facts: FileFacts


Substitutions = dict[str, tuple[str, str]]
"""Use of type → (font wanted, font used)."""


def print_docx(text: Manuscript, profile: Profile) -> bytes:
    """The DOCX. Raises InspectionFailed where it does not say what it should."""
    from formgen.inspect.docx import inspect_docx
    from formgen.layout.appendix import plan_appendix
    from formgen.layout.measures import docx_appendix_measures, docx_measures
    from formgen.layout.plan import plan_form
    from formgen.render.docx import render_docx
    from formgen.render.finish_docx import finish_docx

    form = plan_form(text.form, docx_measures(profile)) if text.form else None
    appendix = plan_appendix(text.appendix, docx_appendix_measures(profile)) if text.appendix else None
    data = finish_docx(render_docx(form, profile, appendix), text.facts)
    _require_equal("DOCX", inspect_docx(data, text.form, appendix))
    return data


def print_pdf(text: Manuscript, profile: Profile, engine: str = "weasyprint") -> tuple[bytes, Substitutions]:
    """The PDF, and which fonts stand in for others. engine: one of `formgen.render.engines`.
    Raises MissingResource for a character that no font has, InspectionFailed where the PDF does not say
    what it should."""
    from formgen.fonts.chain import load_fonts
    from formgen.inspect.pdf import inspect_pdf
    from formgen.layout.appendix import plan_appendix
    from formgen.layout.measures import pdf_measures
    from formgen.layout.plan import plan_form
    from formgen.render.engines import render_pdf
    from formgen.render.finish import finish_pdf

    fonts = load_fonts(profile)
    for view in (text.form, text.appendix):
        if view is not None:
            fonts.require(view.typed_cells(), profile)
    measures = pdf_measures(profile, fonts.chains)
    form = plan_form(text.form, measures) if text.form else None
    appendix = plan_appendix(text.appendix, measures) if text.appendix else None
    data = finish_pdf(
        render_pdf(engine, form, measures, fonts, profile, appendix), replace(text.facts, fonts=fonts.stamp)
    )
    _require_equal("PDF", inspect_pdf(data, form, measures, profile, appendix))
    return data, fonts.substitutions(profile)


def _require_equal(name: str, faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise InspectionFailed(say.INSPECTION_FAILED.format(name=name), found)
