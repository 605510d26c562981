"""outputs/manifest.json: what was made from what, with digests.

Comes in: Entries, one per declaration published. Goes out: JSON text, the same for the same entries, in
the order of their names and without any date. Written by the outbox's callers, read by `formgen
verify`, `formgen archive`, and by a batch that goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from formgen.base.digest import digests
from formgen.base.errors import UnreadableInput
from formgen.messages import manifest as say

MANIFEST = "manifest.json"
SCHEMA = 1
Digests = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A result: its name in the folder, size in bytes and digests."""

    name: str
    size: int
    digests: Digests


@dataclass(frozen=True, slots=True)
class Entry:
    """One declaration's results.

    name: the results' common name without suffix. source, part: the file (its name only: folders differ
    from machine to machine) and sheet it came from. source_digests: of that file; data_digests: of the
    declaration as TOML (`formgen.declaration.toml`), which is what the PDF carries. templates, rules: digests of
    the profile's folder and of the scoring and checking code. verdict: pass or fail. findings: number by
    severity. fonts: use of type → [wanted, used] where another font stands in. options: what else shaped
    the results (draft, appendix, formats, engine).
    """

    name: str
    department: str
    year: int
    profile: str
    source: str
    part: str
    parts: int
    fingerprint: str
    source_digests: Digests
    data_digests: Digests
    templates: Digests
    rules: Digests
    formgen: str
    options: Mapping[str, Any]
    verdict: str
    findings: Mapping[str, int]
    files: tuple[FileEntry, ...]
    fonts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def recipe(self) -> tuple[object, ...]:
        """What besides the declaration the results follow from: same declaration and equal recipes give
        equal bytes."""
        return self.templates["sha256"], self.rules["sha256"], self.formgen, dict(self.options)


def manifest_text(entries: Iterable[Entry]) -> str:
    """The manifest as JSON."""
    ordered = sorted(entries, key=lambda entry: entry.name)
    results = [asdict(entry) for entry in ordered]
    data = {"schema": SCHEMA, "digests": seal(results), "results": results}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def seal(results: object) -> Digests:
    """Digests over the entries themselves: a manifest that was changed by hand is told from files that
    were. It proves no origin; that is a signature's matter."""
    return digests(json.dumps(results, ensure_ascii=False, sort_keys=True).encode())


def read_manifest(path: Path) -> dict[str, Entry]:
    """Entries by name; none where there is no manifest. Raises UnreadableInput for one that is no
    manifest of this schema."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(say.UNREADABLE.format(path=path)) from error
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise UnreadableInput(say.OTHER_SCHEMA.format(path=path, schema=data["schema"]))
        entries = [parse_entry(item) for item in data["results"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInput(say.UNREADABLE.format(path=path)) from error
    return {entry.name: entry for entry in entries}


def parse_entry(item: Mapping[str, Any]) -> Entry:
    """An entry from its JSON object. Raises KeyError or TypeError for anything else."""
    files = tuple(FileEntry(**file) for file in item["files"])
    fonts = {use: (names[0], names[1]) for use, names in item["fonts"].items()}
    return Entry(**{**item, "files": files, "fonts": fonts})
