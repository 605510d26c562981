"""Random small profiles and declarations for them: for tests of round trips through files of any form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration, Department, Filing, Indicator, Operator
from formgen.declaration.profile import Profile
from formgen.sources.cells import clean_text

_BASE = load_profile()
_LOOKS = {"fonts": _BASE.fonts, "folder": Path(_BASE.folder)}
_ROOM = 178
"""mm between the margins."""

WORDS = st.text(st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑寅卯"), min_size=2, max_size=5)
AWKWARD = st.sampled_from(
    ["=1+1", "-1", "#REF!", "TRUE", "0.95", "12", "a\nb", "_x000D_", "{{ x }}", "95%", "无", "-"]
)
TEXT = st.one_of(AWKWARD, st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Mn")),
                                  min_size=1, max_size=20)).map(lambda text: clean_text(text).text)  # fmt: skip
SAFE = TEXT.filter(lambda text: bool(text.strip()) and ":" not in text and "：" not in text)
NUMBER = st.decimals(min_value=-(10**9), max_value=10**9, places=2) | st.integers(-(10**9), 10**9).map(
    Decimal
)
TYPES = ("text", "number", "money", "percent", "points", "score", "date")


class _Names:
    """Labels that stand once in a form, as those of a form do."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def label(self) -> str:
        self.count += 1
        return f"{self.draw(WORDS)}{'栏列项目款别类号'[self.count % 8]}{chr(0x5B50 + self.count)}"


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """1–3 grids of fields and 0–3 tables in any order, with or without indicators."""
    names = _Names(draw)
    fields = [_grid(draw, names, number) for number in range(draw(st.integers(1, 3)))]
    tables = [_table(draw, names, f"t{number}") for number in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        tables.append(_indicators(draw, names))
    blocks = draw(st.permutations([*fields, *tables]))
    blocks = [fields[0], *[block for block in blocks if block is not fields[0]]]
    if draw(st.booleans()):
        blocks.insert(
            0, {"kind": "line", "left": "填报单位（盖章）：{department.name}", "right": "单位：万元"}
        )
    if draw(st.booleans()):
        blocks.append({"kind": "sign", "lines": [["负责人签字：", "填报人：{filing.preparer}"]]})
    portrait = draw(st.booleans())
    width, height = (210, 297) if portrait else (_ROOM + 40, 210)
    side = (Decimal(width) - _ROOM) / 2
    page = {"width": width, "height": height, "margin_top": 20, "margin_bottom": 20, "margin_left": side,
            "margin_right": side}  # fmt: skip
    return Profile(id=_BASE.id, name="表", years=(2020,), title="随机表", block=blocks, page=page, **_LOOKS)


def _grid(draw: st.DrawFn, names: _Names, number: int) -> dict[str, Any]:
    below = draw(st.booleans()) and number > 0
    pairs = draw(st.integers(1, 3))
    rows = []
    for row in range(draw(st.integers(1, 2))):
        fields = []
        for pair in range(pairs):
            key = "department.name" if (number, row, pair) == (0, 0, 0) else f"g{number}.f{row}{pair}"
            kind = "text" if key == "department.name" else draw(st.sampled_from(TYPES))
            fields.append({"key": key, "label": names.label(), "type": kind, "required": draw(st.booleans())})
        rows.append(fields)
    return {"kind": "fields", "rows": rows, "value_below": below, **_heading(draw, names)}


def _heading(draw: st.DrawFn, names: _Names) -> dict[str, Any]:
    if not draw(st.booleans()):
        return {}
    return {"heading": names.label(), "heading_at": draw(st.sampled_from(["top", "left"]))}


def _table(draw: st.DrawFn, names: _Names, name: str) -> dict[str, Any]:
    two = draw(st.booleans())
    count = draw(st.integers(2, 3 if two else 6))
    fixed = draw(st.booleans())
    under = names.label() if draw(st.booleans()) else ""
    columns = []
    for number in range(count):
        column: dict[str, Any] = {"key": f"c{number}", "label": names.label(), "type": draw(st.sampled_from(TYPES)),
                                  "width": draw(st.integers(22, 24))}  # fmt: skip
        if under and number >= count - 2:
            column["under"] = under
        columns.append(column)
    levels = 0 if fixed or two else draw(st.integers(0, min(3, count - 1)))
    for column in columns[:levels]:
        column |= {"type": "text", "under": ""}
    table: dict[str, Any] = {"kind": "table", "name": name, "columns": columns, "levels": levels,
                             **_heading(draw, names)}  # fmt: skip
    if two:
        table["sides"] = [{"key": "long", "label": names.label()}, {"key": "year", "label": names.label()}]
    if fixed:
        table["rows"] = [
            {"key": f"r{number}", "label": names.label()} for number in range(draw(st.integers(1, 4)))
        ]
        if draw(st.booleans()) and len(table["rows"]) > 1:
            columns[-1]["only"] = ["r0"]
    numeric = [c["key"] for n, c in enumerate(columns) if c["type"] in TYPES[1:6] and (fixed or n > 0)]
    if numeric and not two and draw(st.booleans()):
        table["total_row"] = {"label": names.label(), "sum": numeric}
    return table


def _indicators(draw: st.DrawFn, names: _Names) -> dict[str, Any]:
    levels = draw(st.integers(0, 2))
    columns: list[dict[str, Any]] = [
        {"key": "level1", "label": "一级指标", "width": 20}, {"key": "level2", "label": "二级指标", "width": 25},
    ][:levels]  # fmt: skip
    columns.append({"key": "level3", "label": "三级指标", "width": 40, "required": True})
    if draw(st.booleans()):
        columns.append({"key": "value", "label": "指标值", "width": 45, "print": "{operator}{target}{unit}"})
    else:
        columns += [
            {"key": "target", "label": "年度指标值", "width": 20},
            {"key": "unit", "label": "度量单位", "width": 15},
        ]
        if draw(st.booleans()):
            columns.insert(levels + 1, {"key": "operator", "label": "指标性质", "width": 15})
    if draw(st.booleans()):
        columns.append({"key": "points", "label": "权重", "width": 12, "type": "points"})
    if draw(st.booleans()):
        columns.append({"key": "note", "label": names.label(), "width": 15})
    return {
        "kind": "table",
        "name": "indicators",
        "columns": columns,
        "levels": levels,
        **_heading(draw, names),
    }


# ── declarations ──────────────────────────────────────────────────────────────────────────────────


@st.composite
def filled(draw: st.DrawFn) -> tuple[Profile, Declaration]:
    """A random profile and a random declaration for it."""
    profile = draw(profiles())
    return profile, draw(declarations(profile))


@st.composite
def declarations(draw: st.DrawFn, profile: Profile) -> Declaration:
    fields = {
        f.key: _value(draw, f.type)
        for f in profile.facts
        if f.key != "department.name" and draw(st.booleans())
    }
    tables = {}
    for table in profile.tables.values():
        if table.name == "indicators":
            continue
        if table.fixed:
            rows: Any = {}
            for row in table.fixed:
                cells = {key: _value(draw, column.type) for key, column in table.cells().items()
                         if not (column.only and row.key not in column.only) and draw(st.booleans())}  # fmt: skip
                if cells:
                    rows[row.key] = cells
        else:
            rows = tuple(_row(draw, table.cells(), table.levels) for _ in range(draw(st.integers(0, 4))))
        if rows:
            tables[table.name] = rows
    rows = ()
    if profile.indicator_table is not None:
        rows = tuple(_indicator(draw, profile) for _ in range(draw(st.integers(0, 4))))
    sign = any(block.kind == "sign" for block in profile.blocks)
    return Declaration(
        profile=profile.id, year=draw(st.integers(2020, 2030)), department=Department(name=draw(SAFE).strip("\n")),
        goal={}, indicators=rows, fields=fields, tables=tables,
        filing=Filing(preparer=draw(WORDS) if sign or draw(st.booleans()) else ""),
    )  # fmt: skip


def _row(draw: st.DrawFn, cells: Mapping[str, Any], levels: int) -> dict[str, Any]:
    keys = list(cells)
    row = {key: draw(WORDS) for key in keys[:levels]}
    told = [key for key in keys[levels:] if draw(st.booleans())] or [keys[-1]]
    return row | {key: _value(draw, cells[key].type) for key in told}


def _value(draw: st.DrawFn, kind: str) -> Any:
    if kind == "date":
        return draw(st.sampled_from(["2024年10月31日", "2024年12月"]))
    return draw(SAFE | NUMBER) if kind == "text" else draw(NUMBER)


def _indicator(draw: st.DrawFn, profile: Profile) -> Indicator:
    keys = profile.column_keys
    operator: Any = draw(st.sampled_from(list(Operator))) if "operator" in keys else ""
    words = operator is Operator.QUALITATIVE
    values: dict[str, Any] = {
        "level1": draw(WORDS) if "level1" in keys else "", "level2": draw(WORDS) if "level2" in keys else "",
        "level3": draw(SAFE), "operator": operator, "target": draw(WORDS) if words else draw(NUMBER),
        "unit": "" if words else draw(WORDS), "points": draw(st.none() | st.integers(1, 99).map(Decimal)),
        "cells": {"note": draw(SAFE)} if _has_note(profile) and draw(st.booleans()) else {},
    }  # fmt: skip
    return Indicator(**values)


def _has_note(profile: Profile) -> bool:
    return any(column.key == "note" for column in profile.columns)
