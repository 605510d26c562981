"""Documents of old Word and WPS: read like any other, in a process of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import formgen as library
from formgen.library import UnreadableInput
from formgen.run import batch
from tests.cli.conftest import Formgen, formgen
from tests.conftest import ROOT
from tests.importing.old_files import OLD_FORMS

__all__ = ["formgen"]

INPUTS = ROOT / "inputs"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["表.doc", "表.wps", "表.docx", "表.xls"])
def test_an_old_document_is_read_by_its_content(name: str, tmp_path: Path) -> None:
    """LibreOffice made it of sichuan-project.toml, through a Word document of formgen's."""
    shutil.copy(OLD_FORMS / "sichuan-project.doc", tmp_path / name)
    read = library.open(tmp_path / name, profile="sichuan-project").declaration
    declared = library.open(INPUTS / "sichuan-project.toml").declaration
    assert read.department.name == declared.department.name and read.project == declared.project
    assert read.year == declared.year
    for key in ("level1", "level2", "level3", "operator", "target", "unit", "remark"):
        assert [getattr(row, key) for row in read.indicators] == [
            getattr(row, key) for row in declared.indicators
        ]


def test_what_is_wrong_with_an_old_document_is_said(tmp_path: Path) -> None:
    data = bytearray((OLD_FORMS / "goals.doc").read_bytes())
    locked, broken = tmp_path / "锁.doc", tmp_path / "坏.doc"
    broken.write_bytes(data[:9000])
    data[data.index(b"\xec\xa5") + 11] |= 1  # fEncrypted of the FIB: [MS-DOC] 2.5.2
    locked.write_bytes(data)
    for path, words in ((locked, "密码"), (broken, "损坏")):
        with pytest.raises(UnreadableInput, match=words):
            library.open(path)


def test_a_damaged_container_of_a_workbook_is_refused(tmp_path: Path) -> None:
    data = bytearray((OLD_FORMS / "export.xls").read_bytes())
    data[76:80] = b"\xff\x00\xff\xf0"  # the first sector of the table of sectors: [MS-CFB] 2.2
    path = tmp_path / "坏.xls"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match="损坏"):
        library.open(path)


MARK = "开了一个进程"


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens processes is told so, and none is opened."""

    def open_them(*_: object, **__: object) -> None:
        raise UnreadableInput(MARK)

    monkeypatch.setattr(batch, "ProcessRunner", open_them)


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("name", ["export.xls", "export.ods", "goals.doc", "hengyang-2023.pdf"])
def test_one_small_file_of_these_kinds_is_read_in_a_process(formgen: Formgen, name: str) -> None:
    assert MARK in formgen("check", OLD_FORMS / name).all


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("name", ["hengyang-2023.xlsx", "hengyang-2023.toml"])
def test_one_small_file_of_our_own_kinds_is_read_here(formgen: Formgen, name: str) -> None:
    run = formgen("check", INPUTS / name, "--format", "json")
    assert MARK not in run.all and json.loads(run.out)["files"]
