"""What a source hands to `build`: every value of one declaration with its place, untyped.

Paths are those of `check --format json`: profile, year, department.name, goal.annual,
indicators[0].level1 … (indicators counted from 0), archive.fonds. A group (department, indicators[0])
may stand with value None: where it begins, for what is missing in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from formgen.base.errors import Fault
from formgen.base.records import record
from formgen.declaration.findings import Finding
from formgen.declaration.profile import Profile
from formgen.declaration.sums import DeclaredSum
from formgen.sources.recipe import NO_RECIPE, Recipe

MOST_ROWS = 3000
"""Indicators of one form that are read: past any form, and a bound on the work for a small file."""


@record(frozen=True, slots=True)
class RawValue:
    """A value as the file has it (str, int, Decimal, bool, date, dict …) and where it stands, for
    people: 第 41 行, or 申报表!G15."""

    value: object
    place: str


@record(frozen=True, slots=True)
class Scaled:
    """A number that its format shows smaller than it is: 400.0万元 for 4000000. Which of the two is
    meant the unit says. text: as seen; stored: as held; scale: held by seen."""

    text: str
    stored: str
    scale: int


@record(frozen=True, slots=True)
class RawDeclaration:
    """One declaration as its file has it. A workbook of several sheets gives several.

    part: the sheet's name where a file holds several declarations, else "". notes: what the source
    had to normalise to read it, and what its own checks found. faults: what it could not read; `build`
    adds its own, so that all are told at once. sums: total lines. recipe: what a finished file was made with.
    """

    profile: Profile
    values: Mapping[str, RawValue]
    part: str = ""
    notes: tuple[Finding, ...] = ()
    faults: tuple[Fault, ...] = field(default=())
    sums: tuple[DeclaredSum, ...] = ()
    recipe: Recipe = NO_RECIPE
