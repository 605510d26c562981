"""Fifteen ways in which a handed-in file is broken, each with the exit code it has to end with.

| way | what the file is | exit code |
|---|---|---|
| empty | no byte | 3 |
| truncated | an xlsx cut in its middle | 3 |
| bad_toml | TOML with a quotation mark lost | 3 |
| unknown_key | TOML with a key the form does not know | 4 |
| wrong_type | TOML with a list for a text | 4 |
| no_indicators | TOML without a row | 4 |
| formula | xlsx with a formula that has no value | 4 |
| two_tables | xlsx with two tables on one sheet | 4 |
| binary | noise called .xlsx | 3 |
| encrypted | an OLE2 container with a password called .xlsx | 3 |
| weights | points that add up to 90 | 4 |
| placeholder | a 评（扣）分标准 that says 同上 | 4 |
| no_level3 | a row without 三级指标 | 4 |
| conflict | 分值 that differs from the wording | 4 |
| rare_character | a character that no font has | 5 |

Comes in: a sound declaration. Goes out: the bytes of a broken file. Called by `bench.generate`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from random import Random

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bench.wordings import band_wording
from formgen.base.errors import ExitCode
from formgen.declaration.model import Declaration, Indicator
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.fill.workbook import workbook_bytes

RARE = "\U000323ae"
"""The last-but-one character of CJK Extension H: in none of the fonts that forms are set in."""

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_HEAD_ROW, _TARGET_COLUMN = 7, 5
"""Where `workbook_bytes` puts the heads and 指标值."""

Spoil = Callable[[Declaration, Profile], bytes]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of being broken. suffix: of the file it needs."""

    name: str
    suffix: str
    expected: ExitCode
    spoil: Spoil


def _toml(declaration: Declaration, profile: Profile) -> str:
    return declaration_toml(declaration, profile)


def _cut(declaration: Declaration, profile: Profile) -> bytes:
    data = workbook_bytes(profile, declaration)
    return data[: len(data) // 2]


def _lose_quote(declaration: Declaration, profile: Profile) -> bytes:
    return _toml(declaration, profile).replace('annual = "', "annual = ", 1).encode()


def _add_key(declaration: Declaration, profile: Profile) -> bytes:
    return _toml(declaration, profile).replace("[goal]\n", '[goal]\nannaul = "写错的键"\n', 1).encode()


def _change_type(declaration: Declaration, profile: Profile) -> bytes:
    return _toml(declaration, profile).replace("[goal]\n", '[goal]\nannual = ["一", "二"]\n#', 1).encode()


def _drop_rows(declaration: Declaration, profile: Profile) -> bytes:
    return _toml(declaration.model_copy(update={"indicators": ()}), profile).encode()


def _put_formula(declaration: Declaration, profile: Profile) -> bytes:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(_HEAD_ROW + 1, _TARGET_COLUMN).value = "=80*2"

    return _edit(declaration, profile, edit)


def _repeat_table(declaration: Declaration, profile: Profile) -> bytes:
    def edit(sheet: Worksheet) -> None:
        below = _HEAD_ROW + len(declaration.indicators) + 3
        for number in range(1, len(profile.columns) + 1):
            sheet.cell(below, number).value = sheet.cell(_HEAD_ROW, number).value

    return _edit(declaration, profile, edit)


def _edit(declaration: Declaration, profile: Profile, change: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(BytesIO(workbook_bytes(profile, declaration)))
    change(book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lower_weights(declaration: Declaration, profile: Profile) -> bytes:
    """满意度 alone is worth ten points less than it was, or half of ten."""
    keep = [row for row in declaration.indicators if row.level1 != "满意度指标"]
    last = next(row for row in declaration.indicators if row.level1 == "满意度指标")
    assert isinstance(last.target, Decimal)
    rest = sum((_satisfaction_points(row) for row in declaration.indicators), Decimal(0)) - 10
    if rest > 0:
        keep.append(last.model_copy(update={"scoring": band_wording(rest, last.target), "points": None}))
    return _toml(declaration.model_copy(update={"indicators": tuple(keep)}), profile).encode()


def _satisfaction_points(row: Indicator) -> Decimal:
    """Points of a 满意度 row, whose wordings are all of one kind: 90%（含）以上计20分，…"""
    if row.level1 != "满意度指标":
        return Decimal(0)
    return Decimal(row.scoring.partition("计")[2].partition("分")[0])


def _change_row(**changes: object) -> Spoil:
    """The last row, which is always scored, with these values."""

    def spoil(declaration: Declaration, profile: Profile) -> bytes:
        last = declaration.indicators[-1].model_copy(update=changes)
        rows = (*declaration.indicators[:-1], last)
        return _toml(declaration.model_copy(update={"indicators": rows}), profile).encode()

    return spoil


def _rare_name(declaration: Declaration, profile: Profile) -> bytes:
    goal = declaration.goal.model_copy(update={"annual": declaration.goal.annual + f"联系人：王{RARE}。"})
    return _toml(declaration.model_copy(update={"goal": goal}), profile).encode()


WAYS = {
    way.name: way
    for way in (
        Way("empty", ".xlsx", ExitCode.UNREADABLE, lambda declaration, profile: b""),
        Way("truncated", ".xlsx", ExitCode.UNREADABLE, _cut),
        Way("bad_toml", ".toml", ExitCode.UNREADABLE, _lose_quote),
        Way("unknown_key", ".toml", ExitCode.REFUSED, _add_key),
        Way("wrong_type", ".toml", ExitCode.REFUSED, _change_type),
        Way("no_indicators", ".toml", ExitCode.REFUSED, _drop_rows),
        Way("formula", ".xlsx", ExitCode.REFUSED, _put_formula),
        Way("two_tables", ".xlsx", ExitCode.REFUSED, _repeat_table),
        Way("binary", ".xlsx", ExitCode.UNREADABLE, lambda declaration, profile: Random(1).randbytes(9000)),
        Way("encrypted", ".xlsx", ExitCode.UNREADABLE,
            lambda declaration, profile: _OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)),
        Way("weights", ".toml", ExitCode.REFUSED, _lower_weights),
        Way("placeholder", ".toml", ExitCode.REFUSED, _change_row(scoring="同上")),
        Way("no_level3", ".toml", ExitCode.REFUSED, _change_row(level3="")),
        Way("conflict", ".toml", ExitCode.REFUSED, _change_row(points=Decimal(99))),
        Way("rare_character", ".toml", ExitCode.MISSING, _rare_name),
    )
}  # fmt: skip
"""Every way by its name."""
