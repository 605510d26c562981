"""A reviewer's folder: one run at a time over it, and its register, which is all the state there is.

Comes in: a folder inside those that the program was started with, or the page's own with the files that were
dropped. Goes out: `Round`s. What is decided goes into the register at once; a restart finds it there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock, Thread

from formgen.base.buglog import keep_bug_report
from formgen.base.errors import FormgenError, UnreadableInput, UsageFault
from formgen.base.shown import shown
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Finding
from formgen.library.files import check_paths
from formgen.messages import page as say
from formgen.page.dropped import Dropped
from formgen.register import Follower, UnitState
from formgen.results.events import Reviewed
from formgen.results.identity import Identity
from formgen.run.batch import Batch, Guards
from formgen.run.processes import default_workers

RESULTS = "审核结果"
"""The folder of results inside the reviewer's."""


@dataclass
class Round:
    """A folder under review. name: what it is called to people. dropped: its files were dropped on the page. done,
    total: of the run that is under way or was last; came: files of it that have a result; prefer: files that were
    chosen among several of one unit; skipped: files that it passed over, with the reason; notices: what
    it has to say besides. alike: path → what the last run found of the same texts in other units' forms, which no
    register keeps. letters: that were written last; asked: the filters of the list, as an address has them. step: another number whenever there is something new to see."""

    id: str
    folder: Path
    results: Path
    name: str
    dropped: bool = False
    roster: Path | None = None
    done: int = 0
    total: int = 0
    trouble: str = ""
    step: int = 0
    running: bool = False
    prefer: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    alike: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    letters: tuple[Path, ...] = ()
    asked: str = ""
    came: set[str] = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)
    _batch: Batch | None = None
    _again: bool = False
    _stopped: bool = False
    _follower: Follower | None = None

    def start(self) -> None:
        """Check the folder anew, in a thread of its own; a run that is under way goes on, and once more for what
        came meanwhile."""
        with self.lock:
            self._again = self.running
            if self.running:
                return
            self.running, self.trouble, self.done, self.total = True, "", 0, 0
            self._stopped, self.came = False, set()
        Thread(target=self._run, daemon=True, name="round").start()

    def choose(self, unit: UnitState, label: str) -> None:
        """Which of several files of a unit counts; the folder is checked anew. Raises UsageFault."""
        labels = [file.label for file in unit.double.files] if unit.double else []
        if label not in labels:
            raise UsageFault(say.WRONG_FORM)
        self.prefer = (*(name for name in self.prefer if name not in labels), label)
        self.start()

    def stop(self) -> None:
        """End the run; what is done is kept."""
        with self.lock:
            self._again, self._stopped = False, True
            if self._batch is not None:
                self._batch.cancel()

    def _run(self) -> None:
        try:
            guards = Guards(ready=True)
            batch = check_paths(
                self.folder, output=self.results, roster=self.roster, prefer=self.prefer, guards=guards
            )
            with self.lock:
                self._batch = batch
                if self._stopped:  # before there was anything to stop
                    batch.cancel()
            self.total, self.step = self._total(batch), self.step + 1
            for result in batch:
                self.done, self.total = self.done + 1, self._total(batch)
                self.came.add(result.path)
                self.step += 1
            self.total = self._total(batch)
            self.skipped = tuple(
                (self.short(shown(it.path)), it.reason) for it in batch.skipped if self._tells(it.path)
            )
            self.notices = tuple(batch.notices)
            self.alike = {
                result.path: tuple(f for f in result.review.findings if f.id == DUPLICATE_ID)
                for result in batch.results
            }
            if batch.cancelled:
                self.trouble = say.STOPPED.format(done=self.done, total=self.total)
        except FormgenError as error:
            self.trouble = self.short(str(error))
        except Exception as error:  # noqa: BLE001  a bug: a list that is not whole must not look like one that is
            log = keep_bug_report(error) or say.NO_LOG
            self.trouble = say.BUG.format(kind=type(error).__name__, log=log)
        finally:
            with self.lock:
                self._batch, self.running = None, False
                self.step += 1
                again, self._again = self._again, False
        if again:
            self.start()

    def _tells(self, path: Path) -> bool:
        """Whether a file is one of the reviewer's: not what formgen itself put there."""
        return not path.is_relative_to(self.results)

    def _total(self, batch: Batch) -> int:
        """How many declarations the run is over, as far as it knows now."""
        return batch.total - sum(not self._tells(path) for path in list(batch.files))

    def pending(self) -> tuple[list[str], list[str]]:
        """The files that the run has no result of yet, in their order: those that it is at, as many as there are
        processes, and those that wait. None when no run is under way."""
        with self.lock:
            batch = self._batch
        files = [file for file in list(batch.files) if self._tells(file)] if batch is not None else []
        left = [path for file in files if (path := shown(file.as_posix())) not in self.came]
        at_once = default_workers()
        return left[:at_once], left[at_once:]

    def short(self, text: str) -> str:
        """A sentence as it is said here: without the folder's path before its files' names."""
        for place in (self.folder, self.results.parent):
            text = text.replace(f"{shown(place.as_posix())}/", "")
        return text

    def units(self) -> tuple[UnitState, ...]:
        """Every unit as the register has it now; none before the first result."""
        with self.lock:
            return self._read().read().units()

    def versions(self, identity: Identity) -> list[Reviewed]:
        """What came of an identity, in order."""
        with self.lock:
            return self._read().read().versions(identity)

    def expected(self) -> int:
        """How many lines the roster has."""
        with self.lock:
            return len(self._read().read().roster)

    def _read(self) -> Follower:
        if self._follower is None:
            self._follower = Follower(self.results)
        return self._follower

    def unit(self, key: str) -> UnitState:
        """The unit of this key. Raises UsageFault where there is none any more."""
        for unit in self.units():
            if key_of(unit) == key:
                return unit
        raise UsageFault(say.NO_UNIT)


