"""The two streams of the program, made safe: a reader that has gone, a console of another code page.

Comes in: the process's own stdout and stderr. Goes out: the same, on which writing never fails. A pipe
whose reader has left (head, less) swallows what it is given, so that the work goes on to its own exit code.
A character that the console's code page lacks is written as the nearest one that it has.
What a full disk does not take is remembered, so that the program can say so and end with that exit code.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

_NEAREST = {"†": "※", "✓": "√", "✗": "×", "₂": "2", "•": "·", "—": "-", "↵": "←"}
_UNKNOWN = "〓"
"""The mark that stands for a missing character, in GBK as on paper."""

HANDLER = "formgen.nearest"


class _Lenient(io.FileIO):
    """A file descriptor that takes everything, also when nobody reads it any more. lost: why something of
    it was not written, where a reader who wants it may be waiting."""

    lost: OSError | None = None

    def write(self, data: object) -> int:
        try:
            return super().write(data) or 0  # type: ignore[arg-type]
        except BrokenPipeError:
            return len(memoryview(data))  # type: ignore[arg-type]
        except OSError as error:
            self.lost = error
            return len(memoryview(data))  # type: ignore[arg-type]


def make_safe() -> None:
    """Put both streams of this process under these rules. A stream that is no file (a test's) is left."""
    codecs.register_error(HANDLER, write_nearest)
    sys.stdout = _wrap(sys.stdout)
    sys.stderr = _wrap(sys.stderr)


def lost_output() -> OSError | None:
    """Why not all of stdout was written, once everything was printed; None where it was."""
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.lost if isinstance(raw, _Lenient) else None


def _wrap(stream: object) -> io.TextIOWrapper:
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # type: ignore[return-value]
    try:
        raw = _Lenient(stream.fileno(), "wb", closefd=False)
    except (OSError, ValueError):
        stream.reconfigure(errors=HANDLER)
        return stream
    if sys.platform == "win32" and stream.isatty():
        # The console of Windows has a file of its own kind behind it, which takes every character.
        stream.reconfigure(errors=HANDLER)
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, HANDLER, line_buffering=stream.isatty(), write_through=False
    )


def json_bytes(text: str) -> bytes:
    """JSON as it is printed, valid UTF-8 whatever a file held: half of a pair of surrogates is written as JSON
    escapes it."""
    return text.encode("utf-8", "backslashreplace")


def write_nearest(error: UnicodeError) -> tuple[str, int]:
    """A codec's way out: the nearest characters that its encoding has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_nearest(char, error.encoding) for char in text), error.end


def _nearest(char: str, encoding: str) -> str:
    if 0xDC80 <= ord(char) <= 0xDCFF:  # a byte of a name that is no UTF-8
        return f"\\x{ord(char) - 0xDC00:02x}"
    for candidate in (_NEAREST.get(char, ""), unicodedata.normalize("NFKC", char)):
        if candidate and candidate != char and _fits(candidate, encoding):
            return candidate
    return _UNKNOWN if _fits(_UNKNOWN, encoding) else "?"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
