"""The DOCX: a planned form, laid into the profile's Word template.

Comes in: a `PagedForm` planned with `docx_measures`, and the profile. Goes out: the document's bytes, the
same for the same input.

The form stands where the template has its sample tables (`docx_looks`), laid by `docx_form`. The rest of the
template prints by its tags (see `docx_own_tags` for those that print nothing):

    form.title, form.year_line, form.draft (of the appendix, where it is a file of its own)
    appendix: title, subtitle, pages: first, blocks (`docx_describe`); none where there is no appendix
    pages: none where the document has no form

and, for templates of 0.2.0 that lay their tables themselves, page by page:

    table.heading, table.columns.level3.heading, table.columns.level3.align, table.widths
    facts.widths, facts.columns
    pages: first, number, facts and rows (rows of cells), has_table, joined (the table follows the facts)
    a row: cells (by number from 0), keep; a row of indicators also by name: row.level3, row.scoring, …
    A cell prints its text; it is none where the cell above covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from markupsafe import Markup

from formgen.base.errors import DeclarationRefused, Fault
from formgen.base.xml_text import escape
from formgen.declaration.profile import Profile
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import Measures, docx_measures
from formgen.layout.plan import PagedForm, PlacedPage
from formgen.messages import rendering as say
from formgen.render.appendix_templates import own_or_shipped
from formgen.render.chart_png import draw_png
from formgen.render.docx_describe import column_widths, describe_appendix, describe_rows
from formgen.render.docx_dress import dress_of
from formgen.render.docx_form import lay_form
from formgen.render.docx_looks import SLOT
from formgen.render.docx_template import CORE, load_template
from formgen.render.docx_xml import UNWRITABLE
from formgen.views.appendix import AppendixView
from formgen.views.form import FormView
from formgen.views.tables import Cell

TEMPLATE_FILE = "form.docx"

_CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>zh-CN</dc:language>"
    "</cp:coreProperties>"
)


def render_docx(paged: PagedForm | None, profile: Profile, appendix: PagedAppendix | None = None) -> bytes:
    """The form, the appendix, or the form with the appendix behind it as a Word document. Raises DeclarationRefused when a value holds characters that no Word
    file can, UnreadableInput when the profile's template is missing or faulty."""
    views = [part.view for part in (paged, appendix) if part]
    _refuse_unwritable([cell for view in views for _, cell, _ in view.typed_cells()], profile)
    template = load_template(own_or_shipped(profile.folder, TEMPLATE_FILE), dress_of(profile))
    first = views[0]
    core = _CORE_XML.format(title=escape(first.title), author=escape(first.author))
    data: dict[str, object] = {
        "form": SimpleNamespace(title=first.title, year_line=_second_line(first), draft=first.draft),
        "pages": (),
        "appendix": describe_appendix(appendix, docx_measures(profile)) if appendix else None,
    }
    data[SLOT] = Markup("")
    if paged and template.looks:
        data[SLOT] = Markup(lay_form(paged, template.looks, docx_measures(profile)))
        data |= {"pages": (SimpleNamespace(number=1, first=True),), **_describe_tables(paged.view, profile)}
    elif paged:
        data |= {"pages": _describe_pages(paged, profile), **_describe_tables(paged.view, profile)}
    pictures = [draw_png(drawing) for drawing in appendix.drawings()] if appendix else []
    return template.fill(data, {CORE: core.encode()}, pictures)


def _second_line(view: FormView | AppendixView) -> str:
    return view.year_line if isinstance(view, FormView) else view.subtitle


def _describe_tables(view: FormView, profile: Profile) -> dict[str, object]:
    """What a template of 0.2.0 may say of the two tables it knew: plain data, nothing that reaches a file or
    the program."""
    keys = [column.key for column in profile.columns]
    columns = dict(zip(keys, view.table.columns, strict=False))
    return {
        "facts": SimpleNamespace(columns=view.facts.columns, widths=column_widths(view.facts)),
        "table": SimpleNamespace(
            heading=view.table.heading,
            columns=SimpleNamespace(**columns),
            widths=column_widths(view.table),
        ),
    }


def _describe_pages(paged: PagedForm, profile: Profile) -> list[SimpleNamespace]:
    keys, measures = [column.key for column in profile.columns], docx_measures(profile)
    return [_describe_page(page, paged, measures, keys) for page in paged.pages]


def _describe_page(
    page: PlacedPage, paged: PagedForm, measures: Measures, keys: Sequence[str]
) -> SimpleNamespace:
    view = paged.view
    has_table = bool(page.rows)
    facts = describe_rows(page.facts, measures.body_height, ())
    rows = describe_rows(page.rows, measures.body_height - measures.head_height(view.table), keys)
    return SimpleNamespace(
        number=page.number,
        first=page.first,
        facts=facts,
        rows=rows,
        has_table=has_table,
        # Heads that the word processor repeats on a page of its own need their top line there.
        joined=bool(facts) and has_table and all(row.keep for row in rows),
    )


def _refuse_unwritable(cells: Iterable[Cell], profile: Profile) -> None:
    cells = list(cells)
    if not UNWRITABLE.search("\n".join([cell.text for cell in cells])):
        return  # nearly always
    faults = []
    for cell in cells:
        if found := dict.fromkeys(UNWRITABLE.findall(cell.text)):
            codes = "、".join(f"U+{ord(character):04X}" for character in found)
            message = say.CONTROL_CHARACTER.format(label=profile.label(cell.field), codes=codes)
            faults.append(Fault(message, cell.place, cell.field, say.CONTROL_HINT))
    if faults:
        raise DeclarationRefused(say.VALUES_REFUSED, faults)
