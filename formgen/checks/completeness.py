"""完整性: what is missing, or filled with something that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from formgen.base.lazy_pattern import lazy
from formgen.checks.registry import Check, Hit, Subject
from formgen.declaration.blocks import TableBlock, print_keys
from formgen.declaration.figures import Figures
from formgen.declaration.findings import Severity
from formgen.declaration.model import NO_VALUE
from formgen.declaration.paths import INDICATORS
from formgen.declaration.values import field_values, homeless, row_keys
from formgen.messages import checks as say

_WHOLE = lazy(
    r"同(?:上|前|左|下)|见上|如上|略|待定|待补充?|待填写?|待完善|暂缺|暂未确定|请填写|请输入.*|示例文字|"
    r"TBD|N/?A|[.．…⋯。·]{2,}|…|[-—－_/\\*＊?？]{1,}",
    re.IGNORECASE,
)
_LEFTOVER = lazy(
    r"(?<![A-Za-zＸｘ×Xx])[XxＸｘ]{2,}(?![A-Za-z])|[×✕]{2,}|[*＊]{3,}|_{3,}|〇〇|○○|"
    r"^[（(](?:不超过|限)?\d+字(?:以内|以下|左右)?[)）]|[（(](?:不超过|限)\d+字(?:以内)?[)）]$"
)
_INSTRUCTION = lazy(r"[（(]\d+字(?:以内|以下|左右)[)）]$")
_NUMBERED_NAME = lazy(r"(?:三级)?(?:绩效)?指标(?:名称|\s*[0-9０-９一二三四五六七八九十]+)?")
_NONE_WORDS = (NO_VALUE, "没有", "暂无")
_PROSE_KEYS = ("duties", "goal", "explanation", "scoring")
_INDEX = lazy(r"\[\d+\]")
_CONTENT = ("level3", "target", "explanation", "scoring")


@lru_cache(maxsize=512)  # the same words stand in many rows, and two checks ask
def is_placeholder(role: str, text: str) -> bool:
    """True for a text that holds the place of one still to be written. role: of its field or column."""
    bare = text.strip()
    key = role
    if key in ("unit", "remark"):  # “/” and “-” are usual there for “none”
        return bool(_LEFTOVER.search(bare))
    if key == "level3" and _NUMBERED_NAME.fullmatch(bare):
        return True
    if _WHOLE.fullmatch(bare) or _LEFTOVER.search(bare):
        return True
    return key in _PROSE_KEYS and _INSTRUCTION.search(bare) is not None


def find_empty(subject: Subject) -> Iterator[Hit]:
    """REQ-01."""
    values = field_values(subject.declaration, subject.profile)
    for fact in subject.profile.facts:
        if fact.required and not fact.computed and not _is_filled(values.get(fact.key)):
            yield Hit(
                fact.key, say.EMPTY_FACT.format(label=fact.label), say.FILL_FACT.format(label=fact.label)
            )
    yield from _empty_cells(subject)
    for table in subject.profile.tables.values():
        if table.name != INDICATORS:
            yield from _empty_in_table(table, subject.figures)


def _is_filled(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _empty_cells(subject: Subject) -> Iterator[Hit]:
    """Required cells of the indicators; one put together of several is empty where all of them are."""
    required = [column for column in subject.profile.columns if column.required and not column.computed]
    side = subject.profile.column_side
    for index, path, row in subject.rows():
        values = subject.row_values[index]
        for column in required:
            keys = [f"{'' if column.shared else side}{key}" for key in print_keys(column)]
            if any(_is_filled(values.get(key)) for key in keys):
                continue
            if column.meaning == "scoring" and row.declares_rule:
                continue
            key = next((key for key in keys if key.endswith("target")), keys[0])
            name = row.level3.strip() or row.level2.strip() or say.THIS_ROW
            yield Hit(
                f"{path}.{key}",
                say.EMPTY_CELL.format(name=name, label=column.label),
                say.FILL_CELL.get(column.key, say.FILL_FACT).format(
                    label=column.label, level2=row.level2.strip()
                ),
            )


def _empty_in_table(table: TableBlock, figures: Figures) -> Iterator[Hit]:
    """Required cells of another table, in rows that declare something."""
    for path, label, row in figures.rows(table):
        if not row:
            continue
        for key, column in table.cells().items():
            exists = not (table.fixed and column.only and path.rpartition(".")[2] not in column.only)
            if column.required and not column.computed and exists and not _is_filled(row.get(key)):
                name = label or table.heading or say.THIS_ROW
                message = say.EMPTY_CELL.format(name=name, label=column.label)
                yield Hit(f"{path}.{key}", message, say.FILL_FACT.format(label=column.label))


def find_placeholders(subject: Subject) -> Iterator[Hit]:
    """REQ-02."""
    for path, text in subject.texts:
        if (bare := text.strip()) and is_placeholder(subject.role_of(path), bare):
            label = subject.label(path)
            yield Hit(
                path, say.PLACEHOLDER.format(label=label, text=_short(text)), say.WRITE_IT.format(label=label)
            )
    keys = row_keys(subject.profile)
    for index, row in enumerate(subject.declaration.indicators):
        path = f"{INDICATORS}[{index}]"
        if row.not_applicable:
            words = say.ONLY_NAME_IS_NONE if row.none_in_part else say.NOT_APPLICABLE
            message = words.format(level2=row.level2)
            yield Hit(f"{path}.{keys['level3']}", message, say.NOT_APPLICABLE_HINT, Severity.NOTE)
            continue
        for key in _CONTENT:
            value = getattr(row, key)
            if isinstance(value, str) and value.strip() in _NONE_WORDS:
                message = say.NONE_IN_PART.format(label=subject.label(keys[key]), text=value.strip())
                yield Hit(f"{path}.{keys[key]}", message, say.NONE_IN_PART_HINT)


def find_missing_groups(subject: Subject) -> Iterator[Hit]:
    """REQ-03."""
    if subject.profile.indicator_table is None and not subject.declaration.indicators:
        return
    if not subject.declaration.indicators:
        yield Hit("indicators", say.NO_INDICATORS, say.NO_INDICATORS_HINT)
        return
    named = {(row.level1.strip(), row.level2.strip()) for row in subject.declaration.indicators}
    filled = {row.level1.strip() for _, _, row in subject.rows() if row.level3.strip()}
    missing = [name for name in subject.limits.required_level1 if name not in filled]
    for level1 in missing:
        yield Hit("indicators", say.NO_LEVEL3.format(level1=level1), say.NO_LEVEL3_HINT.format(level1=level1))
    for level1, level2s in subject.profile.taxonomy.items():
        for level2 in level2s:
            if level1 not in missing and (level1, level2) not in named:
                message = say.LEVEL2_LEFT_OUT.format(level1=level1, level2=level2)
                yield Hit("indicators", message, say.LEVEL2_LEFT_OUT_HINT, Severity.NOTE)


def find_homeless(subject: Subject) -> Iterator[Hit]:
    """REQ-04: one hit for a field, one for each column of the indicators."""
    columns: dict[str, list[str]] = {}
    for path, _ in homeless(subject.declaration, subject.profile):
        columns.setdefault(_INDEX.sub("", path), []).append(path)
    for paths in columns.values():
        label = subject.label(paths[0])
        rows = say.IN_ROWS.format(count=len(paths)) if len(paths) > 1 else ""
        yield Hit(
            paths[0], say.HOMELESS.format(label=label, rows=rows), say.HOMELESS_HINT.format(label=label)
        )


def _short(text: str, limit: int = 20) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit]}…"


CHECKS = (
    Check("REQ-01", Severity.ERROR, say.SOURCE_FORM, find_empty),
    Check("REQ-02", Severity.ERROR, say.SOURCE_PRACTICE, find_placeholders),
    Check("REQ-03", Severity.ERROR, say.SOURCE_INDICATORS, find_missing_groups),
    Check("REQ-04", Severity.WARNING, say.SOURCE_FORM, find_homeless),
)
