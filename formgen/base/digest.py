"""Digests: SHA-256 and SM3, of bytes, of templates, of the rules.

Written into the manifest, read by `formgen verify`, and how a batch knows what need not be built again.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

ALGORITHMS = ("sha256", "sm3")


def digests(data: bytes, algorithms: Sequence[str] = ALGORITHMS) -> dict[str, str]:
    """{"sha256": …, "sm3": …} in lower-case hexadecimal, of these algorithms."""
    made = {"sha256": lambda: sha256(data).hexdigest(), "sm3": lambda: _sm3(data)}
    return {name: made[name]() for name in algorithms}


def _sm3(data: bytes) -> str:
    from cryptography.hazmat.primitives.hashes import SM3, Hash  # loads a library of its own

    national = Hash(SM3())
    national.update(data)
    return national.finalize().hex()


def folder_digests(folder: Path, pattern: str = "**/*") -> dict[str, str]:
    """Digests over names and contents of the folder's files, in the order of their names; hidden files
    and what Python leaves behind are no part of it."""
    parts = []
    for path in sorted(folder.glob(pattern)):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
            content = path.read_bytes()
            parts.append(f"{inside.as_posix()}\0{len(content)}\0".encode() + content)
    return digests(b"".join(parts))


RULES_VERSION = 15
"""The version of what scores and checks. It is raised with every change that lets the same declaration
score or be judged otherwise: tests/rules holds it to what the rules do, and raises it by
`python -m tests.rules.behaviour --renew`."""


def rules_digests() -> dict[str, str]:
    """Digests of the version of the rules that score and check: equal where they judge alike, however
    the code is written."""
    return digests(f"formgen rules {RULES_VERSION}".encode())
