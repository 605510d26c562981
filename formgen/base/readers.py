"""How a value that somebody wrote is read as the type it is wanted in.

Comes in: a type, as annotations name it. Goes out: a reader, which takes a value of TOML or JSON and gives that
type, or raises `MisfitError` with everything in it that does not fit. What is certain is taken for what it means
(12 and "12" for a number); exact readers, for values that formgen made itself, take nothing but the type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from inspect import get_annotations
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

Reader = Callable[[Any], Any]
Step = tuple[str | int, ...]

_WHOLE = re.compile(r"[+-]?[0-9]+(_[0-9]+)*(\.0+)?")
_MOST_DIGITS = 4300
"""As many as Python turns into an integer."""

_TRUE = ("1", "on", "t", "true", "y", "yes")
_FALSE = ("0", "off", "f", "false", "n", "no")


class Misfit:
    """One value that does not fit. kind: why (missing, unknown, refused, choice, too_short …, or the name of the
    type that is wanted). path: the keys and indexes that lead to it. owner: the record whose key it is. context:
    what belongs to the kind: the limit, the allowed values, the error of a check."""

    __slots__ = ("context", "kind", "owner", "path", "value")

    def __init__(
        self, kind: str, value: object, path: Step = (), owner: type | None = None, **context: Any
    ) -> None:
        self.kind, self.value, self.path, self.owner, self.context = kind, value, path, owner, context

    def under(self, key: str | int, owner: type | None = None) -> Misfit:
        """The same, seen from the table or list that holds it."""
        return Misfit(self.kind, self.value, (key, *self.path), self.owner or owner, **self.context)


class MisfitError(ValueError):
    """What was written does not fit; misfits: all of it."""

    def __init__(self, misfits: list[Misfit]) -> None:
        super().__init__(misfits)
        self.misfits = misfits

    def __str__(self) -> str:
        return "; ".join(f"{'.'.join(map(str, each.path))}: {each.kind}" for each in self.misfits)


def refuse(kind: str, value: object, **context: Any) -> MisfitError:
    """The error that says of one value, where it stands, why it does not fit."""
    return MisfitError([Misfit(kind, value, **context)])


# ── what a type says beside its name: Annotated[Decimal, limited(gt=0)] ──────────────────────────


def before(change: Reader) -> Callable[[Reader], Reader]:
    """Change the value, or refuse it with a ValueError, before it is read."""
    return lambda read: lambda value: read(_asked(change, value, value))


def after(check: Reader) -> Callable[[Reader], Reader]:
    """Change the value that was read, or refuse it with a ValueError."""
    return lambda read: lambda value: _asked(check, read(value), value)


def _asked(check: Reader, value: Any, written: Any) -> Any:
    try:
        return check(value)
    except ValueError as error:
        raise refuse("refused", written, error=error) from error


def limited(
    *, gt: int | None = None, ge: int | None = None, lt: int | None = None, le: int | None = None
) -> Callable[[Reader], Reader]:
    """A number above, from, below, up to."""

    def wrap(read: Reader) -> Reader:
        def checked(value: Any) -> Any:
            number = read(value)
            if gt is not None and not number > gt:
                raise refuse("greater_than", value, limit=gt)
            if ge is not None and not number >= ge:
                raise refuse("greater_than_equal", value, limit=ge)
            if lt is not None and not number < lt:
                raise refuse("less_than", value, limit=lt)
            if le is not None and not number <= le:
                raise refuse("less_than_equal", value, limit=le)
            return number

        return checked

    return wrap


def counted(least: int, most: int | None = None) -> Callable[[Reader], Reader]:
    """A list of so many items, a text of so many characters. A list with faulty items has been refused for them."""

    def wrap(read: Reader) -> Reader:
        def checked(value: Any) -> Any:
            items = read(value)
            if len(items) < least:
                raise refuse("string" if isinstance(items, str) else "too_short", value, least=least)
            if most is not None and len(items) > most:
                raise refuse("too_long", value, most=most)
            return items

        return checked

    return wrap


def patterned(pattern: str) -> Callable[[Reader], Reader]:
    """A text of this form."""
    form = re.compile(pattern)

    def wrap(read: Reader) -> Reader:
        def checked(value: Any) -> Any:
            text = read(value)
            if not form.search(text):
                raise refuse("pattern", value)
            return text

        return checked

    return wrap


# ── readers by type ──────────────────────────────────────────────────────────────────────────────


def reader_for(hint: Any, exact: bool = False) -> Reader:
    """The reader of a type. exact: take nothing but the type itself."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        read = reader_for(parts[0], exact)
        for wrap in hint.__metadata__:
            read = wrap(read)
        return read
    if origin in (Union, UnionType):
        return _one_of(parts, exact)
    if origin is Literal:
        return _choice(parts)
    if origin is tuple:
        return _items(reader_for(parts[0], exact), exact)
    if origin is dict:
        return _mapping(reader_for(parts[1], exact))
    if hint is Any:
        return _anything
    if hasattr(hint, "model_validate"):
        return hint.model_validate  # type: ignore[no-any-return]
    if issubclass(hint, Enum):
        return _instance(hint) if exact else _member(hint)
    return _instance(hint) if exact or hint not in _READ else _READ[hint]


