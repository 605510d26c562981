"""A package for the archive, beside its results: nothing added, missing or changed; sealed files in it.

Comes in: the folder and its manifest, or a file of it. Goes out: faults, or a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from formgen.base.digest import digests
from formgen.base.errors import Fault, UnreadableInput
from formgen.messages import archive_texts as texts
from formgen.messages import verify as words
from formgen.messages import verify_package as say
from formgen.results.manifest import MANIFEST, FileEntry, Manifest
from formgen.results.package import README, last_line, split_readme
from formgen.sources import load_bytes
from formgen.sources.pdf_facts import read_attachments, read_xmp
from formgen.sources.pdf_guard import open_pdf
from formgen.verify.signatures import read_signatures
from formgen.verify.signed import SUFFIX, check_signatures
from formgen.verify.verdict import Check, FileVerdict, State


def package_faults(path: Path, manifest: Manifest) -> Iterator[Fault]:
    """What of the package is not as its manifest lists it; nothing for a manifest of results. path: of the
    manifest. The files of the results are compared where every manifest's are."""
    if manifest.package is None:
        return
    folder = path.parent
    listed = {file.name for file in manifest.package}
    listed |= {file.name for entry in manifest.entries.values() for file in entry.files}
    for file in manifest.package:
        yield from _compare(folder, file)
    for entry in manifest.entries.values():
        if f"{entry.name}/{entry.name}.pdf" not in {file.name for file in entry.files}:
            yield Fault(say.NO_FORM, entry.name)
    if README not in listed:
        yield Fault(words.MISSING_FILE.format(name=README))
    apart = {MANIFEST, MANIFEST + SUFFIX}
    for found in sorted(found for found in folder.rglob("*") if found.is_symlink() or not found.is_dir()):
        name = found.relative_to(folder).as_posix()
        if name not in listed | apart:
            yield Fault(say.UNLISTED, name)


def _compare(folder: Path, file: FileEntry) -> Iterator[Fault]:
    path = folder / file.name
    if not path.resolve().is_relative_to(folder.resolve()):
        yield Fault(words.BAD_NAME.format(name=file.name))
        return
    if not path.is_file():
        yield Fault(words.MISSING_FILE.format(name=file.name))
        return
    try:
        data = load_bytes(path)
    except UnreadableInput as error:
        yield Fault(error.message, file.name)
        return
    if file.name == README:
        whole, (data, _) = data, split_readme(data)
        if whole != data + last_line(texts.README_LAST, (folder / MANIFEST).read_bytes()):
            yield Fault(say.README_DIGEST, file.name)
    if len(data) != file.size or digests(data) != dict(file.digests):
        yield Fault(say.CHANGED, file.name)


def verify_scan(path: Path, data: bytes, file: FileEntry) -> FileVerdict | None:
    """A sealed scan: its digest, and that its content is for people to look at. None for a PDF that carries a
    declaration or says that it is formgen's: that one is verified like any."""
    try:
        with open_pdf(data, path) as pdf:
            if read_attachments(pdf) or "department" in read_xmp(pdf):
                return None
            signatures = read_signatures(data, pdf)
    except (UnreadableInput, pikepdf.PdfError):
        signatures = ()
    holds = len(data) == file.size and digests(data) == dict(file.digests)
    digest = Check("DIG-01", State.PASS if holds else State.FAIL, words.HOLDS if holds else say.CHANGED)
    return FileVerdict(path, (digest, Check("PAGE-01", State.INFO, say.SCAN), *check_signatures(signatures)))
