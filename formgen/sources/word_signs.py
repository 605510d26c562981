"""Fonts whose letters are drawn as signs: an R in Wingdings 2 is a ticked box.

Comes in: a font's name and a character as the document writes it. Goes out: the sign that is seen.
"""

from __future__ import annotations

from collections.abc import Mapping

_PRIVATE = 0xF000
"""Word writes the signs of such fonts as U+F000 to U+F0FF too."""


def _run(first: int, signs: str) -> dict[int, str]:
    return dict(enumerate(signs, first))


_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6D: "❍",
    0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x78: "⌧", **_run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"), 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉",
    0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xAE: "✹", 0xB2: "✧", 0xD8: "➢",
    0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", **_run(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    0x96: "·", 0x97: "•", 0x98: "●", 0x99: "●", 0x9A: "○", 0x9E: "◎", 0xA0: "■", 0xA1: "■", 0xA2: "■", 0xA3: "□",
    0xA4: "□", 0xAE: "◆",
}  # fmt: skip
_WINGDINGS_3 = {
    0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x7D: "▶",
}  # fmt: skip
_SYMBOL = {
    **{code: chr(code) for code in (0x20, 0x21, 0x23, 0x25, 0x26, 0x28, 0x29, 0x2B, 0x2C, 0x2E, 0x2F)},
    **_run(0x30, "0123456789:;<=>?"), 0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅",
    **_run(0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ["), 0x5C: "∴", 0x5D: "]", 0x5E: "⊥", 0x5F: "_",
    **_run(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"), **_run(0xA2, "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"), 0xC4: "⊗", 0xC5: "⊕",
    0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√",
    0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xE5: "∑",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x3C: "▼", 0x34: "▶"}
_FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3, "symbol": _SYMBOL,
    "webdings": _WEBDINGS,
}  # fmt: skip


def draws_signs(font: str) -> bool:
    """Whether the letters of this font are no letters."""
    return font.strip().casefold() in _FONTS


def sign_of(font: str, code: int) -> str | None:
    """The sign that a font draws for a character; None where it is not known."""
    code -= _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else 0
    if not 0x20 <= code < 0x100:
        # Past these the fonts have no character: another draws it.
        return chr(code) if 0x100 <= code < 0xD800 else None
    return " " if code == 0x20 else _FONTS.get(font.strip().casefold(), {}).get(code)
