"""A zip that is nothing but its entries: nothing before, between or behind them, and no second names.

Comes in: the bytes of a zip that opens. Goes out: yes or no. What stands beside the entries is another file for other
programs: a zip is read from its end, a PDF from its beginning.
"""

from __future__ import annotations

import struct
import zipfile
from itertools import pairwise

_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
_LOCAL_SIZE, _END_SIZE = 30, 22
_LONGEST_TAIL = 24
"""Bytes that may follow an entry: its checksum and sizes, where they were not known before."""

_OTHER_NAME = b"up"
"""Of an extra field with another name for the entry, which some programs go by."""

_OTHER_KIND = b"%PDF-"
_LOOKED_FOR_WITHIN = 1024


def is_plain_zip(data: bytes, archive: zipfile.ZipFile) -> bool:
    """archive: of these bytes."""
    entries = archive.infolist()
    starts = sorted(entry.header_offset for entry in entries)
    ends = {entry.header_offset: _end_of(data, entry) for entry in entries}
    if not data.startswith(_LOCAL) or starts[:1] != [0] or _OTHER_KIND in data[:_LOOKED_FOR_WITHIN]:
        return False
    if data[-_END_SIZE:][:4] != _END or any(
        entry.comment or _has_other_name(entry.extra) for entry in entries
    ):
        return False
    return all(
        0 <= then - ends[start] <= _LONGEST_TAIL for start, then in pairwise([*starts, archive.start_dir])
    )


def _end_of(data: bytes, entry: zipfile.ZipInfo) -> int:
    at = entry.header_offset
    name, extra = struct.unpack("<HH", data[at + 26 : at + _LOCAL_SIZE])
    return int(at + _LOCAL_SIZE + name + extra + entry.compress_size)


def _has_other_name(extra: bytes) -> bool:
    while len(extra) >= 4:
        kind, length = extra[:2], int.from_bytes(extra[2:4], "little")
        if kind == _OTHER_NAME:
            return True
        extra = extra[4 + length :]
    return False
