"""A bug's traceback, kept in a file for the maintainers and away from the user."""

from __future__ import annotations

import platform
import tempfile
import traceback
from pathlib import Path

from formgen.base.version import __version__


def keep_bug_report(error: BaseException) -> Path | None:
    """Write the report into the folder of temporary files; where it is, None where it can't be kept."""
    text = "".join(traceback.format_exception(error))
    header = f"formgen {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            prefix="formgen-bug-",
            suffix=".log",
            delete=False,
        ) as file:
            file.write(header + text)
    except OSError:
        return None
    return Path(file.name)
