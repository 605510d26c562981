"""A package for the archive: results laid out by 档号, each with its data, rules and metadata.

Comes in: a result folder with its manifest, and what the archivist gives. Goes out: a `Package`, every file as
bytes. Nothing is packed that does not hold: drafts, changed files and units without numbers are refused, all at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from formgen.archive.events import Event, packing_events
from formgen.archive.item import ItemParts, PackageItem, pack_item
from formgen.archive.numbers import Given, assign_numbers, numbers_of_roster, read_numbers, units_not_found
from formgen.archive.sealed import Sealed, find_sealed
from formgen.archive.tables import csv_bytes
from formgen.archive.texts import readme, report_text
from formgen.base.digest import digests
from formgen.base.errors import DeclarationRefused, Fault, FormgenError, InspectionFailed, UnreadableInput
from formgen.base.shown import shown
from formgen.base.version import __version__
from formgen.declaration.profile import PROFILE_FILE
from formgen.messages import archive as say
from formgen.messages import archive_texts as words
from formgen.register import open_register
from formgen.results.events import Unit
from formgen.results.manifest import MANIFEST, Entry, FileEntry, manifest_text, read_manifest
from formgen.results.package import README, sign_readme
from formgen.sources import load_bytes
from formgen.sources.build import Reading, require_whole
from formgen.sources.extract import extract
from formgen.verify import FileVerdict, State, verify_paths
from formgen.verify.report import report_html


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the archivist gives. fonds, retention: of every unit that the table (numbers: a file, the roster of the
    results without) says nothing of.
    item_from: the first 件号 to be given in turn. sealed: a folder of scans and signed files."""

    fonds: str = ""
    retention: str = ""
    numbers: Path | None = None
    item_from: int | None = None
    sealed: Path | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """items: in the order of their 档号. files: path within the package → bytes, the manifest and 说明 last.
    notes: sentences of what was given and left out."""

    items: tuple[PackageItem, ...]
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


def pack(folder: Path, wishes: Wishes, profile: str | Path | None = None, day: date | None = None) -> Package:
    """The package. day: of the packing, today without. Raises UnreadableInput without a manifest,
    InspectionFailed for results that were changed, DeclarationRefused with everything that is missing."""
    entries = _read_entries(folder)
    table = read_numbers(wishes.numbers) if wishes.numbers else numbers_of_roster(_roster(folder))
    given = Given(wishes.fonds.strip(), "".join(wishes.retention.split()), table, wishes.item_from)
    verdicts = list(verify_paths([folder], profile))
    _require_sound(verdicts, say.NOT_SOUND.format(folder=folder))
    readings, faults = _read(folder, entries, profile)
    numbers, wrong = assign_numbers(readings, given)
    faults += wrong
    sealed: dict[str, list[Sealed]] = {}
    unmatched: list[str] = []
    if wishes.sealed:
        originals = {name: load_bytes(folder / f"{name}.pdf") for name in readings}
        sealed, unmatched, wrong = find_sealed(wishes.sealed, readings, originals, profile)
        faults += wrong
    if faults:
        raise DeclarationRefused(say.REFUSED.format(count=len(faults)), faults)
    parts = [
        ItemParts(
            entry,
            readings[entry.name],
            numbers[entry.name],
            {file.name: load_bytes(folder / file.name) for file in entry.files},
            tuple(sealed.get(entry.name, ())),
        )
        for entry in entries
    ]
    items = sorted((pack_item(part) for part in parts), key=lambda item: item.facts.number)
    unknown = (
        units_not_found(readings, given) if wishes.numbers else []
    )  # a roster has those who did not hand in
    notes = [say.UNIT_UNKNOWN.format(name=name) for name in unknown]
    notes += [say.SEALED_UNMATCHED.format(name=name) for name in unmatched]
    notes += [
        say.SEALED_NONE.format(name=entry.name)
        for entry in entries
        if wishes.sealed and entry.name not in sealed
    ]
    files = _files(items, list(readings.values()), verdicts, day or date.today())
    return Package(tuple(items), files, tuple(notes))


