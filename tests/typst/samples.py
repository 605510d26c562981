"""The same declaration by both engines, from the same plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pypdfium2 as pdfium
import pytest

from formgen.declaration.model import Declaration
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.fonts.chain import load_fonts
from formgen.inspect.pdf import inspect_pdf
from formgen.layout.appendix import PagedAppendix, plan_appendix
from formgen.layout.measures import Measures, pdf_measures
from formgen.layout.plan import PagedForm, plan_form
from formgen.render.engines import ENGINES, render_pdf
from formgen.render.finish import finish_pdf
from formgen.scoring import read_actuals, score_declaration, scoring_details
from formgen.views.appendix import view_appendix
from formgen.views.file_facts import describe_file
from formgen.views.form import view_form
from tests.appendix.samples import seed_actuals, seed_declaration
from tests.render.docx_samples import hunan

pytest.importorskip("typst", reason="not checked: typst is not installed")


@dataclass(frozen=True)
class Both:
    """A plan, and the finished PDFs that were made from it, by engine."""

    paged: PagedForm
    appendix: PagedAppendix | None
    measures: Measures
    profile: Profile
    files: dict[str, bytes]

    @property
    def typst(self) -> bytes:
        return self.files["typst"]

    def faults(self, engine: str = "typst", paged: PagedForm | None = None) -> list[str]:
        """What the inspection says of the engine's PDF, or of it against another plan."""
        found = inspect_pdf(
            self.files[engine], paged or self.paged, self.measures, self.profile, self.appendix
        )
        return [str(fault) for fault in found]


def print_both(
    declaration: Declaration,
    *,
    actuals: dict[str, object] | None = None,
    appendix: bool = False,
    draft: bool = False,
    profile: Profile | None = None,
    engines: tuple[str, ...] = ENGINES,
) -> Both:
    """The form, with its appendix where it is asked for, by each of these engines."""
    profile = profile or hunan()
    fonts = load_fonts(profile)
    measures = pdf_measures(profile, fonts.chains)
    view = view_form(declaration, profile, draft=draft)
    fonts.require(view.typed_cells(), profile)
    paged, behind = plan_form(view, measures), None
    if appendix:
        sheet = score_declaration(declaration, profile, read_actuals(actuals or {}))
        details = scoring_details(declaration, profile, sheet)
        behind = plan_appendix(view_appendix(details, declaration, profile, draft=draft), measures)
    facts = describe_file(declaration, profile, draft=draft)
    files = {
        engine: finish_pdf(render_pdf(engine, paged, measures, fonts, profile, behind), facts)
        for engine in engines
    }
    return Both(paged, behind, measures, profile, files)


def by_typst(declaration: Declaration, *, draft: bool = False, profile: Profile | None = None) -> Both:
    """The form by Typst alone."""
    return print_both(declaration, draft=draft, profile=profile, engines=("typst",))


@cache
def seed_by_both() -> Both:
    """The seed with its appendix and scores."""
    return print_both(seed_declaration(), actuals=seed_actuals(), appendix=True)


def page_characters(data: bytes) -> list[list[str]]:
    """The characters of every page without white space, sorted: engines draw merged cells in an order of
    their own."""
    document = pdfium.PdfDocument(data)
    try:
        return [sorted("".join(page.get_textpage().get_text_range().split())) for page in document]
    finally:
        document.close()


def with_other_text(paged: PagedForm, text: str) -> PagedForm:
    """The plan with another text in the first indicator's last cell."""
    page = next(page for page in paged.pages if page.rows)
    *cells, last = page.rows[0].cells
    assert last is not None
    row = replace(page.rows[0], cells=(*cells, replace(last, text=text, lines=(text,))))
    tables = (
        replace(part, rows=(row, *part.rows[1:])) if part.table.name == INDICATORS else part
        for part in page.tables
    )
    changed = replace(page, tables=tuple(tables))
    return replace(paged, pages=tuple(changed if other is page else other for other in paged.pages))
