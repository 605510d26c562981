"""The register as a value: asked for units, counts and decisions.

Comes in: the events of 登记.jsonl. Goes out: `UnitState`s, the units of the roster first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from formgen.base.errors import UnreadableInput, UsageFault
from formgen.base.shown import shown
from formgen.messages import campaign as say
from formgen.register.states import STATES, State, UnitState, judge, punctuality_of
from formgen.results.events import (
    REGISTER,
    Decided,
    Doubled,
    Event,
    Expected,
    Gone,
    Reviewed,
    Unit,
    Weighed,
    Withdrawn,
    load_events,
    now,
)
from formgen.results.identity import Identity, fold_name
from formgen.scoring.dates import read_day

Key = tuple[str, str, int | None, str]
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class _Course:
    """What came of one identity, in order. history: one record per version, the last of each."""

    identity: Identity
    history: list[Reviewed] = field(default_factory=list)
    first: str = ""
    decisions: dict[str, Decided] = field(default_factory=dict)
    weighed: dict[tuple[str, str], Weighed] = field(default_factory=dict)
    double: Doubled | None = None


class Register:
    """The events as they are asked. damaged: lines of the file that could not be read. last_at: when something was last
    entered, "" for never."""

    def __init__(self, events: Iterable[Event], damaged: int = 0) -> None:
        self.damaged = damaged
        self.roster: tuple[Unit, ...] = ()
        self.last_at = ""
        self.decisions: list[Decided] = []
        self._courses: dict[Key, _Course] = {}
        self._unread: dict[str, set[Key]] = {}
        """Path → courses of files there that could not be read."""
        for event in events:
            self.take(event)

    def take(self, event: Event) -> None:
        """Go on with one more event."""
        self.last_at = getattr(event, "at", self.last_at)
        match event:
            case Reviewed():
                self._review(event)
            case Withdrawn():
                self._withdraw(event)
            case Doubled():
                self._course(event.identity, event.at).double = event
            case Decided():
                self._decide(event)
            case Weighed():
                self._course(event.identity, event.at).weighed[event.check, event.field] = event
            case Expected():
                self.roster = event.units
            case Gone():
                self._forget(event.path)
            case _:
                pass

    def units(self) -> tuple[UnitState, ...]:
        """Every unit: those of the roster in its order, also where nothing came; then the others by name."""
        by_unit: dict[str, list[_Course]] = {}
        for course in self._courses.values():
            if course.history or course.double:
                by_unit.setdefault(fold_name(course.identity.unit), []).append(course)
        found: list[UnitState] = []
        for unit in self.roster:
            name = fold_name(unit.name)
            came = [
                course
                for course in by_unit.get(name, ())
                if not unit.project or fold_name(unit.project) == fold_name(course.identity.project)
            ]
            found += [self._state(course, unit) for course in sorted(came, key=_order)]
            by_unit[name] = [course for course in by_unit.get(name, ()) if course not in came]
            if not came:
                found.append(_missing(unit))
        rest = sorted((course for left in by_unit.values() for course in left), key=_order)
        return (*found, *(self._state(course, None) for course in rest))

    def counts(self) -> dict[State, int]:
        """How many stand where, every state named."""
        counted = Counter(unit.state for unit in self.units())
        return {state: counted[state] for state in STATES}

    def current(self, identity: Identity) -> Reviewed | None:
        """What was last recorded of an identity; None where nothing was, or several files came since."""
        course = self._courses.get(identity.key)
        return course.history[-1] if course and course.history and not course.double else None

    def last(self, identity: Identity) -> Reviewed | None:
        """The same, whatever came since."""
        course = self._courses.get(identity.key)
        return course.history[-1] if course and course.history else None

    def double(self, identity: Identity) -> Doubled | None:
        """The several files that came of an identity at once, where none was chosen since."""
        course = self._courses.get(identity.key)
        return course.double if course else None

    def versions(self, identity: Identity) -> list[Reviewed]:
        """One record per version of an identity, in the order in which they came."""
        course = self._courses.get(identity.key)
        return list(course.history) if course else []

    def decision_on(self, identity: Identity, version: str) -> Decided | None:
        """The decision that stands on that version."""
        course = self._courses.get(identity.key)
        return course.decisions.get(version) if course else None

    def unread_paths(self) -> list[str]:
        """Files of which not even the unit is known."""
        return [
            it.history[-1].path for it in self._courses.values() if not it.identity.is_named and it.history
        ]

    def find(self, unit: str, year: int | None = None, project: str | None = None) -> UnitState:
        """The one form of a unit. Raises UsageFault where there is none, or more than one."""
        found = [
            item
            for item in self.units()
            if fold_name(item.identity.unit) == fold_name(unit)
            and (year is None or item.identity.year == year)
            and (project is None or fold_name(item.identity.project) == fold_name(project))
        ]
        if not found:
            raise UsageFault(say.NO_SUCH_UNIT.format(unit=unit))
        if len(found) > 1:
            forms = "、".join(
                f"{it.identity.year or ''}{it.identity.project or it.identity.profile}" for it in found
            )
            raise UsageFault(say.SEVERAL_FORMS.format(unit=unit, count=len(found), forms=forms))
        return found[0]

    def decide(
        self, unit: UnitState, word: str, why: str = "", by: str = "", source: str = say.FROM_LIBRARY
    ) -> Decided:
        """The event of a person's decision, to be recorded. word: 人工通过, 退回, or "" to take one back.
        Raises UsageFault."""
        if word not in (say.ACCEPTED, say.RETURNED, ""):
            raise UsageFault(say.BAD_WORD.format(word=word))
        if not unit.version:
            raise UsageFault(say.NOTHING_TO_DECIDE.format(unit=unit.identity.unit))
        return Decided(now(), unit.identity, unit.version, word, why, by, source)  # type: ignore[arg-type]

    # ── events ───────────────────────────────────────────────────────────────────────────────────

    def _course(self, identity: Identity, at: str) -> _Course:
        course = self._courses.setdefault(identity.key, _Course(identity))
        course.first = course.first or at
        return course

    def _review(self, event: Reviewed) -> None:
        if event.filed.identity.is_named:
            # A file that could not be read before: now it says whose it is.
            self._forget(event.path)
        else:
            self._unread.setdefault(event.path, set()).add(event.filed.identity.key)
        course = self._course(event.filed.identity, event.at)
        course.double = None
        if course.history and course.history[-1].filed.version == event.filed.version:
            course.history[-1] = event
        else:
            course.history.append(event)

    def _forget(self, path: str) -> None:
        """What came there and could not be read is gone, or known by name now."""
        for key in self._unread.get(path, ()):
            course = self._courses.get(key)
            if course is not None and _is_only(course, path):
                del self._courses[key]

    def _withdraw(self, event: Withdrawn) -> None:
        course = self._courses.get(event.identity.key)
        if course and course.history and course.history[-1].filed.version == event.version:
            course.history.pop()

    def _decide(self, event: Decided) -> None:
        self.decisions.append(event)
        if event.lost:
            return
        course = self._course(event.identity, event.at)
        if event.decision:
            course.decisions[event.version] = event
        else:
            course.decisions.pop(event.version, None)

    def _state(self, course: _Course, unit: Unit | None) -> UnitState:
        if not course.history:
            return UnitState(
                course.identity, State.CHANGED, first=course.first, double=course.double, unit=unit
            )
        last = course.history[-1]
        version = last.filed.version
        earlier = [
            item.filed.version for item in course.history[:-1] if item.filed.version in course.decisions
        ]
        against = last.against
        state = State.CHANGED if course.double else judge(last, course.decisions, course.history)
        return UnitState(
            identity=course.identity,
            state=state,
            round=last.round,
            path=last.path,
            at=last.at,
            first=course.first,
            version=version,
            findings=last.outcome.review.findings if last.outcome.review else (),
            compared=against is not None,
            mended=against.mended if against else (),
            standing=against.standing if against else (),
            new=against.new if against else (),
            changed=against.changed if against else (),
            decision=course.decisions.get(version),
            earlier=course.decisions[earlier[-1]] if earlier else None,
            double=course.double,
            unit=unit,
            punctuality=punctuality_of(unit, read_day(fold_name(last.outcome.filed)), course.first),
            record=last,
            weighed=tuple(it for it in course.weighed.values() if it.choice),
        )


def _is_only(course: _Course, path: str) -> bool:
    """Whether this is the course of a file that could not be read."""
    return not course.identity.is_named and bool(course.history) and course.history[-1].path == path


def _missing(unit: Unit) -> UnitState:
    return UnitState(Identity("", unit.name, None, unit.project), State.MISSING, unit=unit)


def _order(course: _Course) -> tuple[bool, list[str | int], int, str, str]:
    one = course.identity
    parts: list[str | int] = [
        int(part) if number % 2 else part for number, part in enumerate(_DIGITS.split(one.unit))
    ]
    return not one.is_named, parts, one.year or 0, one.project, one.profile


def open_register(folder: Path) -> Register:
    """The register of a result folder, also while a run writes there. Raises UnreadableInput where there is none, or a
    later formgen's."""
    path = folder / REGISTER
    try:
        if not path.is_file():
            raise UnreadableInput(_why_none(folder))
        found = load_events(path)
    except (OSError, ValueError) as error:
        raise UnreadableInput(say.NO_ACCESS.format(path=shown(path))) from error
    return Register(found.events, len(found.damaged))


def _why_none(folder: Path) -> str:
    """Why there is no register, and where one is near."""
    if not folder.exists():
        return say.NO_FOLDER.format(folder=shown(folder))
    if not folder.is_dir():
        return say.NOT_A_FOLDER.format(folder=shown(folder), parent=shown(folder.parent))
    below = next((path.parent for path in sorted(folder.glob(f"*/{REGISTER}"))), None)
    if below is not None:
        return say.REGISTER_BELOW.format(folder=shown(folder), name=REGISTER, below=shown(below))
    return say.NO_REGISTER.format(folder=shown(folder), name=REGISTER)
