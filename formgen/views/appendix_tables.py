"""The tables of the appendix: which columns, how wide, which cell over which others.

Comes in: parts of `AppendixDetails` and the profile, whose columns say how wide the page is. Goes out:
`TableView`s in the ruling of papers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from formgen.declaration.blocks import Align
from formgen.declaration.profile import Profile
from formgen.messages import appendix as say
from formgen.scoring.details import PointsPart
from formgen.scoring.rule_sections import RuleSection
from formgen.scoring.rule_table import ColumnKind, Head, RuleTable, thin_table
from formgen.scoring.score_part import ScorePart
from formgen.views.tables import PAPER_RULING, Cell, ColumnView, TableView, TypeUse, count_spans

_Row = tuple[Cell | None, ...]
_WIDE = 267.0
"""The room between the margins of A4 landscape, in mm, for which fixed widths are given."""
_NARROW = 230.0
"""On pages with less room, tables of many values leave some out."""
_FEW_SLOTS = 5
_MOST_LYING = 12
"""二级指标 that one lying table can hold."""
_MM_PER_PT = 25.4 / 72
_PADDING = 3.2


def page_room(profile: Profile) -> float:
    """Between the margins, in mm."""
    page = profile.page
    return float(page.width - page.margin_left - page.margin_right)


def _scaled(widths: Sequence[float], profile: Profile) -> list[float]:
    scale = page_room(profile) / sum(widths)
    return [width * scale for width in widths]


def nominal_width(texts: Sequence[str], profile: Profile) -> float:
    """Room in mm that the longest of these texts takes on one line, by the nominal widths of type."""
    ems = (sum(0.72 if character < "ɐ" else 1.0 for character in text) for text in texts)
    return max(ems, default=0.0) * float(profile.fonts.body.size) * _MM_PER_PT + _PADDING


# ── 分值构成 ─────────────────────────────────────────────────────────────────────────────────────


def points_table(points: PointsPart, profile: Profile) -> TableView:
    """一级 over 二级, below them numbers and points; standing where there are too many to lie."""
    parts = sum(len(group.parts) for group in points.groups)
    return (
        _lying_points(points, parts, profile) if parts <= _MOST_LYING else _standing_points(points, profile)
    )


def _lying_points(points: PointsPart, parts: int, profile: Profile) -> TableView:
    first, last = 21.0, 16.0
    widths = _part_widths(points, page_room(profile) - first - last, profile)
    columns = [
        ColumnView("", first if parts else page_room(profile) - last, "center"),
        *(ColumnView("", width, "center") for width in widths),
        ColumnView("", last, "center"),
    ]
    over: list[Cell | None] = [Cell(say.LEVEL1_HEAD)]
    below: list[Cell | None] = [Cell(say.LEVEL2_HEAD)]
    counts, worths = [Cell(say.COUNT_HEAD, use="head")], [Cell(say.POINTS_HEAD, use="head")]
    for group in points.groups:
        name = say.LEVEL1_POINTS.format(name=group.name, points=group.points)
        over += [Cell(name, colspan=len(group.parts)), *[None] * (len(group.parts) - 1)]
        below += [Cell(part.name) for part in group.parts]
        counts += [Cell(part.rows) for part in group.parts]
        worths += [Cell(part.points) for part in group.parts]
    heads = ((*over, Cell(say.TOTAL_HEAD, rowspan=2)), (*below, None))
    rows = ((*counts, Cell(points.rows)), (*worths, Cell(points.points)))
    return TableView("", tuple(columns), rows, head_rows=heads, ruling=PAPER_RULING)


def _part_widths(points: PointsPart, room: float, profile: Profile) -> list[float]:
    """What the names of 二级指标, and of a 一级指标 with a single one, need; what is left, shared alike."""
    needs = []
    for group in points.groups:
        name = say.LEVEL1_POINTS.format(name=group.name, points=group.points)
        own = nominal_width([name], profile) / max(len(group.parts), 1)
        needs += [max(nominal_width([part.name], profile), own) for part in group.parts]
    return _shared(room, needs) if needs else []


def _standing_points(points: PointsPart, profile: Profile) -> TableView:
    scale = min(1.0, page_room(profile) / 180)
    widths = [46 * scale, 74 * scale, 30 * scale, 30 * scale]
    heads = (say.LEVEL1_HEAD, say.LEVEL2_HEAD, say.COUNT_HEAD, say.POINTS_HEAD)
    rows: list[_Row] = []
    for group in points.groups:
        name = say.LEVEL1_POINTS.format(name=group.name, points=group.points)
        for number, part in enumerate(group.parts):
            label = Cell(name, rowspan=len(group.parts)) if number == 0 else None
            rows.append((label, Cell(part.name), Cell(part.rows), Cell(part.points)))
    rows.append((Cell(say.TOTAL_HEAD), Cell(""), Cell(points.rows), Cell(points.points)))
    columns = tuple(ColumnView(head, width, "center") for head, width in zip(heads, widths, strict=True))
    return TableView("", columns, tuple(rows), groups=1, ruling=PAPER_RULING)


# ── 评分办法 ─────────────────────────────────────────────────────────────────────────────────────

_ALIGN: dict[ColumnKind, Align] = {
    "name": "left",
    "value": "right",
    "score": "right",
    "amount": "right",
    "wide": "left",
}
_USE: dict[ColumnKind, TypeUse] = {"score": "head"}


def rule_table(section: RuleSection, profile: Profile, places: Mapping[str, str]) -> TableView:
    """The indicators of one rule."""
    table = section.table
    if page_room(profile) < _NARROW:
        table = thin_table(table, _FEW_SLOTS)
    widths = _rule_widths(table, profile)
    columns = tuple(
        ColumnView("", width, _ALIGN.get(kind, "center"), _USE.get(kind, "body"), joined=kind == "score")
        for kind, width in zip(table.kinds, widths, strict=True)
    )
    rows = [_rule_row(row, index, places) for row, index in zip(table.rows, section.indexes, strict=True)]
    if table.foot:
        lead: _Row = (Cell(say.SCORE_FOOT, colspan=3, use="head", align="center"), None, None)
        rows.append((*lead, *(Cell(text, use="head") for text in table.foot)))
    heads = tuple(tuple(_head_cell(head) if head else None for head in row) for row in table.heads)
    return TableView("", columns, tuple(rows), head_rows=heads, ruling=PAPER_RULING)


def _head_cell(head: Head) -> Cell:
    return Cell(head.text, rowspan=head.rowspan, colspan=head.colspan)


def _rule_row(texts: Sequence[str], index: int, places: Mapping[str, str]) -> _Row:
    keys = ("level3", "target", "scoring")
    cells = []
    for column, text in enumerate(texts):
        field = f"indicators[{index}].{keys[min(column, 2)]}"
        cells.append(Cell(text, field, places.get(field, "")))
    return tuple(cells)


def _rule_widths(table: RuleTable, profile: Profile) -> list[float]:
    """Names on one line as far as there is room; the rest shared by what it holds."""
    room = page_room(profile)
    columns = list(zip(*table.rows, strict=True))
    name = min(max(nominal_width(columns[0], profile), room * 0.18), room * 0.25)
    target = min(max(nominal_width(columns[1], profile), room * 0.08), room * 0.14)
    points = max(room * 0.036, 9.0)
    rest = room - name - target - points
    return [name, target, points, *_shared(rest, _needs(table, columns[3:], profile))]


def _needs(table: RuleTable, columns: Sequence[Sequence[str]], profile: Profile) -> list[float]:
    """Room for the longest text of each column behind the lead ones; slots of a value and its score are
    all as wide as the widest."""
    kinds = table.kinds[3:]
    needs = [_weight(kind, texts, profile) for kind, texts in zip(kinds, columns, strict=True)]
    if set(kinds) <= {"value", "score"}:
        widest = max(needs[0::2]), max(needs[1::2])
        return [widest[number % 2] for number in range(len(needs))]
    if "amount" in kinds:
        return [max(needs)] * len(needs)
    heads = [head.text if head else "" for head in table.heads[-1][3:]]
    return [max(need, nominal_width([head], profile)) for need, head in zip(needs, heads, strict=True)]


def _shared(room: float, needs: Sequence[float]) -> list[float]:
    """Widths that fill the room: what is needed, and of the rest alike; less for all where it is short."""
    left = room - sum(needs)
    return [need + left / len(needs) if left > 0 else need * room / sum(needs) for need in needs]


def _weight(kind: ColumnKind, texts: Sequence[str], profile: Profile) -> float:
    if kind == "wide":
        return min(max(nominal_width(texts, profile), 40.0), 120.0)
    return nominal_width(texts, profile)


# ── 自评得分 ─────────────────────────────────────────────────────────────────────────────────────

_SUMMARY = (38, 27, 32, 14, 18, 19, 43, 16.5, 43, 16.5)
_SCORES = (34, 52, 26, 31, 10, 14, 53, 47)
_LEAST_LINES = 3


def summary_table(scores: ScorePart, profile: Profile) -> TableView:
    """Total and grade, large; beside them the scores per 一级指标 and where points were lost."""
    *groups, total = scores.groups
    lines = max(len(groups), _LEAST_LINES)
    lost = _lost_cells(scores.lost, lines)
    rows: list[_Row] = []
    for number, (group, losses) in enumerate(zip_longest(groups, lost)):
        big: _Row = (None, None)
        if number == 0:
            big = (
                Cell(scores.total, rowspan=lines, use="title"),
                Cell(scores.grade, rowspan=lines, use="title"),
            )
        texts = (group.name, group.points, group.score, group.rate) if group else ("", "", "", "")
        rows.append((*big, *(Cell(text) for text in texts), *losses))
    last = (total.name, total.points, total.score, total.rate)
    rows.append(
        (
            Cell(scores.below_total),
            Cell(scores.below_grade),
            *(Cell(text, use="head") for text in last),
            *(Cell(say.TOTAL_HEAD, colspan=3, use="head", align="center"), None, None),
            Cell(scores.lost_total, use="head"),
        )
    )
    heads = [Cell(text) for text in (say.SUMMARY_TOTAL, say.SUMMARY_GRADE, *say.SUMMARY_HEADS)]
    aligns: tuple[Align, ...] = ("center",) * 4 + ("right", "right") + ("left", "right") * 2
    columns = tuple(
        ColumnView("", width, align) for width, align in zip(_scaled(_SUMMARY, profile), aligns, strict=True)
    )
    head_rows = ((*heads, Cell(say.SUMMARY_LOST, colspan=4), None, None, None),)
    return TableView("", columns, tuple(rows), head_rows=head_rows, ruling=PAPER_RULING, whole=True)


def _lost_cells(lost: Sequence[tuple[str, str]], lines: int) -> list[_Row]:
    """Two columns of names with what they lost, down the first and then the second."""
    shown = list(lost) or [(say.NONE_LOST, "")]
    if len(shown) > 2 * lines:
        more = len(shown) - 2 * lines + 1
        shown = [*shown[: 2 * lines - 1], (say.MORE_LOST.format(count=more), "")]
    shown += [("", "")] * (2 * lines - len(shown))
    pairs = zip(shown[:lines], shown[lines:], strict=True)
    return [(Cell(a), Cell(b), Cell(c), Cell(d)) for (a, b), (c, d) in pairs]


def score_table(scores: ScorePart, profile: Profile, places: Mapping[str, str]) -> TableView:
    """Every indicator with its score and why."""
    spans = count_spans([(row.level1, row.level2) for row in scores.rows])
    rows: list[_Row] = []
    for row, span in zip(scores.rows, spans, strict=True):
        path = f"indicators[{row.index}]"
        label = say.LEVEL2_POINTS.format(name=row.level2, points=row.level2_points)
        level3 = f"{path}.level3"
        rows.append(
            (
                Cell(label, f"{path}.level2", rowspan=span) if span else None,
                Cell(row.level3, level3, places.get(level3, "")),
                Cell(row.target, f"{path}.target"),
                Cell(row.actual),
                Cell(row.points),
                Cell(row.score),
                Cell(row.trace),
                Cell(row.reason),
            )
        )
    aligns: tuple[Align, ...] = ("center", "left", "center", "center", "center", "right", "left", "left")
    columns = tuple(
        ColumnView(head, width, align, "head" if head == say.SCORE_HEADS[5] else "body")
        for head, width, align in zip(say.SCORE_HEADS, _scaled(_SCORES, profile), aligns, strict=True)
    )
    return TableView("", columns, tuple(rows), groups=1, ruling=PAPER_RULING)
