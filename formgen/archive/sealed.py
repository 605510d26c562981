"""What came back signed or sealed: scans and signed PDFs, matched to the results they belong to.

Comes in: a folder, the results with their declarations. Goes out: a `Sealed` per file that was matched, and the
names of those that were not. A PDF is known by the data it carries, everything else by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from formgen.base.errors import Fault, FormgenError, UnreadableInput
from formgen.messages import archive as say
from formgen.messages import reading as words
from formgen.results.identity import fold_name
from formgen.sources import is_pdf, load_bytes
from formgen.sources.build import Reading, require_whole
from formgen.sources.extract import extract
from formgen.sources.recipe import whole_toml
from formgen.verify.appended import changes_beside_signatures
from formgen.verify.signatures import Signature, SignatureState, describe_signature, read_signatures

SUFFIXES = (".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file for one result. source: its name as it came. relation: to the data, in words."""

    source: str
    suffix: str
    data: bytes
    relation: str
    signatures: tuple[Signature, ...] = ()


def find_sealed(
    folder: Path, readings: Mapping[str, Reading], originals: Mapping[str, bytes], profile: str | Path | None
) -> tuple[dict[str, list[Sealed]], list[str], list[Fault]]:
    """Result → its sealed files; the names of files that belong to none; what is wrong with those that do.
    originals: result → its PDF."""
    if not folder.is_dir():
        raise UnreadableInput(words.NOT_FOUND.format(path=folder))
    found: dict[str, list[Sealed]] = {}
    unmatched: list[str] = []
    faults: list[Fault] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.name.startswith((".", "~$")):
            continue
        inside = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in SUFFIXES:
            unmatched.append(inside)
            continue
        data = load_bytes(path)
        name, relation, wrong = _match(path, data, readings, originals, profile)
        faults += [Fault(wrong, inside)] if wrong else []
        signatures = _signatures(data)
        for item in signatures:
            if item.state is SignatureState.INVALID or item.altered:
                faults.append(Fault(describe_signature(item), inside))
        if not name:
            unmatched.append(inside)
        elif not wrong:
            sealed = Sealed(inside, path.suffix.lower(), data, relation, signatures)
            found.setdefault(name, []).append(sealed)
    return found, unmatched, faults


def _match(
    path: Path,
    data: bytes,
    readings: Mapping[str, Reading],
    originals: Mapping[str, bytes],
    profile: str | Path | None,
) -> tuple[str, str, str]:
    """(result, relation, what is wrong); "" for what there is not."""
    for name, original in originals.items():
        if data == original:
            return name, say.SEALED_SAME, ""
        if data.startswith(original):
            try:
                changes = changes_beside_signatures(original, data)
            except pikepdf.PdfError:
                changes = (say.SEALED_BROKEN,)
            return (
                name,
                say.SEALED_SIGNED,
                say.SEALED_CHANGED.format(changes="；".join(changes)) if changes else "",
            )
    carried = _carried(path, data, profile)
    if carried is not None:
        for name, reading in readings.items():
            if whole_toml(reading) == whole_toml(carried):
                return name, say.SEALED_DATA, ""
        own = carried.declaration
        for name, reading in readings.items():
            declaration = reading.declaration
            key = (declaration.department.name, declaration.year, reading.profile.id)
            if (own.department.name, own.year, carried.profile.id) == key:
                return name, "", say.SEALED_OTHER_DATA
        return "", "", ""
    name = _match_name(path, readings)
    return name, say.SEALED_SCAN if name else "", ""


def _carried(path: Path, data: bytes, profile: str | Path | None) -> Reading | None:
    """The declaration that a PDF or OFD of formgen's carries; None for a scan."""
    if path.suffix.lower() not in (".pdf", ".ofd") or not (is_pdf(data) or data.startswith(b"PK")):
        return None
    try:
        return require_whole(extract(path, profile))
    except FormgenError:
        return None


def _match_name(path: Path, readings: Mapping[str, Reading]) -> str:
    """The result whose name the file's begins with, else the only one whose unit it names; the longest name of
    a unit counts, for 示例市局 stands in 示例市局分局 too. "" where there is none or more than one."""
    own = fold_name(path.stem)
    by_result = [name for name in readings if own.startswith(fold_name(name))]
    if by_result:
        return max(by_result, key=len)
    units = {name: fold_name(reading.declaration.department.name) for name, reading in readings.items()}
    named = {name: unit for name, unit in units.items() if unit and unit in own}
    longest = max(map(len, named.values()), default=0)
    best = [name for name, unit in named.items() if len(unit) == longest]
    if len(best) > 1:
        best = [name for name in best if str(readings[name].declaration.year) in own]
    return best[0] if len(best) == 1 else ""


def _signatures(data: bytes) -> tuple[Signature, ...]:
    if not is_pdf(data):
        return ()
    try:
        return read_signatures(data)
    except pikepdf.PdfError:
        return ()
