"""Raw values → Declaration, typed and frozen, with every fault at once.

Comes in: what a source read (`sources.read_file`). Goes out: a `Reading`. Nothing is guessed: what could
only be read by normalising it leaves a note (READ-01), what cannot be read is a fault with its place
(READ-03), and stands as it was seen. One fault never hides another: a declaration with faults is still a
declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.lazy_pattern import lazy
from formgen.base.records import sealed
from formgen.declaration.findings import Finding
from formgen.declaration.model import (
    NO_VALUE,
    Declaration,
    Indicator,
    Operator,
)
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.sums import DeclaredSum
from formgen.declaration.values import GROUPS, field_homes, field_key, row_keys
from formgen.messages import reading as say
from formgen.sources.cells import (
    join_word,
    number_fits,
    read_number,
    read_operator,
    same_unit,
    split_label_points,
    split_unit,
    unit_scale,
)
from formgen.sources.field_reader import CHARACTER_ID, Desk, seen_text
from formgen.sources.keys import report_unknown_keys
from formgen.sources.raw import MOST_ROWS, RawDeclaration, Scaled
from formgen.sources.recipe import NO_RECIPE, Recipe
from formgen.sources.standard_wordings import write_standard_wording
from formgen.sources.tables import read_cells, read_fields, read_tables, row_paths

_NONE_ROW = ("level3", "target", "explanation", "scoring")
_SEAL = lazy(
    r"^\s*[（(]\s*(?:单位|部门)?\s*(?:加?盖章?|公章|盖公章|签章|印章)\s*(?:处)?\s*[)）]\s*"
    r"|\s*[（(]\s*(?:单位|部门)?\s*(?:加?盖章?|公章|盖公章|签章|印章)\s*(?:处)?\s*[)）]\s*$|\s+(?:单位)?(?:盖章|公章)[:：]?\s*$"
)
_YEAR_SHOWN = 30


@sealed(frozen=True, slots=True)
class Reading:
    """A declaration as read. places: field path → where it stands, for people; a field that the file
    leaves out stands where its row or table begins. notes: what was normalised. faults: what could not be
    read, error-grade. sums: points stated for several rows. part: the sheet, where a file holds several
    declarations. recipe: what a finished file was made with. unprintable: some text holds what no form may print; not even a draft is made of it."""

    declaration: Declaration
    profile: Profile
    places: Mapping[str, str]
    notes: tuple[Finding, ...]
    part: str
    faults: tuple[Finding, ...] = ()
    sums: tuple[DeclaredSum, ...] = ()
    recipe: Recipe = NO_RECIPE

    @property
    def unprintable(self) -> bool:
        return any(fault.id == CHARACTER_ID for fault in self.faults) or (
            len(self.declaration.indicators) >= MOST_ROWS
        )


def build(raw: RawDeclaration, *, as_it_stands: bool = False) -> Reading:
    """The declaration these values make, with every fault of the source and of the values. as_it_stands: rows
    with a rule and no wording get none; for what a file carries, which is compared with what it shows."""
    desk = Desk(raw)
    report_unknown_keys(desk)
    sums = _LabelSums(desk)
    year, year_seen = _year(desk)
    project = raw.profile.field_keys.get("project")
    declaration = Declaration(
        profile=raw.profile.id,
        year=year,
        **_parts(desk, raw.profile),
        indicators=_indicators(desk, raw, sums, as_it_stands=as_it_stands),
        project=desk.text(project) if project else "",
        fields=read_fields(desk),
        tables=read_tables(desk),
        year_seen=year_seen,
    )
    places = {path: desk.place(path) for path in (*_paths(declaration, raw.profile), *raw.values)}
    return Reading(
        declaration,
        raw.profile,
        places,
        tuple(desk.notes),
        raw.part,
        desk.faults_in_file_order(),
        (*raw.sums, *sums.of(declaration)),
        raw.recipe,
    )


def require_whole(reading: Reading) -> Reading:
    """The same reading. Raises UnreadableInput where something that the file holds found no place in the
    declaration (an unknown key, a cell beside the form): for those who put the one for the other."""
    lost = [item for item in reading.faults if item.field not in reading.places]
    if lost:
        faults = [Fault(item.message, item.place, item.field, item.hint) for item in lost]
        raise UnreadableInput(say.FAULTY.format(count=len(faults)), faults)
    return reading


class _LabelSums:
    """Points that stand in labels: 产出指标（40分）."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.found: dict[tuple[str, ...], dict[Decimal, tuple[str, str]]] = {}

    def take(self, path: str, text: str, above: str = "") -> str:
        """The label at this path as one word, without its points. above: the 一级指标 of a 二级."""
        word = join_word(text).strip()
        if not word:
            return text
        parts = split_label_points(word)
        if parts is not None:
            label, points = parts
            group = (above, label) if above else (label,)
            self.found.setdefault(group, {}).setdefault(points, (word, self.desk.place(path)))
            self.desk.note(path, say.LABEL_POINTS, text=word, word=label, points=f"{points:f}")
            return label
        if word != text:
            self.desk.note(path, say.WORD_JOINED, text=show_breaks(text), word=word)
        return word

    def of(self, declaration: Declaration) -> Iterator[DeclaredSum]:
        for group, stated in self.found.items():
            rows = tuple(
                index
                for index, row in enumerate(declaration.indicators)
                if (row.level1, row.level2)[: len(group)] == group
            )
            for points, (label, place) in stated.items():
                yield DeclaredSum(label, points, place, (rows,))


