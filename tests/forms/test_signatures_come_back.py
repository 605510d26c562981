"""What stands in lines and boxes to sign comes back as it was declared: blanks at its ends, which nobody sees, are
no edit; an edit is told. A box behind a table of free rows is no row of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Formgen
from tests.forms.test_shipped_forms import ROOT, sample

FORM = "central-dept-2015"
FOOT = """
[[block]]
kind = "sign"
boxes = [{ label = "意见", text = "同意。{department.contact}", foot = "（盖章） {filing.date}" }]
lines = [["单位负责人：{filing.head} ", "填表人：{filing.preparer}　　", "审核人：________"]]
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    text = (ROOT / "templates" / FORM / "profile.toml").read_text(encoding="utf-8")
    before, rule, after = text.partition("[[rule]]")
    folder = tmp_path / "form"
    folder.mkdir()
    (folder / "profile.toml").write_text(f"{before}{FOOT}\n{rule}{after}", encoding="utf-8")
    return folder


def source(tmp_path: Path, blank: str) -> Path:
    filing = "\n".join(
        [
            "[filing]",
            f'head = "张三{blank}"',
            f'preparer = "{blank}李四"',
            f'date = "2024年3月1日{blank}"',
            "",
        ]
    )
    text = sample(FORM).read_text(encoding="utf-8").replace("[goal]", f"{filing}\n[goal]", 1)
    path = tmp_path / "in.toml"
    contact = 'name = "示例市示例局"'
    assert contact in text
    path.write_text(text.replace(contact, f'{contact}\ncontact = "王五{blank}"'), encoding="utf-8")
    return path


def build(path: Path, form: Path, out: Path, formgen: Formgen) -> list[Path]:
    run = formgen("build", path, "--profile", form, "-o", out, "--engine", "typst")
    assert run.code == 0, run.all
    return [*out.glob("*.docx"), *out.glob("*.pdf")]


@pytest.mark.slow
@pytest.mark.parametrize("blank", ["", " ", "　", "　　"])
def test_as_declared(blank: str, form: Path, tmp_path: Path, formgen: Formgen) -> None:
    path = source(tmp_path, blank)
    for file in build(path, form, tmp_path / "out", formgen):
        told = formgen("diff", path, file, "--profile", form)
        assert "没有变化" in told.out, told.all
        assert "改过" not in told.all and "不在任何一栏" not in told.all and "空行" not in told.all


def test_in_the_fill_in_workbook(form: Path, tmp_path: Path, formgen: Formgen) -> None:
    path, book = source(tmp_path, ""), tmp_path / "a.xlsx"
    assert formgen("extract", path, "-o", book, "--profile", form).code == 0
    told = formgen("diff", path, book, "--profile", form)
    assert "没有变化" in told.out and "不在任何一栏" not in told.all, told.all


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("单位负责人：张三", "单位负责人：赵六", "原为“张三”，现为“赵六”"),
        ("同意。王五", "同意。赵六", "原为“王五”，现为“赵六”"),
        ("2024年3月1日", "2024年3月2日", "现为“2024年3月2日”"),
    ],
)
def test_an_edit_is_told(old: str, new: str, told: str, form: Path, tmp_path: Path, formgen: Formgen) -> None:
    made = build(source(tmp_path, " "), form, tmp_path / "out", formgen)[0]
    document = Document(str(made))
    runs = [run for table in document.tables for row in table.rows for cell in row.cells
            for paragraph in cell.paragraphs for run in paragraph.runs]  # fmt: skip
    (run,) = [run for run in runs if old in run.text]
    run.text = run.text.replace(old, new)
    document.save(str(made))
    found = formgen("extract", made, "--profile", form)
    assert told in found.err, found.all
    assert new.rpartition("：")[2].removeprefix("同意。") in found.out
