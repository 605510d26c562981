"""LibreOffice, behind one thin wall."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="not checked: LibreOffice (soffice) is not installed"
)


def convert(path: Path, suffix: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it in another format, or again in its own. Works in `folder`."""
    out = folder / "converted"
    profile = f"-env:UserInstallation={(folder / 'lo').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(path)]
    # The fonts that formgen hides from the PDF engine are not hidden from others.
    surroundings = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=surroundings)
    return (out / f"{path.stem}.{suffix}").read_bytes()
