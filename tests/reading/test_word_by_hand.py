"""Word forms that people typed: broken tables, lines of signatures, totals and odd heads, as in a workbook."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table

import formgen
from formgen.library.form import Form
from tests.reading.word_forms import HEADS, ROW, typed_form

NAMES = [f"指标{number}" for number in range(1, 7)]
ROWS = [("产出指标", "数量指标", name, *ROW[3:]) for name in NAMES]
TARGET = HEADS.index("指标值")


def names(form: Form) -> list[str]:
    return [item.level3 for item in form.declaration.indicators]


def errors(form: Form) -> list[tuple[str, str]]:
    return [(item.place, item.message) for item in form.findings if item.id == "READ-03"]


def notes(form: Form) -> str:
    return "\n".join(
        item.message for item in form.findings if item.id.startswith("READ") and item.severity.value == "note"
    )


def _ignore(made: object) -> None:
    """What python-docx hands back."""


def break_table(document: WordDocument, table: Table, line: str, *, heads: bool) -> None:
    """The table in two, with a line between: as if a page ended after three rows."""
    second = copy.deepcopy(table._tbl)
    for row in list(second.iterchildren("{*}tr"))[0 if not heads else 1 : 4]:
        second.remove(row)
    for row in list(table._tbl.iterchildren("{*}tr"))[4:]:
        table._tbl.remove(row)
    document.add_paragraph(line)
    document.element.body.insert(-1, second)


@pytest.mark.parametrize("line", ["", "（续表）", "续上表", "接上页："])
@pytest.mark.parametrize("heads", [True, False])
def test_a_table_that_goes_on_is_read_whole(line: str, heads: bool) -> None:
    form = typed_form(ROWS, lambda document, table: break_table(document, table, line, heads=heads))
    assert names(form) == NAMES
    assert errors(form) == []


def test_a_part_with_wider_columns_is_read_by_its_own_heads() -> None:
    """Word lays each table on a grid of its own: the same column may be another one in the next table."""

    def widen(document: WordDocument, table: Table) -> None:
        break_table(document, table, "（续表）", heads=True)
        for row in document.tables[-1].rows:
            cell = row._tr.tc_lst[0]
            cell.get_or_add_tcPr().get_or_add_gridSpan().val = 2

    form = typed_form(ROWS, widen)
    assert names(form) == NAMES
    assert {item.level2 for item in form.declaration.indicators} == {"数量指标"}
    assert errors(form) == []


def test_a_second_form_in_one_document_is_told() -> None:
    def add_second(document: WordDocument, table: Table) -> None:
        document.add_paragraph("部门（单位）名称：乙局")
        document.element.body.insert(-1, copy.deepcopy(table._tbl))

    form = typed_form(ROWS, add_second)
    assert any(
        "第 3 张表第 1 行第 3 列" in message and "两个指标表" in message for _, message in errors(form)
    )


def test_a_line_of_signatures_below_the_table_is_read() -> None:
    line = "单位负责人：李四  填报人：张三  联系电话：0734-1234567  填报日期：2023年3月1日"
    form = typed_form(ROWS, lambda document, table: _ignore(document.add_paragraph(line)))
    filing, unit = form.declaration.filing, form.declaration.department
    assert (filing.head, filing.preparer, filing.date, unit.phone) == (
        "李四",
        "张三",
        "2023年3月1日",
        "0734-1234567",
    )


def test_a_line_of_the_table_itself_may_be_it() -> None:
    def add_row(document: WordDocument, table: Table) -> None:
        cells = table.add_row().cells
        cells[0].merge(cells[-1]).text = "填报人：张三"

    form = typed_form(ROWS, add_row)
    assert (form.declaration.filing.preparer, names(form)) == ("张三", NAMES)


def test_totals_are_no_indicator() -> None:
    form = typed_form([*ROWS, ("合计", "", "", "", "", "", "", "", "60分")])
    assert names(form) == NAMES
    assert "60 分" in notes(form)


def test_one_odd_head_is_one_fault() -> None:
    def rename(document: WordDocument, table: Table) -> None:
        table.cell(0, TARGET).text = "数值"

    form = typed_form(ROWS, rename)
    assert [place for place, _ in errors(form)] == ["第 2 张表第 1 行第 5 列"]
    assert names(form) == NAMES


def test_a_year_in_the_middle_of_a_line_is_no_part_of_the_name() -> None:
    def rewrite(document: WordDocument, table: Table) -> None:
        document.paragraphs[1].text = "填报单位：示例局（盖章）        2024年度        单位：万元"

    form = typed_form(ROWS, rewrite)
    assert (form.declaration.department.name, form.get("year")) == ("示例局", 2024)
    assert errors(form) == []


@pytest.mark.parametrize(
    "title", ["2024年部门整体支出绩效目标表", "某某县2024年度项目支出绩效目标表", "绩效目标表（2024年）"]
)
def test_a_year_in_a_title_of_another_name_is_the_year(title: str) -> None:
    def rewrite(document: WordDocument, table: Table) -> None:
        document.paragraphs[0].text, document.paragraphs[1].text = title, ""

    form = typed_form(ROWS, rewrite)
    assert (form.get("year"), errors(form)) == (2024, [])


def test_two_names_are_told() -> None:
    def rewrite(document: WordDocument, table: Table) -> None:
        document.paragraphs[1].text = "填报单位：乙局（盖章）        2023年度"

    assert any("第 2 段" in message for _, message in errors(typed_form(ROWS, rewrite)))


def test_a_line_that_declares_what_the_form_has_no_place_for_is_a_fault() -> None:
    def add(document: WordDocument, table: Table) -> None:
        document.add_paragraph("以上指标经集体研究。")
        document.add_paragraph("第二页")
        document.add_paragraph("分管领导批示：同意")

    form = typed_form(ROWS, add)
    assert [place for place, message in errors(form) if "分管领导" in message] == ["第 5 段"]
    assert "以上指标经集体研究" in notes(form) and "第二页" in notes(form)
    assert len(errors(form)) == 1


def test_numbers_are_numbers() -> None:
    form = typed_form([*ROWS[:1], (*ROW[:2], "办结时间", "定性", "2023", "", *ROW[6:])])
    targets = [item.target for item in form.declaration.indicators]
    assert targets == [Decimal(600), "2023"]
    assert "文字" not in notes(form)


def test_what_was_added_below_a_finished_table_is_told() -> None:
    first = typed_form(ROWS)
    document = Document(io.BytesIO(first.docx(appendix="none", draft=True)))
    document.add_paragraph("另附说明一句")
    document.add_table(1, 1).cell(0, 0).text = "后加的一行"
    stream = io.BytesIO()
    document.save(stream)
    form = formgen.open(stream.getvalue(), name="改过.docx")
    assert "另附说明一句" in notes(form)
    assert any("后加的一行" in message for _, message in errors(form))


def edited(change: Callable[[WordDocument, Table], object]) -> Form:
    """A form that formgen made and somebody edited in Word."""
    document = Document(io.BytesIO(typed_form(ROWS).docx(appendix="inside", draft=True)))
    change(document, max(document.tables[:3], key=lambda table: len(table.columns)))
    stream = io.BytesIO()
    document.save(stream)
    return formgen.open(stream.getvalue(), name="改过.docx")


def test_a_finished_table_that_somebody_split_is_read_whole() -> None:
    def split(document: WordDocument, table: Table) -> None:
        second = copy.deepcopy(table._tbl)
        rows = list(table._tbl.iterchildren("{*}tr"))
        middle = len(rows) - 3
        for row in list(second.iterchildren("{*}tr"))[:middle]:
            second.remove(row)
        for row in rows[middle:]:
            table._tbl.remove(row)
        line = copy.deepcopy(document.paragraphs[0]._p)
        for text in line.iter("{*}t"):
            text.text = "（续表）"
        table._tbl.addnext(second)
        table._tbl.addnext(line)

    form = edited(split)
    assert names(form) == NAMES
    assert {(item.level1, item.level2) for item in form.declaration.indicators} == {("产出指标", "数量指标")}
    assert errors(form) == []


def test_totals_and_signatures_added_to_a_finished_table_are_no_indicators() -> None:
    def add(document: WordDocument, table: Table) -> None:
        cells = table.add_row().cells
        cells[0].text, cells[-1].text = "合计", "60分"
        cells = table.add_row().cells
        cells[0].merge(cells[-1]).text = "填报人：张三  联系电话：0734-1234567"

    form = edited(add)
    assert names(form) == NAMES
    assert (form.declaration.filing.preparer, form.declaration.department.phone) == ("张三", "0734-1234567")
    assert "合计 60分" in notes(form)


def test_what_a_page_header_declares_is_told() -> None:
    def add(document: WordDocument, table: Table) -> None:
        document.sections[0].header.paragraphs[0].text = "填报单位：示例局"
        document.sections[0].footer.paragraphs[0].text = "第 1 页"

    told = notes(typed_form(ROWS, add))
    assert "填报单位：示例局" in told and "第 1 页" not in told
