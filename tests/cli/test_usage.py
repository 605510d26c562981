"""Usage: help in Chinese, wrong usage exits 2 with the next step, a bug exits 1 with a log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from formgen import __version__, cli
from formgen.base.errors import ExitCode
from formgen.cli import COMMANDS, buglog
from tests.cli.conftest import Formgen, listing

MANY = 300


def test_help_is_chinese_and_names_every_command(formgen: Formgen) -> None:
    run = formgen("--help")
    assert run.code == ExitCode.DONE
    assert all(f"  {name} " in run.out for name in COMMANDS)
    assert "Usage" not in run.out and "Options" not in run.out and "Show this" not in run.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_chinese_help(name: str, formgen: Formgen) -> None:
    run = formgen(name, "--help")
    assert run.code == ExitCode.DONE
    assert run.out.startswith(f"用法：formgen {name} [选项]")
    options = [line for line in run.out.splitlines() if line.startswith("  -")]
    assert options and all(
        any(sign >= "\u4e00" for sign in line) or line.rstrip().isascii() for line in options
    )
    assert "Usage" not in run.out and "Show this" not in run.out and "[required]" not in run.out


def test_without_a_command_the_help_is_shown_as_wrong_usage(formgen: Formgen) -> None:
    run = formgen()
    assert run.code == ExitCode.USAGE and not run.out and "用法：" in run.err


def test_the_version(formgen: Formgen) -> None:
    assert formgen("--version").out == f"formgen {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], "没有这个命令"),
        (["build"], "缺少 PATH"),
        (["new"], "缺少 FILE"),
        (["build", "x", "--formts", "docx"], "是不是“--formats”"),
        (["build", "x", "--formats", "doc"], "docx,pdf"),
        (["build", "x", "--formats", ""], "docx,pdf"),
        (["build", "x", "--formats"], "--formats"),
        (["new", "a.xlsx", "b.xlsx"], "b.xlsx"),
    ],
)
def test_wrong_usage_exits_2_with_the_next_step(arguments: list[str], words: str, formgen: Formgen) -> None:
    run = formgen(*arguments)
    assert run.code == ExitCode.USAGE and not run.out
    assert words in run.err and "--help" in run.err


def test_an_unknown_profile_names_the_known_ones(formgen: Formgen, sample_toml: Path, tmp_path: Path) -> None:
    for command in (["new", tmp_path / "a.xlsx"], ["build", sample_toml, "-o", tmp_path], ["doctor"]):
        run = formgen(*command, "--profile", "hunan-2099")
        assert run.code == ExitCode.UNREADABLE and "hunan-2023" in run.err
    assert listing(tmp_path) == {}


@pytest.mark.parametrize("faulty", ["id = ", "unknown = 1", "\xff"])
def test_a_faulty_profile_is_named(faulty: str, formgen: Formgen, tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text(faulty, encoding="latin-1")
    run = formgen("new", tmp_path / "a.xlsx", "--profile", tmp_path)
    assert run.code == ExitCode.UNREADABLE and "profile.toml" in run.err
    assert not (tmp_path / "a.xlsx").exists()


def injected(kind: type[BaseException]):
    def fail(*_: object, **__: object) -> None:
        raise kind("injected")

    return fail


def test_a_bug_is_one_line_and_a_log(
    formgen: Formgen, tmp_path: Path, sample_toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buglog.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("formgen.run.task.print_prepared", injected(ZeroDivisionError))
    run = formgen("build", sample_toml, "-o", tmp_path / "out")
    assert run.code == ExitCode.BUG and not run.out
    assert run.err.count("\n") == 1 and "ZeroDivisionError" in run.err
    (log,) = tmp_path.glob("formgen-bug-*.log")
    assert str(log) in run.err
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text and "injected" in text and __version__ in text
    assert listing(tmp_path / "out") == {}


def test_a_bug_whose_log_cannot_be_kept_is_still_one_line(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, sample_toml: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("formgen.run.task.print_prepared", injected(ZeroDivisionError))
    monkeypatch.setattr(buglog.tempfile, "NamedTemporaryFile", injected(OSError))
    run = formgen("build", sample_toml, "-o", tmp_path)
    assert run.code == ExitCode.BUG and "injected" in run.err and run.err.count("\n") == 1


def test_an_interruption_exits_130(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, sample_toml: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("formgen.run.task.print_prepared", injected(KeyboardInterrupt))
    run = formgen("build", sample_toml, "-o", tmp_path)
    assert run.code == ExitCode.INTERRUPTED and "已中断" in run.err


def in_process(*arguments: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "formgen", *arguments],
        capture_output=True,
        check=False,
        env=os.environ | surroundings,
    )


def test_a_console_of_code_page_936_can_show_everything() -> None:
    run = in_process("doctor", PYTHONIOENCODING="gbk")
    assert run.returncode == ExitCode.DONE
    assert "√ formgen" in run.stdout.decode("gbk") and "\\u" not in run.stdout.decode("gbk")


def test_a_name_that_the_console_lacks_does_not_stop_the_work(tmp_path: Path) -> None:
    run = in_process("new", str(tmp_path / "𠮷.toml"), PYTHONIOENCODING="gbk")
    assert run.returncode == ExitCode.DONE and (tmp_path / "𠮷.toml").exists()


def test_a_reader_that_has_gone_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        run = subprocess.run(
            [sys.executable, "-m", "formgen", "--help"], stdout=write, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(write)
    assert b"Traceback" not in run.stderr and b"BrokenPipe" not in run.stderr
    assert run.returncode == ExitCode.DONE


def test_the_program_and_the_module_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["formgen", "--version"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0
    assert in_process("--version").stdout.decode().strip() == f"formgen {__version__}"
