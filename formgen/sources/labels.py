"""Labels as people type them → field keys.

Comes in: a cell's text. Goes out: the key of the field whose label it is. Stars, blanks, line breaks,
full-width variants and a closing colon make no difference. The names people use besides the form's own
are data: labels.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from formgen.base.most_like import most_like
from formgen.declaration.profile import Profile
from formgen.declaration.values import STANDARD_KEYS
from formgen.messages import reading as say
from formgen.messages.fields import FIELD_LABELS
from formgen.sources.cells import INVISIBLE, narrow

SYNONYMS = Path(__file__).with_name("labels.toml")
_STARS = "*★※✱"
_LONGEST_HEAD = 100
"""Characters, padding included: every cell of a sheet is asked, and most texts are longer than any head."""

OWN, SYNONYM, DERIVED = range(3)
"""How a head was known: by the form's own label, by another name, by what is left without a bracket or
a year."""

_OPTIONAL_COLUMNS = ("points", "rule")
_OTHER_FACTS = (
    "year", "department.code", "department.contact", "department.phone", "filing.date", "filing.preparer",
    "filing.head", "archive.fonds", "archive.retention", "archive.item",
)  # fmt: skip
_YEAR_AT_END = re.compile(
    r"(?<=\S)\s+[(（]?(?:(?P<year>[12]\d{3}\s*年度)|(?P<date>[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日))[)）]?$"
)
BRACKET_AT_END = re.compile(r"\([^()]*\)$")
_MONEY_AT_END = re.compile(
    r"\s(?P<label>(?:金额|货币)?单位)\s*:\s*(?P<money>(?:人民币)?[十百千万亿]{0,2}元)\s*$"
)
"""填报单位：某某局    单位：万元 in one line."""

_UNIT_IN_HEAD = re.compile(r"\((?:(?:计量|金额)?单位:\s*(?P<unit>[^()]+)|(?P<money>[百千万亿]{0,2}元|%))\)$")
LABELLED = re.compile(r"\S\s*[:：]\s*\S")
"""什么：什么: somebody declares something there."""

YEAR_AT_START = re.compile(r"^(?:\d{4}年?度?|本年度?|当年度?)")


@lru_cache(maxsize=8192)
def plain_label(text: str) -> str:
    """The label without what people add to it."""
    folded = unicodedata.normalize("NFKC", text)
    joined = "".join(char for char in folded if not char.isspace() and char not in INVISIBLE)
    return joined.strip(_STARS).rstrip(":")


@cache
def synonyms() -> dict[str, Any]:
    """labels.toml, read once."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


def line_words(kind: str) -> tuple[str, ...]:
    """The words of labels.toml [lines] by which a line is known."""
    return tuple(synonyms()["lines"][kind])


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """key: "" for a label that declares nothing here (审核人：…)."""

    label: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Labels:
    """Plain label → key: facts (above the table, or below it) and columns of the table. own_*: the form's
    own labels. marks: any fact's label with its colon, in a narrowed text."""

    facts: dict[str, str]
    own_facts: frozenset[str]
    columns: dict[str, str]
    own_columns: frozenset[str]
    maybe: dict[str, str]
    marks: re.Pattern[str]

    def fact(self, text: str) -> str | None:
        """The key of the fact whose label this text is, a closing bracket （盖章） aside."""
        if len(text) > _LONGEST_HEAD:
            return None
        plain = plain_label(text)
        return self.facts.get(plain) or self.facts.get(BRACKET_AT_END.sub("", plain).rstrip(":"))

    def is_own_fact(self, text: str) -> bool:
        """Whether this is the form's own label of a fact, with or without its value behind it."""
        if len(text) > _LONGEST_HEAD:
            text = text[:_LONGEST_HEAD]
        return (
            plain_label(text) in self.own_facts
            or plain_label(narrow(text).partition(":")[0]) in self.own_facts
        )

    def column(self, text: str) -> str | None:
        found = self.match_column(text)
        return found[0] if found else None

    def match_column(self, text: str) -> tuple[str, int] | None:
        """Key of the column whose head this is, and how it was known (OWN, SYNONYM, DERIVED)."""
        if not text or len(text) > _LONGEST_HEAD:
            return None
        plain = plain_label(text)
        key = self.columns.get(plain)
        if key is not None:
            return key, OWN if plain in self.own_columns else SYNONYM
        bare = YEAR_AT_START.sub("", plain)
        if bare == plain and not plain.endswith(")"):
            return None
        key = self.columns.get(bare) or self.columns.get(BRACKET_AT_END.sub("", bare).strip(_STARS))
        return (key, DERIVED) if key else None

    def nearest_column(self, text: str) -> str | None:
        """The key of the column this head may mean; a person is asked."""
        plain = plain_label(text)
        if plain in self.maybe:
            return self.maybe[plain]
        near = most_like(plain, self.columns, 0.5)
        return self.columns[near] if near else None

    def split_facts(self, text: str) -> list[LabelledValue]:
        """单位负责人：张三 填报人：李四 in one cell → each with its value; none for any other text."""
        if "：" not in text and ":" not in text:
            return []
        found = list(self.marks.finditer(narrow(text)))
        if not found or narrow(text)[: found[0].start()].strip(f" \t\n{_STARS}"):
            return []
        money = _MONEY_AT_END.search(narrow(text), found[-1].end())
        ends = [mark.start() for mark in found[1:]] + [money.start() if money else len(text)]
        parts = [
            part
            for mark, end in zip(found, ends, strict=True)
            for part in _with_year(
                text[mark.start() : mark.end()].rstrip(" :：\t"),
                self.fact(mark.group()) or "",
                text[mark.end() : end].strip(" \t\n　;；,，"),
            )
        ]
        if money:
            parts.append(
                LabelledValue(
                    text[money.start("label") : money.end("label")], "", text[money.start("money") :].strip()
                )
            )
        return parts

    def split_fact(self, text: str) -> tuple[str, str] | None:
        """部门（单位）名称：某某局 in one cell → key and value; None for any other text, several labels
        among them."""
        found = self.split_facts(text)
        return (found[0].key, found[0].value) if len(found) == 1 and found[0].key else None


