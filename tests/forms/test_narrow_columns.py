"""Figures wider than their column: broken behind a separator where that is enough, else a refusal that names the
cell, the column's width and what it needs; a good page is never refused for it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import Formgen
from tests.forms.test_shipped_forms import ROOT, sample

FORM = "central-dept-2015"


def source(tmp_path: Path, amount: str) -> Path:
    text = sample(FORM).read_text(encoding="utf-8")
    for line, new in (("total = 320", amount), ("fiscal = 280", amount), ("other = 40", "0")):
        assert line in text
        text = text.replace(line, f"{line.split()[0]} = {new}", 1)
    path = tmp_path / "in.toml"
    path.write_text(text, encoding="utf-8")
    return path


def narrow(tmp_path: Path) -> Path:
    """The form with 总额 in 8 mm."""
    text = (ROOT / "templates" / FORM / "profile.toml").read_text(encoding="utf-8")
    for old, new in (('label = "总额", under = "预算金额（万元）", type = "money", width = 21',
                      'label = "总额", under = "预算金额（万元）", type = "money", width = 8'), ("width = 63", "width = 76")):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "narrow"
    folder.mkdir()
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_long_figure_goes_on_behind_its_separator(engine: str, tmp_path: Path, formgen: Formgen) -> None:
    """12,345,678.90 is 23 mm of type in a column of 21 mm."""
    path = source(tmp_path, "12345678.90")
    formats = "pdf,ofd" if engine == "weasyprint" else "pdf"
    run = formgen("build", path, "-o", tmp_path / "out", "--engine", engine, "--formats", formats)
    assert run.code == 0, run.all
    (made,) = (tmp_path / "out").glob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        lines = document[0].get_textpage().get_text_bounded()
    assert "12,345," in lines and "12,345,678.90" not in lines
    assert "678.90" in lines
    for file in (tmp_path / "out").glob("2024*"):
        assert "没有变化" in formgen("diff", path, file).out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "formats"), [("weasyprint", "pdf"), ("typst", "pdf"), ("weasyprint", "ofd")]
)
def test_a_column_too_narrow_is_told_with_its_cell(
    engine: str, formats: str, tmp_path: Path, formgen: Formgen
) -> None:
    path = source(tmp_path, "12345678.90")
    run = formgen("build", path, "--profile", narrow(tmp_path), "-o", tmp_path / "out", "--engine", engine,
                  "--formats", formats)  # fmt: skip
    assert run.code == 7
    line = next(n for n, row in enumerate(path.read_text("utf-8").splitlines(), 1) if row.startswith("total"))
    assert f"第 {line} 行：“总额”这一格宽 8 毫米，印不下“12,345,678.90”" in run.err
    assert "“金额合计”这一格宽 8 毫米" in run.err
    assert run.err.count("把表样 profile.toml 里这一列的 width 加宽") == 1
    assert "form.html" not in run.err and "财政拨款" not in run.err
    assert not list((tmp_path / "out").glob("*.pdf"))
    # The Word document can be had: a word processor breaks the figure.
    word = formgen("build", path, "--profile", tmp_path / "narrow", "-o", tmp_path / "b", "--formats", "docx")
    assert word.code == 0, word.all


def test_hundreds_of_thousands_stand_on_one_line(tmp_path: Path, formgen: Formgen) -> None:
    text = sample("central-project-review-2020").read_text(encoding="utf-8")
    money = re.compile(r"^((?:initial|budget|spent) = \d+)", re.MULTILINE)
    path = tmp_path / "in.toml"
    path.write_text(money.sub(r"\g<1>000", text), encoding="utf-8")
    run = formgen("build", path, "-o", tmp_path / "out", "--engine", "typst", "--formats", "pdf")
    assert run.code == 0, run.all
    (made,) = (tmp_path / "out").glob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        words = document[0].get_textpage().get_text_bounded()
    assert {"320,000.00", "305,000.00", "298,000.60"} <= set(words.split())
