"""A few kilobytes that ask for billions of steps, or for gigabytes, are told in seconds."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.docx_alterations import BODY, STYLES
from tests.archive.tools import change_part, change_pdf, verify
from tests.verify.samples import ROOT

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1500 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
from formgen import cli
for path in sys.argv[1:]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    code = cli.run(["verify", path])
    assert code in (3, 7), (path, code)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 30, path
"""


def _one_content_on_many_pages(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"q Q " * 190_000)
    for _ in range(1500):
        pdf.pages.append(page)


def _forms_in_forms(pdf: pikepdf.Pdf) -> None:
    inner = None
    for _ in range(12):
        form = pdf.make_stream(b"/F Do " * 10 if inner is not None else b"q 0 0 m Q ")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        form.Resources = Dictionary(XObject=Dictionary() if inner is None else Dictionary(F=inner))
        inner = form
    pdf.pages[0].Resources.XObject = Dictionary(F=inner)
    pdf.pages[0].contents_add(pdf.make_stream(b"/F Do"))


def _numbers_without_end(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"[" + b"1 " * 40_000_000 + b"] TJ"))


def _a_map_without_end(pdf: pikepdf.Pdf) -> None:
    table = next(iter(pdf.pages[0].Resources.Font.values())).ToUnicode
    ranges = b"100 beginbfrange\n" + b"<0000> <FFFF> <0000>\n" * 300_000 + b"endbfrange endcmap"
    table.write(table.read_bytes().replace(b"endcmap", ranges))


def _one_text_very_often(pdf: pikepdf.Pdf) -> None:
    font = min(pdf.pages[0].Resources.Font.keys()).encode()
    text = b"q BT %s 9 Tf 1 0 0 1 300 300 Tm " % font + b"<0005>Tj " * 120_000
    pdf.pages[0].contents_add(pdf.make_stream(text + b"ET Q"))


def _lines_very_often(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(
        pdf.make_stream(b"q 0 G 100 100 m " + b"200 100 l 100 100 l " * 150_000 + b"S Q")
    )


PDFS = (
    _one_content_on_many_pages, _forms_in_forms, _numbers_without_end, _a_map_without_end, _one_text_very_often,
    _lines_very_often,
)  # fmt: skip


def _in_first_cell(content: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"</w:tc>", content + b"</w:tc>", 1)


def _long_chain(data: bytes) -> bytes:
    style = b'<w:style w:type="paragraph" w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>'
    chain = b"".join(style % (number, number + 1) for number in range(50_000))
    return data.replace(b"</w:styles>", chain + b"</w:styles>")


DOCX: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "signs": (BODY, _in_first_cell(b"<w:p><w:r>" + b'<w:sym w:font="x"/>' * 200_000 + b"</w:r></w:p>")),
    "runs": (BODY, _in_first_cell(b"<w:p>" + b"<w:r><w:t>9</w:t></w:r>" * 100_000 + b"</w:p>")),
    "styles": (STYLES, _long_chain),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results")
    command = ["build", str(ROOT / "inputs" / "example-2023.toml"), "-o", str(out), "--engine", "typst"]
    assert cli.run([*command, "--formats", "docx,pdf,ofd", "--appendix", "inside"]) == 0
    return out


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux's")
def test_in_little_memory_and_time(results: Path, tmp_path: Path) -> None:
    paths = []
    for number, change in enumerate(PDFS):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(next(results.glob("*.pdf")).read_bytes())
        change_pdf(path, change)
        paths.append(path)
    for name, (part, edit) in DOCX.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(next(results.glob("*.docx")).read_bytes())
        change_part(path, part, edit)
        paths.append(path)
    path = tmp_path / "x.ofd"
    path.write_bytes(next(results.glob("*.ofd")).read_bytes())
    page = b'<ofd:Page ID="5" BaseLoc="Pages/Page_0/Content.xml"/>'
    change_part(
        path,
        "Doc_0/Document.xml",
        lambda data: data.replace(b"</ofd:Pages>", page * 50_000 + b"</ofd:Pages>"),
    )
    command = [sys.executable, "-c", LIMITED, *map(str, [*paths, path])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_a_picture_of_a_billion_dots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is of another size than the chart, which is known before it is unpacked."""
    source, actuals = (str(ROOT / "inputs" / f"hengyang-2023{end}.toml") for end in ("", "-actuals"))
    command = ["build", source, "-o", str(tmp_path), "--formats", "docx", "--appendix", "inside"]
    assert cli.run([*command, "--actuals", actuals]) == 0
    (path,) = tmp_path.glob("*.docx")
    stream = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(stream, "PNG")
    change_part(path, "word/media/chart1.png", lambda _: stream.getvalue())
    code, report = verify(capsys, path.rename(tmp_path / "x.docx"))
    (file,) = (file for file in report["files"] if file["path"].endswith("x.docx"))
    assert code == ExitCode.INSPECTION
    assert "fail" in {check["state"] for check in file["checks"]}
