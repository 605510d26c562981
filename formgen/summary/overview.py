"""总览: where the campaign stands, what is wrong most often, and the self-evaluation.

Comes in: the cases and what the other sheets list. Goes out: the first sheet, in office words; each number
beside its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from formgen.books.palette import FILLS, HEAD_FONT
from formgen.books.writer import Book, Column, Sheet, Value
from formgen.checks import UNREAD_ID
from formgen.declaration.findings import Severity
from formgen.declaration.profile import Profile
from formgen.messages import campaign as states
from formgen.messages import report
from formgen.messages import summary as say
from formgen.register import State
from formgen.summary.campaign import BEST_FIRST, STATE_TONES
from formgen.summary.cases import Case, count_units, list_forms
from formgen.summary.names import join_counts, join_names
from formgen.summary.problems import Problem
from formgen.summary.unchecked import Gap

_COLUMNS = (
    Column("", 22),
    Column("", 9, "center"),
    Column("", 9, "center"),
    Column("", 46),
    Column("", 76),
)
MOST_PROBLEMS = 8
_MOST_NAMES = 5
"""Of forms in one cell, which are two lines of it: the sheets behind have all of them."""

_MOST_REASONS = 3
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Around:
    """What lay in the folder beside the forms: files passed over, and forms that passed but could not be made."""

    gaps: Sequence[Gap] = ()
    unmade: Sequence[str] = ()


def write_overview(
    book: Book, profile: Profile, cases: Sequence[Case], problems: Sequence[Problem], around: Around
) -> None:
    sheet = book.add_sheet(say.OVERVIEW, [_about(profile, cases)], _COLUMNS)
    parts = iter(say.PART_NUMBERS)
    _write_states(sheet, parts, cases)
    _write_rounds(sheet, parts, cases)
    _write_problems(sheet, parts, problems)
    _write_scores(sheet, parts, profile, cases)
    _write_rest(sheet, parts, around)
    sheet.sheet.freeze_panes(1, 0)
    sheet.set_up_page(sheet.row - 1, pages_high=int(sheet.is_near_one_page()))


def _about(profile: Profile, cases: Sequence[Case]) -> str:
    last = max((case.unit.at for case in cases), default="")[:10]
    return say.ABOUT.format(
        profile=say.SEPARATOR.join(form.name for form in list_forms(cases, profile)),
        total=len(cases),
        units=count_units(cases),
        day=say.ABOUT_DAY.format(day=last) if last else "",
    )


def _heads(sheet: Sheet, parts: Iterator[str], title: str, heads: Sequence[str]) -> None:
    """The next part's title and heads."""
    sheet.row += 1
    sheet.put(
        0,
        say.PART.format(number=next(parts), title=title),
        border=0,
        bold=True,
        font_size=12,
        font_name=HEAD_FONT,
    )
    sheet.set_height(21)
    sheet.row += 1
    for number, head in enumerate(heads):
        sheet.put(number, head, bg_color=FILLS["head"], align="center", font_name=HEAD_FONT)
    sheet.set_height(19)
    sheet.row += 1


def _write_states(sheet: Sheet, parts: Iterator[str], cases: Sequence[Case]) -> None:
    _heads(sheet, parts, say.PART_STATES, (say.STATE, say.FORMS, say.UNITS, say.NEXT, say.WHOSE))
    by_state: dict[State, list[Case]] = {state: [] for state in BEST_FIRST}
    for case in cases:
        by_state[case.state].append(case)
    for state, found in by_state.items():
        sheet.add_row(
            (state.value, len(found), count_units(found), states.NEXT[state.value],
             join_names((case.title for case in found), _MOST_NAMES, say.REGISTER)),
            {0: STATE_TONES[state]},
        )  # fmt: skip
    sheet.add_row((say.SUM, len(cases), count_units(cases), _expected(cases), _late(cases)))


def _expected(cases: Sequence[Case]) -> str:
    """How many the roster wants; "" without one."""
    wanted = {case.key for case in cases if case.unit.unit is not None}
    others = count_units(case for case in cases if case.unit.unit is None and case.unit.identity.is_named)
    if not wanted:
        return ""
    extra = say.NOT_EXPECTED.format(count=others) if others else ""
    return say.EXPECTED.format(count=len(wanted)) + extra


def _late(cases: Sequence[Case]) -> str:
    late = [case.title for case in cases if case.unit.punctuality == "late"]
    if not late:
        return ""
    return say.LATE_UNITS.format(count=len(late), units=join_names(late, _MOST_NAMES, say.ARRIVALS))


def _write_rounds(sheet: Sheet, parts: Iterator[str], cases: Sequence[Case]) -> None:
    """How far the rounds are; in the second, what became of the last one's findings."""
    rounds: dict[int, list[Case]] = {}
    for case in cases:
        if case.unit.round:
            rounds.setdefault(case.unit.round, []).append(case)
    if not rounds:
        return
    _heads(sheet, parts, say.PART_ROUNDS, (say.ROUND, say.FORMS, say.UNITS, say.COMPARED, say.WHOSE))
    for number in sorted(rounds):
        found = rounds[number]
        names = join_names((case.title for case in found), _MOST_NAMES, say.REGISTER) if number > 1 else ""
        label = say.NTH.format(number=number)
        sheet.add_row((label, len(found), count_units(found), _compared(found), names))


