"""What every rule kind is made of: the row's facts, answers, scores, samples, and the base class.

Comes in: declared parameters (validated, decimals only). Goes out: `RuleBase`, whose children compute
and explain themselves. Arithmetic and
kinds: 财预〔2020〕10号, 财预〔2021〕101号 and provincial practice; † in a docstring marks common
practice without a quoted article.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, TypeVar

from formgen.base.readers import after, before, limited
from formgen.base.records import record
from formgen.base.typed import Record
from formgen.declaration.model import Indicator, Operator
from formgen.messages import rules as say
from formgen.scoring.dates import Deadline, read_deadline, show_day
from formgen.scoring.numbers import exact, in_range, json_number, round_points, show
from formgen.scoring.units import NO_UNITS, is_percent, name_unit

_NUMERIC = frozenset(Operator) - {Operator.QUALITATIVE}
MOST_POINT_PLACES = 2
"""A row's score has 2 places, so its points may not have more."""


@record(frozen=True, slots=True)
class Facts:
    """What a rule needs to know of its row. points: the 分值 column. year: the form's, for dates without one. number:
    the target, where it is a number that can be computed with, beside an operator that can be read."""

    name: str
    operator: Operator | str
    target: Decimal | str
    unit: str = ""
    points: Decimal | None = None
    year: int | None = None
    number: Decimal | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        target = self.target
        readable = isinstance(self.operator, Operator) and isinstance(target, Decimal) and in_range(target)
        # Every score asks for it many times.
        object.__setattr__(self, "number", target if readable else None)

    @classmethod
    def of(cls, indicator: Indicator, year: int | None = None) -> Facts:
        return cls(
            indicator.level3,
            indicator.operator,
            indicator.target,
            indicator.unit.strip(),
            indicator.numeric_points,
            year,
        )

    @property
    def deadline(self) -> Deadline | None:
        """The target, where it names a deadline."""
        if not isinstance(self.target, str):
            return None
        return read_deadline("".join(self.target.split()), self.year)

    @property
    def upward(self) -> bool:
        """More is better (≥, >, and = as far as the target)."""
        return self.operator in (Operator.AT_LEAST, Operator.MORE, Operator.EQUAL)

    @property
    def downward(self) -> bool:
        """Less is better (≤, <)."""
        return self.operator in (Operator.AT_MOST, Operator.LESS)

    @property
    def percent(self) -> bool:
        return is_percent(self.unit)

    def quantity(self, value: Decimal | Fraction | date) -> str:
        """A value of this row with its unit: 160件, 2023年12月31日."""
        if isinstance(value, date):
            return show_day(value)
        return f"{show(value)}{'' if name_unit(self.unit) in NO_UNITS else self.unit}"

    def meets(self, actual: Decimal) -> bool | None:
        """Whether a number meets the target as written; None where the target is no number, or the operator
        none that compares numbers."""
        target = self.number
        if target is None:
            return None
        return (
            {
                Operator.AT_LEAST: actual >= target,
                Operator.MORE: actual > target,
                Operator.EQUAL: actual == target,
                Operator.AT_MOST: actual <= target,
                Operator.LESS: actual < target,
            }.get(Operator(self.operator))
            if self.operator in _NUMERIC
            else None
        )


@record(frozen=True, slots=True)
class Choice:
    """A tier that a person named, counted from 0, with the points given inside it where it has a range."""

    index: int
    points: Decimal | None = None


@record(frozen=True, slots=True)
class Ticks:
    """The items that are ticked, counted from 0."""

    indexes: tuple[int, ...]


@record(frozen=True, slots=True)
class Judged:
    """Points that a person gave."""

    points: Decimal


Answer = Decimal | date | bool | Choice | Ticks | Judged
"""An actual value in the form its rule takes."""


@record(frozen=True, slots=True)
class Scored:
    """score: points with 2 places, or None where a person must decide. trace: which numbers gave it, in
    Chinese; it ends in 得分＝sum＝score, and the sum printed gives the score when computed again."""

    score: Decimal | None
    trace: str


@record(frozen=True, slots=True)
class Sample:
    """One line of a sample table: its printed cells, and the answer and score behind them."""

    cells: tuple[str, ...]
    answer: Answer | None
    score: Decimal | None


