"""`formgen check` as a user runs it: exit codes, streams, files; one bad file never stops the rest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from formgen.cli import run
from formgen.fill.workbook import workbook_bytes
from tests.checks.cases import NAME, RATE
from tests.checks.samples import CLEAN, SEED, read_one, set_row, write_edited

Streams = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clean form, a failing one, a file that is no declaration; a hidden one and a lock file."""
    place = tmp_path / "报送"
    (place / "b").mkdir(parents=True)
    shutil.copy(CLEAN, place / "a.toml")
    write_edited(place / "b", set_row(NAME, explanation="同上"), "bad.toml")
    (place / ".hidden.toml").write_text("x")
    (place / "~$a.xlsx").write_text("x")
    return place


def test_clean_exits_0(capsys: Streams) -> None:
    assert run(["check", str(CLEAN)]) == 0
    out, err = capsys.readouterr()
    assert "通过" in out and "\x1b" not in out and err == ""


def test_seed_exits_0_for_it_has_no_error() -> None:
    assert run(["check", str(SEED)]) == 0


@pytest.mark.slow
def test_errors_exit_4_and_the_rest_is_checked(folder: Path, capsys: Streams) -> None:
    assert run(["check", str(folder), "--format", "json"]) == 4
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert [file["verdict"] for file in data["files"]] == ["pass", "fail"]
    assert [Path(file["path"]).name for file in data["files"]] == ["a.toml", "bad.toml"]
    assert err.splitlines()[-1] == "审核：2/2"


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "profile = “x”".encode(), b"PK\x03\x04 no zip"])
def test_unreadable_exits_3_and_wins(folder: Path, capsys: Streams, content: bytes) -> None:
    (folder / "c.toml").write_bytes(content)
    assert run(["check", str(folder), "--format", "json"]) == 3
    data = json.loads(capsys.readouterr().out)
    verdicts = {Path(file["path"]).name: file["verdict"] for file in data["files"]}
    assert verdicts == {"a.toml": "pass", "c.toml": "unreadable", "bad.toml": "fail"}
    bad = data["files"][1]
    assert bad["suggested_grade"] == "差" and bad["findings"] and bad["not_checked"]
    assert all(finding["severity"] == "error" for finding in bad["findings"])


def test_a_declaration_with_faults_is_still_checked_whole(tmp_path: Path, capsys: Streams) -> None:
    path = write_edited(tmp_path, set_row(NAME, operator="大约", unit=5))
    assert run(["check", str(path), "--format", "json"]) == 4
    (file,) = json.loads(capsys.readouterr().out)["files"]
    told = {(finding["id"], finding["field"]) for finding in file["findings"]}
    assert told == {("READ-03", "indicators[0].operator"), ("READ-03", "indicators[0].unit")}
    assert (file["verdict"], file["suggested_grade"]) == ("fail", "中")
    assert [item["id"] for item in file["not_checked"]] == ["ACT-01", "FUND-01", "DUP-01"]
    assert file["department"] == "示例市示例局"


def test_missing_path_is_told(capsys: Streams) -> None:
    assert run(["check", "没有这个.toml"]) == 3
    assert "没有这个.toml" in capsys.readouterr().err


def test_xlsx_report_needs_a_file(capsys: Streams) -> None:
    assert run(["check", str(CLEAN), "--format", "xlsx"]) == 2
    assert "-o" in capsys.readouterr().err


@pytest.mark.slow
def test_reports_to_files(folder: Path, tmp_path: Path, capsys: Streams) -> None:
    for kind in ("text", "json", "xlsx"):
        target = tmp_path / f"r.{kind}"
        assert run(["check", str(folder), "--format", kind, "-o", str(target)]) == 4
        assert capsys.readouterr().out == ""
        assert target.stat().st_size > 0
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["审核意见", "一览", "未检查"]


@pytest.mark.slow
def test_slips(folder: Path, tmp_path: Path) -> None:
    shutil.copy(CLEAN, folder / "z.toml")
    assert run(["check", str(folder), "--slips", str(tmp_path / "slips")]) == 4
    assert sorted(path.name for path in (tmp_path / "slips").iterdir()) == [
        "2023_示例市示例局_退回意见.docx",
        "2023_示例市示例局_退回意见_2.docx",
        "2023_示例市示例局_退回意见_3.docx",
        "全部退回意见.docx",
        "发送清单.xlsx",
    ]


def test_an_input_is_never_written_over(tmp_path: Path, capsys: Streams) -> None:
    path = shutil.copy(CLEAN, tmp_path / "a.toml")
    before = path.read_bytes()
    assert run(["check", str(path), "-o", str(path)]) == 2
    assert path.read_bytes() == before
    assert "不会覆盖" in capsys.readouterr().err


def test_annotate(tmp_path: Path, capsys: Streams) -> None:
    reading = read_one(SEED)
    path, target = tmp_path / "f.xlsx", tmp_path / "批注.xlsx"
    path.write_bytes(workbook_bytes(reading.profile, reading.declaration))
    assert run(["check", str(path), "--annotate", str(target)]) == 0
    sheet = openpyxl.load_workbook(target).worksheets[0]
    comments = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert sum("TXT-01" in text for text in comments) == 17
    assert run(["check", str(SEED), "--annotate", str(target)]) == 2


def test_fix_writes_a_new_file_and_lists_changes(tmp_path: Path, capsys: Streams) -> None:
    path = write_edited(tmp_path, set_row(RATE, unit="百分比"))
    before = path.read_bytes()
    assert run(["check", str(path), "--fix"]) == 0
    err = capsys.readouterr().err
    assert "“百分比” → “%”" in err and "form_已修正.toml" in err
    assert path.read_bytes() == before
    assert read_one(tmp_path / "form_已修正.toml").declaration.indicators[3].unit == "%"


def test_actuals_and_budget(tmp_path: Path, capsys: Streams) -> None:
    actuals = tmp_path / "actuals.toml"
    actuals.write_text(f'[actuals]\n"{NAME}" = 100\n', encoding="utf-8")
    extra = ["--actuals", str(actuals), "--budget", "1,000"]
    assert run(["check", str(CLEAN), "--format", "json", *extra]) == 4
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert {finding["id"] for finding in file["findings"]} == {"ACT-01", "FUND-01"}
    assert run(["check", str(CLEAN), str(SEED), *extra]) == 2
    assert run(["check", str(CLEAN), "--budget", "很多"]) == 2
    actuals.write_text('[actuals]\n"没有的指标" = 1\n', encoding="utf-8")
    assert run(["check", str(CLEAN), "--actuals", str(actuals)]) == 3
