"""The cache is expendable: whatever a power cut or another user left there costs time, not the form."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.base import cache

ROOT = Path(__file__).parents[2]

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "zeroed": lambda data: bytes(len(data)),
}


def _build(own_cache: Path, out: Path) -> dict[str, str]:
    """Both engines, in processes of their own: a crash of Pango would end this one. Digests of the PDFs."""
    environment = os.environ | {"FORMGEN_CACHE": str(own_cache), "PYTHONPATH": str(ROOT)}
    found = {}
    for engine in ("weasyprint", "typst"):
        command = ["build", "inputs/example-2023.toml", "-o", str(out / engine), "--engine", engine]
        run = subprocess.run(
            [sys.executable, "-m", "formgen", *command],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        for path in sorted((out / engine).glob("*.*f")):
            found[engine] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.mark.slow
def test_a_damaged_cache_gives_the_same_files(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="not checked: needs Typst")
    own_cache = tmp_path / "cache"
    own_cache.mkdir(mode=0o700)
    whole = _build(own_cache, tmp_path / "whole")
    assert len(whole) == 2
    files = [path for path in own_cache.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".font", ".measures", ".template", ".part", ".ttf"}
    # Every file in one of the ways, every way to many a file.
    for number, path in enumerate(sorted(files)):
        path.write_bytes(list(DAMAGES.values())[number % len(DAMAGES)](path.read_bytes()))
    assert _build(own_cache, tmp_path / "damaged") == whole


def test_a_kept_file_is_made_again_when_it_differs(tmp_path: Path) -> None:
    path, made = tmp_path / "a.ttf", []

    def make() -> bytes:
        made.append(1)
        return b"a font"

    assert cache.keep_file(path, make) and cache.keep_file(path, make)
    assert len(made) == 1
    for number, damage in enumerate(DAMAGES.values(), start=2):
        path.write_bytes(damage(path.read_bytes()))
        assert cache.keep_file(path, make)
        assert path.read_bytes() == b"a font" and len(made) == number


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="not checked: Windows keeps users apart by folder")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722])
def test_code_is_kept_only_where_nobody_else_writes(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    folder = cache.code_folder()
    assert folder is not None and folder.stat().st_mode & 0o077 == 0
    folder.chmod(mode)
    assert cache.code_folder() is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="not checked: Windows keeps users apart by folder")
def test_code_of_another_user_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    assert cache.code_folder() is not None
    monkeypatch.setattr(os, "getuid", lambda: 4321)
    assert cache.code_folder() is None
    (tmp_path / "code").rmdir()
    monkeypatch.undo()
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (tmp_path / "code").symlink_to(elsewhere)
    assert cache.code_folder() is None
