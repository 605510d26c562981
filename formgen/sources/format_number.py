"""One section of a number format, applied to a number → the text Excel shows.

Comes in: a section of digits (or General) and a number that is not negative. Goes out: the text.
Signs and sections are chosen elsewhere. Raises UnknownFormat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from formgen.sources.number_format import Kind, Section, Token, UnknownFormat

_GENERAL_PLACES = 11
"""Signs that General gives a number at most."""

_PLACES = {1: ("〇一二三四五六七八九", "十百千", "万亿"), 2: ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万亿")}
_MOST_ADJUSTED = 300
_MOST_WRITTEN = 40
"""Powers of ten: past them a number is not written out."""


def number_text(section: Section, number: Decimal) -> str:
    """The text for this section. number: not negative."""
    if abs(number.adjusted()) > _MOST_ADJUSTED:
        raise UnknownFormat("out of range")
    with localcontext() as context:
        context.prec = 2 * _MOST_ADJUSTED + 50
        if section.has(Kind.SLASH) and section.has(Kind.DIGIT):
            return _fraction(section, number)
        if section.has(Kind.EXPONENT):
            return _scientific(section, number)
        return _fixed(section, number)


def general_text(number: Decimal) -> str:
    """A number, not negative, as General shows it in a column that is wide enough."""
    if number == 0:
        return "0"
    size = number.adjusted()
    if size >= _GENERAL_PLACES:
        return _exponential(number)
    if size < -4:
        plain = _plain(_rounded(number, 12))
        return plain if len(plain) <= _GENERAL_PLACES and plain != "0" else _exponential(number)
    return _plain(_rounded(number, max(9 - max(size, 0), 0)))


def _exponential(number: Decimal) -> str:
    mantissa, exponent = f"{_significant(number, 6):E}".split("E")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"


def _significant(number: Decimal, digits: int) -> Decimal:
    return _rounded(number, digits - 1 - number.adjusted())


def _rounded(number: Decimal, places: int) -> Decimal:
    """Halves go away from zero, as in Excel."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale_of(section: Section) -> int:
    """How many times smaller than the number what is shown is: thousands commas behind the digits, and
    digits behind a point that is only drawn (0!.0,)."""
    digits = [index for index, token in enumerate(section.tokens) if token.kind is Kind.DIGIT]
    if not digits or section.has(Kind.EXPONENT, Kind.SLASH):
        return 1
    scale: int = 1000 ** _scaling_commas(section.tokens, digits[-1])
    point = next((i for i, token in enumerate(section.tokens) if token.kind is Kind.POINT), None)
    drawn = next((i for i, token in enumerate(section.tokens)
                  if token.kind is Kind.LITERAL and token.text == "." and i > digits[0]), None)  # fmt: skip
    if drawn is not None and point is None:
        scale *= int(10 ** sum(index > drawn for index in digits))
    return scale


def _scaling_commas(tokens: Sequence[Token], last_digit: int) -> int:
    """Commas right behind the last digit, or between the last digit before the point and the point."""
    point = next((i for i, token in enumerate(tokens) if token.kind is Kind.POINT), None)
    ends = {last_digit}
    if point is not None:
        ends |= set([i for i in range(point) if tokens[i].kind is Kind.DIGIT][-1:])
    count = 0
    for end in ends:
        index = end + 1
        while index < len(tokens) and tokens[index].kind is Kind.COMMA:
            count += 1
            index += 1
    return count