def show_breaks(text: str) -> str:
    """A text on one line, for a sentence."""
    return text.replace("\n", "↵")


def _parts(desk: Desk, profile: Profile) -> dict[str, Any]:
    """Department, goal, filing and archive, each text from where the profile has it."""
    texts: dict[str, dict[str, str]] = {group: {} for group in GROUPS}
    name = field_key(profile, "name")
    for key, (group, attribute) in field_homes(profile).items():
        texts[group][attribute] = _name(desk, key) if key == name else desk.text(key)
    return {group: part(**texts[group]) for group, part in GROUPS.items()}


def _name(desk: Desk, path: str) -> str:
    """The unit's name without the place for its seal, which stands in the same cell on paper."""
    text = desk.text(path)
    name = without_seal(text)
    if name != text and name.strip():
        note = say.NAME_SEAL if _SEAL.search(text) else say.NAME_BREAKS
        desk.note(path, note, text=show_breaks(text), name=show_breaks(name))
        return name
    return text


def without_seal(name: str) -> str:
    """A unit's name alone: 示例局（盖章） → 示例局."""
    return _SEAL.sub("", name).strip("\n")


def _year(desk: Desk) -> tuple[int, str]:
    """The year, and what stands there where it cannot be read."""
    value = desk.value("year")
    if value is None:
        if not desk.is_faulty("year"):
            desk.note("year", say.YEAR_FROM_PROFILE, year=desk.profile.year)
        return desk.profile.year, ""
    number = read_number(value) if isinstance(value, str) else value
    year = _whole_year(number)
    if year is None:
        if not desk.is_faulty("year"):
            desk.fault("year", say.WANT_YEAR, say.WRITE_YEAR, value=_shorten(seen_text(value)))
        return desk.profile.year, _shorten(seen_text(value))
    if isinstance(value, str):
        desk.note("year", say.YEAR_FROM_TEXT, text=value, year=year)
    return year, ""


def _whole_year(number: object) -> int | None:
    """The number as a year of four digits, else None. Its size is looked at before it is converted."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return None
    if isinstance(number, Decimal) and not number_fits(number):
        return None
    if not 1000 <= number <= 9999 or number != int(number):
        return None
    return int(number)


def _shorten(text: str) -> str:
    text = show_breaks(text)
    return text if len(text) <= _YEAR_SHOWN else f"{text[:_YEAR_SHOWN]}…"


def _indicator(desk: Desk, path: str, sums: _LabelSums) -> Indicator:
    """One row, whatever stands in it."""
    at = {role: f"{path}.{key}" for role, key in row_keys(desk.profile).items()}
    level1, level2, level3, unit, explanation, scoring, remark, reason = (
        desk.text(at[name])
        for name in ("level1", "level2", "level3", "unit", "explanation", "scoring", "remark", "reason")
    )
    level1 = sums.take(at["level1"], level1)
    level2 = sums.take(at["level2"], level2, level1)
    operator = _operator(desk, at)
    target = desk.target(at["target"])
    unit = _unit(desk, at["unit"], unit)
    if isinstance(target, str) and operator is not Operator.QUALITATIVE:
        target, unit = _read_target(desk, at["target"], target, unit)
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        operator=operator,
        target=target,
        unit=unit,
        explanation=explanation,
        scoring=scoring,
        remark=remark,
        points=desk.points(at["points"]),
        rule=desk.table(at["rule"]),
        actual=_actual(desk, at["actual"]),
        score=desk.points(at["score"]),
        reason=reason,
        cells=read_cells(desk, INDICATORS, path, leave_out=frozenset(row_keys(desk.profile).values())),
    )


def _actual(desk: Desk, path: str) -> Decimal | str | None:
    value = desk.target(path)
    return None if value == "" else value


def _indicators(
    desk: Desk, raw: RawDeclaration, sums: _LabelSums, *, as_it_stands: bool
) -> tuple[Indicator, ...]:
    """The rows, each with the wording of its rule where it declares only the rule."""
    paths = row_paths(raw.values, INDICATORS)
    if len(paths) > MOST_ROWS:
        message = say.TOO_MANY_ROWS.format(limit=MOST_ROWS)
        desk.add(INDICATORS, desk.place(paths[MOST_ROWS]), message, say.TOO_MANY_ROWS_HINT)
    rows = tuple(_indicator(desk, path, sums) for path in paths[:MOST_ROWS])
    if as_it_stands:
        return rows
    written = []
    for index, row in enumerate(rows):
        field = f"{INDICATORS}[{index}].{row_keys(desk.profile)['scoring']}"
        after = row if desk.is_faulty(field) else write_standard_wording(row, desk.profile.scoring)
        if after is not row:
            desk.note(field, say.WORDING_FROM_RULE)
        written.append(after)
    return tuple(written)


def _unit(desk: Desk, path: str, unit: str) -> str:
    word = join_word(unit)
    if word != unit:
        desk.note(path, say.WORD_JOINED, text=show_breaks(unit), word=word)
    return word


def _operator(desk: Desk, at: Mapping[str, str]) -> Operator | str:
    """指标值类型; the text that stands there where it is none of them. An empty one is REQ-01's matter."""
    field = at["operator"]
    text = desk.text(field)
    if text.strip() in ("", NO_VALUE) and _says_none(desk, at):
        desk.note(field, say.OPERATOR_OF_NONE)
        return Operator.QUALITATIVE
    operator = read_operator(text)
    if operator is None:
        if text.strip() and not desk.is_faulty(field):
            desk.fault(field, say.UNKNOWN_OPERATOR, say.WRITE_OPERATOR, text=_shorten(text))
        return text if text.strip() else ""
    if operator != text:
        desk.note(field, say.OPERATOR_READ, text=show_breaks(text), operator=operator.value)
    return operator


