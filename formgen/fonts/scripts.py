"""Which font to install for a character that no font of the profile has.

Comes in: a character. Goes out: the script it belongs to, and the fonts that have it: on Windows and in WPS,
and as a package of Debian, Ubuntu and Kylin. Sources: Unicode's Blocks.txt, Microsoft's list of Windows
fonts, the file lists of the packages.
"""

from __future__ import annotations

from dataclasses import dataclass

from formgen.messages import fonts as say


@dataclass(frozen=True, slots=True)
class Script:
    """name: in Chinese. windows: a family that Windows has. family, package: a free one, and what installs it."""

    name: str
    windows: str
    family: str
    package: str


_CORE, _CJK, _RARE = "fonts-noto-core", "fonts-noto-cjk", "fonts-hanazono"
_ARABIC = Script(say.UYGHUR, "Microsoft Uighur", "Noto Naskh Arabic", _CORE)
_HANGUL = Script(say.KOREAN, "Malgun Gothic", "Noto Sans CJK KR", _CJK)
_SYMBOLS = Script(say.SYMBOLS, "Segoe UI Symbol", "Symbola", "fonts-symbola")
_RARE_HAN = Script(say.RARE_HAN, "SimSun-ExtB", "HanaMinB", _RARE)

_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x0600, 0x06FF, _ARABIC),
    (0x0750, 0x077F, _ARABIC),
    (0x08A0, 0x08FF, _ARABIC),
    (0x0900, 0x097F, Script(say.DEVANAGARI, "Nirmala UI", "Noto Sans Devanagari", _CORE)),
    (0x0E00, 0x0E7F, Script(say.THAI, "Leelawadee UI", "Noto Sans Thai", _CORE)),
    (0x0F00, 0x0FFF, Script(say.TIBETAN, "Microsoft Himalaya", "Noto Serif Tibetan", _CORE)),
    (0x1100, 0x11FF, _HANGUL),
    (0x1800, 0x18AF, Script(say.MONGOLIAN, "Mongolian Baiti", "Noto Sans Mongolian", _CORE)),
    (0x1950, 0x197F, Script(say.DAI, "Microsoft Tai Le", "Noto Sans Tai Le", _CORE)),
    (0x1980, 0x19DF, Script(say.DAI, "Microsoft New Tai Lue", "Noto Sans New Tai Lue", _CORE)),
    (0x2000, 0x2BFF, _SYMBOLS),
    (0x3130, 0x318F, _HANGUL),
    (0x3400, 0x4DBF, Script(say.RARE_HAN, "SimSun", "HanaMinA", _RARE)),
    (0x4E00, 0x9FFF, Script(say.HAN, "SimSun", "Noto Sans CJK SC", _CJK)),
    (0xA000, 0xA4CF, Script(say.YI, "Microsoft Yi Baiti", "Noto Sans Yi", _CORE)),
    (0xA4D0, 0xA4FF, Script(say.LISU, "Segoe UI", "Noto Sans Lisu", _CORE)),
    (0xAC00, 0xD7FF, _HANGUL),
    (0xF900, 0xFAFF, Script(say.RARE_HAN, "SimSun", "HanaMinA", _RARE)),
    (0xFB50, 0xFDFF, _ARABIC),
    (0xFE70, 0xFEFE, _ARABIC),
    (0x16F00, 0x16F9F, Script(say.MIAO, "Segoe UI Historic", "Noto Sans Miao", _CORE)),
    (0x1F000, 0x1FAFF, _SYMBOLS),
    (0x20000, 0x323AF, _RARE_HAN),
)
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
"""Signs without a shape of their own that ask for another shape of the character before."""


def script_of(character: str) -> Script | None:
    """The script, where a font for it is known."""
    code = ord(character)
    return next((script for first, last, script in _BLOCKS if first <= code <= last), None)


def remedy(character: str) -> str:
    """What to do about a character that no font has."""
    if any(first <= ord(character) <= last for first, last in _PRIVATE):
        return say.PRIVATE_HINT
    if any(first <= ord(character) <= last for first, last in _SELECTORS):
        return say.SELECTOR_HINT
    script = script_of(character)
    if script is None:
        return say.NO_GLYPH_HINT
    return say.SCRIPT_HINT.format(
        script=script.name, windows=script.windows, family=script.family, package=script.package
    )
