"""The seed in both outputs is the form: its rows, groups, heads and stars. Expected values are counted in
the form itself (tests/data/seed.txt and its reading in inputs/hengyang-2023.toml)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from docx import Document
from lxml import etree

from formgen.messages.rendering import CONTINUED
from tests.render.docx_samples import W, body
from tests.render.pdf_samples import Grid, read_tables
from tests.tools.libreoffice import convert, needs_libreoffice

NAME = "2023_衡阳市市场监督管理局_部门整体绩效目标申报表"
HEADS = ["* 一级指标", "* 二级指标", "* 三级指标", "指标值类型", "* 指标值", "计量单位"]
HEADS += ["* 指标解释", "* 评（扣）分标准", "备注"]
FACTS = ["部门（单位）名称", "* 部门（单位）职责", "* 年度总体目标"]

LEVEL1 = {"产出指标": 18, "效益指标": 5, "满意度指标": 1}
LEVEL2 = {
    "数量指标": 6,
    "质量指标": 5,
    "时效指标": 2,
    "成本指标": 5,
    "经济效益指标": 1,
    "社会效益指标": 2,
    "生态效益指标": 1,
    "可持续影响指标": 1,
    "服务对象满意度指标": 1,
}


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def declared_rows(path: Path) -> list[list[str]]:
    """The rows as the sample declares them, without the groups."""
    keys = ("level3", "operator", "target", "unit", "explanation", "scoring", "remark")
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return [[squeezed(str(row.get(key, ""))) for key in keys] for row in data["indicators"]]


def indicator_tables(pages: list[list[Grid]]) -> list[Grid]:
    """Per page, the indicators with their two head rows; the facts above them left out."""
    tables = [row for tables in pages for row in tables]
    return [
        table[next(n for n, row in enumerate(table) if squeezed(row[0]) == "绩效指标") :]
        for table in tables
        if any(squeezed(row[0]) == "绩效指标" for row in table)
    ]


def covered(tables: list[Grid], column: int) -> Counter[str]:
    """Rows that each label covers, its continuations counted with it."""
    rows: Counter[str] = Counter()
    for table in tables:
        label = ""
        for row in table[2:]:
            label = squeezed(row[column]).removesuffix(CONTINUED) if row[column] is not None else label
            rows[label] += 1
    return rows


def assert_form(tables: list[Grid], sample: Path) -> None:
    """Nine columns, both head rows on every page, 24 rows under the right groups."""
    assert len(tables) > 1
    assert_heads(tables)
    assert covered(tables, 0) == LEVEL1 and covered(tables, 1) == LEVEL2
    assert_rows(tables, sample)


def assert_heads(tables: list[Grid]) -> None:
    for table in tables:
        assert squeezed(table[0][0]) == "绩效指标" and table[0][1:] == [None] * 8
        assert [squeezed(cell) for cell in table[1]] == [squeezed(head) for head in HEADS]


def assert_rows(tables: list[Grid], sample: Path) -> None:
    rows = [[squeezed(cell) for cell in row[2:]] for table in tables for row in table[2:]]
    assert rows == declared_rows(sample) and len(rows) == 24


def assert_continued(tables: list[Grid]) -> None:
    """（续） stands on a page's first labels exactly where their group began on an earlier page."""
    before: list[str] = ["", ""]
    repeated = 0
    for table in tables:
        for position, row in enumerate(table[2:]):
            for column in (0, 1):
                if row[column] is None:
                    assert position
                    continue
                label = squeezed(row[column])
                goes_on = position == 0 and label.removesuffix(CONTINUED) == before[column]
                assert label.endswith(CONTINUED) == goes_on
                repeated += goes_on
                before[column] = label.removesuffix(CONTINUED)
    assert repeated


@pytest.mark.slow
def test_the_results_bear_the_forms_name(seed_results: Path) -> None:
    names = {path.name for path in seed_results.iterdir() if not path.name.startswith(".")}
    assert names == {f"{NAME}.docx", f"{NAME}.pdf", "manifest.json", "登记.jsonl"}


