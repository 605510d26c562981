"""`formgen new` writes a blank that can be filled in, `formgen doctor` names what is missing and the way
to get it on each system."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formgen.base.errors import ExitCode, MissingResource
from formgen.doctor import machine as doctor
from tests.cli.conftest import Formgen, listing


def test_a_blank_workbook_looks_like_the_form(formgen: Formgen, tmp_path: Path) -> None:
    path = tmp_path / "新" / "申报表.xlsx"
    run = formgen("new", path)
    assert run.code == ExitCode.DONE and str(path) in run.out and "formgen check" in run.out
    sheet = load_workbook(path)["申报表"]
    texts = {str(cell.value) for row in sheet for cell in row if cell.value}
    assert {"* 一级指标", "* 评（扣）分标准", "备注", "* 年度总体目标"} <= texts


def test_a_blank_toml_file_is_toml_and_is_refused_until_it_is_filled_in(
    formgen: Formgen, tmp_path: Path
) -> None:
    path = tmp_path / "a.toml"
    assert formgen("new", path).code == ExitCode.DONE
    assert tomllib.loads(path.read_text(encoding="utf-8"))["profile"] == "hunan-2023"
    run = formgen("build", path, "-o", tmp_path / "out")
    assert run.code in (ExitCode.UNREADABLE, ExitCode.REFUSED) and "第 " in run.err
    assert not (tmp_path / "out").exists() or listing(tmp_path / "out") == {}


@pytest.mark.parametrize("name", ["a.xlsx", "a.toml"])
def test_new_refuses_to_overwrite(formgen: Formgen, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"filled in for hours")
    run = formgen("new", tmp_path / name)
    assert run.code == ExitCode.NOT_WRITTEN and "没有覆盖" in run.err and not run.out
    assert listing(tmp_path) == {name: b"filled in for hours"}


def test_another_suffix_is_wrong_usage(formgen: Formgen, tmp_path: Path) -> None:
    run = formgen("new", tmp_path / "a.docx")
    assert run.code == ExitCode.USAGE and ".xlsx 或 .toml" in run.err
    assert listing(tmp_path) == {}


def test_the_doctor_finds_what_is_here(formgen: Formgen) -> None:
    run = formgen("doctor")
    assert run.code == ExitCode.DONE
    assert "√ weasyprint：" in run.out and "√ Pango" in run.out and "可以生成" in run.out
    assert "方正小标宋简体" in run.out
    for line, after in zip(run.out.splitlines(), [*run.out.splitlines()[1:], ""], strict=True):
        assert not line.startswith(("!", "×")) or after.startswith("    → "), line


SYSTEMS = [
    ("linux", "apt-get", "apt-get install libpango-1.0-0"),
    ("linux", "dnf", "dnf install pango"),
    ("linux", "yum", "yum install pango"),
    ("linux", "zypper", "zypper install libpango"),
    ("linux", "", "Pango"),
    ("win32", "", "MSYS2"),
    ("darwin", "", "brew install pango"),
]


def lacks(package: str) -> Callable[[str], str]:
    """Versions on a machine without this package."""

    def version(name: str) -> str:
        if name == package:
            raise doctor.PackageNotFoundError
        return "1.0"

    return version


@pytest.mark.parametrize(("system", "tool", "remedy"), SYSTEMS)
def test_without_pango_the_remedy_of_this_system_is_named(
    system: str, tool: str, remedy: str, formgen: Formgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise MissingResource("Pango")

    monkeypatch.setattr(doctor, "load_engine", missing)
    monkeypatch.setattr(doctor, "version", lacks("typst"))
    monkeypatch.setattr(doctor.sys, "platform", system)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/usr/bin/{name}" if name == tool else None)
    run = formgen("doctor")
    monkeypatch.undo()
    assert run.code == ExitCode.MISSING
    lines = run.out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("× Pango"))
    assert lines[at + 1].startswith("    → ") and remedy in lines[at + 1]
    assert "缺少" in lines[-1] and "×" in lines[-1]


def test_with_typst_pango_is_no_must(formgen: Formgen, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise MissingResource("Pango")

    monkeypatch.setattr(doctor, "load_engine", missing)
    monkeypatch.setattr(doctor, "version", lacks("nothing"))
    run = formgen("doctor")
    assert run.code == ExitCode.DONE and "! Pango" in run.out and "--engine typst" in run.out


def test_without_pango_the_docx_can_still_be_had(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch, sample_toml: Path, tmp_path: Path
) -> None:
    def missing() -> None:
        raise MissingResource("缺少系统库 Pango，运行 formgen doctor")

    monkeypatch.setattr("formgen.render.pdf.load_engine", missing)
    run = formgen("build", sample_toml, "-o", tmp_path)
    assert run.code == ExitCode.MISSING and "doctor" in run.err and listing(tmp_path) == {}
    run = formgen("build", sample_toml, "-o", tmp_path, "--formats", "docx")
    assert run.code == ExitCode.DONE and any(name.endswith(".docx") for name in listing(tmp_path))


def test_a_missing_subsetter_a_missing_package_and_a_missing_font_are_told(
    formgen: Formgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_fonts(_: object) -> None:
        raise MissingResource("所列字体本机一个也没有")

    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    monkeypatch.setattr(doctor, "version", lacks("pikepdf"))
    monkeypatch.setattr(doctor, "load_fonts", no_fonts)
    run = formgen("doctor")
    assert run.code == ExitCode.MISSING
    assert "× pikepdf" in run.out and "pip install pikepdf" in run.out
    assert "! HarfBuzz subset" in run.out and "× 字体" in run.out
