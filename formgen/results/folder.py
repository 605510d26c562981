"""The result folder: who may write there, what stands there, and what need not be built again.

Comes in: Products. Goes out: files in the folder, its manifest.json, and the outcomes of earlier runs.
Opened by `formgen build`, once per run; one run at a time per folder.

A run can be stopped at any moment. While it writes, the manifest is put aside and every published
result adds a line to a journal; the next run, or the end of this one, makes the manifest from it. So
there is never half a manifest, nor one that speaks of files that have changed since.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from formgen.base.errors import ResultNotWritten
from formgen.base.write_files import explain_write_error, write_file, write_files
from formgen.declaration.profile import Profile
from formgen.messages import ledger as say
from formgen.results.manifest import MANIFEST, Entry, manifest_text, parse_entry, read_manifest
from formgen.results.outcome import Outcome
from formgen.results.product import Product

STATE = ".formgen"
_LOCK, _JOURNAL, _OUTCOMES = "lock", "journal.jsonl", "outcomes.jsonl"
_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


class Ledger:
    """The books of one result folder, for one run. Use as a context."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state = folder / STATE
        self._lock = FileLock(self._state / _LOCK, timeout=0)
        self._entries: dict[str, Entry] = {}
        self._outcomes: dict[str, Any] = {}
        self._by_source: dict[str, list[Entry]] = {}
        self._by_fingerprint: dict[str, Entry] = {}
        self._journal_open = False

    def __enter__(self) -> Ledger:
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise ResultNotWritten(say.BUSY.format(folder=self.folder)) from error
        except OSError as error:
            raise ResultNotWritten(explain_write_error(self._state, error)) from error
        self._load()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._journal_open:
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
                if path.stat().st_size != file.size:
                    return False
                if sha256(path.read_bytes()).hexdigest() != file.digests["sha256"]:
                    return False
            except OSError:
                return False
        return entry.name in self._outcomes

    def outcome(self, entry: Entry, label: str, profile: Profile) -> Outcome | None:
        """The outcome of an earlier run; None where it was not kept whole."""
        try:
            outcome = _OUTCOME.validate_python(self._outcomes[entry.name])
        except (KeyError, ValidationError):
            return None
        review = replace(outcome.review, profile=profile) if outcome.review else None
        return replace(outcome, label=label, status="kept", review=review)

    def publish(self, product: Product) -> None:
        """Put the files in place and enter them. Raises ResultNotWritten; then what was there stands."""
        self._open_journal()
        write_files({self.folder / name: data for name, data in product.files.items()})
        self._enter(product.entry, _plain_outcome(product.outcome))
        self._append(product.entry.name)

    def _enter(self, entry: Entry, outcome: Any) -> None:
        self._entries[entry.name] = entry
        self._outcomes[entry.name] = outcome

    def _load(self) -> None:
        for entry in read_manifest(self.folder / MANIFEST).values():
            self._entries[entry.name] = entry
        for line in _lines(self._state / _OUTCOMES):
            self._outcomes[line["name"]] = line["outcome"]
        leftover = _lines(self._state / _JOURNAL)
        for line in leftover:
            self._enter(parse_entry(line["entry"]), line["outcome"])
        self._journal_open = bool(leftover)
        for entry in self._entries.values():
            self._by_source.setdefault(entry.source_digests["sha256"], []).append(entry)
            self._by_fingerprint[entry.fingerprint] = entry

    def _open_journal(self) -> None:
        """Before the first change: everything known goes into the journal, the manifest aside."""
        if self._journal_open and not (self.folder / MANIFEST).exists():
            return
        text = "".join(self._line(name) for name in self._entries)
        write_file(self._state / _JOURNAL, text.encode())
        self._journal_open = True
        self._remove(self.folder / MANIFEST)

    def _append(self, name: str) -> None:
        path = self._state / _JOURNAL
        try:
            with path.open("ab") as file:
                file.write(self._line(name).encode())
        except OSError as error:
            raise ResultNotWritten(explain_write_error(path, error)) from error

    def _line(self, name: str) -> str:
        record = {"entry": asdict(self._entries[name]), "outcome": self._outcomes.get(name)}
        return json.dumps(record, ensure_ascii=False) + "\n"

    def _close(self) -> None:
        outcomes = "".join(
            json.dumps({"name": name, "outcome": outcome}, ensure_ascii=False) + "\n"
            for name, outcome in sorted(self._outcomes.items())
        )
        write_file(self._state / _OUTCOMES, outcomes.encode())
        write_file(self.folder / MANIFEST, manifest_text(self._entries.values()).encode())
        self._remove(self._state / _JOURNAL)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ResultNotWritten(explain_write_error(path, error)) from error


def _plain_outcome(outcome: Outcome) -> Any:
    """The outcome as JSON data. The profile is left out: it is found again by the entry's templates."""
    review = replace(outcome.review, profile=None) if outcome.review else None
    return _OUTCOME.dump_python(replace(outcome, review=review), mode="json")


def _lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines; a last line cut by a crash is no record."""
    records = []
    with suppress(FileNotFoundError):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                records.append(json.loads(line))
    return records
