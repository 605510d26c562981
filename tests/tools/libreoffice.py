"""LibreOffice, behind one thin wall."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="not checked: LibreOffice (soffice) is not installed"
)


def convert_all(paths: Sequence[Path], suffix: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them in another format, or again in their own. Works in `folder`."""
    out = folder / "converted"
    profile = f"-env:UserInstallation={(folder / 'lo').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(out)]
    # The fonts that formgen hides from the PDF engine are not hidden from others.
    surroundings = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    subprocess.run(
        [*command, *map(str, paths)], check=True, capture_output=True, timeout=120, env=surroundings
    )
    return [out / f"{path.stem}.{suffix}" for path in paths]


def convert(path: Path, suffix: str, folder: Path) -> bytes:
    """One file as LibreOffice saves it. Works in `folder`."""
    (made,) = convert_all([path], suffix, folder)
    return made.read_bytes()
