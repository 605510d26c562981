"""A Word template, compiled once and filled many times.

Comes in: the path of a .docx that a designer keeps in Word or WPS, with docxtpl's tags and formgen's own
(`docx_own_tags`), and the profile's dress. Goes out: `CompiledTemplate`, whose `fill` makes the bytes of
a document from plain data.

docxtpl joins the runs that Word split; the rest is ours, for a template is a user's file: Jinja runs
sandboxed, an unknown name is an error, and every error names the tag and its place. Values are printed as
typed: escaped, a line break as w:br, a tab as w:tab, never read as XML or as a tag.
"""

from __future__ import annotations

import html
import os
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

from jinja2 import DictLoader, Template, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree
from markupsafe import Markup, escape

from formgen.base.cache import code_folder, read_kept, write_kept
from formgen.base.errors import Fault, UnreadableInput
from formgen.base.packages import Entry, join_entries, pack_entry, pack_shared
from formgen.layout.plan import PlacedCell
from formgen.messages import rendering as say
from formgen.render.appendix_templates import renew_body, shipped_folder
from formgen.render.bounded import BoundedGenerator, BoundedSandbox
from formgen.render.docx_dress import Dress, dress_part, dress_styles
from formgen.render.docx_looks import Looks, take_looks
from formgen.render.docx_own_tags import cell_marks, four_fonts, merge_mark
from formgen.render.docx_pictures import RELATIONS, drop_unused, picture_entries
from formgen.render.docx_tags import TAG, Tag, TagBook, read_tags
from formgen.render.environment import TEMPLATE_TROUBLE, MissingName, compile_template
from formgen.views.tables import ColumnView

CORE = "docProps/core.xml"
_STYLES = "word/styles.xml"
_DOCUMENT = "word/document.xml"
_REQUIRED = {"[Content_Types].xml", _DOCUMENT, RELATIONS, _STYLES, CORE}
_FILLED = re.compile(r"word/(document|header|footer)\d*\.xml")
_SHARED = re.compile(r"word/(?:header|footer)\d*\.xml|" + re.escape(RELATIONS))
"""Parts that most documents of a template have alike."""
_PART_NAMES = {"document": say.BODY, "header": say.HEADER, "footer": say.FOOTER}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_find_unlike_xml = re.compile("[&<>'\"\n\t]").search
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'

_PLAIN = {SimpleNamespace, PlacedCell, ColumnView}


def print_value(value: object) -> str:
    """A value as Word XML inside w:t: printed as typed, with its line breaks and tabs. A placed cell
    prints its text. Jinja calls this for every {{ … }}."""
    if type(value) is str:
        return print_text(value)  # nearly always
    if isinstance(value, Markup):
        return value
    if isinstance(value, PlacedCell):
        return print_text(value.text)
    if isinstance(value, Undefined):
        str(value)  # raises, with the name
    if value is None:
        raise UndefinedError(say.NO_VALUE)
    return print_text(str(value))


def print_text(text: str) -> str:
    """A text as Word XML inside w:t: escaped as Jinja does, with its line breaks and tabs."""
    if text.isalnum() or _find_unlike_xml(text) is None:
        return text  # nearly always
    return str(escape(text)).replace("\n", _BREAK).replace("\t", _TAB)


class _Generator(BoundedGenerator):
    """`print_value` escapes already: jinja2 need not look at each of the thousand values once more."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:  # jinja2's names
        self.write(finalize.src or "escape(")

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")


class _Sandbox(BoundedSandbox):
    """Jinja's sandbox, with a short way through for the plain values that make up a form: they are asked
    for a thousand attributes, and have nothing behind them but those that begin with an underscore."""

    code_generator_class = _Generator

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) in _PLAIN and attribute[0] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass  # told below, as of any other value
        return super().getattr(obj, attribute)


def word_environment() -> BoundedSandbox:
    """The sandbox in which the tags of Word templates run: values are escaped, unknown names are errors."""
    environment = _Sandbox(
        autoescape=True,
        undefined=MissingName,
        finalize=print_value,
        loader=DictLoader({}),  # include and import find nothing, by name instead of by accident
    )
    environment.filters["vmerge"] = merge_mark
    environment.filters["cellmarks"] = cell_marks
    environment.filters["fourfonts"] = four_fonts
    del environment.filters["safe"]
    return environment


_ENVIRONMENT = word_environment()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part with tags. tags: by line of the template source; each tag starts a line of its own."""

    name: str
    template: Template
    tags: tuple[Tag | None, ...]


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """parts: those that are filled for each document. relations: of the document, to which pictures are
    added. base: all others, compressed once. looks: of the sample tables; None where the template lays its tables
    itself."""

    path: Path
    parts: tuple[_Part, ...]
    relations: bytes
    base: tuple[Entry, ...]
    looks: Looks | None = None

    def fill(
        self, data: Mapping[str, Any], others: Mapping[str, bytes], pictures: Sequence[bytes] = ()
    ) -> bytes:
        """The document's bytes: parts filled with plain data, and `others` (name → content) and pictures
        (PNG, shown by `docx_pictures.relation_of` their number) beside them. Same data, same bytes. Raises UnreadableInput when a tag of the template cannot be filled."""
        own = [*others.items(), *picture_entries(self.relations, pictures)]
        own += [(part.name, (_DECLARATION + self._fill_part(part, data)).encode()) for part in self.parts]
        return join_entries([*self.base, *(_pack(name, content) for name, content in own)])

    def _fill_part(self, part: _Part, data: Mapping[str, Any]) -> str:
        try:
            return part.template.render(data)
        except TEMPLATE_TROUBLE as error:
            line = _failing_line(error.__traceback__, part.name)
            fault = _explain(error, part.tags[line] if line < len(part.tags) else None)
            raise UnreadableInput(say.TEMPLATE_FAULTY.format(path=self.path), [fault]) from error


