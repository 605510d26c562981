"""What a Word document says beside its paragraphs and tables: text boxes, tables in cells, notes, tracked changes.

Comes in: the parts of a .docx. Goes out: `Aside`s, and what was changed in which paragraph or cell. What two
programs are each given a copy of comes once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from formgen.messages import importing as say
from formgen.sources.docx_content import W, blocks_of, frame_of, read_root
from formgen.sources.docx_text import children_of, columns_of, is_deleted, paragraph_text
from formgen.sources.parts import DOCUMENT, Parts, local_name

_TAKEN = {f"{W}del", f"{W}moveFrom"}
_ADDED = {f"{W}ins", f"{W}moveTo"}
_WORDS = (f"{W}t", f"{W}delText")
_NOTES = ("footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that stands in no paragraph and no cell of the body. place: what to call it. why: it is not read."""

    place: str
    text: str
    why: str


@dataclass
class Asides:
    """revised: place of a paragraph or cell → what tracked changes did to it."""

    texts: list[Aside] = field(default_factory=list)
    revised: dict[str, str] = field(default_factory=dict)


def read_asides(parts: Parts) -> Asides:
    """Everything beside the text."""
    found = Asides()
    if parts.main is None:
        return found
    body = read_root(parts, parts.main).find(f"{W}body")
    if body is None:
        return found
    for number, text in enumerate(_boxes(body), 1):
        found.texts.append(Aside(say.ASIDE.format(number=number), text, say.IN_ASIDE))
    for number, text in enumerate(_notes(parts), 1):
        found.texts.append(Aside(say.NOTE_PLACE.format(number=number), text, say.IN_NOTE))
    _read_changes(body, found)
    return found


def _boxes(body: etree._Element) -> Iterator[str]:
    waiting = [(element, False) for element in reversed(list(body))]
    seen: set[str] = set()
    while waiting:
        element, in_cell = waiting.pop()
        name = local_name(element)
        if name == "txbxContent" or (name == "tbl" and in_cell):
            text = "\n".join(_paragraphs(element))
            if text and text not in seen:
                seen.add(text)
                yield text
            continue
        inside = frame_of(element) if name == "tbl" else None
        if inside is not None:
            waiting += [(child, False) for child in reversed(inside)]
        else:
            waiting += [(child, in_cell or name == "tc") for child in reversed(element)]


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter():
        if local_name(paragraph) == "p":
            text = "".join(run.text or "" for run in paragraph.iter() if local_name(run) == "t").strip()
            if text:
                yield text


def _notes(parts: Parts) -> Iterator[str]:
    """Notes at the foot of a page or at the end."""
    for kind in _NOTES:
        for name in parts.related(parts.main or "", kind):
            for note in parts.root(name, DOCUMENT):
                text = "\n".join(_paragraphs(note))
                if text:
                    yield text


# ── tracked changes ───────────────────────────────────────────────────────────────────────────────


def _read_changes(body: etree._Element, found: Asides) -> None:
    """Deleted words are not read, inserted ones are: both are told where they stand."""
    tables = paragraphs = 0
    removed: dict[str, list[str]] = defaultdict(list)
    for block in blocks_of(body, open_frames=True):
        if block.tag == f"{W}tbl":
            tables += 1
            for place, cell in _cells(block, tables, removed):
                _tell(place, children_of(cell, f"{W}p"), found, removed, seen=True)
        else:
            seen = bool(paragraph_text(block).strip())
            paragraphs += seen
            place = say.PARAGRAPH.format(number=paragraphs) if seen else say.DELETED_PARAGRAPH
            _tell(place, [block], found, removed, seen=seen)
    for place, texts in removed.items():
        found.texts.append(Aside(place, "\n".join(texts), say.DELETED))


def _cells(
    table: etree._Element, number: int, removed: dict[str, list[str]]
) -> Iterator[tuple[str, etree._Element]]:
    down = 0
    for row in children_of(table, f"{W}tr"):
        if is_deleted(row):
            cells = (_said(cell, _WORDS) for _, cell in columns_of(row))
            removed[say.DELETED_ROW.format(table=number)].append(" ".join(cells))
            continue
        down += 1
        for column, cell in columns_of(row):
            yield say.TABLE_CELL.format(table=number, row=down, column=column + 1), cell


def _tell(
    place: str, paragraphs: Iterable[etree._Element], found: Asides, removed: dict[str, list[str]], *, seen: bool
) -> None:  # fmt: skip
    """seen: False where nothing is left of a paragraph."""
    paragraphs = list(paragraphs)
    taken, added = _under(paragraphs, _TAKEN), _under(paragraphs, _ADDED)
    left = seen and any(paragraph_text(paragraph).strip() for paragraph in paragraphs)
    if taken and not left:
        removed[place].append(taken)
    elif taken or added:
        words = [*([say.TAKEN.format(text=_short(taken))] if taken else []),
                 *([say.ADDED.format(text=_short(added))] if added else [])]  # fmt: skip
        found.revised[place] = say.REVISED.format(what=say.FIELDS_SEPARATOR.join(words))


def _under(paragraphs: Iterable[etree._Element], names: set[str]) -> str:
    changes = (item for paragraph in paragraphs for item in paragraph.iter(*names))
    return "".join(_said(item, _WORDS) for item in changes)


def _said(element: etree._Element, names: Iterable[str]) -> str:
    return "".join(item.text or "" for item in element.iter(*names))


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
