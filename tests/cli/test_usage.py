"""Usage: help in Chinese, wrong usage exits 2 with the next step, a bug exits 1 with a log."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from formgen import __version__, cli
from formgen.base import buglog
from formgen.base.errors import ExitCode
from formgen.cli import COMMANDS
from formgen.cli.chinese import explain_usage
from tests.batch.samples import write_forms
from tests.cli.conftest import Formgen, listing
from tests.conftest import ROOT

MANY = 300
ENGLISH = re.compile(r"(?i)\b(is|not|invalid|such|requires?|argument|option|takes|went|error)\b(?!\.xlsx)")
"""Words of click's own sentences."""


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
        (["bild"], "是不是“formgen build”"),
        (["xyzzy"], "没有这个命令：xyzzy"),
        (["help"], "是不是“formgen --help”"),
        (["申报表.xlsx"], "是不是“formgen check 申报表.xlsx”"),
        (["build", "x", "--engine", "tpst"], "是不是“typst”"),
        (["build", "x", "-j", "abc"], "“abc”不是从 1 起的整数"),
        (["build", "x", "-j", "0"], "从 1 起"),
        (["check", "x", "--format", "yaml"], "可用 text、json、xlsx"),
        (["check", "x", "--budget", "很多"], "预算数"),
        (["check", "x", "--format", "xlsx"], "-o"),
        (["new", "x.xlsx", "--year", "23"], "四位数"),
        (["new", "x.xlsx", "--actuals"], "--for"),
        (["build"], "缺少 PATH...（文件或文件夹）"),
        (["new"], "缺少 FILE（文件名）"),
        (["diff"], "要比较的两份"),
        (["serve", "没有这个文件夹"], "没有这个文件夹：没有这个文件夹"),
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
    assert "。。" not in run.err and "？。" not in run.err
    assert not ENGLISH.search(run.err), run.err


CLICK_ERRORS = [
    click.UsageError("Got unexpected extra argument (b.xlsx)"),
    click.UsageError("Some new sentence"),
    click.BadParameter("'x' is not a valid y."),
    click.MissingParameter(param_hint="x", param_type="argument"),
    click.NoSuchOption("--x", possibilities=["--y"]),
    click.BadOptionUsage("--x", "Option '--x' requires an argument."),
    click.BadArgumentUsage("Argument takes 2 values."),
    click.FileError("a.toml", "hint"),
    click.ClickException("Something went wrong"),
]


@pytest.mark.parametrize("error", CLICK_ERRORS, ids=lambda error: type(error).__name__)
def test_every_kind_of_clicks_errors_is_told_in_chinese(error: click.ClickException) -> None:
    told = explain_usage(error)
    assert told.endswith("运行 formgen --help 查看用法。") and "。。" not in told
    assert not ENGLISH.search(told), told


def test_no_kind_of_clicks_errors_is_forgotten() -> None:
    def kinds(base: type) -> set[type]:
        return {base, *(kind for child in base.__subclasses__() for kind in kinds(child))}

    tried = {type(error) for error in CLICK_ERRORS}
    own_way = {"NoArgsIsHelpError", "NoSuchCommand"}  # the group's, which finds its commands by itself
    of_click = {kind for kind in kinds(click.ClickException) if kind.__module__ == "click.exceptions"}
    assert {kind.__name__ for kind in of_click - tried} <= own_way


def test_an_input_that_may_not_be_read_is_no_wrong_usage(formgen: Formgen, tmp_path: Path) -> None:
    for command in ("check", "score", "build", "extract"):
        run = formgen(command, tmp_path / "无.toml")
        assert run.code == ExitCode.UNREADABLE and "找不到" in run.err, command
    run = formgen("archive", tmp_path / "无", "-o", tmp_path / "包")
    assert run.code == ExitCode.UNREADABLE and "没有" in run.err and "manifest" not in run.err


def test_rules_are_confirmed_in_a_workbook(formgen: Formgen, sample_toml: Path, tmp_path: Path) -> None:
    """A workbook under another name would be opened by nothing."""
    run = formgen("score", sample_toml, "--confirm", tmp_path / "核对.toml")
    assert run.code == ExitCode.USAGE and ".xlsx" in run.err and listing(tmp_path) == {}


def test_an_unknown_profile_names_the_known_ones(formgen: Formgen, sample_toml: Path, tmp_path: Path) -> None:
    for command in (["new", tmp_path / "a.xlsx"], ["build", sample_toml, "-o", tmp_path], ["doctor"]):
        run = formgen(*command, "--profile", "hunan-2099")
        assert run.code == ExitCode.UNREADABLE and "hunan-2023" in run.err
    assert listing(tmp_path) == {}


