"""Finished files, verified offline: PDF, OFD, DOCX and manifests, a folder at a time.

Comes in: paths. Goes out: a FileVerdict per file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.collector import collector_at_rest
from formgen.base.errors import UnreadableInput
from formgen.base.read_errors import explain_read_error
from formgen.inspect.conformance import Conformance, check_verapdf
from formgen.messages import reading as words
from formgen.messages import verify as say
from formgen.results.manifest import MANIFEST
from formgen.sources import is_pdf, is_workbook, load_bytes
from formgen.sources.ofd_package import is_ofd
from formgen.verify.crew import verify_all
from formgen.verify.manifest import Listed, is_letter, list_files, missing_manifest, verify_manifest
from formgen.verify.verdict import Check, FileVerdict, State, unreadable

if TYPE_CHECKING:
    from formgen.verify.expected import Shelf

Known = tuple[Listed | None, str | Path | None, Sequence[Conformance]]
"""Of a file: its entry in a manifest, the profile that the user named, what outside checkers said."""

SUFFIXES = (".pdf", ".ofd", ".docx")
_MARKS = (".formgen", "目录.csv")
"""What stands in a folder of results beside its manifest."""


def verify_paths(
    paths: Sequence[Path], profile: str | Path | None = None, digest: str | None = None
) -> Iterator[FileVerdict]:
    """The verdicts, one file after the other. digest: of the manifest, kept elsewhere. Raises UnreadableInput for a
    path that is not there, or a folder with nothing to verify."""
    targets = [target for path in paths for target in find_targets(path)]
    yield from _lost_manifests(paths, targets, digest)
    pdfs = [target for target in targets if target.suffix.lower() == ".pdf"]
    outside = check_verapdf(pdfs)
    found = list(_with_entries(targets, paths))
    files = [
        (target, (listed, profile, outside.get(target, ())))
        for target, listed in found
        if not _is_manifest(target)
    ]
    verdicts = verify_all(_verify_each, [list(same) for _, same in groupby(files, _form_of)])
    for target, _ in found:
        yield verify_manifest(target, digest) if _is_manifest(target) else next(verdicts)
    if digest is not None and not any(target.name == MANIFEST for target in targets):
        known = {
            folder
            for target in targets
            for folder in (target.resolve().parent, target.resolve().parent.parent)
        }
        near = [folder / MANIFEST for folder in sorted(known) if (folder / MANIFEST).is_file()]
        yield from [verify_manifest(path, digest) for path in near] or [missing_manifest(targets[0].parent)]


def _form_of(file: tuple[Path, Known]) -> Path:
    """The same for the files of one form, which stand side by side."""
    return file[0].with_suffix("")


def _is_manifest(target: Path) -> bool:
    return target.name == MANIFEST


def _with_entries(targets: Sequence[Path], named: Sequence[Path]) -> Iterator[tuple[Path, Listed | None]]:
    """What is to be verified, with its entry in a manifest; a letter only where it was named."""
    manifests: dict[Path, dict[Path, Listed]] = {}
    for target in targets:
        listed = _find_entry(target, manifests)
        if listed is not None or target in named or not is_letter(target):
            yield target, listed


def _lost_manifests(
    paths: Sequence[Path], targets: Sequence[Path], digest: str | None
) -> Iterator[FileVerdict]:
    """Folders of results without the manifest that every run leaves there."""
    folders = dict.fromkeys(
        [*(path for path in paths if path.is_dir()), *(target.parent for target in targets)]
    )
    for folder in folders:
        if any((folder / mark).exists() for mark in _MARKS) and not (folder / MANIFEST).exists():
            yield missing_manifest(folder)


def find_targets(path: Path) -> list[Path]:
    """The path itself, or what a folder holds, sorted: manifests, PDFs, OFDs, DOCXs; hidden files and lock files
    of office programs left out."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise UnreadableInput(explain_read_error(path, error)) from error
    if not stat.S_ISDIR(mode):
        return [path]
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


@collector_at_rest()
def _verify_each(files: Sequence[tuple[Path, Known]]) -> list[FileVerdict]:
    """The verdicts on files that may carry the same data, which are read once then."""
    from formgen.verify.expected import Shelf

    shelf = Shelf()
    return [_verify(path, *known, shelf) for path, known in files]


def _verify(
    path: Path,
    listed: Listed | None,
    profile: str | Path | None,
    outside: Sequence[Conformance],
    shelf: Shelf,
) -> FileVerdict:
    # Each kind brings its engine with it; those who only name a verdict need none.
    from formgen.verify.package import verify_scan

    try:
        data = load_bytes(path)
    except UnreadableInput as error:
        return unreadable(path, error.message)
    if listed is not None and listed.beside and (scan := verify_scan(path, data, listed.file)) is not None:
        return scan
    kind = _kind_of(data, path)
    if kind == "ofd":
        from formgen.verify.ofd import verify_ofd

        return verify_ofd(path, data, listed, profile, shelf)
    if kind == "docx":
        from formgen.verify.docx import verify_docx

        return verify_docx(path, data, listed, profile, shelf)
    from formgen.verify.pdf import verify_pdf

    return verify_pdf(path, data, listed, profile, outside, shelf)


def _kind_of(data: bytes, path: Path) -> str:
    """By its content; what is neither is called what its name says."""
    if is_pdf(data):
        return "pdf"
    if is_ofd(data) or path.suffix.lower() == ".ofd":
        return "ofd"
    return "docx" if is_workbook(data) or path.suffix.lower() == ".docx" else "pdf"


__all__ = ["Check", "FileVerdict", "State", "find_targets", "verify_paths"]
