"""Forms as somebody makes them in a spreadsheet, with what openpyxl does not write."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from tests.heads import HEADS

ROW = (
    "产出指标",
    "数量指标",
    "抽检批次",
    "≥",
    600,
    "批次",
    "考察抽检了多少批次",
    "该指标分值为10分，完成得满分。",
    "",
)
CELL = "G6"


def rich(*runs: str | tuple[str, str]) -> CellRichText:
    """Runs of text; those with a look as superscript, subscript or strike."""
    looks = {name: InlineFont(vertAlign=name) for name in ("superscript", "subscript")}
    looks["strike"] = InlineFont(strike=True)
    return CellRichText(*[run if isinstance(run, str) else TextBlock(looks[run[1]], run[0]) for run in runs])


def workbook(change: Callable[[Worksheet], object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (
        ("部门（单位）整体绩效目标申报表（2023年度）",),
        ("部门（单位）名称", None, "示例局"),
        ("部门（单位）职责", None, "负责示例。"),
        ("年度总体目标", None, "完成示例。"),
        HEADS,
        ROW,
        (*ROW[:2], "抽检单位", *ROW[3:]),
    ):
        sheet.append(row)
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(data: bytes, part: str, pattern: str, new: str) -> bytes:
    """The workbook with something in one of its parts put as openpyxl would not put it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as package:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text, count = re.subn(pattern, new, content.decode(), flags=re.DOTALL)
                assert count
                content = text.encode()
            package.writestr(name, content)
    return made.getvalue()


DRAWING = (
    '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><twoCellAnchor><from><col>6</col><row>5</row></from>'
    "<sp><txBody><a:p><a:r><a:t>框里的话</a:t></a:r></a:p></txBody></sp></twoCellAnchor>"
    "<oneCellAnchor><from><col>8</col><row>6</row></from><pic/></oneCellAnchor></wsDr>"
)
DRAWING_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"


def with_drawing(drawing: str) -> bytes:
    made = io.BytesIO(workbook(lambda sheet: None))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("xl/drawings/drawing1.xml", drawing)
        package.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{DRAWING_KIND}" Target="../drawings/drawing1.xml"/></Relationships>',
        )
    return made.getvalue()
