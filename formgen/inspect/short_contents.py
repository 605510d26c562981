"""A page's content, told in short: what a check of PDF/A could find in it, and each such thing once.

Comes in: the content of a page as an engine writes it. Goes out: a content that shows the same characters of the same
fonts, in the same colours and colour spaces; None where anything is on the page that the engine does not write. A page
paints the same kinds of texts and lines hundreds of times; what differs from one to the next are places, sizes and
characters. Places and sizes are short numbers, of which no limit of ISO 19005 knows anything; characters are asked of
their font by their codes, in whatever order and however often they stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_NUMBER = rb"-?[0-9]{1,7}(?:\.[0-9]{1,9})?"
_NAME = rb"/[a-z][0-9]{1,6}"
_SIGN = rb"(?:[^()\\\r]|\\(?:[0-3][0-7]{2}|[nrtbf()\\]))"
_INSIDE = rb"(?:%s|\(%s*+\))*+" % (_SIGN, _SIGN)
_STRING = rb"(?:\(%s\)|<(?:[0-9A-Fa-f]{4})*+>)" % _INSIDE
_LONGEST = 30_000
"""Bytes; a string may have 32767."""
_ESCAPED = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}
_COLOUR = rb"(?:%s cs(?: %s){1,4} scn|%s CS(?: %s){1,4} SCN)" % (_NAME, _NUMBER, _NAME, _NUMBER)
_PLACE = rb"(?:%s ){6}" % _NUMBER
_TEXT = rb"(?P<look>%s\nBT 0 Tr%s )%s Tf %sTm(?:(?P<one>%s)Tj|\[(?P<more>(?:%s|%s(?![-0-9.]))*+)\]TJ)\nET\nQ\nEMC" % (
    _COLOUR, _NAME, _NUMBER, _PLACE, _STRING, _STRING, _NUMBER,
)  # fmt: skip
_LINES = rb"(?P<ink>%s{1,2})(?: %s [wM]| [0-2] [Jj])* (?:(?:%s %s [ml]|h)[\n ])+[SfB]\nQ\nEMC" % (
    _COLOUR, _NUMBER, _NUMBER, _NUMBER,
)  # fmt: skip
_WORD = rb"/[A-Z][A-Za-z]{1,20}"
_MARK = rb"/(?:Span<</MCID [0-9]{1,7}>>|Artifact<<(?:%s(?:%s|\[%s\]))++>>)BDC\n" % (_WORD, _WORD, _WORD)
_PIECE = re.compile(rb"%sq %scm(?:%s|%s)" % (_MARK, _PLACE, _TEXT, _LINES))
"""What Typst paints: closed in itself (`q` to `Q`) and wholly visible."""
_TEXT_ALONE = re.compile(
    rb"(?<![^\n ])(?:/Span\n<</MCID [0-9]{1,7}>>\nBDC\n)?(BT\n)(?:%s ){6}Tm\n(/[A-Z]{1,20} )%s Tf\n\[((?:%s|%s(?![-0-9.]))*+)\] TJ\nET(?:\nEMC)?(?![^\n ])"
    % (_NUMBER, _NUMBER, _STRING, _NUMBER)
)
"""A text of WeasyPrint's. It says its font, and leaves alone how deep and in which mode it stands."""
_OTHER = re.compile(
    rb"[-0-9.]+|/[A-Za-z0-9.]+|<</MCID|[0-9]+>>|\[\]|q|Q|cm|re|W|n|gs|RG|rg|w|d|J|j|M|m|l|c|h|S|f|B|BMC|BDC|EMC"
)
"""What may stand beside it: nothing that shows or hides a text, and nothing in which one could stand as another's."""
_NOTHING = b"\nn\n"
"""Takes nothing: what stood before a text does not become what stands behind it."""
_LITERALS = re.compile(rb"\((%s)\)" % _INSIDE)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_BYTE = rb"(%s|[()])" % _SIGN
_CODE, _CODES = re.compile(_BYTE * 2), re.compile(rb"(?:%s{2})*+" % _BYTE)
_HEX_CODE = re.compile(b"....")


def shorten_content(content: bytes) -> bytes | None:
    """The content in short; None where it must be read in full."""
    try:
        return _shorten_typst(content) or _shorten_weasyprint(content)
    except ValueError:
        return None


def _shorten_typst(content: bytes) -> bytes | None:
    texts: dict[bytes, list[bytes]] = {}
    inks: dict[bytes, None] = {}

    def note(piece: re.Match[bytes]) -> bytes:
        look, one, more, ink = piece.group("look", "one", "more", "ink")
        if look is None:
            inks[ink] = None
        else:
            texts.setdefault(look, []).append(one or more)
        return b""

    if _PIECE.sub(note, content).strip(b" \n"):
        return None
    return b"\n".join([*(b"q %s 0 0 m 1 0 l\nS\nQ" % ink for ink in inks), *_show_all(texts)])


def _shorten_weasyprint(content: bytes) -> bytes | None:
    texts: dict[bytes, list[bytes]] = {}

    def note(piece: re.Match[bytes]) -> bytes:
        begin, font, strings = piece.groups()
        texts.setdefault(begin + font, []).append(strings)
        return _NOTHING

    rest = _TEXT_ALONE.sub(note, content)
    if not all(map(_OTHER.fullmatch, set(rest.replace(b"\n", b" ").split(b" ")) - {b""})):
        return None
    return b"\n".join([rest, *_show_all(texts)])


def _show_all(texts: Mapping[bytes, Sequence[bytes]]) -> list[bytes]:
    return [_show(look, b"".join(strings)) for look, strings in texts.items()]


def _show(look: bytes, strings: bytes) -> bytes:
    """A text of this look with each of the codes once. Raises ValueError for half a code, and for a string that may
    be too long."""
    literals, others = _LITERALS.findall(strings), _HEX.findall(_LITERALS.sub(b"", strings))
    if max(map(len, (*literals, *others))) > _LONGEST or not all(map(_CODES.fullmatch, literals)):
        raise ValueError(strings)
    codes = set(_HEX_CODE.findall(b"".join(others)))
    pairs = set(_CODE.findall(b"".join(literals)))
    codes |= {b"%02X%02X" % (_value(first), _value(second)) for first, second in pairs}
    return b"q %s1 Tf[<%s>]TJ\nET\nQ" % (look, b"".join(sorted(codes)))


def _value(sign: bytes) -> int:
    """Of a byte of a string (ISO 32000-1, 7.3.4.2)."""
    if len(sign) == 1:
        return sign[0]
    return int(sign[1:], 8) if len(sign) > 2 else _ESCAPED.get(sign[1:], sign[1])
