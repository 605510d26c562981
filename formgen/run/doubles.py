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
    does."""

    put_back: tuple[Came, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class _Met:
    """Files of one identity. chosen: the one that counts, None where several do alike."""

    all: list[Came] = field(default_factory=list)
    chosen: Came | None = None


class Doubles:
    """Every identity of a run, and who came with it."""

    def __init__(self, prefer: Prefer) -> None:
        self._prefer = prefer
        self._met: dict[Key, _Met] = {}
        self._amended: dict[str, Outcome | Skipped] = {}

    def meet(self, came: Came) -> Stands | None:
        """Whether it counts; None where it and others are alike, and none of them does."""
        met = self._met.setdefault(came.filed.identity.key, _Met())
        met.all.append(came)
        if len(met.all) == 1:
            met.chosen = came
            return Stands()
        rival = met.chosen or met.all[0]
        chosen = self._prefer.choose(rival, came)
        if chosen is None or (met.chosen is None and chosen is not came):
            met.chosen = None
            return None
        met.chosen = chosen
        losers = [other for other in met.all if other is not chosen]
        for loser in losers:
            reason = say.NOT_CHOSEN.format(chosen=chosen.outcome.label)
            self._amended[loser.outcome.label] = Skipped(loser.task.path, reason)
        if chosen is came:
            return Stands(tuple(losers))
        return Stands(reason=say.NOT_CHOSEN.format(chosen=chosen.outcome.label))

    def met(self, came: Came) -> list[Came]:
        """The others of its identity."""
        return [other for other in self._met[came.filed.identity.key].all if other is not came]

    def event(self, came: Came) -> Doubled:
        """All of them with their dates, and how the last two differ."""
        found = self._met[came.filed.identity.key].all
        cells = differences(found[-2].filed, came.filed, came.task.profile)
        return Doubled(
            now(),
            came.filed.identity,
            tuple(DoubleFile(it.outcome.label, _moment(it.saved), it.outcome.filed) for it in found),
            cells[:_MOST_SHOWN],
            len(cells),
        )

    def refuse(self, came: Came, event: Doubled) -> Outcome:
        """The outcome of all of them."""
        identity = event.identity
        name = " ".join(part for part in (f"{identity.year or ''}", identity.unit, identity.project) if part)
        message = say.SEVERAL.format(name=name, count=len(event.files))
        faults = [Fault(_dated(file), file.label) for file in event.files]
        faults += [Fault(_difference(cell)) for cell in event.differences]
        if event.count > len(event.differences):
            faults.append(Fault(say.MORE.format(count=event.count - len(event.differences))))
        if not event.count:
            faults.append(Fault(say.SAME_CONTENT))
        faults.append(Fault(say.CHOOSE))
        error = ResultNotWritten(message, faults)
        for other in self._met[identity.key].all:
            self._amended[other.outcome.label] = fail(other.outcome.label, error, other.outcome).outcome
        refused = self._amended[came.outcome.label]
        assert isinstance(refused, Outcome)
        return refused

    def amend(self, outcome: Outcome) -> Outcome | Skipped:
        return self._amended.get(outcome.label, outcome)


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
