"""The figures of a form: what the profile's rules say of them.

Comes in: fields and tables as declared, and the profile's rules. Goes out: what does not agree, with both
figures; what could not be checked; and the values of empty cells that the profile lets be computed. Pure
arithmetic on decimals; nothing declared is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from formgen.base.records import record
from formgen.declaration.blocks import Column, Labelled, TableBlock
from formgen.declaration.form_rules import (
    AtMostRule,
    EqualRule,
    FormRule,
    RatioRule,
    ScoreRule,
    ShareRule,
    SumRule,
)
from formgen.declaration.profile import Profile

Row = Mapping[str, object]
_HUNDRED = Decimal(100)
_UNITS = {"元": 0, "百元": 2, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}
"""Unit of a table's money → how many powers of ten of 元 it is."""
_DIGITS = 60
"""Significant digits of the arithmetic; declared numbers have at most 24."""


@record(frozen=True, slots=True)
class Figures:
    """The values of a declaration by key. tables: name → rows; of a table with fixed rows, by their keys."""

    fields: Mapping[str, object]
    tables: Mapping[str, Sequence[Row] | Mapping[str, Row]]

    def row(self, table: TableBlock, key: str) -> Row:
        """A fixed row with the figures that the form itself prints in it; nothing else where nothing of it
        is declared."""
        rows = self.tables.get(table.name, {})
        declared = rows.get(key, {}) if isinstance(rows, Mapping) else {}
        preset = next((spec.preset for spec in table.fixed if spec.key == key), {})
        return {**preset, **declared}

    def rows(self, table: TableBlock) -> list[tuple[str, str, Row]]:
        """(path, label, row) of every row."""
        if table.fixed:
            return [(f"{table.name}.{r.key}", r.label, self.row(table, r.key)) for r in table.fixed]
        rows = self.tables.get(table.name, ())
        if isinstance(rows, Mapping):
            return []
        return [(f"{table.name}[{number}]", "", row) for number, row in enumerate(rows)]


@record(frozen=True, slots=True)
class Disagreement:
    """A rule that does not hold. field: the cell it is told at. found and expected: the two figures, or
    for a ratio the printed and the computed one. terms: (path, figure) that the expected one is made of."""

    rule: FormRule
    field: str
    found: Decimal
    expected: Decimal
    terms: tuple[tuple[str, Decimal], ...] = ()


