"""附件：评分细则 as data: every string of the appendix, final.

Comes in: a Declaration, its profile, and a score sheet where there are actual values. Goes out:
`AppendixDetails`: 分值构成, 评分办法 (each distinct rule once), 自评得分. Every number comes from the rules themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.messages import appendix as say
from formgen.scoring.numbers import show
from formgen.scoring.points import Composition, compose_points
from formgen.scoring.resolve import resolve_rules
from formgen.scoring.rule_sections import RuleSection, rule_sections
from formgen.scoring.rule_table import points_text
from formgen.scoring.score_part import ScorePart, score_part
from formgen.scoring.sheet import ScoreSheet

__all__ = ["AppendixDetails", "ChartBar", "Level1Points", "Level2Points", "PointsPart", "scoring_details"]


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar of the small chart. points, score: None where they are open."""

    label: str
    points: Decimal | None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Level2Points:
    """A 二级指标: how many indicators are scored, and their points; — where none is."""

    name: str
    rows: str
    points: str


@dataclass(frozen=True, slots=True)
class Level1Points:
    """A 一级指标 with those below it."""

    name: str
    points: str
    parts: tuple[Level2Points, ...]


@dataclass(frozen=True, slots=True)
class PointsPart:
    """分值构成. rows and points: of the whole form. note: grades, rounding, what is not counted."""

    groups: tuple[Level1Points, ...]
    rows: str
    points: str
    note: str


@dataclass(frozen=True, slots=True)
class AppendixDetails:
    """scores: None without actual values; then bars is empty too."""

    points: PointsPart
    rules: tuple[RuleSection, ...]
    scores: ScorePart | None
    bars: tuple[ChartBar, ...] = ()


def scoring_details(
    declaration: Declaration, profile: Profile, sheet: ScoreSheet | None = None
) -> AppendixDetails:
    """The appendix as data. sheet: with actual values; a sheet without any gives no scores."""
    rows = [score.row for score in sheet.rows] if sheet else list(resolve_rules(declaration, profile))
    composition = compose_points(rows)
    scored = sheet if sheet is not None and any(row.actual for row in sheet.rows) else None
    return AppendixDetails(
        points=_points_part(composition, profile),
        rules=rule_sections(rows),
        scores=score_part(scored, profile) if scored else None,
        bars=_bars(composition, scored) if scored else (),
    )


def _points_part(composition: Composition, profile: Profile) -> PointsPart:
    groups = []
    for group in composition.level1:
        parts = tuple(
            Level2Points(part.level2, str(part.rows), points_text(part.points))
            if part.rows
            else Level2Points(part.level2, say.NONE_COUNTED, say.NONE_COUNTED)
            for part in composition.level2
            if part.level1 == group.level1
        )
        groups.append(Level1Points(group.level1, points_text(group.points), parts))
    count = sum(group.rows for group in composition.level1)
    idle = [part.level2 for part in composition.level2 if not part.rows]
    note = _grade_note(profile)
    if idle:
        note += say.NOT_COUNTED.format(names=say.NAME_SEPARATOR.join(dict.fromkeys(idle)))
    return PointsPart(tuple(groups), str(count), points_text(composition.total), note)


def _grade_note(profile: Profile) -> str:
    """等级：总分90分（含）以上为优 …, and how scores are rounded."""
    texts = []
    high: Decimal | None = None
    for grade in profile.scoring.grades:
        low = Decimal(grade.from_)
        words = say.GRADE_TOP if high is None else say.GRADE_BOTTOM if low == 0 else say.GRADE_MIDDLE
        texts.append(words.format(low=show(low), high="" if high is None else show(high), name=grade.name))
        high = low
    return say.GRADES.format(grades=say.GRADE_SEPARATOR.join(texts))


def _bars(composition: Composition, sheet: ScoreSheet) -> tuple[ChartBar, ...]:
    scores = {(part.level1, part.level2): part.score for part in sheet.level2}
    return tuple(
        ChartBar(group.level2, group.points, scores.get((group.level1, group.level2)))
        for group in composition.level2
        if group.rows
    )
