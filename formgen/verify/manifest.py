"""A manifest, and files against it.

Comes in: the path of a manifest, or a file's bytes and its entry. Goes out: checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from formgen.base.digest import ALGORITHMS, digests
from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import verify as say
from formgen.results.manifest import MANIFEST, Entry, FileEntry, Manifest, load_manifest
from formgen.sources import load_bytes
from formgen.verify.package import package_faults
from formgen.verify.signatures import Signature
from formgen.verify.signed import check_appended, check_manifest_signature
from formgen.verify.verdict import Check, FileVerdict, State, check_faults, not_checked, unreadable

_VERIFIED_APART = (".pdf", ".ofd", ".docx")
_DIGEST_NAMES = {"sha256": "SHA-256", "sm3": "SM3"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a manifest lists it. beside: in a package for the archive, a sealed file beside the result."""

    entry: Entry
    file: FileEntry
    beside: bool = False


def list_files(manifest: Path) -> dict[Path, Listed]:
    """The files of a manifest by their resolved path; none for a manifest that cannot be read. Names that
    lead out of its folder are left out (`verify_manifest` tells them)."""
    try:
        found = load_manifest(manifest)
    except UnreadableInput:
        return {}
    entries, beside = found.entries, found.package or ()
    listed = [Listed(entry, file) for entry in entries.values() for file in entry.files]
    for file in beside:
        entry = entries.get(file.name.partition("/")[0])
        listed += [Listed(entry, file, beside=True)] if entry is not None else []
    return {
        (manifest.parent / item.file.name).resolve(): item for item in listed if _is_inside(item.file.name)
    }


def verify_manifest(path: Path) -> FileVerdict:
    """The manifest itself: unchanged, and everything it lists is there."""
    try:
        manifest = load_manifest(path)
    except UnreadableInput as error:
        return unreadable(path, error.message)
    missing = [*_missing(path.parent, manifest.entries), *package_faults(path, manifest)]
    return FileVerdict(
        path, (*_check_seal(manifest), *check_faults("MAN-02", missing), check_manifest_signature(path))
    )


def compare_digests(data: bytes, listed: Listed | None, signatures: Sequence[Signature] = ()) -> Check:
    """The file's bytes against the manifest. A signature is appended to a PDF: what the manifest knows
    then stands whole at its beginning."""
    if listed is None:
        return not_checked("DIG-01", say.NOT_LISTED)
    file = listed.file
    wrong = _wrong_digests(data, file)
    if not wrong and len(data) == file.size:
        return Check("DIG-01", State.PASS, say.HOLDS)
    if 0 < file.size < len(data) and not _wrong_digests(data[: file.size], file):
        return check_appended(data, file.size, signatures)
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


def _check_seal(manifest: Manifest) -> list[Check]:
    if manifest.sealed is None:
        return [not_checked("MAN-01", say.NO_SEAL)]
    return check_faults("MAN-01", [] if manifest.sealed else [say.SEAL])


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
