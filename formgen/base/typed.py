"""Typed, frozen records: every value read by the type it is declared with, everything that does not fit told at once.

Comes in: mappings as TOML and JSON have them, or named values. Goes out: records, or `MisfitError`. A record is
declared as a dataclass is; what its types say is worked out when the first one is made. It is used as pydantic's
models are, and bears their names: pydantic itself takes as long to be loaded as a whole check of a form (0.15 s),
and is left to what many rounds of a campaign have written (`formgen.results`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import get_annotations
from typing import Any, ClassVar, Self, dataclass_transform

from formgen.base.readers import Misfit, MisfitError, Reader, reader_for

_REQUIRED: Any = object()


class Slot:
    """A value of a record. alias: its key, where it is written by another name. exclude: it is set by formgen and
    no key that people write."""

    __slots__ = ("alias", "default", "exclude", "factory")

    def __init__(
        self, default: Any, factory: Callable[[], Any] | None, alias: str | None, exclude: bool
    ) -> None:
        self.default, self.factory, self.alias, self.exclude = default, factory, alias, exclude

    @property
    def required(self) -> bool:
        return self.default is _REQUIRED and self.factory is None

    def preset(self) -> Any:
        return self.default if self.factory is None else self.factory()


def field(
    *,
    default: Any = _REQUIRED,
    factory: Callable[[], Any] | None = None,
    alias: str | None = None,
    exclude: bool = False,
) -> Any:
    """What a value is beside its type; see `Slot`."""
    return Slot(default, factory, alias, exclude)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Record:
    """Base of all records. exact (of a class): its values are taken only in their own type. by_name: a value may be
    given by its own name, too, where it has an alias."""

    model_fields: ClassVar[Mapping[str, Slot]] = {}
    _exact: ClassVar[bool] = False
    _by_name: ClassVar[bool] = False
    _readers: ClassVar[Mapping[str, Reader]] = {}

    def __init_subclass__(cls, *, exact: bool = False, by_name: bool = False) -> None:
        super().__init_subclass__()
        cls._exact, cls._by_name = cls._exact or exact, cls._by_name or by_name
        own = {
            name: _slot(vars(cls).get(name, _REQUIRED))
            for name, hint in get_annotations(cls).items()
            if not hint.startswith("ClassVar")
        }
        cls.model_fields = {**cls.model_fields, **own}

    def __init__(self, **values: Any) -> None:
        self._take(values)

    @classmethod
    def model_validate(cls, data: object) -> Self:
        """The record of these values, by their keys; a record of the class is taken as it is. Raises MisfitError."""
        if isinstance(data, cls):
            return data
        made = cls.__new__(cls)
        made._take(data)
        return made

    @classmethod
    def prepare(cls, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values as written, with what the record makes of them before they are read."""
        return data

    def check(self) -> None:
        """Whether the values go together: raises ValueError where they do not."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """The same with other values, which are not looked at."""
        made = self.__new__(type(self))
        vars(made).update(self._values(), **(update or {}))
        return made

    def model_dump(self, *, by_alias: bool = False) -> dict[str, Any]:
        """The values as dictionaries and tuples, without those that are formgen's own."""
        return {
            slot.alias if by_alias and slot.alias else name: _plain(getattr(self, name), by_alias)
            for name, slot in self.model_fields.items()
            if not slot.exclude
        }

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        """For dataclasses that pydantic reads and that may hold a record: never a written one."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls)

    def _take(self, data: object) -> None:
        cls = type(self)
        if not isinstance(data, Mapping):
            raise MisfitError([Misfit("model", data)])
        given = cls.prepare(data)
        readers = vars(cls).get("_readers") or cls._work_out_readers()
        values: dict[str, Any] = {}
        misfits: list[Misfit] = []
        used: set[str] = set()
        for name, slot in cls.model_fields.items():
            key = slot.alias or name
            if key not in given and cls._by_name:
                key = name
            if key in given:
                used.add(key)
                try:
                    values[name] = readers[name](given[key])
                except MisfitError as error:
                    misfits += (each.under(key, cls) for each in error.misfits)
            elif slot.required:
                misfits.append(Misfit("missing", given, (slot.alias or name,), cls))
            else:
                values[name] = slot.preset()
        if len(used) < len(given):
            misfits += (Misfit("unknown", given[key], (key,), cls) for key in given if key not in used)
        if misfits:
            raise MisfitError(misfits)
        vars(self).update(values)
        try:
            self.check()
        except ValueError as error:
            raise MisfitError([Misfit("refused", given, error=error)]) from error

    @classmethod
    def _work_out_readers(cls) -> Mapping[str, Reader]:
        inherited: dict[str, Reader] = {}
        for base in reversed(cls.__mro__[1:]):
            if issubclass(base, Record) and base.model_fields:
                inherited |= vars(base).get("_readers") or base._work_out_readers()
        hints = get_annotations(cls, eval_str=True)
        own = {name: reader_for(hints[name], cls._exact) for name in cls.model_fields if name in hints}
        cls._readers = {**inherited, **own}
        return cls._readers

    def _values(self) -> dict[str, Any]:
        """By name, without what was worked out from them since."""
        own = vars(self)
        return {name: own[name] for name in self.model_fields}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._values().items())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        own = vars(self)
        return hash(tuple([own[name] for name in self.model_fields]))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._values().items())
        return f"{type(self).__name__}({values})"


def _slot(default: Any) -> Slot:
    if isinstance(default, Slot):
        return default
    return Slot(default, None, None, False)


def _plain(value: Any, by_alias: bool) -> Any:
    if isinstance(value, Record):
        return value.model_dump(by_alias=by_alias)
    if isinstance(value, tuple):
        return tuple(_plain(item, by_alias) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item, by_alias) for key, item in value.items()}
    return value
