"""The second round: a unit's new file against its last.

Comes in: what was recorded of the last file, and what came of the new one. Goes out: `Against`: findings
that were mended, that stand, that are new, and cells that changed though no finding had asked for it. A
finding is the same where check and cell are, also where its row has moved to another place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from formgen.base.errors import FormgenError
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Finding
from formgen.declaration.paths import INDICATORS, FieldPath
from formgen.diff.compare import Change, Kind, compare, match_rows
from formgen.results.events import CELL_NAMES, Against, ChangedCell, Reviewed
from formgen.results.filed import Filed, unpack
from formgen.results.outcome import Outcome
from formgen.sources import read_bytes
from formgen.sources.build import Reading, build
from formgen.sources.field_reader import NOTE_ID

_WHOLE = (Kind.ADDED, Kind.REMOVED)


def compare_rounds(
    last: Reviewed, filed: Filed, outcome: Outcome, profile: str | Path | None
) -> Against | None:
    """profile: that of the run. None where one of the two could not be read as a whole."""
    old, new = (read_filed(item, profile) for item in (last.filed, filed))
    if old is None or new is None or last.outcome.review is None or outcome.review is None:
        return None
    rows = {before: after for after, before in match_rows(old, new).items()}
    was, now = _counted(last.outcome.review.findings), _counted(outcome.review.findings)
    standing, fresh, mended = _pair(was, now, rows)
    changed = [
        _changed(change) for change, before in _cells(old, new, rows) if not _asked(change, before, was)
    ]
    return Against(tuple(mended), tuple(standing), tuple(fresh), tuple(changed))


def differences(one: Filed, two: Filed, profile: str | Path | None) -> tuple[ChangedCell, ...]:
    """Every cell in which two declarations differ; none where one cannot be read."""
    old, new = (read_filed(item, profile) for item in (one, two))
    if old is None or new is None:
        return ()
    return tuple(_changed(change) for change in compare(old, new))


def read_filed(filed: Filed, profile: str | Path | None) -> Reading | None:
    """A declaration as it was filed; None where it could not be read then, or its form is not known here."""
    text = unpack(filed.packed)
    if not text:
        return None
    try:
        (raw,) = read_bytes(text.encode(errors="surrogatepass"), Path("filed.toml"), profile)
        return build(raw)
    except (FormgenError, ValueError):
        return None


def _counted(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.id not in (NOTE_ID, DUPLICATE_ID)]


def _pair(
    was: Sequence[Finding], now: Sequence[Finding], rows: Mapping[int, int]
) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Standing and new findings of the new file, and mended ones of the old."""
    waiting: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in was:
        waiting[finding.id, _moved(finding.field, rows)].append(finding)
    standing, fresh = [], []
    for finding in now:
        same = waiting[finding.id, finding.field]
        if same:
            same.pop()
            standing.append(finding)
        else:
            fresh.append(finding)
    left = {id(finding) for found in waiting.values() for finding in found}
    return standing, fresh, [finding for finding in was if id(finding) in left]


def _moved(field: str, rows: Mapping[int, int]) -> str:
    """Where a field of the old file is in the new one; an indicator that is gone is nowhere."""
    path = FieldPath.parse(field)
    if path.table != INDICATORS or path.row is None:
        return field
    after = rows.get(path.row)
    if after is None:
        return f"-{field}"
    return field.replace(f"[{path.row}]", f"[{after}]", 1)


def _cells(old: Reading, new: Reading, rows: Mapping[int, int]) -> list[tuple[Change, int | None]]:
    """Every change, with the row in the old file where it is one of an indicator."""
    names: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for before, after in rows.items():
        row = new.declaration.indicators[after]
        names[row.level1, row.level2, row.level3].append(before)
    return [
        (change, found[0] if change.indicator and (found := names.get(change.indicator)) else None)
        for change in compare(old, new)
    ]


def _asked(change: Change, before: int | None, was: Sequence[Finding]) -> bool:
    """Whether a finding of the last file is told of this cell, of its row, or of its column."""
    if change.indicator is None:
        return any(finding.field == change.field for finding in was)
    if change.kind in _WHOLE:
        # A row that came or went answers whatever was told of the table, or of the row that went.
        return any(finding.field in ("", INDICATORS) for finding in was)
    wanted = {
        f"{INDICATORS}[{before}].{change.field}",
        f"{INDICATORS}[{before}]",
        f"{INDICATORS}.{change.field}",
    }
    if change.field in ("points", "rule"):
        wanted |= {f"{INDICATORS}[{before}].scoring", f"{INDICATORS}[{before}].points", INDICATORS}
    return any(finding.field in wanted for finding in was)


def _changed(change: Change) -> ChangedCell:
    row = CELL_NAMES.join(name for name in change.indicator if name) if change.indicator else ""
    return ChangedCell(row, change.label, change.field, change.old, change.new)