def test_what_to_do_next_names_a_profile_of_ones_own(formgen: Formgen, tmp_path: Path) -> None:
    """Followed word for word it works: without the folder the file's form is not known."""
    folder = tmp_path / "自己的表样"
    folder.mkdir()
    shipped = Path(formgen("profiles").out.partition("它们在 ")[2].partition("；")[0])
    text = (shipped / "cost-project" / "profile.toml").read_text("utf-8")
    own = text.replace('id = "cost-project"', 'id = "own"')
    (folder / "profile.toml").write_text(own, encoding="utf-8")
    run = formgen("new", tmp_path / "a.toml", "--profile", folder)
    command = run.out.partition("运行 formgen ")[2].partition(" 自查")[0].split()
    assert command == ["check", str(tmp_path / "a.toml"), "--profile", str(folder)]
    assert "没有名为" not in formgen(*command).out
    assert "--profile" not in formgen("new", tmp_path / "b.toml").out


@pytest.mark.parametrize("faulty", ["id = ", "unknown = 1", "\xff"])
def test_a_faulty_profile_is_named(faulty: str, formgen: Formgen, tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text(faulty, encoding="latin-1")
    run = formgen("new", tmp_path / "a.xlsx", "--profile", tmp_path)
    assert run.code == ExitCode.UNREADABLE and "profile.toml" in run.err
    assert not ENGLISH.search(run.err.replace(str(tmp_path), "").replace("unknown", "")), run.err
    assert not (tmp_path / "a.xlsx").exists()


def injected(kind: type[BaseException]):
    def fail(*_: object, **__: object) -> None:
        raise kind("injected")

    return fail


def test_a_bug_is_one_line_and_a_log(
    formgen: Formgen, tmp_path: Path, sample_toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buglog.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("formgen.run.produce.print_prepared", injected(ZeroDivisionError))
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
    monkeypatch.setattr("formgen.run.produce.print_prepared", injected(ZeroDivisionError))
    monkeypatch.setattr(buglog.tempfile, "NamedTemporaryFile", injected(OSError))
    run = formgen("build", sample_toml, "-o", tmp_path)
    assert run.code == ExitCode.BUG and "injected" in run.err and run.err.count("\n") == 1


def test_an_interruption_exits_130(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, sample_toml: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("formgen.run.produce.print_prepared", injected(KeyboardInterrupt))
    run = formgen("build", sample_toml, "-o", tmp_path)
    assert run.code == ExitCode.INTERRUPTED and "已中断" in run.err


def in_process(*arguments: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "formgen", *arguments],
        capture_output=True,
        check=False,
        env=os.environ | surroundings,
    )


@pytest.mark.slow
def test_a_console_of_code_page_936_can_show_everything() -> None:
    run = in_process("doctor", PYTHONIOENCODING="gbk")
    assert run.returncode == ExitCode.DONE
    assert "√ formgen" in run.stdout.decode("gbk") and "\\u" not in run.stdout.decode("gbk")


def test_signs_that_a_console_lacks_are_written_as_the_nearest(tmp_path: Path) -> None:
    run = in_process("checks", PYTHONIOENCODING="gbk")
    told = run.stdout.decode("gbk")
    assert run.returncode == ExitCode.DONE and "通行做法※" in told and "\\u" not in told
    text = (ROOT / "inputs" / "example-2023.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        re.sub(r"(?m)^name = .*$", 'name = "𠮷₂局"', text, count=1), encoding="utf-8"
    )
    run = in_process("check", str(tmp_path / "a.toml"), PYTHONIOENCODING="gbk")
    assert "〓2局" in run.stdout.decode("gbk")


@pytest.mark.slow
def test_a_reader_that_has_gone_leaves_the_exit_code(tmp_path: Path) -> None:
    """`formgen check … | head -1` of a form with errors is 4, not 0."""
    text = (ROOT / "inputs" / "example-2023.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(re.sub(r"(?m)^target = .*$", 'target = "很多"', text), encoding="utf-8")
    assert in_process("check", str(tmp_path / "a.toml")).returncode == ExitCode.REFUSED
    read, write = os.pipe()
    os.close(read)
    try:
        run = subprocess.run(
            [sys.executable, "-m", "formgen", "check", tmp_path / "a.toml"],
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)
    assert run.returncode == ExitCode.REFUSED and run.stderr == b""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_a_request_to_end_is_taken_as_an_interruption(tmp_path: Path) -> None:
    write_forms(tmp_path / "in", 40)
    command = [sys.executable, "-m", "formgen", "build", tmp_path / "in", "-o", tmp_path / "out", "-j", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
        assert run.stderr is not None
        assert "生成" in run.stderr.readline().decode()  # it is in the midst of its work
        run.terminate()
        rest = run.stderr.read().decode()
        assert run.wait(timeout=60) == ExitCode.INTERRUPTED
    assert "已中断" in rest and "Warning" not in rest and "Traceback" not in rest
    assert (tmp_path / "out" / "manifest.json").is_file()


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
