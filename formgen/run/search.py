"""From what the user named to files: a file as it is, a folder to its bottom, every file accounted for.

Comes in: paths. Goes out: files to be read, and those passed over with the reason. Of a file no more is read
than its first bytes, and of a result that a manifest lists all of it, to know that it is still as it was
made. Only regular files are opened: a pipe or a device would wait, or never end. What knows results is imported
where a folder is searched: a file that was named needs none of it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.errors import Fault, FormgenError, UnreadableInput
from formgen.base.read_errors import explain_read_error
from formgen.base.records import record
from formgen.base.shown import shown
from formgen.messages import batch as say
from formgen.messages.archive import CATALOGUE
from formgen.run.kinds import HEAD_BYTES, why_not_data
from formgen.run.task import Skipped

if TYPE_CHECKING:
    from formgen.results.manifest import Entry, FileEntry

_MOST_NAMED = 20


@record(slots=True)
class Found:
    """files: to be read, in the order of their names. skipped: every other file of the folders. searched:
    files that were come upon in a folder, nobody named them."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    searched: set[Path] = field(default_factory=set)


def find_files(paths: Sequence[Path], apart: Mapping[Path, str] | None = None) -> Found:
    """Every file that is meant. apart: files with a part of their own in this run (the roster, actual
    values), and what to say of them. Raises UnreadableInput for a path that is not there or may not be
    read, and for folders without any file to be read."""
    found = Found()
    reasons = {path.resolve(): reason for path, reason in (apart or {}).items()}
    for path in paths:
        if is_folder(path):
            _search(path, reasons, found)
        else:
            found.files.append(path)
    if not found.files:
        raise nothing_found(paths[0], found.skipped)
    return found


def nothing_found(path: Path, skipped: Sequence[Skipped]) -> UnreadableInput:
    """The refusal of a folder without anything to be read, with what is there instead."""
    faults = [Fault(item.reason, shown(item.path)) for item in skipped[:_MOST_NAMED]]
    rest = len(skipped) - len(faults)
    more = [Fault(say.MORE_FILES.format(count=rest))] if rest else []
    return UnreadableInput(say.NO_FILES.format(path=shown(path)), [*faults, *more])


def is_batch(paths: Sequence[Path]) -> bool:
    """True when more than one file is meant, or a folder."""
    return len(paths) > 1 or any(is_folder(path) for path in paths)


def is_folder(path: Path) -> bool:
    """Whether the path is a folder. Raises UnreadableInput where it is not there or may not be looked at."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise UnreadableInput(explain_read_error(path, error, say.NO_PATH)) from error


def _search(folder: Path, apart: Mapping[Path, str], found: Found) -> None:
    def refuse(error: OSError) -> None:
        raise UnreadableInput(say.NO_ACCESS.format(path=shown(error.filename))) from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        found.skipped += [Skipped(here / name, say.SKIP_LINKED_FOLDER) for name in links]
        inside = here.relative_to(folder).parts
        listed = {} if _is_hidden(inside) else {**_in_package(here), **list_own_files(here)}
        for name in sorted(names):
            path = here / name
            reason = _why_skipped(path, inside, listed, apart)
            if reason:
                found.skipped.append(Skipped(path, reason))
            else:
                found.files.append(path)
                found.searched.add(path)


def _is_hidden(inside: Sequence[str]) -> bool:
    return any(part.startswith(".") for part in inside)


def _why_skipped(
    path: Path, inside: Sequence[str], listed: Mapping[str, FileEntry], apart: Mapping[Path, str]
) -> str:
    """The reason, "" for a file to be read; one that can't be looked at is read, and reading tells why."""
    from formgen.results.events import REGISTER
    from formgen.results.folder import STATE
    from formgen.results.manifest import MANIFEST

    name = path.name
    if STATE in inside:
        return say.SKIP_STATE
    if name.startswith(REGISTER):
        return say.SKIP_REGISTER
    if name.startswith(("~$", ".~")):
        return say.SKIP_LOCK
    if name.startswith(".") or _is_hidden(inside):
        return say.SKIP_HIDDEN
    reason = _why_not_regular(path)
    if reason:
        return reason
    with suppress(OSError, RuntimeError):
        reason = apart.get(path.resolve(), "")
    if reason or (name in (MANIFEST, CATALOGUE) and listed):
        return reason or say.SKIP_MANIFEST
    if name in listed and _is_result(path, listed[name]):
        return say.SKIP_RESULT
    return why_not_data(name, _first_bytes(path))


def _why_not_regular(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except OSError:
        return say.SKIP_BROKEN_LINK if path.is_symlink() else ""
    return "" if stat.S_ISREG(mode) else say.SKIP_NOT_REGULAR


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def list_own_files(folder: Path) -> dict[str, FileEntry]:
    """The results that formgen made in this folder, by name: from its manifest, and from the register of a
    run that was stopped. What of them can't be read lists nothing."""
    from formgen.results.events import REGISTER, load_events
    from formgen.results.folder import STATE, list_published
    from formgen.results.manifest import MANIFEST, read_manifest
    from formgen.results.old_state import JOURNAL, load_journal

    entries: list[Entry] = []
    with suppress(FormgenError):
        entries += read_manifest(folder / MANIFEST).values()
    with suppress(FormgenError, OSError):
        entries += load_journal(folder / STATE / JOURNAL)[0]
    if not entries:
        with suppress(FormgenError, OSError):
            entries += list_published(load_events(folder / REGISTER).events)
    return {file.name: file for entry in entries for file in entry.files}


def _in_package(folder: Path) -> dict[str, FileEntry]:
    """What the manifest of the folder above lists for this one: a package for the archive."""
    start = f"{folder.name}/"
    above = list_own_files(folder.parent) if folder.name else {}
    return {name.removeprefix(start): file for name, file in above.items() if name.startswith(start)}


def _is_result(path: Path, entry: FileEntry) -> bool:
    """Whether this is still a result. A Word file that somebody has edited since is an input; a PDF that
    was sealed or changed stays a result, and is verify's matter."""
    if path.suffix.lower() != ".docx":
        return True
    try:
        if path.stat().st_size != entry.size:
            return False
        return sha256(path.read_bytes()).hexdigest() == entry.digests["sha256"]
    except (OSError, KeyError, TypeError):
        return False
