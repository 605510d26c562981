"""What a finished file was made with beside its declaration: [options] and [actuals] of its TOML.

Comes in: the tables of a TOML, or what a run was asked for. Goes out: a `Recipe`, and the text that stands
behind the declaration in what a file carries. With both a file can be made again, and its scores compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.most_like import most_like
from formgen.base.records import record
from formgen.declaration.toml import declaration_toml, toml_line
from formgen.messages import reading as say
from formgen.scoring.actuals import Actual, read_actuals

if TYPE_CHECKING:
    from formgen.sources.build import Reading

ACTUALS, OPTIONS = "actuals", "options"

DEFAULTS: Mapping[str, Any] = {"draft": False, "appendix": "inside", "engine": "weasyprint"}
"""Options that shape a file, and what holds where nothing is said."""

CHOICES: Mapping[str, tuple[Any, ...]] = {
    "draft": (False, True),
    "appendix": ("inside", "separate", "none"),
    "engine": ("weasyprint", "typst"),
}


@record(frozen=True, slots=True)
class Recipe:
    """options: by the names of DEFAULTS, as far as they are said. actuals: 实际完成值 by 三级指标, None
    without."""

    options: Mapping[str, Any] = field(default_factory=dict)
    actuals: Mapping[str, Actual] | None = None

    def toml(self) -> str:
        """Both tables, with an empty line before each; "" where there is nothing to say. A form alone, without
        its appendix, says nothing either: its data are the declaration as it was handed in, and the file's
        property says that it has none. The engine is left out: a Word file is the same by either."""
        return "".join(f"\n{line}\n" if line.startswith("[") else f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        said = {
            name: value
            for name, value in self.options.items()
            if value != DEFAULTS[name] and name != "engine"
        }
        if said and (self.actuals or said != {"appendix": "none"}):
            yield f"[{OPTIONS}]"
            yield from (toml_line(name, said[name]) for name in DEFAULTS if name in said)
        if self.actuals:
            yield f"[{ACTUALS}]"
            yield from (toml_line(name, _entry(actual)) for name, actual in self.actuals.items())


NO_RECIPE = Recipe()
"""Of a declaration that no file of formgen's carried."""


def whole_toml(reading: Reading) -> str:
    """The declaration with what its file was made with, as finished files carry it."""
    return declaration_toml(reading.declaration, reading.profile) + reading.recipe.toml()


def take_recipe(
    tables: Mapping[str, Any], lines: Mapping[str, int], own: Collection[str]
) -> tuple[Mapping[str, Any], Recipe, tuple[Fault, ...]]:
    """The tables without [options] and [actuals], what these say, and what is wrong with them. own: keys of the
    form, which keeps a table or group of such a name. lines: key → its line, for messages."""
    taken = {
        name: tables[name]
        for name in (OPTIONS, ACTUALS)
        if isinstance(tables.get(name), dict) and name not in own
    }
    rest = {name: value for name, value in tables.items() if name not in taken}
    if not taken:
        return rest, NO_RECIPE, ()
    options, faults = _read_options(taken.get(OPTIONS, {}), lines)
    actuals, wrong = _read_actuals(taken.get(ACTUALS, {}), lines)
    return rest, Recipe(options, actuals or None), (*faults, *wrong)


def _read_options(table: Mapping[str, Any], lines: Mapping[str, int]) -> tuple[dict[str, Any], list[Fault]]:
    options: dict[str, Any] = {}
    faults = []
    for name, value in table.items():
        place = _place(f"{OPTIONS}.{name}", lines)
        if name not in DEFAULTS:
            near = most_like(name.lower(), DEFAULTS, 0.5)
            known = say.KNOWN_KEYS.format(known="、".join(DEFAULTS))
            hint = say.NEAREST_KEY.format(nearest=near) if near else known
            faults.append(Fault(say.UNKNOWN_KEY.format(key=name), place, f"{OPTIONS}.{name}", hint))
        elif not any(type(value) is type(choice) and value == choice for choice in CHOICES[name]):
            choices = "、".join(_shown(choice) for choice in CHOICES[name])
            message = say.OPTION_VALUE.format(name=name, value=_shown(value)[:40], choices=choices)
            faults.append(Fault(message, place, f"{OPTIONS}.{name}"))
        else:
            options[name] = value
    return options, faults


def _read_actuals(
    table: Mapping[str, Any], lines: Mapping[str, int]
) -> tuple[dict[str, Actual], tuple[Fault, ...]]:
    try:
        return read_actuals({name: value for name, value in table.items() if value != ""}), ()
    except UnreadableInput as error:
        faults = tuple(
            Fault(fault.message, _place(f"{ACTUALS}.{fault.field}", lines), f"{ACTUALS}.{fault.field}")
            for fault in error.faults
        )
        return {}, faults


def _place(path: str, lines: Mapping[str, int]) -> str:
    return say.LINE.format(line=lines[path]) if path in lines else ""


def _shown(value: object) -> str:
    return toml_line("k", value).partition(" = ")[2]


def _entry(actual: Actual) -> object:
    """As a file of actual values has it: a bare value, or a table with reason and points."""
    if actual.value is not None and not actual.reason and actual.points is None:
        return actual.value
    said = {"value": actual.value, "reason": actual.reason or None, "points": actual.points}
    return {name: value for name, value in said.items() if value is not None}