@record(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be checked, for these cells are empty or no number."""

    rule: FormRule
    fields: tuple[str, ...]


@record(frozen=True, slots=True)
class _Term:
    """A figure: its path, its value (None where empty or no number) and the places it is printed with."""

    path: str
    value: Decimal | None
    places: int
    unit: str = ""

    def in_unit_of(self, other: _Term) -> _Term:
        """The same money in the other's unit; itself where either names none."""
        if self.unit == other.unit or self.unit not in _UNITS or other.unit not in _UNITS:
            return self
        power = _UNITS[self.unit] - _UNITS[other.unit]
        value = None if self.value is None else self.value.scaleb(power)
        return replace(self, value=value, places=max(0, self.places - power), unit=other.unit)

    @property
    def half(self) -> Decimal:
        """What rounding to its printed places can have taken or given."""
        return Decimal(5).scaleb(-self.places - 1)


def compare_figures(profile: Profile, figures: Figures) -> Iterator[Disagreement | Unchecked]:
    """Every rule of the profile against what is declared. A difference that rounding to the printed places
    explains is none. An empty row says nothing and is passed over; an empty cell that the profile
    computes counts with its computed value."""
    figures = fill_computed(profile, figures, compute_figures(profile, figures))
    with localcontext() as context:
        context.prec = _DIGITS
        for rule in profile.rules:
            yield from _compare(rule, profile, figures)


def compute_figures(profile: Profile, figures: Figures) -> dict[str, Decimal]:
    """Path → value of every empty cell that the profile marks `computed` and a rule gives, also from other
    computed cells (得分 from 执行率)."""
    found: dict[str, Decimal] = {}
    with localcontext() as context:
        context.prec = _DIGITS
        while True:
            more = dict(_computed(profile, fill_computed(profile, figures, found)))
            if not more:
                return found
            found |= more


def is_unit(text: str) -> bool:
    """Whether this is a unit of money: 元, 万元 …"""
    return text in _UNITS


def in_unit(number: Decimal, unit: str, other: str) -> Decimal | None:
    """Money of one unit in another, not a digit lost; None where one of them is no unit."""
    if unit not in _UNITS or other not in _UNITS:
        return None
    scaled = number.scaleb(_UNITS[unit] - _UNITS[other])
    whole = scaled == scaled.to_integral_value()
    return scaled.quantize(Decimal(1)) if whole else scaled.normalize()


def preset_figures(profile: Profile) -> dict[str, Decimal]:
    """Path → figure of every cell that the form itself prints, such as the 10 points of the money."""
    return {
        f"{table.name}.{row.key}.{key}": value
        for table in profile.tables.values()
        for row in table.fixed
        for key, value in row.preset.items()
    }


def fill_computed(profile: Profile, figures: Figures, computed: Mapping[str, Decimal]) -> Figures:
    """The figures with these values in their empty cells."""
    if not computed:
        return figures
    fields = {**figures.fields}
    for field in profile.facts:
        if field.key in computed and fields.get(field.key) in (None, ""):
            fields[field.key] = computed[field.key]
    tables: dict[str, Sequence[Row] | Mapping[str, Row]] = {**figures.tables}
    for name, table in profile.tables.items():
        rows = [(path, _filled(path, row, table, computed)) for path, _, row in figures.rows(table)]
        if table.fixed:
            tables[name] = {path.rpartition(".")[2]: row for path, row in rows}
        elif name in tables:
            tables[name] = tuple(row for _, row in rows)
    return Figures(fields, tables)


def _filled(path: str, row: Row, table: TableBlock, computed: Mapping[str, Decimal]) -> Row:
    own = {key: computed[f"{path}.{key}"] for key in table.cells()
           if f"{path}.{key}" in computed and row.get(key) in (None, "")}  # fmt: skip
    return {**row, **own} if own else row


def total_of(table: TableBlock, key: str, figures: Figures) -> Decimal | None:
    """The sum of a column over the rows that fill it; None where none does or one is no number."""
    values = [row.get(key) for _, _, row in figures.rows(table)]
    filled = [value for value in values if value not in (None, "")]
    numbers = [value for value in filled if isinstance(value, Decimal)]
    return sum(numbers, Decimal(0)) if numbers and len(numbers) == len(filled) else None


def figure_of(name: str, profile: Profile, figures: Figures) -> Decimal | None:
    """The figure that a rule calls by this name; None where it is empty or no number."""
    return _find(name, profile, figures).value


# ── one rule ──────────────────────────────────────────────────────────────────────────────────────


def _compare(rule: FormRule, profile: Profile, figures: Figures) -> Iterator[Disagreement | Unchecked]:
    if isinstance(rule, RatioRule):
        for result, of, by in _ratios(rule, profile, figures):
            yield from _compare_ratio(rule, result, of, by)
    elif isinstance(rule, ScoreRule):
        for result, of, points in _triples(rule, (rule.result, rule.of, rule.points), profile, figures):
            yield from _compare_score(rule, result, of, points)
    elif isinstance(rule, AtMostRule):
        yield from _compare_most(rule, profile, figures)
    else:
        for whole, parts in _sums(rule, profile, figures):
            yield from _compare_sum(rule, whole, parts)


def _sums(
    rule: SumRule | EqualRule | ShareRule, profile: Profile, figures: Figures
) -> Iterator[tuple[_Term, list[_Term]]]:
    """(whole, parts) of every place that the rule speaks of."""
    if isinstance(rule, EqualRule):
        first, *others = (_find(name, profile, figures) for name in rule.cells)
        yield from ((other, [first.in_unit_of(other)]) for other in others)
    elif isinstance(rule, ShareRule):
        yield _Term("", rule.whole, 9), _share_terms(rule, profile, figures)
    elif not rule.table:
        whole = _find(rule.whole, profile, figures)
        yield whole, [_find(part, profile, figures).in_unit_of(whole) for part in rule.parts]
    else:
        yield from _table_sums(rule, profile.tables[rule.table], figures)


def _table_sums(rule: SumRule, table: TableBlock, figures: Figures) -> Iterator[tuple[_Term, list[_Term]]]:
    columns = table.cells()
    for column in rule.columns:

        def term(key: str, column: str = column) -> _Term:
            return _term(f"{table.name}.{key}.{column}", figures.row(table, key).get(column), columns[column])

        yield term(rule.whole), [term(part) for part in rule.parts]
    if rule.columns:
        return
    for path, _, row in figures.rows(table):
        if rule.rows and path.rpartition(".")[2] not in rule.rows:
            continue
        whole, *parts = (_term(f"{path}.{k}", row.get(k), columns[k]) for k in (rule.whole, *rule.parts))
        yield whole, parts


def _share_terms(rule: ShareRule, profile: Profile, figures: Figures) -> list[_Term]:
    if not rule.table:
        return [_find(name, profile, figures) for name in rule.cells]
    table = profile.tables[rule.table]
    column = table.cells()[rule.column]
    return [_term(f"{p}.{rule.column}", row.get(rule.column), column) for p, _, row in figures.rows(table)]


def _ratios(rule: RatioRule, profile: Profile, figures: Figures) -> Iterator[tuple[_Term, _Term, _Term]]:
    """(result, of, by)."""
    yield from _triples(rule, (rule.result, rule.of, rule.by), profile, figures)


def _triples(
    rule: RatioRule | ScoreRule, keys: tuple[str, str, str], profile: Profile, figures: Figures
) -> Iterator[tuple[_Term, _Term, _Term]]:
    """The three figures of every place that the rule speaks of, the result first."""
    if not rule.table:
        first, second, third = (_find(key, profile, figures) for key in keys)
        yield first, second, third
        return
    table = profile.tables[rule.table]
    columns = table.cells()
    for path, _, row in figures.rows(table):
        key = path.rpartition(".")[2]
        if (rule.rows and key not in rule.rows) or not _exists(columns[keys[0]], key, table):
            continue
        first, second, third = (_term(f"{path}.{k}", row.get(k), columns[k]) for k in keys)
        yield first, second, third


def _exists(column: Column, row: str, table: TableBlock) -> bool:
    return not (table.fixed and column.only and row not in column.only)


def _find(name: str, profile: Profile, figures: Figures) -> _Term:
    """The figure a rule calls by this name: a field, a cell of a fixed row, the sum of a free table's
    column."""
    field = next((field for field in profile.facts if field.key == name), None)
    if field is not None:
        return _term(name, figures.fields.get(name), field)
    table_name, _, rest = name.partition(".")
    table = profile.tables[table_name]
    if table.fixed:
        row, _, key = rest.partition(".")
        term = _term(name, figures.row(table, row).get(key), table.cells()[key])
    else:
        places = table.cells()[rest].printed_places or 0
        term = _Term(name, total_of(table, rest, figures), places)
    return replace(term, unit=table.unit)


def _term(path: str, value: object, spec: Labelled) -> _Term:
    number = value if isinstance(value, Decimal) and value.is_finite() else None
    written = -int(number.as_tuple().exponent) if number is not None else 0
    return _Term(path, number, max(written, spec.printed_places or 0))


def _compare_sum(
    rule: SumRule | EqualRule | ShareRule, whole: _Term, parts: Sequence[_Term]
) -> Iterator[Disagreement | Unchecked]:
    known = [(part, part.value) for part in parts if part.value is not None]
    if not known and (whole.value is None or isinstance(rule, ShareRule)):
        return
    empty = [part.path for part in (whole, *parts) if part.value is None]
    total = sum((value for _, value in known), Decimal(0))
    if whole.value is None or len(known) < len(parts):
        # Parts left empty are not 0; but parts that already exceed what they are parts of tell enough.
        yield Unchecked(rule, tuple(empty))
        return
    # A whole number is exact; one with some places may have been rounded to them.
    rounded = [part.half for part, _ in known if 0 < part.places < whole.places]
    room = rule.tolerance + sum(rounded, Decimal(0))
    if whole.places < max((part.places for part, _ in known), default=0):
        room += whole.half
    if abs(total - whole.value) > room:
        path = whole.path or known[-1][0].path
        yield Disagreement(rule, path, whole.value, total, tuple((p.path, v) for p, v in known))


def _compare_ratio(
    rule: RatioRule, result: _Term, of: _Term, by: _Term
) -> Iterator[Disagreement | Unchecked]:
    if result.value is None and of.value is None and by.value is None:
        return
    if result.value is None or of.value is None or not by.value:
        empty = [term.path for term in (result, of, by) if not term.value]
        yield Unchecked(rule, tuple(empty))
        return
    expected = of.value / by.value * _HUNDRED
    if abs(expected - result.value) > result.half + rule.tolerance:
        shown = _rounded(expected, max(result.places, 2))
        yield Disagreement(rule, result.path, result.value, shown, ((of.path, of.value), (by.path, by.value)))


def _score(rule: ScoreRule, rate: Decimal, points: Decimal) -> Decimal:
    if rule.bands:
        return next((band.points for band in rule.bands if rate >= band.from_), Decimal(0))
    return points * min(max(rate, Decimal(0)) / _HUNDRED, Decimal(1))


def _compare_score(
    rule: ScoreRule, result: _Term, of: _Term, points: _Term
) -> Iterator[Disagreement | Unchecked]:
    if result.value is None and of.value is None:
        return
    if result.value is None or of.value is None or points.value is None:
        yield Unchecked(rule, tuple(term.path for term in (result, of, points) if term.value is None))
        return
    expected = _score(rule, of.value, points.value)
    # The rate may have been rounded to its printed places before the score was worked out.
    room = result.half + (Decimal(0) if rule.bands else points.value * of.half / _HUNDRED) + rule.tolerance
    if abs(expected - result.value) > room:
        terms = ((points.path, points.value), (of.path, of.value))
        yield Disagreement(rule, result.path, result.value, _rounded(expected, max(result.places, 2)), terms)


def _compare_most(rule: AtMostRule, profile: Profile, figures: Figures) -> Iterator[Disagreement | Unchecked]:
    cell = _find(rule.cell, profile, figures)
    most = _find(rule.most, profile, figures) if isinstance(rule.most, str) else _Term("", rule.most, 9)
    if cell.value is None or most.value is None:
        if cell.value is not None or (most.path and most.value is not None):
            yield Unchecked(rule, tuple(term.path for term in (cell, most) if term.value is None))
    elif cell.value > most.value + rule.tolerance:
        yield Disagreement(rule, cell.path, cell.value, most.value, ((most.path, most.value),))


# ── computed cells ────────────────────────────────────────────────────────────────────────────────


def _computed(profile: Profile, figures: Figures) -> Iterator[tuple[str, Decimal]]:
    marked = set(_marked(profile, figures))
    for rule in profile.rules:
        if isinstance(rule, RatioRule):
            for result, of, by in _ratios(rule, profile, figures):
                if result.value is None and result.path in marked and of.value is not None and by.value:
                    places = _places_of(result.path, profile)
                    yield result.path, _rounded(of.value / by.value * _HUNDRED, places)
        elif isinstance(rule, ScoreRule):
            for result, of, points in _triples(rule, (rule.result, rule.of, rule.points), profile, figures):
                if of.value is None or points.value is None:
                    continue
                if result.value is None and result.path in marked:
                    score = _score(rule, of.value, points.value)
                    yield result.path, _rounded(score, _places_of(result.path, profile))
        elif isinstance(rule, SumRule):
            for whole, parts in _sums(rule, profile, figures):
                values = [part.value for part in parts if part.value is not None]
                if whole.value is None and whole.path in marked and len(values) == len(parts):
                    yield whole.path, sum(values, Decimal(0))


def _marked(profile: Profile, figures: Figures) -> Iterator[str]:
    """Paths of the empty cells that may be computed."""
    for field in profile.facts:
        if field.computed and figures.fields.get(field.key) in (None, ""):
            yield field.key
    for table in profile.tables.values():
        for path, _, row in figures.rows(table):
            for key, column in table.cells().items():
                if column.computed and row.get(key) in (None, ""):
                    yield f"{path}.{key}"


def _places_of(path: str, profile: Profile) -> int:
    table = profile.tables.get(path.partition("[")[0].partition(".")[0])
    key = path.rpartition(".")[2]
    spec: Labelled | None = next((field for field in profile.facts if field.key == path), None)
    if table is not None:
        spec = table.cells().get(key)
    places = spec.printed_places if spec else None
    return 2 if places is None else places


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
