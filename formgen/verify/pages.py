"""Do the pages of a PDF show what its data say? Every cell, against a plan made anew from the data.

Comes in: a PDF's bytes, the declaration it carries and what it says of itself. Goes out: checks. Where another version, profile or font made the file, its lines may rightly break
elsewhere: then differences are told, and not called proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pikepdf

from formgen.base.errors import Fault, MissingResource
from formgen.base.version import __version__
from formgen.declaration.profile import Profile
from formgen.inspect.pdf import inspect_pdf
from formgen.inspect.pdf_fonts import find_font_faults
from formgen.messages import verify as say
from formgen.run.plan_file import FileViews, PlannedFile, plan_pdf, view_file
from formgen.scoring import score_declaration
from formgen.sources.build import Reading
from formgen.verify.verdict import Check, check_faults, not_checked

FORM, APPENDIX, FONTS = "PAGE-01", "PAGE-02", "FONT-01"


def compare_pages(
    data: bytes, reading: Reading, properties: Mapping[str, str], pdf: pikepdf.Pdf
) -> list[Check]:
    """Fonts, the form's pages, and the appendix's where there are any."""
    font_faults = find_font_faults(pdf)
    checks = check_faults(FONTS, font_faults)
    views, known = expect(reading, properties)
    own = FORM if views.form else APPENDIX
    try:
        plan = plan_pdf(views, reading.profile)
        found = _inspect(data, pdf, plan, reading.profile, appendix_known=known)
    except MissingResource as error:
        return [*checks, not_checked(own, say.NO_FONTS.format(why=error.message))]
    faults = [fault for fault in found if fault not in font_faults]
    if faults and not _same_maker(properties, plan):
        reason = say.OTHER_MAKER.format(count=len(faults), first=faults[0].message)
        return [*checks, not_checked(own, reason)]
    checks += check_faults(own, faults)
    if not known:
        checks.append(not_checked(APPENDIX, say.APPENDIX_ACTUALS))
    return checks


def expect(reading: Reading, properties: Mapping[str, str]) -> tuple[FileViews, bool]:
    """What a file with these properties shows of this declaration, and False where it has an appendix that
    cannot be made again: its scores follow from actual values, which files of 0.2.0 do not carry."""
    declaration, profile = reading.declaration, reading.profile
    where = properties.get("appendix", "none")
    actuals = reading.recipe.actuals
    known = not (where in ("inside", "only") and properties.get("actuals")) or actuals is not None
    sheet = score_declaration(declaration, profile, actuals) if known else None
    draft = properties.get("draft") == "true"
    return view_file(declaration, profile, sheet, appendix=where, draft=draft), known


def _inspect(
    data: bytes, pdf: pikepdf.Pdf, plan: PlannedFile, profile: Profile, *, appendix_known: bool
) -> tuple[Fault, ...]:
    form, appendix = plan.form, plan.appendix
    if form is None and appendix is None:
        return ()
    if not appendix_known and form is not None:
        if len(pdf.pages) < len(form.pages):
            message = say.PAGES_FEW.format(found=len(pdf.pages), expected=len(form.pages))
            return (Fault(message),)
        data = _first_pages(data, len(form.pages))
    return inspect_pdf(data, form, plan.measures, profile, appendix)


def _first_pages(data: bytes, count: int) -> bytes:
    """The document without its last pages; its tags stay."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data), suppress_warnings=True) as part:
        del part.pages[count:]
        part.save(stream, fix_metadata_version=False)
    return stream.getvalue()


def _same_maker(properties: Mapping[str, str], plan: PlannedFile) -> bool:
    """Whether this program, with these fonts, would have broken the lines in the same places."""
    stamp = plan.fonts.stamp if plan.fonts else ""
    return properties.get("version") == __version__ and properties.get("fonts") == stamp
