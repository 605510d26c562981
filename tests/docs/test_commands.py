"""What README and docs/ say is done: every command and every example runs and ends as it is said to."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

import formgen
from formgen import cli
from tests.conftest import ROOT
from tests.docs.blocks import PAGES, Block, blocks

RUN = [
    pytest.param(block, id=f"{page.stem}-{block.line}")
    for page in PAGES
    for block in blocks(page)
    if not block.sample
]
SAMPLES = [block for page in PAGES for block in blocks(page) if block.sample]


def run_line(line: str) -> int:
    """One line, as a shell would run it: formgen, or the few programs that prepare files."""
    program, *words = shlex.split(line)
    words = [name for word in words for name in (_matches(word) if "*" in word else [word])]
    if program == "formgen":
        return cli.run(words)
    if program == "cp":
        shutil.copy(*words)
        return 0
    raise AssertionError(f"{program} is no program of the pages")


def _matches(pattern: str) -> list[str]:
    return sorted(str(path) for path in Path().glob(pattern))


def prepare(line: str) -> None:
    """The files that a page takes for granted."""
    name, *words = shlex.split(line)
    if name == "报送文件夹":
        folder = Path(words[0])
        folder.mkdir(exist_ok=True)
        shutil.copy("inputs/example-2023.toml", folder / "甲.toml")
        broken = Path("inputs/example-2023.toml").read_text(encoding="utf-8").replace("示例", "另一", 1)
        (folder / "乙.toml").write_text(
            broken.replace('operator = "≥"', 'operator = ""', 1), encoding="utf-8"
        )
        shutil.copy("inputs/hengyang-2023.xlsx", folder / "丙.xlsx")
    elif name == "登记簿":
        shutil.copy("inputs/hengyang-2023.xlsx", words[0])
    elif name == "名册":
        Path(words[0]).write_text("单位名称\n衡阳市市场监督管理局\n", encoding="utf-8")
    elif name == "登记":
        assert formgen.check(
            ["inputs/example-2023.toml", "inputs/hengyang-2023.toml"], output=words[0]
        ).results
    elif name == "档号表":
        Path(words[0]).write_text("单位,全宗号,件号\n示例市示例局,0042,17\n", encoding="utf-8")
    elif name == "盖章件":
        Path(words[0]).mkdir()
        (Path(words[0]) / "示例市示例局.png").write_bytes(b"\x89PNG")
    else:
        assert run_line(line) == 0, line


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the samples beside it, as a checkout has them."""
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("block", RUN)
def test_what_a_page_shows_runs(block: Block, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in block.before:
        prepare(line)
    if block.kind == "python":
        exec(compile(block.text, str(block.page), "exec"), {"__name__": "example"})
        return
    *earlier, last = block.commands
    for line in earlier:
        assert run_line(line) == block.code, (line, capsys.readouterr().err)
    assert run_line(last) == block.code, (last, capsys.readouterr().err)


def options_of() -> dict[str, list[str]]:
    """Every option of every command, by its long name."""
    context = click.Context(cli.app)
    found = {}
    for name in cli.COMMANDS:
        command = cli.app.get_command(context, name)
        assert command is not None
        found[name] = [
            max(parameter.opts, key=len)
            for parameter in command.params
            if isinstance(parameter, click.Option)
        ]
    return found


def undocumented(reference: str, options: dict[str, list[str]]) -> list[str]:
    """Commands without a section of their own, and options that their section leaves out."""
    sections = {
        head.split("`")[1].removeprefix("formgen ").split()[0]: text
        for head, _, text in (part.partition("\n") for part in reference.split("\n## ")[1:])
        if "`" in head
    }
    return [
        f"{name} {option}"
        for name, own in options.items()
        for option in ["", *own]
        if name not in sections or f"`{option}" not in f"`{sections[name]}"
    ]


def test_every_option_is_in_the_reference() -> None:
    reference = (ROOT / "docs" / "命令.md").read_text(encoding="utf-8")
    assert undocumented(reference, options_of()) == []
    assert undocumented("# x\n\n## `formgen new`\n\n`--year`\n", {"new": ["--year", "--for"], "old": []}) == [
        "new --for",
        "old ",
    ]


def test_no_option_is_told_that_is_none() -> None:
    known = {option for own in options_of().values() for option in own} | {"--version", "--help"}
    for page in PAGES:
        told = {
            word.strip("`.,，。、；：()（）*").partition("=")[0]
            for block in blocks(page)
            for line in block.commands
            if line.startswith("formgen")
            for word in line.split()
            if word.startswith("--")
        }
        assert told <= known, page.name


def test_no_link_leads_nowhere() -> None:
    for page in PAGES:
        targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        assert [target for target in targets if not (page.parent / target).exists()] == [], page.name


def test_samples_speak_of_commands_that_exist() -> None:
    for block in SAMPLES:
        for line in block.commands:
            program, *words = shlex.split(line)
            assert program in ("formgen", "pip", "dask", "python", "make", "pyhanko", "openssl"), line
            assert program != "formgen" or words[0] in cli.COMMANDS, line
