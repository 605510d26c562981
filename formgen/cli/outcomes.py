"""What became of a run, as lines: failures, remarks, files that were passed over.

Comes in: outcomes and skipped files of the library. Goes out: lines for stderr.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from formgen.library import shown
from formgen.library.types import NOTE_ID, Outcome, Severity, Skipped
from formgen.messages import batch as words
from formgen.messages import cli as say

_MOST_NAMED = 5


def remarks(outcome: Outcome) -> Iterator[str]:
    """Notes of reading in full, findings as a count."""
    findings = outcome.review.findings if outcome.review else ()
    noted = [finding for finding in findings if finding.id == NOTE_ID]
    if noted:
        yield say.NOTES.format(path=outcome.label, count=len(noted))
        yield from (f"  {finding.place}：{finding.message}" for finding in noted)
    counted = Counter(finding.severity for finding in findings if finding.id != NOTE_ID)
    if counted:
        yield words.FINDINGS.format(
            errors=counted[Severity.ERROR],
            warnings=counted[Severity.WARNING],
            notes=counted[Severity.NOTE],
            path=outcome.label,
        )


def failure_text(outcome: Outcome) -> str:
    """The failure with all its faults, each on a line."""
    return "\n".join([_failure_head(outcome), *(f"  {fault}" for fault in outcome.faults)])


def failure_line(outcome: Outcome) -> str:
    """The failure on one line: the first fault, and how many more there are."""
    line = _failure_head(outcome)
    if not outcome.faults:
        return line
    more = words.MORE_FAULTS.format(count=len(outcome.faults) - 1) if len(outcome.faults) > 1 else ""
    gap = "" if line.endswith("：") else " "
    return f"{line}{gap}{outcome.faults[0]}{more}"


def _failure_head(outcome: Outcome) -> str:
    """Which file, and why; a message that names the file already says both."""
    if outcome.message.startswith(outcome.label):
        return outcome.message
    return say.FAILED_FILE.format(path=outcome.label, why=outcome.message)


def skipped_lines(skipped: Sequence[Skipped]) -> Iterator[str]:
    """A line per reason, with the names."""
    by_reason: dict[str, list[str]] = {}
    for item in skipped:
        by_reason.setdefault(item.reason, []).append(shown(item.path))
    for reason, names in by_reason.items():
        named = words.NAME_SEPARATOR.join(names[:_MOST_NAMED])
        more = words.SKIPPED_MORE if len(names) > _MOST_NAMED else ""
        yield words.SKIPPED.format(count=len(names), reason=reason, names=named + more)
