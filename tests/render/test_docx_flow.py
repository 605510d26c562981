"""The Word form flows: what LibreOffice makes of it, page by page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from tests.render.docx_samples import declare, indicator, make
from tests.tools.libreoffice import convert, needs_libreoffice

CLAUSE = "二十三、负责承办市委、市政府交办的其他事项，指导各县市区开展有关工作。"


def pages(data: bytes, folder: Path) -> list[str]:
    """The words of every page, as LibreOffice lays them, without white space."""
    (folder / "form.docx").write_bytes(data)
    with pypdfium2.PdfDocument(convert(folder / "form.docx", "pdf", folder)) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("clauses", [0, 1, 3])
def test_a_clause_more_in_the_duties_leaves_no_page_with_one_row(tmp_path: Path, clauses: int) -> None:
    """800 characters of 职责 and a cell of 1,500: the rows move up and down the pages, each of them is there
    once, the heads stand on every page that has rows, and no page but the last has fewer than three."""
    rows = [indicator(level3=f"第{number:03}项") for number in range(60)]
    rows[40] = indicator(level3="第040项", scoring="完成率小于60%不得分；" * 125)
    duties = "市场监督管理工作。" * 88 + CLAUSE * clauses
    found = pages(make(declare(rows, duties=duties)).data, tmp_path)
    counts = [sum(f"第{number:03}项" in page for number in range(60)) for page in found]
    assert sum(counts) == 60 and len(found) > 3
    tall = next(number for number, page in enumerate(found) if "第040项" in page)
    assert all(count > 2 for number, count in enumerate(counts[:-1]) if abs(number - tall) > 1)
    assert all("指标解释" in page for page, count in zip(found, counts, strict=True) if count)
