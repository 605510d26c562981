"""What form.typ gets: the planned pages as plain data, for JSON.

Comes in: a planned form, a planned appendix, or both. Goes out: dicts, lists, strings and numbers;
values stay data and never become Typst code. Lengths of pages,
columns and drawings in mm, of type and rows in pt, as in the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from formgen.declaration.profile import Profile
from formgen.fonts.chain import USES
from formgen.layout.appendix import AppendixPage, PagedAppendix, PlacedBlock, Run
from formgen.layout.lined import PlacedCell, PlacedRow
from formgen.layout.measures import BORDER_PT, CELL_PAD_X_MM, CELL_PAD_Y_MM, Measures, TitleBlock
from formgen.layout.plan import PagedForm, PlacedTable
from formgen.layout.text import TAB_SPACES
from formgen.views.tables import TableView

Data = dict[str, Any]


def describe_pages(
    paged: PagedForm | None,
    appendix: PagedAppendix | None,
    measures: Measures,
    profile: Profile,
    families: Mapping[str, Sequence[str]],
) -> Data:
    """All that is printed, and the measures it was planned with. families: by use of type."""
    views = [part.view for part in (paged, appendix) if part is not None]
    page = profile.page
    return {
        "title": views[0].title,
        "author": views[0].author,
        "draft": views[0].draft,
        "page": {side: float(getattr(page, side)) for side in type(page).model_fields},
        "padding": {"x": CELL_PAD_X_MM, "y": CELL_PAD_Y_MM},
        "border": BORDER_PT,
        "types": {
            use: {
                "fonts": list(families[use]),
                "size": measures.type(use).size_pt,
                "line": measures.type(use).line_pt,
            }
            for use in USES
        },
        "form": _describe_form(paged, measures) if paged else None,
        "appendix": _describe_appendix(appendix) if appendix else None,
    }


def _describe_form(paged: PagedForm, measures: Measures) -> Data:
    """facts, table, rows: for templates of 0.2.0."""
    view = paged.view
    return {
        "title": view.title,
        "year_line": view.year_line,
        "heading": _describe_heading(paged.heading),
        "facts": _describe_table(view.facts, (), measures),
        "table": _describe_table(view.table, paged.head_lines, measures),
        "pages": [
            {
                "first": page.first,
                "tables": [_describe_placed(part) for part in page.tables],
                "facts": _describe_rows(page.facts),
                "rows": _describe_rows(page.rows),
            }
            for page in paged.pages
        ],
    }


def _describe_placed(part: PlacedTable) -> Data:
    return {
        "table": _describe_paper(part.table),
        "heads": _describe_rows(part.heads),
        "rows": _describe_rows(part.rows),
        "top": part.top,
        "bottom": part.bottom,
        "height": part.height,
    }


def _describe_heading(heading: TitleBlock) -> Data:
    return {"title": _printed(heading.title), "second": _printed(heading.second)}


def _describe_appendix(appendix: PagedAppendix) -> Data:
    return {
        "title": appendix.view.title,
        "subtitle": appendix.view.subtitle,
        "heading": _describe_heading(appendix.heading),
        "pages": [_describe_page(page) for page in appendix.pages],
    }


def _describe_page(page: AppendixPage) -> Data:
    return {"first": page.first, "blocks": [_describe_block(block) for block in page.blocks]}


def _describe_block(block: PlacedBlock) -> Data:
    table = block.table
    return {
        "gap": block.gap,
        "height": block.height,
        "level": block.level,
        "use": block.use,
        "runs": [_describe_runs(line) for line in block.runs],
        "table": _describe_paper(table) if table else None,
        "heads": _describe_rows(block.heads),
        "rows": _describe_rows(block.rows),
        "drawing": asdict(block.drawing) if block.drawing else None,
    }


def _describe_runs(line: Sequence[Run]) -> list[Data]:
    """Blanks between two runs set them apart and stay; only those of the last one hang over the line's end."""
    texts = [_spaced(run.text) for run in line]
    texts[-1:] = map(_ended, texts[-1:])
    return [{"text": text, "label": run.label} for text, run in zip(texts, line, strict=True)]


def _describe_paper(table: TableView) -> Data:
    return {
        "columns": [
            {"width": c.width, "align": c.align, "use": c.use, "joined": c.joined} for c in table.columns
        ],
        "ruling": asdict(table.ruling),
    }


def _describe_table(table: TableView, head_lines: Sequence[Sequence[str]], measures: Measures) -> Data:
    """heading and heads with their heights: 0 where the table has none."""
    heading = measures.row_height(1, "head") if table.heading else 0.0
    return {
        "columns": [{"width": c.width, "align": c.align, "use": c.use} for c in table.columns],
        "heading": {"text": table.heading, "height": heading},
        "heads": {
            "lines": [_printed(lines) for lines in head_lines],
            "height": measures.head_height(table) - heading,
        },
    }


def _describe_rows(rows: Sequence[PlacedRow]) -> list[Data]:
    return [
        {"height": row.height, "split": row.split, "cells": [_describe_cell(cell) for cell in row.cells]}
        for row in rows
    ]


def _describe_cell(cell: PlacedCell | None) -> Data | None:
    if cell is None:
        return None
    return {
        "lines": _printed(cell.lines),
        "rowspan": cell.rowspan,
        "colspan": cell.cell.colspan,
        "use": cell.cell.use,
        "align": cell.cell.align,
        "open": [cell.cell.open_above, cell.cell.open_below],
    }


def _printed(lines: Sequence[str]) -> list[str]:
    return [_ended(_spaced(line)) for line in lines]


def _spaced(text: str) -> str:
    """Fonts have no glyph for tabs; the plan counts them as so many spaces."""
    return text.replace("\t", " " * TAB_SPACES)


def _ended(line: str) -> str:
    """Of blanks that hang over a line's end one stays, to part words: more would push a centred line out of its
    cell."""
    text = line.rstrip()
    return text if text == line else f"{text} "
