"""指标值: numbers, units, directions, dates.

Called by `run_checks` through `CHECKS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.checks.wordlists import (
    GROWING_NAMES,
    KNOWN_UNITS,
    NO_UNIT,
    UNIT_RULES,
    VAGUE,
    expected_direction,
)
from formgen.checks.words import NUMERIC, PERCENT_WORDS, plain_name, plain_unit
from formgen.declaration.findings import Severity
from formgen.declaration.model import Indicator, Operator
from formgen.messages import checks as say
from formgen.sources.cells import split_unit

_RATIO_KINDS = ("threshold_linear", "proportional", "over_budget")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?(?=$|[\s前底末日至到~—-]|以前|之前))"
)
_SIGNED_NUMBER = re.compile(r"(?:[≥≤<>=＞＜＝≧≦]|>=|<=)\s*[\d０-９].*")
_COUNT_IN_NAME = re.compile(
    r"(?<![\d年月第])(?<![A-Za-z])[≥≤>]?(\d[\d,]*(?:\.\d+)?)(?:余|多)?(万?(?:人次|人|名|户次|户|家|次|场次|场|期|件|批次|批|台套|台|套|座|公里|亩|平方米|万元|亿元|个百分点|%|％))"
)  # fmt: skip
_FIRM_NAMES = re.compile('千家万户|万人|[“”《》"]|以上|以下|每')
_LONGEST_NAME = 200
HUNDRED = Decimal(100)


def _has_date(text: str) -> bool:
    return _DATE.search(text) is not None


def find_missing_numbers(subject: Subject) -> Iterator[Hit]:
    """VAL-01."""
    for _, path, row in subject.rows():
        target, label = row.target, subject.label("target")
        text = target.strip() if isinstance(target, str) else ""
        if row.operator is Operator.QUALITATIVE:
            if isinstance(target, Decimal) or _is_quantity(text):
                message = say.NUMBER_UNDER_QUALITATIVE.format(label=label, text=target)
                yield Hit(f"{path}.target", message, say.NUMBER_UNDER_QUALITATIVE_HINT)
        elif text and not _has_date(text):
            parts = split_unit(text)
            if parts is not None:
                number, unit = parts
                message = say.UNIT_IN_VALUE.format(label=label, text=text, unit=row.unit.strip())
                hint = say.UNIT_IN_VALUE_HINT.format(number=f"{number:f}", unit=unit)
            else:
                message = say.NO_NUMBER.format(label=label, text=text, operator=row.operator)
                hint = say.NO_NUMBER_HINT
            yield Hit(f"{path}.target", message, hint)


def _is_quantity(text: str) -> bool:
    """True for a text that is a number, with or without sign and unit, and nothing else."""
    if _has_date(text):
        return False
    if _SIGNED_NUMBER.fullmatch(text):
        return True
    parts = split_unit(text)
    if parts is not None:
        return parts[1] in KNOWN_UNITS
    return re.fullmatch(r"[+-]?\d[\d,]*(?:\.\d+)?", text) is not None


def find_counts_in_names(subject: Subject) -> Iterator[Hit]:
    """VAL-01, lesser: a target inside the name (参训230人)."""
    for _, path, row in subject.rows():
        name = "".join(row.level3.split())
        found = _COUNT_IN_NAME.search(name[:_LONGEST_NAME])
        if found and not _FIRM_NAMES.search(name):
            message = say.TARGET_IN_NAME.format(label=subject.label("level3"), text=found.group())
            yield Hit(f"{path}.level3", message, say.TARGET_IN_NAME_HINT, Severity.WARNING)


def find_number_faults(subject: Subject) -> Iterator[Hit]:
    yield from find_missing_numbers(subject)
    yield from find_counts_in_names(subject)


def find_odd_units(subject: Subject) -> Iterator[Hit]:
    """VAL-02."""
    for _, path, row in subject.rows():
        if row.operator not in NUMERIC:
            continue
        unit, label = plain_unit(row), subject.label("unit")
        if unit.lower() in PERCENT_WORDS:
            message = say.PERCENT_IN_WORDS.format(label=label, unit=row.unit.strip())
            yield Hit(f"{path}.unit", message, say.PERCENT_IN_WORDS_HINT)
        elif unit in NO_UNIT:
            if isinstance(row.target, Decimal):
                yield Hit(f"{path}.unit", say.NO_UNIT.format(label=label), _unit_hint(row))
        else:
            rule = _unit_rule(row)
            if rule is not None and not rule[1].search(unit):
                message = say.UNIT_UNFIT.format(name=row.level3.strip(), unit=row.unit.strip())
                yield Hit(f"{path}.unit", message, say.UNIT_HINT.format(units=rule[2]))


def _unit_rule(row: Indicator) -> tuple[re.Pattern[str], re.Pattern[str], str] | None:
    name = plain_name(row)
    if name is None:
        return None
    for names, units, shown, cost_only in UNIT_RULES:
        if names.search(name) and (not cost_only or "成本" in row.level2 + row.level1):
            return names, units, shown
    return None


def _unit_hint(row: Indicator) -> str:
    rule = _unit_rule(row)
    return say.UNIT_HINT.format(units=rule[2]) if rule else say.NO_UNIT_HINT


def find_wrong_directions(subject: Subject) -> Iterator[Hit]:
    """VAL-03."""
    for _, path, row in subject.rows():
        name = plain_name(row)
        expected = expected_direction(name, row) if name else None
        if expected is not None:
            message = say.DIRECTION.format(name=row.level3.strip(), operator=row.operator, why=expected.why)
            yield Hit(f"{path}.operator", message, say.DIRECTION_HINT.format(wanted=expected.wanted))


def find_odd_values(subject: Subject) -> Iterator[Hit | Unknown]:
    """VAL-04."""
    for index, path, row in subject.rows():
        target = row.target
        name = plain_name(row) or ""
        if isinstance(target, str):
            text = target.strip()
            if row.operator is Operator.QUALITATIVE and VAGUE.fullmatch("".join(text.split())):
                yield Hit(f"{path}.target", say.VAGUE.format(text=text), say.VAGUE_HINT)
        elif plain_unit(row) == "%" and target > HUNDRED and row.operator in NUMERIC and name:
            if not GROWING_NAMES.search(name):
                yield Hit(
                    f"{path}.target", say.OVER_HUNDRED.format(target=f"{target:f}"), say.OVER_HUNDRED_HINT
                )
        elif target == 0 and subject.rules is None:
            yield Unknown(say.ZERO_NOT_CHECKED)
        elif target == 0:
            rule = subject.rules[index].rule if subject.rules else None
            if rule is not None and rule.kind in _RATIO_KINDS:
                yield Hit(f"{path}.target", say.ZERO_TARGET, say.ZERO_TARGET_HINT)


def find_odd_dates(subject: Subject) -> Iterator[Hit]:
    """VAL-05."""
    year = subject.declaration.year
    if year != subject.profile.year:
        message = say.OTHER_YEAR_FORM.format(year=year, form=subject.profile.year)
        yield Hit("year", message, say.OTHER_YEAR_FORM_HINT.format(form=subject.profile.year))
    for _, path, row in subject.rows():
        if not isinstance(row.target, str):
            continue
        years = [int(found) for found in _DATE.findall(row.target)]
        text = row.target.strip()
        if years and year not in years:
            message = say.DATE_OUTSIDE.format(text=text, year=year)
            yield Hit(f"{path}.target", message, say.DATE_OUTSIDE_HINT.format(year=year))
        if years and row.operator in NUMERIC:
            message = say.DATE_UNDER_NUMBER.format(text=text, operator=row.operator)
            yield Hit(f"{path}.target", message, say.DATE_UNDER_NUMBER_HINT)


def find_units_that_repeat(subject: Subject) -> Iterator[Hit]:
    """VAL-06."""
    for _, path, row in subject.rows():
        unit = row.unit.strip()
        if row.operator is Operator.QUALITATIVE and unit not in NO_UNIT and unit == str(row.target).strip():
            yield Hit(f"{path}.unit", say.UNIT_REPEATS.format(unit=unit), say.UNIT_REPEATS_HINT)


CHECKS = (
    Check("VAL-01", Severity.ERROR, say.SOURCE_INDICATORS, find_number_faults),
    Check("VAL-02", Severity.WARNING, say.SOURCE_INDICATORS, find_odd_units),
    Check("VAL-03", Severity.WARNING, say.SOURCE_PRACTICE, find_wrong_directions),
    Check("VAL-04", Severity.WARNING, say.SOURCE_PRACTICE, find_odd_values),
    Check("VAL-05", Severity.WARNING, say.SOURCE_PRACTICE, find_odd_dates),
    Check("VAL-06", Severity.NOTE, say.SOURCE_PRACTICE, find_units_that_repeat),
)
