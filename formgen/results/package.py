"""The 说明 of a package for the archive: a text whose last line bears the digest of the manifest.

Comes in: its text and the manifest's bytes, or its bytes. Goes out: bytes, or the text without that line and the
digest. The manifest lists the text without its last line, which can only be written after the manifest is.
"""

from __future__ import annotations

from formgen.base.digest import digests

README = "说明.txt"


def sign_readme(body: str, line: str, manifest: bytes) -> bytes:
    """The whole text. line: with {sm3}."""
    return body.encode() + last_line(line, manifest)


def last_line(line: str, manifest: bytes) -> bytes:
    """The line that says which manifest it is of. line: with {sm3}."""
    return line.format(sm3=digests(manifest)["sm3"]).encode() + b"\n"


def split_readme(data: bytes) -> tuple[bytes, str]:
    """(the text without its last line, the last word of that line)."""
    body, newline, last = data.rstrip(b"\n").rpartition(b"\n")
    words = last.decode(errors="replace").split()
    return body + newline, words[-1] if words else ""
