"""The OFD (GB/T 33190-2016): embedded fonts, real text in reading order, lines as paths, its own data inside.

Comes in: the marks of every page, the fonts they are set in, and the facts of the file. Goes out: bytes, the
same for the same input on any day: no time, no chance. Lengths in mm.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import groupby

from formgen.base.xml_text import escape, quoteattr
from formgen.declaration.carried import ATTACHMENT, PROFILE_ATTACHMENT, PROGRAM
from formgen.declaration.ofd_names import (
    ATTACHMENT_FOLDER,
    ATTACHMENT_FORMAT,
    ATTACHMENT_LIST,
    DOCUMENT_TYPE,
    ENTRY,
    NAMESPACE,
    RESOURCES,
    ROOT,
    VERSION,
    font_part,
    page_part,
)
from formgen.declaration.profile import Profile
from formgen.fonts.chain import FontSet
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import Measures
from formgen.layout.plan import PagedForm
from formgen.render.ofd_fonts import EmbeddedFont, FontBook
from formgen.render.ofd_marks import DRAFT_DEGREES, RectangleMark, Sheet, TextMark, Typesetter
from formgen.render.table_lines import Line
from formgen.views.file_facts import FileFacts

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_ABOVE, _TALL = 1.0, 1.4
"""A text's box, in em: from so far above its base line, so tall. Some readers cut off what is outside."""

_DRAFT_GREY, _SOLID_GREY = 216, 64


def render_ofd(
    form: PagedForm | None,
    appendix: PagedAppendix | None,
    measures: Measures,
    fonts: FontSet,
    profile: Profile,
    facts: FileFacts,
) -> bytes:
    """The form, the appendix, or the form with the appendix behind it. Raises MissingResource for a damaged
    font."""
    book = FontBook(fonts)
    sheets = list(Typesetter(measures, profile, book.font_of).sheets(form, appendix))
    return pack_parts(make_parts(sheets, book.embedded(), profile, facts))


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip, in their order, with one time for all."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on Windows and elsewhere
            archive.writestr(entry, data)
    return stream.getvalue()


def make_parts(
    sheets: Sequence[Sheet], fonts: Sequence[EmbeddedFont], profile: Profile, facts: FileFacts
) -> dict[str, bytes]:
    """Every part of the file by its name."""
    box = f"0 0 {_mm(float(profile.page.width))} {_mm(float(profile.page.height))}"
    files = attached_files(facts)
    numbers = _Numbers(len(fonts) + len(sheets))
    pages = {
        page_part(number): _xml(_page(sheet, box, profile, numbers)) for number, sheet in enumerate(sheets)
    }
    first_page = len(fonts) + 1
    return {
        ENTRY: _xml(_entry(facts)),
        ROOT: _xml(_document(sheets, box, first_page, numbers.last)),
        RESOURCES: _xml(_resources(fonts)),
        **pages,
        ATTACHMENT_LIST: _xml(_attachments(files, facts)),
        **{f"{ATTACHMENT_FOLDER}{name}": data for name, data in files.items()},
        **{font_part(number): font.data for number, font in enumerate(fonts)},
    }


def attached_files(facts: FileFacts) -> dict[str, bytes]:
    """The data, and the profile that says what they mean."""
    files = {ATTACHMENT: facts.data}
    return {**files, PROFILE_ATTACHMENT: facts.form_profile} if facts.form_profile else files


class _Numbers:
    """Numbers for the objects of a file, each once."""

    def __init__(self, used: int) -> None:
        self.last = used

    def next(self) -> int:
        self.last += 1
        return self.last


def _xml(lines: Iterator[str]) -> bytes:
    return (_HEAD + "\n".join(lines) + "\n").encode()


def _entry(facts: FileFacts) -> Iterator[str]:
    yield f'<ofd:OFD xmlns:ofd="{NAMESPACE}" Version="{VERSION}" DocType="{DOCUMENT_TYPE}">'
    yield "<ofd:DocBody>"
    yield "<ofd:DocInfo>"
    for name, text in document_info(facts).items():
        yield f"<ofd:{name}>{escape(text)}</ofd:{name}>"
    yield "<ofd:CustomDatas>"
    for name, text in facts.properties.items():
        yield f"<ofd:CustomData Name={quoteattr(name)}>{escape(text)}</ofd:CustomData>"
    yield "</ofd:CustomDatas>"
    yield "</ofd:DocInfo>"
    yield f"<ofd:DocRoot>{ROOT}</ofd:DocRoot>"
    yield "</ofd:DocBody>"
    yield "</ofd:OFD>"


def document_info(facts: FileFacts) -> dict[str, str]:
    """What the file says of itself, as its PDF does. The number follows from the content."""
    said = "\n".join((facts.title, *(f"{name}={text}" for name, text in facts.properties.items())))
    return {
        "DocID": sha256(said.encode()).hexdigest()[:32],
        "Title": facts.title,
        "Author": facts.department,
        "CreationDate": facts.date.isoformat(),
        "ModDate": facts.date.isoformat(),
        "Creator": PROGRAM,
        "CreatorVersion": facts.version,
    }