def test_the_pdf_is_the_form(seed_pdf: bytes, sample_toml: Path) -> None:
    pages = read_tables(seed_pdf)
    tables = indicator_tables(pages)
    assert_form(tables, sample_toml)
    assert_continued(tables)
    assert len(tables) == len(pages)
    facts = [row for row in pages[0][0] if squeezed(row[0]) != "绩效指标"][:3]
    assert [squeezed(row[0]) for row in facts] == [squeezed(label) for label in FACTS]


def test_every_page_of_the_pdf_bears_heads_and_number_also_for_pdfium(seed_pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(seed_pdf)
    try:
        texts = [squeezed(page.get_textpage().get_text_bounded()) for page in document]
        assert all(page.get_width() > page.get_height() for page in document)
    finally:
        document.close()
    for number, text in enumerate(texts, start=1):
        assert all(squeezed(head) in text for head in HEADS) and f"—{number}—" in text
    assert "部门（单位）整体绩效目标申报表（2023年度）" in texts[0]
    assert "".join(texts).count("...") == 17


def test_the_docx_is_the_form(seed_docx: bytes, sample_toml: Path) -> None:
    tables = [docx_grid(table) for table in body(seed_docx).iter(f"{W}tbl")]
    indicators = [table for table in tables if squeezed(table[0][0]) == "绩效指标"]
    assert len(indicators) == 1  # it flows: one table, its groups named once
    assert_heads(indicators)
    assert covered(indicators, 0) == LEVEL1 and covered(indicators, 1) == LEVEL2
    assert_rows(indicators, sample_toml)
    assert CONTINUED not in "".join(body(seed_docx).itertext())
    document = Document(io.BytesIO(seed_docx))
    assert [row.cells[0].text for row in document.tables[0].rows][:3] == FACTS


def docx_grid(table: etree._Element) -> Grid:
    """A Word table with None where a merged cell covers the place."""
    grid: Grid = []
    for row in table.iter(f"{W}tr"):
        cells: list[str | None] = []
        for cell in row.iter(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            cells.append(None if goes_on else "".join(text.text or "" for text in cell.iter(f"{W}t")))
            cells += [None] * (int(span.get(f"{W}val", "1")) - 1 if span is not None else 0)
        grid.append(cells)
    return grid


@needs_libreoffice
@pytest.mark.slow
def test_the_docx_as_libreoffice_prints_it(seed_results: Path, sample_toml: Path, tmp_path: Path) -> None:
    """Another layout engine breaks the pages where it likes: the heads are on each, every row is there once."""
    printed = convert(seed_results / f"{NAME}.docx", "pdf", tmp_path)
    tables = indicator_tables(read_tables(printed))
    assert len(tables) > 1
    assert_heads(tables)
    assert_rows(tables, sample_toml)


def test_properties_language_and_tags_of_the_pdf(seed_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(seed_pdf)) as pdf:
        assert str(pdf.docinfo["/Author"]) == "衡阳市市场监督管理局"
        assert "申报表" in str(pdf.docinfo["/Title"])
        assert str(pdf.Root.Lang) == "zh-CN" and bool(pdf.Root.MarkInfo.Marked)
        assert "/Outlines" in pdf.Root
        kinds = Counter(
            str(item["/S"])
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item
        )
    assert kinds["/Table"] >= 2 and kinds["/TH"] >= 3 + 9 + 1 and kinds["/TD"] >= 24 * 7


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(seed_results: Path, sample_toml: Path, tmp_path: Path) -> None:
    """In another process, with another seed of hashes, in another time zone and language."""
    surroundings = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LANG": "C", "HOME": os.environ["HOME"]}
    subprocess.run(
        [
            sys.executable,
            "-m",
            "formgen",
            "build",
            str(sample_toml),
            "-o",
            str(tmp_path),
            "--appendix",
            "none",
        ],
        check=True,
        capture_output=True,
        env={**{key: os.environ[key] for key in ("PATH",)}, **surroundings},
    )
    for suffix in ("docx", "pdf"):
        name = f"{NAME}.{suffix}"
        assert (tmp_path / name).read_bytes() == (seed_results / name).read_bytes()
