"""Results into their folder and its register, and what need not be made again out of it.

Comes in: results of tasks. Goes out: outcomes, with the files in place. A run of many holds the folder's
books open from start to end, so that no other run writes meanwhile; a run of one file opens them only to
look and to write, and touches no folder before there is something to put there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from formgen.base.digest import digests
from formgen.base.errors import ResultNotWritten
from formgen.base.shown import shown
from formgen.base.write_files import explain_write_error
from formgen.messages import batch as say
from formgen.register import Register
from formgen.register.compare import compare_rounds
from formgen.results.events import Decided, Doubled, Event, Expected, Gone, Reviewed, Unit, now
from formgen.results.filed import Filed
from formgen.results.folder import STATE, ResultsFolder, without_profile
from formgen.results.identity import Identity
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.doubles import Came, Doubles, Prefer
from formgen.run.task import Checked, Failure, Kept, Reply, Skipped, Task, fail
from formgen.run.unchanged import UnchangedResults, digest_of


class _Books:
    """A folder's books, open."""

    def __init__(self, ledger: ResultsFolder) -> None:
        self.ledger = ledger
        self.register = Register(ledger.events)
        self.unchanged = UnchangedResults(ledger)
        self._taken = len(ledger.events)

    def record(self, *events: Event, sure: bool = False) -> None:
        self.ledger.record(*events, sure=sure)
        self.catch_up()

    def catch_up(self) -> None:
        """Let the register go on with what the ledger has recorded."""
        events = self.ledger.events
        for event in events[self._taken :]:
            self.register.take(event)
        self._taken = len(events)


