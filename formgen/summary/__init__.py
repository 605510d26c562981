"""汇总.xlsx: where a campaign stands, for the bureau.

Comes in: the outcomes of a run, the profile, the files that were passed over, and the register, from which all
counts are made. Goes out: the bytes of a workbook, the same for the same outcomes in whatever order they came.
Every number stands as a number; no text is ever a formula.
"""

from __future__ import annotations

from collections.abc import Sequence

from formgen.books.writer import Book
from formgen.declaration.profile import Profile
from formgen.messages import summary as say
from formgen.register import Register
from formgen.results.events import Unit
from formgen.results.outcome import Outcome
from formgen.summary.arrivals import write_arrivals
from formgen.summary.campaign import write_register
from formgen.summary.cases import Case, list_cases, list_forms, register_of
from formgen.summary.charts import write_charts
from formgen.summary.duplicates import write_duplicates
from formgen.summary.entries import Entry, list_entries
from formgen.summary.files import write_files
from formgen.summary.heatmap import write_heatmap
from formgen.summary.overview import Around, write_overview
from formgen.summary.points import write_points
from formgen.summary.problems import list_problems, write_problems
from formgen.summary.ranking import write_ranking
from formgen.summary.rounds import write_rounds
from formgen.summary.unchecked import Skipped, list_gaps, write_gaps

__all__ = ["Skipped", "summary_bytes"]

KIND = "summary"
"""What the workbook says that it is (`KIND_PROPERTY`)."""


def summary_bytes(
    outcomes: Sequence[Outcome],
    profile: Profile,
    roster: Sequence[Unit] | None = None,
    skipped: Sequence[Skipped] = (),
    register: Register | None = None,
    digest: str = "",
) -> bytes:
    """The workbook. outcomes: of this run. skipped: the files of the folder that were passed over, each with the
    reason. register: what is known of every unit, with roster and decisions; None for a first run of which
    nothing is kept, with the roster's units where there is one. digest: SM3 of the manifest of the results,
    "" without."""
    register = register or register_of(outcomes, profile, roster)
    entries = list_entries(outcomes, register.roster)
    cases = list_cases(register, profile)
    problems, gaps = list_problems(cases), list_gaps(cases, skipped)
    titles = {form.title for form in list_forms(cases, profile)}
    book = Book(say.TITLE.format(title=titles.pop() if len(titles) == 1 else say.SEVERAL_FORMS), KIND)
    write_overview(book, profile, cases, problems, Around(gaps, _list_unmade(entries, cases)))
    write_register(book, cases, register.decisions)
    write_problems(book, cases, problems)
    write_ranking(book, cases)
    if any(case.unit.compared for case in cases):
        write_rounds(book, cases)
    if register.roster:
        write_arrivals(book, cases)
    write_duplicates(book, cases)
    write_gaps(book, cases, gaps)
    write_files(book, entries, skipped, digest)
    write_points(book, profile, cases)
    write_heatmap(book, cases)
    write_charts(book, profile, cases)
    return book.close()


def _list_unmade(entries: Sequence[Entry], cases: Sequence[Case]) -> list[str]:
    """Forms without an error that could not be made nevertheless; of several files of a unit, a person first
    chooses one."""
    several = {file.label for case in cases if case.unit.double for file in case.unit.double.files}
    return [
        entry.name
        for entry in entries
        if entry.outcome.status == "failed"
        and entry.review is not None
        and entry.review.verdict == "pass"
        and entry.outcome.label not in several
    ]
