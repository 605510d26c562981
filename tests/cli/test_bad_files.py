"""Bad files through the front door: exit 3, a Chinese sentence with the next step, nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formgen import sources
from formgen.base.errors import ExitCode
from formgen.run import search as paths
from tests.cli.conftest import Formgen, leftovers, listing
from tests.reading.conftest import EditSheet, edited
from tests.reading.test_bad_files import BAD

__all__ = ["edited"]  # a fixture

TABLE_ROW = 7
"""The row of the column heads in the sample workbook."""

TOML_FAULTS = {
    "syntax": ('unit = "件"', 'unit = "件', "第 {line} 行"),
    "wrong type": ('unit = "件"', "unit = 5", "计量单位"),
    "unknown key": ('unit = "件"', 'unti = "件"', "是不是“unit”"),
    "unknown group": ("[goal]", "[gaol]", "是不是“goal”"),
    "unknown operator": ('operator = "≥"', 'operator = "大约"', "大约"),
    "control character": ('unit = "件"', 'unit = "件\\u0007"', "U+0007"),
    "noncharacter": ('unit = "件"', 'unit = "件\\uFFFF"', "U+FFFF"),
    "unknown profile": ('profile = "hunan-2023"', 'profile = "hunan-2032"', "hunan-2023"),
    "deep": ('unit = "件"', f"unit = {'[' * 3000}{']' * 3000}", "请"),
}


NO_TOML = ("deep", "syntax", "key twice")
"""The others are declarations with a fault."""


def assert_refused(
    formgen: Formgen, path: Path, folder: Path, *words: str, code: ExitCode = ExitCode.UNREADABLE
) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "kept.txt").write_text("kept")
    run = formgen("build", path, "-o", folder)
    assert run.code == code and not run.out
    assert all(word in run.err for word in words), run.err
    assert "请" in run.err or "是不是" in run.err
    assert listing(folder) == {"kept.txt": b"kept"} and not leftovers(folder)
    return run.err


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_files_that_are_no_declaration(name: str, tmp_path: Path, formgen: Formgen) -> None:
    content, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    assert_refused(formgen, path, tmp_path / "out", words, name)


@pytest.mark.parametrize("name", TOML_FAULTS)
def test_toml_faults_are_told_with_their_place(
    name: str, tmp_path: Path, formgen: Formgen, sample_toml: Path
) -> None:
    old, new, words = TOML_FAULTS[name]
    text = sample_toml.read_text(encoding="utf-8")
    path = tmp_path / "a.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    code = ExitCode.UNREADABLE if name in NO_TOML else ExitCode.REFUSED
    said = assert_refused(formgen, path, tmp_path / "out", words.format(line=line), code=code)
    assert f"第 {line} 行" in said or name == "deep" or name == "unknown profile"


def two_tables(sheet: object) -> None:
    for column in range(1, 10):
        sheet.cell(40, column).value = sheet.cell(TABLE_ROW, column).value  # type: ignore[attr-defined]


WORKBOOK_FAULTS: dict[str, tuple[EditSheet, str]] = {
    "no table": (lambda sheet: sheet.delete_rows(TABLE_ROW, 1), "表头"),
    "two tables": (two_tables, "两个指标表"),
    "formula without value": (lambda sheet: sheet.__setitem__("E9", "=1+1"), "申报表!E9"),
    "error value": (lambda sheet: sheet.__setitem__("E9", "#REF!"), "申报表!E9"),
}


@pytest.mark.parametrize("name", WORKBOOK_FAULTS)
def test_workbook_faults_are_told_with_their_cell(
    name: str, edited, tmp_path: Path, formgen: Formgen
) -> None:
    change, words = WORKBOOK_FAULTS[name]
    assert_refused(formgen, edited(change), tmp_path / "out", words, code=ExitCode.REFUSED)


def test_ten_thousand_empty_rows_are_no_fault(edited, tmp_path: Path, formgen: Formgen) -> None:
    def change(sheet: object) -> None:
        sheet.cell(10_050, 3).number_format = "0.00"  # type: ignore[attr-defined]

    run = formgen("build", edited(change), "-o", tmp_path / "out", "--formats", "docx")
    assert run.code == ExitCode.DONE, run.err


def test_a_path_that_is_not_there(tmp_path: Path, formgen: Formgen) -> None:
    assert_refused(formgen, tmp_path / "无.toml", tmp_path / "out", "找不到", "无.toml")
    assert_refused(formgen, tmp_path / ("长" * 300), tmp_path / "out", "太长", "改短")


def test_an_empty_folder(tmp_path: Path, formgen: Formgen) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "~$锁.xlsx").write_bytes(b"x")
    (tmp_path / "in" / ".hidden.toml").write_bytes(b"x")
    assert_refused(formgen, tmp_path / "in", tmp_path / "out", "没有", ".xlsx")


def test_a_path_that_may_not_be_read(
    tmp_path: Path, formgen: Formgen, sample_toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests may run as root, who may read everything: the refusal is played."""

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    path = shutil.copy(sample_toml, tmp_path / "a.toml")
    with monkeypatch.context() as patch:
        patch.setattr(paths.Path, "stat", refuse)
        run = formgen("build", path)
    assert run.code == ExitCode.UNREADABLE and "权限" in run.err
    with monkeypatch.context() as patch:
        patch.setattr(sources.Path, "read_bytes", refuse)
        run = formgen("build", path, "-o", tmp_path / "out")
    assert run.code == ExitCode.UNREADABLE and "权限" in run.err


def test_a_folder_that_may_not_be_entered(
    tmp_path: Path, formgen: Formgen, sample_toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return iter(())

    (tmp_path / "in").mkdir()
    monkeypatch.setattr(paths.os, "walk", refuse)
    assert_refused(formgen, tmp_path / "in", tmp_path / "out", "权限")


@pytest.mark.slow
def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, formgen: Formgen, sample_toml: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    shutil.copy(sample_toml, source / "b.toml")
    (source / "a.xlsx").write_bytes(b"")
    run = formgen("build", source, "-o", tmp_path / "out", "--formats", "docx", "-j", "1")
    assert run.code == ExitCode.BATCH
    assert "空文件" in run.err and "a.xlsx" in run.err
    assert any(name.endswith(".docx") for name in listing(tmp_path / "out"))
