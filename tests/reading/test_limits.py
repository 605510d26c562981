"""No small file takes much time or memory: refused in a sentence, or read, with the good forms beside it.

What counts here is what is counted: cells, nodes, signs. The slow test at the end gives the command an address
space of its own and a folder with one of each kind.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest

from formgen.base.errors import UnreadableInput
from formgen.inspect.docx import read_docx
from formgen.sources import guard, keys, parts, pdf_guard, read_file
from formgen.sources.build import build
from tests.reading.conftest import ROOT, SAMPLE_TOML, read_one, refusal
from tests.reading.containers import (
    BOOK,
    BOOK_RELS,
    MAIN,
    RELS,
    SHEET,
    STYLES,
    TEXTS,
    edited,
    pack,
    sample_parts,
)
from tests.render.docx_samples import declare, indicator, make

MEGABYTE = 1024 * 1024
SPACE = 1_500 * MEGABYTE
"""Of addresses, not of memory: threads and shared libraries take a gigabyte of it before the first file."""


def of_rows(rows: str) -> bytes:
    return pack(
        sample_parts()
        | {SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()}
    )


def more_rows(rows: str) -> bytes:
    return edited(SHEET, lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))


def more_styles(styles: str) -> bytes:
    return edited(STYLES, lambda text: text.replace("</cellXfs>", f"{styles}</cellXfs>"))


def one_long_text() -> bytes:
    """A megabyte of text that 12,000 cells point at."""
    changed = sample_parts()
    changed[TEXTS] = f'<sst xmlns="{MAIN}"><si><t>{"长" * 350_000}</t></si></sst>'.encode()
    rows = ("<row>" + '<c t="s"><v>0</v></c>' * 10 + "</row>") * 1200
    changed[SHEET] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    return pack(changed)


def elsewhere() -> bytes:
    """The sheet under a name that says nothing, with more cells than are read."""
    changed = sample_parts()
    changed["theme/x.bin"] = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"<row><c><v>1</v></c></row>" * 900_000}</sheetData></worksheet>'.encode()
    )
    changed[BOOK_RELS] = changed[BOOK_RELS].replace(b"/xl/worksheets/sheet1.xml", b"/theme/x.bin")
    return pack(changed)


def many_relations(count: int) -> bytes:
    more = b'<Relationship Id="x" Type="a" Target="b"/>' * count
    changed = sample_parts()
    changed[BOOK_RELS] = changed[BOOK_RELS].replace(b"</Relationships>", more + b"</Relationships>")
    return pack(changed)


def many_entries(count: int) -> bytes:
    entries = f'<sheet xmlns:r="{RELS}" name="s" sheetId="9" r:id="rId1"/>' * count
    return edited(BOOK, lambda text: text.replace("<sheets>", f"<sheets>{entries}"))


def custom_data() -> bytes:
    return pack(
        sample_parts() | {f"customXml/item{n}.xml": b"<a>" + b"<b/>" * 6_750_000 + b"</a>" for n in range(6)}
    )


def entities() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 12))
    dtd = f'<!DOCTYPE a [<!ENTITY e0 "{"a" * 50}">{lines}]>'
    return edited(SHEET, lambda text: dtd + text.replace("<sheetData>", "<sheetData><!--&e11;-->"))


WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "millions of styles": (lambda: more_styles("<xf/>" * 5_000_000), ""),
    "millions of relations": (lambda: many_relations(2_000_000), ""),
    "a hundred thousand entries of sheets": (lambda: many_entries(100_000), ""),
    "data of others": (custom_data, ""),
    "one long text": (one_long_text, "350000 个字"),
    "a sheet under another name": (elsewhere, ""),
    "cells without end": (lambda: of_rows(("<row>" + "<c><v>1</v></c>" * 50 + "</row>") * 20_000), "600000 个"),
    "junk in a row": (lambda: of_rows("<row>" + "<a/>" * 3_000_000 + "</row>"), "损坏"),
    "junk for cells": (lambda: of_rows("<a/>" * 4_000_000), "没有找到申报表"),
    "deep nesting": (lambda: of_rows("<a>" * 100_000), "损坏"),
    "entities": (entities, "DOCTYPE"),
    "texts without end": (
        lambda: pack(sample_parts() | {TEXTS: f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 1_500_000}</sst>'.encode()}),
        "",
    ),
}  # fmt: skip
"""Refused. The words of the sentence, where it is sure which of several limits is met first."""

PATIENT: dict[str, Callable[[], bytes]] = {
    "empty rows": lambda: more_rows('<row><c s="1"/></row>' * 300_000),
    "a dimension": lambda: edited(SHEET, lambda t: t.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    "styles": lambda: more_styles('<xf numFmtId="1"/>' * 150_000),
    "relations": lambda: many_relations(60_000),
}  # fmt: skip
"""Read, for such files are met."""


@lru_cache(maxsize=32)
def made(name: str) -> bytes:
    return WORKBOOKS[name][0]()


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks_that_would_not_end(name: str, tmp_path: Path) -> None:
    words = WORKBOOKS[name][1]
    path = tmp_path / "册.xlsx"
    path.write_bytes(made(name))
    assert path.stat().st_size < 6 * MEGABYTE
    error = refusal(path)
    assert words in error.message and "请" in error.message


@pytest.mark.slow
@pytest.mark.parametrize("name", PATIENT)
def test_workbooks_with_much_that_says_nothing(name: str, tmp_path: Path) -> None:
    path, plain = tmp_path / "册.xlsx", tmp_path / "原.xlsx"
    path.write_bytes(PATIENT[name]())
    plain.write_bytes(pack(sample_parts()))
    assert read_one(path).declaration == read_one(plain).declaration


TOMLS: dict[str, Callable[[str], str]] = {
    "values": lambda text: text + "\n[options]\nx = [" + "1," * 200_000 + "]\n",
    "keys": lambda text: "".join(f"k{n} = 1\n" for n in range(120_000)) + text,
    "rows": lambda text: text + "[[indicators]]\n" * 120_000,
    "comments": lambda text: text + "#\n" * 120_000,
    "lines": lambda text: text + "\n" * 600_000,
    "a long key": lambda text: "a" + ".a" * 50_000 + " = 1\n" + text,
    "a long quoted key": lambda text: '"a"' + ' . "a b"' * 50_000 + " = 1\n" + text,
}


@pytest.mark.parametrize("name", TOMLS)
def test_toml_that_would_not_end(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(TOMLS[name](SAMPLE_TOML.read_text(encoding="utf-8")), encoding="utf-8")
    assert "多得不正常" in refusal(path).message


def test_three_hundred_thousand_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(SAMPLE_TOML.read_text(encoding="utf-8") + "\n" * 300_000, encoding="utf-8")
    assert read_one(path).declaration == read_one(SAMPLE_TOML).declaration


def test_the_nearest_key_is_looked_up_for_some_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_HINTS", 2)
    path = tmp_path / "a.toml"
    path.write_text(
        "yaer1 = 1\nyaer2 = 1\nyaer3 = 1\n" + SAMPLE_TOML.read_text(encoding="utf-8"), encoding="utf-8"
    )
    (raw,) = read_file(path)
    faults = [fault for fault in build(raw).faults if "yaer" in fault.message]
    assert [bool(fault.hint) for fault in faults] == [True, True, False]


# ── Word documents ───────────────────────────────────────────────────────────────────────────────


def document(body: str = "", **others: bytes) -> bytes:
    from zipfile import ZipFile

    from formgen.render.docx import render_docx
    from tests.render.docx_samples import hunan

    data = render_docx(make(declare([indicator()])).paged, hunan())
    with ZipFile(BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    text = found["word/document.xml"].decode().replace("</w:body>", f"{body}</w:body>")
    return pack(found | {"word/document.xml": text.encode()} | others)


def test_a_part_of_a_document_is_bounded_by_what_it_is(tmp_path: Path) -> None:
    guard.check_document_zip(document("<w:p/>" * 100_000), tmp_path / "a.docx")
    for data in (
        document("<w:p/>" * 2_500_000),
        document(**{"customXml/item9.xml": b"<a>" + b"<b/>" * 2_500_000 + b"</a>"}),
        document(**{"word/_rels/other.xml.rels": b"<a>" + b"<b/>" * 600_000 + b"</a>"}),
    ):
        with pytest.raises(UnreadableInput, match="请确认文件来源"):
            guard.check_document_zip(data, tmp_path / "a.docx")


def test_a_row_of_more_columns_than_any_table_has_is_refused() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr><w:p/></w:tc>'
    assert read_docx(document(f"<w:tbl><w:tr>{cell * 10}</w:tr></w:tbl>"))
    with pytest.raises(UnreadableInput):
        read_docx(document(f"<w:tbl><w:tr>{cell * 1000}</w:tr></w:tbl>"))


def test_a_header_of_many_sections_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = parts.Parts.root

    def count(self: parts.Parts, name: str, limit: parts.Limit = parts.SMALL) -> object:
        read.append(name)
        return original(self, name, limit)

    monkeypatch.setattr(parts.Parts, "root", count)
    reference = f'<w:headerReference xmlns:r="{RELS}" r:id="rId4"/>'
    content = read_docx(document(f"<w:sectPr>{reference * 500}</w:sectPr>"))
    assert content.headers
    assert len([name for name in read if "header" in name]) <= 2


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf(*objects: bytes) -> bytes:
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def packed(content: bytes) -> bytes:
    body = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body)


@pytest.mark.slow
def test_pdfs_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    pdf_guard.open_pdf(pdf(CATALOG, PAGES, PAGE), path).close()
    many = b"<</Type/Pages/Kids[" + b"3 0 R " * 6_000 + b"]/Count 6000>>"
    for data, words in (
        (pdf(CATALOG, many, PAGE), "页或条目"),
        (pdf(CATALOG, PAGES, PAGE, b"[" + b"1 " * 1_000_001 + b"]"), "页或条目"),
        (pdf(CATALOG, PAGES, PAGE, packed(bytes(210 * MEGABYTE))), "解压后过大"),
    ):
        with pytest.raises(UnreadableInput, match=words):
            pdf_guard.open_pdf(data, path)
    pdf_guard.open_pdf(pdf(CATALOG, PAGES, PAGE, packed(b" 1" * 2_000_000)), path).close()  # in a stream
    monkeypatch.setattr(pdf_guard, "MOST_OBJECTS", 5)
    with pytest.raises(UnreadableInput, match="页或条目"):
        pdf_guard.open_pdf(pdf(CATALOG, PAGES, PAGE, *[b"<<>>"] * 3), path)


def test_a_tree_of_pages_that_goes_round_ends(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        pdf_guard.open_pdf(
            pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>", PAGE), tmp_path / "a.pdf"
        )


# ── all of them in one folder ────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="address space is limited as POSIX does it")
def test_a_folder_of_all_of_them_and_twenty_good_forms_gives_the_twenty(tmp_path: Path) -> None:
    folder = tmp_path / "各单位"
    folder.mkdir()
    text = SAMPLE_TOML.read_text(encoding="utf-8")
    name = read_one(SAMPLE_TOML).declaration.department.name
    for number in range(20):
        (folder / f"好{number:02}.toml").write_text(text.replace(name, f"第{number:02}局"), encoding="utf-8")
    for number, kind in enumerate(WORKBOOKS):
        (folder / f"坏{number} {kind}.xlsx").write_bytes(made(kind))
    for number, (kind, change) in enumerate(TOMLS.items()):
        (folder / f"坏{number} {kind}.toml").write_text(change(text), encoding="utf-8")
    (folder / "坏 文.docx").write_bytes(document("<w:p/>" * 2_500_000))
    (folder / "坏 册.pdf").write_bytes(
        pdf(CATALOG, b"<</Type/Pages/Kids[" + b"3 0 R " * 90_000 + b"]/Count 9>>", PAGE)
    )
    run = subprocess.run(
        [sys.executable, "-m", "formgen", "build", folder, "-o", tmp_path / "out", "--formats", "docx", "-j", "1"],
        capture_output=True, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE)), check=False,
    )  # fmt: skip
    assert run.returncode == 8, run.stderr
    results = {path.name for path in (tmp_path / "out").glob("*.docx")}
    assert {f"第{number:02}局" for number in range(20)} == {name.split("_")[1] for name in results}
    assert "内存" not in run.stderr and "Traceback" not in run.stderr
