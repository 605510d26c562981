"""What is wrong in how a TOML file is written, in words: a declaration, a profile, settings alike.

Comes in: the bytes, or an error of tomllib and the text. Goes out: the text, or a Fault with line and column.
"""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.lazy_pattern import lazy
from formgen.messages import reading as say

_POSITION = lazy(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_FULL_WIDTH_SIGNS = lazy("[“”＝＂，｛｝［］]")
_TEXT = lazy(r'"(?:[^"\\\n]|\\.)*"')
"""A text in its quotes: what stands in it is the writer's."""

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_toml(data: bytes, path: Path) -> str:
    """The text. Raises UnreadableInput for another encoding than UTF-8."""
    if data.startswith(_UTF16_MARKS):
        raise UnreadableInput(say.NOT_UTF8.format(path=path, guess="UTF-16"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(say.NOT_UTF8.format(path=path, guess="GBK")) from error


def toml_reason(message: str) -> str:
    """The words for an error of tomllib."""
    return next((words for start, words in say.TOML_WORDS if message.startswith(start)), say.TOML_OTHER)


def syntax_fault(message: str, text: str) -> Fault:
    """An error of tomllib with its place, and what to look at there."""
    position = _POSITION.search(message)
    place, line, sign = say.AT_END, "", ""
    if position is not None and position.group(1):
        place = say.LINE_COLUMN.format(line=position.group(1), column=position.group(2))
        line = text.split("\n")[int(position.group(1)) - 1]
        sign = line[int(position.group(2)) - 1 :][:1]
    hint = say.TOML_QUOTES if _FULL_WIDTH_SIGNS.search(_TEXT.sub("", line)) else say.TOML_LOOK
    if unicodedata.category(sign or " ") == "Cc":
        hint = say.TOML_CONTROL.format(code=f"U+{ord(sign):04X}")
    return Fault(say.TOML_SYNTAX.format(what=toml_reason(message)), place=place, hint=hint)
