"""The forms of a campaign as the sheets list them: where each stands, with what the checks say of it, and of
all of them together.

Comes in: the register. Goes out: `Case`s, the units of the roster first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.checks import Review, review_unreadable, run_across
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Severity
from formgen.declaration.load_profile import known_profiles, load_shipped
from formgen.declaration.profile import Profile
from formgen.messages import summary as say
from formgen.register import Register, State, UnitState
from formgen.results.events import Doubled, DoubleFile, Event, Expected, Reviewed, Unit
from formgen.results.filed import Filed
from formgen.results.identity import Identity, fold_name
from formgen.results.outcome import Outcome


@dataclass(frozen=True)
class Case:
    """A form of a unit. unit: as the register has it. review: what the checks say of its last file, with what
    only all of them together show; None where nothing came, or none of several files counts. title: the unit, with
    what tells this form from its others."""

    unit: UnitState
    review: Review | None
    title: str

    @property
    def name(self) -> str:
        """The unit; of a file that could not be read, the file."""
        return self.unit.identity.unit

    @property
    def key(self) -> str:
        """The same for all forms of a unit."""
        return fold_name(self.name)

    @property
    def state(self) -> State:
        return self.unit.state

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files: the last, or of several that came at once all; none where nothing came."""
        labels = [file.label for file in self.unit.double.files] if self.unit.double else [self.unit.path]
        return tuple(PurePosixPath(label).name for label in labels if label)

    @property
    def outcome(self) -> Outcome | None:
        """What became of its last file; None where none of several counts."""
        return self.unit.record.outcome if self.unit.record and not self.unit.double else None

    @property
    def is_read(self) -> bool:
        return self.review is not None and self.review.verdict != "unreadable"

    @property
    def ignored(self) -> int:
        """Findings that a reviewer has set aside: its letter does not tell them."""
        found = self.review.findings if self.review else ()
        said = (self.unit.weighing(finding) for finding in found) if self.unit.weighed else ()
        return sum(it is not None and it.choice == "ignore" for it in said)

    @property
    def suggested_grade(self) -> str:
        return self.review.suggested_grade if self.review else ""

    @cached_property
    def counts(self) -> Counter[Severity]:
        """Findings by severity."""
        return Counter(finding.severity for finding in self.review.findings) if self.review else Counter()

    @cached_property
    def by_check(self) -> dict[str, Counter[Severity]]:
        """Check id → findings by severity."""
        found: dict[str, Counter[Severity]] = {}
        for finding in self.review.findings if self.review else ():
            found.setdefault(finding.id, Counter())[finding.severity] += 1
        return found

    @cached_property
    def not_checked(self) -> frozenset[str]:
        """Ids of checks that were not made, or not to their end."""
        return frozenset(item.id for item in self.review.not_checked) if self.review else frozenset()


def list_cases(register: Register, profile: Profile) -> list[Case]:
    """Every form, in the register's order. profile: of the run; forms by others that come with formgen are known
    as well."""
    units, known = register.units(), {profile.id: profile}
    shipped = frozenset(known_profiles())
    reviews: list[Review | None] = []
    for unit in units:
        name = unit.identity.profile
        if name not in known and name in shipped:
            known[name] = load_shipped(name)
        reviews.append(_review(unit, known.get(name)))
    there = [number for number, review in enumerate(reviews) if review is not None]
    labels = [PurePosixPath(units[number].path).name for number in there]
    across = run_across([review for review in reviews if review is not None], labels)
    for number, review in zip(there, across, strict=True):
        reviews[number] = review
    titles = _titles([unit.identity for unit in units], known)
    return [Case(*found) for found in zip(units, reviews, titles, strict=True)]


def _titles(identities: Sequence[Identity], profiles: Mapping[str, Profile]) -> list[str]:
    """The unit and its project; where that is said of several forms, the year too, and then the form."""
    titles = [
        say.WITH_PROJECT.format(unit=one.unit, project=one.project) if one.project else one.unit
        for one in identities
    ]
    years = [f"{one.year}" if one.year else "" for one in identities]
    forms = [profiles[one.profile].title if one.profile in profiles else one.profile for one in identities]
    for more in (years, forms):
        counts = Counter(titles)
        titles = [
            say.WITH_PROJECT.format(unit=title, project=text) if text and counts[title] > 1 else title
            for title, text in zip(titles, more, strict=True)
        ]
    return titles


def list_forms(cases: Sequence[Case], profile: Profile) -> list[Profile]:
    """The forms of all that was read, once each; that of the run where nothing was."""
    found = {
        case.review.profile.id: case.review.profile for case in cases if case.review and case.review.profile
    }
    return list(found.values()) or [profile]


def _review(unit: UnitState, profile: Profile | None) -> Review | None:
    """What was said of the form alone. Other forms may have come or gone since."""
    if unit.record is None or unit.double is not None:
        return None
    outcome = unit.record.outcome
    review = outcome.review
    if review is None and outcome.exit_code is ExitCode.UNREADABLE:
        error = UnreadableInput(outcome.message, outcome.faults)
        return review_unreadable(error, department=outcome.department)
    if review is None:
        return None
    alone = tuple(finding for finding in review.findings if finding.id != DUPLICATE_ID)
    return replace(review, findings=alone, profile=profile or review.profile)


def count_units(cases: Iterable[Case]) -> int:
    """Units, however many forms each has."""
    return len({case.key for case in cases})


def register_of(outcomes: Sequence[Outcome], profile: Profile, roster: Sequence[Unit] | None) -> Register:
    """The register of a first run of which nothing else is known than what became of it."""
    events: list[Event] = [Expected("", tuple(roster))] if roster is not None else []
    same: dict[Identity, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda it: it.label):
        same.setdefault(_identity(outcome, profile), []).append(outcome)
    for identity, came in same.items():
        if len(came) > 1:
            files = tuple(DoubleFile(outcome.label, "", outcome.filed) for outcome in came)
            events.append(Doubled("", identity, files))
        else:
            filed = Filed(identity, "", "", came[0].label)
            events.append(Reviewed("", came[0].label, filed, 1, came[0]))
    return Register(events)


def _identity(outcome: Outcome, profile: Profile) -> Identity:
    if not outcome.department:
        return Identity("", outcome.label)
    traits = outcome.review.traits if outcome.review else None
    project = traits.project if traits else ""
    form = traits.profile if traits else profile.id
    return Identity(form, fold_name(outcome.department), outcome.year, project)
