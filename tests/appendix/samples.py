"""Appendices for the tests, as the pipeline makes them, and readers that are not formgen's own."""

from __future__ import annotations

import io
import tomllib
import warnings
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import docx
import pdfplumber
import pypdfium2 as pdfium

from formgen.base.errors import Fault
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.fonts.chain import load_fonts
from formgen.inspect.docx import inspect_docx
from formgen.inspect.pdf import inspect_pdf
from formgen.layout.appendix import PagedAppendix, plan_appendix
from formgen.layout.measures import docx_appendix_measures, docx_measures, pdf_measures
from formgen.layout.plan import PagedForm, plan_form
from formgen.render.docx import render_docx
from formgen.render.pdf import render_pdf
from formgen.scoring import AppendixDetails, read_actuals, score_declaration, scoring_details
from formgen.sources import read_file
from formgen.sources.build import build
from formgen.views.appendix import AppendixView, view_appendix
from formgen.views.form import view_form
from tests.render.docx_samples import hunan

INPUTS = Path(__file__).parents[2] / "inputs"


@dataclass(frozen=True)
class Appendix:
    """An appendix with both files. form: the plans of the form before it (PDF, DOCX), None without."""

    details: AppendixDetails
    view: AppendixView
    profile: Profile
    pdf_form: PagedForm | None
    docx_form: PagedForm | None
    pdf_plan: PagedAppendix
    docx_plan: PagedAppendix
    pdf: bytes
    docx: bytes

    def pdf_faults(self, data: bytes | None = None, plan: PagedAppendix | None = None) -> tuple[Fault, ...]:
        """What the inspection says of the PDF, or of another against this plan or another."""
        measures = pdf_measures(self.profile, load_fonts(self.profile).chains)
        return inspect_pdf(data or self.pdf, self.pdf_form, measures, self.profile, plan or self.pdf_plan)

    def docx_faults(self, data: bytes | None = None) -> tuple[Fault, ...]:
        form = self.docx_form.view if self.docx_form else None
        return inspect_docx(data or self.docx, form, self.docx_plan)


def make(
    declaration: Declaration,
    actuals: dict[str, object] | None = None,
    *,
    form: bool = False,
    draft: bool = False,
) -> Appendix:
    """Both files of a declaration's appendix; actuals as a file has them."""
    profile = hunan()
    sheet = score_declaration(declaration, profile, read_actuals(actuals or {}))
    details = scoring_details(declaration, profile, sheet)
    view = view_appendix(details, declaration, profile, draft=draft)
    whole = view_form(declaration, profile, draft=draft) if form else None
    fonts = load_fonts(profile)
    fonts.require(view.typed_cells(), profile)
    measures = pdf_measures(profile, fonts.chains)
    pdf_form = plan_form(whole, measures) if whole else None
    docx_form = plan_form(whole, docx_measures(profile)) if whole else None
    pdf_plan = plan_appendix(view, measures)
    docx_plan = plan_appendix(view, docx_appendix_measures(profile))
    pdf = render_pdf(pdf_form, measures, fonts, profile, pdf_plan)
    return Appendix(
        details,
        view,
        profile,
        pdf_form,
        docx_form,
        pdf_plan,
        docx_plan,
        pdf,
        render_docx(docx_form, profile, docx_plan),
    )


@cache
def seed_declaration() -> Declaration:
    (raw,) = read_file(INPUTS / "hengyang-2023.toml")
    return build(raw).declaration


@cache
def seed_actuals() -> dict[str, object]:
    text = (INPUTS / "hengyang-2023-actuals.toml").read_text(encoding="utf-8")
    actuals: dict[str, object] = tomllib.loads(text, parse_float=Decimal)["actuals"]
    return actuals


@cache
def seed(*, scored: bool = False, form: bool = False, draft: bool = False) -> Appendix:
    """The appendix of the seed, with the sample's actual values or without."""
    return make(seed_declaration(), seed_actuals() if scored else None, form=form, draft=draft)


@lru_cache(maxsize=8)
def pdf_tables(data: bytes) -> list[list[list[str | None]]]:
    """Every table of every page by pdfplumber, line ends taken out of cells."""
    with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(data)) as document:
        warnings.simplefilter("ignore")  # the reader's own
        return [
            [[cell and cell.replace("\n", "") for cell in row] for row in table]
            for page in document.pages
            for table in page.extract_tables({"text_expand_ligatures": False})
        ]


@lru_cache(maxsize=8)
def pdf_pages(data: bytes) -> list[str]:
    """The text of every page in the order of reading, white space taken out."""
    document = pdfium.PdfDocument(data)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@lru_cache(maxsize=8)
def docx_tables(data: bytes) -> list[list[list[str]]]:
    """Every table by python-docx, merged cells repeated over what they cover."""
    tables = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def docx_paragraphs(data: bytes) -> list[str]:
    return [text for item in docx.Document(io.BytesIO(data)).paragraphs if (text := item.text.strip())]
