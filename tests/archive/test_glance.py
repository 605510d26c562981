"""The first look at a PDF/A says yes to nothing that pikepdf's own check finds fault with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

import pikepdf
import pikepdf.pdfa
import pytest
from pikepdf import Array, Dictionary, Name, Object
from pikepdf.pdfa import _engine, _walker
from pikepdf.pdfa._context import ValidationContext

from formgen.inspect import glance
from formgen.inspect.harmless_objects import check_objects_that_matter
from tests.archive.test_conformance import tags_of
from tests.archive.test_contents import without_metadata
from tests.verify.samples import build_example


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    (path,) = build_example(tmp_path_factory.mktemp("glance")).glob("*.pdf")
    return without_metadata(path)


@pytest.fixture
def document(sound: bytes) -> Iterator[pikepdf.Pdf]:
    """One that was found good, so that its objects are known."""
    with pikepdf.open(BytesIO(sound)) as pdf:
        assert not check_objects_that_matter(pdf).findings
        yield pdf


def first_font(pdf: pikepdf.Pdf) -> tuple[str, Dictionary]:
    return next(iter(pdf.pages[0].Resources.Font.items()))


def hide_in_a_list(pdf: pikepdf.Pdf) -> None:
    """Three hundred elements, as nine cells each show the same list of them."""
    several = pdf.make_indirect(Array([Dictionary(S=Name.Span) for _ in range(300)]))
    for tag in tags_of(pdf)[:9]:
        tag.K = several


def list_a_file_nowhere(pdf: pikepdf.Pdf) -> None:
    pdf.make_indirect(Dictionary(AF=pdf.Root.AF))
    del pdf.Root["/AF"]


def give_a_direct_font_codes_of_two_lengths(pdf: pikepdf.Pdf) -> None:
    name, font = first_font(pdf)
    pdf.pages[0].Resources.Font[name] = Dictionary(dict(font.items()))
    give_codes_of_two_lengths(pdf, pdf.pages[0].Resources.Font[name], name)


def give_the_font_codes_of_two_lengths(pdf: pikepdf.Pdf) -> None:
    name, font = first_font(pdf)
    give_codes_of_two_lengths(pdf, font, name)


def give_codes_of_two_lengths(
    pdf: pikepdf.Pdf, font: Dictionary, name: str, shown: bytes = b"800102800103"
) -> None:
    """Taken two by two and sorted, the bytes show other characters: without the one that there is not."""
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def"
    font.Encoding = pdf.make_stream(
        f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap {system}
/CMapName /x def /CMapType 1 def /WMode 0 def
2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange
3 begincidchar <01> 1 <02> 2 <03> 3 endcidchar
2 begincidchar <8001> 60000 <8080> 1 endcidchar
endcmap CMapName currentdict /CMap defineresource pop end end""".encode(),
        Type=Name.CMap,
        CMapName=Name.x,
        WMode=0,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
    )
    for page in pdf.pages:
        page.Contents = pdf.make_stream(b"")
    pdf.pages[0].Contents = pdf.make_stream(
        b"/Span<</MCID 0>>BDC\nq 1 0 0 -1 42 549 cm/c0 cs 0 scn\nBT 0 Tr%s 9 Tf 1 0 0 -1 0 0 Tm[(%s)]TJ\nET\nQ\nEMC"
        % (name.encode(), b"".join(rb"\%03o" % byte for byte in bytes.fromhex(shown.decode())))
    )


def set_at(place: str, written: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Put a value where the path leads from the catalogue, or in the first page's font."""

    def alter(pdf: pikepdf.Pdf) -> None:
        *above, last = place.split()
        own = first_font(pdf)[1].DescendantFonts[0]
        node: Object = {"W": own, "Length1": own.FontDescriptor.FontFile2}.get(last, pdf.Root)
        for key in above:
            node = node[int(key)] if key.isdigit() else node[f"/{key}"]
        node[f"/{last}"] = Object.parse(written)

    return alter


def name_an_element(*, apart: bool = False) -> Callable[[pikepdf.Pdf], None]:
    def alter(pdf: pikepdf.Pdf) -> None:
        name = Object.parse(b"/X#ff")
        tags_of(pdf)[0].S = pdf.make_indirect(name) if apart else name

    return alter


ALTERATIONS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "a key that there is not": set_at("ViewerPreferences Strange", b"1"),
    "another value": set_at("ViewerPreferences DisplayDocTitle", b"/Strange"),
    "what is good elsewhere": set_at("ViewerPreferences", b"<< /Marked true >>"),
    "a name that is not UTF-8": name_an_element(),
    "one that stands apart": name_an_element(apart=True),
    "one that is replaced": set_at("StructTreeRoot RoleMap", b"<< /X#ff /P >>"),
    "what it is replaced with": set_at("StructTreeRoot RoleMap", b"<< /X /P#ff >>"),
    "a title that is a name": set_at("Outlines First Title", b"/X"),
    "a title that is a number": set_at("Outlines First Title", b"1"),
    "an aim that is a number": set_at("Outlines First Dest", b"1"),
    "an aim that is a list in a dictionary": set_at("Outlines First Dest", b"<< /D [ ] >>"),
    "a length that is none": set_at("Length1", b"1.5"),
    "a length that is a word": set_at("Length1", b"(1)"),
    "widths that are none": set_at("W", b"<< >>"),
    "facts of a file that are none": set_at("AF 0 EF F Params", b"[ ]"),
    "a size that is none": set_at("AF 0 EF F Params Size", b"1.5"),
    "a file that nothing lists": list_a_file_nowhere,
    "codes of two lengths": give_the_font_codes_of_two_lengths,
    "codes of two lengths in a font on the page": give_a_direct_font_codes_of_two_lengths,
}


def agree(pdf: pikepdf.Pdf) -> None:
    found = check_objects_that_matter(pdf).findings
    assert found == pikepdf.pdfa.check(pdf, "3b").findings != []


@pytest.mark.slow
@pytest.mark.parametrize("what", ALTERATIONS)
def test_what_the_check_finds_the_look_does_not_pass(what: str, document: pikepdf.Pdf) -> None:
    """Nor does it the second time: only what was good is known again."""
    ALTERATIONS[what](document)
    agree(document)
    agree(document)


def test_another_number(document: pikepdf.Pdf) -> None:
    state = document.make_indirect(Dictionary(ca=1))
    document.pages[0].Resources.ExtGState = Dictionary(a1=state)
    assert not check_objects_that_matter(document).findings
    state.ca = 2
    agree(document)


def test_the_codes_that_there_are(document: pikepdf.Pdf) -> None:
    """Else the file above is found fault with for something else."""
    name, font = first_font(document)
    give_codes_of_two_lengths(document, font, name, b"808001")
    assert not pikepdf.pdfa.check(document, "3b").findings


def test_too_many_operators(document: pikepdf.Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    few = partial(ValidationContext, max_instructions=500)
    monkeypatch.setattr(_engine, "ValidationContext", few)
    agree(document)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [False, True], ids=["in sight", "in a list"])
def test_too_many_elements(hidden: bool, document: pikepdf.Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    most = len(document.objects) + 1000 if hidden else 100
    for module in (_walker, glance):
        monkeypatch.setattr(module, "MAX_STRUCTURE_ELEMENTS", most)
    if hidden:
        hide_in_a_list(document)
    agree(document)
