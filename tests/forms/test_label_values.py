"""Labels that say something of the declaration: printed with it, read back from every file, told where they
cannot be read; a form that names what there is not is refused with its line.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document

from tests.cli.conftest import Formgen
from tests.forms.test_shipped_forms import ROOT, sample

FORM = "central-project-2015"
OWN = {
    '{ key = "long", label = "中期目标" }': '{ key = "long", label = "{from}—{to}年目标" }',
    'year = "年度资金总额"': 'year = "{year}年资金总额"',
    'label = "项目期"': 'label = "{project.nature}项目期"',
}
"""Labels of a side, of a fixed row and beside a field's own, in the place of those of the form."""


@pytest.fixture(params=["shipped", "own"])
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The form's folder: as it comes, and one with more such labels."""
    text = (ROOT / "templates" / FORM / "profile.toml").read_text(encoding="utf-8")
    for old, new in OWN.items() if request.param == "own" else ():
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "form"
    folder.mkdir()
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    return folder


def plain(text: str) -> str:
    return "".join(text.split())


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return plain("".join(page.get_textpage().get_text_bounded() for page in document))
    tables = Document(path).tables
    return plain("".join(cell.text for table in tables for row in table.rows for cell in row.cells))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_labels_are_printed_with_the_declaration_and_read_back(
    form: Path, engine: str, tmp_path: Path, formgen: Formgen
) -> None:
    own = "{project.nature}" in (form / "profile.toml").read_text(encoding="utf-8")
    expected = [
        "中期目标（2023年—2025年）",
        *(["2023—2025年目标", "2023年资金总额", "延续项目项目期"] if own else []),
    ]
    built = formgen("build", sample(FORM), "--profile", form, "-o", tmp_path / "out", "--engine", engine)
    assert built.code == 0, built.all
    for path in [*(tmp_path / "out").glob("*.docx"), *(tmp_path / "out").glob("*.pdf")]:
        words = words_of(path)
        assert [label for label in expected if label not in words] == [], path.name
        assert formgen("verify", path, "--profile", form).code in (0, 9)
        told = formgen("diff", sample(FORM), path, "--profile", form)
        assert "没有变化" in told.out, told.all


def test_they_go_through_the_fill_in_workbook(form: Path, tmp_path: Path, formgen: Formgen) -> None:
    book = tmp_path / "a.xlsx"
    assert formgen("extract", sample(FORM), "-o", book, "--profile", form).code == 0
    told = formgen("diff", sample(FORM), book, "--profile", form)
    assert "没有变化" in told.out, told.all
    assert "出现了两次" not in told.all


def label_cell(book: openpyxl.Workbook) -> openpyxl.cell.Cell:
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    return next(cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("中期目标（"))


def test_a_blank_has_room_to_write_in_a_cell_that_is_not_locked(tmp_path: Path, formgen: Formgen) -> None:
    path = tmp_path / "a.xlsx"
    assert formgen("new", path, "--profile", FORM).code == 0
    book = openpyxl.load_workbook(path)
    cell = label_cell(book)
    assert plain(cell.value) == "中期目标（年—年）"
    assert not cell.protection.locked
    cell.value = "中期目标（2024 年 — 2026年）"
    book.save(path)
    data = formgen("extract", path).out
    assert "from = 2024\nto = 2026\n" in data


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("中期目标（2023年—2026年）", "终止年份在 Word 文件里改过：原为“2025”，现为“2026”"),
        ("中期目标(2023年-)", "括号里的内容读不出"),
        ("中期目标（20××年—20××+n年）", "起始年份在 Word 文件里改过：原为“2023”，现为“”"),
        ("中期目标", "终止年份在 Word 文件里改过：原为“2025”，现为“”"),
    ],
)
def test_an_edit_in_word_is_told(label: str, told: str, tmp_path: Path, formgen: Formgen) -> None:
    assert formgen("build", sample(FORM), "-o", tmp_path, "--formats", "docx").code == 0
    (path,) = tmp_path.glob("*.docx")
    document = Document(path)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraph = next(cell for cell in cells if "2025年）" in cell.text).paragraphs[0]
    paragraph.runs[0].text = label
    document.save(path)
    found = formgen("extract", path)
    assert told in found.err
    assert ("to = 2026" in found.out) == ("2026" in label)
    assert "to = 2025" not in found.out


def test_without_years_there_is_room_on_the_page(tmp_path: Path, formgen: Formgen) -> None:
    text = sample(FORM).read_text(encoding="utf-8")
    path = tmp_path / "a.toml"
    path.write_text(text.replace("from = 2023\nto = 2025\n", ""), encoding="utf-8")
    assert formgen("build", path, "-o", tmp_path / "out", "--formats", "docx").code == 0
    (made,) = (tmp_path / "out").glob("*.docx")
    document = Document(made)
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "中期目标（　　年—　　年）" in texts
    assert "没有变化" in formgen("diff", path, made).out


def test_a_year_that_is_none_is_an_error_with_its_line(tmp_path: Path, formgen: Formgen) -> None:
    path = tmp_path / "a.toml"
    path.write_text(sample(FORM).read_text(encoding="utf-8").replace("from = 2023", 'from = "今年"'), "utf-8")
    told = formgen("check", path)
    assert told.code == 4
    assert "起始年份" in told.out
    assert "第 5 行" in told.out


def test_a_label_that_names_nothing_is_refused_with_its_line(tmp_path: Path, formgen: Formgen) -> None:
    text = (ROOT / "templates" / FORM / "profile.toml").read_text(encoding="utf-8")
    (tmp_path / "profile.toml").write_text(text.replace("{from}", "{form}"), encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "{from}" in row)
    told = formgen("check", sample(FORM), "--profile", tmp_path)
    assert told.code == 3
    assert f"第 {line} 行：“form”在表上没有。" in told.err
    assert "是不是“from”？" in told.err


def test_years_that_no_text_names_are_no_key_of_a_form(tmp_path: Path, formgen: Formgen) -> None:
    path = tmp_path / "a.toml"
    path.write_text('profile = "central-dept-2015"\nyear = 2023\nfrom = 2023\n', encoding="utf-8")
    assert "没有“from”这个键" in formgen("check", path).out
