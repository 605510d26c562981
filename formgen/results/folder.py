"""The result folder: who may write there, what stands there, and what need not be made again.

Comes in: Products, and events of the register. Goes out: files in the folder, its manifest.json, and the
results of earlier runs.

A run can be stopped at any moment. While it publishes, the manifest is put aside and the register bears
every result; the next run, or the end of this one, makes the manifest from it. So there is never half a
manifest, nor one that speaks of files that have changed since.

The manifest is expendable: what is damaged, or of a newer formgen, is set aside with a sentence
(`notices`), and made anew. The register is not: of it only a damaged line is set aside.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from formgen.base.errors import ResultNotWritten, UnreadableInput
from formgen.base.format_number import NewerFormat
from formgen.base.write_files import explain_write_error, write_file, write_files
from formgen.declaration.profile import Profile
from formgen.messages import results as say
from formgen.results.events import Event, Published, Reviewed, Seen, Withdrawn, now
from formgen.results.manifest import MANIFEST, Entry, load_manifest, manifest_text
from formgen.results.old_state import JOURNAL, OUTCOMES, load_journal
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.results.register_file import RegisterFile
from formgen.results.set_aside import is_plain, set_aside

STATE = ".formgen"
_LOCK = "lock"
_BEFORE = "before"
"""Results that this run has replaced, until it ends."""


class ResultsFolder:
    """What one result folder holds and remembers, for one run. Use as a context.

    notices: sentences on what was set aside when it was opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []
        self._state = folder / STATE
        self._lock = FileLock(self._state / _LOCK, timeout=0)
        self._register = RegisterFile(folder)
        self._entries: dict[str, Entry] = {}
        self._by_source: dict[str, dict[str, Reviewed]] = {}
        self._by_fingerprint: dict[str, dict[str, Reviewed]] = {}
        self._seen: set[tuple[str, str]] = set()
        self._unfinished = self._publishing = False

    def __enter__(self) -> ResultsFolder:
        try:
            if os.path.lexists(self._state) and not self._state.is_dir():
                self._damaged(self._state)
            self._state.mkdir(parents=True, exist_ok=True)
            if not is_plain(self._state / _LOCK):
                self._damaged(self._state / _LOCK)
            self._lock.acquire()
        except Timeout as error:
            raise ResultNotWritten(say.BUSY.format(folder=self.folder)) from error
        except OSError as error:
            raise ResultNotWritten(explain_write_error(self._state, error)) from error
        try:
            self._load()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            try:
                if self._unfinished:
                    self._close()
            finally:
                self._register.close()
            shutil.rmtree(self._state / _BEFORE, ignore_errors=True)
        finally:
            self._lock.release()

    # ── the register ─────────────────────────────────────────────────────────────────────────────

    @property
    def events(self) -> tuple[Event, ...]:
        """All that the register bears, in the order in which it came."""
        return tuple(self._register.events)

    def record(self, *events: Event, sure: bool = False) -> None:
        """Add to the register. sure: on the disk before this returns. Raises ResultNotWritten."""
        self._register.append(*events, sure=sure)
        for event in events:
            self._take(event)

    def see(self, path: str, sha256: str) -> None:
        """Note that a file came, once."""
        if sha256 and (path, sha256) not in self._seen:
            self.record(Seen(now(), path, sha256))

    def records_of_file(self, sha256: str) -> list[Reviewed]:
        """What was last recorded of a file with that digest, one per declaration; none unless of all of
        them."""
        found = list(self._by_source.get(sha256, {}).values())
        return found if found and len(found) == found[0].filed.parts else []

    def records_of(self, fingerprint: str) -> list[Reviewed]:
        """What was recorded of a declaration with that content, the last first: one for each recipe."""
        return list(reversed(self._by_fingerprint.get(fingerprint, {}).values()))

    # ── the results ──────────────────────────────────────────────────────────────────────────────

    def holds(self, entry: Entry) -> bool:
        """Whether this is what the manifest has, and its files stand in the folder, unchanged."""
        if self._entries.get(entry.name) != entry:
            return False
        for file in entry.files:
            path = self.folder / file.name
            try:
                if not path.is_file() or path.stat().st_size != file.size:
                    return False
                if sha256(path.read_bytes()).hexdigest() != file.digests["sha256"]:
                    return False
            except (OSError, ValueError):  # ValueError: a name with a NUL in it
                return False
        return True

    def manifest(self) -> bytes:
        """The manifest as it stands at the end; b"" where there is nothing to list."""
        if not self._entries:
            return b""
        if not self._unfinished:
            with suppress(OSError):  # gone meanwhile: it would be these entries again
                return (self.folder / MANIFEST).read_bytes()
        return manifest_text(self._entries.values()).encode()

    def publish(self, product: Product, record: Reviewed) -> None:
        """Put the files in place, and enter them with what is recorded of them. Raises ResultNotWritten;
        then what was there stands."""
        self._begin()
        self._keep_before(product.files)
        write_files({self.folder / name: data for name, data in product.files.items()})
        self._entries[product.entry.name] = product.entry
        self.record(replace(record, entry=product.entry))

    def withdraw(self, record: Reviewed) -> None:
        """Take back what this run recorded and published of a declaration; what it had replaced stands
        again."""
        entry = record.entry
        if entry is not None and self._entries.get(entry.name) == entry:
            self._begin()
            for file in entry.files:
                kept = self._state / _BEFORE / file.name
                try:
                    if kept.exists():
                        kept.replace(self.folder / file.name)
                    else:
                        (self.folder / file.name).unlink(missing_ok=True)
                except OSError as error:
                    raise ResultNotWritten(explain_write_error(self.folder / file.name, error)) from error
            self._entries.pop(entry.name)
        name = entry.name if entry is not None else ""
        self.record(Withdrawn(now(), record.filed.identity, record.filed.version, name))
        before = self._earlier_entry(name)
        if before is not None:
            self._entries[name] = before

    def _earlier_entry(self, name: str) -> Entry | None:
        """The entry whose files stand again."""
        for event in reversed(self._register.events):
            entry = event.entry if isinstance(event, Reviewed | Published) else None
            if name and entry is not None and entry.name == name:
                self._entries[name] = entry
                held = self.holds(entry)
                del self._entries[name]
                if held:
                    return entry
        return None

    def _keep_before(self, names: Iterable[str]) -> None:
        for name in names:
            path, kept = self.folder / name, self._state / _BEFORE / name
            if path.is_file() and not kept.exists():
                kept.parent.mkdir(exist_ok=True)
                with suppress(OSError):  # without links nothing is put back: what came is taken away
                    os.link(path, kept)

    # ── opening and closing ──────────────────────────────────────────────────────────────────────

    def _load(self) -> None:
        shutil.rmtree(self._state / _BEFORE, ignore_errors=True)
        self._register.load()
        self.notices += self._register.notices
        for event in self._register.events:
            self._take(event)
        manifest = self._load_manifest()
        if manifest is None:
            # Of what was published, that which still stands; who took files away wants them gone.
            known = _published(self._register.events)
            self._entries = {name: entry for name, entry in known.items() if self._stands(entry)}
            self._unfinished = bool(self._entries)
        else:
            self._entries = manifest
        self._load_old()

    def _take(self, event: Event) -> None:
        if isinstance(event, Seen):
            self._seen.add((event.path, event.sha256))
        elif isinstance(event, Reviewed):
            filed = event.filed
            self._by_source.setdefault(filed.sha256, {})[filed.part] = event
            known = self._by_fingerprint.setdefault(filed.fingerprint, {})
            known.pop(filed.recipe, None)
            known[filed.recipe] = event

    def _stands(self, entry: Entry) -> bool:
        with suppress(ValueError):
            return all((self.folder / file.name).is_file() for file in entry.files)
        return False

    def _load_manifest(self) -> dict[str, Entry] | None:
        """Its entries; None where there is none that can be believed."""
        path = self.folder / MANIFEST
        if not os.path.lexists(path):
            return None
        try:
            if not is_plain(path):
                raise UnreadableInput("")
            manifest = load_manifest(path)
        except NewerFormat as error:
            self._newer(path, error)
        except UnreadableInput:
            self._damaged(path)
        else:
            # Of one that was changed, nobody knows which entry is still true.
            if manifest.sealed is not False:
                return dict(manifest.entries)
            self._damaged(path)
        return None

    def _load_old(self) -> None:
        """What a stopped run of an earlier formgen had published; its other state is of no use."""
        path = self._state / JOURNAL
        try:
            entries, damaged = load_journal(path) if is_plain(path) else ([], 1)
        except NewerFormat as error:
            self._newer(path, error)
            return
        except (OSError, UnreadableInput):
            entries, damaged = [], 1
        self._entries.update({entry.name: entry for entry in entries})
        old = [name for name in (JOURNAL, OUTCOMES) if os.path.lexists(self._state / name)]
        self._unfinished = self._unfinished or bool(old)
        if damaged:
            self._damaged(path, damaged if entries else 0)

    def _damaged(self, path: Path, lines: int = 0) -> None:
        """lines: how many of it are damaged, where the others can be used."""
        name = set_aside(path, say.DAMAGED_NAME).name
        sentence = say.SET_ASIDE_IN_PART if lines else say.SET_ASIDE
        self.notices.append(sentence.format(path=path, name=name, count=lines))

    def _newer(self, path: Path, error: NewerFormat) -> None:
        name = set_aside(path, say.NEWER_NAME).name
        self.notices.append(
            say.SET_ASIDE_NEWER.format(path=path, name=name, found=error.found, known=error.known)
        )

    def _begin(self) -> None:
        """Before the first change: everything known stands in the register, then the manifest goes."""
        if self._publishing:
            return
        self._enter_all()
        self._publishing = self._unfinished = True
        self._remove(self.folder / MANIFEST)

    def _enter_all(self) -> None:
        known = _published(self._register.events)
        missing = [Published(entry) for name, entry in self._entries.items() if known.get(name) != entry]
        if missing:
            self.record(*missing, sure=True)

    def _close(self) -> None:
        self._enter_all()
        write_file(self.folder / MANIFEST, manifest_text(self._entries.values()).encode())
        for name in (JOURNAL, OUTCOMES):
            path = self._state / name
            if os.path.lexists(path) and is_plain(path):
                self._remove(path)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ResultNotWritten(explain_write_error(path, error)) from error


def _published(events: Iterable[Event]) -> dict[str, Entry]:
    """Name → what was last published under it."""
    found: dict[str, Entry] = {}
    for event in events:
        if isinstance(event, Withdrawn):
            found.pop(event.name, None)
        elif isinstance(event, Reviewed | Published) and event.entry is not None:
            found[event.entry.name] = event.entry
    return found


def list_published(events: Iterable[Event]) -> tuple[Entry, ...]:
    """What a register says stands in its folder."""
    return tuple(_published(events).values())


def without_profile(outcome: Outcome) -> Outcome:
    """The outcome as it is kept: the profile is found again by its name and templates."""
    review = replace(outcome.review, profile=None) if outcome.review else None
    return replace(outcome, review=review)


def with_profile(outcome: Outcome, label: str, profile: Profile) -> Outcome:
    """The outcome of an earlier run, under the name its source has now."""
    review = replace(outcome.review, profile=profile) if outcome.review else None
    return replace(outcome, label=label, review=review)
