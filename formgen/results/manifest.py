"""outputs/manifest.json: what was made from what, with digests.

Comes in: Entries, one per declaration published. Goes out: JSON text, the same for the same entries, in
the order of their names and without any date; and back. A manifest can be anybody's and can be damaged in
any way: it is read strictly or refused, never half.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

from formgen.base.digest import ALGORITHMS, digests
from formgen.base.errors import UnreadableInput
from formgen.base.format_number import require_known_format
from formgen.messages import manifest as say
from formgen.results.stored import STRICT, Bounds, Checked, adapter, read_json

MANIFEST = "manifest.json"
SCHEMA = 1
FORMAT = 1
"""Raised when an entry changes its form: 0.2.0 wrote none."""

PACKAGE_FORMAT = 2
"""Of a package for the archive, whose manifest lists what belongs to no single result. 0.3.0 writes the first."""

_KEYS = {"schema", "format", "digests", "results", "package"}
_LARGEST = 1 << 28
"""Bytes; a hundred thousand units take less."""


def _require_algorithms(found: Mapping[str, str]) -> Mapping[str, str]:
    if not found.keys() >= set(ALGORITHMS):
        raise ValueError("digests are missing")
    return found


Digests = Annotated[Mapping[str, str], Checked(_require_algorithms)]
_Count = Annotated[int, Bounds(ge=0, lt=2**53)]
_Name = Annotated[str, Bounds(max_length=250)]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A result: its name in the folder, size in bytes and digests."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    name: _Name
    size: _Count
    digests: Digests


@dataclass(frozen=True, slots=True)
class Entry:
    """One declaration's results.

    name: the results' common name without suffix. source, part: the file (its name only: folders differ
    from machine to machine) and sheet it came from; parts: declarations that file holds. source_digests: of
    that file; data_digests: of the declaration as TOML (`formgen.declaration.toml`), which is what the PDF
    carries. templates, rules: digests of the profile's folder and of the version of the rules. verdict: pass
    or fail. findings: number by severity. fonts: use of type → [wanted, used] where another font stands in.
    options: what else shaped the results (draft, appendix, formats, engine). font_stamp: of the fonts that
    broke the lines of the PDF (`FontSet.stamp`), "" without a PDF.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    name: _Name
    department: str
    year: Annotated[int, Bounds(ge=0, le=9999)]
    profile: Annotated[str, Bounds(max_length=80)]
    source: str
    part: str
    parts: Annotated[int, Bounds(ge=1, lt=2**31)]
    fingerprint: str
    source_digests: Digests
    data_digests: Digests
    templates: Digests
    rules: Digests
    formgen: str
    options: Mapping[str, Any]
    verdict: str
    findings: Mapping[str, _Count]
    files: tuple[FileEntry, ...]
    fonts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    font_stamp: str = ""

    @property
    def recipe(self) -> tuple[object, ...]:
        """What besides the declaration the results follow from: same declaration and equal recipes give
        equal bytes."""
        return (
            self.templates["sha256"], self.rules["sha256"], self.formgen, self.font_stamp, dict(self.options),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as read. entries: by name. sealed: whether its own digest holds; None where it bears none.
    package: of a package for the archive, its files beside the results; None of a result folder."""

    entries: Mapping[str, Entry]
    sealed: bool | None
    package: tuple[FileEntry, ...] | None = None


def manifest_text(entries: Iterable[Entry], package: Iterable[FileEntry] | None = None) -> str:
    """The manifest as JSON. package: of a package for the archive, its files beside the results."""
    ordered = sorted(entries, key=lambda entry: entry.name)
    results = [asdict(entry) for entry in ordered]
    data: dict[str, Any] = {"schema": SCHEMA, "format": FORMAT, "digests": seal(results), "results": results}
    if package is not None:
        files = [asdict(file) for file in sorted(package, key=lambda file: file.name)]
        data |= {"format": PACKAGE_FORMAT, "digests": seal([results, files]), "package": files}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def seal(results: object) -> Mapping[str, str]:
    """Digests over the entries themselves: a manifest that was changed by hand is told from files that
    were. It proves no origin; that is a signature's matter."""
    return digests(json.dumps(results, ensure_ascii=False, sort_keys=True).encode())


def load_manifest(path: Path) -> Manifest:
    """The manifest; an empty one where there is none. Raises UnreadableInput for what is no manifest,
    NewerFormat for one of a later formgen."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableInput(say.UNREADABLE.format(path=path))
        if path.stat().st_size > _LARGEST:
            raise UnreadableInput(say.UNREADABLE.format(path=path))
        return parse_manifest(path.read_bytes(), path)
    except FileNotFoundError:
        return Manifest({}, None)
    except OSError as error:
        raise UnreadableInput(say.UNREADABLE.format(path=path)) from error


@lru_cache(maxsize=1)
def parse_manifest(data: bytes, path: Path) -> Manifest:
    """The manifest in these bytes; a run that asked what its results were made with opens the same again. Raises as
    `load_manifest`."""
    unreadable = UnreadableInput(say.UNREADABLE.format(path=path))
    try:
        content = read_json(data)
    except ValueError as error:
        raise unreadable from error
    if not isinstance(content, dict) or "schema" not in content:
        raise unreadable
    newest = PACKAGE_FORMAT if "package" in content else FORMAT
    for key, known in (("schema", SCHEMA), ("format", newest)):
        require_known_format(content.get(key), known, path)
    if not content.keys() <= _KEYS:
        raise unreadable
    results = content.get("results")
    try:
        entries = adapter(list[Entry]).validate_json(json.dumps(results, ensure_ascii=False))
        files = content.get("package")
        listed = adapter(tuple[FileEntry, ...])
        package = None if files is None else listed.validate_json(json.dumps(files, ensure_ascii=False))
    except ValueError as error:  # of pydantic's
        raise unreadable from error
    by_name = {entry.name: entry for entry in entries}
    if len(by_name) < len(entries):
        raise unreadable
    own = results if package is None else [results, files]
    sealed = content["digests"] == seal(own) if "digests" in content else None
    return Manifest(by_name, sealed, package)


def read_manifest(path: Path) -> Mapping[str, Entry]:
    """Entries by name; none where there is no manifest. Raises as `load_manifest`."""
    return load_manifest(path).entries
