"""The road of one declaration: raw values in, finished files as bytes out.

`produce` reads as the table of contents of the program. It touches no result folder and prints
nothing, so a worker process or another machine can run it as well; the outbox publishes what comes
back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from formgen.build import Reading, build
from formgen.errors import Fault, InspectionFailed
from formgen.findings import Finding
from formgen.messages import pipeline as say
from formgen.naming import file_stem
from formgen.sources.raw import RawDeclaration
from formgen.view import FormView, view_form

FORMATS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the user asked for. formats: of FORMATS."""

    formats: tuple[str, ...] = FORMATS
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """One declaration's finished files. files: file name → bytes. substitutions: use of type → (font
    wanted, font used), for the PDF."""

    department: str
    files: dict[str, bytes]
    findings: tuple[Finding, ...]
    substitutions: dict[str, tuple[str, str]]


def produce(raw: RawDeclaration, options: BuildOptions) -> Product:
    """Every step of the road. Raises FormgenError; then nothing is to be published."""
    reading = build(raw)
    view = view_form(reading.declaration, reading.profile, reading.places, draft=options.draft)
    stem = file_stem(reading.declaration, reading.profile)
    files: dict[str, bytes] = {}
    substitutions: dict[str, tuple[str, str]] = {}
    if "docx" in options.formats:
        files[f"{stem}.docx"] = _make_docx(view, reading)
    if "pdf" in options.formats:
        files[f"{stem}.pdf"], substitutions = _make_pdf(view, reading)
    return Product(reading.declaration.department.name, files, reading.notes, substitutions)


def _make_docx(view: FormView, reading: Reading) -> bytes:
    from formgen.inspect.docx import inspect_docx
    from formgen.layout.measures import docx_measures
    from formgen.layout.plan import plan_form
    from formgen.render.docx import render_docx

    data = render_docx(plan_form(view, docx_measures(reading.profile)), reading.profile)
    _require_equal("DOCX", inspect_docx(data, view))
    return data


def _make_pdf(view: FormView, reading: Reading) -> tuple[bytes, dict[str, tuple[str, str]]]:
    from formgen.fonts.chain import load_fonts
    from formgen.inspect.pdf import inspect_pdf
    from formgen.layout.measures import pdf_measures
    from formgen.layout.plan import plan_form
    from formgen.render.pdf import render_pdf

    profile = reading.profile
    fonts = load_fonts(profile)
    fonts.require(view.typed_cells(), profile)
    measures = pdf_measures(profile, fonts.chains)
    paged = plan_form(view, measures)
    data = render_pdf(paged, measures, fonts, profile)
    _require_equal("PDF", inspect_pdf(data, paged, measures, profile))
    return data, fonts.substitutions(profile)


def _require_equal(name: str, faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise InspectionFailed(say.INSPECTION_FAILED.format(name=name), found)
