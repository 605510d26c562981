"""Files made to harm: a sentence and an exit code, in bounded time and memory, from extract and verify."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import String

from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.tools import add_part, change_part, change_pdf

MEGABYTE = 1024 * 1024


def _pdf_with(objects: list[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, with a table that is right."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, table))
    return out.getvalue()


def _stream(data: bytes, filters: bytes) -> bytes:
    return b"<</Length %d /Filter %s>>\nstream\n%s\nendstream" % (len(data), filters, data)


PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>"
PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"


@cache
def bomb() -> bytes:
    return zlib.compress(bytes(300 * MEGABYTE), 1)


def made(content: bytes | Callable[[], bytes]) -> bytes:
    """The large ones are made only when their test runs."""
    return content() if callable(content) else content


SPEC = b"<</Type /Filespec /UF (declaration.toml) /EF <</F 5 0 R>>>>"
CATALOG = b"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [(declaration.toml) 4 0 R]>>>>>>"


def _encrypted() -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user="y"))
    return stream.getvalue()


def _owner_locked() -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user=""))
    return stream.getvalue()


PDFS: dict[str, bytes | Callable[[], bytes]] = {
    "nothing but the mark": b"%PDF-1.7\n",
    "rubbish": b"%PDF-1.7\n" + bytes(range(256)) * 50,
    "encrypted": _encrypted(),
    "locked by its owner": _owner_locked(),
    "pages that hold themselves": _pdf_with(
        [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R] /Count 1>>"]
    ),
    "a catalog that is its own pages": _pdf_with([b"<</Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1>>"]),
    "a million pages that are not there": _pdf_with(
        [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 1000000>>"]
    ),
    "names in a circle": _pdf_with(
        [
            b"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles 4 0 R>>>>",
            PAGES,
            PAGE,
            b"<</Kids [4 0 R 4 0 R]>>",
        ]
    ),
    "nested without end": _pdf_with([CATALOG, PAGES, PAGE, b"[" * 100_000]),
    "an attachment that unpacks to 300 MB": lambda: _pdf_with(
        [CATALOG, PAGES, PAGE, SPEC, _stream(bomb(), b"/FlateDecode")]
    ),
    "a bomb in a bomb": lambda: _pdf_with(
        [CATALOG, PAGES, PAGE, SPEC, _stream(zlib.compress(bomb()), b"[/FlateDecode /FlateDecode]")]
    ),
    "an unknown packing": _pdf_with([CATALOG, PAGES, PAGE, SPEC, _stream(b"x", b"/LZWDecode")]),
    "a stream that claims to be huge": _pdf_with(
        [CATALOG, PAGES, PAGE, SPEC, b"<</Length 99999999999>>\nstream\nx\nendstream"]
    ),
    "an attachment that is no stream": _pdf_with([CATALOG, PAGES, PAGE, SPEC, b"<<>>"]),
    "two attachments": _pdf_with(
        [
            CATALOG.replace(b"[(declaration.toml) 4 0 R]", b"[(a) 4 0 R (declaration.toml) 6 0 R]"),
            PAGES,
            PAGE,
            SPEC,
            b"<</Length 1>>\nstream\nx\nendstream",
            SPEC.replace(b"5 0 R", b"7 0 R"),
            b"<</Length 1>>\nstream\ny\nendstream",
        ]
    ),
    "no attachment": _pdf_with([b"<</Type /Catalog /Pages 2 0 R>>", PAGES, PAGE]),
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    assert "程序出错" not in err and "Traceback" not in err
    return code, out + err


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither way in opens the file, and both name it."""
    code, words = run(capsys, "extract", str(path))
    assert code == ExitCode.UNREADABLE and str(path) in words
    code, words = run(capsys, "verify", str(path))
    assert code in (ExitCode.UNREADABLE, ExitCode.INSPECTION) and str(path) in words