def _fixed(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    digits = [index for index, token in enumerate(tokens) if token.kind is Kind.DIGIT]
    if not digits:
        return "".join(_without_digits(section, token, number) for token in tokens)
    if section.has(Kind.GENERAL, Kind.TEXT) or number.adjusted() > _MOST_WRITTEN:
        raise UnknownFormat("digits beside General, or too many")
    point = next((i for i, token in enumerate(tokens) if token.kind is Kind.POINT), len(tokens))
    percents = sum(token.kind is Kind.PERCENT for token in tokens)
    scaled = number.scaleb(2 * percents) / 1000 ** _scaling_commas(tokens, digits[-1])
    places = sum(index > point for index in digits)
    whole, _, fraction = f"{_rounded(scaled, places):f}".partition(".")
    before = [index for index in digits if index < point]
    groups = any(
        token.kind is Kind.COMMA and before and before[0] < index < before[-1]
        for index, token in enumerate(tokens)
    )
    texts = _whole_digits(tokens, before, whole.lstrip("0"), groups=groups)
    texts.update(_fraction_digits(tokens, [index for index in digits if index > point], fraction))
    shown = []
    for index, token in enumerate(tokens):
        if index == point and not before:
            shown.append(whole.lstrip("0"))
        shown.append(texts.get(index, _filler(token, index, digits)))
    text = "".join(shown)
    return _chinese_digits(text, section.dbnum) if section.dbnum else text


def _filler(token: Token, index: int, digits: Sequence[int]) -> str:
    """What a token shows that is no digit. Commas before all digits stand as they are."""
    if token.kind is Kind.COMMA:
        return "," if index < digits[0] else ""
    return token.text


def _without_digits(section: Section, token: Token, number: Decimal) -> str:
    if token.kind in (Kind.GENERAL, Kind.TEXT):
        text = general_text(number)
        return chinese_number(text, section.dbnum) if section.dbnum else text
    return token.text


def _whole_digits(tokens: Sequence[Token], places: list[int], text: str, *, groups: bool) -> dict[int, str]:
    """The digits before the point over their places: what is too long stands at the first place."""
    texts: dict[int, str] = {}
    position = 0
    for index in reversed(places):
        first = index == places[0]
        left = text[: len(text) - position] if position < len(text) else ""
        run = left if first else left[-1:]
        shown = ""
        run = run or {"0": "0", "?": " "}.get(tokens[index].text, "")
        for digit in reversed(run):
            comma = "," if groups and position and position % 3 == 0 else ""
            shown = digit + (comma if digit != " " else " " * len(comma)) + shown
            position += 1
        if not run:
            position += 1
        texts[index] = shown
    return texts


def _fraction_digits(tokens: Sequence[Token], places: list[int], text: str) -> dict[int, str]:
    """Digits behind the point; zeros at the end only where the code asks for them."""
    texts: dict[int, str] = {}
    needed = False
    for position in range(len(places) - 1, -1, -1):
        sign, digit = tokens[places[position]].text, text[position]
        needed = needed or digit != "0" or sign == "0"
        texts[places[position]] = digit if needed else {"?": " "}.get(sign, "")
    return texts


def _scientific(section: Section, number: Decimal) -> str:
    """0.00E+00; more places before the point go by steps of so many."""
    match = re.fullmatch(r"(\D*?)([0#?]+)(?:(\.)([0#?]*))?(E[+-])([0#?]+)(\D*)", _signs(section), re.I)
    if match is None or section.dbnum:
        raise UnknownFormat("exponent")
    front, whole, point, places, mark, powers, back = match.groups()
    count, decimals = len(whole), len(places or "")
    step = count if count > 1 else 1
    exponent = 0 if number == 0 else number.adjusted() // step * step
    if count > 1 and whole.strip("#?") == whole and number != 0:
        exponent = number.adjusted() - (count - 1)
    mantissa = _rounded(number.scaleb(-exponent), decimals)
    if number != 0 and mantissa.adjusted() >= (step if step > 1 else 1):
        exponent += step
        mantissa = _rounded(number.scaleb(-exponent), decimals)
    ints, _, fraction = f"{mantissa:f}".partition(".")
    digits = tuple(Token(Kind.DIGIT, sign) for sign in whole + (places or "") + powers)
    ints_text = _joined(_whole_digits(digits, list(range(count)), ints.lstrip("0"), groups=False))
    if not ints_text.strip() and not ints.lstrip("0"):
        ints_text = "0" if whole != "#" or number == 0 else ints_text
    fraction_text = _joined(_fraction_digits(digits, list(range(count, count + decimals)), fraction))
    power = str(abs(exponent))
    power_places = list(range(count + decimals, len(digits)))
    power_text = _joined(_whole_digits(digits, power_places, power.lstrip("0") or "0", groups=False))
    sign = "-" if exponent < 0 else "+" if mark[1] == "+" else ""
    return f"{front}{ints_text}{point or ''}{fraction_text}{mark[0]}{sign}{power_text}{back}"


def _signs(section: Section) -> str:
    """The section as signs, where its literals hold none that a code could hold."""
    made = ""
    for token in section.tokens:
        if token.kind in (Kind.COMMA, Kind.PERCENT, Kind.TEXT, Kind.GENERAL):
            raise UnknownFormat("exponent or fraction beside other signs")
        is_denominator = token.kind is Kind.LITERAL and re.fullmatch("[1-9]", token.text)
        words = token.kind in (Kind.LITERAL, Kind.PAD) and not is_denominator
        if words and re.search(r"[0-9#?.eE/+]", token.text):
            raise UnknownFormat("exponent or fraction around literals")
        made += token.text
    return made


def _joined(texts: dict[int, str]) -> str:
    return "".join(texts[index] for index in sorted(texts))


def _fraction(section: Section, number: Decimal) -> str:
    """# ?/?, # ??/100: the nearest fraction with so many digits below the line."""
    match = re.fullmatch(
        r"([^\d#?]*?)(?:([#0?]+)(\s))?([#?]+)/([#?]{1,5}|[1-9][0-9]*)([^\d#?]*)", _signs(section)
    )
    if match is None or section.dbnum:
        raise UnknownFormat("fraction")
    front, wholes, gap, above, below, back = match.groups()
    exact = Fraction(number)
    whole = int(exact) if wholes else 0
    rest = exact - whole
    if below.isdigit():
        denominator = int(below)
        numerator = int(rest * denominator + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** len(below) - 1)
        numerator, denominator = near.numerator, near.denominator
    if wholes and numerator == denominator:
        whole, numerator = whole + 1, 0
    blank = " " * (len(gap or "") + len(above) + 1 + len(below)) if "?" in above + below else ""
    if wholes and numerator == 0:
        return f"{front}{whole}{blank}{back}"
    whole_text = "" if not wholes else str(whole) + gap if whole or "0" in wholes else ""
    top = str(numerator).rjust(len(above)) if "?" in above else str(numerator)
    bottom = str(denominator).ljust(len(below)) if "?" in below else str(denominator)
    return f"{front}{whole_text}{top}/{bottom}{back}"


def _chinese_digits(text: str, dbnum: int) -> str:
    """1234 → 一二三四."""
    if dbnum not in _PLACES:
        raise UnknownFormat("DBNum3")
    return text.translate({ord("0") + digit: sign for digit, sign in enumerate(_PLACES[dbnum][0])})


def chinese_number(text: str, dbnum: int) -> str:
    """1234 → 一千二百三十四, 10 → 一十."""
    whole, point, _ = text.partition(".")
    if dbnum not in _PLACES or point or not whole.isdigit() or len(whole) > 12:
        raise UnknownFormat("DBNum")
    digits, steps, myriads = _PLACES[dbnum]
    if int(whole) == 0:
        return digits[0]
    groups = []
    while whole:
        groups.append(whole[-4:])
        whole = whole[:-4]
    made = ""
    for rank in range(len(groups) - 1, -1, -1):
        part = _four_digits(groups[rank].zfill(4), digits, steps)
        if made and part and groups[rank].zfill(4)[0] == "0" and not made.endswith(digits[0]):
            part = digits[0] + part.lstrip(digits[0])
        elif not made:
            part = part.lstrip(digits[0])
        made += part + (myriads[rank - 1] if rank and part else "")
    return made


def _four_digits(group: str, digits: str, steps: str) -> str:
    made = ""
    for place, sign in enumerate(group):
        if sign != "0":
            gap = digits[0] if made and group[place - 1] == "0" else ""
            made += gap + digits[int(sign)] + ("" if place == 3 else steps[2 - place])
    return made
