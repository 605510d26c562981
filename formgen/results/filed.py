"""One declaration as it was handed in: whose, from which bytes, and what it says, kept for the next round.

Comes in: a declaration's text and the digests of its file. Goes out: `Filed`, small enough for a line of
the register.
"""

from __future__ import annotations

import zlib
from typing import ClassVar

from formgen.base.records import sealed
from formgen.results.identity import Identity
from formgen.results.stored import STRICT

_MOST_BYTES = 16 * 1024 * 1024


@sealed(frozen=True, slots=True)
class Filed:
    """sha256: of the file, "" where it could not be opened; part, parts: its sheet, and declarations the
    file holds. fingerprint: the same for the same content of the file. version: the same for declarations
    that say the same, however they were saved. packed: the declaration's TOML, see `unpack`; "" where it
    could not be read. recipe: what besides the declaration the result follows from, "" where it is not to be
    kept."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    identity: Identity
    sha256: str
    fingerprint: str
    version: str
    part: str = ""
    parts: int = 1
    packed: str = ""
    recipe: str = ""


def pack(text: str) -> str:
    """A text, small, as letters and digits."""
    from base64 import b64encode  # what is kept of nobody is not packed

    return b64encode(zlib.compress(text.encode(errors="surrogatepass"), 6)).decode()


def unpack(packed: str) -> str | None:
    """The text again; None where it is damaged or none was kept."""
    from base64 import b64decode

    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(b64decode(packed, validate=True), _MOST_BYTES)
        return data.decode(errors="surrogatepass") if unpacker.eof else None
    except (zlib.error, ValueError):  # what is no base64 is a ValueError
        return None
