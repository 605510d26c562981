"""Finished files, verified offline: PDF, OFD, DOCX and manifests, a folder at a time.

Comes in: paths. Goes out: a FileVerdict per file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.inspect.conformance import Conformance, check_verapdf
from formgen.messages import reading as words
from formgen.messages import verify as say
from formgen.results.manifest import MANIFEST
from formgen.sources import is_ofd, load_bytes
from formgen.verify.docx import verify_docx
from formgen.verify.manifest import Listed, list_files, verify_manifest
from formgen.verify.ofd import verify_ofd
from formgen.verify.package import verify_scan
from formgen.verify.pdf import verify_pdf
from formgen.verify.verdict import Check, FileVerdict, State, unreadable

SUFFIXES = (".pdf", ".ofd", ".docx")


def verify_paths(paths: Sequence[Path], profile: str | Path | None = None) -> Iterator[FileVerdict]:
    """The verdicts, one file after the other. Raises UnreadableInput for a path that is not there, or a
    folder with nothing to verify."""
    targets = [target for path in paths for target in find_targets(path)]
    outside = check_verapdf([target for target in targets if target.suffix.lower() == ".pdf"])
    manifests: dict[Path, dict[Path, Listed]] = {}
    for target in targets:
        yield _verify(target, _find_entry(target, manifests), profile, outside.get(target, ()))


def find_targets(path: Path) -> list[Path]:
    """The path itself, or what a folder holds, sorted: manifests, PDFs, OFDs, DOCXs; hidden files and lock files
    of office programs left out."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UnreadableInput(words.NOT_FOUND.format(path=path))
    found = [
        Path(place) / name
        for place, folders, names in _walk(path)
        for name in sorted(names)
        if not name.startswith((".", "~$")) and (name == MANIFEST or name.lower().endswith(SUFFIXES))
    ]
    if not found:
        raise UnreadableInput(say.NOTHING.format(path=path))
    return found


def _walk(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    def refuse(error: OSError) -> None:
        raise UnreadableInput(words.NO_ACCESS.format(path=error.filename)) from error

    for place, folders, names in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield place, folders, names


def _find_entry(target: Path, manifests: dict[Path, dict[Path, Listed]]) -> Listed | None:
    """The file's entry in the manifest beside it, or in the folder above (a package for the archive)."""
    own = target.resolve()
    for folder in (own.parent, own.parent.parent):
        manifest = folder / MANIFEST
        if manifest not in manifests:
            manifests[manifest] = list_files(manifest)
        if own in manifests[manifest]:
            return manifests[manifest][own]
    return None


def _verify(
    path: Path, listed: Listed | None, profile: str | Path | None, outside: Sequence[Conformance]
) -> FileVerdict:
    if path.name == MANIFEST:
        return verify_manifest(path)
    try:
        data = load_bytes(path)
    except UnreadableInput as error:
        return unreadable(path, error.message)
    if listed is not None and listed.beside and (scan := verify_scan(path, data, listed.file)) is not None:
        return scan
    if is_ofd(data) or path.suffix.lower() == ".ofd":
        return verify_ofd(path, data, listed, profile)
    if path.suffix.lower() == ".docx":
        return verify_docx(path, data, listed, profile)
    return verify_pdf(path, data, listed, profile, outside)


__all__ = ["Check", "FileVerdict", "State", "find_targets", "verify_paths"]
