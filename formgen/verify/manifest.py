"""A manifest, and files against it.

Comes in: the path of a manifest, or a file's bytes and its entry. Goes out: checks. Called by `verify`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from formgen.base.digest import ALGORITHMS, digests
from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import manifest as words
from formgen.messages import verify as say
from formgen.results.manifest import MANIFEST, Entry, FileEntry, read_manifest, seal
from formgen.sources import load_bytes
from formgen.verify.verdict import Check, FileVerdict, State, check_faults, not_checked, unreadable

_VERIFIED_APART = (".pdf", ".docx")
_DIGEST_NAMES = {"sha256": "SHA-256", "sm3": "SM3"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a manifest lists it."""

    entry: Entry
    file: FileEntry


def list_files(manifest: Path) -> dict[Path, Listed]:
    """The files of a manifest by their resolved path; none for a manifest that cannot be read. Names that
    lead out of its folder are left out (`verify_manifest` tells them)."""
    try:
        entries = _read_entries(manifest)
    except UnreadableInput:
        return {}
    return {
        (manifest.parent / file.name).resolve(): Listed(entry, file)
        for entry in entries.values()
        for file in entry.files
        if _is_inside(file.name)
    }


def verify_manifest(path: Path) -> FileVerdict:
    """The manifest itself: unchanged, and everything it lists is there."""
    try:
        entries = _read_entries(path)
    except UnreadableInput as error:
        return unreadable(path, error.message)
    return FileVerdict(path, (*_check_seal(path), *check_faults("MAN-02", _missing(path.parent, entries))))


def compare_digests(data: bytes, listed: Listed | None, signatures: int = 0) -> Check:
    """The file's bytes against the manifest. A signature is appended to a PDF: what the manifest knows
    then stands whole at its beginning."""
    if listed is None:
        return not_checked("DIG-01", say.NOT_LISTED)
    file = listed.file
    wrong = _wrong_digests(data, file)
    if not wrong and len(data) == file.size:
        return Check("DIG-01", State.PASS, say.HOLDS)
    if 0 < file.size < len(data) and not _wrong_digests(data[: file.size], file):
        if signatures:
            return Check("DIG-01", State.PASS, say.DIGEST_SIGNED)
        return Check("DIG-01", State.FAIL, say.DIGEST_APPENDED)
    if not wrong:
        message = say.SIZE_DIFFERS.format(found=len(data), expected=file.size)
        return Check("DIG-01", State.FAIL, message)
    names = "、".join(_DIGEST_NAMES[name] for name in wrong)
    return Check("DIG-01", State.FAIL, say.DIGEST_DIFFERS.format(algorithms=names))


def compare_properties(properties: Mapping[str, str], listed: Listed | None) -> list[Check]:
    """What the file says of itself against what the manifest says of it."""
    if listed is None:
        return [not_checked("PROP-02", say.NOT_LISTED)]
    entry = listed.entry
    recorded = {
        "department": entry.department,
        "year": str(entry.year),
        "profile": entry.profile,
        "rules": entry.rules.get("sha256", ""),
        "version": entry.formgen,
        "draft": str(entry.options.get("draft", False)).lower(),
        "dataSHA256": entry.data_digests.get("sha256", ""),
        "dataSM3": entry.data_digests.get("sm3", ""),
    }
    return check_faults(
        "PROP-02",
        [
            say.MANIFEST_FIELD.format(name=name, found=found, expected=properties.get(name, ""))
            for name, found in recorded.items()
            if found != properties.get(name, "")
        ],
    )


def _read_entries(path: Path) -> dict[str, Entry]:
    """The entries, with values of the kinds they should be: a manifest can be anybody's."""
    entries = read_manifest(path)
    if all(_is_sound(entry) for entry in entries.values()):
        return entries
    raise UnreadableInput(words.UNREADABLE.format(path=path))


def _is_sound(entry: Entry) -> bool:
    tables = (entry.options, entry.rules, entry.data_digests, *(file.digests for file in entry.files))
    texts = (entry.name, entry.department, entry.profile, *(file.name for file in entry.files))
    sizes = (entry.year, *(file.size for file in entry.files))
    return (
        all(isinstance(item, dict) for item in tables)
        and all(isinstance(item, str) for item in texts)
        and all(isinstance(item, int) for item in sizes)
    )


def _check_seal(path: Path) -> list[Check]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "digests" not in data:
        return [not_checked("MAN-01", say.NO_SEAL)]
    return check_faults("MAN-01", [] if data["digests"] == seal(data["results"]) else [say.SEAL])


def _missing(folder: Path, entries: Mapping[str, Entry]) -> Iterator[Fault]:
    for entry in entries.values():
        for file in entry.files:
            if not _is_inside(file.name):
                yield Fault(say.BAD_NAME.format(name=file.name))
            elif not (folder / file.name).is_file():
                yield Fault(say.MISSING_FILE.format(name=file.name))
            elif not file.name.lower().endswith(_VERIFIED_APART):
                yield from _compare_other(folder / file.name, file)


def _compare_other(path: Path, file: FileEntry) -> Iterator[Fault]:
    """Data and metadata of a package: files that have no verdict of their own."""
    try:
        wrong = _wrong_digests(load_bytes(path), file)
    except UnreadableInput as error:
        yield Fault(error.message)
        return
    if wrong:
        names = "、".join(_DIGEST_NAMES[name] for name in wrong)
        yield Fault(say.DIGEST_DIFFERS.format(algorithms=names), file.name)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _wrong_digests(data: bytes, file: FileEntry) -> list[str]:
    found = digests(data)
    return [name for name in ALGORITHMS if file.digests.get(name) != found[name]]


__all__ = ["MANIFEST", "Listed", "compare_digests", "compare_properties", "list_files", "verify_manifest"]
