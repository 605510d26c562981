"""The tags of a Word template before docxtpl cleans them up: where each stands, and whether it is whole.

Comes in: the lxml tree of a part (body, header, footer). Goes out: the same tree with every tag marked
with its number, formgen's own tags carried out (`docx_own_tags`), and the faults found.

A tag is known again on its way through docxtpl's string work by its number in the book, written before
its end in spaces of U+2000 to U+2009: Jinja skips them, and they go wherever the tag goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from formgen.base.errors import Fault
from formgen.messages import rendering as say
from formgen.render.docx_own_tags import OWN_TAGS
from formgen.render.docx_xml import W, find_ancestor

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STRAY = re.compile(r"\{[{%#].{0,40}|.{0,40}[}%#]\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%[-+]?(?:(tr|tc|p|r)\s)?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
_OWN = re.compile(rf"\{{%\s*({'|'.join(OWN_TAGS)})\s+(.*?)\s*%\}}", re.DOTALL)
_BLOCKS = {"for", "if", "with", "filter", "macro", "call", "raw", "block", "autoescape"}
_BRANCHES = {"else": {"for", "if"}, "elif": {"if"}}

_SPACES = {ord("0") + digit: 0x2000 + digit for digit in range(10)}
_DIGITS = {space: digit for digit, space in _SPACES.items()}
_MARK = re.compile("[\u2000-\u2009]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as the designer wrote it and where it stands, for people."""

    text: str
    place: str

    def fault(self, sentence: str, **values: object) -> Fault:
        """What is wrong with it: the sentence's {tag} is its text."""
        return Fault(sentence.format(tag=self.text, **values), place=self.place, hint=say.TAG_HINT)


@dataclass(slots=True)
class TagBook:
    """The tags of a template by their number, and what is wrong with them."""

    tags: list[Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def enter(self, tag: Tag) -> str:
        """Take a tag in; its number as invisible spaces."""
        self.tags.append(tag)
        return str(len(self.tags) - 1).translate(_SPACES)

    def find(self, source: str) -> Tag | None:
        """The tag that this piece of template source comes from."""
        mark = _MARK.search(source)
        return self.tags[int(mark[0].translate(_DIGITS))] if mark else None


@dataclass(frozen=True, slots=True)
class _Statement:
    """A {% … %} tag: its kind (tr, tc, p or "" for within a paragraph), first word, and the element in
    which what it opens must be closed."""

    tag: Tag
    kind: str
    word: str
    scope: etree._Element | None


def read_tags(root: etree._Element, part: str, book: TagBook) -> None:
    """Enter every tag of the part into the book, mark it in the tree, and carry out formgen's own."""
    statements: list[_Statement] = []
    own: list[tuple[str, etree._Element, str, Tag]] = []
    for paragraph, place in _locate_paragraphs(root, part):
        texts = list_texts(paragraph)
        whole = "".join(text.text or "" for text in texts)
        for stray in _STRAY.finditer(TAG.sub("", whole)):
            book.faults.append(Tag(stray[0], place).fault(say.TAG_BROKEN))
        for match in reversed(list(TAG.finditer(whole))):
            # From the last to the first, so that the positions of those before stay true.
            tag = Tag(match[0], place)
            mark = book.enter(tag)
            if mine := _OWN.fullmatch(match[0]):
                own.append((mine[1], paragraph, mine[2] + mark, tag))
                _cut(texts, match.start(), match.end())
            else:
                end = match.end() - (3 if match[0][-3] in "-+" else 2)
                _insert(texts, end, mark)
        for match in _STATEMENT.finditer(whole):
            if not _OWN.fullmatch(match[0]):
                statement = _Statement(Tag(match[0], place), match[1] or "", match[2], None)
                statements += _settle(statement, match[3], paragraph, book)
    _check_pairs(statements, book)
    for name, paragraph, expression, tag in own:
        book.faults += [tag.fault(s, **v) for s, v in OWN_TAGS[name](paragraph, expression)]


def list_texts(element: etree._Element) -> list[etree._Element]:
    """The w:t of an element, without those of text boxes inside its runs."""
    boxed = f"{W}txbxContent"
    own = list(element.iterancestors(boxed))
    return [text for text in element.iter(f"{W}t") if len(list(text.iterancestors(boxed))) == len(own)]


def _locate_paragraphs(root: etree._Element, part: str) -> Iterator[tuple[etree._Element, str]]:
    """Every paragraph with its place, counted as a person counts: tables in the part, rows in the
    table, cells in the row, paragraphs in the cell or outside tables."""
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), start=1)}
    for paragraph in list(root.iter(f"{W}p")):
        number = 1 + sum(1 for _ in paragraph.itersiblings(f"{W}p", preceding=True))
        cell, row = find_ancestor(paragraph, "tc"), find_ancestor(paragraph, "tr")
        table = find_ancestor(paragraph, "tbl")
        if cell is None or row is None or table is None:
            yield paragraph, say.IN_PARAGRAPH.format(part=part, paragraph=number)
            continue
        yield (
            paragraph,
            say.IN_CELL.format(
                part=part,
                table=tables[table],
                row=1 + sum(1 for _ in row.itersiblings(f"{W}tr", preceding=True)),
                cell=1 + sum(1 for _ in cell.itersiblings(f"{W}tc", preceding=True)),
                paragraph=number,
            ),
        )


