"""指标值: numbers, units, directions, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from formgen.base.lazy_pattern import lazy
from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.checks.wordlists import (
    GROWING_NAMES,
    KNOWN_UNITS,
    NO_UNIT,
    UNIT_RULES,
    VAGUE,
    expected_direction,
)
from formgen.checks.words import DOWNWARD, NUMERIC, PERCENT_WORDS, plain_name, plain_unit
from formgen.declaration.findings import Severity
from formgen.declaration.model import Indicator, Operator
from formgen.messages import checks as say
from formgen.scoring.numbers import show
from formgen.sources.cells import narrow, read_number, split_unit, vague_words

_RATIO_KINDS = ("threshold_linear", "proportional", "over_budget")
_DATE = lazy(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?(?=$|[\s前底末日至到~—-]|以前|之前))"
)
_SIGNED_NUMBER = lazy(r"(?:[≥≤<>=＞＜＝≧≦]|>=|<=)\s*[\d０-９].*")
_COUNT_IN_NAME = lazy(
    r"(?<![\d年月第])(?<![A-Za-z])[≥≤>]?(\d[\d,]*(?:\.\d+)?)(?:余|多)?(万?(?:人次|人|名|户次|户|家|次|场次|场|期|件|批次|批|台套|台|套|座|公里|亩|平方米|万元|亿元|个百分点|%|％))"
)  # fmt: skip
_FIRM_NAMES = lazy('千家万户|万人|[“”《》"]|以上|以下|每')
_LONGEST_NAME = 200
HUNDRED = Decimal(100)


_A_DIGIT = lazy(r"\d")
_RANGE = lazy(r"\d[\d,.]*\s*[^\d\s]{0,4}\s*[-–—~～至到]\s*\d[\d,.]*\s*\D{0,6}")
_NO_TIME_UNIT = NO_UNIT | {"时间", "日期", "年月", "年", "月", "日", "年月日"}


def _has_date(text: str) -> bool:
    return _DATE.search(text) is not None


def _number_date(row: Indicator) -> str:
    """The date that a number without a unit stands for (2023.12, 20231231), "" for any other number."""
    target = row.target
    if not isinstance(target, Decimal) or plain_unit(row) not in _NO_TIME_UNIT:
        return ""
    text = f"{target:f}"
    month = _MONTH_NUMBER.fullmatch(text)
    if month and 1 <= int(month[2]) <= 12:
        return say.MONTH_SHOWN.format(year=month[1], month=int(month[2]))
    day = _DAY_NUMBER.fullmatch(text)
    if day and 1 <= int(day[2]) <= 12 and 1 <= int(day[3]) <= 31:
        return say.DAY_SHOWN.format(year=day[1], month=int(day[2]), day=int(day[3]))
    return ""


_MONTH_NUMBER = lazy(r"((?:19|20)\d{2})\.(\d{1,2})")
_DAY_NUMBER = lazy(r"((?:19|20)\d{2})(\d{2})(\d{2})")


def find_missing_numbers(subject: Subject) -> Iterator[Hit]:
    """VAL-01."""
    for _, path, row in subject.rows():
        target, label = row.target, subject.role_label("target")
        text = target.strip() if isinstance(target, str) else ""
        if row.operator is Operator.QUALITATIVE:
            if (isinstance(target, Decimal) and not _number_date(row)) or _is_quantity(text):
                message = say.NUMBER_UNDER_QUALITATIVE.format(label=label, text=target)
                yield Hit(subject.cell(path, "target"), message, say.NUMBER_UNDER_QUALITATIVE_HINT)
        elif text and row.operator in NUMERIC and not _has_date(text):
            parts = split_unit(text)
            words = "".join(vague_words(text))
            if words and _A_DIGIT.search(text):
                message = say.OPEN_NUMBER.format(label=label, text=text, words=words)
                hint = say.OPEN_NUMBER_HINT
            elif _RANGE.fullmatch(narrow(text)):
                message = say.RANGE.format(label=label, text=text)
                hint = say.RANGE_HINT
            elif parts is not None:
                number, unit = parts
                message = say.UNIT_IN_VALUE.format(label=label, text=text, unit=row.unit.strip())
                hint = say.UNIT_IN_VALUE_HINT.format(number=f"{number:f}", unit=unit)
            else:
                message = say.NO_NUMBER.format(label=label, text=text, operator=row.operator)
                hint = say.NO_NUMBER_HINT
            yield Hit(subject.cell(path, "target"), message, hint)


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
            message = say.TARGET_IN_NAME.format(label=subject.role_label("level3"), text=found.group())
            yield Hit(subject.cell(path, "level3"), message, say.TARGET_IN_NAME_HINT, Severity.WARNING)


def find_number_faults(subject: Subject) -> Iterator[Hit]:
    yield from find_missing_numbers(subject)
    yield from find_counts_in_names(subject)


def find_odd_units(subject: Subject) -> Iterator[Hit]:
    """VAL-02."""
    for _, path, row in subject.rows():
        if row.operator not in NUMERIC:
            continue
        unit, label = plain_unit(row), subject.role_label("unit")
        if unit.lower() in PERCENT_WORDS:
            message = say.PERCENT_IN_WORDS.format(label=label, unit=row.unit.strip())
            yield Hit(subject.cell(path, "unit"), message, say.PERCENT_IN_WORDS_HINT)
        elif unit in NO_UNIT:
            if isinstance(row.target, Decimal):
                yield Hit(subject.cell(path, "unit"), say.NO_UNIT.format(label=label), _unit_hint(row))
        else:
            rule = _unit_rule(row)
            if rule is not None and not rule[1].search(unit):
                message = say.UNIT_UNFIT.format(name=row.level3.strip(), unit=row.unit.strip())
                yield Hit(subject.cell(path, "unit"), message, say.UNIT_HINT.format(units=rule[2]))


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
            yield Hit(
                subject.cell(path, "operator"), message, say.DIRECTION_HINT.format(wanted=expected.wanted)
            )


def find_odd_values(subject: Subject) -> Iterator[Hit | Unknown]:
    """VAL-04."""
    for index, path, row in subject.rows():
        target = row.target
        name = plain_name(row) or ""
        if isinstance(target, str):
            text = target.strip()
            if row.operator is not Operator.QUALITATIVE or _has_date(text):
                continue
            if VAGUE.fullmatch("".join(text.split())):
                yield Hit(subject.cell(path, "target"), say.VAGUE.format(text=text), say.VAGUE_HINT)
            elif _open_quantity(text) and not _is_quantity(text):  # that one is VAL-01's
                words = "".join(vague_words(text))
                message = say.OPEN_UNDER_QUALITATIVE.format(text=text, words=words)
                yield Hit(subject.cell(path, "target"), message, say.OPEN_UNDER_QUALITATIVE_HINT)
        elif plain_unit(row) == "%" and target > HUNDRED and row.operator in NUMERIC and name:
            if not GROWING_NAMES.search(name):
                yield Hit(
                    subject.cell(path, "target"),
                    say.OVER_HUNDRED.format(target=f"{target:f}"),
                    say.OVER_HUNDRED_HINT,
                )
        elif target == 0 and subject.rules is None:
            yield Unknown(say.ZERO_NOT_CHECKED)
        elif target == 0:
            rule = subject.rules[index].rule if subject.rules else None
            if rule is not None and rule.kind in _RATIO_KINDS:
                yield Hit(subject.cell(path, "target"), say.ZERO_TARGET, say.ZERO_TARGET_HINT)


def _open_quantity(text: str) -> bool:
    """True for a quantity with a word that leaves it open and nothing more: 约95%, 3000余人."""
    bare = "".join(text.split())
    for word in vague_words(bare):
        bare = bare.replace(word, "")
    parts = split_unit(bare)
    return bare != "".join(text.split()) and (
        read_number(bare) is not None or (parts is not None and parts[1] in KNOWN_UNITS)
    )


def find_fractions_of_percent(subject: Subject) -> Iterator[Hit]:
    """VAL-07."""
    for _, path, row in subject.rows():
        target = row.target
        if isinstance(target, Decimal) and plain_unit(row) == "%" and 0 < target <= 1:
            if _SMALL_RATES.search("".join(row.level3.split())) or row.operator in DOWNWARD:
                continue
            message = say.FRACTION.format(target=f"{target:f}")
            yield Hit(
                subject.cell(path, "target"), message, say.FRACTION_HINT.format(percent=show(target * 100))
            )


_SMALL_RATES = lazy(
    "(?:死亡|事故|差错|投诉|失业|自然增长|增长|增幅|增速|提高|提升|下降|降低|发生|感染|误差|偏差)(?:率|比例|幅度|幅)?$"
)
"""Rates of one percent and less are meant."""


def find_odd_dates(subject: Subject) -> Iterator[Hit]:
    """VAL-05."""
    year = subject.declaration.year
    known = not subject.declaration.year_seen
    if known and not subject.profile.serves(year):
        served = _years_shown(subject.profile.years)
        message = say.OTHER_YEAR_FORM.format(year=year, form=served)
        yield Hit("year", message, say.OTHER_YEAR_FORM_HINT.format(form=served))
    for _, path, row in subject.rows():
        if not isinstance(row.target, str):
            shown = _number_date(row)
            if shown and (row.operator in NUMERIC or row.operator is Operator.QUALITATIVE):
                message = say.NUMBER_IS_DATE.format(target=f"{row.target:f}", date=shown)
                yield Hit(subject.cell(path, "target"), message, say.NUMBER_IS_DATE_HINT.format(date=shown))
            continue
        years = [int(found) for found in _DATE.findall(row.target)]
        text = row.target.strip()
        if known and years and year not in years:
            message = say.DATE_OUTSIDE.format(text=text, year=year)
            yield Hit(subject.cell(path, "target"), message, say.DATE_OUTSIDE_HINT.format(year=year))
        if years and row.operator in NUMERIC:
            message = say.DATE_UNDER_NUMBER.format(text=text, operator=row.operator)
            yield Hit(subject.cell(path, "target"), message, say.DATE_UNDER_NUMBER_HINT)


def _years_shown(years: tuple[int, ...]) -> str:
    if len(years) == 1:
        return say.YEARS_FROM.format(first=years[0])
    return say.YEARS_TO.format(first=years[0], last=years[1])


def find_units_that_repeat(subject: Subject) -> Iterator[Hit]:
    """VAL-06."""
    for _, path, row in subject.rows():
        unit = row.unit.strip()
        if row.operator is Operator.QUALITATIVE and unit not in NO_UNIT and unit == str(row.target).strip():
            yield Hit(subject.cell(path, "unit"), say.UNIT_REPEATS.format(unit=unit), say.UNIT_REPEATS_HINT)


CHECKS = (
    Check("VAL-01", Severity.ERROR, say.SOURCE_INDICATORS, find_number_faults),
    Check("VAL-02", Severity.WARNING, say.SOURCE_INDICATORS, find_odd_units),
    Check("VAL-03", Severity.WARNING, say.SOURCE_PRACTICE, find_wrong_directions),
    Check("VAL-04", Severity.WARNING, say.SOURCE_PRACTICE, find_odd_values),
    Check("VAL-05", Severity.WARNING, say.SOURCE_PRACTICE, find_odd_dates),
    Check("VAL-06", Severity.NOTE, say.SOURCE_PRACTICE, find_units_that_repeat),
    Check("VAL-07", Severity.WARNING, say.SOURCE_PRACTICE, find_fractions_of_percent),
)
