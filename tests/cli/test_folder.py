"""Every file of a folder is accounted for: read, passed over with the reason, or failed."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from formgen.base.errors import ExitCode
from tests.cli.conftest import Formgen, listing
from tests.conftest import ROOT

EXAMPLE = ROOT / "inputs" / "example-2023.toml"
ACTUALS = ROOT / "inputs" / "hengyang-2023-actuals.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "in" / "a.toml")
    return tmp_path / "in"


def checked(formgen: Formgen, folder: Path, code: int = ExitCode.DONE) -> tuple[set[str], dict[str, str]]:
    """Names of the files that were read, and of those passed over with the reason."""
    run = formgen("check", folder, "--format", "json")
    assert run.code == code, run.err
    data = json.loads(run.out)
    root = folder.as_posix() + "/"
    read = {file["path"].removeprefix(root) for file in data["files"]}
    skipped = {item["path"].removeprefix(root): item["reason"] for item in data["skipped"]}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there <= read | set(skipped) or any("\\" in name for name in (*read, *skipped))
    assert not read & set(skipped)
    return read, skipped


PASSED_OVER = {
    "~$a.xlsx": (b"x", "锁文件"),
    ".~a.xlsx": (b"x", "锁文件"),
    ".b.toml": (b"year = 2023", "隐藏"),
    ".git/config": (b"x", "隐藏"),
    "图.png": (b"\x89PNG\r\n\x1a\n", "图片"),
    "照片": (b"\xff\xd8\xff\xe0", "图片"),
    "说明.txt": (b"hello", ".txt"),
    "包.rar": (b"Rar!\x1a\x07", "解压"),
    "README": (b"hello", "不是申报数据"),
    "实际.toml": (b'[actuals]\n"x" = 1\n', "实际完成值"),
}


def test_what_is_no_declaration_is_named_with_the_reason(formgen: Formgen, folder: Path) -> None:
    for name, (content, _) in PASSED_OVER.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    read, skipped = checked(formgen, folder)
    assert read == {"a.toml"} and set(skipped) == set(PASSED_OVER)
    assert [name for name, (_, words) in PASSED_OVER.items() if words not in skipped[name]] == []


@pytest.mark.slow
def test_what_somebody_handed_in_never_vanishes(formgen: Formgen, folder: Path) -> None:
    names = {"甲.xls", "乙.et", "丙.csv", "丁.ods", "戊.doc", "己.wps", "庚.docx", "辛.xlsx"}
    for name in names:
        (folder / name).write_bytes(b"neither this nor that")
    read, skipped = checked(formgen, folder, ExitCode.UNREADABLE)
    assert read == {"a.toml", *names} and not skipped


def test_a_line_that_looks_like_actual_values_makes_no_file_of_them(formgen: Formgen, folder: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    text, found = re.subn(
        r"(?m)^annual = .*$", 'annual = """一、做好本职。\\n[actuals]\\n二、做好其他。"""', text
    )
    assert found == 1 and "\n[actuals]\n" in text
    (folder / "b.toml").write_text(text, encoding="utf-8")
    read, skipped = checked(formgen, folder, ExitCode.DONE)
    assert read == {"a.toml", "b.toml"} and not skipped


@pytest.mark.slow
def test_actual_values_in_a_workbook_are_told_by_their_heads(formgen: Formgen, folder: Path) -> None:
    assert formgen("new", folder / "实际.xlsx", "--actuals", "--for", folder / "a.toml").code == ExitCode.DONE
    book = openpyxl.Workbook()
    book.active.append(["三级指标", "实际完成值", "偏差原因"])  # type: ignore[union-attr]
    book.save(folder / "自己做的.xlsx")
    read, skipped = checked(formgen, folder)
    assert read == {"a.toml"}
    assert {name: "实际完成值" in reason for name, reason in skipped.items()} == {
        "实际.xlsx": True,
        "自己做的.xlsx": True,
    }


@pytest.mark.slow
def test_only_regular_files_are_opened(formgen: Formgen, folder: Path) -> None:
    """A pipe would wait for ever, a link to itself never end."""
    os.mkfifo(folder / "管道.toml")
    (folder / "圈.toml").symlink_to("圈.toml")
    (folder / "上面").symlink_to(folder.parent)
    (folder / "另一份.toml").symlink_to(EXAMPLE)
    read, skipped = checked(formgen, folder)
    assert read == {"a.toml", "另一份.toml"}
    assert {name: reason[:4] for name, reason in skipped.items()} == {
        "管道.toml": "不是普通",
        "圈.toml": "链接失效",
        "上面": "链接到别",
    }


@pytest.mark.slow
def test_results_in_the_inputs_folder_are_no_inputs(formgen: Formgen, folder: Path) -> None:
    command = ("build", folder, "-o", folder, "--engine", "typst", "--appendix", "none", "-j", "1")
    assert formgen(*command).code == ExitCode.DONE
    assert (
        formgen(
            "check", folder, "--slips", folder / "意见", "--format", "xlsx", "-o", folder / "表.xlsx"
        ).code
        == 0
    )
    again = formgen(*command)
    assert again.code == ExitCode.DONE and "沿用 1 份，失败 0 份" in again.err
    read, skipped = checked(formgen, folder)
    assert read == {"a.toml"}
    reasons = {
        Path(name).suffix + ("/汇" if "汇总" in name else ""): reason for name, reason in skipped.items()
    }
    assert "结果" in reasons[".docx"] or "退回意见" in reasons[".docx"]
    assert "结果" in reasons[".pdf"] and "汇总" in reasons[".xlsx/汇"] and "清单" in reasons[".json"]
    assert f"另有 {len(skipped)} 个文件略过" in formgen(*command).err
    overview = openpyxl.load_workbook(folder / "汇总.xlsx")
    assert any(len(skipped) == cell.value for row in overview["总览"].iter_rows() for cell in row)


@pytest.mark.slow
@pytest.mark.parametrize("left", [None, b'{"schema": 1, "resu'], ids=["gone", "cut"])
def test_a_folder_goes_on_with_its_engine_without_the_manifest(
    formgen: Formgen, folder: Path, tmp_path: Path, left: bytes | None
) -> None:
    """A kill may take the manifest; the register still knows the engine that was asked for once."""
    out = tmp_path / "out"
    command = ("build", folder, "-o", out, "--formats", "pdf", "--appendix", "none", "-j", "1")
    assert formgen(*command, "--engine", "typst").code == ExitCode.DONE
    manifest = out / "manifest.json"
    if left is None:
        manifest.unlink()
    else:
        manifest.write_bytes(left)
    assert formgen(*command).code == ExitCode.DONE
    (entry,) = json.loads(manifest.read_bytes())["results"]
    assert entry["options"]["engine"] == "typst"


@pytest.mark.slow
def test_a_result_that_was_edited_by_hand_is_an_input(formgen: Formgen, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert formgen("build", folder, "-o", out, "--formats", "docx", "-j", "1").code == ExitCode.DONE
    (result,) = out.glob("*.docx")
    assert "结果" in formgen("check", out).err
    document = Document(str(result))
    cell = next(
        cell for table in document.tables for row in table.rows for cell in row.cells if cell.text == "件"
    )
    cell.paragraphs[0].runs[0].text = "宗"
    document.save(str(result))
    run = formgen("check", out, "--format", "json")
    (file,) = json.loads(run.out)["files"]
    assert Path(file["path"]).name == result.name
    assert any("改过" in finding["message"] for finding in file["findings"])
    named = formgen("check", result, "--format", "json")
    assert json.loads(named.out)["files"][0]["findings"] == file["findings"]


@pytest.mark.slow
def test_names_of_any_bytes_are_shown_and_forge_no_line(formgen: Formgen, folder: Path) -> None:
    odd = [b"gbk\xbc\xd7.toml", b"two\nlines.toml", b"red\x1b[31m.toml", b"x" * 249 + b".toml"]
    for name in odd:
        shutil.copy(EXAMPLE, folder / os.fsdecode(name))
    run = formgen("check", folder, "--format", "json")
    assert run.code == ExitCode.DONE, run.err
    run.out.encode("utf-8")
    names = {Path(file["path"]).name for file in json.loads(run.out)["files"]}
    assert {"gbk\\xbc\\xd7.toml", "two\\nlines.toml", "red\\x1b[31m.toml"} <= names
    text = formgen("check", folder)
    assert "\x1b" not in text.all and not any(line.startswith("lines.toml") for line in text.all.splitlines())
    built = formgen("build", folder, "-o", folder.parent / "out", "--formats", "docx", "--appendix", "none")
    assert built.code == ExitCode.BATCH and "two\\nlines.toml" in built.err and "\x1b" not in built.err


@pytest.mark.slow
def test_a_folder_without_declarations_says_what_is_there(formgen: Formgen, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ACTUALS, tmp_path / "in" / "实际.toml")
    (tmp_path / "in" / "图.png").write_bytes(b"\x89PNG")
    run = formgen("check", tmp_path / "in")
    assert run.code == ExitCode.UNREADABLE and not run.out
    assert "没有申报数据" in run.err and "图片" in run.err and "实际完成值" in run.err


@pytest.mark.slow
def test_statistics_count_what_the_findings_list(formgen: Formgen, folder: Path) -> None:
    shutil.copy(ROOT / "inputs" / "hengyang-2023.toml", folder / "b.toml")
    data = json.loads(formgen("check", folder, "--format", "json").out)
    ids = [finding["id"] for file in data["files"] for finding in file["findings"]]
    run = formgen("check", folder, "--statistics")
    counted = {
        line.split()[1]: int(line.split("：")[1].split(" ")[0])
        for line in run.out.splitlines()
        if "处，" in line
    }
    assert {name: ids.count(name) for name in set(ids)} == counted


@pytest.mark.slow
def test_every_workbook_is_annotated_into_a_folder(formgen: Formgen, folder: Path) -> None:
    for name in ("b.xlsx", "c.xlsx"):
        shutil.copy(ROOT / "inputs" / "hengyang-2023.xlsx", folder / name)
    run = formgen("check", folder, "--annotate", folder.parent / "批注")
    assert run.code == ExitCode.DONE
    assert sorted(path.name for path in (folder.parent / "批注").iterdir()) == ["b.xlsx", "c.xlsx"]


@pytest.mark.slow
def test_a_copy_with_remarks_never_takes_the_place_of_a_file(formgen: Formgen, folder: Path) -> None:
    """Not of what was handed in, not of another copy, and none lies where it would be taken for handed in."""
    book = ROOT / "inputs" / "hengyang-2023.xlsx"
    for name in ("b.xlsx", "b_2.xlsx", "sub/b.xlsx"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(book, folder / name)
    before = listing(folder)
    for target in (folder, folder / "sub", folder / "批注"):
        run = formgen("check", folder, "--annotate", target, "--statistics")
        assert run.code == ExitCode.USAGE and "文件夹" in run.err
        assert listing(folder) == before
    run = formgen("check", folder / "b.xlsx", folder / "b_2.xlsx", "--annotate", folder)
    assert run.code == ExitCode.USAGE and listing(folder) == before
    copies = folder.parent / "批注"
    assert formgen("check", folder, "--annotate", copies, "--statistics").code == ExitCode.DONE
    assert sorted(path.name for path in copies.iterdir()) == ["b.xlsx", "b_2.xlsx", "b_3.xlsx"]


@pytest.mark.slow
def test_the_counts_stand_before_the_findings(formgen: Formgen, folder: Path) -> None:
    text = (folder / "a.toml").read_text(encoding="utf-8")
    for name in ("b", "c"):
        (folder / f"{name}.toml").write_text(text.replace("示例局", f"{name}局"), encoding="utf-8")
    counted = formgen("check", folder, "--statistics").out.splitlines()
    whole = formgen("check", folder).out.splitlines()
    assert len(counted) > 1 and whole[: len(counted) - 1] == counted[:-1]
    assert any("a.toml" in line for line in whole[len(counted) - 1 :])
