"""Every form that comes with the program, there and back: what its files say is what was declared, computed
cells stay computed, and the total under a fill-in workbook is that of the page.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from formgen.declaration.blocks import TableBlock
from formgen.declaration.profile import DEFAULT_PROFILE
from tests.cli.conftest import Formgen
from tests.forms.test_shipped_forms import NEW, page_text, profile_of, sample


def data_of(path: Path, formgen: Formgen, folder: Path) -> dict[str, Any]:
    """What a file declares, by the command line; nothing may have been unreadable."""
    back = folder / f"{path.suffix[1:]}-{len(list(folder.iterdir()))}.toml"
    run = formgen("extract", path, "-o", back)
    assert run.code == 0, run.all
    assert "不在任何一栏里" not in run.all and "改过" not in run.all, run.all
    return tomllib.loads(back.read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.mark.slow
@pytest.mark.parametrize("form", NEW)
def test_every_file_of_a_form_declares_what_its_sample_declares(
    form: str, tmp_path: Path, formgen: Formgen
) -> None:
    declared = data_of(sample(form), formgen, tmp_path)
    run = formgen("build", sample(form), "-o", tmp_path / "out", "--engine", "typst")
    assert run.code == 0, run.all
    workbook = tmp_path / "filled.xlsx"
    assert formgen("extract", sample(form), "-o", workbook).code == 0
    run = formgen("check", workbook)
    assert run.code == 0, run.all
    for made in (
        workbook,
        *sorted((tmp_path / "out").glob("*.docx")),
        *sorted((tmp_path / "out").glob("*.pdf")),
    ):
        assert data_of(made, formgen, tmp_path) == declared, made.suffix
        assert "没有变化" in formgen("diff", sample(form), made).out


@pytest.mark.slow
@pytest.mark.parametrize("form", [*NEW, DEFAULT_PROFILE])
def test_a_form_nobody_has_filled_in_shows_what_it_asks_and_comes_back(
    form: str, tmp_path: Path, formgen: Formgen
) -> None:
    """Only who declares what is filled in: the heads of every table stand over one empty row."""
    source = sample("example-2023" if form == DEFAULT_PROFILE else form)
    fields = re.split(r"^\[\[", source.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
    empty = tmp_path / "empty.toml"
    empty.write_text(fields, encoding="utf-8")
    run = formgen("build", empty, "-o", tmp_path / "out", "--draft", "--engine", "typst")
    assert run.code == 0, run.all
    assert formgen("verify", tmp_path / "out").code == 0
    workbook = tmp_path / "filled.xlsx"
    assert formgen("extract", empty, "-o", workbook).code == 0
    (docx,), (pdf,) = ((tmp_path / "out").glob(kind) for kind in ("*.docx", "*.pdf"))
    for made in (workbook, docx, pdf):
        told = formgen("diff", empty, made)
        assert "没有变化" in told.out and not re.search("不在任何一栏里|需要留意", told.all), told.all
    words = "".join(text.text or "" for text in Document(str(docx)).element.body.iter(qn("w:t")))
    free = [block for block in profile_of(form).blocks if isinstance(block, TableBlock) and not block.fixed]
    assert free
    for head in (column.label for block in free for column in block.columns):
        assert head in words and head in page_text(pdf), head


@pytest.mark.parametrize(
    ("form", "total"), [("hunan-dept-review", "99.53"), ("central-project-review-2020", "97.75")]
)
def test_a_cell_that_was_changed_in_word_is_told(
    form: str, total: str, tmp_path: Path, formgen: Formgen
) -> None:
    docx = pytest.importorskip("docx")
    assert formgen("build", sample(form), "-o", tmp_path, "--formats", "docx").code == 0
    (made,) = tmp_path.glob("*.docx")
    document = docx.Document(str(made))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    rate = next(
        cell for cell in cells if cell.text.strip().endswith("%") and cell.text.startswith(("96.1", "97.9"))
    )
    rate.paragraphs[0].runs[0].text = "99%"
    for run in rate.paragraphs[0].runs[1:]:
        run.text = ""
    whole = next(cell for cell in cells if cell.text.strip() == total)
    whole.paragraphs[0].runs[0].text = "91"
    for run in whole.paragraphs[0].runs[1:]:
        run.text = ""
    document.save(str(made))
    told = formgen("extract", made, "-o", tmp_path / "back.toml").all
    assert "执行率在 Word 文件里改过：原为“”，现为“99%”" in told
    assert f"得分合计填的是 91，各行加起来是 {total}" in told or "得分合计填的是 91" in told


@pytest.mark.slow
def test_the_total_of_a_fill_in_workbook_counts_the_money(tmp_path: Path, formgen: Formgen) -> None:
    """10 points that the form prints for the money stand in no cell; its score counts where it is typed."""
    blank = tmp_path / "blank.xlsx"
    assert formgen("new", blank, "--profile", "hunan-dept-review").code == 0
    sheet = openpyxl.load_workbook(blank).worksheets[0]
    formulas = [
        cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=IF(ISNUMBER(")
    ]
    assert len(formulas) == 2
    assert formulas[0].endswith("+10)") and formulas[1].endswith(',"")')
