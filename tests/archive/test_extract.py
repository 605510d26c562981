"""What goes in comes out again: from PDF and DOCX, as built, saved again, edited, filled in by hand."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pikepdf
import pytest
from hypothesis import given, settings

from formgen import cli
from formgen.base.errors import ExitCode
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration
from formgen.declaration.toml import declaration_toml
from formgen.layout.measures import docx_measures
from formgen.layout.plan import plan_form
from formgen.render.docx import render_docx
from formgen.render.finish import finish_pdf
from formgen.render.finish_docx import finish_docx
from formgen.run.plan_file import FileViews
from formgen.run.print import FileContent, print_docx, print_pdf
from formgen.sources import read_file
from formgen.sources.build import Reading, build
from formgen.sources.cells import clean_text
from formgen.sources.extract import extract
from formgen.views.file_facts import describe_file
from formgen.views.form import view_form
from tests.archive.tools import change_part
from tests.heads import HEADS
from tests.reading.test_round_trip import declarations
from tests.render.docx_samples import HOSTILE, declare, indicator
from tests.tools.libreoffice import convert, needs_libreoffice

PROFILE = load_profile()


def read(data: bytes, folder: Path, suffix: str) -> Reading:
    path = folder / f"x{suffix}"
    path.write_bytes(data)
    return extract(path)


def make_docx(declaration: Declaration) -> bytes:
    view = view_form(declaration, PROFILE)
    data = render_docx(plan_form(view, docx_measures(PROFILE)), PROFILE)
    return finish_docx(data, describe_file(declaration, PROFILE))


@cache
def bare_pdf() -> bytes:
    """A page without anything: the data inside do not depend on it."""
    stream = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("extract")


@pytest.mark.slow
@settings(max_examples=60)
@given(declarations)
def test_docx_is_the_identity(folder: Path, declaration: Declaration) -> None:
    """Over rare characters, line breaks, markup characters and empty cells, with what no table shows."""
    reading = read(make_docx(declaration), folder, ".docx")
    assert reading.declaration == declaration and reading.notes == ()


@pytest.mark.slow
@settings(max_examples=60)
@given(declarations)
def test_pdf_is_the_identity(folder: Path, declaration: Declaration) -> None:
    data = finish_pdf(bare_pdf(), describe_file(declaration, PROFILE))
    reading = read(data, folder, ".pdf")
    assert reading.declaration == declaration and reading.notes == ()


@pytest.mark.slow
def test_build_extract_build_gives_the_same_bytes(built: Path, source: Path, tmp_path: Path) -> None:
    first = {path.suffix: path.read_bytes() for path in built.iterdir() if path.is_file()}
    for suffix in (".pdf", ".docx"):
        (path,) = built.glob(f"*{suffix}")
        data = tmp_path / suffix / "source.toml"
        data.parent.mkdir()
        assert cli.run(["extract", str(path), "-o", str(data)]) == 0
        assert tomllib.loads(data.read_text("utf-8")) == tomllib.loads(source.read_text("utf-8"))
        out = tmp_path / suffix / "out"
        assert cli.run(["build", str(data), "-o", str(out), "--appendix", "none"]) == 0
        for again in (path for path in out.iterdir() if path.suffix in (".pdf", ".docx")):
            assert again.read_bytes() == first[again.suffix]


def test_all_formats_give_the_same_toml(
    built: Path, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "x.xlsx"
    (pdf,), (docx,) = built.glob("*.pdf"), built.glob("*.docx")
    assert cli.run(["extract", str(pdf), "-o", str(sheet)]) == 0
    capsys.readouterr()
    texts = set()
    for path in (source, pdf, docx, sheet):
        assert cli.run(["extract", str(path)]) == 0
        texts.add(capsys.readouterr().out)
    assert len(texts) == 1


def test_pages_printed_whole_come_back_with_hostile_values(folder: Path) -> None:
    texts = [
        clean_text(text.replace("⁻", "-")).text for text in HOSTILE
    ]  # no bundled font has a superscript minus
    rows = [indicator(level3=text, scoring=text, remark=text) for text in texts]
    declaration = declare(rows, duties="<a>&amp;\n二行", goal="]]>")
    views = FileViews(view_form(declaration, PROFILE), None)
    text = FileContent(views, describe_file(declaration, PROFILE))
    for data, suffix in ((print_pdf(text, PROFILE).data, ".pdf"), (print_docx(text, PROFILE), ".docx")):
        assert read(data, folder, suffix).declaration == declaration


@needs_libreoffice
@pytest.mark.slow
def test_a_document_saved_by_libreoffice(docx: Path, source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "form.docx"
    copy.write_bytes(docx.read_bytes())
    reading = read(convert(copy, "docx", tmp_path), tmp_path, ".docx")
    assert reading.declaration == build(read_file(source)[0]).declaration and reading.notes == ()


class TestEdited:
    """A person went on in Word: what is seen wins, and every change is told."""

    @pytest.fixture
    def edit(self, docx: Path, tmp_path: Path) -> Callable[..., Reading]:
        def change(action: Callable[[python_docx.document.Document], None]) -> Reading:
            document = python_docx.Document(io.BytesIO(docx.read_bytes()))
            action(document)
            document.save(str(tmp_path / "edited.docx"))
            return extract(tmp_path / "edited.docx")

        return change

    @pytest.fixture
    def original(self, source: Path) -> Declaration:
        return build(read_file(source)[0]).declaration

    def test_a_target(self, edit: Callable[..., Reading], original: Declaration) -> None:
        reading = edit(lambda document: set_cell(document, 0, 4, "180"))
        first = original.indicators[0].model_copy(update={"target": 180})
        assert reading.declaration.indicators == (first, *original.indicators[1:])
        assert reading.declaration.indicators[0].rule == {"kind": "threshold_linear", "points": 2}
        assert reading.declaration.archive == original.archive
        (note,) = reading.notes
        assert note.field == "indicators[0].target" and "160" in note.message and "180" in note.message
        assert note.place == "指标表第 1 行“指标值”"

    def test_a_wording_takes_its_rule_along(
        self, edit: Callable[..., Reading], original: Declaration
    ) -> None:
        reading = edit(lambda document: set_cell(document, 0, 7, "按完成比例赋分，计2分"))
        first = original.indicators[0].model_copy(
            update={"scoring": "按完成比例赋分，计2分", "rule": None, "points": None}
        )
        assert reading.declaration.indicators == (first, *original.indicators[1:])
        assert [note.field for note in reading.notes] == ["indicators[0].scoring", "indicators[0]"]

    def test_a_name(self, edit: Callable[..., Reading], original: Declaration) -> None:
        reading = edit(lambda document: set_cell(document, 0, 2, "办案件数"))
        assert reading.declaration.indicators[0].level3 == "办案件数"
        assert reading.declaration.indicators[0].rule == original.indicators[0].rule

    def test_a_fact(self, edit: Callable[..., Reading], original: Declaration) -> None:
        def change(document: python_docx.document.Document) -> None:
            document.tables[0].rows[0].cells[-1].text = "长沙市市场监督管理局"

        reading = edit(change)
        assert reading.declaration.department.name == "长沙市市场监督管理局"
        assert reading.declaration.department.contact == "张三"
        assert [note.field for note in reading.notes] == ["department.name"]

    def test_the_year(self, edit: Callable[..., Reading]) -> None:
        def change(document: python_docx.document.Document) -> None:
            line = next(p for p in document.paragraphs if "2023年度" in p.text)
            line.runs[0].text = line.text.replace("2023", "2024")
            for run in line.runs[1:]:
                run.text = ""

        assert edit(change).declaration.year == 2024

    def test_a_row_taken_out(self, edit: Callable[..., Reading], original: Declaration) -> None:
        def change(document: python_docx.document.Document) -> None:
            row = rows_of(document)[1]._tr
            row.getparent().remove(row)

        reading = edit(change)
        left = [item.level3 for item in original.indicators]
        del left[1]
        assert [item.level3 for item in reading.declaration.indicators] == left
        assert any("受理市场主体注册登记户次" in note.message for note in reading.notes)

    def test_a_row_put_in(self, edit: Callable[..., Reading], original: Declaration) -> None:
        def change(document: python_docx.document.Document) -> None:
            from copy import deepcopy

            row = rows_of(document)[1]._tr
            row.addnext(deepcopy(row))
            for column, text in ((2, "新指标"), (4, "7"), (7, "新标准")):
                set_cell(document, 2, column, text)

        reading = edit(change)
        assert len(reading.declaration.indicators) == len(original.indicators) + 1
        added = reading.declaration.indicators[2]
        assert (added.level2, added.level3, added.target) == ("数量指标", "新指标", 7)
        assert [note.field for note in reading.notes] == ["indicators[2]"]

    def test_data_inside_that_were_changed_are_not_used(self, docx: Path, tmp_path: Path) -> None:
        path = tmp_path / "x.docx"
        path.write_bytes(docx.read_bytes())
        change_part(path, "customXml/item1.xml", lambda data: data.replace("张三".encode(), "李四".encode()))
        reading = extract(path)
        assert reading.declaration.department.contact == ""
        assert "摘要不符" in reading.notes[0].message

    def test_what_is_seen_is_read_where_the_data_are_gone(
        self, docx: Path, source: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "x.docx"
        path.write_bytes(docx.read_bytes())
        change_part(path, "customXml/item1.xml", lambda _: b"<x/>")
        reading, original = extract(path), build(read_file(source)[0]).declaration
        seen = tuple(item.model_copy(update={"rule": None, "points": None}) for item in original.indicators)
        assert reading.declaration.indicators == seen
        assert reading.declaration.goal == original.goal


def rows_of(document: python_docx.document.Document) -> list[python_docx.table._Row]:
    """Rows of indicators on the first page that has some."""
    table = next(table for table in document.tables if len(table.columns) == 9)
    return list(table.rows)[2:]


def set_cell(document: python_docx.document.Document, row: int, column: int, text: str) -> None:
    rows_of(document)[row].cells[column].text = text


def test_a_blank_form_filled_in_by_hand(tmp_path: Path) -> None:
    """Not ours: a table made in Word, labels without stars, merged or empty group cells, no repeated heads."""
    document = python_docx.Document()
    document.add_paragraph("部门（单位）整体绩效目标申报表")
    document.add_paragraph("（2024年度）")
    table = document.add_table(rows=4 + 5, cols=9)
    facts = (("部门（单位）名称", "某市民政局"), ("部门（单位）职责", "一、救助"), ("年度总体目标", "目标"))
    for row, (label, text) in enumerate(facts):
        table.cell(row, 0).merge(table.cell(row, 1)).text = label
        table.cell(row, 2).merge(table.cell(row, 8)).text = text
    heads = HEADS
    lines = (
        ("产出指标", "数量指标", "救助人次", "≥", "1,200", "人次", "解释", "计50分，按完成比例赋分", ""),
        ("", "", "走访户数", ">=", "30", "户", "解释", "计50分，按完成比例赋分", ""),
        ("", "质量指标", "", "", "", "", "", "", ""),
        ("效益指标", "社会效益指标", "生活", "定性", "改善", "", "解释", "得满分", ""),
        ("", "", "", "", "", "", "", "", ""),
    )
    for row, texts in enumerate((heads, *lines), start=3):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    path = tmp_path / "hand.docx"
    document.save(str(path))
    reading = extract(path)
    declaration = reading.declaration
    assert (declaration.year, declaration.department.name) == (2024, "某市民政局")
    found = [(i.level1, i.level2, i.level3, i.operator.value, str(i.target)) for i in declaration.indicators]
    assert found == [
        ("产出指标", "数量指标", "救助人次", "≥", "1200"),
        ("产出指标", "数量指标", "走访户数", "≥", "30"),
        ("效益指标", "社会效益指标", "生活", "定性", "改善"),
    ]
    assert any("质量指标" in note.message for note in reading.notes)
    assert build(read_file(save_toml(reading, tmp_path))[0]).declaration == declaration


def save_toml(reading: Reading, folder: Path) -> Path:
    path = folder / "again.toml"
    path.write_text(declaration_toml(reading.declaration, reading.profile), "utf-8")
    return path


def test_a_document_that_is_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = python_docx.Document()
    document.add_paragraph("会议通知")
    document.add_table(rows=2, cols=9)
    path = tmp_path / "notice.docx"
    document.save(str(path))
    assert cli.run(["extract", str(path)]) == ExitCode.UNREADABLE
    assert "没有申报表" in capsys.readouterr().err


def test_results_are_not_overwritten(pdf: Path, tmp_path: Path) -> None:
    target = tmp_path / "own.toml"
    target.write_text("mine", "utf-8")
    assert cli.run(["extract", str(pdf), "-o", str(target)]) == ExitCode.NOT_WRITTEN
    assert target.read_text("utf-8") == "mine"
    assert cli.run(["extract", str(pdf), "-o", str(tmp_path / "x.docx")]) == ExitCode.USAGE


def test_the_facts_of_a_file_say_when_it_was_filed() -> None:
    declaration = declare([indicator()])
    for text, day in (("2023-03-05", "2023-03-05"), ("2023年3月5日", "2023-03-05"), ("三月", "2023-01-01")):
        filed = declaration.model_copy(
            update={"filing": declaration.filing.model_copy(update={"date": text})}
        )
        assert describe_file(filed, PROFILE).date.isoformat() == day
    assert replace(describe_file(declaration, PROFILE), draft=True).properties["draft"] == "true"
