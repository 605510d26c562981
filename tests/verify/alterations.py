"""What somebody may do to a finished PDF, each alteration by its name.

Each takes the open PDF and changes it; those that work on bytes stand in BYTES. The values are those of the sample form:
160 is the target of its first row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import md5
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PAINT = b"\nq 1 1 1 rg 300 300 60 14 re f 0 0 0 rg Q\n"


def add_content(pdf: pikepdf.Pdf, content: bytes, number: int = 0) -> None:
    page = pdf.pages[number]
    page.contents_add(pikepdf.Stream(pdf, content))


def first_font(pdf: pikepdf.Pdf) -> str:
    return next(iter(pdf.pages[0].Resources.Font.keys()))


def some_codes(pdf: pikepdf.Pdf, count: int = 3) -> str:
    """Codes that the page's first font shows."""
    font = pdf.pages[0].Resources.Font[first_font(pdf)]
    codes = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<", font.ToUnicode.read_bytes())
    return "".join(code.decode() for code in codes[-count:])


def write_text(pdf: pikepdf.Pdf, before: str, x: float = 300, y: float = 300, size: float = 9) -> None:
    text = f"q {before} BT {first_font(pdf)} {size} Tf 1 0 0 1 {x} {y} Tm <{some_codes(pdf)}> Tj ET Q"
    add_content(pdf, text.encode())


def cover_by_paint(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, PAINT)


def cover_by_picture(pdf: pikepdf.Pdf) -> None:
    picture = pikepdf.Stream(pdf, b"\xff" * 100)
    picture.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=10,
        Height=10,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    pdf.pages[0].Resources.XObject = Dictionary(Im0=pdf.make_indirect(picture))
    add_content(pdf, b"q 60 0 0 14 300 300 cm /Im0 Do Q")


def cover_by_inline_picture(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"q 60 0 0 14 300 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q")


def cover_by_form(pdf: pikepdf.Pdf) -> None:
    form = pikepdf.Stream(pdf, b"1 1 1 rg 0 0 60 14 re f")
    form.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 60, 14]))
    pdf.pages[0].Resources.XObject = Dictionary(Fm0=pdf.make_indirect(form))
    add_content(pdf, b"q 1 0 0 1 300 300 cm /Fm0 Do Q")


def cover_by_thick_line(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"q 1 1 1 RG 14 w 300 307 m 360 307 l S Q")


def strike_out(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"q 0 0 0 RG 0.5 w 380 160 m 420 160 l S Q")


def draw_a_digit(pdf: pikepdf.Pdf) -> None:
    """A 1 before a number, of one thin line."""
    add_content(pdf, b"q 0 0 0 RG 0.5 w 400 150 m 400 157 l S Q")


def shade(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Shading = Dictionary(
        Sh0=Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 1, 0]), Function=Dictionary(
            FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([1]), N=1))
    )  # fmt: skip
    add_content(pdf, b"q 300 300 60 14 re W n /Sh0 sh Q")


def white_text(pdf: pikepdf.Pdf) -> None:
    write_text(pdf, "1 1 1 rg")


def invisible_text(pdf: pikepdf.Pdf) -> None:
    write_text(pdf, "3 Tr")


def more_text(pdf: pikepdf.Pdf) -> None:
    write_text(pdf, "0 0 0 rg")


def tiny_text(pdf: pikepdf.Pdf) -> None:
    write_text(pdf, "0 0 0 rg", size=0.5)


def text_off_the_page(pdf: pikepdf.Pdf) -> None:
    write_text(pdf, "0 0 0 rg", x=-500)


def clip_text_away(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(pikepdf.Stream(pdf, b"q 0 0 400 600 re W n"), prepend=True)
    page.contents_add(pikepdf.Stream(pdf, b"Q"))


def transparent(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.0))
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/G0 gs"), prepend=True)


def optional_content(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    pdf.pages[0].Resources.Properties = Dictionary(L0=group)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/OC /L0 BDC"), prepend=True)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"EMC"))


def annotate(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([300, 300, 360, 314]), Contents=String("960"), F=4
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def add_field(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("x"), V=String("960"),
            Rect=Array([300, 300, 360, 314]),
        )
    )  # fmt: skip
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def exchange_glyphs(pdf: pikepdf.Pdf) -> None:
    """The font program shows other outlines for the same codes: every text stays what it was."""
    font = pdf.pages[0].Resources.Font[first_font(pdf)]
    program = font.DescendantFonts[0].FontDescriptor.FontFile2
    from fontTools.ttLib import TTFont

    opened = TTFont(BytesIO(program.read_bytes()))
    glyphs = opened["glyf"]
    names = [name for name in opened.getGlyphOrder() if glyphs[name].numberOfContours > 0]
    a, b = names[-1], names[-2]
    glyphs[a], glyphs[b] = glyphs[b], glyphs[a]
    stream = BytesIO()
    opened.save(stream)
    program.write(stream.getvalue())


def exchange_texts(pdf: pikepdf.Pdf) -> None:
    """The map to text says other characters for the same outlines, and the codes are exchanged: the text that is read
    stays what it was."""
    font = pdf.pages[0].Resources.Font[first_font(pdf)]
    table = font.ToUnicode.read_bytes()
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> ?<([0-9A-Fa-f]{4})>", table)
    (_one, first), (_two, second) = pairs[-1], pairs[-2]
    for old, new in (
        (b"<%s>" % first, b"<@>"),
        (b"<%s>" % second, b"<%s>" % first),
        (b"<@>", b"<%s>" % second),
    ):
        table = table.replace(old, new)
    font.ToUnicode.write(table)


def replace_text_by_tag(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/S") == "/TD":
            item.ActualText = String("960")
            return


def turn_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Rotate = 180


def crop_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 400, 595])


