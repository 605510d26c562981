"""Where a unit stands: the six states, and how they follow from files, verdicts and decisions.

Comes in: what was recorded of one identity, in order. Goes out: its `State`. A decision holds for the version
that it was said of. When the file has changed since, the checks speak again: with errors it is 退回, without
it is 通过; but what a person had returned, and errors that a person had let pass, a person looks at again
(已改未核).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from formgen.checks import Review
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.load_profile import known_profiles, load_shipped
from formgen.messages import campaign as say
from formgen.results.events import ChangedCell, Decided, Doubled, Reviewed, Unit, Weighed
from formgen.results.identity import Identity

Punctuality = Literal["in time", "late", "unknown", "no deadline"]


class State(StrEnum):
    """The words that people read."""

    MISSING = say.MISSING
    UNREADABLE = say.UNREADABLE
    RETURNED = say.RETURNED
    CHANGED = say.CHANGED
    PASSED = say.PASSED
    ACCEPTED = say.ACCEPTED


STATES = tuple(State)
"""In the order in which they are listed: what is farthest from done comes first."""


@dataclass(frozen=True, slots=True)
class UnitState:
    """One form of one unit, as it stands now.

    round: how many different versions came, 0 for none. path: of the last file. at: when it was last
    reviewed; first: when a file of it first came; both ISO times, "" for never. findings: of the last file.
    mended, standing, new, changed: the last file against the one before; empty in the first round, and
    where one of the two could not be read (`compared` is False then). decision: a person's, on this very version;
    earlier: the last on a version before. double: several files came at once and none was chosen. unit: its
    line in the roster, None where there is none. weighed: what a person made of single findings, also of an
    earlier file.
    """

    identity: Identity
    state: State
    round: int = 0
    path: str = ""
    at: str = ""
    first: str = ""
    version: str = ""
    findings: tuple[Finding, ...] = ()
    compared: bool = False
    mended: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    changed: tuple[ChangedCell, ...] = ()
    decision: Decided | None = None
    earlier: Decided | None = None
    double: Doubled | None = None
    unit: Unit | None = None
    punctuality: Punctuality = "no deadline"
    record: Reviewed | None = field(default=None, repr=False)
    weighed: tuple[Weighed, ...] = ()

    @property
    def review(self) -> Review | None:
        """What the checks said of the last file. The register keeps no profiles: one that comes with formgen is
        there again."""
        review = self.record.outcome.review if self.record else None
        if review is None or review.profile is not None or self.identity.profile not in known_profiles():
            return review
        return replace(review, profile=load_shipped(self.identity.profile))

    def weighing(self, finding: Finding) -> Weighed | None:
        """What a person made of this finding."""
        return next((it for it in self.weighed if (it.check, it.field) == (finding.id, finding.field)), None)

    def weigh(self, review: Review) -> Review:
        """A review of this form as its letter is to say it: without what a person ignored, in the person's words
        where there are any."""
        kept = []
        for finding in review.findings:
            said = self.weighing(finding)
            if said is not None and said.choice == "ignore":
                continue
            if said is not None and said.choice == "own":
                finding = replace(finding, message=said.text, hint="")
            kept.append(finding)
        return replace(review, findings=tuple(kept))

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def next(self) -> str:
        """What a person does next."""
        if self.double is not None:
            return say.DOUBLE_NEXT.format(count=len(self.double.files))
        return say.NEXT[self.state.value]


def judge(last: Reviewed, decisions: dict[str, Decided], history: list[Reviewed]) -> State:
    """The state after the last file. decisions: by version; history: all versions in order, the last
    included."""
    decision = decisions.get(last.filed.version)
    if decision is not None:
        return State.ACCEPTED if decision.decision == say.ACCEPTED else State.RETURNED
    review = last.outcome.review
    if review is None or review.verdict == "unreadable":
        return State.UNREADABLE
    passes = review.verdict == "pass"
    decided = next((item for item in reversed(history) if item.filed.version in decisions), None)
    if decided is None:
        return State.PASSED if passes else State.RETURNED
    if decisions[decided.filed.version].decision == say.RETURNED:
        return State.CHANGED if passes else State.RETURNED
    if passes:
        return State.PASSED
    return State.CHANGED if _nothing_new(last, history, decided) else State.RETURNED


def _nothing_new(last: Reviewed, history: list[Reviewed], decided: Reviewed) -> bool:
    """Whether every error since the decided version had stood in it."""
    later = history[history.index(decided) + 1 :]
    return all(
        item.against is not None
        and not any(finding.severity is Severity.ERROR for finding in item.against.new)
        for item in later
    )


def punctuality_of(unit: Unit | None, declared: date | None, first: str) -> Punctuality:
    """Whether a unit's form came in time. The day is the one the bureau noted, else the declared one; that
    it was first seen before the deadline proves that it came in time, never that it was late."""
    if unit is None or unit.deadline is None:
        return "no deadline"
    filed = unit.filed or declared
    if filed is not None:
        return "late" if filed > unit.deadline else "in time"
    return "in time" if first and first[:10] <= unit.deadline.isoformat() else "unknown"
