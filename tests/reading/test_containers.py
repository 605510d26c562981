"""Whatever the container looks like, the declaration in it is the same, or the file is refused in words that
are true."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from formgen.base.errors import ExitCode
from formgen.sources import guard
from tests.reading.conftest import SAMPLE_XLSX, read_one, refusal
from tests.reading.containers import REFUSED, VARIANTS


def test_there_are_enough_of_them() -> None:
    assert len(VARIANTS) - len(REFUSED) >= 60 and len(REFUSED) <= 5
    assert REFUSED.keys() <= VARIANTS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_containers(name: str, tmp_path: Path) -> None:
    path = tmp_path / "申报表.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of names that are there twice
        path.write_bytes(VARIANTS[name]())
    if name in REFUSED:
        error = refusal(path)
        assert REFUSED[name] in error.message and "请" in error.message
        assert error.exit_code == ExitCode.UNREADABLE
    else:
        reading, sample = read_one(path), read_one(SAMPLE_XLSX)
        assert reading.declaration == sample.declaration and reading.profile == sample.profile


@pytest.mark.parametrize(
    ("name", "words"),
    [("dangling entry", "丢失"), ("sheet listed twice", "再来"), ("entry outside the file", "外")],
)
def test_what_is_not_there_is_told(name: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "申报表.xlsx"
    path.write_bytes(VARIANTS[name]())
    notes = [note.message for note in read_one(path).notes]
    assert any(words in note for note in notes), notes


def test_zips_in_zips_are_no_workbooks(tmp_path: Path) -> None:
    """A zip with two workbooks unpacked in it: nobody can tell which is meant."""
    from tests.reading.containers import pack, sample_parts

    parts = {f"{folder}/{name}": data for folder in "甲乙" for name, data in sample_parts().items()}
    path = tmp_path / "两份.xlsx"
    path.write_bytes(pack(parts))
    assert "不是 Excel 工作簿" in refusal(path).message


def test_a_locked_entry_is_told(tmp_path: Path) -> None:
    data = bytearray(SAMPLE_XLSX.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path = tmp_path / "锁.xlsx"
    path.write_bytes(data)
    assert "密码" in refusal(path).message


def test_kinds_are_told_by_the_main_part() -> None:
    assert guard.document_kind(SAMPLE_XLSX.read_bytes()) == "workbook"
    assert guard.document_kind(b"PK\x03\x04") == ""
