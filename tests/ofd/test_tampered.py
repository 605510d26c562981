"""Whoever changes an OFD is told of, however well the change is hidden: with its properties put right, and alone."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from formgen.base.digest import digests
from formgen.base.errors import MissingResource
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import Profile
from formgen.fonts import chain
from formgen.verify import template
from formgen.verify.glyph_outlines import glyphs_of
from formgen.verify.glyph_shapes import looks_like
from tests.archive.tools import failed, packed_with, states, verify
from tests.ofd.tools import PAGE, packed

Parts = dict[str, bytes]


def replaced(name: str, old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text = parts[name].decode()
        assert old in text
        parts[name] = text.replace(old, new, 1).encode()

    return change


def in_text(pattern: str, new: str, name: str = PAGE) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, new, parts[name].decode(), count=1)
        assert count
        parts[name] = text.encode()

    return change


def in_some_page(old: str, new: str) -> Callable[[Parts], None]:
    """On the last page that says so."""

    def change(parts: Parts) -> None:
        pages = [name for name, data in parts.items() if "/Pages/" in name and old.encode() in data]
        replaced(pages[-1], old, new)(parts)

    return change


def added(name: str, data: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: data})


def painted(extra: str) -> Callable[[Parts], None]:
    return replaced(PAGE, "</ofd:Layer>", f"{extra}</ofd:Layer>")


def shorten_bar(parts: Parts) -> None:
    """A bar of the chart ends elsewhere; every number stays."""
    bar = r'(Fill="true"[\s\S]*?<ofd:AbbreviatedData>M (\S+) \S+ L )(\S+)'
    pages = [name for name, data in parts.items() if re.search(bar, data.decode(errors="replace"))]
    in_text(bar, r"\g<1>150.5", pages[-1])(parts)


def swap_glyphs(parts: Parts) -> None:
    """The font draws a 9 where the text says 1."""
    for name in [name for name in parts if name.endswith(".ttf")]:
        font = TTFont(io.BytesIO(parts[name]))
        known = font.getBestCmap()
        if not {ord("1"), ord("9")} <= set(known):
            continue
        glyphs = font["glyf"].glyphs
        one, nine = known[ord("1")], known[ord("9")]
        font["glyf"][one], font["glyf"][nine] = font["glyf"][nine], font["glyf"][one]
        assert glyphs
        stream = io.BytesIO()
        font.save(stream)
        parts[name] = stream.getvalue()


def _in_fonts(change: Callable[[TTFont], None]) -> Callable[[Parts], None]:
    def in_each(parts: Parts) -> None:
        for name in [name for name in parts if name.endswith(".ttf")]:
            font = TTFont(io.BytesIO(parts[name]), recalcBBoxes=False, recalcTimestamp=False)
            change(font)
            stream = io.BytesIO()
            font.save(stream)
            parts[name] = stream.getvalue()

    return in_each


def _move_aside(font: TTFont) -> None:
    margins = font["hmtx"].metrics
    for name, (width, left) in list(margins.items()):
        margins[name] = (width, left + 300)


def _make_small(font: TTFont) -> None:
    font["head"].unitsPerEm *= 4


def _other_map(font: TTFont) -> None:
    """Programs that take this map of characters see a 9 for a 1."""
    tables = font["cmap"].tables
    other = CmapSubtable.newSubtable(4)
    other.platformID, other.platEncID, other.language = 0, 3, 0
    other.cmap = dict(font.getBestCmap())
    first, second = sorted(other.cmap)[-2:]
    other.cmap[first], other.cmap[second] = other.cmap[second], other.cmap[first]
    font["cmap"].tables = [*(table for table in tables if table.platformID != 0), other]


def _substitutes(font: TTFont) -> None:
    names = font.getGlyphOrder()
    addOpenTypeFeaturesFromString(font, f"feature liga {{ sub {names[-1]} by {names[-2]}; }} liga;")


def add_page(parts: Parts) -> None:
    parts["Doc_0/Pages/Page_99/Content.xml"] = parts[PAGE]
    page = '<ofd:Page ID="9999" BaseLoc="Pages/Page_99/Content.xml"/></ofd:Pages>'
    replaced("Doc_0/Document.xml", "</ofd:Pages>", page)(parts)


def lose_page(parts: Parts) -> None:
    document = parts["Doc_0/Document.xml"].decode()
    parts["Doc_0/Document.xml"] = re.sub(r"<ofd:Page ID=[^>]*Page_1/[^>]*>", "", document).encode()
    del parts["Doc_0/Pages/Page_1/Content.xml"]


def exchange_pages(parts: Parts) -> None:
    document = parts["Doc_0/Document.xml"].decode()
    turned = (
        document.replace("Page_0/", "Page_X/").replace("Page_1/", "Page_0/").replace("Page_X/", "Page_1/")
    )
    parts["Doc_0/Document.xml"] = turned.encode()


FONT = "Doc_0/Res/font_1.ttf"
WHITE = '<ofd:FillColor Value="255 255 255"/>'
FILLED = (
    '<ofd:PathObject ID="9001" Boundary="0 0 297 210" LineWidth="0.1" Fill="true">'
    f"{WHITE}<ofd:AbbreviatedData>M 20 100 L 200 100 L 200 110 L 20 110 C</ofd:AbbreviatedData>"
    "</ofd:PathObject>"
)
PICTURE = '<ofd:ImageObject ID="9002" Boundary="0 0 100 100" ResourceID="77"/>'
EXTRA = (
    '<ofd:TextObject ID="9003" Boundary="40 5 20 5" Font="1" Size="3.7">'
    '<ofd:TextCode X="0" Y="3.7">160</ofd:TextCode></ofd:TextObject>'
)
TEXT = r"<ofd:TextObject (?=[^>]*>[^/]*>160<)"

CHANGES: dict[str, Callable[[Parts], None]] = {
    "text": replaced(PAGE, ">160<", ">960<"),
    "text of the appendix": in_some_page(">1.94<", ">2.00<"),
    "moved into another cell": in_text(TEXT + r"([^>]*)Boundary=\"\S+", r'<ofd:TextObject \1Boundary="200'),
    "steps moved": in_text(r'DeltaX="[^"]*"(?=>160<)', 'DeltaX="40 40"'),
    "white": in_text(r"(?=<ofd:TextCode[^>]*>160<)", WHITE),
    "hidden": in_text(TEXT, '<ofd:TextObject Visible="false" '),
    "transparent": in_text(TEXT, '<ofd:TextObject Alpha="0" '),
    "covered": painted(FILLED),
    "picture": painted(PICTURE),
    "text added": painted(EXTRA),
    "comment": painted("<!-- 160 -->"),
    "line moved": in_text(r"M (\d+)\.\d+ ", r"M 5\1 "),
    "line wider": in_text(r'LineWidth="[^"]*"', 'LineWidth="9"'),
    "page added": add_page,
    "page lost": lose_page,
    "pages exchanged": exchange_pages,
    "chart": shorten_bar,
    "glyphs": swap_glyphs,
    "glyphs moved aside": _in_fonts(_move_aside),
    "glyphs made small": _in_fonts(_make_small),
    "another map of characters": _in_fonts(_other_map),
    "substitutes": _in_fonts(_substitutes),
    "font lost": lambda parts: parts.pop("Doc_0/Res/font_1.ttf") and None,
    "font cut off": lambda parts: parts.update({FONT: parts[FONT][: len(parts[FONT]) // 2]}),
    "font damaged": lambda parts: parts.update({FONT: parts[FONT].replace(b"\x01", b"\xff")}),
    "annotation": added("Doc_0/Annots/Page_0/Annotation.xml", b"<x/>"),
    "annotation referred to": replaced(
        "Doc_0/Document.xml", "<ofd:Attachments>", "<ofd:Annotations>A.xml</ofd:Annotations><ofd:Attachments>"
    ),
    "signature": added("Doc_0/Signs/Signatures.xml", b"<x/>"),
    "signature referred to": replaced(
        "OFD.xml", "</ofd:DocRoot>", "</ofd:DocRoot><ofd:Signatures>S.xml</ofd:Signatures>"
    ),
    "second document": in_text(r"(?s)(<ofd:DocBody>.*</ofd:DocBody>)", r"\1\1", "OFD.xml"),
    "attachment": replaced("Doc_0/Attachs/declaration.toml", "160", "960"),
    "profile": replaced("Doc_0/Attachs/profile.toml", "\n", "\n# 改过\n"),
    "attachment added": added("Doc_0/Attachs/更多.txt", b"160"),
    "author": in_text(r"(?<=<ofd:Author>)[^<]*", "别的单位", "OFD.xml"),
    "draft": in_text(r'(?<=Name="draft">)true', "false", "OFD.xml"),
    "unit": in_text(r'(?<=Name="department">)[^<]*', "别的单位", "OFD.xml"),
    "action": replaced("Doc_0/Document.xml", "<ofd:Bookmarks>", "<ofd:Actions/><ofd:Bookmarks>"),
}


def claim_another_maker(parts: Parts) -> None:
    for pattern in (
        r'(?<=Name="version">)[^<]*',
        r"(?<=<ofd:CreatorVersion>)[^<]*",
        r'(?<=Name="fonts">)[^<]*',
    ):
        in_text(pattern, "0.2.9", "OFD.xml")(parts)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_is_told(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Parts], None]
) -> None:
    parts = dict(short)
    change(parts)
    assert_told(parts, tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["text", "steps moved", "hidden", "glyphs", "covered", "page added"])
def test_a_change_is_told_whatever_the_file_says_of_its_maker(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    parts = dict(short)
    claim_another_maker(parts)
    CHANGES[name](parts)
    assert_told(parts, tmp_path, capsys)


def assert_told(parts: Parts, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "a.ofd"
    path.write_bytes(packed(parts))
    code, report = verify(capsys, path)
    assert code in (3, 7)
    assert failed(report)


@pytest.mark.parametrize("where", ["before", "behind", "between", "as a comment", "as another name"])
def test_what_is_packed_beside_the_parts_is_told(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(packed_with(packed(short), where))
    assert failed(verify(capsys, path)[1])


def test_pages_out_of_order_are_not_told_by_their_number(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = dict(short)
    exchange_pages(parts)
    path = tmp_path / "a.ofd"
    path.write_bytes(packed(parts))
    _, report = verify(capsys, path)
    assert "换过次序" in json.dumps(report, ensure_ascii=False)


def no_fonts(profile: Profile) -> None:
    raise MissingResource("本机没有字体")


@pytest.mark.slow
def test_on_a_machine_without_its_fonts_it_is_measured_with_its_own(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "load_fonts", no_fonts)
    path = tmp_path / "a.ofd"
    path.write_bytes(packed(short))
    _, report = verify(capsys, path)
    assert failed(report) == set()
    assert states(report, ".ofd")["PAGE-01"] == "pass"
    assert states(report, ".ofd")["FONT-01"] == "not_checked"
    parts = dict(short)
    CHANGES["steps moved"](parts)
    assert_told(parts, tmp_path, capsys)


def test_packed_anew_by_another_program_it_holds(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(packed(short))
    code, report = verify(capsys, path)
    assert (code, failed(report)) == (0, set())


def test_a_shipped_profile_that_was_changed_later_does_not_accuse_old_files(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text that a release carried counts by its digest; what nobody released is a difference."""
    parts = dict(short)
    replaced("Doc_0/Attachs/profile.toml", " = ", "=  ")(parts)  # as long as before, as its list says
    path = tmp_path / "a.ofd"
    path.write_bytes(packed(parts))
    _, report = verify(capsys, path)
    assert (".ofd", "ATT-02") in failed(report)
    carried = parts["Doc_0/Attachs/profile.toml"]
    monkeypatch.setattr(template, "RELEASED", frozenset({digests(carried)["sha256"]}))
    code, report = verify(capsys, path)
    assert (code, failed(report)) == (0, set())


def test_a_damaged_outline_is_no_character() -> None:
    """Whatever is damaged in it: flags, coordinates or ends that lead out of it."""
    faces = tuple(chain.load_fonts(load_profile()).faces)
    (whole, *_) = glyphs_of("9", faces)
    outline = whole.outline
    assert looks_like("9", [whole], faces) is True
    for damaged in (outline[:12] + b"\xff" * 6 + outline[18:], outline[: len(outline) // 2]):
        assert looks_like("9", [whole._replace(outline=damaged)], faces) is False


def test_where_the_change_is_is_told(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = dict(short)
    CHANGES["text"](parts)
    path = tmp_path / "a.ofd"
    path.write_bytes(packed(parts))
    _, report = verify(capsys, path)
    messages = [check["message"] for file in report["files"] for check in file["checks"]]
    assert any("960" in message and "160" in message and "第 1 页" in message for message in messages)


@pytest.mark.parametrize("keep", [0, 10, 3000, -30])
def test_a_damaged_file_is_told_and_breaks_nothing(
    short: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str], keep: int
) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(packed(short)[:keep] if keep else b"PK\x03\x04OFD.xml")
    code, report = verify(capsys, path)
    assert code == 3
    assert failed(report) == {(".ofd", "FILE-01")}
