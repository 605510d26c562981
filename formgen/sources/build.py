"""Raw values → Declaration, typed and frozen, with every fault at once.

Comes in: what a source read (`sources.read_file`). Goes out: a `Reading`. Called by the pipeline once
per declaration. Nothing is guessed: what could only be read by normalising it leaves a note
(READ-01), what cannot be read is a fault with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from formgen.base.errors import UnreadableInput
from formgen.declaration.findings import Finding
from formgen.declaration.model import (
    NO_VALUE,
    ArchiveSettings,
    Declaration,
    Department,
    Filing,
    Goal,
    Indicator,
    Operator,
    Part,
)
from formgen.declaration.profile import Profile
from formgen.messages import reading as say
from formgen.sources.cells import read_number, read_operator, same_unit, split_unit
from formgen.sources.field_reader import Desk
from formgen.sources.keys import report_unknown_keys
from formgen.sources.raw import RawDeclaration

_ROW = re.compile(r"indicators\[(\d+)\]")
_NONE_ROW = ("level3", "target", "explanation", "scoring")


@dataclass(frozen=True, slots=True)
class Reading:
    """A declaration as read. places: field path → where it stands, for people; a field that the file
    leaves out stands where its row or table begins. notes: what was normalised. part: the sheet, where
    a file holds several declarations."""

    declaration: Declaration
    profile: Profile
    places: Mapping[str, str]
    notes: tuple[Finding, ...]
    part: str


def build(raw: RawDeclaration) -> Reading:
    """The declaration these values make. Raises UnreadableInput with every fault of the source and of
    the values."""
    desk = Desk(raw)
    report_unknown_keys(desk)
    department = Department(**_texts(desk, Department, "department"))
    if not department.name.strip() and not desk.is_faulty("department.name"):
        desk.fault("department.name", say.NO_DEPARTMENT, say.WRITE_DEPARTMENT)
    goal = Goal(**_texts(desk, Goal, "goal"))
    filing = Filing(**_texts(desk, Filing, "filing"))
    archive = ArchiveSettings(**_texts(desk, ArchiveSettings, "archive"))
    year = _year(desk)
    indicators = tuple(_indicator(desk, path) for path in _rows(raw.values))
    if not indicators and not desk.is_faulty("indicators"):
        desk.fault("indicators", say.NO_INDICATORS, say.WRITE_INDICATORS)
    if desk.faults:
        raise UnreadableInput(say.FAULTY.format(count=len(desk.faults)), desk.faults_in_file_order())
    declaration = Declaration(
        profile=raw.profile.id,
        year=year,
        department=department,
        goal=goal,
        indicators=tuple(item for item in indicators if item is not None),
        filing=filing,
        archive=archive,
    )
    places = {path: desk.place(path) for path in _paths(declaration)}
    return Reading(declaration, raw.profile, places, tuple(desk.notes), raw.part)


def _texts(desk: Desk, part: type[Part], path: str) -> dict[str, str]:
    return {name: desk.text(f"{path}.{name}") for name in part.model_fields}


def _rows(values: Mapping[str, object]) -> list[str]:
    numbers = sorted({int(match.group(1)) for path in values if (match := _ROW.match(path))})
    return [f"indicators[{number}]" for number in numbers]


def _year(desk: Desk) -> int:
    value = desk.value("year")
    if value is None:
        if not desk.is_faulty("year"):
            desk.note("year", say.YEAR_FROM_PROFILE, year=desk.profile.year)
        return desk.profile.year
    number = read_number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or number != number or not isinstance(number, int | Decimal):
        number = 0
    if number != int(number) or not 1000 <= number <= 9999:
        desk.fault("year", say.WANT_YEAR, say.WRITE_YEAR, value=value)
        return desk.profile.year
    if isinstance(value, str):
        desk.note("year", say.YEAR_FROM_TEXT, text=value, year=int(number))
    return int(number)


def _indicator(desk: Desk, path: str) -> Indicator | None:
    """One row, or None where its operator or target cannot be read (the fault is told)."""
    level1, level2, level3, unit, explanation, scoring, remark = (
        desk.text(f"{path}.{name}")
        for name in ("level1", "level2", "level3", "unit", "explanation", "scoring", "remark")
    )
    operator = _operator(desk, path)
    target = desk.target(f"{path}.target")
    points = desk.number(f"{path}.points")
    rule = desk.table(f"{path}.rule")
    if operator is None or target is None:
        return None
    if isinstance(target, str) and operator is not Operator.QUALITATIVE:
        target, unit = _read_target(desk, path, target, unit)
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        operator=operator,
        target=target,
        unit=unit,
        explanation=explanation,
        scoring=scoring,
        remark=remark,
        points=points,
        rule=rule,
    )


def _operator(desk: Desk, path: str) -> Operator | None:
    field = f"{path}.operator"
    text = desk.text(field)
    if desk.is_faulty(field):
        return None
    if text.strip() in ("", NO_VALUE) and _says_none(desk, path):
        desk.note(field, say.OPERATOR_OF_NONE)
        return Operator.QUALITATIVE
    operator = read_operator(text)
    if operator == text:
        return operator
    if operator is not None:
        desk.note(field, say.OPERATOR_READ, text=text, operator=operator.value)
    elif text.strip():
        desk.fault(field, say.UNKNOWN_OPERATOR, say.WRITE_OPERATOR, text=text)
    else:
        desk.fault(field, say.NO_OPERATOR, say.WRITE_OPERATOR)
    return operator


def _says_none(desk: Desk, path: str) -> bool:
    return all(desk.value(f"{path}.{name}") == NO_VALUE for name in _NONE_ROW)


def _read_target(desk: Desk, path: str, text: str, unit: str) -> tuple[Decimal | str, str]:
    """A text under a numeric operator: the number in it, with the unit that stands behind it; as typed
    where it is no number or the unit column says something else (the checks speak of it)."""
    field = f"{path}.target"
    number = read_number(text)
    if number is not None:
        desk.note(field, say.NUMBER_FROM_TEXT, text=text, number=f"{number:f}")
        return number, unit
    parts = split_unit(text)
    if parts is None or (unit.strip() and not same_unit(unit, parts[1])):
        return text, unit
    number, inside = parts
    unit = unit if unit.strip() else inside
    desk.note(field, say.UNIT_SPLIT, text=text, number=f"{number:f}", unit=unit)
    return number, unit


def _paths(declaration: Declaration) -> list[str]:
    """Every field path of the declaration, groups included."""
    paths = ["profile", "year", "indicators"]
    for name, value in declaration:
        if isinstance(value, Part):
            paths += [name, *(f"{name}.{key}" for key in type(value).model_fields)]
    for index in range(len(declaration.indicators)):
        row = f"indicators[{index}]"
        paths += [row, *(f"{row}.{key}" for key in Indicator.model_fields)]
    return paths
