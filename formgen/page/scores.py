"""The 分值 tab: how each wording is read, by kind of rule, and what would come of other readings.

Comes in: an open form. Goes out: plain values for the templates, and the rules that a person confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from formgen.base.errors import UsageFault
from formgen.messages import page as say
from formgen.page.desk import OpenForm
from formgen.scoring import ScoreRow
from formgen.scoring.preview import Preview, Trial, try_row
from formgen.scoring.rules import rule_data

EXAMPLES = (Decimal("0.95"), Decimal("0.8"), Decimal("0.6"))
"""Shares of the target at which readings are compared."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    index: int
    name: str
    target: str
    points: str
    score: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one kind of rule. tone: of its state. open: rows that nobody has confirmed."""

    key: str
    name: str
    lines: tuple[Line, ...]
    points: str
    score: str
    state: str
    tone: str
    open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the wordings of a kind. now: it is in force. scores: at EXAMPLES."""

    key: str
    name: str
    sentence: str
    scores: tuple[str, ...]
    now: bool


def trial_of(item: OpenForm, asked: Mapping[str, str]) -> dict[str, Any]:
    """The table: what would come of a share of every target, by kind. asked: share, in percent, and kind, the one whose
    rows are shown."""
    text = asked.get("share", "85")
    share = Decimal(text) / 100 if text.isdecimal() and len(text) < 4 else Decimal("0.85")
    trial = item.form.preview(share)
    full = item.form.score().full
    kinds = kinds_of(item, trial)
    keys = [kind.key for kind in kinds]
    wanted = asked.get("kind", "")
    return {
        "chosen": wanted if wanted in keys else (keys[0] if keys else None),
        "share": f"{trial.share * 100:.0f}",
        "kinds": kinds,
        "full": "—" if full is None else _number(full),
        "known_rows": len(trial.rows) - trial.open_rows,
        "known": _number(trial.known),
        "score": f"{trial.score:.2f}",
        "open_rows": trial.open_rows,
        "open_points": _number(trial.open_points),
        "most": f"{trial.score + trial.open_points:.2f}",
    }


def tab_of(item: OpenForm, asked: Mapping[str, str]) -> dict[str, Any]:
    """The whole tab: the table, and beside it how the chosen kind is read."""
    trial = trial_of(item, asked)
    return trial | {"detail": None if trial["chosen"] is None else detail_of(item, trial["chosen"])}


def kinds_of(item: OpenForm, trial: Preview) -> tuple[Kind, ...]:
    """The rows that count, by kind, in the order in which the kinds first come."""
    tried = {row.index: row for row in trial.rows}
    kinds: dict[str, list[ScoreRow]] = {}
    for row in item.form.score().rows:
        if row.counted:
            kinds.setdefault(row.row.rule.kind if row.row.rule else "", []).append(row)
    return tuple(_kind(key, rows, tried) for key, rows in kinds.items())


def _kind(key: str, rows: Sequence[ScoreRow], tried: dict[int, Trial]) -> Kind:
    rule = rows[0].row.rule
    lines = tuple(_line(row, tried[row.row.index]) for row in rows)
    person = rule is None or rule.by_person
    waiting = tuple(row.row.index for row in rows if row.row.origin == "wording" and not person)
    state, tone = (say.STATE_OPEN, "warn") if waiting else (say.STATE_DONE, "good")
    if person:
        state, tone = say.STATE_PERSON, "plain"
    scores = [tried[row.row.index].score for row in rows]
    known = [score for score in scores if score is not None]
    return Kind(
        key,
        rule.name if rule else say.UNREAD,
        lines,
        _number(_sum(row.points for row in rows)),
        f"{_sum(known):.2f}" if len(known) == len(scores) else "—",
        state,
        tone,
        waiting,
    )


def _line(row: ScoreRow, trial: Trial) -> Line:
    target = row.row.indicator.target
    number = row.row.facts.number
    shown = f"{row.row.facts.operator}{row.row.facts.quantity(number)}" if number is not None else str(target)
    score = "—" if trial.score is None else f"{trial.score:.2f}"
    points = "" if row.points is None else _number(row.points)
    return Line(row.row.index, row.row.indicator.level3, shown, points, score)


def detail_of(item: OpenForm, key: str) -> dict[str, Any]:
    """What stands beside the table for one kind: the wording, how it is read, and the readings to choose."""
    rows = [row for row in item.form.score().rows if row.counted]
    own = [row for row in rows if (row.row.rule.kind if row.row.rule else "") == key]
    if not own:
        raise UsageFault(say.WRONG_FORM)
    first = own[0].row
    waiting = [row.row.index for row in own if row.row.origin == "wording" and not _by_person(row)]
    return {
        "key": key,
        "name": first.rule.name if first.rule else say.UNREAD,
        "count": len(own),
        "name_of_first": first.indicator.level3,
        "wording": first.indicator.scoring,
        "reading": first.rule.reading(first.facts) if first.rule else "".join(first.reasons),
        "points": "" if first.points is None else _number(first.points),
        "waiting": waiting,
        "readings": tuple(_readings(item, own[0])),
        "shares": tuple(f"{share * 100:.0f}%" for share in EXAMPLES),
    }


def _by_person(row: ScoreRow) -> bool:
    return row.row.rule is not None and row.row.rule.by_person


def _readings(item: OpenForm, row: ScoreRow) -> list[Reading]:
    from formgen.scoring.rules import parse_rule

    found = []
    confirm = next(entry for entry in item.form.readings() if entry.number == row.row.index + 1)
    own = rule_data(row.row.rule) if row.row.rule else None
    for number, data in enumerate(confirm.choices.values()):
        rule = parse_rule(dict(data), item.form.profile.scoring, row.points)
        tried = [try_row(replace(row.row, rule=rule), share).score for share in EXAMPLES]
        found.append(
            Reading(
                str(number),
                rule.name,
                rule.reading(row.row.facts),
                tuple("" if score is None else f"{score:.2f}" for score in tried),
                data == own,
            )
        )
    return found


def confirm(item: OpenForm, key: str, choice: str) -> int:
    """Put a reading in force on every row of a kind: the one that stands (choice ""), or another of the list.
    The wording stays as it is. Goes out: how many rows. Raises UsageFault for a choice that a row does not have."""
    rows = [row for row in item.form.score().rows if row.counted]
    own = [row for row in rows if (row.row.rule.kind if row.row.rule else "") == key]
    readings = {entry.number - 1: list(entry.choices.values()) for entry in item.form.readings()}
    values: dict[str, object] = {}
    wanted = None
    for row in own:
        index = row.row.index
        if not choice:
            if row.row.rule is not None and row.row.origin == "wording":
                values[f"indicators[{index}].rule"] = rule_data(row.row.rule)
            continue
        options = readings.get(index, [])
        if wanted is None:
            if not choice.isdecimal() or int(choice) >= len(options):
                raise UsageFault(say.NO_CHOICE)
            wanted = options[int(choice)]["kind"]
        data = next((data for data in options if data["kind"] == wanted), None)
        if data is not None:
            values[f"indicators[{index}].rule"] = dict(data)
    if not values:
        raise UsageFault(say.NO_CHOICE)
    item.change(values)
    return len(values)


def _sum(values: Any) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
