"""What a reader who knows PDF well may do to a finished one: the page, the data and what one program shows of them
stay as they were, and another program, or a person, sees something else. Each by its name."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Stream, String

from tests.verify.alterations import add_content, append_revision, saved_with

Shown = dict[str, int]


def _wrap(pdf: pikepdf.Pdf, before: bytes, after: bytes) -> None:
    page = pdf.pages[0]
    page.contents_add(Stream(pdf, before), prepend=True)
    page.contents_add(Stream(pdf, after))


def layer_by_another_spelling(pdf: pikepdf.Pdf) -> None:
    """Names with their signs written as numbers."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.pages[0].Resources.Properties = Dictionary(L1=group)
    _wrap(pdf, b"/O#43 /L#31 BDC", b"EMC")


def _codes(font: Dictionary) -> Shown:
    table = font.ToUnicode.read_bytes()
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> ?<([0-9A-Fa-f]{4})>", table)
    return {bytes.fromhex(text.decode()).decode("utf-16-be"): int(code, 16) for code, text in pairs}


def _find_text(pdf: pikepdf.Pdf, wanted: Callable[[str], bool]) -> tuple[list[Any], int, int, list[String]]:
    """The page's instructions, where such a text's matrix and the text itself stand, and its codes one by one."""
    page = pdf.pages[0]
    names = {
        key: {code: text for text, code in _codes(font).items()} for key, font in page.Resources.Font.items()
    }
    found = list(pikepdf.parse_content_stream(page))
    font, matrix = "", 0
    for at, item in enumerate(found):
        kind = str(item.operator)
        if kind == "Tf":
            font = str(item.operands[0])
        elif kind == "Tm":
            matrix = at
        elif kind in ("Tj", "TJ"):
            pieces = list(item.operands[0]) if kind == "TJ" else [item.operands[0]]
            codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, String))
            each = [codes[n : n + 2] for n in range(0, len(codes), 2)]
            text = "".join(names[font].get(int.from_bytes(code, "big"), "?") for code in each)
            if wanted(text):
                return found, matrix, at, [String(code) for code in each]
    raise LookupError("no such text")


def _turn(
    pdf: pikepdf.Pdf, change: Callable[[list[float]], list[float]], wanted: Callable[[str], bool]
) -> None:
    found, matrix, _, _ = _find_text(pdf, wanted)
    numbers = change([float(number) for number in found[matrix].operands])
    found[matrix] = ContentStreamInstruction(numbers, found[matrix].operator)
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))


def number_upside_down(pdf: pikepdf.Pdf) -> None:
    """A 6 becomes a 9."""

    def turn(m: list[float]) -> list[float]:
        return [-m[0], -m[1], -m[2], -m[3], m[4] + 9, m[5] + 6]

    _turn(pdf, turn, str.isdigit)


def operator_mirrored(pdf: pikepdf.Pdf) -> None:
    _turn(pdf, lambda m: [-m[0], -m[1], m[2], m[3], m[4] + 9, m[5]], lambda text: text == "≥")


def number_flattened(pdf: pikepdf.Pdf) -> None:
    _turn(pdf, lambda m: [m[0] * 2, m[1], m[2], m[3] / 2, m[4], m[5]], str.isdigit)


def text_cut_off(pdf: pikepdf.Pdf) -> None:
    """A part of a text is outside of what the page shows there."""
    found, matrix, at, _ = _find_text(pdf, lambda text: text.isdigit() and len(text) > 1)
    x, y = (float(number) for number in list(found[matrix].operands)[4:])
    begin = max(n for n in range(at) if str(found[n].operator) == "BT")
    cut = [
        ContentStreamInstruction([x - 1, y - 5, 10.0, 20.0], Operator("re")),
        ContentStreamInstruction([], Operator("W")),
        ContentStreamInstruction([], Operator("n")),
    ]
    pdf.pages[0].Contents = pdf.make_stream(
        pikepdf.unparse_content_stream([*found[:begin], *cut, *found[begin:]])
    )


