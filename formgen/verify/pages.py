"""Do the pages of a PDF show what its data say? Every cell, against a plan made anew from the data.

Comes in: a PDF's bytes, the declaration it carries and what it says of itself. Goes out: checks. Called
by `verify.pdf`. Where another version, profile or font made the file, its lines may rightly break
elsewhere: then differences are told, and not called proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from formgen import __version__
from formgen.base.errors import Fault, MissingResource
from formgen.inspect.pdf import inspect_pdf
from formgen.inspect.pdf_fonts import find_font_faults
from formgen.messages import verify as say
from formgen.scoring import score_declaration, scoring_details
from formgen.sources.build import Reading
from formgen.verify.verdict import Check, check_faults, not_checked
from formgen.views.appendix import AppendixView, view_appendix
from formgen.views.form import FormView, view_form

if TYPE_CHECKING:
    from formgen.fonts.chain import FontSet

FORM, APPENDIX, FONTS = "PAGE-01", "PAGE-02", "FONT-01"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the pages should show. appendix_known: False where there is one that
    cannot be made again."""

    form: FormView | None
    appendix: AppendixView | None
    appendix_known: bool = True


def compare_pages(
    data: bytes, reading: Reading, properties: Mapping[str, str], pdf: pikepdf.Pdf
) -> list[Check]:
    """Fonts, the form's pages, and the appendix's where there are any."""
    font_faults = find_font_faults(pdf)
    checks = check_faults(FONTS, font_faults)
    expected = expect(reading, properties)
    own = FORM if expected.form else APPENDIX
    try:
        fonts = _load_fonts(reading)
        found = _inspect(data, pdf, expected, fonts, reading)
    except MissingResource as error:
        return [*checks, not_checked(own, say.NO_FONTS.format(why=error.message))]
    faults = [fault for fault in found if fault not in font_faults]
    if faults and not _same_maker(properties, fonts):
        reason = say.OTHER_MAKER.format(count=len(faults), first=faults[0].message)
        return [*checks, not_checked(own, reason)]
    checks += check_faults(own, faults)
    if not expected.appendix_known:
        checks.append(not_checked(APPENDIX, say.APPENDIX_ACTUALS))
    return checks


def expect(reading: Reading, properties: Mapping[str, str]) -> Expected:
    """What a file with these properties shows of this declaration. The scores in an appendix follow from
    actual values, which the file does not carry."""
    declaration, profile = reading.declaration, reading.profile
    draft = properties.get("draft") == "true"
    where = properties.get("appendix", "none")
    form = None if where == "only" else view_form(declaration, profile, draft=draft)
    if where not in ("inside", "only"):
        return Expected(form, None)
    if properties.get("actuals"):
        return Expected(form, None, appendix_known=False)
    details = scoring_details(declaration, profile, score_declaration(declaration, profile, None))
    return Expected(form, view_appendix(details, declaration, profile, draft=draft))


def _load_fonts(reading: Reading) -> FontSet:
    from formgen.fonts.chain import load_fonts

    return load_fonts(reading.profile)


def _inspect(
    data: bytes, pdf: pikepdf.Pdf, expected: Expected, fonts: FontSet, reading: Reading
) -> tuple[Fault, ...]:
    from formgen.layout.appendix import plan_appendix
    from formgen.layout.measures import pdf_measures
    from formgen.layout.plan import plan_form

    measures = pdf_measures(reading.profile, fonts.chains)
    form = plan_form(expected.form, measures) if expected.form else None
    appendix = plan_appendix(expected.appendix, measures) if expected.appendix else None
    if form is None and appendix is None:
        return ()
    if not expected.appendix_known and form is not None:
        if len(pdf.pages) < len(form.pages):
            message = say.PAGES_FEW.format(found=len(pdf.pages), expected=len(form.pages))
            return (Fault(message),)
        data = _first_pages(data, len(form.pages))
    return inspect_pdf(data, form, measures, reading.profile, appendix)


def _first_pages(data: bytes, count: int) -> bytes:
    """The document without its last pages; its tags stay."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data), suppress_warnings=True) as part:
        del part.pages[count:]
        part.save(stream, fix_metadata_version=False)
    return stream.getvalue()


def _same_maker(properties: Mapping[str, str], fonts: FontSet) -> bool:
    """Whether this program, with these fonts, would have broken the lines in the same places."""
    return properties.get("version") == __version__ and properties.get("fonts") == fonts.stamp
