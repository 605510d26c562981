"""The appendix as 0.2.0 laid it: known by its tables, and read for what can be known of it.

Comes in: the blocks behind the form, and the indicators with what the form declares of them. Goes out: whether it is
one, and a Fault for each name, target or point that is missing or does not add up. Its wordings were others, and the
actual values of its scores are not carried: these are for somebody else to compare.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from formgen.base.errors import Fault
from formgen.messages import verify_docx as say
from formgen.messages.rendering import CONTINUED
from formgen.sources.docx_content import DocxTable

_RULES = ("二级指标", "三级指标", "分值", "评分细则")
_PARTS = ("一级指标", "二级指标", "指标数", "分值")
_SCORES = ("一级指标", "二级指标", "三级指标", "分值", "实际完成值", "得分", "计分过程")
_SUMS = ("一级指标", "二级指标", "分值", "得分")
_LOST = ("三级指标", "分值", "得分", "失分", "偏差原因")
_TABLES: tuple[tuple[str, ...], ...] = (_RULES, _PARTS, _SCORES, _SUMS, _LOST)
_SUBTOTAL, _TOTAL, _TARGET = "小计", "合计", "指标值："
_TOTAL_LINE = "总分："
_LINES = {"附件：评分细则", "一、分值构成", "二、评分细则", "三、自评得分", "（一）各指标得分", "（二）得分小计",
          "（三）失分指标与偏差原因", "没有计分的指标。", "尚有指标未计分，总分与等次待定。", "已计分的指标没有失分。"}  # fmt: skip
_ENDS = re.compile(r"总分：.*|.*（\d{4}年度）")
_SHOWN = 40
_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What the form declares of an indicator. target: as it is printed. field: path of its name."""

    level2: str
    level3: str
    target: str
    points: str
    field: str


def is_old_appendix(blocks: Sequence[str | DocxTable]) -> bool:
    """Whether a table is one that 0.2.0 drew. No later version draws any of them."""
    tables = [block for block in blocks if isinstance(block, DocxTable)]
    return any(_head(table) in _TABLES for table in tables)


def compare_old_appendix(blocks: Sequence[str | DocxTable], known: Sequence[KnownRow]) -> Iterator[Fault]:
    """Names, targets and points of the indicators, sums, and whatever is no part of such an appendix."""
    yield from _strange_blocks(blocks)
    rows: dict[_Row, list[_Row]] = {head: list(_rows(blocks, head)) for head in _TABLES}
    for row in known:
        label = f"{row.level3}\n{_TARGET}{row.target}"
        if not any(found[1:3] == (label, row.points) for found in rows[_RULES]):
            yield Fault(say.OLD_RULE.format(name=row.level3, points=row.points), field=row.field)
        scored = [found for found in rows[_SCORES] if found[2] == row.level3]
        if rows[_SCORES] and not any(found[3] == row.points for found in scored):
            yield Fault(say.OLD_SCORE.format(name=row.level3, points=row.points), field=row.field)
    for head in (_RULES, _SCORES):
        if rows[head] and len(rows[head]) != len(known):
            yield Fault(say.OLD_COUNT.format(found=len(rows[head]), expected=len(known)))
    yield from _compare_parts(rows[_PARTS], known)
    if rows[_SCORES]:
        yield from _compare_sums(blocks, rows)


def _strange_blocks(blocks: Sequence[str | DocxTable]) -> Iterator[Fault]:
    for block in blocks:
        if isinstance(block, DocxTable):
            if _head(block) not in _TABLES:
                yield Fault(say.STRANGE.format(what=say.MORE_TABLE))
        elif block.strip() and block not in _LINES and not _ENDS.fullmatch(block):
            yield Fault(say.STRANGE.format(what=f"“{block[:_SHOWN]}”"))


def _compare_parts(rows: Sequence[_Row], known: Sequence[KnownRow]) -> Iterator[Fault]:
    counts = Counter(row.level2 for row in known)
    for level2, count in counts.items():
        points = sum((_number(row.points) or Decimal(0)) for row in known if row.level2 == level2)
        if not any(row[1] == level2 and row[2] == str(count) and _number(row[3]) == points for row in rows):
            yield Fault(say.OLD_PART.format(name=level2, count=count, points=f"{points:f}"))


def _compare_sums(blocks: Sequence[str | DocxTable], rows: dict[_Row, list[_Row]]) -> Iterator[Fault]:
    """Scores are no more than the points, lost points are what is missing, and sums are sums."""
    total = Decimal(0)
    lost = {row[0]: row for row in rows[_LOST]}
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows[_SCORES]:
        points, score = _number(row[3]), _number(row[5])
        if points is None or score is None:
            continue
        total += score
        sums[row[1]] += score
        missing = lost.get(row[2])
        gap = Decimal(0) if missing is None else _number(missing[3])
        told = score if missing is None else _number(missing[2])
        if score > points or gap != points - score or told != score or f"{score:.2f}" not in row[6]:
            yield Fault(say.OLD_SUM.format(name=row[2]))
    for row in rows[_SUMS]:
        if row[1] in sums and _number(row[3]) != sums[row[1]]:
            yield Fault(say.OLD_SUM.format(name=row[1]))
        if row[0] == _TOTAL and _number(row[3]) != total:
            yield Fault(say.OLD_SUM.format(name=_TOTAL))
    for line in blocks:
        is_total = isinstance(line, str) and line.startswith(_TOTAL_LINE)
        if is_total and _number(str(line).removeprefix(_TOTAL_LINE).partition("\u3000")[0]) != total:
            yield Fault(say.OLD_SUM.format(name=_TOTAL))


def _rows(blocks: Sequence[str | DocxTable], head: _Row) -> Iterator[_Row]:
    """The rows of all tables with that head, each with the labels that reach down to it; no subtotals."""
    for block in blocks:
        if not isinstance(block, DocxTable) or _head(block) != head:
            continue
        above = [""] * len(head)
        for row in block.rows[block.heads :]:
            texts = [
                above[n] if cell is None else cell.text.removesuffix(CONTINUED) for n, cell in enumerate(row)
            ]
            above = (texts + above)[: len(head)]
            if _SUBTOTAL not in texts and len(texts) == len(head) and (head == _SUMS or _TOTAL not in texts):
                yield tuple(texts)


def _head(table: DocxTable) -> _Row:
    if table.heads != 1:
        return ()
    return tuple(cell.text if cell else "" for cell in table.rows[0])


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
