"""HTML of the PDF, from the profile's form.html and, for the appendix, its appendix.html.

Comes in: a planned form, a planned appendix, or both. Goes out: HTML text, every value escaped.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.profile import Profile
from formgen.layout.appendix import PagedAppendix
from formgen.layout.measures import CELL_PAD_X_MM, Measures
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say
from formgen.render.appendix_templates import ProfileLoader, own_or_shipped
from formgen.render.chart_svg import write_svg
from formgen.render.environment import TEMPLATE_TROUBLE, make_environment
from formgen.render.ruled import rule_table

TEMPLATE = "form.html"


def render_html(
    paged: PagedForm | None,
    appendix: PagedAppendix | None,
    measures: Measures,
    profile: Profile,
    families: Sequence[str],
) -> str:
    """Form and appendix, as far as they are given, as HTML. families: the body's font families, for the
    chart. Raises UnreadableInput where a template is at fault, with file and line."""
    path = own_or_shipped(profile.folder, TEMPLATE)
    template = _load_template(profile.folder, path, _stamp(path))
    try:
        return template.render(
            form=paged.view if paged else None,
            heading=paged.heading if paged else None,
            pages=paged.pages if paged else (),
            head_lines=paged.head_lines if paged else (),
            appendix=appendix,
            frame_height=measures.row_height(0, "body"),
            pad_x=CELL_PAD_X_MM,
            svg=partial(write_svg, families=families),
        )
    except TEMPLATE_TROUBLE as error:
        raise _explain(path, error) from error


def _explain(path: Path, error: Exception) -> UnreadableInput:
    """What failed while rendering, in form.html or in a template that it includes."""
    if isinstance(error, TemplateNotFound):
        return UnreadableInput(say.TEMPLATE_MISSING.format(path=path.parent / str(error.name)))
    if isinstance(error, TemplateSyntaxError):
        return _template_fault(Path(error.filename or path), error.lineno, error)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).parent == path.parent:
            return _template_fault(Path(frame.filename), frame.lineno, error)
    return _template_fault(path, None, error)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _load_template(folder: Path, path: Path, stamp: tuple[int, int]) -> Template:
    """Compiled once per version of the file."""
    environment = make_environment(loader=ProfileLoader(folder))
    environment.globals["ruled"] = rule_table  # also where tables.html is imported without context
    try:
        return environment.get_template(path.name)
    except TemplateSyntaxError as error:
        raise _template_fault(path, error.lineno, error) from error
    except (TemplateNotFound, OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error


def _template_fault(path: Path, line: int | None, error: Exception) -> UnreadableInput:
    place = say.TEMPLATE_LINE.format(file=path.name, line=line) if line else path.name
    message = say.TEMPLATE_UNSAFE if isinstance(error, SecurityError) else str(error)
    return UnreadableInput(say.TEMPLATE_FAULT.format(path=path), [Fault(message, place)])
