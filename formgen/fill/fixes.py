"""Fixes that are safe: width of signs, stray blanks, >= as ≥, 百分比 as %, the usual character for one that only
looks like it. Nothing that could change what
is declared.

Comes in: a data file. Goes out: the bytes of a corrected copy and what was changed. The original is never
written to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import tomlkit

from formgen.base.errors import FormgenError
from formgen.checks.lookalikes import usual
from formgen.checks.words import PERCENT_WORDS
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_key
from formgen.messages import report as say
from formgen.sources import read_file
from formgen.sources.cells import read_operator
from formgen.sources.raw import RawDeclaration

_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = {**_WIDE, ord("％"): "%", ord("﹪"): "%"}
_PAIRS = ((re.compile("[>＞][=＝]"), "≥"), (re.compile("[<＜][=＝]"), "≤"))
_CJK = "\u4e00-\u9fff\u3400-\u4dbf，。、；：！？（）《》“”"
_BLANKS = "[ \t\u00a0\u3000]"
_BETWEEN = re.compile(rf"(?<=[{_CJK}]){_BLANKS}+(?=[{_CJK}])")
_SEVERAL = re.compile(rf"(?<=\S){_BLANKS}{{2,}}(?=\S)|(?<=\S)[\u00a0\u3000\t](?=\S)")
_PROSE = ("duties", "goal")
"""Roles of the fields whose lines may begin with blanks."""

_LEFT_ALONE = ("profile", "year")


@dataclass(frozen=True, slots=True)
class Change:
    """field, its place in the original, and the text before and after."""

    field: str
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FixedFile:
    """changes: empty where there is nothing to fix. target: a file beside the original that is not there
    yet. data: the corrected copy."""

    target: Path
    data: bytes
    changes: tuple[Change, ...]


def fix_text(field: str, text: str, profile: Profile) -> str:
    """The text of a field of this form, corrected."""
    key = field.rpartition(".")[2]
    if key == "operator":
        operator = read_operator(text)
        return operator.value if operator is not None else text
    text = usual(text)
    indent = field in [field_key(profile, role) for role in _PROSE]
    fixed = "\n".join(_fix_line(line, indent=indent) for line in text.split("\n"))
    if key == "unit" and fixed.lower() in PERCENT_WORDS:
        return "%"
    return fixed


def _fix_line(line: str, *, indent: bool) -> str:
    text = line.translate(_SIGNS)
    for pair, sign in _PAIRS:
        text = pair.sub(sign, text)
    body = text.strip(" \t\u00a0\u3000")
    # Two wide blanks at the start of a paragraph are its indent.
    lead = "\u3000" * 2 if indent and text.startswith("\u3000" * 2) and body else ""
    return lead + _SEVERAL.sub(" ", _BETWEEN.sub("", body))


def fix_file(path: Path, profile: str | None = None) -> FixedFile:
    """The corrected copy of a data file. Raises UnreadableInput where it cannot be read."""
    raws = read_file(path, profile)
    changes = tuple(change for raw in raws for change in _changes(raw))
    target = _free_name(path)
    if not changes:
        return FixedFile(target, b"", ())
    is_workbook = path.read_bytes()[:4] == b"PK\x03\x04"
    if is_workbook:
        return _fix_workbook(path, target, changes)
    return FixedFile(target, _fix_toml(path, changes), changes)


def _changes(raw: RawDeclaration) -> list[Change]:
    found: dict[tuple[str, str], Change] = {}
    for field, value in raw.values.items():
        if not isinstance(value.value, str) or field in _LEFT_ALONE or field.endswith(".rule"):
            continue
        after = fix_text(field, value.value, raw.profile)
        if after != value.value:
            # Rows that share one merged cell share its change.
            key = (value.place, field.rpartition(".")[2]) if "!" in value.place else (field, "")
            found.setdefault(key, Change(field, value.place, value.value, after))
    return list(found.values())


def _free_name(path: Path) -> Path:
    target = path.with_name(f"{path.stem}{say.FIX_SUFFIX}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}{say.FIX_SUFFIX}{number}{path.suffix}")
    return target


def _fix_toml(path: Path, changes: Sequence[Change]) -> bytes:
    """The text of the file with the values replaced; comments and layout stay."""
    text = path.read_bytes().decode("utf-8-sig")
    document = tomlkit.parse(text)
    for change in changes:
        table, key = _find_table(document, change.field)
        if str(table[key]) != change.before:
            raise FormgenError(say.FIX_LOST.format(path=path))
        table[key] = change.after
    return tomlkit.dumps(document).encode()


def _find_table(document: Any, field: str) -> tuple[Any, str]:
    """The table that holds a field, and its key there: indicators[3].unit → the fourth row and unit."""
    group, _, key = field.rpartition(".")
    name, _, index = group.partition("[")
    table = document[name] if name else document
    return (table[int(index.rstrip("]"))] if index else table), key


def _fix_workbook(path: Path, target: Path, changes: Sequence[Change]) -> FixedFile:
    """The workbook with the cells corrected; formulas and formats stay. A text that a formula makes is
    left alone and not listed."""
    import openpyxl  # 0.2 s, and a TOML file does not need it

    macros = path.suffix.lower() == ".xlsm"
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()), keep_vba=macros, rich_text=True)
    done = []
    for change in changes:
        sheet, _, address = change.place.rpartition("!")
        cell = book[sheet][address] if sheet in book.sheetnames else None
        if cell is None or cell.data_type != "s" or change.before not in str(cell.value):
            continue
        cell.value = str(cell.value).replace(change.before, change.after, 1)
        cell.data_type = "s"
        done.append(change)
    stream = BytesIO()
    book.save(stream)
    return FixedFile(target, stream.getvalue(), tuple(done))
