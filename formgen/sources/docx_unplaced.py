"""The rows of a Word document with what its form has no place for, as they were printed behind or under it.

Comes in: what the document shows, and the declaration it carries. Goes out: the document without those rows,
and what was edited in them. A row that was not printed so stays where it is: whoever reads the form asks about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.unplaced import UnplacedRow, unplaced_rows
from formgen.messages.form import OTHER_HEADING
from formgen.sources.docx_content import DocxContent, DocxTable, Row
from formgen.sources.labels import labels_of, plain_label


@dataclass(frozen=True, slots=True)
class Unplaced:
    """expected: path in the declaration carried → the text as printed. edited: path → the text that is seen
    instead, "" where the row is gone."""

    expected: dict[str, str] = field(default_factory=dict)
    edited: dict[str, str] = field(default_factory=dict)


def take_unplaced(
    content: DocxContent, profile: Profile, declared: Declaration | None
) -> tuple[DocxContent, Unplaced]:
    """The document without the rows that its form has no place for, and what they say now."""
    waiting: defaultdict[str, list[UnplacedRow]] = defaultdict(list)
    expected: dict[str, str] = {}
    for row in unplaced_rows(declared, profile) if declared else ():
        waiting[plain_label(row.label)].append(row)
        expected[row.path] = row.text
    if not expected:
        return content, Unplaced()
    seen: dict[str, str] = {}
    blocks = tuple(_without(content, waiting, profile, seen))
    edited = {path: seen.get(path, "") for path, text in expected.items() if seen.get(path) != text}
    return replace(content, blocks=blocks), Unplaced(expected, edited)


def _without(
    content: DocxContent, waiting: dict[str, list[UnplacedRow]], profile: Profile, seen: dict[str, str]
) -> Iterator[str | DocxTable]:
    labels = labels_of(profile)
    for block in content.blocks:
        if isinstance(block, str):
            yield block
            continue
        below = profile.old
        """Forms of 0.2.0 print them under their grid, without a heading."""
        rows: list[Row] = []
        for row in block.rows:
            cells = [cell.text for cell in row if cell is not None]
            if len(cells) == 1 and plain_label(cells[0]) == plain_label(OTHER_HEADING):
                below = True
                continue
            found = waiting.get(plain_label(cells[0])) if below and len(cells) == 2 else None
            if found and labels.fact(cells[0]) is None:
                seen[found.pop(0).path] = cells[1]
                continue
            rows.append(row)
        if rows:
            yield replace(block, rows=tuple(rows), heads=min(block.heads, len(rows)))
