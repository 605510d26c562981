"""The seam between the plan of a PDF and the engine that draws it.

Comes in: an engine's name and planned pages. Goes out: bytes, to be finished by `formgen.render.finish`.
Every engine is given the same pages, lines and heights; each is imported only when it is asked for, so
that Typst works on a machine without Pango and WeasyPrint without Typst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formgen.declaration.profile import Profile
    from formgen.fonts.chain import FontSet
    from formgen.layout.appendix import PagedAppendix
    from formgen.layout.measures import Measures
    from formgen.layout.plan import PagedForm

ENGINES = ("weasyprint", "typst")


AUTO = "auto"


def pick_engine(kept: str = "") -> str:
    """The engine where none is asked for: the one that a result folder was begun with, else WeasyPrint where Pango
    is there, else Typst where it is installed. kept: what the folder was begun with, "" where it tells none."""
    if kept in ENGINES:
        return kept
    from formgen.render.load_weasyprint import has_pango

    return "weasyprint" if find_spec("typst") is None or has_pango() else "typst"


def render_pdf(
    engine: str,
    paged: PagedForm | None,
    measures: Measures,
    fonts: FontSet,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> bytes:
    """The form, the appendix, or the form with the appendix behind it as PDF. engine: one of ENGINES.
    Raises MissingResource where the engine is not installed, UnreadableInput for a faulty template."""
    with drawing_pdf(engine, paged, measures, fonts, profile, appendix) as drawn:
        return drawn()


@contextmanager
def drawing_pdf(
    engine: str,
    paged: PagedForm | None,
    measures: Measures,
    fonts: FontSet,
    profile: Profile,
    appendix: PagedAppendix | None = None,
) -> Iterator[Callable[[], bytes]]:
    """What gives the bytes that `render_pdf` would. Typst works meanwhile, beside whatever the caller does;
    WeasyPrint is Python itself, and begins when it is asked."""
    module = _engine(engine)
    if engine == "typst":
        with module.drawing_pdf(paged, measures, fonts, profile, appendix) as drawn:
            yield drawn
    else:
        yield lambda: module.render_pdf(paged, measures, fonts, profile, appendix)


def load_engine(engine: str) -> None:
    """Load the engine now, so that the first form need not wait. Raises MissingResource where it is not
    installed."""
    _engine(engine).load_engine()


def _engine(name: str) -> ModuleType:
    if name == "typst":
        from formgen.render import typst

        return typst
    from formgen.render import pdf

    return pdf
