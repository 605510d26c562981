"""OFDs for the tests, taken apart and put together again."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from formgen import cli

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "inputs" / "hengyang-2023.toml"
ACTUALS = ROOT / "inputs" / "hengyang-2023-actuals.toml"
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def build(source: Path, folder: Path, *options: str) -> Path:
    """The form's OFD."""
    assert cli.run(["build", str(source), "-o", str(folder), "--formats", "ofd", *options]) == 0
    return next(path for path in folder.glob("*.ofd") if "评分细则" not in path.name)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()