def _set_apart(pdf: pikepdf.Pdf, pieces: Callable[[list[String]], list[object]]) -> None:
    """The codes of a number of several digits, each in a place that is given by hand."""
    found, _, at, codes = _find_text(pdf, lambda text: text.isdigit() and len(text) > 1)
    found[at] = ContentStreamInstruction([Array(pieces(codes))], Operator("TJ"))
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))


def digits_in_another_order(pdf: pikepdf.Pdf) -> None:
    """Written as they were, and seen the other way round."""
    _set_apart(pdf, lambda codes: [-600, codes[0], 1200, codes[1], -600, *codes[2:]])


def digits_over_each_other(pdf: pikepdf.Pdf) -> None:
    _set_apart(pdf, lambda codes: [codes[0], 450, *codes[1:]])


def words_of_lines_beside_the_table(pdf: pikepdf.Pdf) -> None:
    """Drawn by strokes as thin and straight as those of a table."""
    strokes = b"20 200 m 20 240 l S 20 220 m 30 220 l S 30 200 m 30 240 l S"
    add_content(pdf, b"q 0 0 0 RG 0.8 w " + strokes + b" Q")


def black_that_is_white_by_default(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.95, 1, 1.08]), Gamma=0.0001)])
    for page in pdf.pages:
        if "/ColorSpace" not in page.Resources:
            page.Resources.ColorSpace = Dictionary()
        page.Resources.ColorSpace["/DefaultGray"] = space


def black_that_is_white(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.95, 1, 1.08]), Gamma=0.0001)])
    for page in pdf.pages:
        for name in list(page.Resources.ColorSpace.keys()):
            page.Resources.ColorSpace[name] = space


def output_that_is_white(pdf: pikepdf.Pdf) -> None:
    """The profile by which the whole document is printed makes every shade white."""
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = bytearray(profile.read_bytes())
    (count,) = struct.unpack(">L", data[128:132])
    for at in range(132, 132 + 12 * count, 12):
        sign, start, length = struct.unpack(">4sLL", data[at : at + 12])
        if sign in (b"rTRC", b"gTRC", b"bTRC", b"kTRC"):
            data[start : start + 16] = b"curv\0\0\0\0\0\0\0\2\xff\xff\xff\xff"[: max(length, 16)]
    profile.write(bytes(data))


def word_with_a_sign_that_is_no_blank(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"q\x0bQ")


def matrix_outside_of_a_text(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"1 0 0 1 0 0 Tm")


def drawn_font(pdf: pikepdf.Pdf) -> None:
    """A font whose glyphs are drawings, and that stands in the page itself."""
    glyph = pdf.make_stream(b"1000 0 d0 0 0 500 500 re f")
    pdf.pages[0].Resources.Font["/T3"] = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Differences=Array([97, Name.a])), FirstChar=97, LastChar=97, Widths=Array([1000]),
    )  # fmt: skip
    add_content(pdf, b"q BT /T3 9 Tf 1 0 0 1 300 300 Tm <61> Tj ET Q")


# ── fonts: the outlines stay, and are seen otherwise ─────────────────────────────────────────────


def _programs(pdf: pikepdf.Pdf) -> list[Dictionary]:
    return [item for item in pdf.objects if isinstance(item, Dictionary) and "/FontFile2" in item]


def _edit_fonts(pdf: pikepdf.Pdf, change: Callable[[TTFont], None]) -> None:
    for holder in _programs(pdf):
        font = TTFont(BytesIO(holder.FontFile2.read_bytes()), recalcBBoxes=False, recalcTimestamp=False)
        change(font)
        stream = BytesIO()
        font.save(stream)
        holder.FontFile2.write(stream.getvalue())


def _exchanged(data: bytes) -> bytes:
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    glyphs = font["glyf"]
    first, second = [name for name in font.getGlyphOrder() if glyphs[name].numberOfContours > 0][-2:]
    glyphs[first], glyphs[second] = glyphs[second], glyphs[first]
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


