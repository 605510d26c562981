"""Files that are no declaration: each a Chinese sentence with what to do, exit code 3, no warning."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.sources import guard, read_file
from tests.reading.conftest import SAMPLE_XLSX, refusal

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016)


def repacked(replace: dict[str, bytes], drop: str = "") -> bytes:
    """The sample with parts replaced, added or dropped."""
    stream = BytesIO()
    with zipfile.ZipFile(SAMPLE_XLSX) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        parts = {name: source.read(name) for name in source.namelist() if name != drop}
        for name, content in {**parts, **replace}.items():
            target.writestr(name, content)
    return stream.getvalue()


def docx_bytes() -> bytes:
    stream = BytesIO()
    Document().save(stream)
    return stream.getvalue()


def archive_of(content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("甲局.xlsx", content)
    return stream.getvalue()


def plain_workbook() -> bytes:
    stream = BytesIO()
    book = Workbook()
    book.active["A1"] = "通讯录"  # type: ignore[index]
    book.save(stream)
    return stream.getvalue()


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
LOST_STRING = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="s"><v>5</v></c></row></sheetData></worksheet>'
)
ALL_MERGED = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
    b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
)
SAMPLE_BYTES = SAMPLE_XLSX.read_bytes()

BAD = {
    "empty.xlsx": (b"", "空文件"),
    "empty.toml": (b"", "空文件"),
    "blank.toml": (b"\xef\xbb\xbf \r\n", "空文件"),
    "random.xlsx": (bytes(range(7, 256)) * 20, "不是 Excel 工作簿"),
    "random.toml": (b"\x9f\xff\x00\x01" * 50, "UTF-8"),
    "random.dat": (b"\x9f\xff\x00\x01" * 50, "不是能识别的申报文件"),
    "报送.zip": (archive_of(SAMPLE_BYTES), "先解压"),
    "报送.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(40), "先解压"),
    "报送.xlsx": (b"7z\xbc\xaf\x27\x1c" + bytes(40), "先解压"),
    "扫描.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40), "是图片"),
    "截屏.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(40), "是图片"),
    "old.xlsx": (OLE2, "旧版 Office 文件"),
    "old.xls": (OLE2, "另存为 .xlsx"),
    "locked.xlsx": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "paper.pdf": (b"%PDF-1.7\n", "PDF"),
    "word.xlsx": (docx_bytes(), "Word 文档"),
    "cut.xlsx": (SAMPLE_BYTES[: len(SAMPLE_BYTES) // 2], "已损坏"),
    "flipped.xlsx": (
        SAMPLE_BYTES[:3000] + bytes(byte ^ 255 for byte in SAMPLE_BYTES[3000:3100]) + SAMPLE_BYTES[3100:],
        "已损坏",
    ),
    "list.xlsx": (plain_workbook(), "没有找到申报表"),
    "xml.xlsx": (repacked({SHEET: b"<worksheet><sheetData><row>"}), "内部结构已损坏"),
    "strings.xlsx": (repacked({SHEET: LOST_STRING}), "内部结构已损坏"),
    "merged.xlsx": (repacked({SHEET: ALL_MERGED}), "取消这些合并"),
    "rels.xlsx": (repacked({}, drop="xl/_rels/workbook.xml.rels"), "内部结构已损坏"),
    "nobook.xlsx": (repacked({}, drop="xl/workbook.xml"), "不是 Excel 工作簿"),
    "entities.xlsx": (repacked({STRINGS: DOCTYPE}), "DOCTYPE"),
    "entities16.xlsx": (repacked({STRINGS: DOCTYPE.decode().encode("utf-16")}), "DOCTYPE"),
    "binary.xlsb": (repacked({"xl/workbook.bin": b"x"}, drop="xl/workbook.xml"), "xlsb"),
    "bomb.xlsx": (repacked({"xl/media/image1.png": bytes(30 * 1024 * 1024)}), "压缩比异常"),
    "sheet.xlsx": (
        repacked({SHEET: b"<worksheet>" + os.urandom(11_000_000).hex().encode() + b"</worksheet>"}),
        "工作表过大",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_plain_words(name: str, tmp_path: Path) -> None:
    content, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert words in error.message
    assert error.exit_code == ExitCode.UNREADABLE
    assert "请" in error.message


def test_the_guard_lets_the_sample_through() -> None:
    guard.check_workbook_zip(SAMPLE_BYTES, SAMPLE_XLSX)


def test_totals_and_members_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(guard, "MOST_MEGABYTES", 0)
    assert "解压后过大" in str(refusal(SAMPLE_XLSX))
    monkeypatch.undo()
    monkeypatch.setattr(guard, "MOST_MEMBERS", 3)
    assert "部件过多" in str(refusal(SAMPLE_XLSX))


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """The directory declares 10 bytes, 30 MB are packed: nothing past the 10 bytes is unpacked."""
    data = bytearray(repacked({"xl/media/image1.png": bytes(30 * 1024 * 1024)}))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    assert data.count(size) >= 2
    path = tmp_path / "liar.xlsx"
    path.write_bytes(bytes(data).replace(size, (10).to_bytes(4, "little")))
    assert "已损坏" in str(refusal(path))


def test_missing_paths_and_folders(tmp_path: Path) -> None:
    assert "找不到文件" in str(refusal(tmp_path / "无.xlsx"))
    assert "文件夹" in str(refusal(tmp_path))
    assert "无法读取" in str(refusal(Path("/dev/null")))
    with pytest.raises(UnreadableInput):
        read_file(Path("a\0b"))


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_text("year = 1")

    def deny(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", deny)  # root may read everything
    assert "没有权限" in str(refusal(path))


def test_files_past_the_limit_are_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with path.open("wb") as stream:
        stream.truncate(101 * 1024 * 1024)
    assert "101 MB" in str(refusal(path))


def test_a_workbook_by_another_name_is_still_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "申报.bak"
    path.write_bytes(SAMPLE_BYTES)
    assert len(read_file(path)) == 1
