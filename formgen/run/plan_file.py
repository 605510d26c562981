"""What a file shows, and on which pages: one function each, for printing and for verifying alike.

Comes in: a declaration, its profile, and what the file is (draft, with which appendix). Goes out:
`FileViews`, and planned pages with the measures they were planned by. Whoever wants to know what a file
of formgen's must look like asks here, so that printing and verifying cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.layout.appendix import PagedAppendix, plan_appendix
from formgen.layout.measures import Measures, docx_appendix_measures, docx_measures, pdf_measures
from formgen.layout.plan import PagedForm, plan_form
from formgen.layout.text import Measure
from formgen.scoring import ScoreSheet, scoring_details
from formgen.views.appendix import AppendixView, view_appendix
from formgen.views.form import FormView, view_form

if TYPE_CHECKING:
    from formgen.fonts.chain import FontSet


@dataclass(frozen=True, slots=True)
class FileViews:
    """What one file shows: the form, the appendix, or the form with the appendix behind it."""

    form: FormView | None
    appendix: AppendixView | None


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """The pages of a file. measures: of the form's type. fonts: those of a PDF, None for a DOCX."""

    form: PagedForm | None
    appendix: PagedAppendix | None
    measures: Measures
    fonts: FontSet | None = None


def view_file(
    declaration: Declaration,
    profile: Profile,
    sheet: ScoreSheet | None,
    *,
    appendix: str,
    draft: bool,
    places: Mapping[str, str] | None = None,
) -> FileViews:
    """What a file of this declaration shows. appendix: as the file's property of that name says it (inside,
    separate, none, only). sheet: the scores that the appendix prints; None where they are not known: then
    there is no appendix to show. places: field path → where it stands in the source, for messages."""
    form = None
    if appendix != "only":
        scores = {n: row.score for n, row in enumerate(sheet.rows) if row.score is not None} if sheet else {}
        form = view_form(declaration, profile, places, draft=draft, scores=scores)
    if appendix not in ("inside", "only") or sheet is None:
        return FileViews(form, None)
    details = scoring_details(declaration, profile, sheet)
    return FileViews(form, view_appendix(details, declaration, profile, places, draft=draft))


def plan_docx(views: FileViews, profile: Profile) -> PlannedFile:
    """The pages of the Word document."""
    measures = docx_measures(profile)
    return PlannedFile(
        plan_form(views.form, measures) if views.form else None,
        plan_appendix(views.appendix, docx_appendix_measures(profile)) if views.appendix else None,
        measures,
    )


def plan_pdf(views: FileViews, profile: Profile) -> PlannedFile:
    """The pages of the PDF, in the fonts of this machine. Raises MissingResource where a use of type has
    none."""
    from formgen.fonts.chain import load_fonts

    fonts = load_fonts(profile)
    return replace(plan_measured(views, profile, fonts.chains), fonts=fonts)


def plan_measured(views: FileViews, profile: Profile, widths: Mapping[str, Measure]) -> PlannedFile:
    """The pages of the PDF in type of these widths. widths: by use of type; in em."""
    measures = pdf_measures(profile, widths)
    return PlannedFile(
        plan_form(views.form, measures) if views.form else None,
        plan_appendix(views.appendix, measures) if views.appendix else None,
        measures,
    )
