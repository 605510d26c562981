"""One 件 of a package: its files under their 档号, with data, rules and metadata beside them.

Comes in: `ItemParts`. Goes out: a `PackageItem`, every file as bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.archive.events import Event, item_events
from formgen.archive.metadata import FileFact, ItemFacts, metadata_xml
from formgen.archive.numbers import ITEM_DIGITS, RETENTION, RETENTION_NAMES, Numbers
from formgen.archive.sealed import Sealed
from formgen.archive.tables import data_tables
from formgen.archive.texts import rules_text
from formgen.base.digest import digests
from formgen.base.load_pdf import load_pdf
from formgen.messages import archive as say
from formgen.results.manifest import Entry, FileEntry
from formgen.sources.build import Reading
from formgen.sources.recipe import whole_toml
from formgen.verify.signatures import Signature, SignatureState, read_signatures


@dataclass(frozen=True, slots=True)
class ItemParts:
    """entry: the result's. files: name → bytes, as they stand in the result folder."""

    entry: Entry
    reading: Reading
    numbers: Numbers
    files: Mapping[str, bytes]
    sealed: tuple[Sealed, ...]


@dataclass(frozen=True, slots=True)
class PackageItem:
    """One 件. files: path within the package → bytes. beside: likewise, the sealed files. entry: for the
    package's manifest."""

    facts: ItemFacts
    files: dict[str, bytes]
    beside: dict[str, bytes]
    entry: Entry
    events: tuple[Event, ...]


def pack_item(parts: ItemParts) -> PackageItem:
    """The item."""
    entry, reading = parts.entry, parts.reading
    declaration = reading.declaration
    number = parts.numbers.of_year(declaration.year)
    # A separate appendix keeps what tells its name from the form's.
    files = {f"{number}{_rest(name, entry.name)}": data for name, data in parts.files.items()}
    files[f"{number}.toml"] = whole_toml(reading).encode()
    for name, data in data_tables(declaration, reading.profile).items():
        files[f"{number}_{name}.csv"] = data
    files[f"{number}_{say.RULES_FILE}.txt"] = rules_text(reading).encode()
    relations = {name: say.RELATIONS.get(Path(name).suffix, "") for name in files}
    sealed = {_sealed_name(number, turn, item): item for turn, item in enumerate(parts.sealed, 1)}
    relations |= {name: item.relation for name, item in sealed.items()}
    beside = {name: item.data for name, item in sealed.items()}
    form = files[f"{number}.pdf"]
    signatures = (*_valid(read_signatures(form)), *(s for i in parts.sealed for s in _valid(i.signatures)))
    facts = ItemFacts(
        number=number,
        title=say.TITLE.format(
            department=declaration.department.name, year=declaration.year_text, form=reading.profile.title
        ),
        department=declaration.department.name,
        year=declaration.year,
        fonds=parts.numbers.fonds,
        retention=RETENTION_NAMES[RETENTION[parts.numbers.retention]],
        item=parts.numbers.item.zfill(ITEM_DIGITS),
        date=declaration.filing.date.strip(),
        profile=entry.profile,
        rules=entry.rules["sha256"],
        program=f"formgen {entry.formgen}",
        source=entry.source,
        pages=_count_pages(form),
        signatures=signatures,
        files=tuple(
            FileFact(name, _format(name), relations[name], len(data), digests(data))
            for name, data in (files | beside).items()
        ),
    )
    files[f"{number}.xml"] = metadata_xml(facts)
    packed = {f"{number}/{name}": data for name, data in files.items()}
    listed = tuple(FileEntry(name, len(data), digests(data)) for name, data in packed.items())
    return PackageItem(
        facts,
        packed,
        {f"{number}/{name}": data for name, data in beside.items()},
        replace(entry, name=number, files=listed),
        item_events(number, entry, {f"{number}.pdf": read_signatures(form)}, sealed),
    )


def _sealed_name(number: str, turn: int, item: Sealed) -> str:
    return f"{number}_{say.SEALED_FILE}{turn if turn > 1 else ''}{item.suffix}"


def _valid(signatures: tuple[Signature, ...]) -> tuple[Signature, ...]:
    return tuple(item for item in signatures if item.state is SignatureState.VALID)


def _format(name: str) -> str:
    """A sealed file is what its name says and not more: nobody looked whether it is PDF/A."""
    suffix = Path(name).suffix
    if suffix == ".pdf" and say.SEALED_FILE in name:
        return say.PLAIN_PDF
    return say.FORMATS.get(suffix, suffix.removeprefix(".").upper())


def _rest(name: str, stem: str) -> str:
    """What follows the common name: the suffix, or _评分细则 and the suffix for a separate appendix."""
    if name.startswith(stem):
        return name.removeprefix(stem)
    return "_" + name.rpartition("_")[2]


def _count_pages(data: bytes) -> int:
    with load_pdf(data) as pdf:
        return len(pdf.pages)
