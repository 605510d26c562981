"""Files with names that are too long or a device's, files that are open elsewhere, and the locks of office programs:
told in words, what it is and what to do, by every command."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Formgen
from tests.conftest import ROOT

SEED = ROOT / "inputs" / "hengyang-2023.toml"
LONG = "长" * 100
"""300 bytes: no file system here has such a name, as Windows has no path of 260 characters."""


class _Shared(PermissionError):
    """What Windows says of a file that WPS has open."""

    winerror = 32


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", f"{LONG}.xlsx"),
        ("build", f"{LONG}.xlsx", "-o", "out"),
        ("check", SEED, "--roster", f"{LONG}.xlsx"),
        ("score", SEED, "--actuals", f"{LONG}.xlsx"),
        ("diff", SEED, f"{LONG}.toml"),
        ("extract", f"{LONG}.pdf"),
        ("verify", f"{LONG}.pdf"),
        ("split", f"{LONG}.xlsx", "-o", "out"),
        ("import", f"{LONG}.docx", "-o", "neu.xlsx"),
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_name_too_long_to_read(formgen: Formgen, arguments: tuple[str | Path, ...]) -> None:
    run = formgen(*arguments)
    assert run.code == 3
    assert "太长，打不开。请改短文件名" in run.all
    assert "too long" not in run.all and "程序出错" not in run.all


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", f"{LONG}.xlsx"),
        ("build", SEED, "-o", LONG),
        ("check", SEED, "-o", LONG),
        ("check", SEED, "--slips", LONG),
        ("archive", "out", "-o", LONG),
    ],
    ids=lambda arguments: " ".join(str(part) for part in arguments if part not in (LONG, SEED)),
)
def test_a_name_too_long_to_write(formgen: Formgen, arguments: tuple[str | Path, ...]) -> None:
    run = formgen(*arguments)
    assert run.code == 6
    assert "文件名太长" in run.all
    assert "too long" not in run.all and "程序出错" not in run.all


@pytest.mark.parametrize("command", [("check", SEED), ("new", "neu.xlsx")], ids=lambda command: command[0])
def test_a_profile_of_a_name_too_long_is_not_known(formgen: Formgen, command: tuple[str | Path, ...]) -> None:
    run = formgen(*command, "--profile", LONG)
    assert run.code == 3 and "没有名为" in run.all


@pytest.mark.slow
@pytest.mark.parametrize("name", ["~$示例.xlsx", ".~示例.xlsx"])
def test_the_lock_of_an_office_program_names_the_file_that_is_meant(
    formgen: Formgen, tmp_path: Path, name: str
) -> None:
    """Given by itself; and in a folder, where it is passed over and named."""
    lock = tmp_path / name
    lock.write_bytes(b"\x05User" + bytes(160))
    run = formgen("check", lock)
    assert run.code == 3
    assert "锁文件" in run.all and "请选“示例.xlsx”本身" in run.all and "另存为" not in run.all
    shutil.copy(SEED, tmp_path)
    run = formgen("check", tmp_path)
    assert "锁文件" in run.all and run.code != 3


def test_a_file_that_is_open_in_wps(
    formgen: Formgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody read or replace it: said so, and what was there stays."""
    held = tmp_path / "示例.xlsx"
    assert formgen("new", held).code == 0
    before = held.read_bytes()

    def refuse(path: Path, *_: Any) -> bytes:
        raise _Shared(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        run = formgen("check", held)
    assert run.code == 3
    assert "正在 WPS 或别的程序里打开着，读不了。请先保存并关闭它" in run.all
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        run = formgen("extract", SEED, "-o", tmp_path / "neu.toml")
    assert run.code == 6 and "正在 WPS 或别的程序里打开着，没有写出" in run.all
    assert held.read_bytes() == before and sorted(tmp_path.iterdir()) == [held]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["con.xlsx", "aux.toml", "NUL.xlsx", "Com1.xlsx"])
def test_a_device_of_windows_is_no_file(
    formgen: Formgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """There, what is written to it is gone; elsewhere it is a name like any other."""
    assert formgen("new", tmp_path / name).code == 0
    assert formgen("check", tmp_path / name).code != 1
    (tmp_path / name).unlink()
    monkeypatch.setattr("formgen.base.write_files.ON_WINDOWS", True)
    run = formgen("new", tmp_path / name)
    assert run.code == 6 and "Windows 留给设备的名字" in run.all
    assert not list(tmp_path.iterdir())


def test_windows_does_not_find_a_path_too_long(
    formgen: Formgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that there is no such file; the reason is told here."""
    monkeypatch.setattr("formgen.base.read_errors.ON_WINDOWS", True)
    path = tmp_path.joinpath(*(["各单位申报表文件夹" * 4] * 7), "表.xlsx")
    assert len(str(path)) > 260
    assert "太长，打不开" in formgen("check", path).all
    assert "太长" not in formgen("check", tmp_path / "表.xlsx").all
