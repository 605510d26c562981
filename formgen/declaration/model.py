"""The declaration, typed and frozen: what a department declares, and nothing about files or pages.

Made by `formgen.sources.build`; read by checks, scoring and view. Texts stand as declared (line ends as \\n);
numbers are decimals that keep their written places. The official label of a field lives in the
profile (`Profile.label`), for forms differ in it.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Any

from formgen.base.typed import Record, field


class Operator(StrEnum):
    """指标值类型."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    MORE = ">"
    LESS = "<"
    QUALITATIVE = "定性"


NO_VALUE = "无"
"""A row whose cells are all 无 declares its 二级指标 not applicable."""


class Part(Record, exact=True):
    """Base of all parts: no silent conversion."""


class Department(Part):
    """部门（单位）."""

    name: str
    duties: str = ""
    code: str = ""
    contact: str = ""
    phone: str = ""


class Goal(Part):
    """年度总体目标."""

    annual: str = ""


class Filing(Part):
    """填报: printed only where the profile's form has a place for it."""

    date: str = ""
    preparer: str = ""
    head: str = ""


class ArchiveSettings(Part):
    """全宗号 fonds, 保管期限 retention, 件号 item: set per unit, needed by `formgen archive` only."""

    fonds: str = ""
    retention: str = ""
    item: str = ""


def is_rule_sentence(text: str) -> bool:
    """Whether a 规则 cell is meant as a sentence (得满分，每超1%扣…), not as a table of keys."""
    return "分" in text and "kind" not in text and not text.strip().startswith("{")


class Indicator(Part):
    """One row of the form.

    A row with faults is still a row: what cannot be read as its field wants it is kept as the text that
    was seen, and a finding says so. operator (指标值类型): a text where it is none of them, "" where it is
    empty. target (指标值): a number, or text where the operator is 定性 (a text under a numeric operator is
    kept and found by the checks). points (分值): optional column. rule (规则): optional, as declared;
    `formgen.scoring` gives it its type. actual, score, reason (实际完成值、得分、偏差原因): of forms that are
    themselves a self-evaluation. cells: the row's other columns, by their keys in the profile.
    """

    level1: str
    level2: str
    level3: str
    operator: Operator | str
    target: Decimal | str
    unit: str = ""
    explanation: str = ""
    scoring: str = ""
    remark: str = ""
    points: Decimal | str | None = None
    rule: dict[str, Any] | str | None = None
    actual: Decimal | str | None = None
    score: Decimal | str | None = None
    reason: str = ""
    cells: dict[str, Any] = field(factory=dict)

    @property
    def numeric_points(self) -> Decimal | None:
        """The 分值 column, where it is a number."""
        return self.points if isinstance(self.points, Decimal) else None

    @property
    def rule_table(self) -> dict[str, Any] | None:
        """The 规则 column, where it is a table."""
        return self.rule if isinstance(self.rule, dict) else None

    @property
    def rule_sentence(self) -> str:
        """The 规则 column, where it is a sentence in standard wording; "" where it is not."""
        return self.rule if isinstance(self.rule, str) and is_rule_sentence(self.rule) else ""

    @property
    def declares_rule(self) -> bool:
        """Whether the 规则 column says a rule, as a table or as a sentence."""
        return self.rule_table is not None or bool(self.rule_sentence)

    @property
    def not_applicable(self) -> bool:
        """True for a row that is 无 throughout, or 无 as 三级指标 with nothing but 无 beside it: not scored,
        not counted."""
        others = (self.target, self.unit, self.explanation, self.scoring)
        return self.level3 == NO_VALUE and all(text in ("", NO_VALUE) for text in others)

    @property
    def none_in_part(self) -> bool:
        """True for a row that is not applicable though some of its cells are empty."""
        others = (self.target, self.explanation, self.scoring)
        return self.not_applicable and any(text == "" for text in others)


ROW_ROLES = tuple(name for name in Indicator.model_fields if name != "cells")
"""What the cell of a row can mean."""


class Declaration(Part):
    """One form of one department and year. What its profile gives a role is typed here; fields, tables: its
    other values, by their keys (a free table as a tuple of rows, one of fixed rows by their keys). Empty
    values are left out. project: the project's name, where the form is of one. year_seen: what stands where the year cannot be read
    ("" where it can); then year is only what is reckoned with, and the other is printed."""

    profile: str
    year: int
    department: Department
    goal: Goal
    indicators: tuple[Indicator, ...]
    filing: Filing = Filing()
    archive: ArchiveSettings = ArchiveSettings()
    project: str = ""
    fields: dict[str, Any] = field(factory=dict)
    tables: dict[str, Any] = field(factory=dict)
    year_seen: str = ""

    @property
    def year_text(self) -> str:
        """The year as it is printed."""
        return self.year_seen or str(self.year)


def number_text(value: Decimal) -> str:
    """A number as declared: its written places, never an exponent."""
    return f"{value:f}"
