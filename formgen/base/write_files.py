"""The only writer of results: whole files or none.

Comes in: bytes and where they go. Each is written to a temporary file beside its target, flushed to
the disk, then renamed; a reader never sees half a file, and a full disk leaves what was there.
No step of the road writes by itself.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from formgen.base.errors import ResultNotWritten
from formgen.messages import write_files as say


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole. Raises ResultNotWritten."""
    write_files({path: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together: none is put in place before all are on the disk, and all are
    or none. Raises ResultNotWritten and leaves what was there."""
    staged: dict[Path, Path] = {}
    before: dict[Path, Path] = {}
    target = Path()
    try:
        for target, data in files.items():
            if _is_devices_name(target):
                raise ResultNotWritten(say.DEVICE_NAME.format(path=target))
            if _is_device(target):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            staged[target] = _stage(target, data)
            if len(files) > 1 and target.is_file():
                before[target] = _stage(target, target.read_bytes())
        for target, temporary in staged.items():
            temporary.replace(target)
        for target in (path for path in files if _is_device(path)):
            target.write_bytes(files[target])
    except (OSError, KeyboardInterrupt) as error:
        _put_back(staged, before)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise ResultNotWritten(explain_write_error(target, error)) from error
    finally:
        for temporary in (*staged.values(), *before.values()):
            temporary.unlink(missing_ok=True)


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet. Raises ResultNotWritten."""
    if os.path.lexists(path):
        raise ResultNotWritten(say.EXISTS.format(path=path))
    write_file(path, data)


def _is_device(path: Path) -> bool:
    """True for what is there and no file: /dev/null, a terminal, a pipe. It is written to, never replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


ON_WINDOWS = os.name == "nt"

DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
)
"""Names that are devices on Windows, whatever follows the dot."""


def _is_devices_name(path: Path) -> bool:
    """True for con.xlsx on Windows: what is written there is gone. NUL itself may be meant."""
    return (
        ON_WINDOWS and path.name.partition(".")[0].strip().upper() in DEVICES and path.name.upper() != "NUL"
    )


def _put_back(staged: Mapping[Path, Path], before: Mapping[Path, Path]) -> None:
    """Undo what was put in place before the next one was refused (open in another program, say)."""
    for target, temporary in staged.items():
        if temporary.exists():
            return
        with suppress(OSError):  # what refuses now is told by the error that brought us here
            if target in before:
                before[target].replace(target)
            else:
                target.unlink()


def _stage(target: Path, data: bytes) -> Path:
    """The data in a temporary file beside the target; nothing is left behind when that fails."""
    handle, name = tempfile.mkstemp(prefix=".formgen-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
    except (OSError, KeyboardInterrupt):
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_WINDOWS = {32: say.OPEN_ELSEWHERE, 33: say.OPEN_ELSEWHERE, 206: say.NAME_TOO_LONG, 123: say.BAD_NAME}
"""Windows' own numbers: sharing and lock violation, a name too long, a name that it does not allow."""


def explain_write_error(path: Path, error: OSError) -> str:
    """Why a file could not be written, and what to do."""
    sentence = {
        errno.ENOSPC: say.DISK_FULL,
        errno.EDQUOT: say.DISK_FULL,
        errno.EACCES: say.NO_RIGHTS,
        errno.EPERM: say.NO_RIGHTS,
        errno.EROFS: say.NO_RIGHTS,
        errno.ENOTDIR: say.NOT_A_FOLDER,
        errno.EEXIST: say.NOT_A_FOLDER,
        errno.EISDIR: say.IS_A_FOLDER,
        errno.ENAMETOOLONG: say.NAME_TOO_LONG,
    }.get(error.errno or 0, say.FAILED)
    sentence = _WINDOWS.get(getattr(error, "winerror", None) or 0, sentence)
    return sentence.format(path=path, folder=path.parent, why=error.strerror or error)
