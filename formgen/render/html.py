"""HTML of the PDF, from the profile's form.html.

Comes in: a planned form. Goes out: HTML text, every value escaped. Called by `formgen.render.pdf`.
"""

from __future__ import annotations

import traceback
from functools import lru_cache
from pathlib import Path

from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from formgen.errors import Fault, UnreadableInput
from formgen.layout.measures import Measures
from formgen.layout.plan import PagedForm
from formgen.messages import pdf as say
from formgen.profile import Profile
from formgen.render.environment import make_environment

TEMPLATE = "form.html"


def render_html(paged: PagedForm, measures: Measures, profile: Profile) -> str:
    """The form as HTML. Raises UnreadableInput where the template is at fault, with file and line."""
    path = profile.folder / TEMPLATE
    template = _load_template(path, _stamp(path))
    try:
        return template.render(
            form=paged.view,
            pages=paged.pages,
            head_lines=paged.head_lines,
            frame_height=measures.row_height(0, "body"),
        )
    except (UndefinedError, SecurityError, TemplateError, TypeError) as error:
        line = next(
            (
                frame.lineno
                for frame in reversed(traceback.extract_tb(error.__traceback__))
                if frame.filename == str(path)
            ),
            None,
        )
        raise _template_fault(path, line, error) from error


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _load_template(path: Path, stamp: tuple[int, int]) -> Template:
    """Compiled once per version of the file."""
    environment = make_environment()
    try:
        source = path.read_text(encoding="utf-8")
        code = environment.compile(source, filename=str(path))
    except TemplateSyntaxError as error:
        raise _template_fault(path, error.lineno, error) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(say.TEMPLATE_MISSING.format(path=path)) from error
    return Template.from_code(environment, code, environment.make_globals(None))


def _template_fault(path: Path, line: int | None, error: Exception) -> UnreadableInput:
    place = say.TEMPLATE_LINE.format(file=path.name, line=line) if line else path.name
    return UnreadableInput(say.TEMPLATE_FAULT.format(path=path), [Fault(str(error), place)])
