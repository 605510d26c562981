"""The finished file: structure, properties, standards, and the same bytes every time."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from formgen.render.pdf_tags import walk_tags
from tests.render.docx_samples import declare, indicator
from tests.tools import verapdf
from tests.typst.samples import by_typst, print_both, seed_by_both

needs_verapdf = pytest.mark.skipif(bool(verapdf.why_absent()), reason=verapdf.why_absent() or "-")


def table_tags(data: bytes) -> Counter[tuple[str, ...]]:
    """How often each kind of cell, row, table, heading and figure stands in the tags, with scope and
    spans."""
    found: Counter[tuple[str, ...]] = Counter()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for element, *_ in walk_tags(pdf):
            kind = str(element["/S"])
            if kind in {"/Table", "/THead", "/TR", "/TH", "/TD", "/H1", "/H2", "/H3", "/Figure"}:
                own = element.get("/A", pikepdf.Array())
                facts = {
                    f"{key}={item[key]}"
                    for item in (own if isinstance(own, pikepdf.Array) else [own])
                    for key in ("/Scope", "/RowSpan", "/ColSpan")
                    if key in item
                }
                found[kind, *sorted(facts)] += 1
    return found


def bookmarks(data: bytes) -> list[tuple[int, str]]:
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        waiting = [(0, item) for item in reversed(outline.root)]
        found = []
        while waiting:
            level, item = waiting.pop()
            found.append((level, item.title))
            waiting += [(level + 1, child) for child in reversed(item.children)]
    return found


@pytest.mark.slow
def test_tags_and_bookmarks_are_those_of_the_other_engine() -> None:
    files = seed_by_both().files
    tags = table_tags(files["typst"])
    assert tags == table_tags(files["weasyprint"])
    assert tags["/TH", "/Scope=/Row"] == 3  # 名称, 职责, 年度总体目标
    assert tags["/Figure",] == 1
    assert bookmarks(files["typst"]) == bookmarks(files["weasyprint"])
    assert bookmarks(files["typst"])[:2] == [(0, "部门（单位）整体绩效目标申报表"), (0, "附件：评分细则")]


def test_the_chart_is_told_in_words() -> None:
    with pikepdf.open(io.BytesIO(seed_by_both().typst)) as pdf:
        told = [str(element["/Alt"]) for element, *_ in walk_tags(pdf) if element["/S"] == "/Figure"]
    assert len(told) == 1 and "数量指标" in told[0]


def test_the_same_bytes_whatever_was_made_before() -> None:
    first = by_typst(declare([indicator(remark="㗊〇喆")], name="甲局"))
    by_typst(declare([indicator()], name="乙局"), draft=True)
    again = by_typst(declare([indicator(remark="㗊〇喆")], name="甲局"))
    assert first.typst == again.typst
    assert first.typst != by_typst(declare([indicator(remark="㗊〇嘉")], name="甲局")).typst


def test_properties_and_data() -> None:
    with pikepdf.open(io.BytesIO(seed_by_both().typst)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN" and bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Author) == "衡阳市市场监督管理局"
        assert "Typst" in str(pdf.docinfo.Producer)
        assert list(pdf.attachments) == ["declaration.toml", "profile.toml"]


@pytest.mark.slow
def test_pikepdf_knows_every_construct_to_conform() -> None:
    for sample in (seed_by_both(), print_both(declare([indicator(remark="㗊〇喆")]), draft=True)):
        with pikepdf.open(io.BytesIO(sample.typst)) as pdf:
            report = pikepdf.pdfa.check(pdf, pikepdf.pdfa.Flavour.PDFA_3B)
        assert [str(item) for item in report.findings if "(MetadataStream)" not in item.where] == []


@needs_verapdf
@pytest.mark.slow
def test_verapdf_approves(tmp_path: Path) -> None:
    (tmp_path / "seed.pdf").write_bytes(seed_by_both().typst)
    hard = [indicator(remark="㗊〇喆 e\u0301"), indicator(scoring="完成率小于60%不得分；" * 300)]
    (tmp_path / "draft.pdf").write_bytes(by_typst(declare(hard), draft=True).typst)
    broken = verapdf.check_files(sorted(tmp_path.glob("*.pdf")), "3a,ua1")
    assert broken == {f"{name}.pdf {flavour}": [] for name in ("draft", "seed") for flavour in ("3a", "ua1")}