def second_font_program(pdf: pikepdf.Pdf) -> None:
    """Another program for those readers that look for another kind first."""
    for holder in _programs(pdf):
        other = _exchanged(holder.FontFile2.read_bytes())
        holder.FontFile = pdf.make_stream(other, Length1=len(other))


def glyphs_moved_aside(pdf: pikepdf.Pdf) -> None:
    def change(font: TTFont) -> None:
        margins = font["hmtx"].metrics
        for name, (width, left) in list(margins.items()):
            margins[name] = (width, left + 300)

    _edit_fonts(pdf, change)


def glyphs_made_small(pdf: pikepdf.Pdf) -> None:
    def change(font: TTFont) -> None:
        font["head"].unitsPerEm *= 4
        margins = font["hmtx"].metrics
        for name, (width, left) in list(margins.items()):
            margins[name] = (width * 4, left)

    _edit_fonts(pdf, change)


def other_outlines_first(pdf: pikepdf.Pdf) -> None:
    """The tables of outlines twice: readers take the first, or the last."""
    for holder in _programs(pdf):
        data = holder.FontFile2.read_bytes()
        other = _exchanged(data)
        (count,) = struct.unpack(">H", data[4:6])
        own = [data[at : at + 16] for at in range(12, 12 + 16 * count, 16)]
        places = {
            other[at : at + 4]: struct.unpack(">LL", other[at + 8 : at + 16])
            for at in range(12, 12 + 16 * struct.unpack(">H", other[4:6])[0], 16)
        }
        entries = [
            entry[:8] + struct.pack(">L", struct.unpack(">L", entry[8:12])[0] + 32) + entry[12:]
            for entry in own
        ]
        end, added, body = len(data) + 32, [], b""
        for name in (b"glyf", b"loca"):
            start, length = places[name]
            part = other[start : start + length]
            part += bytes(-len(part) % 4)
            added.append(name + bytes(4) + struct.pack(">LL", end + len(body), length))
            body += part
        head = data[:4] + struct.pack(">H", count + 2) + data[6:12]
        holder.FontFile2.write(head + b"".join(added + entries) + data[12 + 16 * count :] + body)


def table_that_draws_something_else(pdf: pikepdf.Pdf) -> None:
    """Substitutes that some readers apply."""
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

    def change(font: TTFont) -> None:
        names = font.getGlyphOrder()
        addOpenTypeFeaturesFromString(font, f"feature liga {{ sub {names[-1]} by {names[-2]}; }} liga;")

    _edit_fonts(pdf, change)


def _drop_blanks(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    blanks = {key: struct.pack(">H", _codes(font).get(" ", 0)) for key, font in page.Resources.Font.items()}
    found = list(pikepdf.parse_content_stream(page))
    font = ""
    for at, item in enumerate(found):
        kind = str(item.operator)
        if kind == "Tf":
            font = str(item.operands[0])
        elif kind in ("Tj", "TJ"):
            kept = []
            for piece in list(item.operands[0]) if kind == "TJ" else [item.operands[0]]:
                text = bytes(piece) if isinstance(piece, String) else b""
                each = [text[n : n + 2] for n in range(0, len(text), 2)]
                kept.append(
                    String(b"".join(code for code in each if code != blanks[font])) if text else piece
                )
            found[at] = ContentStreamInstruction([Array(kept)], Operator("TJ"))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))


