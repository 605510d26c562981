"""What an OFD says, read by readers that are not formgen's own, and what formgen takes from it again."""

from __future__ import annotations

import tomllib
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import ofdkit
import pypdfium2
import pytest
import tomli_w

import formgen
from formgen import cli
from formgen.render import ofd as render
from tests.archive.tools import failed, states, verify
from tests.forms.test_hostile_values import hostile_form
from tests.ofd.tools import ACTUALS, ROOT, SAMPLE, build, packed, parts_of

INPUTS = sorted(path for path in (ROOT / "inputs").glob("*.toml") if "actuals" not in path.name)
NS = "{http://www.ofdspec.org/2016}"


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(page: ofdkit.Page) -> str:
    return "".join(run.text for run in page.runs)


def test_another_reader_finds_on_every_page_what_stands_on_the_pdfs(made: Path, scored: Path) -> None:
    (pdf,) = made.glob("*.pdf")
    pages = pypdfium2.PdfDocument(pdf)
    with ofdkit.open(scored) as document:
        assert not document.warnings
        assert len(document.pages) == len(pages)
        for page, other in zip(document.pages, pages, strict=True):
            text = other.get_textpage().get_text_range().replace("\ufffe", "-")
            assert Counter(squeezed(text_of(page))) == Counter(squeezed(text))
            size = (page.width, page.height)
            assert size == pytest.approx([side / 72 * 25.4 for side in other.get_size()], abs=0.05)
    pages.close()


def test_another_reader_finds_cells_in_reading_order_and_what_the_file_says_of_itself(scored: Path) -> None:
    declared = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    with ofdkit.open(scored) as document:
        text, at = squeezed("".join(map(text_of, document.pages))), 0
        for row in declared["indicators"]:
            at = text.index(squeezed(row["level3"]), at)
        said = document.info
    assert said.author == declared["department"]["name"]
    assert said.title == "部门（单位）整体绩效目标申报表"
    assert said.custom_data["profile"] == "hunan-2023"
    assert said.custom_data["draft"] == "false"


def test_the_same_input_gives_the_same_bytes_without_any_time(scored: Path, tmp_path: Path) -> None:
    again = build(SAMPLE, tmp_path, "--actuals", str(ACTUALS))
    assert again.read_bytes() == scored.read_bytes()
    with zipfile.ZipFile(again) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_is_made_for_keeping(scored: Path) -> None:
    """GB/T 42133: of its own type, fonts embedded, attachments that are text, bookmarks, no actions."""
    parts = parts_of(scored)
    root = ElementTree.fromstring(parts["OFD.xml"])
    assert root.get("DocType") == "OFD-A"
    document = ElementTree.fromstring(parts["Doc_0/Document.xml"])
    marks = [mark.get("Name") for mark in document.iter(f"{NS}Bookmark")]
    assert marks[0] == "部门（单位）整体绩效目标申报表"
    assert "三、评分办法" in marks
    fonts = list(ElementTree.fromstring(parts["Doc_0/PublicRes.xml"]).iter(f"{NS}FontFile"))
    assert fonts
    assert all(f"Doc_0/Res/{font.text}" in parts for font in fonts)
    assert not any(b"Action" in data for name, data in parts.items() if name.endswith(".xml"))
    listed = ElementTree.fromstring(parts["Doc_0/Attachs/Attachments.xml"])
    attached = {(item.get("Name"), item.get("Format")) for item in listed}
    assert attached == {("declaration.toml", "TXT"), ("profile.toml", "TXT")}


