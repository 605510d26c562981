"""Two files of one unit in one run: neither is published, both are named, a person chooses."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest

import formgen
from formgen.cli import run
from formgen.register import State
from formgen.run.batch import Batch
from tests.register.campaign import Handed, hand_in


@pytest.fixture
def double(tmp_path: Path) -> tuple[Path, Handed, Path]:
    """A unit's file, and a later one under another name with another 指标值."""
    (unit,) = hand_in(tmp_path / "in", 1)
    later = Handed(tmp_path / "in" / "修改稿.toml", unit.name, unit.text, targets={0})
    later.write()
    os.utime(unit.path, (1_700_000_000, 1_700_000_000))
    return tmp_path / "in", unit, later.path


def _build(folder: Path, prefer: tuple[str, ...] = ()) -> Batch:
    batch = formgen.build(folder, folder.parent / "out", formats=("docx",), appendix="none", prefer=prefer)
    assert batch.results
    return batch


def _published(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder.parent / "out").glob("*.docx"))


@pytest.mark.slow
def test_neither_is_published_and_both_are_named(double: tuple[Path, Handed, Path]) -> None:
    folder, unit, later = double
    batch = _build(folder)
    assert _published(folder) == []
    assert [result.outcome.status for result in batch.results] == ["failed", "failed"]
    for result in batch.results:
        told = "\n".join(map(str, result.outcome.faults))
        assert unit.path.name in told and later.name in told and "2023-11-1" in told
        assert "指标值" in told and "--prefer" in told
    found = formgen.status(folder.parent / "out").find(unit.name)
    assert found.state is State.CHANGED and found.double is not None and len(found.double.files) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("prefer", "wins"), [("newest", "修改稿.toml"), ("00.toml", "00.toml")])
def test_the_one_that_is_preferred_counts(prefer: str, wins: str, double: tuple[Path, Handed, Path]) -> None:
    folder, unit, _ = double
    batch = _build(folder, (prefer,))
    assert len(_published(folder)) == 1
    (result,) = batch.results
    assert result.outcome.status == "built" and result.path.endswith(wins)
    (passed_over,) = [item for item in batch.skipped if item.path.suffix == ".toml"]
    assert passed_over.path.name != wins and "--prefer" in passed_over.reason
    found = formgen.status(folder.parent / "out").find(unit.name)
    assert (found.state, found.round, Path(found.path).name) == (State.PASSED, 1, wins)


@pytest.mark.slow
def test_what_was_published_before_stands_while_two_come(double: tuple[Path, Handed, Path]) -> None:
    folder, unit, later = double
    text = later.read_bytes()
    later.unlink()
    _build(folder)
    (name,) = _published(folder)
    first = (folder.parent / "out" / name).read_bytes()
    later.write_bytes(text)
    unit.targets = {1}
    unit.write()
    _build(folder)
    assert (folder.parent / "out" / name).read_bytes() == first
    assert run(["verify", str(folder.parent / "out")]) == 0


def test_check_tells_it_too(double: tuple[Path, Handed, Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder, unit, later = double
    run(["check", str(folder), "-o", str(folder.parent / "out")])
    err = capfd.readouterr().err
    assert later.name in err and unit.name in err and "2 份" in err


@pytest.mark.slow
def test_many_files_of_one_unit_are_told_once_and_recorded_once(
    double: tuple[Path, Handed, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """A folder copied into itself: what is told and kept grows with the files, not with their square."""
    folder, unit, later = double
    for number in range(14):
        (folder / f"副本{number:02d}.toml").write_bytes(later.read_bytes())
    out = folder.parent / "out"
    for command in ("check", "build"):
        run([command, str(folder), "-o", str(out), *(["--formats", "docx"] if command == "build" else [])])
        told = [line for line in capfd.readouterr().err.splitlines() if not line.startswith(" ")]
        (all_of_them,) = [
            line for line in told if line.endswith("报来 16 份申报表，不知道以哪一份为准，都没有采用：")
        ]
        assert unit.name in all_of_them
        assert command == "build" or not [line for line in told if "报来 15 份" in line]
    named = sum(
        line.count('"saved":')
        for line in (out / "登记.jsonl").read_text("utf-8").splitlines()
        if '"double"' in line
    )
    assert named <= 2 * (2 + 16)  # two runs: the first two when they came, all of them at the end
    found = formgen.status(out).find(unit.name)
    assert found.double is not None and len(found.double.files) == 16


@pytest.mark.slow
def test_a_preferred_name_that_nothing_bears_is_told(
    double: tuple[Path, Handed, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    folder, unit, later = double
    command = ["check", str(folder), "-o", str(folder.parent / "out"), "--statistics"]
    run([*command, "--prefer", "改稿.toml"])
    assert "改稿.toml" in next(
        line for line in capfd.readouterr().err.splitlines() if "--prefer 写的" in line
    )
    run([*command, "--prefer", later.name])
    told = capfd.readouterr()
    assert "--prefer 写的" not in told.err and unit.path.name in told.out + told.err
    run(["status", str(folder.parent / "out")])
    assert "第1次" in capfd.readouterr().out


@pytest.mark.slow
def test_the_letter_about_two_files_asks_which_counts(double: tuple[Path, Handed, Path]) -> None:
    """Also of a register that is read later, and it names the cells, not the files."""
    folder, unit, later = double
    letters = folder.parent / "letters"
    arguments = [
        "check",
        str(folder),
        "-o",
        str(folder.parent / "out"),
        "--slips",
        str(letters),
        "--statistics",
    ]
    assert run(arguments) in (0, 4)
    (letter,) = [path for path in letters.glob("*.docx") if unit.name in path.name]
    text = "\n".join(
        cell.text for table in docx.Document(str(letter)).tables for row in table.rows for cell in row.cells
    )
    changed = formgen.diff(unit.path, later).changes
    assert changed
    for change in changed:
        assert change.indicator is not None and change.indicator[-1] in text and change.label in text
    assert unit.path.name not in text and later.name not in text and "哪一份" in text
