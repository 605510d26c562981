"""Whose declaration it is: profile, unit, year and project, whatever its file is called.

Comes in: what a declaration says of itself. Goes out: `Identity`s, equal for what is the same to people.
"""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from formgen.base.records import sealed
from formgen.results.stored import STRICT


def fold_name(name: str) -> str:
    """A department's name for comparing: white space, full and half width make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).split())


@sealed(frozen=True, slots=True)
class Identity:
    """A unit's form of a year, one per project where the form is of one. profile: "" for a file that could
    not be read; its name then stands for the unit."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    profile: str
    unit: str
    year: int | None = None
    project: str = ""

    @property
    def key(self) -> tuple[str, str, int | None, str]:
        """The same for names that differ in blanks and width only."""
        return self.profile, fold_name(self.unit), self.year, fold_name(self.project)

    @property
    def is_named(self) -> bool:
        """Whether the file itself said whose it is."""
        return bool(self.profile and self.unit)
