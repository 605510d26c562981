"""Does the DOCX say what the form says? Every cell of the view against that very cell of the file.

Comes in: the finished bytes, the FormView and the planned appendix. Goes out: one Fault per difference,
naming the cell's field and place; none when all is right. It reads the file anew (`docx_reader`) and
knows nothing of the renderer.
"""

from __future__ import annotations

from collections.abc import Iterator

from formgen.base.errors import Fault, UnreadableInput
from formgen.inspect.docx_appendix import compare_appendix
from formgen.inspect.docx_form import compare_form
from formgen.layout.appendix import PagedAppendix
from formgen.messages import rendering as say
from formgen.sources.docx_content import DocxContent, read_docx
from formgen.views.appendix import AppendixView
from formgen.views.form import FormView


def inspect_docx(
    data: bytes, view: FormView | None, appendix: PagedAppendix | None = None
) -> tuple[Fault, ...]:
    """Every difference between the document and the form, the appendix, or the form with the appendix
    behind it. Without `appendix`, what stands behind the form is not looked at."""
    try:
        content = read_docx(data)
    except UnreadableInput as error:
        return (Fault(error.message, hint=say.DOCX_HINT),)
    faults: list[Fault] = []
    behind = content.blocks
    if view:
        faults, behind = compare_form(content, view)
    if appendix:
        faults += compare_appendix(behind, content.pictures, appendix)
    first = view or (appendix and appendix.view)
    return (*faults, *(_compare_marks(content, first) if first else ()))


def _compare_marks(content: DocxContent, view: FormView | AppendixView) -> Iterator[Fault]:
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
