"""PDFs for the tests, and a reader that is not formgen's own: pdfplumber finds cells by their lines."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cache

import pdfplumber

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.fonts.chain import load_fonts
from formgen.inspect.pdf import inspect_pdf
from formgen.layout.measures import Measures, pdf_measures
from formgen.layout.plan import PagedForm, plan_form
from formgen.render.pdf import render_pdf
from formgen.views.form import FormView, view_form
from tests.render.docx_samples import COLUMNS, declare, hunan, indicator

HEADS = 2
"""Head rows of a page's table: 绩效指标, then the columns."""


@dataclass(frozen=True)
class PdfSample:
    """A form with its PDF and the plan it was made from."""

    view: FormView
    paged: PagedForm
    measures: Measures
    profile: Profile
    data: bytes

    @property
    def faults(self) -> list[str]:
        """What the inspection says of it."""
        return [str(fault) for fault in inspect_pdf(self.data, self.paged, self.measures, self.profile)]


def plan_pdf(declaration: Declaration, profile: Profile | None = None, *, draft: bool = False) -> PagedForm:
    """The plan of a declaration's PDF, every character being there."""
    profile = profile or hunan()
    places = {f"indicators[{i}].{key}": f"第 {i} 行 {key}" for i in range(200) for key in COLUMNS}
    view = view_form(declaration, profile, places, draft=draft)
    fonts = load_fonts(profile)
    fonts.require(view.typed_cells(), profile)
    return plan_form(view, pdf_measures(profile, fonts.chains))


def make_pdf(declaration: Declaration, profile: Profile | None = None, *, draft: bool = False) -> PdfSample:
    """The PDF of a declaration, as the pipeline makes it."""
    profile = profile or hunan()
    fonts = load_fonts(profile)
    measures = pdf_measures(profile, fonts.chains)
    paged = plan_pdf(declaration, profile, draft=draft)
    data = render_pdf(paged, measures, fonts, profile)
    return PdfSample(paged.view, paged, measures, profile, data)


@cache
def plain_pdf(rows: int = 30) -> PdfSample:
    """Three 二级 groups under two 一级, rows told apart by number, over more than one page."""
    groups = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标")]
    return make_pdf(
        declare(indicator(*groups[number * 3 // rows], level3=f"指标{number}") for number in range(rows))
    )


Grid = list[list[str | None]]
"""Rows of a table; None where a merged cell covers the place."""


def read_tables(data: bytes) -> list[list[Grid]]:
    """The tables of every page, the text of a cell with a line end per printed line."""
    with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(data)) as document:
        warnings.simplefilter("ignore")  # the reader's own
        return [page.extract_tables({"text_expand_ligatures": False}) for page in document.pages]
