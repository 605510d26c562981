"""Hostile old files: the process that reads them is held to a time and a memory, nothing outside the file is read,
and what would not end is refused before it is begun. Each guard is first shown to be needed."""

from __future__ import annotations

import io
import shutil
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pdfplumber
import pytest
from lxml import etree

from formgen.importing import pdf, pdf_limits
from formgen.library import UnreadableInput, imports
from formgen.messages import batch
from formgen.messages import importing as say
from formgen.run.guarded import run_guarded
from tests.cli.conftest import Formgen
from tests.importing.old_files import OLD_FORMS, listed, word_file

KEPT = ["goals.doc", "export.xls", "export.ods", "hengyang-2023.pdf"]


# ── the process ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("name", KEPT)
def test_every_reader_is_held_to_a_time(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, name: str, tmp_path: Path
) -> None:
    monkeypatch.setattr(imports, "TIME_LIMIT", 0.05)
    run = formgen("import", OLD_FORMS / name, "-o", tmp_path / "草稿.xlsx")
    assert run.code == 3 and batch.TOO_SLOW.format(seconds=0.05) in run.err
    assert not (tmp_path / "草稿.xlsx").exists()


def take(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


@pytest.mark.slow
def test_the_process_is_held_to_a_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits: dict[str, float] = {}

    def run(*_: object, **given: float) -> None:
        limits.update(given)

    monkeypatch.setattr(imports, "run_guarded", run)
    imports.import_old(OLD_FORMS / "export.xls")
    assert limits["memory_limit"] <= 2 << 30 and limits["time_limit"] <= 60
    with pytest.raises(UnreadableInput) as caught:
        run_guarded(take, 900, memory_limit=512 << 20)
    assert caught.value.message == batch.TOO_MUCH_MEMORY


# ── nothing outside the file ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[tuple[str, str, list[object]]]:
    """A secret file and an address that notes who asks: both as a DTD names them."""
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    asked: list[object] = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            asked.append(address)
            connection.close()

    threading.Thread(target=answer, daemon=True).start()
    yield secret.as_uri(), f"http://127.0.0.1:{server.getsockname()[1]}/a.dtd", asked
    server.close()


def with_entity(data: bytes, part: str, uri: str, word: str) -> bytes:
    """The package with an external entity in the place of a word of this part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        assert part in old.namelist()
        for item in old.infolist():
            text = old.read(item)
            if item.filename == part:
                assert word.encode() in text
                rest = text.partition(b"?>")[2] if text.startswith(b"<?xml") else text
                dtd = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{uri}">]>'.encode()
                text = dtd + rest.replace(word.encode(), b"&x;")
            new.writestr(item, text)
    return made.getvalue()


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("kind", [".ods", ".docx"])
def test_no_reader_follows_an_external_entity(
    formgen: Formgen, outside: tuple[str, str, list[object]], kind: str, tmp_path: Path
) -> None:
    secret, address, asked = outside
    plain = tmp_path / f"旧{kind}"
    if kind == ".ods":
        shutil.copy(OLD_FORMS / "export.ods", plain)
    else:
        word_file(plain)
    part = {".ods": "content.xml", ".docx": "word/document.xml"}[kind]
    for number, uri in enumerate((secret, address)):
        old, new = tmp_path / f"{number}{kind}", tmp_path / f"草稿{number}.xlsx"
        old.write_bytes(with_entity(plain.read_bytes(), part, uri, "某某县农业农村局"))
        run = formgen("import", old, "-p", "hunan-2023", "-o", new)
        assert run.code == 3 and "机密" not in run.all and not new.exists()
    assert not asked

    # What a careless reader does with the same bytes.
    with zipfile.ZipFile(tmp_path / f"0{kind}") as archive:
        careless = etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False)
        root = etree.fromstring(archive.read(part), careless)
    assert "机密" in "".join(root.itertext())


# ── what would not end ────────────────────────────────────────────────────────────────────────────


def pdf_of(content: bytes, *objects: bytes) -> bytes:
    """A PDF of one page that draws this; objects from number 6 on, the first named X."""
    packed = zlib.compress(content, 9)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *objects,
    ]  # fmt: skip
    made, places = io.BytesIO(), []
    made.write(b"%PDF-1.4\n")
    for number, body in enumerate(bodies, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = made.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    made.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, rows))
    made.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start))
    return made.getvalue()


def form_of(content: bytes, inside: int) -> bytes:
    return (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>"
        b"\nstream\n%s\nendstream" % (inside, len(content), content)
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "forms in forms": lambda: pdf_of(
        b"/X Do " * 10, *(form_of(b"/X Do " * 10, number) for number in range(7, 16)), form_of(b"0 0 1 1 re S ", 6)
    ),
    "a form in itself": lambda: pdf_of(b"/X Do", form_of(b"/X Do", 6)),
    "states without end": lambda: pdf_of(b"q " * 2_000_000),
    "boxes without end": lambda: pdf_of(b"".join(b"%d %d 5 5 re S\n" % (n % 595, n % 842) for n in range(70_000))),
    "letters without end": lambda: pdf_of(b"BT /F 9 Tf " + b"(abcdefghijklmnopqrst) Tj " * 8_000 + b"ET"),
    "blanks without end": lambda: pdf_of(b" " * 20_000_000),
    "nested without end": lambda: pdf_of(b"[" * 1_500_000 + b"]" * 1_500_000 + b" TJ"),
}  # fmt: skip


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    ("content", "words"), [(b"0 0 9 9 re S", "没有文字"), (b"BT /F 9 Tf 1 0 0 1 9 9 Tm (abc) Tj ET", "框线")]
)
def test_pages_without_words_or_without_tables_are_refused_as_what_they_are(
    formgen: Formgen, content: bytes, words: str, tmp_path: Path
) -> None:
    old = tmp_path / "页.pdf"
    old.write_bytes(pdf_of(content, form_of(b"", 6)))
    run = formgen("import", old, "-o", tmp_path / "草稿.xlsx")
    assert run.code == 3 and words in run.err


@pytest.mark.usefixtures("in_this_process")
def test_a_damaged_page_is_refused_and_nothing_of_it_is_lost_unsaid(formgen: Formgen, tmp_path: Path) -> None:
    data = bytearray((OLD_FORMS / "hengyang-2023.pdf").read_bytes())
    old, new = tmp_path / "坏.pdf", tmp_path / "草稿.xlsx"
    start = data.index(b"stream\n") + 600
    data[start : start + 4] = b"\0\0\0\0"
    old.write_bytes(data)
    run = formgen("import", old, "-o", new)
    assert run.code == 3 and run.err.count("\n") == 1 and not new.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_pdf_that_draws_without_end_is_refused_before_it_is_laid_out(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, name: str, tmp_path: Path
) -> None:
    class Reached(Exception):
        """The pages were going to be laid out."""

    def lay_out(*_: object, **__: object) -> None:
        raise Reached

    old = tmp_path / "画.pdf"
    old.write_bytes(HOSTILE[name]())
    assert old.stat().st_size < 1_000_000
    monkeypatch.setattr(pdfplumber, "open", lay_out)
    run = formgen("import", old, "-o", tmp_path / "草稿.xlsx")
    assert run.code == 3 and say.PDF_TOO_MUCH_DRAWN.format(path=old) in run.err

    monkeypatch.setattr(pdf, "require_moderate", lambda *_: None)
    with pytest.raises(Reached):
        pdf.load_pages(old.read_bytes(), old)


def test_a_dense_page_is_far_from_every_limit() -> None:
    counter = pdf_limits._Counter()
    import pikepdf

    with pikepdf.open(OLD_FORMS / "hengyang-2023.pdf") as book:
        pages = [counter.of_page(page) for page in book.pages]
    for had, most in zip(zip(*pages, strict=True), pdf_limits._MOST, strict=True):
        assert 0 < sum(had) * 4 < most


@pytest.mark.usefixtures("in_this_process")
def test_an_old_workbook_that_claims_to_be_huge_is_read(formgen: Formgen, tmp_path: Path) -> None:
    data = bytearray((OLD_FORMS / "export.xls").read_bytes())
    record = data.index(b"\x00\x02\x0e\x00")  # DIMENSIONS
    data[record + 4 : record + 14] = struct.pack("<IIHH", 0, 0xFFFFFFFF, 0, 0xFFFF)[:10]
    old, new = tmp_path / "大.xls", tmp_path / "草稿.xlsx"
    old.write_bytes(data)
    assert formgen("import", old, "-p", "hunan-2023", "-o", new).code == 0
    assert any(row["原文"] == "验收合格率" and row["去向"] for row in listed(new))


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(("rows", "columns"), [(1_000_000, 1), (1_048_576, 16_384)])
def test_rows_of_an_ods_that_repeat_without_end_are_refused(
    formgen: Formgen, rows: int, columns: int, tmp_path: Path
) -> None:
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(OLD_FORMS / "export.ods") as kept, zipfile.ZipFile(made, "w") as new:
        for item in kept.infolist():
            data = kept.read(item)
            if item.filename == "content.xml":
                data = data.replace(b"</table:table>", row.encode() + b"</table:table>")
            new.writestr(item, data)
    old = tmp_path / "长.ods"
    old.write_bytes(made.getvalue())
    run = formgen("import", old, "-p", "hunan-2023", "-o", tmp_path / "草稿.xlsx")
    assert run.code == 3 and "请" in run.err


@pytest.mark.usefixtures("in_this_process")
def test_more_cells_than_anybody_would_look_through_are_refused(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = docx.Document()
    for _ in range(30):
        document.add_paragraph("一行字")
    old = tmp_path / "长.docx"
    document.save(str(old))
    monkeypatch.setattr("formgen.importing.make.MOST_CELLS", 20)
    run = formgen("import", old, "-o", tmp_path / "草稿.xlsx")
    assert run.code == 3 and say.TOO_MANY_CELLS.format(path=old, count=30, limit=20) in run.err
