"""Zip packages that are the same on any day and any machine, of entries that are compressed once.

Comes in: names and contents, or entries of a package that was written here. Goes out: entries, and the package as
bytes. `zipfile` cannot write what is compressed already: parts that every document of a run shares would be
compressed for each of them. Source: APPNOTE.TXT 6.3.10, 4.3.7 (local headers), 4.3.12 (directory), 4.3.16 (its end).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UNIX, _DEFLATED = 20, 3 << 8, 8
_UTF8_NAME = 0x800
_MIDNIGHT, _NEW_YEAR_1980 = 0, 1 << 5 | 1
_OWNER_MAY_WRITE = 0o600 << 16


class Entry(NamedTuple):
    """A compressed part. check: its CRC-32; size: of its content, in bytes."""

    name: str
    check: int
    size: int
    packed: bytes


def pack_entry(name: str, content: bytes) -> Entry:
    """The part, deflated."""
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Entry(name, zlib.crc32(content), len(content), deflate.compress(content) + deflate.flush())


@lru_cache(maxsize=64)
def pack_shared(name: str, content: bytes) -> Entry:
    """The same of a part that many documents of a run have alike: what was deflated lately is remembered."""
    return pack_entry(name, content)


def unpack_entry(entry: Entry) -> bytes:
    """The content of a part."""
    return zlib.decompress(entry.packed, wbits=-zlib.MAX_WBITS, bufsize=entry.size)


def join_entries(entries: Iterable[Entry]) -> bytes:
    """The package. Same entries, same bytes."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, check, size, packed in entries:
        named = name.encode()
        flags = 0 if name.isascii() else _UTF8_NAME
        both = (
            _VERSION,
            flags,
            _DEFLATED,
            _MIDNIGHT,
            _NEW_YEAR_1980,
            check,
            len(packed),
            size,
            len(named),
            0,
        )
        directory += (
            _CENTRAL.pack(b"PK\1\2", _UNIX | _VERSION, *both, 0, 0, 0, _OWNER_MAY_WRITE, at),
            named,
        )
        pieces += (_LOCAL.pack(b"PK\3\4", *both), named, packed)
        at += _LOCAL.size + len(named) + len(packed)
    listed = b"".join(directory)
    number = len(directory) // 2
    end = _END.pack(b"PK\5\6", 0, 0, number, number, len(listed), at, 0)
    return b"".join((*pieces, listed, end))


def entries_of(package: bytes) -> Iterator[Entry]:
    """The entries of a package that `join_entries` made, in their order."""
    at = 0
    while package.startswith(b"PK\3\4", at):
        *_, check, packed, size, named, _ = _LOCAL.unpack_from(package, at)
        start = at + _LOCAL.size + named
        name = package[at + _LOCAL.size : start].decode()
        at = start + packed
        yield Entry(name, check, size, package[start:at])
