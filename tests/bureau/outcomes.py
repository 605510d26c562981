"""Outcomes of made-up departments: checked for real, built on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from bench.generate import Written, write_forms
from formgen.base.errors import ExitCode, FormgenError
from formgen.checks import Review, review_unreadable, run_across, run_checks
from formgen.declaration.profile import Profile
from formgen.results.outcome import Group, Outcome
from formgen.scoring import score_declaration
from formgen.sources import read_file
from formgen.sources.build import build


def make_outcomes(
    folder: Path, profile: Profile, count: int, *, broken: int = 0, seed: int = 1, scored: bool = False
) -> list[Outcome]:
    """Write so many forms, some of them broken, and read, check and score them as a batch does. scored:
    with made-up totals."""
    return outcomes_of(write_forms(count, folder, seed=seed, broken=broken), profile, scored=scored)


def outcomes_of(written: Sequence[Written], profile: Profile, *, scored: bool = False) -> list[Outcome]:
    outcomes = [
        _outcome(item.path, profile, Random(number) if scored else None)
        for number, item in enumerate(written)
    ]
    labels = [outcome.label for outcome in outcomes]
    reviews = run_across([outcome.review for outcome in outcomes if outcome.review is not None], labels)
    return [replace(outcome, review=review) for outcome, review in zip(outcomes, reviews, strict=True)]


def _outcome(path: Path, profile: Profile, chance: Random | None) -> Outcome:
    try:
        (raw,) = read_file(path)
        reading = build(raw)
    except FormgenError as error:
        return Outcome(
            str(path), "failed", exit_code=error.exit_code, message=error.message, faults=error.faults,
            review=review_unreadable(error),
        )  # fmt: skip
    declaration = reading.declaration
    review: Review = run_checks(reading)
    sheet = score_declaration(declaration, profile, None)
    groups = [Group(group.level1, group.level2, group.points) for group in (*sheet.level1, *sheet.level2)]
    outcome = Outcome(
        str(path), "built", declaration.department.name, declaration.year, review=review, full=sheet.full,
        groups=tuple(groups), files=(f"{path.stem}.docx", f"{path.stem}.pdf"), filed=declaration.filing.date,
    )  # fmt: skip
    if review.verdict == "fail":
        return replace(
            outcome, status="failed", exit_code=ExitCode.REFUSED, message="有错误，没有生成。", files=()
        )
    if chance is not None:
        score = [replace(group, score=group.points) for group in groups]
        total = (sheet.full or 0) - chance.randint(0, 45)
        outcome = replace(outcome, total=total, grade=profile.scoring.grade_of(total), groups=tuple(score))
    return outcome
