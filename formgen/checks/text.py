"""文字: cells that were cut off, odd signs, places of another level, explanations that explain nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from formgen.base.lazy_pattern import lazy
from formgen.checks.completeness import is_placeholder
from formgen.checks.lookalikes import lookalikes
from formgen.checks.places import Level, foreign_words, level_of
from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.declaration.findings import Severity
from formgen.messages import checks as say

_CUT = lazy(r"(?:\.{3,}|[…⋯]+|。{2,}|．{2,}|・{3,})[\s）)”\"]*$")
_TAIL = 20
"""Signs at the end in which the dots of a cut must stand."""
_SENTENCE_END = tuple("。！？；.!?;：:）)》”’】]%％")
_CONNECTED_END = lazy(r"(?:[，、,（(“《]|[的和与及或以将对为是在])$")

_CJK = "\u4e00-\u9fff\u3400-\u4dbf"
_MARKS = "，。、；：！？（）《》“”"
# Name, signs of which one stands in whatever the pattern finds ("" where they are many), the pattern.
_ODD = (
    # U+3000 at the start of a line indents a paragraph; anywhere else a blank was typed by accident.
    ("BLANKS_AT_ENDS", " \t\u00a0\u3000", lazy(r"^[ \t\u00a0]+|(?<=\S)[ \t\u00a0\u3000]+$")),
    ("BLANKS_INSIDE", " \t\u00a0", lazy(rf"(?<=[{_CJK}{_MARKS}])[ \t\u00a0]+(?=[{_CJK}])|(?<=\S)[ \t\u00a0]{{2,}}(?=\S)")),
    ("WIDE_BLANK", "\u3000", lazy(r"(?<=\S)\u3000+(?=\S)")),
    ("WIDE_SIGNS", "", lazy("[０-９Ａ-Ｚａ-ｚ％﹪]+")),
    ("SPELT_SIGNS", "=＝", lazy("[>＞＜<][=＝]")),
    ("NARROW_MARKS", ",;!?:", lazy(rf"(?<=[{_CJK}])[,;!?](?=[{_CJK}])|(?<=[{_CJK}]):(?=[{_CJK}])")),
)  # fmt: skip
_ANY_ODD = lazy(r"[ ０-９Ａ-Ｚａ-ｚ％﹪=＝,;!?:()\ufffd]")
"""One of these, or a sign that is not printed, stands in every text with an odd sign."""
_BRACKETS = ("（）", "()")
_JOINERS = "\u200c\u200d\ufe0f"

_LEAD_IN = lazy(
    r"^(?:(?:该|本|此)?(?:项|条)?指标)?(?:主要)?(?:考察|考核|反映|衡量|评价|体现|是指|指)?(?:的是)?"
)
_LEAD_OUT = lazy(r"的?(?:完成|实际)?(?:情况|指标)$")
_END_MARKS = "。.；;，, "


def find_cut(subject: Subject) -> Iterator[Hit]:
    """TXT-01."""
    for path, text in subject.texts:
        bare = text.strip()
        if is_placeholder(subject.role_of(path), bare):
            continue
        label = subject.label(path)
        if _CUT.search(bare[-_TAIL:]):
            yield Hit(path, say.CUT.format(label=label, end=bare[-8:]), say.CUT_HINT)
        elif len(bare) in subject.limits.cut_lengths and _in_mid_sentence(bare):
            message = say.CUT_AT_LIMIT.format(label=label, length=len(bare), end=bare[-6:])
            yield Hit(path, message, say.CUT_AT_LIMIT_HINT)


def _in_mid_sentence(text: str) -> bool:
    """True where a text of several sentences ends without a closing mark, or any text on a word that
    calls for another."""
    if text.endswith(_SENTENCE_END):
        return False
    return _CONNECTED_END.search(text) is not None or any(mark in text for mark in "。；")


def find_odd_signs(subject: Subject) -> Iterator[Hit]:
    """TXT-02."""
    for path, text in subject.texts:
        found = list(_odd_signs(text))
        if found:
            message = say.ODD_SIGNS.format(label=subject.label(path), what="；".join(found))
            yield Hit(path, message, say.ODD_SIGNS_HINT)


def _odd_signs(text: str) -> Iterator[str]:
    if text.isprintable() and not _ANY_ODD.search(text):
        return  # most texts: seen without asking for each kind
    # Line by line: a line end is layout, not a blank.
    lines = text.split("\n")
    for name, signs, pattern in _ODD:
        if signs and not any(sign in text for sign in signs):
            continue
        shown = [around for line in lines for around in _shown(pattern, line)]
        if shown:
            yield say.ODD[name].format(shown=shown[0])
    if any(sign in text for sign in _BRACKETS[0]) and any(sign in text for sign in _BRACKETS[1]):
        yield say.ODD["BRACKETS"]
    for name, strange in _strange_signs(text).items():
        if strange:
            yield say.ODD[name].format(codes="、".join(f"U+{ord(sign):04X}" for sign in sorted(strange)))


def _strange_signs(text: str) -> dict[str, set[str]]:
    """Signs that are no text for everybody: not seen, made on one machine, or lost when it was converted."""
    if text.isprintable() and "\ufffd" not in text:
        return {}  # nearly always: seen without looking at each sign
    kinds = {char: unicodedata.category(char) for char in text if char not in f"\n\t{_JOINERS}"}
    return {
        "CONTROL": {char for char, kind in kinds.items() if kind in ("Cf", "Cc")},
        "PRIVATE": {char for char, kind in kinds.items() if kind == "Co"},
        "LOST": {char for char in kinds if char == "\ufffd"},
    }


def _shown(pattern: re.Pattern[str], line: str) -> Iterator[str]:
    if not line.strip():
        return
    for match in pattern.finditer(line):
        yield (
            line[max(0, match.start() - 3) : match.end() + 3].replace("\u3000", " ").strip()
            or line.strip()[:6]
        )


def find_other_levels(subject: Subject) -> Iterator[Hit | Unknown]:
    """TXT-03."""
    name = subject.declaration.department.name
    level = level_of(name)
    if level is None:
        yield Unknown(say.LEVEL_UNKNOWN.format(name=name))
        return
    for path, text in subject.texts:
        words = foreign_words(text, level, name) if path != subject.field("name") else []
        if words:
            message = say.OTHER_LEVEL.format(
                label=subject.label(path), words="、".join(words), level=say.LEVELS[level.name]
            )
            yield Hit(path, message, say.OTHER_LEVEL_HINT)


def find_empty_explanations(subject: Subject) -> Iterator[Hit]:
    """TXT-04."""
    for _, path, row in subject.rows():
        name, text = _bare(row.level3), row.explanation.strip()
        if not name or not text:
            continue
        told = {_bare(text), _bare(_LEAD_OUT.sub("", _LEAD_IN.sub("", text).rstrip(_END_MARKS)))}
        if name in told:
            message = say.EXPLAINS_NOTHING.format(
                label=subject.role_label("explanation"), name=row.level3.strip()
            )
            yield Hit(subject.cell(path, "explanation"), message, say.EXPLAINS_NOTHING_HINT)


def find_lookalikes(subject: Subject) -> Iterator[Hit]:
    """TXT-05."""
    for path, text in subject.texts:
        found = lookalikes(text)
        if found:
            shown = "、".join(
                say.LOOKALIKE.format(old=old, code=f"U+{ord(old):04X}", new=new)
                for old, new in found[:MOST_SHOWN]
            )
            message = say.LOOKALIKES.format(label=subject.label(path), count=len(found), shown=shown)
            yield Hit(path, message, say.LOOKALIKES_HINT)


MOST_SHOWN = 5
"""Look-alikes named in one finding."""


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char in "%％")


__all__ = ["CHECKS", "Level"]

CHECKS = (
    Check("TXT-01", Severity.WARNING, say.SOURCE_PRACTICE, find_cut),
    Check("TXT-02", Severity.NOTE, say.SOURCE_PRACTICE, find_odd_signs),
    Check("TXT-03", Severity.WARNING, say.SOURCE_PRACTICE, find_other_levels),
    Check("TXT-04", Severity.NOTE, say.SOURCE_PRACTICE, find_empty_explanations),
    Check("TXT-05", Severity.NOTE, say.SOURCE_PRACTICE, find_lookalikes),
)
