"""The Jinja environment of every template: sandboxed, strict, escaping.

Templates come from designers, values from declarations; neither may run anything. A value is printed
as typed, an unknown name is an error.
"""

from __future__ import annotations

from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, StrictUndefined, TemplateError
from jinja2.bccache import Bucket

from formgen.base.cache import code_folder, read_kept, write_kept
from formgen.base.version import __version__
from formgen.messages import rendering as say
from formgen.render.bounded import BoundedSandbox

# What a faulty expression in a user's template can raise while it runs: {{ 1 / 0 }}, {{ "a" + 1 }}, …
TEMPLATE_TROUBLE = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)


class MissingName(StrictUndefined):
    """A name the data does not have: every use is an error, in Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return say.NO_SUCH_NAME.format(name=self._undefined_name)


class _KeptCode(BytecodeCache):
    """Compiled templates in the cache folder. Jinja itself sees to it that code of another source, Python or
    Jinja is not used."""

    def load_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        code = read_kept(path) if path else None
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        if path:
            write_kept(path, bucket.bytecode_to_string())

    def _path(self, bucket: Bucket) -> Path | None:
        folder = code_folder()
        return folder / f"{bucket.key}-{_KIND}.template" if folder else None


_KIND = "bounded-2"
"""Of compiled templates: raised to another word when they are compiled in another way."""

_KEPT_CODE = _KeptCode()


def make_environment(**settings: Any) -> BoundedSandbox:
    """An environment that escapes by default and fails on a missing name. Templates that its loader finds are
    compiled once per machine."""
    return BoundedSandbox(autoescape=True, undefined=MissingName, bytecode_cache=_KEPT_CODE, **settings)


def compile_template(environment: Environment, source: str, name: str, folder: str) -> CodeType:
    """The code of a template that no loader finds; compiled once per machine. folder: where it lies, to tell it
    from its namesakes. Raises TemplateSyntaxError."""
    bucket = _KEPT_CODE.get_bucket(environment, f"{__version__}|{name}", folder, source)
    if bucket.code is None:
        bucket.code = environment.compile(source, name, name)
        _KEPT_CODE.set_bucket(bucket)
    return bucket.code
