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
    from dataclasses import dataclass

    def record(*, frozen, slots):
        """`dataclass`, as the type checker knows it."""
        assert frozen
        return dataclass(slots=slots, unsafe_hash=True)
