"""PDF/A-3a and PDF/UA-1, by validators that are not formgen's: veraPDF, and pikepdf's list of what is
known to conform."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from formgen import cli
from tests.tools import verapdf

needs_verapdf = pytest.mark.skipif(bool(verapdf.why_absent()), reason=verapdf.why_absent() or "-")
FLAVOURS = "3a,ua1"


@pytest.fixture(scope="session")
def pdfs(sample_toml: Path, seed_pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The form alone, with its appendix, and as a draft with rare characters and a cut row; and one file
    that does not conform, to see that the validator can say no."""
    folder = tmp_path_factory.mktemp("pdfa")
    (folder / "form.pdf").write_bytes(seed_pdf)
    assert cli.run(["build", str(sample_toml), "-o", str(folder / "appendix"), "--formats", "pdf"]) == 0
    text = sample_toml.read_text(encoding="utf-8")
    hard = folder / "hard.toml"
    long = "㗊〇喆 <60% & " + "完成率小于60%不得分；" * 200
    hard.write_text(text.replace('unit = "件"', f'unit = "件"\nremark = "{long}"', 1), encoding="utf-8")
    command = ["build", str(hard), "-o", str(folder / "draft"), "--formats", "pdf", "--draft"]
    assert cli.run([*command, "--appendix", "none"]) == 0
    found = [folder / "form.pdf"]
    for name in ("appendix", "draft"):
        (path,) = (folder / name).glob("*.pdf")
        found.append(path.rename(folder / f"{name}.pdf"))
    with pikepdf.open(folder / "form.pdf") as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        del pdf.Root["/OutputIntents"]
        pdf.save(folder / "broken.pdf")
    return [*found, folder / "broken.pdf"]


@needs_verapdf
@pytest.mark.slow
def test_verapdf_approves(pdfs: list[Path]) -> None:
    broken = verapdf.check_files(pdfs, FLAVOURS)
    assert len(broken) == len(pdfs) * 2
    assert broken.pop("broken.pdf 3a") and broken.pop("broken.pdf ua1")
    assert broken == {name: [] for name in broken}


@pytest.mark.slow
def test_pikepdf_knows_every_construct_to_conform(pdfs: list[Path]) -> None:
    """Without Java. Its list has no PDF/UA mark, no extension schema and only level B: findings on the
    XMP packet are for veraPDF to judge."""
    for path in pdfs:
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            report = pikepdf.pdfa.check(pdf, pikepdf.pdfa.Flavour.PDFA_3B)
        serious = [str(finding) for finding in report.findings if "(MetadataStream)" not in finding.where]
        assert bool(serious) == (path.name == "broken.pdf"), (path.name, serious)


def test_what_every_archive_file_bears(seed_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(seed_pdf)) as pdf:
        with pdf.open_metadata() as packet:
            assert (packet["pdfaid:part"], packet["pdfaid:conformance"]) == ("3", "A")
        assert not pdf.is_encrypted
        assert list(pdf.attachments) == ["declaration.toml", "profile.toml"]
        assert pdf.attachments["declaration.toml"].relationship == pikepdf.Name.Source
