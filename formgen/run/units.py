"""What is known of each unit beside its declaration: actual values and the budget, for a run over many.

Comes in: files that have them for many units, read once. Goes out: what belongs to one declaration. The
table is handed to every worker process once, when it starts; a task only names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from formgen.base.errors import UnreadableInput
from formgen.base.lazy_pattern import lazy
from formgen.base.records import record
from formgen.messages import actuals as say
from formgen.results.identity import Identity, fold_name
from formgen.scoring import Actual

_APART = lazy(r"[\s_\-—－.·()（）\[\]【】]+")
"""What stands between the words of a file's name."""

Name = tuple[str, str]
"""A unit's name and its project's, folded; "" where the form has no project."""


@record(frozen=True, slots=True)
class UnitFacts:
    """Of one declaration. None: not known."""

    actuals: Mapping[str, Actual] | None = None
    budget: Decimal | None = None


@record(frozen=True, slots=True)
class ActualsFile:
    """A unit's own file of actual values. stem: its name without suffix; fault: why it could not be read."""

    stem: str
    label: str
    actuals: Mapping[str, Actual] = field(default_factory=dict)
    fault: UnreadableInput | None = None


@record(frozen=True, slots=True)
class Contents:
    """actuals: by unit, from one workbook. files: a file each. budgets: by unit, in 万元."""

    actuals: Mapping[Name, Mapping[str, Actual]] = field(default_factory=dict)
    files: tuple[ActualsFile, ...] = ()
    budgets: Mapping[Name, Decimal] = field(default_factory=dict)


_TABLES: dict[str, UnitTable] = {}


class UnitTable:
    """The facts of all units. key: the same for the same facts in all processes of a run."""

    def __init__(self, key: str, contents: Contents) -> None:
        self.key = key
        self.contents = contents
        self.used: set[Name | str] = set()
        _TABLES[key] = self

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _find_table, (self.key,)

    def facts_of(self, identity: Identity, source: str) -> UnitFacts:
        """source: the name of the declaration's file. Raises UnreadableInput where the unit's own file of
        actual values cannot be read, or several are its own."""
        names = [(fold_name(identity.unit), fold_name(identity.project)), (fold_name(identity.unit), "")]
        budget = next(
            (found for name in names if (found := self.contents.budgets.get(name)) is not None), None
        )
        for name in names:
            if name in self.contents.actuals:
                self.used.add(name)
                return UnitFacts(self.contents.actuals[name], budget)
        return UnitFacts(self._from_file(identity, source), budget)

    def unused(self) -> list[str]:
        """Units and files whose actual values no declaration of the run asked for."""
        units = [
            f"{unit}　{project}".strip()
            for unit, project in self.contents.actuals
            if (unit, project) not in self.used
        ]
        return units + [file.label for file in self.contents.files if file.stem not in self.used]

    def _from_file(self, identity: Identity, source: str) -> Mapping[str, Actual] | None:
        found = [file for file in self.contents.files if _is_of(file.stem, identity, source)]
        self.used.update(file.stem for file in found)
        if len(found) > 1:
            labels = say.LABELS.join(file.label for file in found)
            raise UnreadableInput(say.SEVERAL_FILES.format(unit=identity.unit, files=labels))
        if not found:
            return None
        (file,) = found
        if file.fault is not None:
            raise UnreadableInput(file.fault.message, file.fault.faults)
        return file.actuals


def _is_of(stem: str, identity: Identity, source: str) -> bool:
    """Whether a file bears a unit's name as a word of its own, or that of the declaration's file. Part of a
    word is not enough: 市教育局 stands in 衡阳市教育局. Of a unit's several projects, it names the one."""
    own = fold_name(source.rpartition(".")[0] or source)
    plain = fold_name(stem)
    if plain == own or (plain.startswith(own) and _APART.match(plain[len(own) :])):
        return True
    words = {fold_name(word) for word in _APART.split(stem) if word}
    unit, project = fold_name(identity.unit), fold_name(identity.project)
    if plain == unit:
        return True
    return (
        bool(unit) and (unit in words or _APART.sub("", unit) in words) and (not project or project in words)
    )


def _find_table(key: str) -> UnitTable:
    return _TABLES[key]


def share_table(shared: tuple[str, Contents] | None) -> None:
    """In a new worker process: the run's table."""
    if shared is not None:
        UnitTable(*shared)
