"""Characters that look like another and are none: Kangxi and CJK radicals, compatibility ideographs, a
circle for the zero 〇, Greek and Cyrillic letters among Latin ones. A search for the usual character
misses them.

Comes in: a text. Goes out: what stands where, and the text with the usual characters. Sources: Unicode
blocks 2F00, 2E80, F900, 2F800, 31C0 and EquivalentUnifiedIdeograph.txt.
"""

from __future__ import annotations

import unicodedata

from formgen.base.lazy_pattern import lazy

_RADICALS = (
    "⺁厂⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎尢⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺨犭⺩王⺪疋⺫目"
    "⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長"
    "⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟㇐一㇑丨㇒丿㇔丶㇖乛㇟乚"
)
_LETTERS = "АAВBЕEКKМMНHОOРPСCТTХXаaеeоoрpсcхxуyіiѕsΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv"
_PAIRS = {text[index]: text[index + 1] for text in (_RADICALS,) for index in range(0, len(text), 2)}
_LATIN = {_LETTERS[index]: _LETTERS[index + 1] for index in range(0, len(_LETTERS), 2)}
_SUSPECTS = "\u2e80-\u2fdf\u31c0-\u31e3\uf900-\ufaff\U0002f800-\U0002fa1f"
_SUSPECT = lazy(f"[{_SUSPECTS}]")
_MIXED = lazy(f"(?<=[A-Za-z0-9])[{''.join(_LATIN)}]+|[{''.join(_LATIN)}]+(?=[A-Za-z0-9])")
_CHINESE_DIGITS = "一二三四五六七八九〇"
_CIRCLE = lazy(
    f"(?<=[{_CHINESE_DIGITS}○])[○◯Ο](?=[{_CHINESE_DIGITS}○年])|(?<=[{_CHINESE_DIGITS}])[○◯](?=[{_CHINESE_DIGITS}○年])"
)


_ANY = lazy(f"[{_SUSPECTS}{''.join(_LATIN)}○◯]")
"""One of these stands in every text with a look-alike."""


def usual(text: str) -> str:
    """The text with the usual characters in the places of those that only look like them."""
    if not _ANY.search(text):
        return text
    text = _SUSPECT.sub(lambda match: _usual_ideograph(match.group()), text)
    text = _MIXED.sub(lambda match: "".join(_LATIN[char] for char in match.group()), text)
    return _CIRCLE.sub("〇", text)


def lookalikes(text: str) -> list[tuple[str, str]]:
    """(as it stands, the usual character) of every look-alike, each once, in order."""
    shown = usual(text)
    if shown == text:
        return []
    return list(dict.fromkeys((old, new) for old, new in zip(text, shown, strict=True) if old != new))


def _usual_ideograph(char: str) -> str:
    if char in _PAIRS:
        return _PAIRS[char]
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char
