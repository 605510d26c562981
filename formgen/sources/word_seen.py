"""A Word document's body as a person sees it, in plain texts: what Word draws by itself is written out, what nobody
sees goes, and what cannot be written is told.

Comes in: the body and its parts. Goes out: the body changed in place, and a `Remark` for each cell or paragraph that
was not plain. Documents of formgen's own have nothing of all this, and cost one look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from formgen.base.circled import CIRCLED
from formgen.messages import word as say
from formgen.messages.importing import DELETED_ROW, PARAGRAPH, TABLE_CELL
from formgen.sources.docx_text import (
    TBL,
    TC,
    TR,
    P,
    T,
    W,
    children_of,
    columns_of,
    is_deleted,
    is_on,
    paragraph_text,
)
from formgen.sources.parts import DOCUMENT, Parts, local_name
from formgen.sources.raised import raised_text
from formgen.sources.word_numbers import UNKNOWN, numbered
from formgen.sources.word_signs import draws_signs, sign_of

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RUN, _VAL, _FIELD = f"{W}r", f"{W}val", f"{W}fldChar"
_MATHS = (f"{_M}oMath", f"{_M}oMathPara")
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_CHANGES = (f"{W}del", f"{W}moveFrom", f"{W}ins", f"{W}moveTo")
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_ODD = (
    f"{_MC}AlternateContent", *_MATHS, *_NOTES, *_CHANGES, *_PICTURES, f"{W}txbxContent",
    *(W + name for name in ("vanish", "strike", "dstrike", "vertAlign", "sym", "numPr", "pStyle", "ruby", "ffData",
                            "showingPlcHdr", "instrText", "caps", "smallCaps", "commentReference", "ptab", "rFonts")),
)  # fmt: skip
_CIRCLED = re.compile(r"eq\s*\\o\s*(?:\\a[clr]\s*)?\(\s*[○◯〇Ｏ]\s*[,，;]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_SOUNDED = re.compile(
    r"eq\b.*\\o\s*(?:\\a[a-z]\s*)?\(\s*\\s\\up\s*\d+\s*\([^()]*\)\s*[,，;](.+)\)", re.IGNORECASE
)
"""Characters with their sound above them, as older files write them."""

_SYMBOL = re.compile(r'symbol\s+(\d+|0x[0-9a-f]+)(?:.*?\\f\s+"([^"]+)")?', re.IGNORECASE)
_SILENT = re.compile(r"(xe|tc|rd|ta|set|private|advance|formtext|formcheckbox|formdropdown|macrobutton|bibliography)\b",
                     re.IGNORECASE)  # fmt: skip
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Remark:
    """What the text of a cell or paragraph does not say, or says otherwise than it was drawn. is_fault: something was
    seen there that cannot be read. for_person: somebody should look, though it was read."""

    place: str
    message: str
    hint: str = ""
    is_fault: bool = False
    for_person: bool = False


def write_out(
    body: etree._Element, parts: Parts, blocks: Callable[[], Iterator[etree._Element]]
) -> tuple[Remark, ...]:
    """blocks: the paragraphs and tables that are read, in their order."""
    if next(body.iter(*_ODD), None) is None and not any(map(_in_cell, body.iter(TBL))):
        return ()
    return _Desk(body, parts, blocks).remarks()


@dataclass(slots=True)
class _Desk:
    body: etree._Element
    parts: Parts
    blocks: Callable[[], Iterator[etree._Element]]
    found: dict[tuple[etree._Element, str], list[str]] = field(default_factory=dict)

    def remarks(self) -> tuple[Remark, ...]:
        self._choose_alternatives()
        for step in (self._prompts, self._fields, self._rubies, self._maths, self._signs, self._looks, self._numbers,
                     self._asides):  # fmt: skip
            step()
        return tuple(self._placed())

    def tell(self, item: etree._Element, kind: str, text: str = "") -> None:
        """Keep what is to be told of the cell or paragraph that this stands in."""
        holder = _holder(item)
        if holder is not None:
            texts = self.found.setdefault((holder, kind), [])
            if text not in texts:
                texts.append(text)

    def _placed(self) -> Iterator[Remark]:
        places = _places(self.blocks(), {holder for holder, _ in self.found})
        for (holder, kind), texts in self.found.items():
            place = places.get(holder)
            if place is not None:
                words, in_cell = say.SEEN[kind], holder.tag == TC
                said = "、".join(text for text in (_short(text) for text in texts) if text)
                yield Remark(place, words.message.format(text=said), words.hint,
                             is_fault=words.is_fault and in_cell, for_person=words.for_person)  # fmt: skip

    def _choose_alternatives(self) -> None:
        """Of what is written for programs that can and programs that cannot, the first: Word and WPS can."""
        for item in list(self.body.iter(f"{_MC}AlternateContent")):
            choices = [child for child in item if local_name(child) in ("Choice", "Fallback")]
            for child in list(next((choice for choice in choices if len(choice)), ())):
                item.addprevious(child)
            _remove(item)

    def _prompts(self) -> None:
        """What a control asks for is nobody's answer."""
        for mark in list(self.body.iter(f"{W}showingPlcHdr")):
            control = next(mark.iterancestors(f"{W}sdt"), None)
            if control is None or not is_on(mark):
                continue
            texts = list(control.iter(T))
            said = "".join(item.text or "" for item in texts)
            if said.strip():
                self.tell(control, "prompt", said)
            for item in texts:
                _remove(item)

    def _fields(self) -> None:
        for mark in list(self.body.iter(f"{W}ffData")):
            shown = _form_field(mark)
            begin = mark.getparent()
            if shown and begin is not None:
                begin.addprevious(_text(shown))
        for paragraph in {
            item: None for mark in self.body.iter(f"{W}instrText") for item in mark.iterancestors(P)
        }:
            self._fields_of(paragraph)

    def _fields_of(self, paragraph: etree._Element) -> None:
        """Fields that Word draws without writing a result down."""
        instruction, result, depth = "", False, 0
        for item in list(paragraph.iter(_FIELD, f"{W}instrText", T)):
            kind = item.get(f"{W}fldCharType", "") if item.tag == _FIELD else ""
            if kind == "begin":
                instruction, result, depth = (
                    ("", False, 1) if depth == 0 else (instruction, result, depth + 1)
                )
            elif kind == "end" and depth:
                depth -= 1
                if depth == 0 and not result:
                    self._draw(item, " ".join(instruction.split()))
            elif item.tag == f"{W}instrText":
                instruction += item.text or ""
            elif kind == "separate":
                result = result or depth == 1
        # A field of several paragraphs ends in another: what it shows stands there.

    def _draw(self, end: etree._Element, instruction: str) -> None:
        circled, sounded = _CIRCLED.fullmatch(instruction), _SOUNDED.fullmatch(instruction)
        symbol = _SYMBOL.match(instruction)
        text: str | None = None
        if circled and 0 < int(circled[1]) <= len(CIRCLED):
            text = CIRCLED[int(circled[1]) - 1]
        elif sounded:
            text = sounded[1].strip()
        elif symbol:
            text = sign_of(symbol[2] or "symbol", int(symbol[1], 0))
        if text is not None:
            end.addprevious(_text(text))
        elif instruction and not _SILENT.match(instruction):
            self.tell(end, "field", instruction)

    def _rubies(self) -> None:
        """Characters with their sound above them: the characters."""
        for ruby in list(self.body.iter(f"{W}ruby")):
            base = ruby.find(f"{W}rubyBase")
            said = "" if base is None else "".join(item.text or "" for item in base.iter(T))
            ruby.addprevious(_text(said))
            _remove(ruby)

    def _maths(self) -> None:
        for math in list(self.body.iter(f"{_M}oMath")):
            said, plain = _linear(math)
            run = etree.Element(_RUN)
            run.append(_text(said))
            if not plain:
                self.tell(math, "math", said)
            outer = math.getparent()
            target = outer if outer is not None and outer.tag == f"{_M}oMathPara" else math
            target.addprevious(run)
            _remove(math)

    def _signs(self) -> None:
        for item in list(self.body.iter(f"{W}sym")):
            font, code = item.get(f"{W}font", ""), item.get(f"{W}char", "")
            sign = sign_of(font, int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else None
            if sign is None:
                self.tell(item, "sign", f"{font} {code}")
            item.addprevious(_text(sign or UNKNOWN))
            _remove(item)
        for fonts in self.body.iter(f"{W}rFonts"):
            font = fonts.get(f"{W}ascii", "") or fonts.get(f"{W}hAnsi", "")
            run = _run_of(fonts)
            if run is None or not draws_signs(font):
                continue
            for item in run.iter(T):
                signs = [sign_of(font, ord(sign)) for sign in item.text or ""]
                if None in signs:
                    self.tell(item, "sign", f"{font} {item.text}")
                item.text = "".join(sign or UNKNOWN for sign in signs)

    def _looks(self) -> None:
        for mark in list(self.body.iter(*(W + name for name in ("vertAlign", "caps", "smallCaps", "strike", "dstrike",
                                                                "vanish", "ptab")))):  # fmt: skip
            if mark.tag == f"{W}ptab":
                mark.tag = f"{W}tab"
                continue
            run = _run_of(mark)
            texts = [] if run is None else [item for item in run.iter(T) if item.text]
            said = "".join(item.text or "" for item in texts)
            if not said.strip() or (mark.tag != f"{W}vertAlign" and not is_on(mark)):
                continue
            if mark.tag in (f"{W}caps", f"{W}smallCaps"):
                for item in texts:
                    item.text = (item.text or "").upper()
            elif mark.tag == f"{W}vertAlign":
                self._raise(mark, texts, said)
            elif mark.tag == f"{W}vanish":
                self.tell(mark, "hidden", said)
                for item in texts:
                    _remove(item)
            else:
                self.tell(mark, "struck", said)

    def _raise(self, mark: etree._Element, texts: list[etree._Element], said: str) -> None:
        raised = raised_text(said, mark.get(_VAL, ""))
        if raised is None:
            self.tell(mark, "flat", said)
        elif raised != said:
            self.tell(mark, "raised", raised)
            for item in texts:
                item.text = raised_text(item.text or "", mark.get(_VAL, ""))

    def _numbers(self) -> None:
        for paragraph, number in numbered(self.body, self.parts):
            if not number or not paragraph_text(paragraph).strip():
                continue
            self.tell(paragraph, "sign" if UNKNOWN in number else "number", number)
            run = etree.Element(_RUN)
            run.append(_text(number))
            properties = paragraph.find(f"{W}pPr")
            assert properties is not None
            properties.addnext(run)

    def _asides(self) -> None:
        notes: dict[str, Mapping[str, str]] = {}
        for item in self.body.iter(
            *_NOTES, *_CHANGES, *_PICTURES, f"{W}txbxContent", f"{W}commentReference", TBL
        ):
            if item.tag in _NOTES:
                kind = _NOTES[str(item.tag)]
                notes.setdefault(kind, self._notes(kind))
                self.tell(item, "note", notes[kind].get(item.get(f"{W}id", ""), ""))
            elif item.tag in _CHANGES:
                said = "".join(text.text or "" for text in item.iter(T, f"{W}delText"))
                if said.strip():
                    self.tell(item, "removed" if item.tag in _CHANGES[:2] else "added", said)
            elif item.tag == f"{W}commentReference":
                self.tell(item, "comment")
            elif item.tag == f"{W}txbxContent" or (item.tag == TBL and _in_cell(item)):
                said = "".join(text.text or "" for text in item.iter(T))
                if said.strip():
                    self.tell(item, "box" if item.tag != TBL else "table", said)
            elif (
                item.tag in _PICTURES and _in_cell(item) and next(item.iter(f"{W}txbxContent"), None) is None
            ):
                self.tell(item, "picture")  # one beside the form is a seal or a drawn line

    def _notes(self, kind: str) -> Mapping[str, str]:
        found = {}
        for part in self.parts.related(self.parts.main or "", kind):
            for note in self.parts.root(part, DOCUMENT):
                words = "".join(item.text or "" for item in note.iter() if local_name(item) == "t")
                found[note.get(f"{W}id", "")] = words
        return found


def _linear(math: etree._Element) -> tuple[str, bool]:
    """A formula on one line, and whether nothing of it is lost so: a fraction's line says what it divides."""
    said, plain = "", True
    for item in math:
        name = local_name(item)
        if name == "r":
            said += "".join(text.text or "" for text in item if local_name(text) == "t")
        elif name in ("sSup", "sSub"):
            base, small = (_linear(child) if (child := item.find(_M + part)) is not None else ("", False)
                           for part in ("e", name[1:].lower()))  # fmt: skip
            raised = raised_text(small[0], "superscript" if name == "sSup" else "subscript")
            said += base[0] + (raised if raised is not None else small[0])
            plain = plain and base[1] and small[1] and raised is not None
        elif not name.endswith("Pr"):
            words = "".join(text.text or "" for text in item.iter(f"{_M}t"))
            said += words
            plain = plain and not words
    return said, plain


def _form_field(mark: etree._Element) -> str:
    """What an old form field shows: the entry chosen from a list, a box ticked or not."""
    entries = [item.get(_VAL, "") for item in mark.iter(f"{W}listEntry")]
    if entries:
        chosen = next(
            (item.get(_VAL, "") for name in ("result", "default") for item in mark.iter(W + name)), "0"
        )
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else entries[0]
    box = mark.find(f"{W}checkBox")
    if box is None:
        return ""
    state = next((item for name in ("checked", "default") for item in box.iter(W + name)), None)
    return "☑" if state is not None and is_on(state) else "☐"


def _places(blocks: Iterator[etree._Element], wanted: set[etree._Element]) -> dict[etree._Element, str]:
    """Where each of these cells and paragraphs stands, for people."""
    places: dict[etree._Element, str] = {}
    tables = paragraphs = 0
    for block in blocks:
        if block.tag == P:
            paragraphs += bool(paragraph_text(block).strip())
            places[block] = PARAGRAPH.format(number=paragraphs or 1)
            continue
        tables += 1
        if wanted.isdisjoint(block.iter(TC)):
            continue
        down = 0
        for row in children_of(block, TR):
            down += not is_deleted(row)
            for column, cell in columns_of(row):
                places[cell] = (
                    DELETED_ROW.format(table=tables) if is_deleted(row)
                    else TABLE_CELL.format(table=tables, row=down, column=column + 1)
                )  # fmt: skip
    return places


def _holder(item: etree._Element) -> etree._Element | None:
    """The outermost cell that an element stands in, else its outermost paragraph."""
    above = [item, *item.iterancestors(TC, P)]
    cells = [element for element in above if element.tag == TC]
    paragraphs = [element for element in above if element.tag == P]
    return cells[-1] if cells else paragraphs[-1] if paragraphs else None


def _in_cell(item: etree._Element) -> bool:
    return next(item.iterancestors(TC), None) is not None


def _run_of(mark: etree._Element) -> etree._Element | None:
    """The run whose looks this belongs to; None for the looks of a paragraph's end."""
    looks = mark.getparent()
    run = None if looks is None else looks.getparent()
    return run if run is not None and run.tag == _RUN else None


def _text(said: str) -> etree._Element:
    item = etree.Element(T)
    item.text = said
    return item


def _remove(item: etree._Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
