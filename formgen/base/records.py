"""Records: dataclasses in all that is asked of them (`fields`, `replace`, `asdict`, matching), cheap to declare and to make.

A dataclass writes the code of its methods and has it compiled, for every class and in every process: that took a tenth
of a cold check, which makes one of half of them at most. Records share their equality, hash and text; the code that
makes one is written when the first is made.

`record` is for what stays inside, of which a form has thousands: the type checker sees to it that nobody changes a
frozen one.
`sealed` is for what is handed out: frozen in earnest, as a frozen dataclass is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["record", "sealed"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import dataclass as sealed
else:
    from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
    from operator import attrgetter

    def record(*, frozen=False, slots=False):
        """`dataclass`, as the type checker knows it."""
        return lambda cls: _declared(cls, slots, "self.{0} = {0}", _hash if frozen else None)

    def sealed(*, frozen, slots=False):
        """`dataclass`, as the type checker knows it."""
        assert frozen
        return lambda cls: _shut(_declared(cls, slots, "_put(self, {0!r}, {0})", _hash))

    def _declared(cls, slots, put, hashed):
        cls.__doc__ = cls.__doc__ or cls.__name__  # else its signature is worked out for one
        cls = dataclass(slots=slots, init=False, eq=False, repr=False)(cls)
        cls._values = attrgetter(*(field.name for field in fields(cls) if field.compare))
        cls.__eq__, cls.__hash__, cls.__repr__ = _equal, hashed, _text

        def __init__(self, *values, **named):  # until the first one is made
            cls.__init__ = _write_init(cls, put)
            cls.__init__(self, *values, **named)

        cls.__init__ = __init__
        return cls

    def _write_init(cls, put):
        """A dataclass's `__init__`. put: how a value is put into its field."""
        known = {"_put": object.__setattr__, "_missing": MISSING}
        head, body = ["self"], []
        for field in fields(cls):
            assert not field.kw_only
            if not field.init:
                continue
            name, preset = field.name, f"_preset_{field.name}"
            if field.default is not MISSING:
                known[preset] = field.default
                head.append(f"{name}={preset}")
            elif field.default_factory is not MISSING:
                known[preset] = field.default_factory
                head.append(f"{name}=_missing")
                body.append(f"if {name} is _missing: {name} = {preset}()")
            else:
                head.append(name)
            body.append(put.format(name))
        if hasattr(cls, "__post_init__"):
            body.append("self.__post_init__()")
        exec(f"def __init__({', '.join(head)}):\n " + "\n ".join(body), known)  # as dataclasses do
        known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return known["__init__"]

    def _shut(cls):
        cls.__setattr__, cls.__delattr__ = _refuse_change, _refuse_loss
        cls.__getstate__, cls.__setstate__ = _state, _restore
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

    def _refuse_change(self, name, value):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_loss(self, name):
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        """What travels to another process."""
        return [getattr(self, field.name) for field in fields(self)]

    def _restore(self, state):
        for field, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)
