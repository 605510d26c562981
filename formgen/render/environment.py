"""The Jinja environment of every template: sandboxed, strict, escaping.

Templates come from designers, values from declarations; neither may run anything. A value is printed
as typed, an unknown name is an error.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def make_environment(**settings: Any) -> ImmutableSandboxedEnvironment:
    """An environment that escapes by default and fails on a missing name."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, **settings)
