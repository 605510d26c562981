"""Damage, and what `formgen verify` says of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from formgen import cli


def verify(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and the JSON report."""
    capsys.readouterr()
    code = cli.run(["verify", *map(str, paths), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def failed(report: dict[str, Any]) -> set[tuple[str, str]]:
    """(suffix or name of the file, id) of every check that failed."""
    return {
        (Path(file["path"]).suffix or file["path"], check["id"])
        for file in report["files"]
        for check in file["checks"]
        if check["state"] == "fail"
    }


def states(report: dict[str, Any], suffix: str) -> dict[str, str]:
    """Id → state of the one file with that suffix."""
    (file,) = (file for file in report["files"] if file["path"].endswith(suffix))
    return {check["id"]: check["state"] for check in file["checks"]}


def change_pdf(path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    """Save the PDF again after a change."""
    with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
        change(pdf)
        pdf.save(path, fix_metadata_version=False)


def change_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Write the zip again with one part changed."""
    old = path.read_bytes()
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(old)) as source, zipfile.ZipFile(stream, "w") as target:
        assert name in source.namelist()
        for entry in source.infolist():
            content = source.read(entry)
            changed = change(content) if entry.filename == name else content
            assert entry.filename != name or changed != content, "the damage did nothing"
            target.writestr(entry, changed)
    path.write_bytes(stream.getvalue())


def add_part(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """Replace the first occurrence; it must be there."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


def packed_with(data: bytes, where: str) -> bytes:
    """A zip with something beside its entries."""
    if where == "before":
        return b"960\n" + data
    if where == "behind":
        return data + b"960"
    if where == "as a comment":
        return data[:-2] + b"\x03\0960"
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for number, name in enumerate(source.namelist()):
            entry = zipfile.ZipInfo(name)
            if number == 1 and where == "as another name":
                entry.extra = b"up\x0a\0\x01\0\0\0\0a.xml"
            target.writestr(entry, source.read(name))
            if number == 1 and where == "between" and target.fp is not None:
                target.fp.write(b"960" * 20)
                target.start_dir = target.fp.tell()
    return stream.getvalue()
