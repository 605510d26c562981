"""A device named as a result is written to, and stays what it is: whoever runs formgen as root must not lose
/dev/null."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from formgen import cli
from formgen.base.errors import ExitCode


@pytest.mark.skipif(sys.platform == "win32", reason="no devices in the file system")
def test_a_terminal_named_as_a_result_stays_one(sample_toml: Path) -> None:
    leader, follower = os.openpty()
    try:
        device = Path(os.ttyname(follower))
        os.set_blocking(leader, False)
        cli.run(["check", str(sample_toml), "--statistics", "-o", str(device)])
        assert stat.S_ISCHR(device.stat().st_mode)
        assert "TXT-01" in os.read(leader, 65536).decode(errors="replace")
    finally:
        os.close(leader)
        os.close(follower)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["checks"], ["checks", "--format", "json"]])
def test_what_is_printed_into_a_full_disk_is_told_as_not_written(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "formgen", *arguments]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    told = ended.stderr.decode()
    assert ended.returncode == ExitCode.NOT_WRITTEN, told
    assert told.count("\n") == 1
    assert "没有全部写出" in told
