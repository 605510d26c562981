"""A reviewer's units as they are listed: in which order, under which word, with what counts.

Comes in: a `Round`. Goes out: `UnitState`s in their order, and rows of plain values for the templates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from formgen.base.errors import UsageFault
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Severity
from formgen.letters import needs_letter
from formgen.messages import page as say
from formgen.page.rounds import Round, key_of
from formgen.page.wording import on_page
from formgen.register import State, UnitState
from formgen.results.identity import fold_name

TONES = {
    "unread": "bad",
    "bad": "bad",
    "changed": "warn",
    "warn": "warn",
    "double": "warn",
    "missing": "note",
    "good": "good",
    "accepted": "good",
    "checking": "note",
    "queued": "note",
}
"""State of a row → the colour of its word."""


def units_of(item: Round) -> list[UnitState]:
    """Every unit, worst first, with what the last run found alike in other forms. A file that nobody can read
    stands for the unit of the roster whose name its own bears."""
    return sorted((_alike(item, unit) for unit in _by_file_name(item.units())), key=_order)


def unit_of(item: Round, key: str) -> UnitState:
    """The unit of this key. Raises UsageFault where there is none any more."""
    for unit in units_of(item):
        if key_of(unit) == key:
            return unit
    raise UsageFault(say.NO_UNIT)


def _by_file_name(units: Sequence[UnitState]) -> list[UnitState]:
    """Nobody is listed twice, as 未报 and as 读不出: an unreadable file bears the name of one unit that handed in
    nothing else, and no other such file does."""
    missing = [unit for unit in units if unit.state is State.MISSING]
    found: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        if unit.state is State.UNREADABLE and not unit.identity.is_named:
            names = {fold_name(it.identity.unit): at for at, it in enumerate(missing)}
            if len(own := _names_in(unit.identity.unit, names)) == 1:
                found[names[own[0]]].append(number)
    for_unit = {numbers[0]: missing[at] for at, numbers in found.items() if len(numbers) == 1}
    gone = {id(unit) for unit in for_unit.values()}
    return [
        replace(unit, unit=for_unit[number].unit) if number in for_unit else unit
        for number, unit in enumerate(units)
        if id(unit) not in gone
    ]


def _names_in(text: str, names: Iterable[str]) -> list[str]:
    """The folded names that a text bears; none that is only part of another one that it bears."""
    folded = fold_name(text)
    own = [name for name in names if name in folded]
    return [name for name in own if not any(name != other and name in other for other in own)]


def _alike(item: Round, unit: UnitState) -> UnitState:
    more = item.alike.get(unit.path, ())
    return replace(unit, findings=(*unit.findings, *more)) if more else unit


def _order(unit: UnitState) -> tuple[int, int, str]:
    return list(say.ROW_STATES).index(state_of(unit)), -unit.errors, unit.identity.unit


def state_of(unit: UnitState) -> str:
    """The word of the list: what is farthest from done comes first."""
    if unit.state is State.MISSING:
        return "missing"
    if unit.state is State.UNREADABLE:
        return "unread"
    if unit.state in (State.ACCEPTED, State.CHANGED):
        return "accepted" if unit.state is State.ACCEPTED else "changed"
    if unit.errors or unit.state is State.RETURNED:
        return "bad"
    warned = [finding for finding in unit.findings if finding.severity is Severity.WARNING]
    if any(finding.id == DUPLICATE_ID for finding in warned):
        return "double"
    return "warn" if warned else "good"


def name_of(unit: UnitState) -> str:
    """What a unit is called: as the file says, or the roster where only the file's name told."""
    if unit.unit is not None and not unit.identity.is_named:
        return unit.unit.name + (f"　{unit.unit.project}" if unit.unit.project else "")
    return unit.identity.unit + (f"　{unit.identity.project}" if unit.identity.project else "")


def rows_of(item: Round) -> list[dict[str, Any]]:
    """Every line of the list, worst first. While a run goes on, a unit whose file it is at shows that and keeps its
    place; at the end stand the files whose unit nobody knows before they are read."""
    units = units_of(item)
    rows = [row_of(unit, item) for unit in units]
    at, waiting = item.pending()
    if not at:
        return rows
    by_file, missing = defaultdict(list), {}
    for unit, row in zip(units, rows, strict=True):
        for path in (unit.path, *(file.label for file in (unit.double.files if unit.double else ()))):
            by_file[path].append(row)
        if unit.state is State.MISSING:
            missing[fold_name(unit.identity.unit)] = row
            row["worst"] = say.NOTHING_YET
    for state, files in (("checking", at), ("queued", waiting)):
        for file in files:
            name = PurePath(file).name
            own = by_file.get(file) or [missing[unit] for unit in _names_in(name, missing)]
            for row in own:
                if (
                    state == "checking" or row["state"] == "missing"
                ):  # the others show the last run's until then
                    row |= _BLANK | {"state": state}
            if not own:
                rows.append({"key": "", "name": name, "state": state, "round": 0, "returns": False} | _BLANK)
    return rows


_BLANK: dict[str, Any] = {
    "errors": 0,
    "warnings": 0,
    "counts": {label: (0, "") for label, _ in say.ROW_COLUMNS},
    "ids": set(),
    "worst": "",
    "done": "",
}
"""What nobody knows before the check has ended."""


def row_of(unit: UnitState, item: Round) -> dict[str, Any]:
    """One line of the list. ids: of the checks that found something. returns: a letter would be written."""
    counts = {}
    for label, prefixes in say.ROW_COLUMNS:
        own = [f for f in unit.findings if f.id.startswith(prefixes) and f.severity is not Severity.NOTE]
        counts[label] = (len(own), "bad" if any(f.severity is Severity.ERROR for f in own) else "warn")
    state = state_of(unit)
    handled = [it for it in unit.weighed if it.version == unit.version]
    done = say.DECIDED[unit.decision.decision] if unit.decision else ""
    if not done and handled:
        done = say.WEIGHED.format(count=len(handled))
    review = unit.record.outcome.review if unit.record else None  # its profile is not needed here
    return {
        "key": key_of(unit),
        "name": name_of(unit),
        "state": state,
        "round": unit.round,
        "errors": unit.errors,
        "warnings": sum(f.severity is Severity.WARNING for f in unit.findings),
        "counts": counts,
        "ids": {finding.id for finding in unit.findings},
        "worst": _worst(unit, item),
        "done": done or (say.PASSED if state == "good" else say.WAITING),
        "returns": unit.state is not State.ACCEPTED
        and review is not None
        and needs_letter(unit.weigh(review)),
    }


def _worst(unit: UnitState, item: Round) -> str:
    """The most urgent, in a line."""
    if unit.state is State.MISSING:
        return say.NOTHING_CAME
    if unit.double:
        return say.CHOOSE_ONE.format(count=len(unit.double.files))
    worst = min(unit.findings, key=lambda f: list(Severity).index(f.severity), default=None)
    if worst is None or worst.severity is Severity.NOTE:
        return say.MENDED.format(count=len(unit.mended)) if unit.mended else ""
    return on_page(item.short(worst.message))
