"""Does the DOCX say what the form says? Every cell of the view against that very cell of the file.

Comes in: the finished bytes and the FormView. Goes out: one Fault per difference, naming the cell's field
and place; none when all is right. Called by the pipeline before anything is published and by
`formgen verify`. It reads the file anew (`docx_reader`) and knows nothing of the renderer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from formgen.errors import Fault, UnreadableInput
from formgen.inspect.docx_reader import DocxCell, DocxContent, Row, read_docx, read_form
from formgen.messages import rendering as say
from formgen.view import Cell, FormView, TableView

_SHOWN = 24
"""Characters of a long text that a message shows around the first difference."""


def inspect_docx(data: bytes, view: FormView) -> tuple[Fault, ...]:
    """Every difference between the document and the form."""
    try:
        content = read_docx(data)
    except UnreadableInput as error:
        return (Fault(error.message, hint=say.DOCX_HINT),)
    form = read_form(content, view.table.groups)
    return (
        *_compare_lines(form.lines, view),
        *_compare_rows(form.facts, view.facts, say.DOCX_FACTS_COUNT, say.DOCX_FACT),
        *_compare_heads(form.heads, view.table),
        *_compare_rows(form.rows, view.table, say.DOCX_ROWS_COUNT, say.DOCX_CELL),
        *_compare_marks(content, view),
    )


def _compare_lines(lines: Sequence[str], view: FormView) -> Iterator[Fault]:
    title, year_line, *_ = (*lines, "", "")
    for place, found, text in (
        (say.DOCX_TITLE, title, view.title),
        (say.DOCX_YEAR_LINE, year_line, view.year_line),
    ):
        if found != text:
            yield _differs(found, text, place)
    for extra in lines[2:]:
        yield _differs(extra, "", say.DOCX_YEAR_LINE)


def _compare_heads(pages: Sequence[Sequence[Row]], table: TableView) -> Iterator[Fault]:
    """Each page's table begins with the same heads: the heading over all columns, then the columns'."""
    columns = len(table.columns)
    expected: list[Row] = [tuple(DocxCell(column.heading) for column in table.columns)]
    if table.heading:
        expected.insert(0, (DocxCell(table.heading, colspan=columns), *[None] * (columns - 1)))
    if not pages:
        yield Fault(say.DOCX_NO_TABLE, hint=say.DOCX_HINT)
    for page, heads in enumerate(pages, start=1):
        if len(heads) != len(expected):
            sentence = say.DOCX_HEADS_COUNT.format(page=page, found=len(heads), expected=len(expected))
            yield Fault(sentence, hint=say.DOCX_HINT)
        for number, (found, right) in enumerate(zip(heads, expected, strict=False), start=1):
            for column, (one, other) in enumerate(zip_longest(found, right), start=1):
                if one != other:
                    place = say.DOCX_HEADING.format(page=page, row=number, column=column)
                    yield _differs(one.text if one else "", other.text if other else "", place)


def _compare_rows(rows: Sequence[Row], table: TableView, count: str, place: str) -> Iterator[Fault]:
    if len(rows) != len(table.rows):
        yield Fault(count.format(found=len(rows), expected=len(table.rows)), hint=say.DOCX_HINT)
    for number, (found, expected) in enumerate(zip(rows, table.rows, strict=False), start=1):
        width = max(len(found), len(expected))
        for column in range(width):
            here = place.format(row=number, column=column + 1)
            one = found[column] if column < len(found) else None
            other = expected[column] if column < len(expected) else None
            yield from _compare_cell(one, other, here)


def _compare_cell(found: DocxCell | None, expected: Cell | None, here: str) -> Iterator[Fault]:
    if expected is None:
        if found is not None:
            yield Fault(say.DOCX_UNCOVERED.format(found=_show(found.text, "")), here, hint=say.DOCX_HINT)
        return
    place = f"{expected.place}（{here}）" if expected.place else here
    if found is None:
        sentence = say.DOCX_COVERED.format(expected=_show(expected.text, ""))
        yield Fault(sentence, place, expected.field, say.DOCX_HINT)
        return
    if found.text != expected.text:
        yield _differs(found.text, expected.text, place, expected.field)
    if found.rowspan != expected.rowspan:
        sentence = say.DOCX_SPAN.format(found=found.rowspan, expected=expected.rowspan)
        yield Fault(sentence, place, expected.field, say.DOCX_HINT)


def _compare_marks(content: DocxContent, view: FormView) -> Iterator[Fault]:
    """草稿 on every page of a draft and on none of a final form; the properties the archive reads."""
    marked = [say.DRAFT_MARK in words for words in content.headers]
    if view.draft and not (marked and all(marked)):
        yield Fault(say.DOCX_NO_DRAFT, hint=say.DOCX_HINT)
    if not view.draft and any(marked):
        yield Fault(say.DOCX_NOT_DRAFT, hint=say.DOCX_HINT)
    for name, expected in (("title", view.title), ("creator", view.author), ("language", "zh-CN")):
        found = content.properties.get(name, "")
        if found != expected:
            sentence = say.DOCX_PROPERTY.format(name=name, found=found, expected=expected)
            yield Fault(sentence, hint=say.DOCX_HINT)


def _differs(found: str, expected: str, place: str, field: str = "") -> Fault:
    sentence = say.DOCX_DIFFERS.format(found=_show(found, expected), expected=_show(expected, found))
    return Fault(sentence, place, field, say.DOCX_HINT)


def _show(text: str, other: str) -> str:
    """The text, or of a long one what is around its first difference from the other."""
    same = next((at for at, pair in enumerate(zip_longest(text, other)) if pair[0] != pair[1]), 0)
    start = max(0, same - _SHOWN // 2)
    end = start + _SHOWN
    shown = text[start:end].replace("\n", "↵").replace("\t", "⇥")
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")