def font_redrawn_with_two_characters_exchanged(pdf: pikepdf.Pdf) -> None:
    """No outline is one that is known any more, and 增 looks like 减, if only a little thinner."""
    font = max(pdf.pages[0].Resources.Font.values(), key=lambda font: len(_codes(font)))
    codes = _codes(font)
    for page in pdf.pages:
        _drop_blanks(pdf, page)  # what has no outline cannot be redrawn
    holder = font.DescendantFonts[0].FontDescriptor
    program = TTFont(BytesIO(holder.FontFile2.read_bytes()), recalcBBoxes=False, recalcTimestamp=False)
    order, glyphs = program.getGlyphOrder(), program["glyf"]
    for name in order:
        if glyphs[name].numberOfContours > 0:
            x, y = glyphs[name].coordinates[0]
            glyphs[name].coordinates[0] = (x + 1, y)
    first, second = [order[code] for text, code in codes.items() if "一" < text <= "龥"][:2]
    glyphs[first], glyphs[second] = glyphs[second], glyphs[first]
    stream = BytesIO()
    program.save(stream)
    holder.FontFile2.write(stream.getvalue())


# ── places of signatures that are none ───────────────────────────────────────────────────────────


def _cover(pdf: pikepdf.Pdf, **facts: object) -> Dictionary:
    look = pdf.make_stream(b"1 1 1 rg 0 0 60 14 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 60, 14])
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), F=4,
        Rect=Array([300, 300, 360, 314]), AP=Dictionary(N=look), **facts,
    )  # fmt: skip
    made = pdf.make_indirect(note)
    pdf.pages[0].Annots = Array([made])
    return made


def seal_of_nothing(pdf: pikepdf.Pdf) -> None:
    _cover(pdf, V=String("x"))


def seal_of_an_empty_signature(pdf: pikepdf.Pdf) -> None:
    _cover(pdf, V=Dictionary(X=1))


def seal_by_its_parent(pdf: pikepdf.Pdf) -> None:
    note = _cover(pdf)
    note.Parent = pdf.make_indirect(Dictionary(FT=Name.Sig, V=Dictionary(X=1)))


def seal_drawn_by_the_reader(pdf: pikepdf.Pdf) -> None:
    note = _cover(pdf, MK=Dictionary(BG=Array([1, 1, 1]), CA=String("960")))
    del note["/AP"]
    pdf.Root.AcroForm = Dictionary(Fields=Array([note]), SigFlags=3)


# ── what the document says beside its pages ──────────────────────────────────────────────────────


def other_file_for_other_readers(pdf: pikepdf.Pdf) -> None:
    other = pdf.make_stream(b"target = 960")
    other.Type, other.Subtype = Name.EmbeddedFile, Name("/application/toml")
    pdf.Root.AF[0].EF["/F"] = other


def file_that_belongs_to_the_data(pdf: pikepdf.Pdf) -> None:
    other = pdf.make_stream(b"target = 960")
    other.Type = Name.EmbeddedFile
    pdf.Root.AF[0].RF = Dictionary(F=Array([String("a.toml"), other]))


