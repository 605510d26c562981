"""Old files as people have them, made here; and what a draft says of them, read by openpyxl."""

from __future__ import annotations

from pathlib import Path

import docx
from openpyxl import Workbook, load_workbook

from tests.conftest import ROOT

OLD_FORMS = ROOT / "tests" / "data" / "old_forms"
"""Files that LibreOffice 7.4 wrote: goals.doc of `word_file`, export.xls and .ods of `export_file`."""

INDICATORS = [
    ["产出指标", "数量指标", "高标准农田建设面积", "≥2万亩", "计划标准"],
    ["", "质量指标", "验收合格率", "100%", "计划标准"],
    ["", "成本指标", "亩均成本", "≤1500元/亩", "行业标准"],
    ["", "时效指标", "完成时间", "2022年12月底前", ""],
    ["效益指标", "社会效益指标", "带动农户", "500余户", ""],
    ["满意度指标", "服务对象满意度指标", "农户满意度", "90%以上", ""],
]
"""Of a form without 指标值类型 and 计量单位."""

EXPORT = [
    ["部门整体绩效目标申报表"],
    ["单位编码：", "015001", "单位名称：", "某某县农业农村局"],
    ["序号", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标内容", "评分标准"],
    [1, "产出指标", "数量指标", "高标准农田建设面积（含配套...", "≥", 2, "万亩", 10, "考察高标准农田建设...", "每少1%扣..."],
    [2, "产出指标", "质量指标", "验收合格率", "＝", "100", "%", "10", "考察验收", "不合格不得分"],
]  # fmt: skip


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("2022年部门整体支出绩效目标表")
    table = document.add_table(rows=3 + len(INDICATORS), cols=5)
    rows = [
        ["部门名称", "某某县农业农村局", "", "", ""],
        ["年度绩效目标", "完成高标准农田2万亩...", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值", "绩效标准"],
        *INDICATORS,
    ]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for row in (0, 1):
        table.cell(row, 1).merge(table.cell(row, 4))
    document.save(str(path))
    return path


def book_file(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    """A workbook of these sheets: name and rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def word_texts(path: Path) -> list[str]:
    """Every paragraph and cell that is not empty, by python-docx."""
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    cells = {
        cell._tc: cell.text.strip() for table in document.tables for row in table.rows for cell in row.cells
    }
    return [text for text in [*texts, *cells.values()] if text.strip()]


def export_file(path: Path) -> Path:
    book = Workbook()
    for row in EXPORT:
        book.active.append(row)
    book.save(path)
    return path


def listed(draft: Path) -> list[dict[str, str]]:
    """The rows of 导入核对 by their heads."""
    rows = list(load_workbook(draft)["导入核对"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if "把握" in row)
    heads = [str(head) for head in rows[start]]
    return [dict(zip(heads, (str(cell or "") for cell in row), strict=True)) for row in rows[start + 1 :]]


def tick_off(draft: Path, done: Path, most: int | None = None) -> Path:
    """The draft with 是 in 已核对 of its first open marks, of all without `most`."""
    book = load_workbook(draft)
    sheet = book["导入核对"]
    open_rows = [row for row in sheet.iter_rows() if row[6].value == "待核对"]
    for row in open_rows[:most]:
        row[8].value = "是"
    book.save(done)
    return done
