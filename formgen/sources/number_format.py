"""Number format codes (ECMA-376 18.8.31), read as Excel with Chinese settings reads them.

Comes in: a format code. Goes out: its sections as tokens, and the one that applies to a value. No kept
library does this: `ssf` on PyPI is of 2020, fails with today's Babel and knows neither `!`, G/通用格式 nor
上午/下午; openpyxl and xlrd only tell dates from numbers.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

GENERAL = "General"
MOST_SIGNS = 1_000
"""Excel takes codes of 255 signs; some programs write longer ones."""


class UnknownFormat(ValueError):
    """A code, or a use of it, that is not understood: better no text than scraps of the format."""


class Kind(Enum):
    LITERAL = auto()
    PAD = auto()
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()
    SLASH = auto()
    TEXT = auto()
    GENERAL = auto()
    DATE = auto()
    TIME = auto()
    SPAN = auto()
    HALF = auto()
    SYSTEM_DATE = auto()
    SYSTEM_TIME = auto()
    BREAK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """text: of a literal what it shows, else the signs of the code, letters in lower case."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    compare: Callable[[Decimal, Decimal], bool]
    limit: Decimal
    sign: str

    def holds(self, number: Decimal) -> bool:
        return self.compare(number, self.limit)

    @property
    def is_negative_only(self) -> bool:
        """Numbers for which it holds are below 0: the sign is the section's own matter."""
        below = self.limit <= 0 if self.sign == "<" else self.limit < 0
        return self.sign in ("<", "<=", "=") and below


@dataclass(frozen=True, slots=True)
class Section:
    """dbnum: 1–3 for Chinese digits, else 0. language: the last four hex digits of a locale, or its
    name, "" where the system's counts."""

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    dbnum: int = 0
    language: str = ""

    def has(self, *kinds: Kind) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return self.has(Kind.DATE, Kind.TIME, Kind.SPAN, Kind.HALF, Kind.SYSTEM_DATE, Kind.SYSTEM_TIME)


