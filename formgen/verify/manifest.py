"""A manifest, and files against it.

Comes in: the path of a manifest, or a file's bytes and its entry. Goes out: checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from formgen.base.digest import ALGORITHMS, digests
from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import verify as say
from formgen.results.manifest import MANIFEST, Entry, FileEntry, Manifest, load_manifest
from formgen.run.kinds import why_passed_over
from formgen.sources import load_bytes
from formgen.verify.package import package_faults
from formgen.verify.signatures import Signature
from formgen.verify.signed import check_appended, check_manifest_signature
from formgen.verify.verdict import Check, FileVerdict, State, check_faults, not_checked, unreadable

_VERIFIED_APART = (".pdf", ".ofd", ".docx")
_HIDDEN = (".", "~$")
"""How names begin that nobody looks at in a folder."""

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


def verify_manifest(path: Path, digest: str | None = None) -> FileVerdict:
    """The manifest itself: unchanged, everything it lists is there, and nothing beside. digest: of the manifest, as it
    was kept elsewhere (SM3 or SHA-256, in hexadecimal)."""
    try:
        manifest = load_manifest(path)
        found = digests(load_bytes(path))
    except UnreadableInput as error:
        return unreadable(path, error.message)
    folder = path.parent
    strange = (
        package_faults(path, manifest)
        if manifest.package is not None
        else _unlisted(folder, manifest.entries)
    )
    faults = [*_missing(folder, manifest.entries), *_listed_twice(manifest), *strange]
    kept = [] if digest is None else [_compare_kept(found, digest)]
    return FileVerdict(
        path,
        (*_check_seal(manifest), *check_faults("MAN-02", faults), *kept, check_manifest_signature(path)),
    )


def missing_manifest(folder: Path) -> FileVerdict:
    """The verdict where a folder of results has lost its manifest, or a digest was given and there is none."""
    return FileVerdict(folder / MANIFEST, (Check("MAN-02", State.FAIL, say.MANIFEST_GONE),))


def _compare_kept(found: Mapping[str, str], digest: str) -> Check:
    if digest.lower() in found.values():
        return Check("MAN-03", State.PASS, say.HOLDS)
    return Check("MAN-03", State.FAIL, say.KEPT_DIFFERS)


def _unlisted(folder: Path, entries: Mapping[str, Entry]) -> Iterator[Fault]:
    """Finished files that nobody listed. Letters, registers and tables of formgen's own are none; a folder with a
    manifest of its own answers for itself."""
    listed = {file.name for entry in entries.values() for file in entry.files}
    nested = {PurePosixPath(name).parent.as_posix() for name in listed} - {"."}
    for path in finished_files(folder):
        name = path.relative_to(folder).as_posix()
        if name not in listed and (
            path.parent == folder or path.relative_to(folder).parent.as_posix() in nested
        ):
            yield Fault(say.UNLISTED_FILE.format(name=name))


def finished_files(folder: Path) -> Iterator[Path]:
    """What verify looks at in a folder and below, but for letters of formgen's own, sorted."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if any(part.startswith(_HIDDEN) for part in inside) or not path.is_file():
            continue
        if path.name.lower().endswith(_VERIFIED_APART) and not is_letter(path):
            yield path


def is_letter(path: Path) -> bool:
    """Whether it is a letter that formgen wrote about a declaration: no finished file."""
    if path.suffix.lower() != ".docx":
        return False
    try:
        return bool(why_passed_over(load_bytes(path), path))
    except UnreadableInput:
        return False


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
        return check_faults("MAN-01", [say.NO_SEAL])
    return check_faults("MAN-01", [] if manifest.sealed else [say.SEAL])


def _missing(folder: Path, entries: Mapping[str, Entry]) -> Iterator[Fault]:
    for entry in entries.values():
        for file in entry.files:
            if not _is_inside(file.name):
                yield Fault(say.BAD_NAME.format(name=file.name))
            elif any(part.startswith(_HIDDEN) for part in PurePosixPath(file.name).parts):
                yield Fault(say.HIDDEN_NAME.format(name=file.name))
            elif not (folder / file.name).is_file():
                yield Fault(say.MISSING_FILE.format(name=file.name))
            elif not file.name.lower().endswith(_VERIFIED_APART):
                yield from _compare_other(folder / file.name, file)


def _listed_twice(manifest: Manifest) -> Iterator[Fault]:
    """Of two entries for one file only one can be compared."""
    files = [file for entry in manifest.entries.values() for file in entry.files]
    names = Counter(PurePosixPath(file.name).as_posix() for file in (*files, *(manifest.package or ())))
    yield from (Fault(say.LISTED_TWICE.format(name=name)) for name, count in names.items() if count > 1)


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
