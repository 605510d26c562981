"""The PDF by WeasyPrint: PDF/A-3a, tagged.

Comes in: the PDF's planned pages. Goes out: bytes. What does
not change from form to form (parsed CSS, the fonts known to Pango) is kept for the life of the process.

No network and no file outside the profile's folder is ever read: the fetcher refuses and the job
fails. The machine's own fonts are not seen: fontconfig is given a configuration without any.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from formgen.base.collector import collector_at_rest
from formgen.base.errors import Fault, UnreadableInput
from formgen.base.frames import with_room
from formgen.declaration.profile import Profile
from formgen.fonts.chain import USES, FontChain, FontSet
from formgen.fonts.faces import Face
from formgen.layout.appendix import PagedAppendix
from formgen.layout.chart import USE as CHART_USE
from formgen.layout.measures import CELL_PAD_X_MM, CELL_PAD_Y_MM, Measures
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say
from formgen.render.appendix_templates import own_or_shipped
from formgen.render.html import render_html
from formgen.render.load_weasyprint import load_engine, no_machine_fonts
from formgen.render.ruled import PICTURE_SCHEME, draw_lines
from formgen.render.typefaces import rare_characters
from formgen.render.weasy_document import read_document

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/a-3a"
STYLE_SHEET = "form.css"
_FONT_SCHEME = "formgen-font"


def render_pdf(
    paged: PagedForm | None,
    measures: Measures,
    fonts: FontSet,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> bytes:
    """The form, the appendix, or the form with the appendix behind it as PDF. Raises MissingResource
    without Pango, UnreadableInput for a faulty template."""
    load_engine()
    rare = rare_characters(paged, appendix, fonts)
    families = list(_families(fonts.chains[CHART_USE], fonts, _font_names(fonts, rare)))
    html = render_html(paged, appendix, measures, profile, families)
    with _strict_engine(profile), collector_at_rest():
        look = _make_look(profile, fonts, rare) if rare else _kept_look(profile, fonts)
        return with_room(_lay_out, html, look, profile)  # WeasyPrint runs deep


def _lay_out(html: str, look: _Look, profile: Profile) -> bytes:
    base_url = profile.folder.as_uri() + "/"
    document = read_document(html, look.style, base_url=base_url, url_fetcher=look.fetcher).render(
        stylesheets=look.sheets, font_config=look.font_config
    )
    # `finish` packs the streams, once, and as well in a third of the time; and it gives the file its identifier, for
    # which all objects would be written twice here.
    data: bytes = document.write_pdf(
        finisher=_drop_headers,
        pdf_variant=VARIANT,
        pdf_tags=True,
        pdf_identifier=False,
        uncompressed_pdf=True,
    )
    return data


def _drop_headers(_document: object, pdf: Any) -> None:
    """Take out of the tags which header cells each cell has. The Scope of those says all (`pdf_tags`): what is not
    written need not be read and taken out again."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") in ("/TH", "/TD"):
            item.pop("ID", None)
            item["A"].pop("Headers", None)
            if item["S"] == "/TD" and list(item["A"]) == ["O"]:  # attributes of a table, but none
                del item["A"]


class _FetchRefused(BaseException):
    """Not an Exception: WeasyPrint swallows those and leaves the thing out of the page."""

    def __init__(self, sentence: str, url: str) -> None:
        super().__init__(url)
        self.sentence = sentence
        self.url = url


@dataclass(frozen=True, slots=True)
class _Look:
    """What the engine needs beside the HTML. style: the text of form.css."""

    style: str
    sheets: list[CSS]
    font_config: FontConfiguration
    fetcher: Any


_kept: dict[Path, tuple[object, _Look]] = {}


def _kept_look(profile: Profile, fonts: FontSet) -> _Look:
    """The look of forms that need no rare character; made anew when form.css changes, or the profile's type or page."""
    own = _read_style(profile)
    stamp = (own, profile.fonts, profile.page, tuple(face.digest for face in fonts.faces))
    if profile.folder not in _kept or _kept[profile.folder][0] != stamp:
        _kept[profile.folder] = (stamp, _make_look(profile, fonts, {}))
    return _kept[profile.folder][1]


