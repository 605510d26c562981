"""A package for the archive: results laid out by 档号, each with its metadata.

Comes in: a result folder with its manifest. Goes out: `PackageItem`s, each the files of one 件 as bytes,
and what lists them all. Nothing is packed that does not
hold: drafts, changed files and units without their settings are refused, all at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pikepdf

from formgen.archive.metadata import FileFact, ItemFacts, metadata_xml
from formgen.base.digest import digests
from formgen.base.errors import DeclarationRefused, Fault, FormgenError, InspectionFailed, UnreadableInput
from formgen.messages import archive as say
from formgen.messages.fields import FIELD_LABELS
from formgen.results.manifest import MANIFEST, Entry, FileEntry, manifest_text, read_manifest
from formgen.sources import load_bytes
from formgen.sources.build import Reading, require_whole
from formgen.sources.extract import extract
from formgen.sources.pdf_facts import count_signatures
from formgen.sources.recipe import whole_toml
from formgen.verify import FileVerdict, State, verify_paths
from formgen.views.file_facts import date_of

# GB/T and DA/T rules for 归档文件 (DA/T 22): codes of 保管期限 within the 档号.
_RETENTION = {
    **dict.fromkeys(("永久", "Y"), "Y"),
    **dict.fromkeys(("30年", "定期30年", "D30"), "D30"),
    **dict.fromkeys(("10年", "定期10年", "D10"), "D10"),
}
_RETENTION_NAMES = {"Y": "永久", "D30": "30年", "D10": "10年"}
_FONDS = re.compile(r"[0-9A-Za-z]([0-9A-Za-z-]{0,18}[0-9A-Za-z])?")
_ITEM = re.compile(r"[0-9]{1,6}")
_ITEM_DIGITS = 4
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class PackageItem:
    """One 件. files: path within the package → bytes. entry: for the package's manifest."""

    facts: ItemFacts
    files: dict[str, bytes]
    entry: Entry


def pack(folder: Path, profile: str | Path | None = None) -> list[PackageItem]:
    """The items of the package, in the order of their 档号. Raises UnreadableInput without a manifest,
    InspectionFailed for results that were changed, DeclarationRefused with every missing setting."""
    entries = _read_entries(folder)
    _require_sound(verify_paths([folder], profile), say.NOT_SOUND.format(folder=folder))
    faults: list[Fault] = []
    readings: dict[str, Reading] = {}
    for entry in entries:
        found, reading = _prepare(folder, entry, profile)
        faults += found
        if reading is not None:
            readings[entry.name] = reading
    faults += _same_numbers(readings)
    if faults:
        raise DeclarationRefused(say.REFUSED.format(count=len(faults)), faults)
    items = [_pack_item(folder, entry, readings[entry.name]) for entry in entries]
    return sorted(items, key=lambda item: item.facts.number)


def package_lists(items: Sequence[PackageItem]) -> dict[str, bytes]:
    """What lists all items: the catalogue and the manifest, which `formgen verify` reads."""
    manifest = manifest_text(item.entry for item in items)
    return {say.CATALOGUE: _catalogue(items), MANIFEST: manifest.encode()}


def verify_package(folder: Path, profile: str | Path | None = None) -> None:
    """Read the package back as it stands on the disk. Raises InspectionFailed."""
    _require_sound(verify_paths([folder], profile), say.PACKAGE_BROKEN.format(folder=folder))


def archival_number(reading: Reading) -> str:
    """档号: 全宗号-门类·年度-保管期限-件号."""
    declaration = reading.declaration
    settings = declaration.archive
    return say.NUMBER.format(
        fonds=settings.fonds.strip(),
        category=say.CATEGORY,
        year=declaration.year,
        retention=_RETENTION[settings.retention.strip()],
        item=settings.item.strip().zfill(_ITEM_DIGITS),
    )


def _read_entries(folder: Path) -> list[Entry]:
    if not (folder / MANIFEST).is_file():
        raise UnreadableInput(say.NO_MANIFEST.format(folder=folder))
    entries = list(read_manifest(folder / MANIFEST).values())
    if not entries:
        raise UnreadableInput(say.EMPTY.format(folder=folder))
    return entries


def _require_sound(verdicts: Iterable[FileVerdict], message: str) -> None:
    faults = [
        Fault(check.message, f"{verdict.path.name} {check.place}".strip(), check.field)
        for verdict in verdicts
        for check in verdict.checks
        if check.state is State.FAIL
    ]
    if faults:
        raise InspectionFailed(message, faults)


