"""The outcomes of a run in a stable order, each with its review and its counts.

Comes in: outcomes in any order. Goes out: `Entry`s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.checks import Review, review_unreadable
from formgen.declaration.findings import Severity
from formgen.messages import report
from formgen.messages import summary as say
from formgen.results.events import Unit
from formgen.results.identity import fold_name
from formgen.results.outcome import Outcome

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Entry:
    """An outcome. review: what `formgen check` says of the same file; None where nothing was checked
    though it could be read."""

    outcome: Outcome
    review: Review | None

    @property
    def name(self) -> str:
        """The department as declared; the file where it is not known."""
        return self.outcome.department or PurePosixPath(self.outcome.label).name

    @property
    def verdict(self) -> str:
        return report.VERDICTS[self.review.verdict] if self.review else say.NOT_REVIEWED

    @property
    def suggested_grade(self) -> str:
        return self.review.suggested_grade if self.review else ""

    @cached_property
    def counts(self) -> Counter[Severity]:
        """Findings by severity."""
        return Counter(finding.severity for finding in self.review.findings) if self.review else Counter()


def list_entries(outcomes: Sequence[Outcome], roster: Sequence[Unit] | None) -> list[Entry]:
    """Units of the roster first, in its order; then by the name of the source, numbers in it by value."""
    order = {fold_name(unit.name): number for number, unit in enumerate(roster or ())}

    def rank(outcome: Outcome) -> tuple[int, list[str | int], int]:
        place = order.get(fold_name(outcome.department), len(order))
        return place, _natural(outcome.label), outcome.year or 0

    return [Entry(outcome, _review_of(outcome)) for outcome in sorted(outcomes, key=rank)]


def _natural(label: str) -> list[str | int]:
    """第2份 before 第10份. Texts and numbers alternate, so that like is compared with like."""
    return [int(part) if number % 2 else part for number, part in enumerate(_DIGITS.split(label))]


def _review_of(outcome: Outcome) -> Review | None:
    """Its review; where the file could not be read, the faults as `formgen check` counts them."""
    if outcome.review is not None or outcome.exit_code is not ExitCode.UNREADABLE:
        return outcome.review
    return review_unreadable(UnreadableInput(outcome.message, outcome.faults), department=outcome.department)
