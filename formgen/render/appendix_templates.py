"""Which templates the appendix is drawn with: the profile's own, or those that came with the program.

A template that can draw the present appendix (heads of several rows, cells over several columns) says so:
`formgen-appendix 2` in a comment on the first lines of appendix.html and appendix.typ, and in form.docx
`{%p set appendix_version = 2 %}` behind `{%p if appendix %}`. Folders made for earlier versions lack the
mark; they print their form with their own templates and the appendix with the program's.

Comes in: a profile's folder. Goes out: a Jinja loader, a folder for Typst, a changed body of a Word
template.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader
from lxml import etree

from formgen.base.cache import cache_folder, write_cached
from formgen.declaration.load_profile import profiles_folder
from formgen.declaration.profile import DEFAULT_PROFILE
from formgen.render.docx_xml import W, tagged_blocks, words_of

HTML = "appendix.html"
TYPST = ("appendix.typ", "tables.typ")
_TYPST_ALL = ("form.typ", "parts.typ", *TYPST)
_MARK = "formgen-appendix 2"
_DOCX_MARK = re.compile(r"appendix_version\s*=\s*2\b")
_MARK_WITHIN = 200
"""Characters at the start of a text template in which the mark stands."""
_STARTS = re.compile(r"\{%p\s+if\s+appendix\s*%\}")


def shipped_folder() -> Path:
    """The folder whose templates stand in."""
    return profiles_folder() / DEFAULT_PROFILE


def own_or_shipped(folder: Path, name: str) -> Path:
    """The folder's template of that name; the program's where it has none."""
    own = folder / name
    return own if own.is_file() else shipped_folder() / name


def is_marked(path: Path) -> bool:
    """Whether a text template can draw the present appendix; a missing one is left to be missed."""
    try:
        return _MARK in path.read_text(encoding="utf-8")[:_MARK_WITHIN]
    except (OSError, UnicodeDecodeError):
        return True


class ProfileLoader(BaseLoader):
    """Templates of a profile's folder; the program's own where it has none, or an appendix.html of an earlier
    version."""

    def __init__(self, folder: Path) -> None:
        self._own = FileSystemLoader(folder)
        self._folder = folder

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        missing = not (self._folder / template).is_file()
        if missing or (template == HTML and not is_marked(self._folder / HTML)):
            source, name, _ = FileSystemLoader(shipped_folder()).get_source(environment, template)
            return source, name, lambda: False
        return self._own.get_source(environment, template)


def typst_folder(folder: Path) -> Path:
    """The folder to compile in: the profile's own, or a copy of it with the present appendix and whatever of
    the templates it has not."""
    lent = [name for name in _TYPST_ALL if not (folder / name).is_file()]
    if not is_marked(folder / TYPST[0]):
        lent += TYPST
    if not lent:
        return folder
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    files |= {name: (shipped_folder() / name).read_bytes() for name in lent}
    digest = sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}|{len(data)}|".encode() + data)
    copy = cache_folder() / "typst-templates" / digest.hexdigest()[:24]
    for name, data in files.items():
        path = copy / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_cached(path, data)
    return copy


def renew_body(root: etree._Element, shipped: Callable[[], etree._Element]) -> None:
    """Give the body of an earlier Word template the present appendix. shipped: reads the program's own."""
    body = root.find(f"{W}body")
    old = [] if body is None else tagged_blocks(body, _STARTS)
    if body is None or not old or any(_DOCX_MARK.search(words_of(part)) for part in old):
        return
    source = shipped().find(f"{W}body")
    assert source is not None
    at = list(body).index(old[0])
    for part in old:
        body.remove(part)
    for offset, part in enumerate(tagged_blocks(source, _STARTS)):
        body.insert(at + offset, deepcopy(part))