def _anything(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str(value)
    raise refuse("string", value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in (*_TRUE, *_FALSE):
        return value.lower() in _TRUE
    if isinstance(value, int | float | Decimal) and Decimal(value).is_finite() and value in (0, 1):
        return value == 1
    raise refuse("bool", value)


def _whole(value: Any) -> int:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float | Decimal):
        if not Decimal(value).is_finite():
            raise refuse("finite", value)
        if Decimal(value).adjusted() < _MOST_DIGITS and value == int(value):
            return int(value)
    elif isinstance(value, str) and _WHOLE.fullmatch(value.strip()) and len(value) <= _MOST_DIGITS:
        return int(value.partition(".")[0])
    raise refuse("int", value)


def _decimal(value: Any) -> Decimal:
    number = value
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
    elif isinstance(value, str):
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise refuse("decimal", value) from None
    if not isinstance(number, Decimal):
        raise refuse("decimal", value)
    if not number.is_finite():
        raise refuse("finite", value)
    return number


def _path(value: Any) -> Path:
    if isinstance(value, str | Path):
        return Path(value)
    raise refuse("path", value)


_READ: Mapping[Any, Reader] = {
    str: _text,
    bool: _flag,
    int: _whole,
    Decimal: _decimal,
    Path: _path,
}


def _instance(kind: type) -> Reader:
    """What is of this type already: texts that are more than a text as plain ones, and no number that is none."""
    name = {str: "string", date: "date"}.get(kind, kind.__name__.lower())
    read = _READ.get(kind, _anything)

    def take(value: Any) -> Any:
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return read(value)
        raise refuse(name, value)

    return take


def _member(kind: type[Enum]) -> Reader:
    def read(value: Any) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise refuse("choice", value, allowed=tuple(member.value for member in kind)) from None

    return read


def _choice(allowed: tuple[Any, ...]) -> Reader:
    def read(value: Any) -> Any:
        for choice in allowed:
            if value == choice:
                return choice
        raise refuse("choice", value, allowed=allowed)

    return read


def _items(read: Reader, exact: bool) -> Reader:
    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, tuple) and (exact or not isinstance(value, list)):
            raise refuse("tuple", value)
        try:
            return tuple(map(read, value))
        except MisfitError:
            raise _all_of(enumerate(value), read) from None

    return read_all


def _mapping(read: Reader) -> Reader:
    def read_all(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise refuse("dict", value)
        try:
            return {_text(key): read(item) for key, item in value.items()}
        except MisfitError:
            entries = ((str(key), (key, item)) for key, item in value.items())
            raise _all_of(entries, lambda entry: (_text(entry[0]), read(entry[1]))) from None

    return read_all


def _all_of(items: Any, read: Reader) -> MisfitError:
    """Every misfit of a list or table, where one has been found."""
    misfits: list[Misfit] = []
    for key, item in items:
        try:
            read(item)
        except MisfitError as error:
            misfits += (each.under(key) for each in error.misfits)
    return MisfitError(misfits)


def _one_of(kinds: tuple[Any, ...], exact: bool) -> Reader:
    """The first of several types that the value fits; of records, the one whose `kind` it names."""
    named = [kind for kind in kinds if kind is not NoneType]
    if all(hasattr(kind, "model_validate") for kind in named):
        reader = _tagged(named) if len(named) > 1 else named[0].model_validate
    elif len(named) == 1:
        reader = reader_for(named[0], exact)
    else:
        reader = _first_of([reader_for(kind, exact) for kind in named])
    if len(named) == len(kinds):
        return reader
    return lambda value: None if value is None else reader(value)


def _first_of(readers: list[Reader]) -> Reader:
    def read(value: Any) -> Any:
        misfits: list[Misfit] = []
        for each in readers:
            try:
                return each(value)
            except MisfitError as error:
                misfits += error.misfits
        raise MisfitError(misfits)

    return read


def _tagged(kinds: list[Any]) -> Reader:
    """Records told apart by their key `kind`."""
    by_kind = {get_args(get_annotations(kind, eval_str=True)["kind"])[0]: kind for kind in kinds}

    def read(value: Any) -> Any:
        if isinstance(value, tuple(kinds)):
            return value
        if not isinstance(value, Mapping):
            raise refuse("model", value)
        if "kind" not in value:
            raise refuse("kind_missing", value)
        kind = value["kind"]
        if not isinstance(kind, str) or kind not in by_kind:
            raise refuse("kind_unknown", str(kind), allowed=tuple(by_kind))
        return by_kind[kind].model_validate(value)

    return read
