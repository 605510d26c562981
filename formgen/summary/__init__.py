"""汇总.xlsx: what became of a batch, for the bureau.

Comes in: the outcomes, with their reviews after `run_across`, the profile, and the roster where there is
one. Goes out: the bytes of a workbook, the same for the same outcomes in whatever order they came.
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
from formgen.results.roster import compare_roster
from formgen.summary.arrivals import write_arrivals
from formgen.summary.campaign import write_register, write_rounds
from formgen.summary.charts import write_charts
from formgen.summary.duplicates import write_duplicates
from formgen.summary.entries import list_entries
from formgen.summary.heatmap import write_heatmap
from formgen.summary.overview import write_overview
from formgen.summary.points import write_points
from formgen.summary.ranking import write_ranking
from formgen.summary.skipped import Skipped, write_skipped

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
    """The workbook. roster: the units that are to hand in; None where nobody said. skipped: the files of
    the folder that were passed over, each with the reason. register: what is known of every unit, with the
    decisions; its sheet comes first. digest: SM3 of the manifest of the results, "" without."""
    entries = list_entries(outcomes, roster)
    arrivals = compare_roster(roster, [entry.outcome for entry in entries]) if roster is not None else None
    book = Book(say.TITLE, KIND)
    if register is not None:
        write_register(book, register)
        if compared := [unit for unit in register.units() if unit.compared]:
            write_rounds(book, compared)
    write_overview(book, profile, entries, arrivals, len(skipped), digest)
    write_ranking(book, entries)
    write_points(book, profile, entries)
    write_heatmap(book, entries)
    write_duplicates(book, entries)
    if arrivals is not None:
        write_arrivals(book, entries, arrivals)
    if skipped:
        write_skipped(book, skipped)
    write_charts(book, profile, entries)
    return book.close()
