"""The Jinja environment of every template: sandboxed, strict, escaping.

Templates come from designers, values from declarations; neither may run anything. A value is printed
as typed, an unknown name is an error.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from formgen.messages import rendering as say

# What a faulty expression in a user's template can raise while it runs: {{ 1 / 0 }}, {{ "a" + 1 }}, …
TEMPLATE_TROUBLE = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)


class MissingName(StrictUndefined):
    """A name the data does not have: every use is an error, in Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return say.NO_SUCH_NAME.format(name=self._undefined_name)


def make_environment(**settings: Any) -> ImmutableSandboxedEnvironment:
    """An environment that escapes by default and fails on a missing name."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=MissingName, **settings)
