"""What need not be made again: the same content, templates, rules, fonts, options and version, and results that
still stand as they were made.

Comes in: tasks. Goes out: a reply without work, or None.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from formgen.base.digest import folder_digests, rules_digests
from formgen.base.errors import FormgenError
from formgen.base.shown import shown
from formgen.base.version import __version__
from formgen.declaration.load_profile import load_profile, profile_for
from formgen.declaration.profile import Profile
from formgen.fonts.chain import stamp_fonts
from formgen.results.events import Reviewed
from formgen.results.filed import Filed
from formgen.results.folder import ResultsFolder, with_profile
from formgen.results.manifest import Entry
from formgen.run.task import Kept, Reply, Task
from formgen.sources import load_bytes


class UnchangedResults:
    """Those of one folder's books, for one run. Templates are read and fonts looked up once."""

    def __init__(self, ledger: ResultsFolder) -> None:
        self._ledger = ledger
        self._templates = lru_cache(maxsize=8)(_load_templates)
        self._stamps: dict[Path, str] = {}

    def find(self, task: Task, digest: str | None = None) -> Reply | None:
        """The kept results of a file's every declaration, or of the one declaration; None where
        anything of it must be made. digest: the file's SHA-256, where it is known."""
        if task.job is not None:
            records = self._ledger.records_of(task.job.fingerprint)[:1]
        else:
            digest = digest if digest is not None else digest_of(task.path)
            records = self._ledger.records_of_file(digest) if digest else []
        kept = [self._find(record, task) for record in records]
        results = tuple(item for item in kept if item is not None)
        return Reply(results) if results and len(results) == len(kept) else None

    def recipe(self, filed: Filed, task: Task, entry: Entry | None = None) -> str:
        """What besides the declaration a result of this task follows from, in one word; "" where the profile is at
        fault. entry: what was made of it."""
        try:
            profile, templates = self._templates(filed.identity.profile, task.profile)
            options = task.options.of_unit(filed.identity, task.path.name)
        except FormgenError:
            return ""  # doing the task tells how
        fonts = self._font_stamp(profile) if {"pdf", "ofd"} & set(options.formats) else ""
        recorded = options.recorded_as(entry) if entry is not None else options.recorded()
        still_open = sorted(options.left_open) if entry is None else []
        facts = (
            templates, rules_digests()["sha256"], __version__, fonts, recorded, still_open, options.budget,
        )  # fmt: skip
        return sha256(repr(facts).encode()).hexdigest()

    def _find(self, record: Reviewed, task: Task) -> Kept | None:
        wanted = next(
            (it for it in self._ledger.records_of(record.filed.fingerprint) if self._fits(it, task)), None
        )
        if wanted is None:
            return None
        profile, _ = self._templates(wanted.filed.identity.profile, task.profile)
        name, part = shown(task.path), wanted.filed.part
        label = f"{name}[{shown(part)}]" if wanted.filed.parts > 1 else name
        outcome = with_profile(wanted.outcome, label, profile)
        return Kept(wanted, replace(outcome, status="kept") if wanted.entry is not None else outcome)

    def _fits(self, record: Reviewed, task: Task) -> bool:
        """Whether it was made as the task would make it; and its results stand, where it is to have any."""
        entry = record.entry
        if bool(task.options.formats) != (entry is not None) or not record.filed.recipe:
            return False
        if record.filed.recipe != self.recipe(record.filed, task, entry):
            return False
        return entry is None or self._ledger.holds(entry)

    def _font_stamp(self, profile: Profile) -> str:
        """Of the fonts that this machine has now for the profile: one may have been installed or removed."""
        if profile.folder not in self._stamps:
            self._stamps[profile.folder] = stamp_fonts(profile)
        return self._stamps[profile.folder]


def digest_of(path: Path) -> str:
    """A file's SHA-256; "" where it cannot be read, which doing the task tells."""
    try:
        return sha256(load_bytes(path)).hexdigest()
    except FormgenError:
        return ""


def _load_templates(named: str, wanted: str | Path | None) -> tuple[Profile, str]:
    """named: the profile that a file says; wanted: that of the run."""
    profile = load_profile(str(profile_for(named, wanted) or named))
    return profile, folder_digests(profile.folder)["sha256"]