def _document(sheets: Sequence[Sheet], box: str, first_page: int, last: int) -> Iterator[str]:
    yield f'<ofd:Document xmlns:ofd="{NAMESPACE}">'
    yield "<ofd:CommonData>"
    yield f"<ofd:MaxUnitID>{last}</ofd:MaxUnitID>"
    yield f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
    yield "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    yield "</ofd:CommonData>"
    yield "<ofd:Pages>"
    for number in range(len(sheets)):
        part = page_part(number).removeprefix("Doc_0/")
        yield f'<ofd:Page ID="{first_page + number}" BaseLoc="{part}"/>'
    yield "</ofd:Pages>"
    marks = [
        (first_page + number, title) for number, sheet in enumerate(sheets) for title in sheet.titles if title
    ]
    if marks:
        yield "<ofd:Bookmarks>"
        for page, title in marks:
            yield f"<ofd:Bookmark Name={quoteattr(title)}>"
            yield f'<ofd:Dest Type="XYZ" PageID="{page}" Left="0" Top="0" Zoom="0"/>'
            yield "</ofd:Bookmark>"
        yield "</ofd:Bookmarks>"
    yield "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    yield "</ofd:Document>"


def _resources(fonts: Sequence[EmbeddedFont]) -> Iterator[str]:
    yield f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res">'
    yield "<ofd:Fonts>"
    for number, font in enumerate(fonts):
        family = quoteattr(font.family)
        yield f'<ofd:Font ID="{number + 1}" FontName={family} FamilyName={family} Charset="unicode">'
        yield f"<ofd:FontFile>{font_part(number).rsplit('/', 1)[1]}</ofd:FontFile>"
        yield "</ofd:Font>"
    yield "</ofd:Fonts>"
    yield "</ofd:Res>"


def _attachments(files: Mapping[str, bytes], facts: FileFacts) -> Iterator[str]:
    yield f'<ofd:Attachments xmlns:ofd="{NAMESPACE}">'
    for number, (name, data) in enumerate(files.items(), start=1):
        yield (
            f'<ofd:Attachment ID="A{number}" Name="{name}" Format="{ATTACHMENT_FORMAT}"'
            f' CreationDate="{facts.date.isoformat()}" Size="{_mm(len(data) / 1024)}" Visible="true">'
        )
        yield f"<ofd:FileLoc>{name}</ofd:FileLoc>"
        yield "</ofd:Attachment>"
    yield "</ofd:Attachments>"


def _page(sheet: Sheet, box: str, profile: Profile, numbers: _Numbers) -> Iterator[str]:
    yield f'<ofd:Page xmlns:ofd="{NAMESPACE}">'
    yield f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
    yield "<ofd:Content>"
    yield f'<ofd:Layer ID="{numbers.next()}" Type="Body">'
    for mark in sheet.mark:
        middle = float(profile.page.width) / 2, float(profile.page.height) / 2
        yield _turned_text(mark, box, middle, numbers.next())
    for text in sheet.texts:
        yield _text(text, numbers.next())
    for width, run in groupby(sorted(sheet.lines, key=lambda line: line.width), key=lambda line: line.width):
        yield _lines(list(run), width, box, numbers.next())
    for rectangle in sheet.rectangles:
        yield _rectangle(rectangle, box, numbers.next())
    yield "</ofd:Layer>"
    yield "</ofd:Content>"
    yield "</ofd:Page>"


def _text(mark: TextMark, number: int) -> str:
    size = mark.size
    box = " ".join(map(_mm, (mark.x, mark.y - size * _ABOVE, max(mark.width, size), size * _TALL)))
    return (
        f'<ofd:TextObject ID="{number}" Name="{mark.use}" Boundary="{box}" Font="{mark.font + 1}"'
        f' Size="{_mm(size)}">{_code(mark, 0.0, size * _ABOVE)}</ofd:TextObject>'
    )


def _turned_text(mark: TextMark, box: str, middle: tuple[float, float], number: int) -> str:
    turn = math.radians(DRAFT_DEGREES)
    matrix = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), *middle)
    return (
        f'<ofd:TextObject ID="{number}" Name="{mark.use}" Boundary="{box}" CTM="{" ".join(map(_fine, matrix))}"'
        f' Font="{mark.font + 1}" Size="{_mm(mark.size)}">{_color("FillColor", _DRAFT_GREY)}'
        f"{_code(mark, mark.x, mark.y)}</ofd:TextObject>"
    )


def _code(mark: TextMark, x: float, y: float) -> str:
    steps = f' DeltaX="{_deltas(mark.advances)}"' if mark.advances else ""
    return f'<ofd:TextCode X="{_mm(x)}" Y="{_mm(y)}"{steps}>{escape(mark.text)}</ofd:TextCode>'


def _deltas(advances: Sequence[float]) -> str:
    """Steps from character to character, repeats as `g count step`."""
    words = []
    for step, run in groupby(map(_fine, advances)):
        count = len(list(run))
        words.append(f"g {count} {step}" if count > 2 else " ".join([step] * count))
    return " ".join(words)


def _lines(lines: Sequence[Line], width: float, box: str, number: int) -> str:
    path = " ".join(f"M {_mm(line.x1)} {_mm(line.y1)} L {_mm(line.x2)} {_mm(line.y2)}" for line in lines)
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_fine(width)}">'
        f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _rectangle(mark: RectangleMark, box: str, number: int) -> str:
    left, top, right, bottom = map(_mm, (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height))
    fill = ' Fill="true"' if mark.solid else ""
    color = _color("FillColor", _SOLID_GREY) if mark.solid else ""
    path = f"M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} C"
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_fine(mark.line)}"{fill}>'
        f"{color}<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _color(name: str, grey: int) -> str:
    return f'<ofd:{name} Value="{grey} {grey} {grey}"/>'


def _mm(value: float) -> str:
    return _short(f"{value:.3f}")


def _fine(value: float) -> str:
    return _short(f"{value:.4f}")


def _short(text: str) -> str:
    text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