def swap_pages(pdf: pikepdf.Pdf) -> None:
    first = pdf.pages[0]
    del pdf.pages[0]
    pdf.pages.append(first)


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(841.89, 595.276))


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def swap_codes(pdf: pikepdf.Pdf) -> None:
    """The first text of a cell with its first two characters in the other order."""
    page = pdf.pages[0]
    instructions = list(pikepdf.parse_content_stream(page))
    for instruction in instructions:
        if str(instruction.operator) == "TJ":
            shown = next((item for item in instruction.operands[0] if isinstance(item, String)), None)
            codes = bytes(shown) if shown is not None else b""
            if len(codes) >= 4 and codes[:2] != codes[2:4]:
                at = list(instruction.operands[0]).index(shown)
                instruction.operands[0][at] = String(codes[2:4] + codes[:2] + codes[4:])
                break
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def change_data(pdf: pikepdf.Pdf) -> None:
    content = pdf.Root.AF[0].EF.F
    content.write(re.sub(rb"(?m)^target = \d", b"target = 9", content.read_bytes(), count=1))
    data = content.read_bytes()
    content.Params.CheckSum = String(md5(data, usedforsecurity=False).digest())
    content.Params.Size = len(data)


def drop_data(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names
    del pdf.Root.AF


def change_profile(pdf: pikepdf.Pdf) -> None:
    content = pdf.Root.AF[1].EF.F
    content.write(content.read_bytes() + b"\n# x\n")
    data = content.read_bytes()
    content.Params.CheckSum = String(md5(data, usedforsecurity=False).digest())
    content.Params.Size = len(data)


def shorten_bar(pdf: pikepdf.Pdf) -> None:
    """The last bar of the chart is half as long; every number stays."""
    streams = [item for page in pdf.pages for item in (page, *page.Resources.get("/XObject", {}).values())]
    for stream in reversed(streams):
        instructions = list(pikepdf.parse_content_stream(stream))
        names = [str(item.operator) for item in instructions]
        ends = [at for at, name in enumerate(names) if name == "B"]
        paths = [(max(n for n in range(end) if names[n] in ("m", "re")), end) for end in ends]
        bars = [(start, end) for start, end in paths if names[start] == "re" or end - start > 3]
        if not bars:
            continue
        start, end = bars[-1]
        xs = [float(item.operands[0]) for item in instructions[start:end] if item.operands]
        for at in range(start, end):
            numbers = [float(number) for number in instructions[at].operands]
            if names[at] == "re":
                numbers[2] /= 2
            elif numbers and numbers[0] == max(xs):
                numbers[0] = (min(xs) + max(xs)) / 2
            instructions[at] = pikepdf.ContentStreamInstruction(numbers, instructions[at].operator)
        content = pikepdf.unparse_content_stream(instructions)
        if isinstance(stream, pikepdf.Page):
            stream.Contents = pdf.make_stream(content)
        else:
            stream.write(content)
        return
    raise LookupError("no chart")


def change_title(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Title = String("另一份表")


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def add_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["other.toml"] = pikepdf.AttachedFileSpec(pdf, b"x = 1", mime_type="text/plain")


ALTERATIONS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    function.__name__: function
    for function in (
        cover_by_paint, cover_by_picture, cover_by_inline_picture, cover_by_form, cover_by_thick_line, strike_out,
        draw_a_digit, shade, white_text, invisible_text, more_text, tiny_text, text_off_the_page, clip_text_away,
        transparent, optional_content, annotate, add_field, exchange_glyphs, exchange_texts, replace_text_by_tag,
        turn_page, crop_page, swap_pages, add_page, drop_page, swap_codes, change_data, drop_data, change_profile,
        shorten_bar, change_title, add_script, add_file,
    )
}  # fmt: skip


def append_revision(data: bytes, body: bytes) -> bytes:
    """An incremental update by hand: one object more, with its own table and trailer."""
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    with pikepdf.open(BytesIO(data)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen
    body = body.replace(b"%N", str(size).encode())
    at = len(data) + 1
    return data + (
        b"\n" + body + b"\nxref\n%d 1\n%010d 00000 n \n" % (size, at)
        + b"trailer\n<</Size %d /Root %d %d R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (size + 1, *root, previous, at + len(body) + 1)
    )  # fmt: skip


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "an_object_appended": lambda data: append_revision(data, b"%N 0 obj\n<</Type /Note>>\nendobj"),
    "a_false_signature_appended": lambda data: append_revision(
        data, b"%N 0 obj\n<</Type /Sig /ByteRange [0 1 2 3] /Contents <00>>>\nendobj"
    ),
}


def alter(data: bytes, name: str) -> bytes:
    """The altered bytes."""
    if name in BYTES:
        return BYTES[name](data)
    return saved_with(ALTERATIONS[name], data)


def saved_with(change: Callable[[pikepdf.Pdf], object], data: bytes) -> bytes:
    """The file after this change to its objects."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(stream, fix_metadata_version=False, deterministic_id=True)
    return stream.getvalue()


def claim(data: bytes, engine: str = "", **claims: str) -> bytes:
    """The file with other properties of its own (version, fonts, profile), and by another engine."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        for name, text in claims.items():
            packet = re.sub(
                b"<formgen:%s>[^<]*<" % name.encode(), f"<formgen:{name}>{text}<".encode(), packet
            )
        if engine:
            packet = re.sub(b"(<pdf:Producer>)[^<]*", rb"\1" + engine.encode(), packet)
            pdf.trailer.Info.Producer = String(engine)
        pdf.Root.Metadata.write(packet)
        pdf.save(stream, fix_metadata_version=False, deterministic_id=True)
    return stream.getvalue()
