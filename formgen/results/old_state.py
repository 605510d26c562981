"""The state that formgen kept before there was a register: journal.jsonl and outcomes.jsonl.

Comes in: the folder of state. Goes out: the results that a stopped run had put in place. What else it
remembered followed from another version's rules and is of no use now.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from formgen.base.format_number import KEY, require_known_format
from formgen.results.manifest import Entry
from formgen.results.stored import STRICT, adapter, read_json

JOURNAL, OUTCOMES = "journal.jsonl", "outcomes.jsonl"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Published:
    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    entry: Entry
    outcome: Any = None


def load_journal(path: Path) -> tuple[list[Entry], int]:
    """The entries of a stopped run, and how many of its lines are damaged. Its last line may be cut by the
    stop, which is no damage. Raises NewerFormat for a later formgen's, OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], 0
    *lines, cut = data.split(b"\n")
    if lines and _is_head(lines[0], path):
        lines = lines[1:]
    entries: list[Entry] = []
    damaged = int(bool(cut) and not cut.startswith(b"{"))
    for line in lines:
        try:
            entries.append(adapter(_Published).validate_json(line).entry)
        except ValueError:  # of pydantic's
            damaged += 1
    return entries, damaged


def _is_head(line: bytes, path: Path) -> bool:
    try:
        content = read_json(line)
    except ValueError:
        return False
    if not isinstance(content, dict) or set(content) != {KEY}:
        return False
    require_known_format(content[KEY], _FORMAT, path)
    return True
