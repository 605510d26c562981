"""The words of a page's content stream (ISO 32000-1, 7.8), read strictly: what is not understood is told.

Comes in: the bytes of a content stream. Goes out: (operator, operands) pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TOKEN = re.compile(
    rb"""[\0\t\n\f\r ]*(?:%[^\r\n]*|\Z
    |(?P<number>[+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?=[\0\t\n\f\r \[\]<>()/%]|\Z))
    |(?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*(?=[\0\t\n\f\r \[\]<>()/%]|\Z))
    |(?P<name>/[^\s\0\[\]<>()/%{}]*)
    |(?P<open><<|\[)
    |(?P<close>>>|\])
    |(?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)
    |(?P<text>\())""",
    re.VERBOSE,
)
"""White space is what ISO 32000-1, 7.2.2 calls so; \\s has one sign more, which readers take for a letter."""
_WHITE = re.compile(rb"[\0\t\n\f\r ]")
_NAME_SIGN = re.compile(r"#([0-9A-Fa-f]{2})")
_TEXT_STEP = re.compile(rb"[^\\()\r]+|\r\n?|\\\r\n|\\[0-7]{1,3}|\\.|[()]", re.DOTALL)
_MOST_OPERANDS = 10_000
"""Of one operator or array: ISO 19005 allows 8191."""
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MOST_DEPTH = 8
_LITERALS = {b"true": True, b"false": False, b"null": None}

Operand = Any
"""float, str (a name, with its slash), bytes (a string), list, or dict of names."""


class StrangeContent(Exception):
    """The stream holds what no content stream of ours holds."""


def read_operations(content: bytes) -> Iterator[tuple[str, list[Operand]]]:
    """Each operator with its operands. Raises StrangeContent."""
    at, end = 0, len(content)
    stack: list[tuple[bytes, list[Operand]]] = []
    operands: list[Operand] = []
    match = _TOKEN.match
    while at < end:
        token = match(content, at)
        if token is None:
            raise StrangeContent(content[at : at + 20].decode("latin-1"))
        at = token.end()
        kind = token.lastgroup
        if kind is None:
            continue
        if len(operands) >= _MOST_OPERANDS:
            raise StrangeContent("…")
        text = token[kind]
        if kind == "number":
            operands.append(float(text))
        elif kind == "operator":
            if text in _LITERALS:
                operands.append(_LITERALS[text])
                continue
            if stack:
                raise StrangeContent(text.decode("latin-1"))
            yield text.decode("latin-1"), operands
            operands = []
        elif kind == "name":
            operands.append(_NAME_SIGN.sub(_write_out, text.decode("latin-1")))
        elif kind == "open":
            if len(stack) >= _MOST_DEPTH:
                raise StrangeContent(text.decode("latin-1"))
            stack.append((text, operands))
            operands = []
        elif kind == "close":
            operands = _close(text, stack, operands)
        elif kind == "hex":
            digits = _WHITE.sub(b"", text[1:-1])
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        else:
            found, at = _read_text(content, at)
            operands.append(found)
    if stack or operands:
        raise StrangeContent("…")


def _close(text: bytes, stack: list[tuple[bytes, list[Operand]]], inner: list[Operand]) -> list[Operand]:
    if not stack:
        raise StrangeContent(text.decode("latin-1"))
    opened, outer = stack.pop()
    if (opened, text) == (b"[", b"]"):
        outer.append(inner)
    elif (opened, text) == (b"<<", b">>") and len(inner) % 2 == 0:
        outer.append({str(name): value for name, value in zip(inner[::2], inner[1::2], strict=True)})
    else:
        raise StrangeContent(text.decode("latin-1"))
    return outer


def _read_text(content: bytes, at: int) -> tuple[bytes, int]:
    """A string in parentheses, from behind its first one; and where it ends."""
    parts: list[bytes] = []
    depth = 1
    while True:
        step = _TEXT_STEP.match(content, at)
        if step is None:
            raise StrangeContent("(")
        at = step.end()
        part = step.group()
        if part == b"(":
            depth += 1
        elif part == b")":
            depth -= 1
            if not depth:
                return b"".join(parts), at
        if part[:1] == b"\\":
            part = _unescape(part[1:])
        elif part[:1] == b"\r":
            part = b"\n"
        parts.append(part)


def _write_out(sign: re.Match[str]) -> str:
    """A sign of a name that is written by its number (ISO 32000-1, 7.3.5)."""
    return chr(int(sign[1], 16))


def _unescape(text: bytes) -> bytes:
    if b"0" <= text[:1] <= b"7":
        return bytes([int(text, 8) & 255])
    if text in (b"\n", b"\r", b"\r\n"):
        return b""
    return _ESCAPES.get(text, text)
