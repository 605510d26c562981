"""Forms as somebody types them in Word, made with python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.table import Table, _Cell

import formgen
from formgen.library.form import Form
from tests.heads import HEADS

ROW = ("产出指标", "数量指标", "抽检批次", "≥", "600", "批次", "", "该指标分值为10分，完成得满分。", "")
EXPLANATION = HEADS.index("指标解释")
NAMES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
FACTS = (("部门（单位）名称", "示例局"), ("部门（单位）职责", "负责示例。"), ("年度总体目标", "完成示例。"))


def put(cell: _Cell, content: str) -> None:
    for old in list(cell._tc.iterchildren("{*}p")):
        cell._tc.remove(old)
    for new in list(parse_xml(f"<w:tc {NAMES}>{content}</w:tc>")):
        cell._tc.append(new)


def fill(table: Table, rows: Sequence[Sequence[str]]) -> None:
    for line, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, words, strict=True):
            cell.text = text


def typed_form(
    rows: Sequence[Sequence[str]] = (ROW,), finish: Callable[[WordDocument, Table], None] | None = None
) -> Form:
    """A form with these rows below its heads, changed once more before it is read."""
    document = Document()
    document.add_paragraph("部门（单位）整体绩效目标申报表")
    document.add_paragraph("（2023年度）")
    fill(document.add_table(len(FACTS), 2), FACTS)
    table = document.add_table(len(rows) + 1, len(HEADS))
    fill(table, (HEADS, *rows))
    if finish is not None:
        finish(document, table)
    stream = io.BytesIO()
    document.save(stream)
    return formgen.open(stream.getvalue(), name="手填.docx")


def word_form(content: str, finish: Callable[[WordDocument], None] | None = None) -> Form:
    """A form of one row with this content in its explanation."""

    def put_content(document: WordDocument, table: Table) -> None:
        put(table.cell(1, EXPLANATION), content)
        if finish is not None:
            finish(document)

    return typed_form(finish=put_content)