def other_name_in_the_list(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.EmbeddedFiles.Names[0] = String("other.toml")


def other_name_for_other_systems(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].F = String("other.exe")


def action_behind_an_action(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First
    place = first.Dest
    del first["/Dest"]
    first.A = Dictionary(S=Name.GoTo, D=place, Next=Dictionary(S=Name.URI, URI=String("http://x")))


def title_of_a_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("本表作废")


def _tag(pdf: pikepdf.Pdf, kind: str) -> Dictionary:
    tags = (item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == kind)
    return next(tags)


def other_words_for_a_cell(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "/TD").Alt = String("960")


def title_of_a_cell(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "/TD").T = String("960")


def title_of_a_heading(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "/H1").T = String("本表作废")


def cells_that_are_none(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(TD=Name.Artifact)


def subject(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Subject = String("已审核通过")


def keywords(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Keywords = String("已审核通过")


def date(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.CreationDate = String("D:20190101000000Z")


def language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("en")


def _in_xmp(pdf: pikepdf.Pdf, pattern: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    changed = re.sub(pattern, new, packet, count=1, flags=re.DOTALL)
    assert changed != packet
    pdf.Root.Metadata.write(changed.encode())


def second_title(pdf: pikepdf.Pdf) -> None:
    _in_xmp(pdf, r"(<dc:title>.*?</rdf:li>)", r'\1<rdf:li xml:lang="zh-CN">另一份</rdf:li>')


def second_author(pdf: pikepdf.Pdf) -> None:
    _in_xmp(pdf, r"(<dc:creator>.*?</rdf:li>)", r"\1<rdf:li>别的单位</rdf:li>")


def title_said_again(pdf: pikepdf.Pdf) -> None:
    said = "<dc:title><rdf:Alt><rdf:li>另一份</rdf:li></rdf:Alt></dc:title>"
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    _in_xmp(pdf, "</rdf:RDF>", f'<rdf:Description rdf:about="" {space}>{said}</rdf:Description></rdf:RDF>')


def description(pdf: pikepdf.Pdf) -> None:
    said = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">已审核</rdf:li></rdf:Alt></dc:description>'
    _in_xmp(pdf, "(?=<dc:title>)", said)


def other_date(pdf: pikepdf.Pdf) -> None:
    _in_xmp(pdf, r"(?<=<xmp:CreateDate>)\d+", "2019")


def pages_to_print(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.PrintPageRange = Array([1, 1])


FINER: dict[str, Callable[[pikepdf.Pdf], None]] = {
    function.__name__: function
    for function in (
        layer_by_another_spelling, number_upside_down, operator_mirrored, number_flattened, text_cut_off,
        digits_in_another_order, digits_over_each_other, words_of_lines_beside_the_table,
        black_that_is_white_by_default, black_that_is_white, output_that_is_white, word_with_a_sign_that_is_no_blank,
        matrix_outside_of_a_text, drawn_font, second_font_program, glyphs_moved_aside, glyphs_made_small,
        other_outlines_first, table_that_draws_something_else, font_redrawn_with_two_characters_exchanged,
        seal_of_nothing, seal_of_an_empty_signature, seal_by_its_parent, seal_drawn_by_the_reader,
        other_file_for_other_readers, file_that_belongs_to_the_data, other_name_in_the_list,
        other_name_for_other_systems, action_behind_an_action, title_of_a_bookmark, other_words_for_a_cell,
        title_of_a_cell, title_of_a_heading, cells_that_are_none, subject, keywords, date, language, second_title,
        second_author, title_said_again, description, other_date, pages_to_print,
    )
}  # fmt: skip


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────


def _plain(data: bytes) -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        mode = pikepdf.ObjectStreamMode.disable
        pdf.save(stream, fix_metadata_version=False, object_stream_mode=mode, static_id=True)
    return stream.getvalue()


def _table_for_some_readers(data: bytes) -> bytes:
    before, mark, after = _plain(data).rpartition(b"trailer <<")
    assert mark
    return before + mark + b" /XRefStm 15" + after


def _key_twice(data: bytes) -> bytes:
    """The page's content is named twice: readers take the first, or the last."""
    with pikepdf.open(BytesIO(data)) as pdf:
        page, own = pdf.pages[0].obj.objgen[0], pdf.pages[0].obj.unparse(resolved=True)
    twice = own.replace(b"<<", b"<< /Contents 1 0 R", 1)
    changed = append_revision(data, b"%d 0 obj\n" % page + twice + b"\nendobj")
    # The one revision that is appended says where the page now stands.
    size = max(int(number) for number in re.findall(rb"xref\n(\d+) 1\n", changed))
    head, mark, tail = changed.rpartition(b"xref\n%d 1\n" % size)
    assert mark
    return head + b"xref\n%d 1\n" % page + tail


def _zip() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    return stream.getvalue()


FINER_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "words_behind": lambda data: data + b"\n960\n",
    "words_before": lambda data: b"960\n" + data,
    "a_zip_behind": lambda data: data + _zip(),
    "a_table_for_some_readers": _table_for_some_readers,
    "a_key_twice": _key_twice,
}


def alter_finely(data: bytes, name: str) -> bytes:
    """The altered bytes."""
    if name in FINER_BYTES:
        return FINER_BYTES[name](data)
    return saved_with(FINER[name], data)
