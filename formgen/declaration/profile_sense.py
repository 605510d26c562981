"""Whether a profile makes sense: keys named once, widths that fit the paper, rules and texts that name cells
there are.

Comes in: a `Profile` whose single values are well-formed. Goes out: flaws by their path in the TOML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from formgen.base.most_like import most_like
from formgen.declaration.blocks import FieldsBlock, LineBlock, SignBlock, TableBlock, placeholders, print_keys
from formgen.declaration.form_rules import (
    AtMostRule,
    EqualRule,
    FormRule,
    RatioRule,
    ScoreRule,
    ShareRule,
    SumRule,
)
from formgen.declaration.label_texts import labels_in
from formgen.declaration.profile import SPAN_KEYS, Profile
from formgen.declaration.profile_faults import Flaw, nearest
from formgen.messages import profile as say
from formgen.messages.checks import TITLES

TEXT_KEYS = ("year", *SPAN_KEYS, *(f"department.{k}" for k in ("name", "code", "contact", "phone")),
             *(f"filing.{k}" for k in ("date", "preparer", "head")))  # fmt: skip
"""What a text of the form may name beside the form's own fields."""

_FILE_KEYS = ("year", "department", "project")
_LEAST_FILLED = Decimal("0.9")
"""A table is drawn out to the paper's width from this share of it; a narrower one is a mistake."""


def find_flaws(profile: Profile) -> Iterator[Flaw]:
    """Everything that is wrong between one part of the profile and another."""
    yield from _years(profile)
    if profile.page.room <= 0:
        margins = profile.page.width - profile.page.room
        yield Flaw("page.width", say.NO_ROOM.format(margins=margins, width=profile.page.width))
        return  # widths that do not fit would be told for every block
    yield from _twice(profile)
    yield from _checks(profile)
    for index, block in enumerate(profile.blocks):
        path = f"block[{index}]"
        if isinstance(block, FieldsBlock):
            yield from _grid(block, profile, path)
        elif isinstance(block, TableBlock):
            yield from _table(block, profile, path)
        else:
            yield from _texts(block, profile, path)
        for at, text in labels_in(profile.written[index], path):
            yield from _names(placeholders(text), _text_keys(profile), at)
    for key, text in (("year_line", profile.year_line), ("title", profile.title)):
        yield from _names(placeholders(text), ("year",), key)
    for key, text in (("file_name", profile.file_name), ("appendix_file_name", profile.appendix_file_name)):
        yield from _names(placeholders(text), _FILE_KEYS, key)
    for index, rule in enumerate(profile.rules):
        yield from _rule(rule, profile, f"rule[{index}]")
    if not profile.scoring.grades or profile.scoring.grades[-1].from_ > 0:
        yield Flaw("scoring.grades", say.GRADES_OPEN)


def _years(profile: Profile) -> Iterator[Flaw]:
    if len(profile.years) == 2 and profile.years[0] > profile.years[1]:
        yield Flaw("years", say.YEARS_TURNED.format(first=profile.years[0], last=profile.years[1]))


def _checks(profile: Profile) -> Iterator[Flaw]:
    """Checks that are named and are none: one that is meant to be off would be made all the same."""
    known = tuple(TITLES)
    named = [("checks.off", check_id) for check_id in profile.checks.off]
    named += [(f"checks.severity.{check_id}", check_id) for check_id in profile.checks.severity]
    for path, check_id in named:
        if check_id not in known:
            near = most_like(check_id.upper(), known, 0.7)
            hint = say.NEAREST.format(near=near) if near else say.ALL_CHECKS
            yield Flaw(path, say.NO_CHECK.format(id=check_id), hint)


def _twice(profile: Profile) -> Iterator[Flaw]:
    """Keys, names and roles that stand twice."""
    keys = Counter(field.key for field in profile.facts)
    roles = Counter(field.meaning for field in profile.facts if field.meaning)
    names = Counter(block.name for block in profile.blocks if isinstance(block, TableBlock))
    for index, block in enumerate(profile.blocks):
        if isinstance(block, FieldsBlock):
            for row, fields in enumerate(block.rows):
                for number, field in enumerate(fields):
                    path = f"block[{index}].rows[{row}][{number}]"
                    if keys[field.key] > 1:
                        yield Flaw(f"{path}.key", say.KEY_TWICE.format(key=field.key))
                    elif field.meaning and roles[field.meaning] > 1:
                        yield Flaw(f"{path}.role", say.ROLE_TWICE.format(role=field.meaning))
        elif isinstance(block, TableBlock) and names[block.name] > 1:
            yield Flaw(f"block[{index}].name", say.KEY_TWICE.format(key=block.name))


