"""The inspection can say no: every kind of damage to a finished document is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from formgen.declaration.load_profile import load_profile
from formgen.inspect.docx import inspect_docx
from formgen.layout.measures import docx_measures
from formgen.layout.plan import plan_form
from formgen.messages.rendering import CONTINUED
from formgen.render.docx import render_docx
from formgen.sources import read_file
from formgen.sources.build import build
from formgen.sources.docx_content import DocxTable, read_docx
from formgen.views.form import view_form
from tests.render.docx_samples import (
    HOSTILE,
    W,
    declare,
    hunan,
    indicator,
    make,
    old_template,
    part,
    plain,
    profile_with,
    replace_part,
    rewrite,
)
from tests.tools.libreoffice import convert, needs_libreoffice

BODY = "word/document.xml"


def tables(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(f"{W}tbl"))


def rows(root: etree._Element, page: int = 1) -> list[etree._Element]:
    """Rows of indicators on a page, heads left out."""
    return list(tables(root)[page].iter(f"{W}tr"))[2:]


def texts(element: etree._Element) -> list[etree._Element]:
    return [text for text in element.iter(f"{W}t") if text.text]


def cells(row: etree._Element) -> list[etree._Element]:
    return list(row.iter(f"{W}tc"))


def faults_after(change: Callable[[etree._Element], None], name: str = BODY):
    return inspect_docx(rewrite(plain().data, name, change), plain().view)


@pytest.mark.parametrize("count", [0, 1, 30, 120])
@pytest.mark.parametrize("draft", [True, False])
def test_a_right_document_has_no_fault(count: int, draft: bool) -> None:
    sample = make(declare([indicator(level3=f"指标{n}") for n in range(count)]), draft=draft)
    assert inspect_docx(sample.data, sample.view) == ()


def test_hostile_values_and_cells_taller_than_a_page_have_no_fault() -> None:
    declared = [indicator(level3=text, scoring=text, remark=text) for text in HOSTILE]
    declared += [indicator(scoring="完成率小于60%不得分；\n" * 182), indicator("效益指标", "社会效益指标")]
    sample = make(declare(declared, duties="市场监督管理。\n" * 429))
    assert inspect_docx(sample.data, sample.view) == ()


def test_one_changed_character_is_named_with_its_cell() -> None:
    def change(root: etree._Element) -> None:
        text = texts(cells(rows(root)[1])[7])[0]
        text.text = text.text.replace("2", "3", 1)

    (fault,) = faults_after(change)
    assert fault.field == "indicators[1].scoring"
    assert "第 1 行 scoring" in fault.place
    assert "3分" in fault.message and "2分" in fault.message


@pytest.mark.parametrize("damage", ["第二行", " 尾随", "\n", "\t"])
def test_white_space_counts(damage: str) -> None:
    sample = make(declare([indicator(remark=f"甲{damage}乙")]))
    shorter = make(declare([indicator(remark="甲乙")]))
    assert [fault.field for fault in inspect_docx(shorter.data, sample.view)] == ["indicators[0].remark"]


def test_a_lost_row_is_found() -> None:
    def change(root: etree._Element) -> None:
        row = rows(root)[2]
        row.getparent().remove(row)

    faults = faults_after(change)
    assert any("29" in fault.message and "30" in fault.message for fault in faults)
    assert any(fault.field == "indicators[2].level3" for fault in faults)


def test_two_swapped_cells_are_found() -> None:
    def change(root: etree._Element) -> None:
        row = rows(root)[1]
        row.insert(row.index(cells(row)[5]), cells(row)[6])

    assert {fault.field for fault in faults_after(change)} == {
        "indicators[1].unit",
        "indicators[1].explanation",
    }


def test_a_wrong_span_is_found() -> None:
    def change(root: etree._Element) -> None:
        merge = cells(rows(root)[1])[1].find(f"{W}tcPr/{W}vMerge")
        merge.getparent().remove(merge)

    faults = faults_after(change)
    assert any(fault.field == "indicators[0].level2" and "行" in fault.message for fault in faults)
    assert any("应并入上面的格" in fault.message for fault in faults)


def test_a_group_swallowed_by_the_one_above_is_found() -> None:
    def change(root: etree._Element) -> None:
        below = rows(root)[1:]
        marks = [cells(row)[1].find(f"{W}tcPr/{W}vMerge") for row in below]
        own = next(mark for mark in marks if mark is not None and mark.get(f"{W}val") == "restart")
        own.attrib.clear()

    faults = faults_after(change)
    assert any("并入了" in fault.message and fault.field.endswith("level2") for fault in faults)


def test_a_label_that_an_old_document_does_not_repeat_is_found(tmp_path: Path) -> None:
    """Documents of 0.2.0 are verified as well: a table a page, with their groups named again."""
    profile = profile_with(old_template(own_words=True), tmp_path)
    sample = make(plain(90).declaration, profile=profile)

    def clean(root: etree._Element) -> None:
        for text in texts(root):
            text.text = "" if text.text == "本页由设计者添加" else text.text

    def change(root: etree._Element) -> None:
        label = next(text for text in texts(root) if text.text.endswith(CONTINUED))
        label.text = label.text.removesuffix(CONTINUED)

    data = rewrite(sample.data, BODY, clean)
    assert len(tables_of(data)) > 3
    assert inspect_docx(data, sample.view) == ()
    assert inspect_docx(rewrite(data, BODY, change), sample.view)


@pytest.mark.parametrize("at", [0, 1])
def test_title_and_year_line_are_compared(at: int) -> None:
    def change(root: etree._Element) -> None:
        texts(root)[at].text += "。"

    (fault,) = faults_after(change)
    assert fault.place == ("标题", "年度行")[at]


def test_facts_are_compared() -> None:
    def change(root: etree._Element) -> None:
        texts(tables(root)[0])[-1].text += "。"

    (fault,) = faults_after(change)
    assert fault.field == "goal.annual"


def test_a_lost_fact_is_found() -> None:
    def change(root: etree._Element) -> None:
        tables(root)[0].remove(list(tables(root)[0].iter(f"{W}tr"))[-1])

    assert any("2 栏" in fault.message and "3 栏" in fault.message for fault in faults_after(change))


@pytest.mark.parametrize("row", [0, 1])
def test_heads_are_compared(row: int) -> None:
    def change(root: etree._Element) -> None:
        texts(list(tables(root)[1].iter(f"{W}tr"))[row])[-1].text = "其他"

    (fault,) = faults_after(change)
    assert f"表头第 {row + 1} 行" in fault.place


def test_heads_that_are_not_repeated_are_found() -> None:
    def change(root: etree._Element) -> None:
        head = list(tables(root)[1].iter(f"{W}tblHeader"))[-1]
        head.getparent().remove(head)

    assert any("重复表头" in fault.message for fault in faults_after(change))


@pytest.mark.parametrize("number", [0, 1])
def test_a_lost_table_is_found(number: int) -> None:
    def change(root: etree._Element) -> None:
        tables(root)[number].getparent().remove(tables(root)[number])

    assert faults_after(change)


def test_a_table_too_many_is_found() -> None:
    def change(root: etree._Element) -> None:
        last = tables(root)[-1]
        last.addnext(etree.fromstring(etree.tostring(last)))

    assert any("多出" in fault.message for fault in faults_after(change))


@pytest.mark.slow
def test_every_block_of_another_form_is_compared() -> None:
    """Lines, sums, heads over heads: each text of the page changed by itself is a fault."""
    profile = load_profile("central-dept-2015")
    reading = build(read_file(Path("inputs/central-dept-2015.toml"))[0])
    view = view_form(reading.declaration, profile)
    data = render_docx(plan_form(view, docx_measures(profile)), profile)
    assert inspect_docx(data, view) == ()
    count = len(texts(part(data, BODY)))
    assert count > 80
    for number in range(count):

        def change(root: etree._Element, at: int = number) -> None:
            texts(root)[at].text += "。"

        assert inspect_docx(rewrite(data, BODY, change), view), number


def test_words_that_do_not_belong_above_the_table_are_found() -> None:
    def change(root: etree._Element) -> None:
        extra = etree.fromstring(etree.tostring(list(root.iter(f"{W}p"))[1]))
        root[0].insert(0, extra)

    assert faults_after(change)


def test_the_draft_mark_must_be_where_it_should() -> None:
    sample = plain()
    marked = make(sample.declaration, draft=True)
    (unwanted,) = inspect_docx(marked.data, sample.view)
    (missing,) = inspect_docx(sample.data, replace(sample.view, draft=True))
    assert "草稿" in unwanted.message and "草稿" in missing.message


@pytest.mark.parametrize("name", ["title", "creator", "language"])
def test_properties_are_compared(name: str) -> None:
    def change(root: etree._Element) -> None:
        next(item for item in root if etree.QName(item).localname == name).text = "x"

    (fault,) = faults_after(change, "docProps/core.xml")
    assert name in fault.message


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"word/document.xml", b"word/dokument.xml"),
        lambda data: replace_part(data, BODY, b"<w:torn"),
        lambda data: replace_part(data, "docProps/core.xml", b""),
    ],
)
def test_a_torn_document_is_one_fault_and_no_crash(damage: Callable[[bytes], bytes]) -> None:
    (fault,) = inspect_docx(damage(plain().data), plain().view)
    assert "无法读回" in fault.message


def test_what_follows_the_form_is_no_part_of_it() -> None:
    def change(root: etree._Element) -> None:
        end = root[0].find(f"{W}sectPr")
        heading = etree.fromstring(etree.tostring(next(root.iter(f"{W}p"))))
        texts(heading)[0].text = "附件：评分细则"
        end.addprevious(heading)
        end.addprevious(etree.fromstring(etree.tostring(tables(root)[1])))

    changed = rewrite(plain().data, BODY, change)
    assert len(tables_of(changed)) == len(tables_of(plain().data)) + 1
    assert inspect_docx(changed, plain().view) == ()


def tables_of(data: bytes) -> list[DocxTable]:
    return [block for block in read_docx(data).blocks if isinstance(block, DocxTable)]


def test_tracked_changes_and_content_controls_are_read_as_shown() -> None:
    """Word writes both around runs, paragraphs and cells when people go on editing."""

    def change(root: etree._Element) -> None:
        run = texts(cells(rows(root)[0])[2])[0].getparent()
        holder = run.getparent()
        at = holder.index(run)
        inserted = etree.SubElement(holder, f"{W}ins")
        deleted = etree.SubElement(holder, f"{W}del")
        holder.insert(at, inserted)
        holder.insert(at + 1, deleted)
        gone = etree.fromstring(etree.tostring(run))
        gone.find(f"{W}t").tag = f"{W}delText"
        inserted.append(run)
        deleted.append(gone)
        cell = cells(rows(root)[0])[3]
        control = etree.Element(f"{W}sdt")
        cell.getparent().replace(cell, control)
        etree.SubElement(control, f"{W}sdtContent").append(cell)

    assert faults_after(change) == ()


@needs_libreoffice
@pytest.mark.slow
def test_a_document_saved_again_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    declared = [indicator(level3=text, remark=text) for text in HOSTILE]
    sample = make(declare([*declared, indicator("效益指标", "社会效益指标")]), draft=True)
    (tmp_path / "form.docx").write_bytes(sample.data)
    assert inspect_docx(convert(tmp_path / "form.docx", "docx", tmp_path), sample.view) == ()


@needs_libreoffice
@pytest.mark.slow
def test_a_template_saved_again_by_libreoffice_still_makes_the_form(tmp_path: Path) -> None:
    profile = profile_with(convert(hunan().folder / "form.docx", "docx", tmp_path), tmp_path)
    data = render_docx(plain().paged, profile)
    assert inspect_docx(data, plain().view) == ()