@record(frozen=True, slots=True)
class SampleTable:
    """heads: one per cell of a row."""

    heads: tuple[str, ...]
    rows: tuple[Sample, ...]


def to_decimal(value: object) -> Decimal:
    """int and JSON's float as decimals; raises ValueError for whatever is no number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = Decimal(repr(value))
    if not isinstance(value, Decimal):
        raise ValueError(say.NOT_A_NUMBER)
    if not in_range(value):
        raise ValueError(say.NUMBER_TOO_LONG)
    return value


def _at_most_two_places(value: Decimal) -> Decimal:
    if value != round(value, MOST_POINT_PLACES):
        raise ValueError(say.POINTS_PLACES)
    return value


Amount = Annotated[Decimal, before(to_decimal)]
Positive = Annotated[Amount, limited(gt=0)]
Points = Annotated[Positive, after(_at_most_two_places)]
PointsOrNone = Annotated[Amount, limited(ge=0), after(_at_most_two_places)]


class Parameters(Record, by_name=True):
    """What a rule is declared with."""


class RuleBase(Parameters, ABC):
    """One rule. Every method that speaks returns Chinese; `facts` is the row the rule belongs to."""

    kind: str
    by_person: ClassVar[bool] = False
    """True where the actual value is a person's judgement, not a measure."""

    @property
    def name(self) -> str:
        """What people call the kind."""
        return say.KIND_NAMES[self.kind]

    @property
    @abstractmethod
    def full(self) -> Decimal:
        """w: the row's full points; 0 for `none`."""

    def bound(self, facts: Facts) -> Any:
        """The same rule with what it leaves to the row filled in; two rules mean the same when their
        bound forms are equal."""
        return self

    def objections(self, facts: Facts) -> tuple[str, ...]:
        """Why this rule cannot be computed on this row; empty where it can."""
        return ()

    def refuse(self, answer: Answer, facts: Facts) -> str:
        """Why this answer has no place in the rule; "" where it has one."""
        return ""

    @abstractmethod
    def score(self, answer: Answer, facts: Facts) -> Scored:
        """Points for an answer of the kind this rule takes, on a row without objections."""

    def points_for(self, answer: Answer, facts: Facts) -> Decimal | None:
        """The same without its trace."""
        return self.score(answer, facts).score

    @abstractmethod
    def reading(self, facts: Facts) -> str:
        """How the rule is understood, in one sentence."""

    @abstractmethod
    def formula(self, facts: Facts) -> str: ...

    @abstractmethod
    def full_condition(self, facts: Facts) -> str: ...

    @abstractmethod
    def zero_condition(self, facts: Facts) -> str: ...

    @abstractmethod
    def wording(self, facts: Facts) -> str:
        """The standard 评（扣）分标准 that says this rule; `read_wording` reads it back as the same rule."""

    @abstractmethod
    def samples(self, facts: Facts) -> SampleTable: ...

    def data(self) -> dict[str, Any]:
        """The rule as JSON has it."""
        return {
            key: _jsonable(value)
            for key, value in self.model_dump(by_alias=True).items()
            if value is not None
        }


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return json_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    return value


_Kind = TypeVar("_Kind")


def need(answer: Answer, kind: type[_Kind]) -> _Kind:
    """The answer as the type the rule takes; another type is a caller's mistake."""
    if not isinstance(answer, kind):
        raise TypeError(f"{kind.__name__} expected, {type(answer).__name__} given")
    return answer


def conclude(lead: str, sum_text: str, value: Fraction | Decimal) -> Scored:
    """A score with its trace: lead, then 得分＝sum＝score."""
    score = round_points(value if isinstance(value, Fraction) else exact(value))
    return Scored(score, say.TRACE.format(lead=lead, sum=sum_text, score=score))


def tabulate(
    rule: RuleBase, facts: Facts, heads: Iterable[str], lines: Iterator[tuple[tuple[str, ...], Answer]]
) -> SampleTable:
    """A sample table whose scores are the rule's own results."""
    rows = []
    for cells, answer in lines:
        score = rule.score(answer, facts).score
        rows.append(Sample((*cells, say.OPEN if score is None else str(score)), answer, score))
    return SampleTable((*heads, say.HEAD_SCORE), tuple(rows))