def _make_look(profile: Profile, fonts: FontSet, rare: dict[Face, str]) -> _Look:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    files = {
        name: face.font_of(rare[face]) if more else face.common_font()
        for name, (face, more) in _font_names(fonts, rare).items()
    }
    fetcher = _make_fetcher(profile.folder, files)
    with no_machine_fonts():
        font_config = FontConfiguration()
    style = _read_style(profile)
    rules = [*_face_rules(files), *_type_rules(profile, fonts, files), *_page_rules(profile)]
    # Two sheets, so that form.css may import others, and the lines the engine complains of are its own.
    sheets = [
        CSS(
            string=text,
            base_url=profile.folder.as_uri() + "/",
            font_config=font_config,
            url_fetcher=fetcher,
        )
        for text in ("\n".join(rules), style)
    ]
    return _Look(style, sheets, font_config, fetcher)


def _read_style(profile: Profile) -> str:
    path = own_or_shipped(profile.folder, STYLE_SHEET)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error


def _face_rules(files: dict[str, bytes]) -> Iterator[str]:
    for name in files:
        yield f'@font-face {{ font-family: "{name}"; src: url("{_FONT_SCHEME}:{name}") }}'


def _type_rules(profile: Profile, fonts: FontSet, files: dict[str, bytes]) -> Iterator[str]:
    """A class per use of type: .type-title, .type-head, … (USES)."""
    for use in USES:
        font = getattr(profile.fonts, use)
        families = ", ".join(f'"{name}"' for name in _families(fonts.chains[use], fonts, files))
        rule = f"font-family: {families}; font-size: {font.size}pt; line-height: {font.line}pt"
        yield f".type-{use} {{ {rule} }}"
        if use == "body":
            yield f"html {{ {rule} }}"
            yield f"@page {{ @bottom-center {{ font-family: {families} }} }}"


def _font_names(fonts: FontSet, rare: Mapping[Face, str]) -> dict[str, tuple[Face, bool]]:
    """Family name → face, and whether it is the font of the face's rare characters."""
    names = {f"f{number}": (face, False) for number, face in enumerate(fonts.faces)}
    return names | {f"f{fonts.faces.index(face)}x": (face, True) for face in rare}


def _families(chain: FontChain, fonts: FontSet, known: Container[str]) -> Iterator[str]:
    for face in chain.faces:
        number = fonts.faces.index(face)
        yield from (name for name in (f"f{number}", f"f{number}x") if name in known)


def _page_rules(profile: Profile) -> Iterator[str]:
    page = profile.page
    margins = f"{page.margin_top}mm {page.margin_right}mm {page.margin_bottom}mm {page.margin_left}mm"
    yield f"@page {{ size: {page.width}mm {page.height}mm; margin: {margins} }}"
    yield f"th, td {{ padding: {CELL_PAD_Y_MM}mm {CELL_PAD_X_MM}mm }}"


def _make_fetcher(folder: Path, files: dict[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ProfileFetcher(URLFetcher):  # type: ignore[misc]
        """Gives prepared fonts, lines of tables and files of the profile's folder; refuses everything else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            if parts.scheme == _FONT_SCHEME and parts.path in files:
                return URLFetcherResponse(url, files[parts.path])
            if parts.scheme == PICTURE_SCHEME:
                return URLFetcherResponse(url, draw_lines(parts.path), {"Content-Type": "image/svg+xml"})
            if parts.scheme == "file":
                path = Path(url2pathname(unquote(parts.path))).resolve()
                if path.is_relative_to(folder.resolve()):
                    if path.is_file():
                        return URLFetcherResponse(url, path.read_bytes())
                    raise _FetchRefused(say.FETCH_MISSING, url)
            raise _FetchRefused(say.FETCH_REFUSED, url)

    return ProfileFetcher()


@contextmanager
def _strict_engine(profile: Profile) -> Iterator[None]:
    """The engine's complaints and the fetcher's refusals become UnreadableInput: rendering is silent,
    or something is wrong with the templates."""
    complaints: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [Collector(logging.WARNING)], False
    try:
        yield
    except _FetchRefused as refusal:
        message = refusal.sentence.format(url=refusal.url, folder=profile.folder)
        raise UnreadableInput(message) from refusal
    finally:
        logger.handlers, logger.propagate = before
    if complaints:
        _kept.pop(profile.folder, None)  # so that the next form is told as well
        raise UnreadableInput(say.ENGINE_COMPLAINED, [Fault(complaint) for complaint in complaints])
