"""Files that stand side by side are verified by one process that remembers: what it read for one proves nothing of the
next, and a file that ends the process costs its own verdict only."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

import formgen
from formgen.verify.crew import FEW, Group, verify_all
from formgen.verify.verdict import Check, FileVerdict, State
from tests.verify.alterations import alter
from tests.verify.samples import build_example


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DOCX and a PDF of one form."""
    return build_example(tmp_path_factory.mktemp("results"))


@pytest.fixture
def pair(results: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The same two, to be changed."""
    (docx,), (pdf,) = results.glob("*.docx"), results.glob("*.pdf")
    return Path(shutil.copy(docx, tmp_path)), Path(shutil.copy(pdf, tmp_path))


def other_data(document: bytes) -> bytes:
    """A DOCX that carries another name than it shows."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("customXml/item"):
                part = part.replace("示例市示例局".encode(), "示例市示范局".encode())
            new.writestr(name, part)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("bad", [".docx", ".pdf", "", "both"])
def test_each_answers_for_itself(bad: str, pair: tuple[Path, Path]) -> None:
    docx, pdf = pair
    if bad in (".docx", "both"):
        docx.write_bytes(other_data(docx.read_bytes()))
    if bad in (".pdf", "both"):
        pdf.write_bytes(alter(pdf.read_bytes(), "change_data"))
    alone = {path: list(formgen.verify(path)) for path in (docx, pdf)}
    for order in ((docx, pdf), (pdf, docx), (docx, pdf, docx)):
        together = list(formgen.verify(list(order)))
        assert [[verdict] for verdict in together] == [alone[path] for path in order]
    failed = {path.suffix for path, (verdict,) in alone.items() if verdict.state is State.FAIL}
    assert failed == ({".docx", ".pdf"} if bad == "both" else {bad} - {""})


def break_an_outline(data: bytes) -> bytes:
    """The PDF with a glyph that claims more points than its outline has."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        descriptors = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        stored = next(item["/FontFile2"] for item in descriptors if "/FontFile2" in item)
        program = bytearray(stored.read_bytes())
        font = TTFont(BytesIO(program))
        start = font.reader.tables["glyf"].offset + font["loca"][font["maxp"].numGlyphs - 1]
        contours = int.from_bytes(program[start : start + 2], "big")
        assert 0 < contours < 100
        last = start + 10 + 2 * (contours - 1)
        program[last : last + 2] = b"\xff\xff"
        stored.write(bytes(program))
        pdf.save(stream, fix_metadata_version=False)
    return stream.getvalue()


@pytest.mark.slow
def test_an_outline_that_was_read_is_known_by_its_bytes(pair: tuple[Path, Path], tmp_path: Path) -> None:
    _, pdf = pair
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(break_an_outline(pdf.read_bytes()))
    answers = [
        next(check.state for check in verdict.checks if check.id == "PDFA-01")
        for verdict in formgen.verify([pdf, broken, pdf, broken])
    ]
    assert answers == [State.PASS, State.FAIL, State.PASS, State.FAIL]


def name_itself(group: Group) -> list[FileVerdict]:
    """Work that ends its process at a file that is called so."""
    for path, _ in group:
        if re.search("killer", path.name):
            os._exit(1)
    return [FileVerdict(path, (Check("X", State.PASS, path.name),)) for path, _ in group]


@pytest.mark.slow
def test_a_file_that_ends_its_process_costs_its_own_verdict() -> None:
    names = [f"{number}{'-killer' if number == 3 else ''}" for number in range(FEW)]
    groups: list[Group] = [[(Path(f"{name}.docx"), ()), (Path("mate.pdf"), ())] for name in names]
    verdicts = list(verify_all(name_itself, groups))
    assert [verdict.path for verdict in verdicts] == [path for group in groups for path, _ in group]
    assert [verdict.path.stem for verdict in verdicts if not verdict.readable] == ["3-killer"]