def unit_in_head(head: str) -> str:
    """指标值（单位：元） → 元; "" where the head names no unit."""
    match = _UNIT_IN_HEAD.search(narrow(head).strip())
    return (match["unit"] or match["money"]).strip() if match else ""


def _with_year(label: str, key: str, value: str) -> Iterator[LabelledValue]:
    """填报单位：示例局　　2023年度 → the unit and the year: a year or a date in the middle of a line bears no label."""
    tail = None if key == "year" else _YEAR_AT_END.search(value)
    if tail is None:
        yield LabelledValue(label, key, value)
        return
    yield LabelledValue(label, key, value[: tail.start()].rstrip())
    if tail["year"]:
        yield LabelledValue(say.YEAR_LABEL, "year", tail["year"])
    else:
        yield LabelledValue(say.DATE_LABEL, "", tail["date"])


def _by_plain_label(names: dict[str, Iterable[str]]) -> dict[str, str]:
    return {plain_label(name): key for key, known in names.items() for name in known}


def _marks_of(labels: Iterable[str]) -> re.Pattern[str]:
    """Any of the labels, longest first, blanks between its characters allowed, and a colon."""
    spaced = (r"\s*".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?:{'|'.join(spaced)})(?:\s*\([^()：:]{{1,6}}\))?\s*:")


@lru_cache(maxsize=8)
def _labels(
    facts: tuple[tuple[str, str], ...], columns: tuple[tuple[str, str], ...], spare: tuple[str, ...]
) -> Labels:
    known = synonyms()
    own_facts = {plain_label(label): key for key, label in facts}
    own_columns = {plain_label(label): key for key, label in columns}
    keys = {*own_facts.values(), *_OTHER_FACTS}
    others = {plain_label(FIELD_LABELS[key]): key for key in (*_OTHER_FACTS, *spare)}
    usual = {label: key for label, key in _by_plain_label(known["facts"]).items() if key in keys}
    every_fact = {**usual, **others, **own_facts}
    wanted = {*own_columns.values(), *_OPTIONAL_COLUMNS}
    optional = {plain_label(FIELD_LABELS[key]): key for key in _OPTIONAL_COLUMNS}
    every_column = {**_by_plain_label(known["columns"]), **optional, **own_columns}
    every_column = {label: key for label, key in every_column.items() if key in wanted}
    return Labels(
        every_fact,
        frozenset(own_facts),
        every_column,
        frozenset({*own_columns, *optional}),
        {plain_label(label): key for label, key in known["maybe"].items()},
        _marks_of({*every_fact, *map(plain_label, line_words("asides"))}),
    )


def labels_of(profile: Profile) -> Labels:
    """The labels of a form, and those of what every form may carry besides."""
    return _labels(
        tuple((fact.key, fact.label) for fact in profile.facts),
        tuple((column.key, column.label) for column in profile.columns),
        tuple(_spare_facts(profile)),
    )


def _spare_facts(profile: Profile) -> Iterator[str]:
    """What every declaration may say and this form has no field for; not where a heading of the form is called
    so."""
    headings = {plain_label(getattr(block, "heading", "")) for block in profile.blocks}
    for role, key in STANDARD_KEYS.items():
        if role not in profile.field_keys and plain_label(FIELD_LABELS[key]) not in headings:
            yield key
