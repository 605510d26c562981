"""A TOML file → raw values with their lines.

Comes in: the bytes of a file. Goes out: one RawDeclaration. Called by `sources.read_file`. The format
is the one the README shows; what is wrong with single values is `build`'s matter.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.toml_lines import key_lines
from formgen.messages import reading as say
from formgen.sources.choose import choose_profile
from formgen.sources.keys import GROUPS, ROW
from formgen.sources.raw import RawDeclaration, RawValue

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_FULL_WIDTH_SIGNS = re.compile("[“”＝＂]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_toml(data: bytes, path: Path, profile: str | Path | None = None) -> RawDeclaration:
    """The declaration in these bytes. Raises UnreadableInput where they are no TOML."""
    text = decode_toml(data, path)
    tables = parse_toml(text, path)
    lines = key_lines(text)
    values = {
        field: RawValue(value, say.LINE.format(line=lines[field]) if field in lines else "")
        for field, value in _flatten(tables)
    }
    used, faults = choose_profile(values.get("profile"), profile)
    return RawDeclaration(used, values, faults=faults)


def decode_toml(data: bytes, path: Path) -> str:
    if data.startswith(_UTF16_MARKS):
        raise UnreadableInput(say.NOT_UTF8.format(path=path, guess="UTF-16"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(say.NOT_UTF8.format(path=path, guess="GBK")) from error


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=toml_number)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(say.BROKEN_TOML.format(path=path), [_syntax_fault(str(error), text)]) from error
    except RecursionError as error:
        raise UnreadableInput(say.TOML_DEEP.format(path=path)) from error
    except ValueError as error:  # an integer longer than Python converts
        raise UnreadableInput(say.TOML_NUMBER.format(path=path, why=error)) from error


def toml_number(text: str) -> Decimal | str:
    """A TOML float; the text itself where its exponent is past what a Decimal holds, to be told where it
    stands."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _syntax_fault(message: str, text: str) -> Fault:
    position = _POSITION.search(message)
    what = next((words for start, words in say.TOML_WORDS if message.startswith(start)), say.TOML_OTHER)
    place, line = say.AT_END, ""
    if position is not None and position.group(1):
        place = say.LINE_COLUMN.format(line=position.group(1), column=position.group(2))
        line = text.split("\n")[int(position.group(1)) - 1]
    hint = say.TOML_QUOTES if _FULL_WIDTH_SIGNS.search(line) else say.TOML_LOOK
    return Fault(say.TOML_SYNTAX.format(what=what), place=place, hint=hint)


def _flatten(tables: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Leaf values by path. A group stands with value None before its leaves: where it begins."""
    for key, value in tables.items():
        if key in GROUPS and key != ROW and isinstance(value, dict):
            yield key, None
            yield from ((f"{key}.{name}", item) for name, item in value.items())
        elif key == ROW and isinstance(value, list) and all(isinstance(item, dict) for item in value):
            yield key, None
            for index, row in enumerate(value):
                yield f"{key}[{index}]", None
                yield from ((f"{key}[{index}].{name}", item) for name, item in row.items())
        else:
            yield key, value