def _grid(block: FieldsBlock, profile: Profile, path: str) -> Iterator[Flaw]:
    left = block.heading_width if block.heading and block.heading_at == "left" else Decimal(0)
    if block.widths:
        if len(block.widths) != block.cells:
            yield Flaw(f"{path}.widths", say.GRID_COUNT.format(found=len(block.widths), cells=block.cells))
        yield from _fits(sum(block.widths, left), profile, f"{path}.widths")
    elif block.label_width and not block.value_below:
        labels = max(len(row) for row in block.rows)
        if left + block.label_width * labels >= profile.page.room:
            yield Flaw(
                f"{path}.label_width",
                say.TOO_WIDE.format(total=block.label_width * labels, room=profile.page.room),
            )
    for row, fields in enumerate(block.rows):
        cells = sum(field.span + (0 if block.value_below else 1) for field in fields)
        if cells != block.cells:
            yield Flaw(
                f"{path}.rows[{row}]", say.GRID_ROW.format(row=row + 1, found=cells, cells=block.cells)
            )


def _fits(total: Decimal, profile: Profile, path: str) -> Iterator[Flaw]:
    room = profile.page.room
    if total > room:
        yield Flaw(path, say.TOO_WIDE.format(total=total, room=room))
    elif total < room * _LEAST_FILLED:
        yield Flaw(path, say.TOO_NARROW.format(total=total, room=room))


def table_width(block: TableBlock) -> Decimal:
    """The sum of a table's widths as given: of every side's columns, and of the row labels where they are."""
    sides = max(len(block.sides), 1)
    total = sum((column.width * (1 if column.shared else sides) for column in block.columns), Decimal(0))
    if block.heading and block.heading_at == "left":
        total += block.heading_width
    if block.fixed and block.row_width:
        total += block.row_width * sides
    return total


def _table(block: TableBlock, profile: Profile, path: str) -> Iterator[Flaw]:
    total, room = table_width(block), profile.page.room
    if block.fixed and not block.row_width:
        if total > room - 10 * max(len(block.sides), 1):
            yield Flaw(f"{path}.columns", say.NO_ROOM_FOR_ROWS.format(total=total, room=room))
    else:
        yield from _fits(total, profile, f"{path}.columns")
    keys = Counter(column.key for column in block.columns)
    known = list(dict.fromkeys(key for column in block.columns for key in (column.key, *print_keys(column))))
    rows = tuple(row.key for row in block.fixed)
    roles = Counter(column.meaning for column in block.columns if column.meaning)
    for index, column in enumerate(block.columns):
        at = f"{path}.columns[{index}]"
        if keys[column.key] > 1:
            yield Flaw(f"{at}.key", say.KEY_TWICE.format(key=column.key))
        elif column.meaning and roles[column.meaning] > 1:
            yield Flaw(f"{at}.role", say.ROLE_TWICE.format(role=column.meaning))
        if column.only and not rows:
            yield Flaw(f"{at}.only", say.ONLY_WITHOUT_ROWS)
        yield from _names(column.only if rows else (), rows, f"{at}.only")
        if column.print and not placeholders(column.print):
            yield Flaw(f"{at}.print", say.PRINT_NOTHING.format(text=column.print))
        if column.under and _is_torn(block, index):
            yield Flaw(f"{at}.under", say.UNDER_TORN.format(under=column.under))
    if block.levels >= len(block.columns):
        yield Flaw(f"{path}.levels", say.LEVELS.format(levels=block.levels, columns=len(block.columns)))
    yield from _names(placeholders(block.level_label), ("points", *known), f"{path}.level_label")
    if block.total_row:
        yield from _names(block.total_row.sum, tuple(keys), f"{path}.total_row.sum")
        yield from _not_numbers(block, block.total_row.sum, f"{path}.total_row.sum")
        yield from _names(block.total_row.plus, block.total_row.sum, f"{path}.total_row.plus")
        yield from _cells(block.total_row.plus.values(), profile, f"{path}.total_row.plus")
        if block.total_row.grade:
            yield from _names((block.total_row.grade,), tuple(keys), f"{path}.total_row.grade")
    for index, row in enumerate(block.fixed):
        yield from _names(row.preset, tuple(block.cells()), f"{path}.rows[{index}].preset")
    for key, count in Counter(rows).items():
        if count > 1:
            yield Flaw(f"{path}.rows", say.KEY_TWICE.format(key=key))
    if len(block.sides) not in (0, 2):
        yield Flaw(f"{path}.sides", say.SIDES)


