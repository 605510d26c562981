"""Lines inside and under the table that declare no indicator: totals, remarks, page numbers, seals.

Comes in: a row of a sheet, or a text. Goes out: what it is. Totals are
not thrown away: their points are handed on, to be compared with the sum of the rows they close.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from formgen.declaration.profile import Profile
from formgen.messages import reading as say
from formgen.sources.cells import join_word, narrow, read_number, split_label_points
from formgen.sources.gather import raw_value
from formgen.sources.grid import Grid, State
from formgen.sources.labels import line_words, plain_label

_POINTS = re.compile(r"(\d{1,4}(?:\.\d+)?)分?")
_PAGE = re.compile(
    r"(?:第[\d一二三四五六七八九十]+页)?[,，/、]?(?:共[\d一二三四五六七八九十]+页)?|-?\d{1,3}-|\d{1,3}/\d{1,3}"
)
GOES_ON = re.compile(
    r"[(\[【]?(?:续表?|续上表|接上[页表]|[转接]下[页表])(?:\d+|[一二三四五六七八九十])?[)\]】]?"
)
"""What stands where a page ends or the next one begins, as `plain_label` gives it."""

_SEAL = re.compile(
    r"[(（]?(?:填报|申报)?(?:单位|部门)?[(（]?(?:盖章|公章|签章|加盖公章|盖单位公章)[)）]?处?[)）]?:?"
)


def line_note(text: str) -> str:
    """The sentence for a line that declares nothing; "" for any other text."""
    if text.startswith(line_words("remarks")):
        return say.REMARK_LINE
    plain = plain_label(text)
    if plain and _PAGE.fullmatch(plain):
        return say.PAGE_LINE
    if GOES_ON.fullmatch(plain):
        return say.GOES_ON_LINE
    return say.SEAL_LINE if _SEAL.fullmatch(plain) else ""


@dataclass(frozen=True, slots=True)
class SumLine:
    """group: the words before 小计 or 合计, "" for none. points: None where the line states none."""

    label: str
    group: str
    whole: bool
    points: Decimal | None
    column: int


@cache
def _sum_label() -> re.Pattern[str]:
    totals, parts = (
        "|".join(sorted(line_words(kind), key=len, reverse=True)) for kind in ("totals", "subtotals")
    )
    return re.compile(
        rf"(?P<group>.{{0,20}}?)(?:(?P<whole>{totals})|(?:{parts}))(?:分值|得分)?[:：]?(?:\((?P<in>[\d.]+)分?\)|(?P<points>\d+(?:\.\d+)?)分?)?"
    )


def find_sum(grid: Grid, row: int, profile: Profile) -> SumLine | None:
    """The total that this row states; None for a row that says anything else."""
    cells = [(column, grid.cells[row, column]) for column in grid.rows[row]]
    cells = [
        (column, cell) for column, cell in cells if cell.state is not State.VALUE or str(cell.value).strip()
    ]
    if not cells or not isinstance(cells[0][1].value, str):
        return None
    first, label = cells[0][0], str(cells[0][1].value)
    match = _sum_label().fullmatch(plain_label(label))
    if match is None:
        return None
    stated = match["in"] or match["points"]
    numbers = [] if stated is None else [Decimal(stated)]
    for _, cell in cells[1:]:
        if cell.state is not State.VALUE:
            continue  # a formula without its result: nothing to compare with
        text = narrow(str(raw_value(cell))).strip()
        if plain_label(text) == plain_label(label) or text in ("/", "-", "—"):
            continue
        number = _POINTS.fullmatch(text)
        if number is None and read_number(text) is None:
            return None
        numbers.append(Decimal(number[1]) if number else read_number(text) or Decimal(0))
    return SumLine(
        label.strip(), match["group"], match["whole"] is not None, numbers[-1] if numbers else None, first
    )


@dataclass
class SumLines:
    """The rows read so far, and what a total after them may stand for."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    closed: int = 0  # rows before the last sub-total

    def add(self, level1: str, level2: str) -> None:
        self.rows.append((_word(level1), _word(level2)))

    def choices(self, line: SumLine) -> tuple[tuple[int, ...], ...] | None:
        """Sets of rows the line may add up; None where it names a group that there is not, and so is no
        total."""
        every = tuple(range(len(self.rows)))
        if line.group:
            named = tuple(index for index in every if line.group in self.rows[index])
            return (named,) if named else None
        if line.whole or not self.rows:
            return (every,)
        level1, level2 = self.rows[-1]
        since = tuple(range(self.closed, len(self.rows)))
        self.closed = len(self.rows)
        same1 = tuple(index for index in every if self.rows[index][0] == level1)
        same2 = tuple(index for index in every if self.rows[index] == (level1, level2))
        return tuple(dict.fromkeys((since, same2, same1)))


def _word(label: str) -> str:
    word = join_word(label).strip()
    parts = split_label_points(word)
    return parts[0] if parts else word
