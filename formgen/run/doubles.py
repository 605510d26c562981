"""Several files of one identity in one run: none is published, all are named, and a person chooses.

Comes in: declarations as they come, and what the user prefers. Goes out: which of them counts; or, where
nobody said, a refusal with the files' dates and differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from formgen.base.errors import Fault, ResultNotWritten
from formgen.base.shown import shown
from formgen.messages import doubles as say
from formgen.register.compare import differences
from formgen.results.events import ChangedCell, Doubled, DoubleFile, Reviewed, now
from formgen.results.filed import Filed
from formgen.results.identity import fold_name
from formgen.results.outcome import Outcome
from formgen.run.task import Skipped, Task, fail
from formgen.scoring.dates import read_day

NEWEST = "newest"
_MOST_SHOWN = 5
_MOST_FILES = 10
"""Named in a refusal; the register has all of them."""

Key = tuple[str, str, int | None, str]


@dataclass(slots=True)
class Came:
    """A declaration of this run. record: what this run recorded of it, None where it was kept, or taken
    back."""

    task: Task
    outcome: Outcome
    filed: Filed
    record: Reviewed | None = None

    @property
    def declared(self) -> date | None:
        return read_day(fold_name(self.outcome.filed))

    @property
    def saved(self) -> float:
        """When the file was last changed; 0 where nobody knows."""
        try:
            return self.task.path.stat().st_mtime
        except (OSError, ValueError):
            return 0.0


@dataclass(frozen=True, slots=True)
class Prefer:
    """names: files that the user named, and the word newest."""

    names: tuple[str, ...] = ()

    def choose(self, one: Came, two: Came) -> Came | None:
        """Which of two counts; None where that was not said."""
        named = [came for came in (one, two) if self._names(came.task.path)]
        if len(named) == 1:
            return named[0]
        return _newer(one, two) if NEWEST in self.names else None

    def unknown(self, files: Sequence[Path]) -> list[str]:
        """Sentences on names that none of the run's files bears."""
        known = set().union(*map(_names_of, files))
        return [
            say.UNKNOWN_FILE.format(name=shown(name))
            for name in self.names
            if name != NEWEST and name not in known
        ]

    def _names(self, path: Path) -> bool:
        return bool(set(self.names) & _names_of(path))


def _names_of(path: Path) -> set[str]:
    """What a user may call a file."""
    return {path.name, str(path), path.as_posix()} - {NEWEST}


def _newer(one: Came, two: Came) -> Came | None:
    """By the declared 填报日期 where both have one and they differ, else by when the file was changed."""
    if one.declared and two.declared and one.declared != two.declared:
        return max(one, two, key=lambda came: came.declared or date.min)
    if one.saved == two.saved:
        return None
    return max(one, two, key=lambda came: came.saved)


@dataclass(frozen=True, slots=True)
class Stands:
    """put_back: files that do not count after all. reason: why the one that came does not, "" where it
    does. several: nobody said which one counts, so none does."""

    put_back: tuple[Came, ...] = ()
    reason: str = ""
    several: bool = False


@dataclass(slots=True)
class _Met:
    """Files of one identity. chosen: the one that counts, None where several do alike."""

    all: list[Came] = field(default_factory=list)
    chosen: Came | None = None

    @property
    def refused(self) -> bool:
        return len(self.all) > 1 and self.chosen is None

    def event(self) -> Doubled:
        """All of them with their dates, and how the last two differ."""
        before, last = self.all[-2:]
        cells = differences(before.filed, last.filed, last.task.profile)
        files = (DoubleFile(it.outcome.label, _moment(it.saved), it.outcome.filed) for it in self.all)
        return Doubled(now(), last.filed.identity, tuple(files), cells[:_MOST_SHOWN], len(cells))


class Doubles:
    """Every identity of a run, and who came with it. However many files one unit sends, each is looked at
    once when it comes and once at the end."""

    def __init__(self, prefer: Prefer) -> None:
        self._prefer = prefer
        self._met: dict[Key, _Met] = {}
        self._came: dict[str, Came] = {}
        self._passed_over: dict[str, Skipped] = {}
        self._errors: dict[Key, ResultNotWritten] = {}

    def meet(self, came: Came) -> Stands:
        """Whether it counts."""
        met = self._met.setdefault(came.filed.identity.key, _Met())
        met.all.append(came)
        self._came[came.outcome.label] = came
        if len(met.all) == 1:
            met.chosen = came
            return Stands()
        before = met.chosen
        rival = before or met.all[0]
        chosen = self._prefer.choose(rival, came)
        if chosen is None or (before is None and chosen is not came):
            met.chosen = None
            return Stands((before,) if before else (), several=True)
        met.chosen = chosen
        losers = [other for other in met.all if other is not chosen] if chosen is came else [came]
        reason = say.NOT_CHOSEN.format(chosen=chosen.outcome.label)
        for loser in losers:
            self._passed_over[loser.outcome.label] = Skipped(loser.task.path, reason)
        return Stands(tuple(losers)) if chosen is came else Stands(reason=reason)

    def event(self, came: Came) -> Doubled | None:
        """The first two of its identity; None where that many were told of before."""
        met = self._met[came.filed.identity.key]
        return met.event() if len(met.all) == 2 else None

    def refused(self) -> list[tuple[Doubled, ResultNotWritten]]:
        """At the end: of each identity of which none counts, all its files, and the refusal."""
        found = []
        for key, met in self._met.items():
            if met.refused:
                event = met.event()
                self._errors[key] = _refusal(event)
                found.append((event, self._errors[key]))
        return found

    def refuse(self, came: Came) -> Outcome:
        """The outcome of one that came, as far as it is known yet: beside the one before it."""
        met = self._met[came.filed.identity.key]
        return fail(
            came.outcome.label, _refusal(_Met(met.all[-2:]).event(), len(met.all)), came.outcome
        ).outcome

    def amend(self, outcome: Outcome) -> Outcome | Skipped:
        """What became of a declaration, once all others are known."""
        came = self._came.get(outcome.label)
        error = self._errors.get(came.filed.identity.key) if came else None
        if came and error:
            return fail(outcome.label, error, came.outcome).outcome
        return self._passed_over.get(outcome.label, outcome)


def _refusal(event: Doubled, count: int = 0) -> ResultNotWritten:
    """Why none of the files counts, with their names, dates and differences. count: of them, where the event has
    not all."""
    identity = event.identity
    name = " ".join(part for part in (f"{identity.year or ''}", identity.unit, identity.project) if part)
    faults = [Fault(_dated(file), file.label) for file in event.files[:_MOST_FILES]]
    if len(event.files) > _MOST_FILES:
        faults.append(Fault(say.MORE_FILES.format(count=len(event.files) - _MOST_FILES)))
    faults += [Fault(_difference(cell)) for cell in event.differences]
    if event.count > len(event.differences):
        faults.append(Fault(say.MORE.format(count=event.count - len(event.differences))))
    if not event.count:
        faults.append(Fault(say.SAME_CONTENT))
    faults.append(Fault(say.CHOOSE))
    return ResultNotWritten(say.SEVERAL.format(name=name, count=count or len(event.files)), faults)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds") if seconds else ""


def _dated(file: DoubleFile) -> str:
    saved = file.saved.replace("T", " ")[:16] or say.UNKNOWN
    return say.DATES.format(saved=saved, filed=file.filed or say.UNKNOWN)


def _difference(cell: ChangedCell) -> str:
    row = f"{cell.row}　" if cell.row else ""
    return say.DIFFERENCE.format(
        row=row, label=cell.label, old=cell.old or say.EMPTY, new=cell.new or say.EMPTY
    )
