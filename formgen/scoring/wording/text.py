"""Wordings, normalised for reading: half-width signs, one form per sign, no spaces.

Comes in: a 评（扣）分标准 as declared. Goes out: `Text`, which remembers where each sign stood, so that
labels are taken from the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from functools import lru_cache

from formgen.base.records import record
from formgen.scoring.wording.vocabulary import TRADITIONAL

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = {
    **{ord(sign): "-" for sign in "—–−―‐﹣"},
    **{ord(sign): "~" for sign in "〜∼"},
    **{ord(sign): "×" for sign in "*＊✕"},
    **{ord(sign): "/" for sign in "÷∕"},
    **{ord(sign): "≥" for sign in "≧⩾"},
    **{ord(sign): "≤" for sign in "≦⩽"},
    ord("﹪"): "%",
    ord("【"): "[",
    ord("】"): "]",
    ord("〔"): "(",
    ord("〕"): ")",
}
_TABLE = {**_WIDE, **_SIGNS}
_PLAIN: dict[int, int | str] = {
    **TRADITIONAL,
    **{code: sign.translate(TRADITIONAL) for code, sign in _TABLE.items()},
}
_PAIRS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤"}
_STOPS = ",;。:、"
_CUT = re.compile(r"\.{3,}|…+|。{3,}")
_DOTS = ".…。"


@record(frozen=True, slots=True)
class Text:
    """text: normalised. origin: for each of its signs, where that stood in `source`."""

    text: str
    origin: tuple[int, ...]
    source: str

    def cut(self, start: int, end: int | None = None) -> Text:
        return Text(self.text[start:end], self.origin[start:end], self.source)

    def without(self, spans: Sequence[tuple[int, int]]) -> Text:
        """The text with these stretches left out."""
        signs, origin = list(self.text), list(self.origin)
        for start, end in sorted(spans, reverse=True):
            # Where no stop stands before it, the stretch leaves one.
            stop = [";"] if start and signs[start - 1] not in _STOPS else []
            signs[start:end], origin[start:end] = stop, origin[start : start + len(stop)]
        return Text("".join(signs), tuple(origin), self.source)

    def original(self, start: int, end: int) -> str:
        """What stood in the source for text[start:end]."""
        if start >= end:
            return ""
        return self.source[self.origin[start] : self.origin[end - 1] + 1]


@lru_cache(maxsize=2048)
def normalise(source: str, *, lines: bool = False) -> Text:
    """Signs half-width and alike; spaces gone, but for one between two digits, which would join two
    numbers into one. lines: a line end separates like a semicolon."""
    if source.isprintable() and " " not in source:
        plain = source.translate(_PLAIN)  # a sign for each: nothing that is left out, or stands for a blank
        if not any(pair in plain for pair in _PAIRS):
            return Text(plain, tuple(range(len(plain))), source)
    signs: list[str] = []
    origin: list[int] = []
    gap = False
    for place, char in enumerate(source):
        if lines and char in "\n\r" and signs and signs[-1] not in _STOPS:
            signs.append(";")
            origin.append(place)
        if char.isspace() or unicodedata.category(char) == "Cf":
            gap = gap or char.isspace()
            continue
        sign = _TABLE.get(ord(char), char).translate(TRADITIONAL)
        if gap and signs and signs[-1].isdecimal() and sign.isdecimal():  # ① is no digit of a number
            signs.append(" ")
            origin.append(place)
        gap = False
        if signs and signs[-1] + sign in _PAIRS:
            signs[-1] = _PAIRS[signs[-1] + sign]
            continue
        signs.append(sign)
        origin.append(place)
    return Text("".join(signs), tuple(origin), source)


def begins(text: str, at: int, signs: Container[str]) -> bool:
    """Whether one of these signs stands there, or a digit of another script, which any number may hold."""
    sign = text[at : at + 1]
    return sign in signs or (sign > "9" and sign.isdecimal())


def split_cut(source: str) -> tuple[str, bool]:
    """The wording without the dots that an export leaves where it cut it, and whether it had them."""
    bare = source.rstrip()
    kept = bare.rstrip(bare[-1]) if bare and bare[-1] in _DOTS else bare
    cut = _CUT.fullmatch(bare[len(kept) :]) is not None
    return (kept, True) if cut else (source, False)