def _is_torn(block: TableBlock, index: int) -> bool:
    """True where a column stands under a head that began and ended before it."""
    under = block.columns[index].under
    first = next(number for number, column in enumerate(block.columns) if column.under == under)
    return any(column.under != under for column in block.columns[first:index])


def _not_numbers(block: TableBlock, keys: Iterable[str], path: str) -> Iterator[Flaw]:
    for column in block.columns:
        if column.key in keys and not column.numeric:
            yield Flaw(path, say.NOT_NUMERIC.format(key=column.key))


def _texts(block: LineBlock | SignBlock, profile: Profile, path: str) -> Iterator[Flaw]:
    if not block.texts() and not (isinstance(block, SignBlock) and block.boxes):
        yield Flaw(path, say.EMPTY_BLOCK)
    for text in block.texts():
        yield from _names(placeholders(text), _text_keys(profile), path)


def _text_keys(profile: Profile) -> tuple[str, ...]:
    return (*TEXT_KEYS, *(field.key for field in profile.placed))


def _names(names: Iterable[str], known: tuple[str, ...], path: str) -> Iterator[Flaw]:
    for name in names:
        if name not in known:
            yield Flaw(path, say.NAMES_NOTHING.format(name=name), nearest(name, known))


# ── rules ─────────────────────────────────────────────────────────────────────────────────────────


def _rule(rule: FormRule, profile: Profile, path: str) -> Iterator[Flaw]:
    match rule:
        case SumRule(table="") | ShareRule(table=""):
            named = (rule.whole, *rule.parts) if isinstance(rule, SumRule) else rule.cells
            yield from _cells(named, profile, path)
        case SumRule():
            yield from _table_rule(rule.table, rule, profile, path)
        case RatioRule(table=""):
            yield from _cells((rule.of, rule.by, rule.result), profile, path)
        case ScoreRule(table=""):
            yield from _cells((rule.of, rule.points, rule.result), profile, path)
        case ScoreRule():
            yield from _row_rule(rule.table, (rule.of, rule.points, rule.result), rule.rows, profile, path)
        case RatioRule():
            yield from _row_rule(rule.table, (rule.of, rule.by, rule.result), rule.rows, profile, path)
        case ShareRule():
            yield from _row_rule(rule.table, (rule.column,), (), profile, path)
        case EqualRule():
            yield from _cells(rule.cells, profile, path)
        case AtMostRule():
            most = (rule.most,) if isinstance(rule.most, str) else ()
            yield from _cells((rule.cell, *most), profile, path)


def _table_rule(name: str, rule: SumRule, profile: Profile, path: str) -> Iterator[Flaw]:
    """By column where `columns` are given: whole and parts are rows; else by row: they are columns."""
    table = profile.tables.get(name)
    if table is None:
        yield Flaw(f"{path}.table", say.NO_TABLE.format(name=name), nearest(name, tuple(profile.tables)))
        return
    columns, rows = tuple(table.cells()), tuple(row.key for row in table.fixed)
    inner, outer = (rows, columns) if rule.columns else (columns, rows)
    yield from _names((rule.whole,), inner, f"{path}.whole")
    yield from _names(rule.parts, inner, f"{path}.parts")
    yield from _names(rule.columns or rule.rows, outer, f"{path}.{'columns' if rule.columns else 'rows'}")
    figures = rule.columns or (rule.whole, *rule.parts)
    yield from (Flaw(path, say.NOT_NUMERIC.format(key=key)) for key in figures
                if key in columns and not table.cells()[key].numeric)  # fmt: skip


def _row_rule(
    name: str, keys: tuple[str, ...], rows: tuple[str, ...], profile: Profile, path: str
) -> Iterator[Flaw]:
    table = profile.tables.get(name)
    if table is None:
        yield Flaw(f"{path}.table", say.NO_TABLE.format(name=name), nearest(name, tuple(profile.tables)))
        return
    yield from _names(keys, tuple(table.cells()), path)
    yield from _names(rows, tuple(row.key for row in table.fixed), f"{path}.rows")


def _cells(names: Iterable[str], profile: Profile, path: str) -> Iterator[Flaw]:
    known = tuple(cell_names(profile))
    yield from _names(names, known, path)


def cell_names(profile: Profile) -> Iterator[str]:
    """Every name by which a rule can call a figure: fields, cells of fixed rows, columns of free tables."""
    yield from (field.key for field in profile.facts)
    for table in profile.tables.values():
        for key in table.cells():
            if table.fixed:
                yield from (f"{table.name}.{row.key}.{key}" for row in table.fixed)
            else:
                yield f"{table.name}.{key}"
