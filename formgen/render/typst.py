"""The PDF by Typst: PDF/A-3a and PDF/UA-1, tagged. The engine for bulk; needs no system library.

Comes in: the PDF's planned pages, the same as for WeasyPrint. Goes out: bytes. One compiler per profile
is kept for the life of the process, so that from form to form only what differs is set anew.

The compiler sees the profile's folder and the prepared fonts, no other file and no network.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from formgen.base.cache import cache_folder, keep_file
from formgen.base.errors import Fault, MissingResource, UnreadableInput
from formgen.declaration.profile import Profile
from formgen.fonts.chain import FontChain, FontSet
from formgen.fonts.faces import Face
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import Measures
from formgen.layout.plan import PagedForm
from formgen.messages import typst as say
from formgen.render.appendix_templates import typst_folder
from formgen.render.typefaces import rare_characters
from formgen.render.typst_data import describe_pages

if TYPE_CHECKING:
    from typst import Compiler

TEMPLATE = "form.typ"
MOST_SECONDS = 120
"""For one file: a form takes a tenth of one."""

_RARE = "-rare"
_TIMESTAMP = 0
"""The dates of the file are set when it is finished."""
_PLACE = re.compile(r"┌─ (?P<file>.+):(?P<line>\d+):\d+$", re.MULTILINE)
_PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
_NOWHERE = "http://127.0.0.1:1"


def render_pdf(
    paged: PagedForm | None,
    measures: Measures,
    fonts: FontSet,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> bytes:
    """The form, the appendix, or the form with the appendix behind it as PDF. Raises MissingResource
    without Typst, UnreadableInput for a faulty template."""
    with drawing_pdf(paged, measures, fonts, profile, appendix) as drawn:
        return drawn()


@contextmanager
def drawing_pdf(
    paged: PagedForm | None,
    measures: Measures,
    fonts: FontSet,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> Iterator[Callable[[], bytes]]:
    """The engine at work in a thread of its own, which needs no Python: meanwhile this one may do something
    else. Gives what waits for the PDF, and raises what `render_pdf` raises."""
    rare = rare_characters(paged, appendix, fonts)
    families = {use: _families(chain, rare) for use, chain in fonts.chains.items()}
    data = describe_pages(paged, appendix, measures, profile, families)
    with _compiler(profile, fonts, rare) as compiler, _offline():
        compiled, end = _begin(compiler, data), time.monotonic() + MOST_SECONDS
        try:
            yield lambda: _result(compiled, end, profile)
        finally:
            wait([compiled], _left(end))  # the compiler is nobody else's before


@lru_cache(maxsize=1)
def load_engine() -> Any:
    """The typst package. Raises MissingResource where it is not installed."""
    try:
        import typst
    except ImportError as error:
        raise MissingResource(say.ENGINE_MISSING) from error
    return typst


def _families(chain: FontChain, rare: Mapping[Face, str]) -> list[str]:
    return [name for face in chain.faces for name in (face.digest, *[face.digest + _RARE] * (face in rare))]


_EMPTY_DOCUMENTS = 8
"""Two more, and the engine would forget what the next form needs, too."""

_drawn = False
_kept: dict[Path, tuple[object, Compiler]] = {}


@contextmanager
def _compiler(profile: Profile, fonts: FontSet, rare: Mapping[Face, str]) -> Iterator[Compiler]:
    """The kept compiler, or for rare characters one of the document's own. Templates may change
    meanwhile: they are read again for every form."""
    folders = [_kept_folder(face) for face in fonts.faces]
    root = typst_folder(profile.folder)
    if rare:
        from formgen.fonts.truetype import rename_font

        with TemporaryDirectory(prefix="formgen-") as own:
            for face, characters in rare.items():
                data = rename_font(face.font_of(characters), face.digest + _RARE)
                Path(own, f"{face.digest}.ttf").write_bytes(data)
            yield _make_compiler(root, [*folders, Path(own)])
        return
    stamp = (root, *folders)
    if profile.folder not in _kept or _kept[profile.folder][0] != stamp:
        _kept[profile.folder] = (stamp, _make_compiler(root, folders))
    yield _kept[profile.folder][1]


def _make_compiler(root: Path, folders: list[Path]) -> Compiler:
    typst = load_engine()
    path = root / TEMPLATE
    if not path.is_file():
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path))
    none = cache_folder() / "none"
    compiler: Compiler = typst.Compiler(
        path,
        root=root,
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in folders],
        ),
        package_path=none,
        package_cache_path=none,
    )
    return compiler


def _kept_folder(face: Face) -> Path:
    """The folder of the face's kept font; the engine is given folders and finds fonts in them by the
    family name, so each kept font bears one of its own."""
    folder = cache_folder() / "typst" / face.digest
    path = folder / f"{face.digest}.ttf"
    if not _keep_font(face, path):
        raise MissingResource(say.FONTS_NOT_KEPT.format(folder=cache_folder()))
    return folder


@lru_cache(maxsize=32)
def _keep_font(face: Face, path: Path) -> bool:
    """Looked at once per process: a font cut or zeroed by a power cut would be passed over by the engine,
    and the template blamed for a family that is not there."""

    def make() -> bytes:
        from formgen.fonts.truetype import rename_font  # once per machine

        return rename_font(face.common_font(), face.digest)

    with suppress(OSError):  # told by whoever asked
        path.parent.mkdir(parents=True, exist_ok=True)
    return keep_file(path, make)


def _begin(compiler: Compiler, data: Mapping[str, Any]) -> Future[tuple[Any, Sequence[Any]]]:
    """The compiler at work. The engine knows no bound for loops in loops: its thread is left to itself when
    the time is over, and ends with the process."""
    answer: Future[tuple[Any, Sequence[Any]]] = Future()
    inputs = {"data": json.dumps(data, ensure_ascii=False)}

    def do() -> None:
        try:
            _forget_last()
            answer.set_result(
                compiler.compile_with_warnings(
                    sys_inputs=inputs,
                    format="pdf",
                    pdf_standards=["a-3a", "ua-1"],
                    timestamp=_TIMESTAMP,
                )
            )
        except BaseException as error:  # noqa: BLE001  # raised again where it is waited for
            answer.set_exception(error)

    threading.Thread(target=do, daemon=True, name="typst").start()
    return answer


def _forget_last() -> None:
    """Let the engine forget what it remembers of the form before. It keeps what was of use in the last ten
    documents, ten megabytes for each of them: of forms of different units only what every form needs is of use
    again. Empty documents take its place, of a compiler that is kept: to make one takes half a millisecond."""
    global _drawn
    if _drawn:  # a process that draws one form has nothing to forget
        for _ in range(_EMPTY_DOCUMENTS):
            _empty_compiler().compile(b"", format="svg")
    _drawn = True


@lru_cache(maxsize=1)
def _empty_compiler() -> Compiler:
    typst = load_engine()
    compiler: Compiler = typst.Compiler(b"", font_paths=typst.Fonts(False, False, []))
    return compiler


def _left(end: float) -> float:
    """Seconds until then."""
    return max(end - time.monotonic(), 0)


def _result(compiled: Future[tuple[Any, Sequence[Any]]], end: float, profile: Profile) -> bytes:
    """Rendering is silent, or something is wrong with the templates. end: when it must be over."""
    try:
        made, complaints = compiled.result(_left(end))
    except TimeoutError as error:
        _kept.pop(profile.folder, None)  # still at work
        message = say.TEMPLATE_ENDLESS.format(seconds=MOST_SECONDS)
        raise UnreadableInput(
            say.TEMPLATE_FAULT.format(folder=profile.folder), [Fault(message, TEMPLATE)]
        ) from error
    except load_engine().TypstError as error:
        raise _template_fault(profile, [error]) from error
    if complaints:
        raise _template_fault(profile, complaints)
    assert isinstance(made, bytes)
    return made


@contextmanager
def _offline() -> Iterator[None]:
    """A template that names a package of Typst's would have it downloaded: here that leads nowhere."""
    before = {name: os.environ.get(name) for name in _PROXIES}
    os.environ.update(dict.fromkeys(_PROXIES, _NOWHERE))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)  # gone already where https_proxy and HTTPS_PROXY are one name
            else:
                os.environ[name] = value


def _template_fault(profile: Profile, diagnostics: Iterable[Any]) -> UnreadableInput:
    """The engine's errors or warnings, each with its line of the template."""
    faults = [Fault(item.message, _place(item.diagnostic)) for item in diagnostics]
    return UnreadableInput(say.TEMPLATE_FAULT.format(folder=profile.folder), faults)


def _place(diagnostic: str) -> str:
    found = _PLACE.search(diagnostic)
    return say.TEMPLATE_LINE.format(file=Path(found["file"]).name, line=found["line"]) if found else TEMPLATE
