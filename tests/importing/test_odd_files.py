"""Old files as they really lie about: other names, two units, tracked changes, tables in tables."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

import formgen as library
from formgen.messages import importing as say
from tests.cli.conftest import Formgen
from tests.importing.old_files import (
    EXPORT,
    INDICATORS,
    OLD_FORMS,
    book_file,
    export_file,
    listed,
    word_file,
)

pytestmark = pytest.mark.usefixtures("in_this_process")

Rows = list[dict[str, str]]


@pytest.fixture
def rows_of(formgen: Formgen, tmp_path: Path) -> Callable[..., Rows]:
    """What 导入核对 says of an old file, as the form of hunan-2023 unless other options are given."""

    def take(old: Path, *options: str) -> Rows:
        new = tmp_path / "草稿.xlsx"
        run = formgen("import", old, *(options or ("-p", "hunan-2023", "--year", "2024")), "-o", new)
        assert run.code == 0, run.err
        return listed(new)

    return take


def changed(path: Path, change: Callable[[Document], None]) -> Path:
    document = docx.Document(str(word_file(path)))
    change(document)
    document.save(str(path))
    return path


def of_text(rows: Rows, text: str) -> dict[str, str]:
    (row,) = (row for row in rows if row["原文"] == text)
    return row


# ── files under other names ───────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kept", "name"),
    [
        ("goals.doc", "去年.wps"), ("goals.doc", "去年.docx"), ("export.xls", "去年.et"),
        ("export.xls", "去年.xlsx"), ("export.ods", "去年.xls"),
    ],
)  # fmt: skip
def test_the_content_decides_what_a_file_is(
    kept: str, name: str, rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    old = tmp_path / name
    shutil.copy(OLD_FORMS / kept, old)
    rows = rows_of(old)
    names = {row["原文"] for row in rows if row["去向"].endswith("“三级指标”")}
    lines = [row[2] for row in INDICATORS] if kept == "goals.doc" else [row[3] for row in EXPORT[3:]]
    assert names == set(lines)


def test_a_workbook_called_xls_and_a_document_called_pdf_are_read(
    rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    book, document = tmp_path / "表.xls", tmp_path / "表.pdf"
    shutil.move(export_file(tmp_path / "a.xlsx"), book)
    shutil.move(word_file(tmp_path / "b.docx"), document)
    assert of_text(rows_of(book), "验收合格率")["去向"]
    (tmp_path / "草稿.xlsx").unlink()
    assert of_text(rows_of(document), "验收合格率")["去向"]


REFUSED = {
    "网页.xls": (b"<html><body><table><tr><td>a</td></tr></table></body></html>", "网页"),
    "表.xls": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "XML",
    ),
    "文档.doc": (rb"{\rtf1\ansi a}", "RTF"),
    "加密.xlsx": (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 9, "密码"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_named_truly(formgen: Formgen, name: str, tmp_path: Path) -> None:
    old, new = tmp_path / name, tmp_path / "草稿.xlsx"
    old.write_bytes(REFUSED[name][0])
    run = formgen("import", old, "-o", new)
    assert run.code == 3 and REFUSED[name][1] in run.err and "另存为" in run.err and not new.exists()


def test_a_locked_old_word_file_is_told_to_be_locked(formgen: Formgen, tmp_path: Path) -> None:
    data = bytearray((OLD_FORMS / "goals.doc").read_bytes())
    header = data.index(b"\xec\xa5")  # the FIB at the start of the WordDocument stream
    data[header + 11] |= 1  # fEncrypted: [MS-DOC] 2.5.2
    old = tmp_path / "加密.doc"
    old.write_bytes(data)
    run = formgen("import", old, "-o", tmp_path / "草稿.xlsx")
    assert run.code == 3 and "密码" in run.err


# ── several units, several sheets ─────────────────────────────────────────────────────────────────


def with_unit(rows: list[list[object]], name: str) -> list[list[object]]:
    return [[name if cell == "某某县农业农村局" else cell for cell in row] for row in rows]


def test_forms_of_two_units_in_one_file_are_refused(formgen: Formgen, tmp_path: Path) -> None:
    other = with_unit(EXPORT, "某某县水利局")
    book = book_file(tmp_path / "两张.xlsx", ("一", EXPORT), ("二", other))

    def add_second(document: Document) -> None:
        second = docx.Document(str(word_file(tmp_path / "二.docx")))
        second.tables[0].cell(0, 1).text = "某某县水利局"
        for element in list(second.element.body)[:-1]:
            document.element.body.insert(len(document.element.body) - 1, deepcopy(element))

    for old in (book, changed(tmp_path / "两张.docx", add_second)):
        run = formgen("import", old, "-p", "hunan-2023", "-o", tmp_path / "草稿.xlsx")
        assert run.code == 3 and "某某县水利局" in run.err and "某某县农业农村局" in run.err


def test_one_form_on_two_sheets_becomes_one(rows_of: Callable[..., Rows], tmp_path: Path) -> None:
    facts: list[list[object]] = [
        ["2023年部门整体支出绩效目标申报表"], ["单位名称", "某某县农业农村局"], ["部门职责", "管农业"],
    ]  # fmt: skip
    old = book_file(tmp_path / "两页.xlsx", ("基本情况", facts), ("绩效指标", EXPORT[2:]))
    rows_of(old, "-p", "hunan-2023")
    declared = library.open(tmp_path / "草稿.xlsx").declaration
    assert (declared.year, declared.department.name) == (2023, "某某县农业农村局")
    assert declared.department.duties == "管农业" and len(declared.indicators) == len(EXPORT[3:])


@pytest.mark.slow
def test_the_title_says_year_and_kind_of_form(
    formgen: Formgen, rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    row = of_text(
        rows_of(word_file(tmp_path / "旧.docx"), "-p", "hunan-2023"), "2022年部门整体支出绩效目标表"
    )
    assert row["去向"] == "“年度”" and say.YEAR_KEPT in row["说明"]
    for title, kind in (("2022年部门整体支出绩效目标表", "整体"), ("2022年项目支出绩效目标表", "项目")):
        old = changed(tmp_path / "题.docx", lambda d, title=title: setattr(d.paragraphs[0], "text", title))
        new = tmp_path / f"{kind}.xlsx"
        assert formgen("import", old, "-o", new).code == 0
        assert kind in library.open(new).profile.title


# ── lines above the table, amounts ────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_line_with_seal_unit_and_money_names_the_unit_alone(
    rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    line = "填报单位：(盖章) 某某县农业农村局      单位：万元"
    rows = rows_of(changed(tmp_path / "旧.docx", lambda d: d.add_paragraph(line) and None))
    assert of_text(rows, line)["说明"] == say.SAME_AS_BEFORE

    def only_line(document: Document) -> None:
        document.paragraphs[0].insert_paragraph_before(line)
        document.tables[0]._tbl.remove(document.tables[0].rows[0]._tr)

    (tmp_path / "草稿.xlsx").unlink()
    assert of_text(rows_of(changed(tmp_path / "旧.docx", only_line)), line)["把握"] == "多半"
    assert library.open(tmp_path / "草稿.xlsx").declaration.department.name == "某某县农业农村局"


def test_full_width_figures_are_read_and_a_unit_in_the_head_is_asked_about(
    rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    old = book_file(
        tmp_path / "全角.xlsx",
        ("表", [
            ["单位名称", "某某局"], ["一级指标", "二级指标", "三级指标", "指标值（单位：元）", "分值（分）"],
            ["产出指标", "成本指标", "亩均成本", "≤１５００", "１０"],
            ["产出指标", "数量指标", "面积", "≥２，０００亩", "５"],
        ]),
    )  # fmt: skip
    rows = rows_of(old)
    assert say.HEAD_UNIT.format(unit="元") in of_text(rows, "≤１５００")["说明"]
    first, second = library.open(tmp_path / "草稿.xlsx").declaration.indicators
    assert (str(first.operator), first.target, first.unit, first.points) == (
        "≤",
        Decimal(1500),
        "",
        Decimal(10),
    )
    assert (second.target, second.unit) == (Decimal(2000), "亩")
    assert of_text(rows, "≥２，０００亩")["把握"] == "多半"


# ── Word: tables in tables, boxes, notes, tracked changes ─────────────────────────────────────────


@pytest.mark.slow
def test_a_form_in_a_frame_is_read_as_if_it_stood_alone(rows_of: Callable[..., Rows], tmp_path: Path) -> None:
    def frame(document: Document) -> None:
        form = document.tables[0]._tbl
        outer = document.add_table(rows=1, cols=1)
        outer.cell(0, 0)._tc.insert(1, form)

    rows = rows_of(changed(tmp_path / "框.docx", frame))
    assert of_text(rows, "带动农户")["去向"] and len(rows) == len(rows_of_plain(tmp_path, rows_of))


def rows_of_plain(folder: Path, rows_of: Callable[..., Rows]) -> Rows:
    (folder / "草稿.xlsx").unlink()
    return rows_of(word_file(folder / "平.docx"))


def run_of(text: str, tag: str = "w:t") -> OxmlElement:
    run, words = OxmlElement("w:r"), OxmlElement(tag)
    words.text = text
    run.append(words)
    return run


def change_of(kind: str, *inside: OxmlElement) -> OxmlElement:
    change = OxmlElement(kind)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "甲")
    for element in inside:
        change.append(element)
    return change


def test_tracked_changes_are_read_as_accepted_and_told(
    formgen: Formgen, rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    def track(document: Document) -> None:
        table = document.tables[0]
        paragraph = table.cell(3, 2).paragraphs[0]._p
        paragraph.append(change_of("w:del", run_of("（原来的字）", "w:delText")))
        paragraph.append(change_of("w:ins", run_of("（新增）")))
        table.rows[-1]._tr.get_or_add_trPr().append(change_of("w:del"))

    rows = rows_of(changed(tmp_path / "修订.docx", track))
    row = of_text(rows, "高标准农田建设面积（新增）")
    assert row["把握"] == "待核对" and "（原来的字）" in row["说明"] and "（新增）" in row["说明"]
    deleted = next(row for row in rows if row["来源位置"] == say.DELETED_ROW.format(table=1))
    assert (
        deleted["原文"].split()[-2:] == INDICATORS[-1][2:4]
        and deleted["把握"] == "待核对"
        and not deleted["去向"]
    )
    assert len(library.open(tmp_path / "草稿.xlsx").declaration.indicators) == len(INDICATORS) - 1
    review = json.loads(formgen("check", tmp_path / "草稿.xlsx", "--format", "json").out)
    assert any("（新增）" in item["message"] for item in review["files"][0]["findings"])


def test_boxes_tables_in_cells_and_notes_are_listed(rows_of: Callable[..., Rows], tmp_path: Path) -> None:
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>单位编码：015001</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    def add(document: Document) -> None:
        document.paragraphs[0]._p.append(parse_xml(box))
        inner = document.tables[0].cell(3, 4).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "藏在格里", "又一格"

    rows = rows_of(changed(tmp_path / "框.docx", add))
    for text in ("单位编码：015001", "藏在格里\n又一格"):
        row = of_text(rows, text)
        assert row["把握"] == "待核对" and row["说明"] == say.IN_ASIDE and not row["去向"]


def test_notes_at_the_foot_are_listed_and_broken_ones_refuse_the_file(
    formgen: Formgen, rows_of: Callable[..., Rows], tmp_path: Path
) -> None:
    words = b'<w:footnote w:id="2"><w:p><w:r><w:t>\xe8\x84\x9a\xe6\xb3\xa8</w:t></w:r></w:p></w:footnote>'
    whole = b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:footnotes>'
    old = word_file(tmp_path / "旧.docx")
    add_part(old, tmp_path / "注.docx", whole % words)
    assert of_text(rows_of(tmp_path / "注.docx"), "脚注")["说明"] == say.IN_NOTE
    add_part(old, tmp_path / "坏.docx", b"<w:footnotes")
    run = formgen("import", tmp_path / "坏.docx", "-o", tmp_path / "二.xlsx")
    assert run.code == 3 and "另存为" in run.err


def add_part(old: Path, new: Path, footnotes: bytes) -> None:
    relation = (
        b'<Relationship Id="rNote" Target="footnotes.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", relation)
            target.writestr(item, data)
        target.writestr("word/footnotes.xml", footnotes)
