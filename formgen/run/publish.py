"""Results into their folder, and what need not be made again out of it.

Comes in: results of tasks. Goes out: outcomes, with the files in place. A run of many holds the folder's
books open from start to end, so that no other run writes meanwhile; a run of one file opens them only to
look and to write, and touches no folder before there is something to put there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from formgen.base.errors import ResultNotWritten
from formgen.messages import batch as say
from formgen.results.folder import STATE, ResultsFolder
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.task import Checked, Failure, Kept, Reply, Result, Task, fail
from formgen.run.unchanged import UnchangedResults


class Publisher:
    """Puts the results of one run into one folder. notices: sentences on what of its state could not be
    used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []
        self._ledger: ResultsFolder | None = None
        self._unchanged: UnchangedResults | None = None
        self._owners: dict[str, str] = {}

    def hold(self) -> None:
        """Keep the books open from now on. Raises ResultNotWritten where another run writes there, or nothing
        can be written."""
        if self._ledger is None:
            self._ledger = self._notice(ResultsFolder(self.folder).__enter__())

    def close(self) -> None:
        if self._ledger is not None:
            ledger, self._ledger = self._ledger, None
            ledger.__exit__(None, None, None)

    @contextmanager
    def _books(self) -> Iterator[ResultsFolder]:
        if self._ledger is not None:
            yield self._ledger
            return
        with ResultsFolder(self.folder) as ledger:
            yield self._notice(ledger)

    def _notice(self, ledger: ResultsFolder) -> ResultsFolder:
        self.notices += [notice for notice in ledger.notices if notice not in self.notices]
        return ledger

    def keep(self, task: Task) -> Reply | None:
        """The kept results of a task; None where anything of it must be made."""
        if self._ledger is not None:
            self._unchanged = self._unchanged or UnchangedResults(self._ledger)
            return self._unchanged.find(task)
        if not (self.folder / STATE).is_dir():
            return None
        with self._books() as ledger:
            return UnchangedResults(ledger).find(task)

    def settle(self, result: Product | Failure | Kept | Checked) -> Outcome:
        """Put in place what was made; what became of it. Two declarations of one run never share a name."""
        if isinstance(result, Failure | Checked):
            return result.outcome
        name, label = result.entry.name, result.outcome.label
        try:
            # Windows and macOS take ABC局 and abc局 for one name.
            if name.casefold() in self._owners:
                other = self._owners[name.casefold()]
                raise ResultNotWritten(say.SAME_NAME.format(path=label, other=other, name=name))
            if isinstance(result, Product):
                with self._books() as ledger:
                    ledger.publish(result)
        except ResultNotWritten as error:
            return fail(label, error, result.outcome).outcome
        self._owners[name.casefold()] = label
        return result.outcome


class NoPublisher:
    """The same for a road that stops before printing: nothing is kept, nothing written."""

    notices: tuple[str, ...] = ()

    def hold(self) -> None: ...

    def close(self) -> None: ...

    def keep(self, task: Task) -> None:
        return None

    def settle(self, result: Result) -> Outcome:
        assert isinstance(result, Failure | Checked)
        return result.outcome