def _roster(folder: Path) -> tuple[Unit, ...]:
    """The units that were to hand in, as the results' own register has them; () where nobody said."""
    try:
        return open_register(folder).roster
    except UnreadableInput:
        return ()  # results of a single file have no register, and a package is made of them all the same


def verify_package(folder: Path, profile: str | Path | None = None) -> None:
    """Read the package back as it stands on the disk. Raises InspectionFailed."""
    _require_sound(verify_paths([folder], profile), say.PACKAGE_BROKEN.format(folder=folder))


def _read_entries(folder: Path) -> list[Entry]:
    if not folder.is_dir():
        raise UnreadableInput(say.NO_FOLDER.format(folder=shown(folder)))
    if not (folder / MANIFEST).is_file():
        raise UnreadableInput(say.NO_MANIFEST.format(folder=folder))
    if (folder / README).is_file():
        raise UnreadableInput(say.IS_PACKAGE.format(folder=shown(folder)))
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


def _read(
    folder: Path, entries: Iterable[Entry], profile: str | Path | None
) -> tuple[dict[str, Reading], list[Fault]]:
    """The declarations that the forms carry, and what forbids to archive a result."""
    readings: dict[str, Reading] = {}
    faults: list[Fault] = []
    for entry in entries:
        form = f"{entry.name}.pdf"
        if form not in {file.name for file in entry.files}:
            faults.append(Fault(say.NO_PDF, entry.name, hint=say.NO_PDF_HINT))
            continue
        if entry.options.get("draft"):
            faults.append(Fault(say.IS_DRAFT, form, hint=say.IS_DRAFT_HINT))
        try:
            readings[entry.name] = require_whole(extract(folder / form, profile))
        except FormgenError as error:
            faults.append(Fault(error.message, form))
    return readings, faults


def _files(
    items: list[PackageItem], readings: Iterable[Reading], verdicts: list[FileVerdict], day: date
) -> dict[str, bytes]:
    files = {name: data for item in items for name, data in item.files.items()}
    profiles = {reading.profile.id: reading.profile for reading in readings}
    beside: dict[str, bytes] = {name: data for item in items for name, data in item.beside.items()}
    for profile in profiles.values():
        path = profile.folder / PROFILE_FILE
        if path.is_file():
            beside[f"{say.PROFILES}/{profile.id}/{PROFILE_FILE}"] = path.read_bytes()
    events = [event for item in items for event in item.events] + packing_events(verdicts, day)
    beside[say.CATALOGUE] = _catalogue(items)
    beside[say.EVENTS] = csv_bytes([Event.HEADS, *(event.row() for event in events)])
    beside[say.REPORT] = report_text(verdicts, __version__, day.isoformat()).encode()
    beside[say.REPORT_PAGE] = report_html(verdicts).encode()
    told = [(item.facts.number, item.facts.title) for item in items]
    body = readme(told, say.README_FILES, [f"{id}（{profile.name}）" for id, profile in profiles.items()])
    listed = [_listed(name, data) for name, data in (beside | {README: body.encode()}).items()]
    manifest = manifest_text((item.entry for item in items), listed).encode()
    return files | beside | {MANIFEST: manifest, README: sign_readme(body, words.README_LAST, manifest)}


def _listed(name: str, data: bytes) -> FileEntry:
    return FileEntry(name, len(data), digests(data))


def _catalogue(items: Iterable[PackageItem]) -> bytes:
    """目录: a line per file."""
    rows = [say.HEADS]
    for item in items:
        facts = item.facts
        for file in facts.files:
            pages = str(facts.pages) if file.name == f"{facts.number}.pdf" else ""
            rows.append((
                facts.number, facts.title, facts.department, str(facts.year), facts.fonds, facts.retention,
                facts.item, file.name, file.format, file.relation, str(file.size), pages, say.ALGORITHMS,
                file.digests["sha256"], file.digests["sm3"],
            ))  # fmt: skip
    return csv_bytes(rows)
