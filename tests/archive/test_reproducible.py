"""The same bytes in another process, hash seed, day, time zone, folder, and for any number of workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formgen import cli
from formgen.base.digest import digests

LATER = """
import datetime, sys, time
real = time.time
time.time = lambda: real() + 400 * 86400.5
time.time_ns = lambda: int(time.time() * 10**9)
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=400, hours=5)
    @classmethod
    def utcnow(cls):
        return cls.now()
    @classmethod
    def today(cls):
        return cls.now()
datetime.datetime = Later
from formgen import cli
sys.exit(cli.run(sys.argv[1:]))
"""


def build(source: Path, out: Path, *options: str, **surroundings: str) -> dict[str, str]:
    """SHA-256 by file name, of a build in a process of its own, 400 days from now."""
    command = [sys.executable, "-c", LATER, "build", str(source), "-o", str(out), *options]
    environment = {**os.environ, **surroundings}
    done = subprocess.run(
        command, env=environment, cwd=out.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return found(out)


def found(folder: Path) -> dict[str, str]:
    names = (".pdf", ".docx", ".json")
    return {p.name: digests(p.read_bytes())["sha256"] for p in folder.iterdir() if p.suffix in names}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_builds_are_the_same(engine: str, source: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "另一个 文件夹"
    here.mkdir()
    there.mkdir()
    copy = Path(shutil.copy(source, there))
    first = build(source, here / "out", "--engine", engine, PYTHONHASHSEED="1", TZ="Asia/Shanghai")
    second = build(
        copy, there / "结果", "--engine", engine,
        PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C", SOURCE_DATE_EPOCH="1", XDG_CACHE_HOME=str(there),
    )  # fmt: skip
    assert len(first) == 3 and first == second


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = source.read_text("utf-8")
    for number in range(4):
        unit = text.replace("衡阳市市场监督管理局", f"第{number}单位")
        (folder / f"{number}.toml").write_text(unit, "utf-8")
    one = build(folder, tmp_path / "one", "-j", "1", "--formats", "pdf", "--appendix", "none")
    four = build(folder, tmp_path / "four", "-j", "4", "--formats", "pdf", "--appendix", "none")
    assert len(one) == 5 and one == four


def test_a_changed_character_changes_the_bytes(source: Path, built: Path, tmp_path: Path) -> None:
    """The comparison can say no."""
    changed = tmp_path / "source.toml"
    changed.write_text(source.read_text("utf-8").replace("张三", "李四"), "utf-8")
    assert cli.run(["build", str(changed), "-o", str(tmp_path / "out"), "--appendix", "none"]) == 0
    before, after = found(built), found(tmp_path / "out")
    assert before.keys() == after.keys() and not before.items() & after.items()