def _cut(texts: list[etree._Element], start: int, end: int) -> None:
    """Take characters start to end out of a paragraph, which Word may have split over many runs."""
    offset = 0
    for text in texts:
        old = text.text or ""
        text.text = old[: max(start - offset, 0)] + old[max(end - offset, 0) :]
        offset += len(old)


def _insert(texts: list[etree._Element], at: int, new: str) -> None:
    """Put characters in before character `at` of the paragraph."""
    for text in texts:
        old = text.text or ""
        if at <= len(old):
            text.text = old[:at] + new + old[at:]
            return
        at -= len(old)


def _settle(
    statement: _Statement, rest: str, paragraph: etree._Element, book: TagBook
) -> Iterator[_Statement]:
    """The statement with its scope, if it opens, branches or closes a block."""
    kind, word, tag = statement.kind, statement.word, statement.tag
    holder = paragraph if kind in ("", "p", "r") else find_ancestor(paragraph, kind)
    if holder is None:
        book.faults.append(tag.fault(say.TAG_NO_ROW if kind == "tr" else say.TAG_NO_CELL))
        return
    if kind in say.UNITS:
        others = "".join(text.text or "" for text in list_texts(holder))
        others = _MARK.sub("", others).replace(tag.text, "", 1).strip()
        if others:
            book.faults.append(tag.fault(say.TAG_NOT_ALONE, unit=say.UNITS[kind], text=others))
            return
    opens = word in _BLOCKS or (word == "set" and "=" not in rest)
    if opens or word in _BRANCHES or word.startswith("end"):
        yield _Statement(tag, kind, word, holder.getparent() if kind in say.UNITS else holder)


def _check_pairs(statements: list[_Statement], book: TagBook) -> None:
    """Each block closes with its own word, on the level where it opened: else the XML would tear."""
    opened: list[_Statement] = []
    for this in statements:
        branch, closes = this.word in _BRANCHES, this.word.startswith("end")
        if not branch and not closes:
            opened.append(this)
            continue
        start = opened[-1] if opened else None
        fits = start and (start.word in _BRANCHES[this.word] if branch else this.word == f"end{start.word}")
        if start is None or not fits:
            book.faults.append(this.tag.fault(say.TAG_UNOPENED))
            continue
        if (start.kind, start.scope) != (this.kind, this.scope):
            book.faults.append(this.tag.fault(say.TAG_CROSSED, start=start.tag.text, place=start.tag.place))
        if closes:
            opened.pop()
    book.faults += [start.tag.fault(say.TAG_UNCLOSED, word=start.word) for start in opened]