def load_template(path: Path, dress: Dress) -> CompiledTemplate:
    """The template at this path, compiled; kept until the file changes. Raises UnreadableInput with every
    fault found."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error
    except OSError as error:
        raise _no_access(path, error) from error
    return _compile_template(path, status.st_mtime_ns, status.st_size, dress)


@lru_cache(maxsize=8)
def _compile_template(path: Path, _changed: int, _size: int, dress: Dress) -> CompiledTemplate:
    contents = _read_package(path)
    try:
        trees = {name: _parse(data) for name, data in contents.items() if name == _STYLES or _is_filled(name)}
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(say.TEMPLATE_NOT_DOCX.format(path=path)) from error
    fonts, faults = dress_styles(trees[_STYLES], dress)
    renew_body(trees[_DOCUMENT], lambda: _parse(_read_package(shipped_folder() / path.name)[_DOCUMENT]))
    contents[_STYLES] = (_DECLARATION + etree.tostring(trees.pop(_STYLES), encoding="unicode")).encode()
    book = TagBook(faults=faults)
    for name, root in trees.items():
        dress_part(root, dress, fonts)
        read_tags(root, _part_label(name), book)
    looks = None if book.faults else take_looks(trees[_DOCUMENT])
    parts = [] if book.faults else [_compile_part(path, name, root, book) for name, root in trees.items()]
    if book.faults:
        raise UnreadableInput(say.TEMPLATE_FAULTY.format(path=path), book.faults)
    relations, unused = drop_unused(contents[RELATIONS], trees.values())
    own = {*trees, *unused, CORE, RELATIONS}
    base = tuple(pack_entry(name, data) for name, data in contents.items() if name not in own)
    return CompiledTemplate(path, tuple(part for part in parts if part), relations, base, looks)


def _compile_part(path: Path, name: str, root: etree._Element, book: TagBook) -> _Part | None:
    source, tags = _break_lines(_join_runs(etree.tostring(root, encoding="unicode")), book)
    try:
        code = compile_template(_ENVIRONMENT, source, name, str(path))
    except TemplateSyntaxError as error:
        book.faults.append(_explain(error, tags[error.lineno] if error.lineno < len(tags) else None))
        return None
    return _Part(name, Template.from_code(_ENVIRONMENT, code, {}), tuple(tags))


def _join_runs(part: str) -> str:
    """The part's XML as docxtpl cleans it up: tags that Word split into several runs in one piece, those of rows
    and paragraphs in their place. Kept, for importing docxtpl takes longer than making a form."""
    key = sha256(f"{version('docxtpl')}|{part}".encode()).hexdigest()
    folder = code_folder()
    path = folder / f"{key[:24]}.part" if folder else None
    kept = read_kept(path) if path else None
    if kept is not None:
        return kept.decode()
    from docxtpl import DocxTemplate

    cleaned: str = DocxTemplate(None).patch_xml(part)
    if path:
        write_kept(path, cleaned.encode())
    return cleaned


def _break_lines(cleaned: str, book: TagBook) -> tuple[str, list[Tag | None]]:
    """The source with a line break inside each tag's start, so that a line number of Jinja's names the
    tag; and the tag of every line, counted from 1. lxml's entities in tags become characters again."""
    tags: list[Tag | None] = [None, None]

    def start_line(match: re.Match[str]) -> str:
        text = html.unescape(match[0])
        tags.append(book.find(text))
        head = 3 if text[2] in "-+" else 2
        return f"{text[:head]}\n{text[head:]}"

    return TAG.sub(start_line, cleaned.replace("\r", " ").replace("\n", " ")), tags


def _explain(error: Exception, tag: Tag | None) -> Fault:
    where = tag or Tag("?", "")
    if isinstance(error, SecurityError):
        return where.fault(say.TAG_UNSAFE)
    if isinstance(error, TemplateSyntaxError):
        return where.fault(say.TAG_SYNTAX, why=error.message)
    return where.fault(say.TAG_FAILED, why=error)


def _failing_line(traceback: TracebackType | None, name: str) -> int:
    """The line of the template on which it failed; 0 when none is known."""
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _pack(name: str, content: bytes) -> Entry:
    return pack_shared(name, content) if _SHARED.fullmatch(name) else pack_entry(name, content)


def _is_filled(name: str) -> bool:
    return _FILLED.fullmatch(name) is not None


def _part_label(name: str) -> str:
    match = _FILLED.fullmatch(name)
    return _PART_NAMES[match[1]] if match else name


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _no_access(path: Path, error: OSError) -> UnreadableInput:
    return UnreadableInput(say.TEMPLATE_NO_ACCESS.format(path=path, why=os.strerror(error.errno or 0)))


def _read_package(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            contents = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except zipfile.BadZipFile as error:
        raise UnreadableInput(say.TEMPLATE_NOT_DOCX.format(path=path)) from error
    except OSError as error:
        raise _no_access(path, error) from error
    if not contents.keys() >= _REQUIRED:
        raise UnreadableInput(say.TEMPLATE_NOT_DOCX.format(path=path))
    return contents