class Publisher:
    """Puts the results of one run into one folder. notices: sentences on what of its state could not be
    used. prefer: which of several files of one identity is to count. Raises ResultNotWritten for a folder that no
    system can have."""

    def __init__(self, folder: Path, prefer: Sequence[str] = ()) -> None:
        self.folder = folder
        try:
            (folder / STATE).is_dir()
        except OSError as error:
            raise ResultNotWritten(explain_write_error(folder, error)) from error
        self.notices: list[str] = []
        self._held: _Books | None = None
        self._owners: dict[str, str] = {}
        self._digests: dict[Path, str] = {}
        self._doubles = Doubles(Prefer(tuple(prefer)))
        self._again: dict[str, tuple[Came, Reviewed]] = {}

    def hold(self) -> None:
        """Keep the books open from now on. Raises ResultNotWritten where another run writes there, or nothing
        can be written."""
        if self._held is None:
            self._held = _Books(self._notice(ResultsFolder(self.folder).__enter__()))

    def close(self) -> None:
        if self._held is not None:
            books, self._held = self._held, None
            books.ledger.__exit__(None, None, None)

    @property
    def manifest_digest(self) -> str:
        """SM3 of the manifest that is written when the books are closed; "" without results, or while the
        books are not held."""
        manifest = self._held.ledger.manifest() if self._held is not None else b""
        return digests(manifest)["sm3"] if manifest else ""

    @property
    def register(self) -> Register | None:
        """The register as it stands, while the books are held."""
        return self._held.register if self._held is not None else None

    def expect(self, roster: Sequence[Unit] | None) -> None:
        """Enter the roster, where it is another than before."""
        if self._held is not None and roster is not None and self._held.register.roster != tuple(roster):
            self._held.record(Expected(now(), tuple(roster)))

    def decide(self, decisions: Sequence[Decided]) -> None:
        """Enter what people decided."""
        if self._held is not None and decisions:
            self._held.record(*decisions, sure=True)

    @contextmanager
    def _books(self) -> Iterator[_Books]:
        if self._held is not None:
            yield self._held
            return
        with ResultsFolder(self.folder) as ledger:
            yield _Books(self._notice(ledger))

    def _notice(self, ledger: ResultsFolder) -> ResultsFolder:
        self.notices += [notice for notice in ledger.notices if notice not in self.notices]
        return ledger

    def keep(self, task: Task) -> Reply | None:
        """The kept results of a task; None where anything of it must be made."""
        if self._held is None and not (self.folder / STATE).is_dir():
            return None
        with self._books() as books:
            return books.unchanged.find(task, self._see(books, task))

    def _see(self, books: _Books, task: Task) -> str:
        """Note that the file came; its digest."""
        if task.path not in self._digests:
            self._digests[task.path] = digest_of(task.path)
        books.ledger.see(_path_of(task), self._digests[task.path])
        return self._digests[task.path]

    def settle(self, task: Task, result: Product | Failure | Kept | Checked) -> Outcome | Skipped:
        """Put in place what was made; what became of it. Two declarations of one run never share a name."""
        if self._held is None and not isinstance(result, Product) and not (self.folder / STATE).is_dir():
            return result.outcome
        try:
            with self._books() as books:
                return self._settle(books, task, result)
        except ResultNotWritten as error:
            return fail(result.outcome.label, error, result.outcome).outcome

    def _settle(
        self, books: _Books, task: Task, result: Product | Failure | Kept | Checked
    ) -> Outcome | Skipped:
        digest = self._see(books, task)
        came = Came(task, result.outcome, self._filed(books, task, result, digest))
        if came.filed.identity.is_named:
            stands = self._doubles.meet(came)
            for other in stands.put_back:
                self._take_back(books, other)
            if stands.several:
                self._enter_double(books, self._doubles.event(came))
                return self._doubles.refuse(came)
            if stands.reason:
                return Skipped(task.path, stands.reason)
        try:
            came.record = self._enter(books, came, result)
        except ResultNotWritten as error:
            return fail(came.outcome.label, error, came.outcome).outcome
        return came.outcome

    def _enter_double(self, books: _Books, event: Doubled | None) -> None:
        """That none of the files of one identity counts, where that is not known of them."""
        known = books.register.double(event.identity) if event else None
        if event and (known is None or known.files != event.files):
            books.record(event)

    def tell_doubles(self) -> None:
        """At the end of a run, also of one that was broken off: enter and tell all files of which none counts."""
        if self._held is None:
            return
        for event, error in self._doubles.refused():
            self._enter_double(self._held, event)
            self.notices.append(str(error))

    def _take_back(self, books: _Books, came: Came) -> None:
        self._again.pop(came.outcome.label, None)
        if came.record is not None:
            entry = came.record.entry
            books.ledger.withdraw(came.record)
            books.catch_up()
            if entry is not None:
                self._owners.pop(entry.name.casefold(), None)
            came.record = None

    def _filed(
        self, books: _Books, task: Task, result: Product | Failure | Kept | Checked, digest: str
    ) -> Filed:
        filed = result.record.filed if isinstance(result, Kept) else result.filed
        if filed is None or not filed.identity.unit:
            name, path = shown(task.path.name), _path_of(task)
            last = books.register.last(Identity("", name))
            # The same name elsewhere is another file, unless the first is there no more: then it was moved.
            moved = last is not None and not os.path.lexists(last.path)
            unit = name if last is None or last.path == path or moved else path
            part = filed.part if filed else ""
            unit = f"{unit}[{part}]" if part else unit
            blank = filed or Filed(Identity("", ""), digest, digest, digest)
            filed = replace(blank, identity=Identity("", unit))
        if isinstance(result, Product | Checked):
            entry = result.entry if isinstance(result, Product) else None
            filed = replace(filed, recipe=books.unchanged.recipe(filed, task, entry))
        return filed

    def _enter(
        self, books: _Books, came: Came, result: Product | Failure | Kept | Checked
    ) -> Reviewed | None:
        """Publish and record; what was recorded by this run."""
        if isinstance(result, Kept):
            if result.record.entry is not None:
                self._own(result.record.entry.name, came.outcome.label)
            self._keep_current(books, came, result.record)
            return None
        record = self._record_of(books, came)
        if isinstance(result, Product):
            self._own(result.entry.name, came.outcome.label)
            books.ledger.publish(result, record)
            record = replace(record, entry=result.entry)
        else:
            current = books.register.current(came.filed.identity)
            if current is not None and replace(current, at=record.at, entry=None) == replace(
                record, entry=None
            ):
                return None  # nothing that is not known
            books.ledger.record(record)
        books.catch_up()
        return record

    def _own(self, name: str, label: str) -> None:
        # Windows and macOS take ABC局 and abc局 for one name.
        if name.casefold() in self._owners:
            other = self._owners[name.casefold()]
            raise ResultNotWritten(say.SAME_NAME.format(path=label, other=other, name=name))
        self._owners[name.casefold()] = label

    def _keep_current(self, books: _Books, came: Came, record: Reviewed) -> None:
        """What an earlier run recorded counts again, where something else came since: entered at the end, when it
        is known that no other file of the unit came."""
        current = books.register.current(record.filed.identity)
        if current is None or current.filed.version != record.filed.version:
            self._again[came.outcome.label] = came, record

    def _record_of(self, books: _Books, came: Came) -> Reviewed:
        filed, outcome = came.filed, without_profile(came.outcome)
        path = _path_of(came.task)
        last = books.register.last(filed.identity)
        if last is None:
            return Reviewed(now(), path, filed, 1, outcome)
        if last.filed.version == filed.version:
            return Reviewed(now(), path, filed, last.round, outcome, against=last.against)
        against = compare_rounds(last, filed, outcome, came.task.profile)
        return Reviewed(now(), path, filed, last.round + 1, outcome, against=against)

    def finish(self, searched: Sequence[str]) -> None:
        """At the end of a whole run. searched: every file of it, as it may be shown."""
        if self._held is None:
            return
        for came, record in self._again.values():
            again = self._record_of(self._held, came)
            self._held.record(replace(again, outcome=record.outcome, entry=record.entry))
        known = set(searched)
        folders = {path.rpartition("/")[0] for path in searched}
        gone = [
            path
            for path in self._held.register.unread_paths()
            if path not in known and path.rpartition("/")[0] in folders
        ]
        for path in gone:
            self._held.record(Gone(now(), path))

    def amend(self, outcome: Outcome) -> Outcome | Skipped:
        """What became of a declaration, once all others are known."""
        return self._doubles.amend(outcome)


def _path_of(task: Task) -> str:
    return shown(task.path.as_posix())
