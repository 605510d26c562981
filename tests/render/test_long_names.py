"""A unit's name of any length stands whole wherever a page prints it: over the appendix it takes several lines."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from formgen import cli

NAME = (
    "某某市人民政府办公室（某某市人民政府外事办公室、某某市大数据管理局、某某市机关事务管理局、某某市政务服务中心）"
    * 2
)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_name_of_several_lines(tmp_path: Path, sample_toml: Path, engine: str) -> None:
    text = sample_toml.read_text(encoding="utf-8").replace(
        'name = "衡阳市市场监督管理局"', f'name = "{NAME}"'
    )
    source = tmp_path / "long.toml"
    source.write_text(text, encoding="utf-8")
    code = cli.run(
        ["build", str(source), "-o", str(tmp_path / "out"), "--formats", "pdf", "--engine", engine]
    )
    assert code == 0
    (made,) = (tmp_path / "out").glob("*.pdf")
    document = pypdfium2.PdfDocument(made)
    try:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()
    titled = next(page for page in pages if page.startswith("附件：评分细则"))
    assert NAME in titled and f"{NAME}（2023年度）" in titled