def key_of(unit: UnitState) -> str:
    """What a unit is called in addresses."""
    from hashlib import sha256

    return sha256(repr(unit.identity.key).encode(errors="surrogatepass")).hexdigest()[:16]


class Rounds:
    """The folders under review. roots: only inside these is anything opened. dropped: where dropped files are kept."""

    def __init__(self, roots: tuple[Path, ...], dropped: Dropped) -> None:
        self.roots = tuple(root.resolve() for root in roots)
        self.dropped = dropped
        self._rounds: dict[str, Round] = {}
        self._lock = RLock()

    def inside(self, text: str) -> Path:
        """The folder that was typed. Raises UsageFault for one outside the roots, or that is none."""
        try:
            path = Path(text.strip().strip('"')).expanduser().resolve()
            allowed = any(path == root or path.is_relative_to(root) for root in self.roots)
            if not allowed:
                raise UsageFault(say.OUTSIDE.format(roots="、".join(shown(root) for root in self.roots)))
            if not path.is_dir():
                raise UsageFault(say.NO_FOLDER.format(path=shown(path)))
        except (OSError, ValueError, RuntimeError) as error:
            raise UsageFault(say.NO_FOLDER.format(path=shown(text))) from error
        return path

    def open(self, folder: str, roster: str = "") -> Round:
        """The round of a folder, begun where it is not yet. Raises UsageFault, UnreadableInput."""
        path = self.inside(folder)
        names = (
            self.inside(str(Path(roster.strip().strip('"')).parent)) / Path(roster.strip('" ')).name
            if roster.strip()
            else None
        )
        if names is not None and not names.is_file():
            raise UnreadableInput(say.NO_ROSTER.format(path=shown(names)))
        with self._lock:
            found = next((item for item in self._rounds.values() if item.folder == path), None)
            if found is None:
                found = Round(secrets.token_urlsafe(8), path, path / RESULTS, shown(path))
                self._rounds[found.id] = found
            found.roster = names or found.roster
            return found

    def drop(self, files: list[tuple[str, bytes]], id: str = "") -> Round:
        """Put files into the page's own place: into the round of this id, or a new one. Raises UsageFault,
        ResultNotWritten."""
        if not files:
            raise UsageFault(say.NO_UPLOAD)
        if id and not self.get(id).dropped:
            raise UsageFault(say.DROP_THERE)
        return self.get(self.dropped.put(files, id))

    def give_roster(self, id: str, name: str, data: bytes) -> Round:
        """The roster of a round of dropped files. Raises UsageFault."""
        item = self.get(id)
        if not item.dropped:
            raise UsageFault(say.DROP_THERE)
        item.roster = self.dropped.put_roster(id, name, data)
        return item

    def get(self, id: str) -> Round:
        """The round of this id; one of dropped files is found again after a restart. Raises UsageFault."""
        with self._lock:
            if id not in self._rounds:
                home = self.dropped.find(id)
                if home is None:
                    raise UsageFault(say.GONE_ROUND)
                self._rounds[id] = Round(
                    id, home.files, home.path / RESULTS, home.name, dropped=True, roster=home.roster
                )
            return self._rounds[id]

    def remove(self, id: str) -> None:
        """Forget a round of dropped files, with its files and decisions. Raises UsageFault."""
        item = self.get(id)
        if not item.dropped or item.running:
            raise UsageFault(say.REMOVE_LATER)
        with self._lock:
            self.dropped.remove(id)
            self._rounds.pop(id, None)

    def read(self, item: Round, path: str) -> bytes:
        """A file of the folder, as the register names it. Raises UsageFault for one that lies elsewhere."""
        file = Path(path)
        try:
            real = file.resolve()
            if not real.is_relative_to(item.folder):
                raise UsageFault(say.OUTSIDE.format(roots=shown(item.folder)))
            return real.read_bytes()
        except (OSError, ValueError) as error:
            raise UnreadableInput(say.FILE_GONE) from error

    def stop(self) -> None:
        """End every run."""
        for item in self._rounds.values():
            item.stop()
