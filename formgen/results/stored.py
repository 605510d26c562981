"""Dataclasses as JSON: written here, read back strictly by pydantic.

Comes in: frozen dataclasses. Goes out: their JSON, and adapters that read it: no unknown key, no silent conversion.
pydantic is loaded when there is something to read, for it takes longer than making a first form's papers is allowed
to be held up; hence what a type asks of its values stands here without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from json import JSONEncoder

    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

STRICT: dict[str, object] = {"extra": "forbid", "strict": True}
"""`__pydantic_config__` of what is stored: a key that is not known would be lost when the file is written again."""


class Bounds:
    """What a stored number or text keeps to, in pydantic's words: ge, lt, le, max_length."""

    def __init__(self, **bounds: int) -> None:
        self.bounds = bounds

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return {**handler(source), **self.bounds}


class Checked:
    """What a stored value is asked besides; the check raises ValueError."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


@cache
def adapter(kind: Any, tag: str = "") -> TypeAdapter[Any]:
    """What reads such values. tag: of a union, the key that says which of its dataclasses stands there."""
    from typing import Annotated

    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[kind, Field(discriminator=tag)] if tag else kind)


def read_json(data: bytes) -> Any:
    """Plain data. Raises ValueError, also for lone surrogates, endless numbers, endless nesting."""
    from pydantic_core import from_json

    return from_json(data, allow_inf_nan=False)


def stored_json(value: object) -> bytes:
    """One line, without its end: dataclasses as objects, decimals and dates as texts."""
    return _encoder().encode(value).encode()


def _as_data(value: Any) -> Any:
    if is_dataclass(value):
        return {name: getattr(value, name) for name in _names(value.__class__)}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not stored")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder

    return JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_as_data)