def _compared(cases: Sequence[Case]) -> str:
    compared = [case.unit for case in cases if case.unit.compared]
    if not compared:
        return ""
    return say.MENDED_OF.format(
        mended=sum(len(unit.mended) for unit in compared),
        standing=sum(len(unit.standing) for unit in compared),
        new=sum(len(unit.new) for unit in compared),
        changed=sum(len(unit.changed) for unit in compared),
    )


def _write_problems(sheet: Sheet, parts: Iterator[str], problems: Sequence[Problem]) -> None:
    """What is wrong most often: what only informs is none, and files that cannot be read are a state."""
    told = [it for it in problems if it.severity is not Severity.NOTE and it.id != UNREAD_ID]
    told.sort(key=lambda it: (-len(it.keys), -it.count))
    _heads(sheet, parts, say.PART_PROBLEMS, (say.PROBLEM_KIND, say.FINDINGS, say.UNITS, say.HINT, say.WHOSE))
    for problem in told[:MOST_PROBLEMS]:
        name = say.GRADED.format(title=problem.title, grade=report.SEVERITIES[problem.severity])
        sheet.add_row(
            (name, problem.count, len(problem.keys), problem.hint,
             join_counts(problem.units, _MOST_NAMES, say.PROBLEMS)),
            {0: problem.severity.value},
        )  # fmt: skip
    rest = told[MOST_PROBLEMS:]
    if rest:
        kinds = say.SEPARATOR.join(problem.title for problem in rest)
        count = sum(problem.count for problem in rest)
        keys = set().union(*(problem.keys for problem in rest))
        sheet.add_row((say.OTHER_PROBLEMS.format(count=len(rest)), count, len(keys), kinds, say.SEE_PROBLEMS))
    if not told:
        sheet.add_row((say.PROBLEMS_NONE, 0, 0, "", ""))


def _write_scores(sheet: Sheet, parts: Iterator[str], profile: Profile, cases: Sequence[Case]) -> None:
    """Totals and grades, where anything was evaluated."""
    scored: dict[str, list[tuple[Case, Decimal]]] = {grade.name: [] for grade in profile.scoring.grades}
    waiting = []
    for case in cases:
        outcome = case.outcome if case.is_read else None
        if outcome is not None and outcome.total is not None:
            scored.setdefault(outcome.grade or say.OPEN_GRADE, []).append((case, outcome.total))
        elif outcome is not None:
            waiting.append(case)
    if not any(scored.values()):
        return
    _heads(sheet, parts, say.PART_SCORES, (say.GRADE, say.FORMS, say.UNITS, say.TOTALS, say.WHOSE))
    for grade, found in scored.items():
        _add_scores(sheet, grade, found)
    everything = [item for found in scored.values() for item in found]
    _add_scores(sheet, say.ALL_SCORED, everything, named=False)
    if waiting:
        names = join_names((case.title for case in waiting), _MOST_NAMES, say.RANKING)
        sheet.add_row((say.OPEN_GRADE, len(waiting), count_units(waiting), say.NO_TOTAL, names))


def _add_scores(
    sheet: Sheet, label: str, found: Sequence[tuple[Case, Decimal]], *, named: bool = True
) -> None:
    totals = [total for _, total in found]
    told = ""
    if totals:
        mean = (sum(totals, Decimal(0)) / len(totals)).quantize(_CENT, ROUND_HALF_UP)
        told = say.SCORES_OF.format(mean=mean, most=max(totals), least=min(totals))
    cases = [case for case, _ in found]
    names = join_names((case.title for case in cases), _MOST_NAMES, say.RANKING) if named else ""
    sheet.add_row((label, len(found), count_units(cases), told, names))


def _write_rest(sheet: Sheet, parts: Iterator[str], around: Around) -> None:
    """What else a reviewer has to know of; nothing where there is nothing."""
    files = [gap for gap in around.gaps if gap.kind == say.KIND_FILE]
    checks = [gap for gap in around.gaps if gap.kind == say.KIND_CHECK]
    rows: list[tuple[str, int, str]] = []
    if files:
        rows.append((say.FILES_PASSED, sum(gap.count for gap in files), _reasons(files)))
    if checks:
        rows.append((say.CHECKS_MISSED, len(checks), _reasons(checks)))
    if around.unmade:
        rows.append((say.UNMADE, len(around.unmade), join_names(around.unmade, _MOST_NAMES, say.FILES)))
    if not rows:
        return
    _heads(sheet, parts, say.PART_REST, (say.MATTER, "", "", say.SEE, say.WHICH))
    sheet.put_across(1, 2, say.NUMBER_OF, up=1, bg_color=FILLS["head"], font_name=HEAD_FONT)
    for label, count, told in rows:
        values: tuple[Value, ...] = (label, None, None, say.SEE_SHEET[label], told)
        sheet.add_row(values)
        sheet.put_across(1, 2, count, up=1)


def _reasons(gaps: Sequence[Gap]) -> str:
    """Why, those that concern most first."""
    told = [say.REASON_COUNT.format(reason=gap.reason.rstrip("。"), count=gap.count) for gap in gaps]
    rest = len(told) - _MOST_REASONS
    more = [say.MORE_REASONS.format(count=rest)] if rest > 0 else []
    return say.REASON_SEPARATOR.join([*told[:_MOST_REASONS], *more])
