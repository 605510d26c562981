"""A reviewer's folder: one run at a time over it, and its register, which is all the state there is.

Comes in: a folder inside those that the program was started with. Goes out: `Round`s. What is decided goes into
the register at once; a restart finds it there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock, Thread

import formgen
from formgen.base.errors import FormgenError, UnreadableInput, UsageFault
from formgen.base.shown import shown
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Finding
from formgen.messages import page as say
from formgen.register import Register, UnitState
from formgen.register.register import Register as Empty
from formgen.results.events import REGISTER
from formgen.run.batch import Batch

RESULTS = "审核结果"
"""The folder of results inside the reviewer's."""


@dataclass
class Round:
    """A folder under review. done, total: of the run that is under way or was last. alike: path → what the last
    run found of the same texts in other units' forms, which no register keeps. step: another number whenever
    there is something new to see."""

    id: str
    folder: Path
    results: Path
    roster: Path | None = None
    done: int = 0
    total: int = 0
    now: str = ""
    trouble: str = ""
    step: int = 0
    running: bool = False
    alike: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)
    _batch: Batch | None = None
    _kept: tuple[tuple[int, int], Register] | None = None

    def start(self) -> None:
        """Check the folder anew, in a thread of its own; a run that is under way goes on."""
        with self.lock:
            if self.running:
                return
            self.running, self.trouble, self.done, self.total = True, "", 0, 0
        Thread(target=self._run, daemon=True, name="round").start()

    def stop(self) -> None:
        """End the run; what is done is kept."""
        with self.lock:
            if self._batch is not None:
                self._batch.cancel()

    def _run(self) -> None:
        try:
            batch = formgen.check(self.folder, output=self.results, roster=self.roster)
            with self.lock:
                self._batch = batch
            self.total = batch.total
            for result in batch:
                self.done, self.total, self.now = self.done + 1, batch.total, result.outcome.department
                self.step += 1
            self.alike = {
                result.path: tuple(f for f in result.review.findings if f.id == DUPLICATE_ID)
                for result in batch.results
            }
        except FormgenError as error:
            self.trouble = str(error)
        finally:
            with self.lock:
                self._batch, self.running, self.now = None, False, ""
                self.step += 1

    def register(self) -> Register:
        """The register as it stands; an empty one before the first result."""
        path = self.results / REGISTER
        try:
            status = path.stat()
        except OSError:
            return Empty(())
        mark = (status.st_mtime_ns, status.st_size)
        with self.lock:
            if self._kept is None or self._kept[0] != mark:
                self._kept = (mark, formgen.status(self.results))
            return self._kept[1]

    def unit(self, key: str) -> UnitState:
        """The unit of this key. Raises UsageFault where there is none any more."""
        for unit in self.register().units():
            if key_of(unit) == key:
                return unit
        raise UsageFault(say.NO_UNIT)


def key_of(unit: UnitState) -> str:
    """What a unit is called in addresses."""
    from hashlib import sha256

    return sha256(repr(unit.identity.key).encode(errors="surrogatepass")).hexdigest()[:16]


class Rounds:
    """The folders under review. roots: only inside these is anything opened."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = tuple(root.resolve() for root in roots)
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
                found = Round(secrets.token_urlsafe(8), path, path / RESULTS)
                self._rounds[found.id] = found
            found.roster = names or found.roster
            return found

    def get(self, id: str) -> Round:
        with self._lock:
            if id not in self._rounds:
                raise UsageFault(say.GONE)
            return self._rounds[id]

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
