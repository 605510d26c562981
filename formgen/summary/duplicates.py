"""跨表雷同: units that share texts, one line for all that the same units share; and units that handed in
several files.

Comes in: the cases. Goes out: a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.books.writer import Book, Column
from formgen.checks.across import DUPLICATE_ID, Cluster, Traits, find_clusters
from formgen.declaration.findings import Severity
from formgen.messages import checks, report
from formgen.messages import summary as say
from formgen.summary.cases import Case
from formgen.summary.names import LIST_WIDTH, join_names

_COLUMNS = (
    Column(say.NUMBER, 6, "center"),
    Column(say.KIND, 14, "center"),
    Column(say.SEVERITY, 7, "center"),
    Column(say.UNITS, 8, "center"),
    Column(say.WHOSE, LIST_WIDTH),
    Column(say.PLACES, 8, "center"),
    Column(say.SHARED, 60),
    Column(say.HINT, 34),
)
_MOST_SIGNS = 60
"""Of a goal: enough to know it by."""

_MOST_ROWS = 20
Row = tuple[str, Severity, int, str, int, str, str]
_Found = tuple[Case, Traits, dict[str, Severity]]
"""A form that was compared, with the grade of each of its findings by path."""


def write_duplicates(book: Book, cases: Sequence[Case]) -> None:
    rows = [*_several_files(cases), *_shared_texts(cases)]
    unchecked = dict.fromkeys(
        item.reason
        for case in cases
        for item in (case.review.not_checked if case.review and case.is_read else ())
        if item.id == DUPLICATE_ID
    )
    about = [say.DUPLICATES_ABOUT if rows else say.DUPLICATES_NONE, *unchecked]
    sheet = book.add_sheet(say.DUPLICATES, about, _COLUMNS)
    sheet.add_heads(frozen=2)
    for number, row in enumerate(rows, 1):
        kind, severity, units, names, places, text, hint = row
        values = (number, kind, report.SEVERITIES[severity], units, names, places, text, hint)
        sheet.add_row(values, {2: severity.value})
    sheet.finish()


def _several_files(cases: Sequence[Case]) -> Iterator[Row]:
    """Files of one unit of which none counts until a person has chosen."""
    for case in cases:
        if (double := case.unit.double) is not None:
            told = say.FILES_DIFFER.format(files=say.SEPARATOR.join(case.files), count=double.count)
            yield (
                say.KIND_DEPARTMENT, Severity.WARNING, 1, case.title, len(double.files), told,
                checks.SAME_DEPARTMENT_HINT,
            )  # fmt: skip


def _shared_texts(cases: Sequence[Case]) -> Iterator[Row]:
    """What most texts are alike in comes first; what seems prescribed comes last."""
    found = list(_compared(cases))
    same: dict[tuple[object, ...], list[Cluster]] = {}
    for cluster in find_clusters([traits for _, traits, _ in found]):
        alone = cluster.kind == "department"
        same.setdefault((cluster.prescribed, alone, *cluster.members), []).append(cluster)
    for (prescribed, *_), clusters in sorted(same.items(), key=lambda item: (item[0][0], -len(item[1]))):
        yield _row(bool(prescribed), clusters, found)


def _compared(cases: Sequence[Case]) -> Iterator[_Found]:
    for case in cases:
        review = case.review
        if review is None or review.traits is None or review.profile is None:
            continue
        if DUPLICATE_ID not in review.profile.checks.off:
            grades = {it.field: it.severity for it in review.findings if it.id == DUPLICATE_ID}
            yield case, review.traits, grades


def _row(prescribed: bool, clusters: Sequence[Cluster], found: Sequence[_Found]) -> Row:
    """All that the same forms share."""
    units = list(dict.fromkeys(found[number][0].title for number in clusters[0].members))
    kinds = {cluster.kind for cluster in clusters}
    kind, hint = say.KIND_ROW, checks.COMMON_ROW_HINT if prescribed else checks.SAME_TEXT_HINT
    if "goal" in kinds:
        kind = say.KIND_BOTH if len(kinds) > 1 else say.KIND_GOAL
    if "department" in kinds:
        kind, hint = say.KIND_DEPARTMENT, checks.SAME_DEPARTMENT_HINT
    graded = [
        found[number][2][path]
        for cluster in clusters
        for number, paths in cluster.members.items()
        for path in paths
        if path in found[number][2]
    ]
    severity = min(graded, key=list(Severity).index, default=Severity.NOTE)
    departments = len(clusters[0].departments)
    return (
        kind,
        severity,
        departments,
        join_names(units, where=say.HEATMAP),
        len(clusters),
        _told(clusters),
        hint,
    )


def _told(clusters: Sequence[Cluster]) -> str:
    """The goal's beginning, then the names of the rows."""
    goals = [cluster.text for cluster in clusters if cluster.kind == "goal"]
    rows = [cluster.text for cluster in clusters if cluster.kind == "row"]
    parts = [say.SHARED_GOAL.format(text=_short(text)) for text in goals]
    if rows:
        parts.append(say.SHARED_ROWS.format(count=len(rows), names=join_names(rows, _MOST_ROWS)))
    return "\n".join(parts) or say.SHARED_NAME


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else text[:_MOST_SIGNS] + say.GOES_ON