_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
            "=": operator.eq, "<>": operator.ne}  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | [\\!](?P<escaped>.?) | _(?P<pad>.?) | \*(?P<fill>.?) | \[(?P<bracket>[^\]]*)\]
      | (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午)
      | (?P<exponent>E[+-]) | (?P<date>y+|e+|d+|m+|aaaa?(?!a)) | (?P<time>h+|s+)
      | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@)
      | (?P<end>;) | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([+-]?\d+(?:\.\d+)?(?:E[+-]?\d+)?)", re.IGNORECASE)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|(?:color|颜色)\s*\d+"
    r"|黑色|蓝色|青色|蓝绿色|绿色|洋红色?|红色|白色|黄色",
    re.IGNORECASE,
)
_SPAN = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LOCALE = re.compile(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
_SYSTEM = {"f800": Kind.SYSTEM_DATE, "x-sysdate": Kind.SYSTEM_DATE,
           "f400": Kind.SYSTEM_TIME, "x-systime": Kind.SYSTEM_TIME}  # fmt: skip
_RESERVED = frozenset("bgnBGN")
"""Letters that mean something in some Excel: eras, Buddhist years, numbers."""

_PLAIN_KINDS = {"point": Kind.POINT, "comma": Kind.COMMA, "percent": Kind.PERCENT, "slash": Kind.SLASH,
                "text": Kind.TEXT, "exponent": Kind.EXPONENT, "digit": Kind.DIGIT}  # fmt: skip


@lru_cache(maxsize=1 << 10)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a code. Raises UnknownFormat."""
    if len(code) > MOST_SIGNS:
        raise UnknownFormat(code)
    made: list[Section] = []
    draft = _Draft()
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            made.append(draft.finish())
            draft = _Draft()
        else:
            draft.take(str(match.lastgroup), match)
    made.append(draft.finish())
    return tuple(made)


class _Draft:
    """One section being read."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.condition: Condition | None = None
        self.dbnum = 0
        self.language = ""
        self.system: Kind | None = None

    def take(self, group: str, match: re.Match[str]) -> None:
        text = match.group(group)
        if group == "quoted":
            self._add(Kind.LITERAL, text.strip('"'))
        elif group == "escaped":
            self._add(Kind.LITERAL, text)
        elif group == "pad":
            self._add(Kind.PAD, " ")
        elif group == "bracket":
            self._take_bracket(text)
        elif group == "general":
            self._add(Kind.GENERAL, text)
        elif group == "half":
            self._add(Kind.HALF, text)
        elif group in ("date", "time"):
            self._add(Kind.DATE if group == "date" else Kind.TIME, text.lower())
        elif group in _PLAIN_KINDS:
            self._add(_PLAIN_KINDS[group], text)
        elif group == "other":
            if text in _RESERVED:
                raise UnknownFormat(text)
            self._add(Kind.BREAK if text == " " else Kind.LITERAL, text)

    def _add(self, kind: Kind, text: str) -> None:
        self.tokens.append(Token(kind, text))

    def _take_bracket(self, text: str) -> None:
        condition, locale = _CONDITION.fullmatch(text), _LOCALE.fullmatch(text)
        if condition:
            sign, limit = condition.groups()
            self.condition = Condition(_COMPARE[sign], Decimal(limit), sign)
        elif _SPAN.fullmatch(text):
            self._add(Kind.SPAN, text.lower())
        elif text.lower() in ("dbnum1", "dbnum2", "dbnum3"):
            self.dbnum = int(text[-1])
        elif locale:
            self._add(Kind.LITERAL, locale.group(1))
            self._take_locale((locale.group(2) or "").lower())
        elif not _COLOUR.fullmatch(text.strip()):
            raise UnknownFormat(text)

    def _take_locale(self, name: str) -> None:
        if name in _SYSTEM:
            self.system = _SYSTEM[name]
        elif re.fullmatch("[0-9a-f]+", name):
            if len(name) > 4 and int(name[:-4], 16) >> 8 > 1:
                raise UnknownFormat(name)  # another system of numerals
            self.language = name[-4:].zfill(4)
        else:
            self.language = name.partition(",")[0]

    def finish(self) -> Section:
        """The system's own long forms stand for whatever else the section says."""
        tokens = self.tokens if self.system is None else [Token(self.system, "")]
        return Section(tuple(token for token in tokens if token.text or token.kind in _SYSTEM.values()),
                       self.condition, self.dbnum, self.language)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """section: None where nothing is shown. signed: a minus stands before a negative number."""

    section: Section | None
    signed: bool


def choose(code: str, number: Decimal) -> Choice:
    """The section for a number. Raises UnknownFormat where none is meant for it, or its sign is
    doubtful."""
    found = sections(code)
    if len(found) > 4:
        raise UnknownFormat(code)
    if len(found) > 1 and (len(found) == 4 or found[-1].has(Kind.TEXT)):
        found = found[:-1]
    if any(section.condition for section in found):
        return _choose_by_condition(found, number)
    if len(found) == 1:
        return Choice(found[0], signed=True)
    if len(found) == 3 and number == 0:
        return _own(found[2])
    return _own(found[1] if number < 0 else found[0])


def _own(section: Section) -> Choice:
    return Choice(section if section.tokens else None, signed=False)


def _choose_by_condition(found: tuple[Section, ...], number: Decimal) -> Choice:
    zero = Decimal(0)
    above = Condition(operator.gt, zero, ">")
    below = Condition(operator.lt, zero, "<")
    standing = [section.condition for section in found]
    if standing[0] is None:
        standing[0] = above
    if len(found) == 3 and standing[1] is None:
        standing[1] = below
    for section, condition in zip(found, standing, strict=True):
        if condition is None or condition.holds(number):
            if number < 0 and condition is None:
                raise UnknownFormat("the sign of what no condition names")
            alone = len(found) == 1
            return Choice(section, signed=alone or condition is None or not condition.is_negative_only)
    raise UnknownFormat("no section for this number")


def text_section(code: str) -> Section | None:
    """The section for texts; None where they are shown as they are."""
    found = sections(code)
    if len(found) == 4 or found[-1].has(Kind.TEXT):
        return found[-1]
    return None
