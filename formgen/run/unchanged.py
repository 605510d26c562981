"""What need not be built again: the same content, templates, rules, fonts, options and version, and results that
still stand as they were made.

Comes in: tasks. Goes out: a reply without work, or None.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from formgen.base.digest import folder_digests, rules_digests
from formgen.base.errors import FormgenError
from formgen.base.shown import shown
from formgen.base.version import __version__
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import Profile
from formgen.fonts.chain import stamp_fonts
from formgen.results.folder import ResultsFolder
from formgen.results.manifest import Entry
from formgen.run.task import Kept, Reply, Task
from formgen.sources import load_bytes


class UnchangedResults:
    """Those of one folder's books, for one run. Templates are read and fonts looked up once."""

    def __init__(self, ledger: ResultsFolder) -> None:
        self._ledger = ledger
        self._templates = lru_cache(maxsize=8)(_load_templates)
        self._stamps: dict[Path, str] = {}

    def find(self, task: Task) -> Reply | None:
        """The kept results of a file's every declaration, or of the one declaration; None where
        anything of it must be built."""
        if task.job is not None:
            entry = self._ledger.entry_of(task.job.fingerprint)
            entries = [entry] if entry else []
        else:
            try:
                entries = self._ledger.entries_of_file(sha256(load_bytes(task.path)).hexdigest())
            except FormgenError:
                return None  # it can't be read: doing the task tells why
        kept = [self._find_entry(entry, task) for entry in entries]
        results = tuple(item for item in kept if item is not None)
        return Reply(results) if results and len(results) == len(kept) else None

    def _find_entry(self, entry: Entry, task: Task) -> Kept | None:
        try:
            profile, templates = self._templates(str(task.profile or entry.profile))
        except FormgenError:
            return None  # the profile is at fault: doing the task tells how
        fonts = self._font_stamp(profile) if {"pdf", "ofd"} & set(task.options.formats) else ""
        recipe = (templates, rules_digests()["sha256"], __version__, fonts, task.options.recorded_as(entry))
        if entry.recipe != recipe or not self._ledger.holds(entry):
            return None
        name = shown(task.path)
        label = f"{name}[{shown(entry.part)}]" if entry.parts > 1 else name
        outcome = self._ledger.outcome(entry, label, profile)
        return Kept(entry, outcome) if outcome else None

    def _font_stamp(self, profile: Profile) -> str:
        """Of the fonts that this machine has now for the profile: one may have been installed or removed."""
        if profile.folder not in self._stamps:
            self._stamps[profile.folder] = stamp_fonts(profile)
        return self._stamps[profile.folder]


def _load_templates(name: str) -> tuple[Profile, str]:
    profile = load_profile(name)
    return profile, folder_digests(profile.folder)["sha256"]
