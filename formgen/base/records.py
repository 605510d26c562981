"""Records of which a form has a thousand: read-only for whoever writes code with them, cheap to make.

A frozen dataclass sets each of its fields by way of `object.__setattr__`, which takes five times as long. Here the type
checker sees to it that nobody changes one, and what runs is the plain dataclass; equality, hash, `replace` and `asdict`
are the same. For records that stay inside: what is handed out is frozen in earnest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def record(*, frozen, slots):
        """`dataclass`, as the type checker knows it."""
        assert frozen
        return lambda cls: _compared(dataclass(slots=slots, eq=False, repr=False)(cls))

    def _compared(cls):
        """With its equality, hash and text. A dataclass writes the code of each anew and has it compiled, for every class
        and in every process: a tenth of a cold check."""
        cls._values = attrgetter(*(field.name for field in fields(cls) if field.compare))
        cls.__eq__, cls.__hash__, cls.__repr__ = _equal, _hash, _text
        return cls

    def _equal(self, other):
        if self.__class__ is not other.__class__:
            return NotImplemented
        return self._values(self) == other._values(other)

    def _hash(self):
        return hash(self._values(self))

    def _text(self):
        shown = (field.name for field in fields(self) if field.repr)
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({values})"
