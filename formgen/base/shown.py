"""Names as they may be shown: on one line, in valid characters.

Comes in: a path or any text that came from outside. Goes out: the same with what a terminal, a log or a
reader of JSON could stumble over written out. A file's name may hold line breaks, escape signs and bytes
that are no UTF-8 (a GBK archive unpacked on Linux); none of them may forge a line or break an output.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path  # loading it is a tenth of the program's start

_ODD = "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
"""Control signs, line and paragraph separators, signs that turn the direction of writing, lone surrogates:
Python's way to keep bytes that are no UTF-8 is U+DC80 to U+DCFF."""


def shown(name: str | Path) -> str:
    """The name with every odd character written out: `a\\nb`, `\\xb2`, `\\u202e`."""
    return re.sub(_ODD, _write_out, str(name))


def shown_path(path: Path) -> Path:
    """The path to name in messages: never to open."""
    text = shown(path)
    return path if text == str(path) else type(path)(text)


def _write_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(match[0]) or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    )