def _prepare(folder: Path, entry: Entry, profile: str | Path | None) -> tuple[list[Fault], Reading | None]:
    """What forbids to archive this result, and the declaration its form carries."""
    form = f"{entry.name}.pdf"
    if form not in {file.name for file in entry.files}:
        return [Fault(say.NO_PDF, entry.name, hint=say.NO_PDF_HINT)], None
    faults = [Fault(say.IS_DRAFT, form, hint=say.IS_DRAFT_HINT)] if entry.options.get("draft") else []
    try:
        reading = require_whole(extract(folder / form, profile))
    except FormgenError as error:
        return [*faults, Fault(error.message, form)], None
    found = list(_setting_faults(reading, form))
    return faults + found, None if found else reading


def _setting_faults(reading: Reading, place: str) -> Iterator[Fault]:
    settings = reading.declaration.archive
    good = {
        "fonds": _FONDS.fullmatch(settings.fonds.strip()) is not None,
        "retention": settings.retention.strip() in _RETENTION,
        "item": _ITEM.fullmatch(settings.item.strip()) is not None,
    }
    for name, holds in good.items():
        if holds:
            continue
        field, value = f"archive.{name}", getattr(settings, name).strip()
        sentence = say.BAD_SETTING if value else say.NO_SETTING
        message = sentence.format(label=FIELD_LABELS[field], value=value[:40])
        yield Fault(message, place, field, say.SETTING_HINTS[name])


def _same_numbers(readings: dict[str, Reading]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, reading in readings.items():
        number = archival_number(reading)
        if first.setdefault(number, name) != name:
            message = say.SAME_NUMBER.format(number=number, other=first[number])
            yield Fault(message, name, "archive", say.SAME_NUMBER_HINT)


def _pack_item(folder: Path, entry: Entry, reading: Reading) -> PackageItem:
    declaration = reading.declaration
    number = archival_number(reading)
    files: dict[str, bytes] = {}
    for file in entry.files:
        # A separate appendix keeps what tells its name from the form's.
        files[f"{number}{_rest(file.name, entry.name)}"] = load_bytes(folder / file.name)
    files[f"{number}.toml"] = whole_toml(reading).encode()
    pages, signatures = _count_pages(files[f"{number}.pdf"])
    facts = ItemFacts(
        number=number,
        title=say.TITLE.format(
            department=declaration.department.name, year=declaration.year, form=reading.profile.title
        ),
        department=declaration.department.name,
        year=declaration.year,
        fonds=declaration.archive.fonds.strip(),
        retention=_RETENTION_NAMES[_RETENTION[declaration.archive.retention.strip()]],
        item=declaration.archive.item.strip().zfill(_ITEM_DIGITS),
        date=date_of(declaration),
        profile=entry.profile,
        rules=entry.rules["sha256"],
        program=f"formgen {entry.formgen}",
        source=entry.source,
        pages=pages,
        signatures=signatures,
        files=tuple(FileFact(name, len(data), digests(data)) for name, data in files.items()),
    )
    files[f"{number}.xml"] = metadata_xml(facts)
    packed = {f"{number}/{name}": data for name, data in files.items()}
    listed = tuple(FileEntry(name, len(data), digests(data)) for name, data in packed.items())
    return PackageItem(facts, packed, replace(entry, name=number, files=listed))


def _rest(name: str, stem: str) -> str:
    """What follows the common name: the suffix, or _评分细则 and the suffix for a separate appendix."""
    if name.startswith(stem):
        return name.removeprefix(stem)
    return "_" + name.rpartition("_")[2]


def _count_pages(data: bytes) -> tuple[int, int]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages), count_signatures(pdf)


def _catalogue(items: Sequence[PackageItem]) -> bytes:
    """目录: a line per file; with a byte order mark, by which Excel and WPS know UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(say.HEADS)
    for item in items:
        facts = item.facts
        for file in facts.files:
            suffix = Path(file.name).suffix
            pages = str(facts.pages) if suffix == ".pdf" else ""
            row = (
                facts.number, facts.title, facts.department, str(facts.year), facts.fonds, facts.retention,
                facts.item, file.name, say.FORMATS[suffix], str(file.size), pages, say.ALGORITHMS,
                file.digests["sha256"], file.digests["sm3"],
            )  # fmt: skip
            # A spreadsheet would run such a text as a formula; the XML beside it has it as it is.
            writer.writerow([f"'{text}" if text.startswith(_FORMULA_STARTS) else text for text in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()