@pytest.mark.slow
@pytest.mark.parametrize("source", INPUTS, ids=lambda path: path.stem)
def test_every_profile_draft_or_apart_holds(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(source, tmp_path / "a", "--draft")
    build(source, tmp_path / "b", "--appendix", "separate")
    code, report = verify(capsys, tmp_path)
    assert (code, failed(report)) == (0, set())
    checks = [check for file in report["files"] for check in file["checks"]]
    assert not [check for check in checks if check["state"] == "not_checked" and check["id"] != "SIG-02"]


@pytest.mark.slow
def test_hostile_values_of_120_rows_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, data = tmp_path / "a.toml", hostile_form(120)
    source.write_text(tomli_w.dumps(data), encoding="utf-8")
    made = build(source, tmp_path / "out", "--draft")
    code, report = verify(capsys, made)
    assert (code, failed(report)) == (0, set())
    for path, name in ((source, "source.toml"), (made, "back.toml")):
        assert cli.run(["extract", str(path), "-o", str(tmp_path / name)]) == 0
    source_text, back = (tmp_path / name for name in ("source.toml", "back.toml"))
    expected = tomllib.loads(source_text.read_text(encoding="utf-8"))
    assert tomllib.loads(back.read_text(encoding="utf-8")) == expected | {"options": {"draft": True}}


def test_rare_characters_come_back_in_the_fonts_that_have_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    data["goal"]["annual"] += " ☑ CO₂ ⅓ 1‱ 㐂 龘 é ①"
    source = tmp_path / "a.toml"
    source.write_text(tomli_w.dumps(data), encoding="utf-8")
    made = build(source, tmp_path / "out")
    code, report = verify(capsys, made)
    assert (code, failed(report)) == (0, set())
    with ofdkit.open(made) as document:
        assert "☑CO₂⅓1‱㐂龘é①" in squeezed(text_of(document.pages[0]))


def test_what_carries_its_scores_gives_them_back_and_differs_from_nothing(
    scored: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "改了名.zip"
    renamed.write_bytes(scored.read_bytes())
    assert cli.run(["diff", str(SAMPLE), str(renamed)]) == 0
    assert cli.run(["check", str(renamed)]) == 0
    assert cli.run(["extract", str(renamed), "-o", str(tmp_path / "back.toml")]) == 0
    back = tomllib.loads((tmp_path / "back.toml").read_text(encoding="utf-8"))
    assert back["actuals"]["执法办案案件数"]["value"] == 158
    again = build(renamed, tmp_path / "again")
    assert again.read_bytes() == scored.read_bytes()


def test_the_library_makes_it_and_keeps_it(scored: Path, tmp_path: Path) -> None:
    form = formgen.open(SAMPLE)
    actuals = tomllib.loads(ACTUALS.read_text(encoding="utf-8"))
    assert form.ofd(actuals=actuals.get("actuals", actuals)) == scored.read_bytes()
    for status in ("built", "kept"):
        batch = formgen.build([SAMPLE], tmp_path, formats=("ofd",))
        assert [result.outcome.status for result in batch] == [status]


@pytest.mark.slow
def test_an_ofd_of_others_is_passed_over_in_a_folder_and_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "发票.ofd"
    foreign.write_bytes(packed({"OFD.xml": b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'}))
    (tmp_path / "a.toml").write_bytes(SAMPLE.read_bytes())
    assert cli.run(["build", str(tmp_path), "-o", str(tmp_path / "out"), "--formats", "ofd", "-j", "1"]) == 0
    assert "OFD" in capsys.readouterr().err
    assert cli.run(["extract", str(foreign)]) == 3
    assert "declaration.toml" in capsys.readouterr().err


def test_an_ofd_that_does_not_say_what_it_should_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = render._code
    monkeypatch.setattr(render, "_code", lambda mark, x, y: code(mark, x, y).replace(">160<", ">960<"))
    assert cli.run(["build", str(SAMPLE), "-o", str(tmp_path), "--formats", "ofd"]) == 7
    assert "960" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.ofd"))


def test_a_line_through_a_cell_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(render, "_mm", lambda value: f"{value:.3f}" if value != 297 else "297")
    lines = render._lines
    longer = [render.Line(20, 100, 250, 100, 0.18)]
    monkeypatch.setattr(
        render, "_lines", lambda found, width, box, number: lines([*found, *longer], width, box, number)
    )
    assert cli.run(["build", str(SAMPLE), "-o", str(tmp_path), "--formats", "ofd"]) == 7
    assert "穿过" in capsys.readouterr().err


@pytest.mark.slow
def test_the_archive_takes_it_in(tmp_path: Path) -> None:
    source = tmp_path / "a.toml"
    settings = '\n[archive]\nfonds = "0042"\nretention = "30年"\nitem = "17"\n'
    source.write_text(SAMPLE.read_text(encoding="utf-8") + settings, encoding="utf-8")
    results, package = tmp_path / "results", tmp_path / "package"
    assert (
        cli.run(["build", str(source), "-o", str(results), "--formats", "pdf,ofd", "--engine", "typst"]) == 0
    )
    assert cli.run(["archive", str(results), "-o", str(package)]) == 0
    (packed_file,) = package.rglob("*.ofd")
    assert cli.run(["verify", str(package)]) == 0
    assert cli.run(["extract", str(packed_file), "-o", str(tmp_path / "b.toml")]) == 0


def test_a_digest_in_the_manifest_is_compared(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, report = verify(capsys, scored)
    assert states(report, ".ofd")["DIG-01"] == "pass"
