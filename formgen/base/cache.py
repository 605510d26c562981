"""The cache folder: measures, prepared fonts and compiled templates, which cost time to make and are always
the same. Losing it loses nothing but time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR

from platformdirs import user_cache_path

_NAME = "formgen"


@lru_cache(maxsize=1)
def cache_folder() -> Path:
    """The user's cache folder (FORMGEN_CACHE names another); where it can't be written, a folder that
    lives as long as the machine's temporary files."""
    chosen = os.environ.get("FORMGEN_CACHE")
    wanted = Path(chosen) if chosen else user_cache_path(_NAME)
    shared = Path(tempfile.gettempdir()) / f"{_NAME}-cache-{os.getuid() if hasattr(os, 'getuid') else 0}"
    for folder in (wanted, shared):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(folder, os.W_OK) and (folder is wanted or _is_private(folder)):
            return folder
    return Path(tempfile.mkdtemp(prefix=_NAME))


def _is_private(folder: Path) -> bool:
    """Nobody else made it or can write there: what is kept is used without another look."""
    if not hasattr(os, "getuid"):
        return True  # Windows: a user's temporary files lie in the user's own folder
    status = folder.lstat()
    return S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022


def code_folder() -> Path | None:
    """Where compiled templates are kept: they are run, so only in a folder that this user made and nobody
    else can write. None where there is no such: then they are compiled anew."""
    folder = cache_folder() / "code"
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder if _is_private(folder) else None
    except OSError:
        return None


def write_cached(path: Path, data: bytes) -> None:
    """Write whole or not at all: other processes may read at this moment. A cache that can't be
    written (full disk) is no fault: what it would have kept is made again next time."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError:
        return


def keep_file(path: Path, make: Callable[[], bytes]) -> bool:
    """See to it that a file for other programs stands there whole: its digest stands beside it, and a file
    that differs is made again. False where the cache cannot be written."""
    digest = path.with_name(f"{path.name}.sha256")
    try:
        if digest.read_bytes() == sha256(path.read_bytes()).digest():
            return True
    except OSError:
        pass  # not made yet
    data = make()
    write_cached(path, data)
    write_cached(digest, sha256(data).digest())
    return path.is_file()


def write_kept(path: Path, data: bytes) -> None:
    """Like `write_cached`, behind a digest: for what nobody would see that it is damaged."""
    write_cached(path, sha256(data).digest() + data)


def read_kept(path: Path) -> bytes | None:
    """What `write_kept` wrote there; None where there is nothing, or where a power cut left a part of it."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    size = sha256().digest_size
    return kept[size:] if sha256(kept[size:]).digest() == kept[:size] else None
