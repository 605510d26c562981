"""The result folder: who may write there, what stands there, and what need not be built again.

Comes in: Products. Goes out: files in the folder, its manifest.json, and the outcomes of earlier runs.

A run can be stopped at any moment. While it writes, the manifest is put aside and every published
result adds a line to a journal; the next run, or the end of this one, makes the manifest from it. So
there is never half a manifest, nor one that speaks of files that have changed since.

State is expendable: what is damaged, or of a newer formgen, is set aside with a sentence (`notices`), and
what it would have spared is made anew.
"""

from __future__ import annotations

import os
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
from formgen.results.manifest import MANIFEST, Entry, load_manifest, manifest_text
from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.results.records import JOURNAL, OUTCOMES, Published, Record, RecordFile, Records, Remembered
from formgen.results.set_aside import is_plain, set_aside

STATE = ".formgen"
_LOCK, _JOURNAL, _OUTCOMES = "lock", "journal.jsonl", "outcomes.jsonl"


class ResultsFolder:
    """What one result folder holds and remembers, for one run. Use as a context.

    notices: sentences on what was set aside when it was opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []
        self._state = folder / STATE
        self._lock = FileLock(self._state / _LOCK, timeout=0)
        self._entries: dict[str, Entry] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._by_source: dict[str, list[Entry]] = {}
        self._by_fingerprint: dict[str, Entry] = {}
        self._unfinished = False
        self._journal_written = False

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
            if self._unfinished:
                self._close()
        finally:
            self._lock.release()

    def entries_of_file(self, sha256: str) -> list[Entry]:
        """The entries of a source file with that digest, if all of its declarations have one."""
        entries = self._by_source.get(sha256, [])
        return entries if entries and len(entries) == entries[0].parts else []

    def entry_of(self, fingerprint: str) -> Entry | None:
        """The entry of a declaration with that content."""
        return self._by_fingerprint.get(fingerprint)

    def holds(self, entry: Entry) -> bool:
        """Whether the entry's files stand in the folder, unchanged."""
        for file in entry.files:
            path = self.folder / file.name
            try:
                if not path.is_file() or path.stat().st_size != file.size:
                    return False
                if sha256(path.read_bytes()).hexdigest() != file.digests["sha256"]:
                    return False
            except (OSError, ValueError):  # ValueError: a name with a NUL in it
                return False
        return entry.name in self._outcomes

    def outcome(self, entry: Entry, label: str, profile: Profile) -> Outcome | None:
        """The outcome of an earlier run; None where it was not kept."""
        outcome = self._outcomes.get(entry.name)
        if outcome is None:
            return None
        review = replace(outcome.review, profile=profile) if outcome.review else None
        return replace(outcome, label=label, status="kept", review=review)

    def publish(self, product: Product) -> None:
        """Put the files in place and enter them. Raises ResultNotWritten; then what was there stands."""
        self._open_journal()
        write_files({self.folder / name: data for name, data in product.files.items()})
        self._enter(product.entry, _without_profile(product.outcome))
        self._append(product.entry.name)

    def _enter(self, entry: Entry, outcome: Outcome | None) -> None:
        self._entries[entry.name] = entry
        self._outcomes.pop(entry.name, None)
        if outcome is not None:
            self._outcomes[entry.name] = outcome

    def _load(self) -> None:
        self._load_manifest()
        for remembered in self._load_records(OUTCOMES, self._state / _OUTCOMES).records:
            if remembered.outcome is not None:
                self._outcomes[remembered.name] = remembered.outcome
        journal = self._state / _JOURNAL
        for published in self._load_records(JOURNAL, journal).records:
            self._enter(published.entry, published.outcome)
            self._unfinished = True
        for entry in self._entries.values():
            self._by_source.setdefault(entry.source_digests["sha256"], []).append(entry)
            self._by_fingerprint[entry.fingerprint] = entry

    def _load_manifest(self) -> None:
        path = self.folder / MANIFEST
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
            if manifest.sealed is False:
                self._damaged(path)
            else:
                self._entries.update(manifest.entries)

    def _load_records(self, kind: RecordFile[Record], path: Path) -> Records[Record]:
        """The records of a file. What is damaged in it is set aside, and what is not stays in use."""
        none: Records[Record] = Records((), 0)
        try:
            found = kind.load(path) if is_plain(path) else None
        except NewerFormat as error:
            self._newer(path, error)
            return none
        except (OSError, UnreadableInput):
            found = None
        if found is None:
            self._damaged(path)
            return none
        if found.damaged:
            self._damaged(path, found.damaged if found.records else 0)
            if found.records:
                write_file(path, kind.text(found.records))
        return found

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

    def _open_journal(self) -> None:
        """Before the first change: everything known goes into the journal, the manifest aside."""
        if self._journal_written:
            return
        published = (self._published(name) for name in self._entries)
        write_file(self._state / _JOURNAL, JOURNAL.text(published))
        self._journal_written = self._unfinished = True
        self._remove(self.folder / MANIFEST)

    def _append(self, name: str) -> None:
        path = self._state / _JOURNAL
        try:
            with path.open("ab") as file:
                file.write(JOURNAL.line(self._published(name)))
        except OSError as error:
            raise ResultNotWritten(explain_write_error(path, error)) from error

    def _published(self, name: str) -> Published:
        return Published(self._entries[name], self._outcomes.get(name))

    def _close(self) -> None:
        remembered = (
            Remembered(name, self._outcomes[name]) for name in sorted(self._entries) if name in self._outcomes
        )
        write_file(self._state / _OUTCOMES, OUTCOMES.text(remembered))
        write_file(self.folder / MANIFEST, manifest_text(self._entries.values()).encode())
        self._remove(self._state / _JOURNAL)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ResultNotWritten(explain_write_error(path, error)) from error


def _without_profile(outcome: Outcome) -> Outcome:
    """The outcome as it is kept: the profile is found again by the entry's templates."""
    review = replace(outcome.review, profile=None) if outcome.review else None
    return replace(outcome, review=review)
