"""What is wrong in the content of a page is found among all that is right, and told as pikepdf tells it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from formgen import cli
from formgen.inspect.conformance import _NEUTRAL_XMP
from formgen.inspect.harmless_objects import check_objects_that_matter
from formgen.inspect.short_contents import shorten_content
from tests.verify.samples import ROOT, build_example

STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]+>")


def without_metadata(path: Path) -> bytes:
    """The form as pikepdf has nothing to say of it: its own metadata, which pikepdf does not know, left out."""
    stream = BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.Root.Metadata = pdf.make_stream(_NEUTRAL_XMP.encode(), Type=pikepdf.Name.Metadata)
        pdf.Root.Metadata.Subtype = pikepdf.Name.XML
        del pdf.trailer["/Info"]
        pdf.save(stream, fix_metadata_version=False)
    return stream.getvalue()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    (path,) = build_example(tmp_path_factory.mktemp("contents")).glob("*.pdf")
    return without_metadata(path)


@pytest.fixture(scope="module")
def by_weasyprint(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("contents")
    source = str(ROOT / "inputs" / "example-2023.toml")
    assert cli.run(["build", source, "-o", str(out), "--engine", "weasyprint", "--appendix", "none"]) == 0
    (path,) = out.glob("*.pdf")
    return without_metadata(path)


DAMAGE: dict[str, tuple[bytes, bytes]] = {
    "an operator that there is not": (b"\nET\n", b"\n1 XX\nET\n"),
    "a form that there is not": (b"\nET\n", b"\nET\n/x9 Do\n"),
    "a text in a text": (b"\nBT ", b"\nBT BT "),
    "the end of nothing": (b"\nQ\nEMC", b"\nQ Q\nEMC"),
    "a font that there is not": (b"/f0 ", b"/f77 "),
    "no font": (b"/f0 9 Tf ", b""),
    "a colour space that there is not": (b"/c0 cs", b"/c9 cs"),
    "a colour of another space": (b" 0 scn\n", b" 0 0 scn\n"),
    "a pattern": (b" 0 scn\n", b" 0 /p0 scn\n"),
    "a mode that there is not": (b"0 Tr", b"8 Tr"),
    "too large a number": (b" 0.5 w", b" 2147483648 w"),
    "a number too many": (b" 0.5 w", b" 1 0.5 w"),
    "too deep": (b"q 1 0 0 -1", b"q " * 29 + b"1 0 0 -1"),
    "a number too many before a place": (b"/Span<</MCID 1>>BDC\nq ", b"/Span<</MCID 1>>BDC\nq 1 "),
    "a number too few before a place": (b"/Span<</MCID 1>>BDC\nq 1 ", b"/Span<</MCID 1>>BDC\nq "),
    "a number too many before a text's place": (b" Tm[", b" 1 Tm["),
    "a number too many before a font's size": (b"/f0 ", b"/f0 1 "),
    "a number too many before a width": (b" w", b" 1 w"),
    "no number before a width": (b" 0.5 w", b" w"),
    "too large a width": (b" 0.5 w", b" 2147483648 w"),
    "too small a width": (b" 0.5 w", b" 0.%s1 w" % (b"0" * 44)),
    "half a kind of joint": (b" 0.5 w", b" 0.5 w 0.5 J"),
    "no kind of joint": (b" 0.5 w", b" 0.5 w J"),
    "a number too many before a line": (b" l\n", b" 1 l\n"),
    "a number too few before a line": (b" 0 l\n", b" l\n"),
    "a number before the painting": (b"\nS\n", b"\n1 S\n"),
    "a picture in the place of the painting": (b"\nS\n", b"\nDo\n"),
    "a number before the way back": (b"\nh\n", b"\n1 h\n"),
    "a step that there is not": (b" l\n", b" z\n"),
    "a text without its end": (b"\nET\nQ\nEMC", b"\nQ\nEMC"),
    "a line's colour space that there is not": (b"/c0 CS", b"/c9 CS"),
    "a line's colour of another space": (b" 0 SCN", b" 0 0 SCN"),
    "a layer": (b"/Span<<", b"/OC<<"),
    "a layer that is none of the structure": (b"/Artifact<<", b"/OC<<"),
    "too long a name in a mark": (b"/Artifact<<", b"/Artifact<</%s/Xx" % (b"X" * 130)),
    "too large a number in a mark": (b"/MCID 1>>", b"/MCID 2147483648>>"),
}
BY_WEASYPRINT: dict[str, tuple[bytes, bytes]] = {
    "an operator that there is not": (b"\nET\n", b"\n1 XX\nET\n"),
    "two operators in one word": (b"\nEMC\n/Span\n<</MCID 3>>\nBDC\nBT\n", b"\nEMCBT\n"),
    "a text in a text": (b"\nBT\n", b"\nBT\nBT\n"),
    "a text in a text far away": (b" cm\nq\n", b" cm\nBT\nq\n"),
    "a number before a text": (b"\nEMC\n", b"\nEMC\n1\n"),
    "numbers on both sides of a text": (b"\nET\nEMC\n", b"\nET\nEMC\n0 0 m 1\nBT\nET\n0 l\n"),
    "a text that cannot be seen": (b" cm\nq\n", b" cm\n9 Tr\nq\n"),
    "too deep": (b"\nq\n", b"\n" + b"q\n" * 29),
    "the end of nothing": (b"\nEMC\n", b"\nEMC\n" + b"Q\n" * 29),
    "too large a number": (b" cm\nq\n", b" cm\n2147483648 w\nq\n"),
    "a state that there is not": (b" cm\nq\n", b" cm\n/a99 gs\nq\n"),
    "a colour without a space": (b" cm\nq\n", b" cm\n0 0 0 0 0 sc\nq\n"),
    "no font": (b" Tf\n", b" w\n"),
    "a mark that ends in a string": (b"\nBDC\nBT\n", b"\nBDC\n(x) Tj\nBT\n"),
    "two operators in one word behind a text": (b"\nET\nEMC\n", b"\nET\nEMCn\n"),
    "two operators in one word before a text": (b"\nEMC\n/Span\n<</MCID 3>>\nBDC\nBT\n", b"\nnBT\n"),
    "a number too many before a text's place": (b" Tm\n", b" 1 Tm\n"),
    "a number too few before a text's place": (b"BT\n1 ", b"BT\n"),
    "a number too many before a font's size": (b" Tf\n", b" 1 Tf\n"),
    "too large a number in a mark": (b"/MCID 1>>", b"/MCID 2147483648>>"),
    "a text without its end": (b"TJ\nET\nEMC\n", b"TJ\nEMC\n"),
    "a text behind a comment's sign": (b"\nBDC\nBT\n", b"\nBDC\n% BT\n"),
    "a text in a string": (b"\nEMC\n/Span\n<</MCID 3>>\nBDC\nBT\n", b"\nEMC\n( \nBT\n"),
    "a text in a mark": (b"\nEMC\n/Span\n<</MCID 3>>\nBDC\nBT\n", b"\nEMC\n/Span << /X \nBT\n"),
    "a text in a list": (b"\nEMC\n/Span\n<</MCID 3>>\nBDC\nBT\n", b"\nEMC\n[ \nBT\n"),
    "a text in a picture": (
        b"\nEMC\n/Span\n<</MCID 3>>\nBDC\nBT\n",
        b"\nEMC\nBI /W 1 /H 1 /BPC 8 /CS /G ID \nBT\n",
    ),
}
IN_A_STRING: dict[str, bytes] = {
    "half a code": rb"(\000)",
    "half a code behind a line that goes on": b"(\\000\\\n\\000\\001)",
    "half a code in sixteens": b"<000100>",
    "half a sign in sixteens": b"<00010>",
    "an empty sign": b"<00 0G>",
    "a code without a glyph": b"<FFFE>",
    "one as it stands": rb"(\377\376)",
    "the glyph for what is missing": b"<0000>",
    "too long": b"(%s)" % (rb"\000\001" * 20_000),
    "too long in sixteens": b"<%s>" % (b"0001" * 20_000),
    "a number next to nothing": b"<0001>0.%s1" % (b"0" * 44),
    "a number in a number": b"<0001>1.5.5",
    "brackets that do not close": rb"(\000(\000)",
    "a number without end": b"<0001>%s" % (b"1" * 12),
    "a code without a glyph past a bracket": rb"(\(\(\)\))",
    "a code without a glyph in brackets": rb"(\000\001(\000\001))",
}


def damaged(plain: bytes, what: str, damage: dict[str, tuple[bytes, bytes]]) -> pikepdf.Pdf:
    """The document with damage to the first thing of its kind on its last page."""
    pdf = pikepdf.open(BytesIO(plain))
    page = pdf.pages[-1]
    content = page.Contents.read_bytes()
    if what in damage:
        sound, broken = damage[what]
        sound = sound if sound in content else re.sub(b"(?<=/f)0", b"1", sound)
        assert sound in content
        altered = content.replace(sound, broken, 1)
    else:
        altered = STRING.sub(lambda _: IN_A_STRING[what], content, count=1)
    page.Contents = pdf.make_stream(altered)
    return pdf


@pytest.mark.slow
@pytest.mark.parametrize("what", [*DAMAGE, *IN_A_STRING])
def test_it_is_found(what: str, plain: bytes) -> None:
    with damaged(plain, what, DAMAGE) as pdf:
        found = check_objects_that_matter(pdf).findings
        assert found == pikepdf.pdfa.check(pdf, "3b").findings != []


@pytest.mark.slow
@pytest.mark.parametrize("what", [*BY_WEASYPRINT, *IN_A_STRING])
def test_it_is_found_in_pages_by_weasyprint(what: str, by_weasyprint: bytes) -> None:
    with damaged(by_weasyprint, what, BY_WEASYPRINT) as pdf:
        found = check_objects_that_matter(pdf).findings
        assert found == pikepdf.pdfa.check(pdf, "3b").findings != []


def test_codes_of_several_lengths(plain: bytes) -> None:
    """Where the font says by itself where a code ends, strings are not taken apart."""
    with pikepdf.open(BytesIO(plain)) as pdf:
        for font in (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)):
            if font.get("/Encoding") == "/Identity-H":
                font.Encoding = pdf.make_stream(b"no map", Type=pikepdf.Name.CMap, CMapName=pikepdf.Name.x)
        assert check_objects_that_matter(pdf).findings == pikepdf.pdfa.check(pdf, "3b").findings != []


@pytest.mark.parametrize("engine", ["plain", "by_weasyprint"])
def test_what_is_sound_is_told_in_short(engine: str, request: pytest.FixtureRequest) -> None:
    """Else the first look is none."""
    with pikepdf.open(BytesIO(request.getfixturevalue(engine))) as pdf:
        contents = [page.Contents.read_bytes() for page in pdf.pages]
        assert check_objects_that_matter(pdf).findings == pikepdf.pdfa.check(pdf, "3b").findings == []
    short = [shorten_content(content) for content in contents]
    assert all(
        text is not None and len(text) < len(content) / 2
        for text, content in zip(short, contents, strict=True)
    )


ALONE: dict[str, tuple[bytes, bytes]] = {
    "plain": (
        b"/Span<</MCID 0>>BDC\nq 1 0 0 -1 42 549 cm/c0 cs 0 scn\nBT 0 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm[",
        b"]TJ\nET\nQ\nEMC",
    ),
    "by_weasyprint": (b"/Span\n<</MCID 0>>\nBDC\nBT\n1 0 0 -1 42 767 Tm\n/%s 9 Tf\n[", b"] TJ\nET\nEMC"),
}
"""What the engines write before and behind the strings of a text."""
WAYS: dict[bytes, int] = {
    rb"(\000\n)": 10,
    rb"(\000\r)": 13,
    rb"(\000\t)": 9,
    rb"(\000\b)": 8,
    rb"(\000\f)": 12,
    rb"(\000\012)": 10,
    b"(\\000\n)": 10,
    b"(\\000\r)": 10,
    b"(\\000\r\n)": 10,
    rb"(\000 )": 32,
    rb"(\000\()": 40,
    rb"(\000\))": 41,
    rb"(\000(\000))": 41,
    rb"(\000\\)": 92,
    rb"(\000\z)": 122,
    rb"(\000\1)": 1,
    b"<000A>": 10,
    b"<0001><00 1>": 16,
    b"<000b>0<0001>": 11,
    b"(\\000\\002)<0001>": 2,
}
"""Ways to write a code, and the code (ISO 32000-1, 7.3.4)."""
AROUND: dict[str, tuple[bytes, bytes]] = {
    "numbers on both sides": (b"0 0 m 1\n%s\n0 l\nS", b""),
    "within a text": (b"BT\n%s\nET", b""),
    "left once too often": (b"%s\nQ", b""),
    "behind another": (b"%s\n%s", b"<0001>"),
    "then nothing is to be seen": (b"%s\n3 Tr\n", b""),
}
"""What stands around a text with a code that is not good, and what another shows first."""


def one_text(document: bytes, engine: str, strings: bytes, bad: int, around: str = "") -> pikepdf.Pdf:
    """The document with one text, in a font that has two widths for a code."""
    pdf = pikepdf.open(BytesIO(document))
    name, font = next(iter(pdf.pages[0].Resources.Font.items()))
    font.DescendantFonts[0].W.extend([bad, bad, 5])
    before, behind = ALONE[engine]
    before = before.replace(b"/%s", name.encode()).replace(b"/f0", name.encode())
    frame, first = AROUND.get(around, (b"%s", b""))
    texts = [before + shown + behind for shown in ([first] if first else []) + [strings]]
    for page in pdf.pages:
        page.Contents = pdf.make_stream(b"")
    pdf.pages[0].Contents = pdf.make_stream(frame % tuple(texts))
    return pdf


@pytest.mark.slow
@pytest.mark.parametrize("strings", WAYS)
def test_a_code_is_found_however_it_is_written(strings: bytes, plain: bytes) -> None:
    with one_text(plain, "plain", strings, WAYS[strings]) as pdf:
        found = check_objects_that_matter(pdf).findings
        assert found == pikepdf.pdfa.check(pdf, "3b").findings != []


@pytest.mark.slow
@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("engine", ALONE)
def test_a_code_is_found_wherever_it_stands(engine: str, around: str, request: pytest.FixtureRequest) -> None:
    with one_text(request.getfixturevalue(engine), engine, b"<0001><0002>", 2, around) as pdf:
        found = check_objects_that_matter(pdf).findings
        assert found == pikepdf.pdfa.check(pdf, "3b").findings != []


@pytest.mark.parametrize("left", [b"\nQ\nEMC", b"\nET\nQ\nEMC"], ids=["state", "text"])
def test_what_is_begun_and_never_left(left: bytes, plain: bytes) -> None:
    """One time is none, thirty are too many."""
    with pikepdf.open(BytesIO(plain)) as pdf:
        page = pdf.pages[-1]
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(left, left.replace(b"\nQ", b"")))
        found = check_objects_that_matter(pdf).findings
        assert found == pikepdf.pdfa.check(pdf, "3b").findings != []