@pytest.mark.slow
@pytest.mark.parametrize("name", PDFS)
def test_pdfs(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(made(PDFS[name]))
    refused(path, capsys)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated(
    share: float, pdf: Path, docx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for source in (pdf, docx):
        data = source.read_bytes()
        path = tmp_path / f"cut{source.suffix}"
        path.write_bytes(data[: int(len(data) * share)])
        assert run(capsys, "extract", str(path))[0] == ExitCode.UNREADABLE
        assert run(capsys, "verify", str(path))[0] in (ExitCode.UNREADABLE, ExitCode.INSPECTION)


@pytest.mark.slow
def test_a_wrong_checksum(pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf.read_bytes())

    def damage(document: pikepdf.Pdf) -> None:
        document.Root.AF[0].EF.F.Params.CheckSum = String(bytes(16))

    change_pdf(path, damage)
    code, words = run(capsys, "extract", str(path))
    assert code == ExitCode.UNREADABLE and "校验和不符" in words
    assert run(capsys, "verify", str(path))[0] == ExitCode.INSPECTION


@pytest.mark.slow
@pytest.mark.parametrize("key", ["/Names", "/AF", "/StructTreeRoot", "/Metadata", "/Outlines", "/MarkInfo"])
@pytest.mark.parametrize("kind", [b"7", b"[1 << /A 2 >>]", b"<< /K 1 /Names 2 >>"])
def test_parts_of_the_wrong_kind(
    key: str, kind: bytes, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pdf,) = built.glob("*.pdf")
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf.read_bytes())
    change_pdf(path, lambda document: document.Root.__setitem__(key, pikepdf.Object.parse(kind)))
    assert run(capsys, "verify", str(path))[0] in (ExitCode.UNREADABLE, ExitCode.INSPECTION)
    run(capsys, "extract", str(path))


def _circle(document: pikepdf.Pdf) -> None:
    tree = document.Root.StructTreeRoot
    tree.K[0].K.append(tree.K[0])


def test_tags_in_a_circle(pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf.read_bytes())
    change_pdf(path, _circle)
    run(capsys, "verify", str(path))


def _list_of_itself(document: pikepdf.Pdf) -> pikepdf.Object:
    found = document.make_indirect(pikepdf.Array())
    found.append(found)
    return found


def _list_in_its_tag(document: pikepdf.Pdf) -> pikepdf.Object:
    found = document.make_indirect(pikepdf.Array())
    found.append(pikepdf.Dictionary(S=pikepdf.Name.P, K=found))
    return found


def _lists_that_double(document: pikepdf.Pdf) -> pikepdf.Object:
    found = document.make_indirect(pikepdf.Array([0]))
    for _ in range(40):
        found = document.make_indirect(pikepdf.Array([found, found]))
    return found


@pytest.mark.parametrize("endless", [_list_of_itself, _list_in_its_tag, _lists_that_double])
def test_lists_without_end(
    endless: Callable[[pikepdf.Pdf], pikepdf.Object],
    pdf: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Walked list by list they are never through."""

    def append(document: pikepdf.Pdf) -> None:
        document.Root.StructTreeRoot.K = pikepdf.Array([document.Root.StructTreeRoot.K, endless(document)])

    path = tmp_path / "endless.pdf"
    path.write_bytes(pdf.read_bytes())
    change_pdf(path, append)
    refused(path, capsys)


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 999 + b'">]><w:document>&a;</w:document>'
DEEP = b"<a>" * 100_000

DOCX: dict[str, bytes | Callable[[], bytes]] = {
    "no zip": b"PK\x03\x04 but then no more",
    "an empty document": _zip({"word/document.xml": b""}),
    "a zip bomb": lambda: _zip({"word/document.xml": b" " * 250 * MEGABYTE}),
    "a large part": lambda: _zip({"word/document.xml": b"<a/>" + bytes(range(256)) * 4096 * 32}),
    "entities": _zip({"word/document.xml": ENTITIES}),
    "entities in a part aside": _zip({"word/document.xml": b"<x/>", "customXml/item1.xml": ENTITIES}),
    "nested without end": _zip({"word/document.xml": DEEP}),
    "no body": _zip({"word/document.xml": b"<x/>"}),
    "many parts": lambda: _zip(
        {f"word/{number}": b"" for number in range(20_001)} | {"word/document.xml": b"<x/>"}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCX)
def test_documents(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hostile.docx"
    path.write_bytes(made(DOCX[name]))
    refused(path, capsys)


SPANS: dict[str, Callable[[bytes], bytes]] = {
    "a cell over a billion columns": lambda data: data.replace(
        b'<w:gridSpan w:val="9"/>', b'<w:gridSpan w:val="999999999"/>', 1
    ),
    "a row that starts in column a billion": lambda data: data.replace(
        b"<w:trPr>", b'<w:trPr><w:gridBefore w:val="999999999"/>', 1
    ),
}


@pytest.mark.parametrize("name", SPANS)
def test_tables_that_claim_to_be_huge(
    name: str, docx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(docx.read_bytes())
    change_part(path, "word/document.xml", SPANS[name])
    run(capsys, "extract", str(path))
    assert run(capsys, "verify", str(path))[0] in (ExitCode.UNREADABLE, ExitCode.INSPECTION)


def test_macros_and_links_are_told_and_not_followed(
    docx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(docx.read_bytes())
    add_part(path, "word/vbaProject.bin", b"x")
    add_part(
        path,
        "word/_rels/header1.xml.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="t" Target="http://example.invalid/" TargetMode="External"/></Relationships>',
    )
    code, words = run(capsys, "extract", str(path))
    assert code == ExitCode.DONE and "宏" in words and "http://example.invalid/" in words
    assert run(capsys, "verify", str(path))[0] == ExitCode.INSPECTION


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1500 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from formgen import cli
for path in sys.argv[1:]:
    for command in ("extract", "verify"):
        code = cli.run([command, path])
        assert code in (3, 7), (command, path, code)
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux's")
def test_all_of_them_in_little_memory_and_time(tmp_path: Path) -> None:
    paths = []
    for number, data in enumerate(map(made, [*PDFS.values(), *DOCX.values()])):
        path = tmp_path / f"{number}{'.pdf' if data.startswith(b'%PDF') else '.docx'}"
        path.write_bytes(data)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *paths], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