def _says_none(desk: Desk, at: Mapping[str, str]) -> bool:
    return all(desk.value(at[name]) == NO_VALUE for name in _NONE_ROW)


def _read_target(desk: Desk, field: str, text: str, unit: str) -> tuple[Decimal | str, str]:
    """A text under a numeric operator: the number in it, with the unit that stands behind it; as typed
    where it is no number or the unit column says something else (the checks speak of it)."""
    raw = desk.value(field)
    if isinstance(raw, Scaled):
        return _read_scaled(desk, field, raw, unit)
    number = read_number(text)
    if number is not None:
        desk.note(field, say.NUMBER_FROM_TEXT, text=text, number=f"{number:f}")
        return number, unit
    parts = split_unit(text)
    if parts is None or (unit.strip() and not same_unit(unit, parts[1])) or _is_year(*parts):
        return text, unit
    number, inside = parts
    unit = unit if unit.strip() else inside
    desk.note(field, say.UNIT_SPLIT, text=text, number=f"{number:f}", unit=unit)
    return number, unit


def _read_scaled(desk: Desk, field: str, raw: Scaled, unit: str) -> tuple[Decimal | str, str]:
    """400.0万元 for 4000000: the number seen, where the unit in the format or in its own cell is as many
    times larger; else a fault that names both numbers."""
    number = read_number(raw.text)
    parts = (number, "") if number is not None else split_unit(raw.text)
    inside = parts[1] if parts else ""
    told = inside or unit.strip()
    differs = bool(inside and unit.strip()) and not same_unit(unit, inside)
    if parts is None or differs or unit_scale(told) != raw.scale:
        desk.fault(field, say.SCALED_DOUBT, say.SCALED_HINT, text=raw.text, stored=raw.stored, unit=unit)
        return raw.text, unit
    unit = unit if unit.strip() else inside
    desk.note(field, say.SCALED_READ, text=raw.text, stored=raw.stored, number=f"{parts[0]:f}", unit=unit)
    return parts[0], unit


def _is_year(number: Decimal, unit: str) -> bool:
    """True for 2023年: a date, not an amount."""
    return unit.startswith("年") and Decimal(1900) <= number <= Decimal(2100)


def _paths(declaration: Declaration, profile: Profile) -> list[str]:
    """Every field path that something may be said of, groups included."""
    paths = ["profile", "year", INDICATORS, *GROUPS, *field_homes(profile)]
    paths += [field.key for field in profile.facts]
    keys = {
        *row_keys(profile).values(),
        *(profile.indicator_table.cells() if profile.indicator_table else ()),
    }
    for index in range(len(declaration.indicators)):
        row = f"{INDICATORS}[{index}]"
        paths += [row, *(f"{row}.{key}" for key in keys)]
    return paths
