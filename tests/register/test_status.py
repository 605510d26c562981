"""`formgen status` as a clerk meets it: beside a run, over a damaged register, in the wrong folder, and in columns."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from formgen import cli
from tests.register.campaign import Handed, hand_in, write_roster

Streams = pytest.CaptureFixture[str]


@pytest.fixture
def results(tmp_path: Path) -> tuple[Path, list[Handed]]:
    """Three units, the first with a fault."""
    units = hand_in(tmp_path / "in", 3)
    units[0].broken = {0}
    units[0].write()
    assert cli.run(["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-j", "1"]) == 4
    return tmp_path / "out", units


def status(folder: Path, capfd: Streams, *options: str) -> tuple[int, str, str]:
    capfd.readouterr()
    code = cli.run(["status", str(folder), *options])
    told = capfd.readouterr()
    return code, told.out, told.err


def check_again(results: Path) -> None:
    assert cli.run(["check", str(results.parent / "in"), "-o", str(results), "-j", "1"]) in (0, 4)


@pytest.mark.slow
def test_a_line_that_is_being_written_is_no_damage(
    results: tuple[Path, list[Handed]], capfd: Streams
) -> None:
    out, _ = results
    whole = status(out, capfd)
    register = out / "登记.jsonl"
    line = register.read_bytes().splitlines(keepends=True)[-1]
    with register.open("ab") as file:
        file.write(line[: len(line) // 2])  # as a reader may find it, and as a kill may leave it
    assert status(out, capfd) == whole
    check_again(out)
    assert (out / "登记.jsonl.损坏-1").read_bytes().rstrip(b"\n") == line[: len(line) // 2]
    assert status(out, capfd)[2] == ""


@pytest.mark.slow
def test_a_last_line_without_its_end_is_not_joined_to_the_next(
    results: tuple[Path, list[Handed]], capfd: Streams
) -> None:
    out, units = results
    register = out / "登记.jsonl"
    register.write_bytes(register.read_bytes().rstrip(b"\n"))
    before = json.loads(status(out, capfd, "--format", "json")[1])
    units[0].broken = set()
    units[0].write()
    check_again(out)
    assert not list(out.glob("*损坏*"))
    after = json.loads(status(out, capfd, "--format", "json")[1])
    assert [unit["round"] for unit in before["units"]] == [1, 1, 1]
    assert [unit["round"] for unit in after["units"]] == [2, 1, 1]


@pytest.mark.slow
def test_a_damaged_line_is_told_and_all_others_stand(
    results: tuple[Path, list[Handed]], capfd: Streams
) -> None:
    out, units = results
    register = out / "登记.jsonl"
    lines = register.read_bytes().splitlines(keepends=True)
    (place,) = [n for n, line in enumerate(lines) if b'"result"' in line and units[1].name.encode() in line]
    lines[place] = lines[place][:40] + b"\xff\x00\n"
    register.write_bytes(b"".join(lines))
    code, told, beside = status(out, capfd)
    assert code == 0 and "1 行损坏" in beside
    assert units[0].name in told and units[2].name in told


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["missing", "empty", "foreign", "file", "above"])
def test_the_wrong_folder_is_told_with_what_to_do(
    kind: str, results: tuple[Path, list[Handed]], tmp_path: Path, capfd: Streams
) -> None:
    places = {"missing": "没有", "empty": "空", "foreign": "in", "file": "out/登记.jsonl", "above": "."}
    (tmp_path / "空").mkdir()
    before = sorted(tmp_path.rglob("*"))
    code, told, beside = status(tmp_path / places[kind], capfd)
    assert code == 3 and not told and len(beside.splitlines()) == 1
    wanted = {
        "missing": "核对名称", "empty": "formgen check", "foreign": "formgen check",
        "file": f"formgen status {tmp_path / 'out'}", "above": f"formgen status {tmp_path / 'out'}",
    }  # fmt: skip
    assert wanted[kind] in beside
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.slow
def test_columns_are_straight_where_names_are_of_any_width(tmp_path: Path, capfd: Streams) -> None:
    units = hand_in(tmp_path / "in", 3)
    for unit, name in zip(units, ("甲局", "ABC 中心（本级）", "某某某某某某某某管理委员会"), strict=True):
        unit.text = unit.text.replace(f'name = "{unit.name}"', f'name = "{name}"')
        unit.broken = {0}
        unit.write()
    roster = write_roster(tmp_path / "r.csv", ["甲局"], 联系人="张三")
    assert cli.run(["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--roster", str(roster)]) == 4
    _, told, _ = status(tmp_path / "out", capfd)
    rows = [line for line in told.splitlines() if "第1次" in line]
    assert len(rows) == 3
    for word in ("2023", "第1次", "错误1处"):
        assert len({_width(row[: row.index(word)]) for row in rows}) == 1, told
    assert sum("不在名册" in row for row in rows) == 2


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


@pytest.mark.slow
def test_beside_a_run(tmp_path: Path, capfd: Streams) -> None:
    """Asked again and again while a run writes: never a refusal, never damage, and never fewer units than before."""
    hand_in(tmp_path / "in", 12)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "formgen", "check", str(tmp_path / "in"), "-o", str(out), "-j", "1"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen, asked = 0, 0
    while run.poll() is None:
        if not (out / "登记.jsonl").exists():
            time.sleep(0.02)
            continue
        code, told, beside = status(out, capfd, "--format", "json")
        assert code == 0 and not beside
        count = len(json.loads(told)["units"])
        assert count >= seen
        seen, asked = count, asked + 1
    assert run.returncode in (0, 4) and asked
    assert len(json.loads(status(out, capfd, "--format", "json")[1])["units"]) == 12


@pytest.mark.slow
def test_a_summary_that_is_not_there_is_not_sent_for(tmp_path: Path, capfd: Streams) -> None:
    hand_in(tmp_path / "in", 1)
    (form,) = (tmp_path / "in").iterdir()
    out = tmp_path / "out"
    assert cli.run(["build", str(form), "-o", str(out), "--formats", "docx"]) == 0
    assert not (out / "汇总.xlsx").exists()
    assert "check 文件夹 -o" in status(out, capfd)[1].splitlines()[-1]
    check_again(out)
    assert f"打开 {out / '汇总.xlsx'}" in status(out, capfd)[1].splitlines()[-1]
