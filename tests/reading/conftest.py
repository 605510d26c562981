"""Shared by the reading tests: write a file, read it, build it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.base.errors import UnreadableInput
from formgen.checks import run_checks
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import Profile
from formgen.sources import read_file
from formgen.sources.build import Reading, build

ROOT = Path(__file__).parents[2]
SAMPLE_TOML = ROOT / "inputs" / "hengyang-2023.toml"
SAMPLE_XLSX = ROOT / "inputs" / "hengyang-2023.xlsx"
SEED = ROOT / "tests" / "data" / "seed.txt"


def read_one(path: Path) -> Reading:
    (raw,) = read_file(path)
    return build(raw)


def refusal(path: Path) -> UnreadableInput:
    """The refusal that reading this file ends in."""
    with pytest.raises(UnreadableInput) as caught:
        for raw in read_file(path):
            build(raw)
    return caught.value


def faults_of(path: Path) -> list[Finding]:
    """What reading found wrong in this file, all declarations of it: each an error with its place."""
    found = [fault for raw in read_file(path) for fault in build(raw).faults]
    assert all(fault.severity is Severity.ERROR for fault in found)
    assert all(fault.place for fault in found if fault.field != "profile")
    return found


def errors_of(path: Path) -> list[Finding]:
    """Every error of the one declaration in this file, the checks' among them."""
    return [item for item in run_checks(read_one(path)).findings if item.severity is Severity.ERROR]


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile()


@pytest.fixture
def toml_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "申报.toml"
        path.write_bytes(text.encode())
        return path

    return write


EditSheet = Callable[[Worksheet], object]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """The sample workbook after an edit by hand, saved by openpyxl. Rows: 3 name, 4 duties, 5 goal, 7
    heads, 8–31 indicators; columns A 一级 … I 备注, J 分值, K 规则."""

    def edit(*changes: EditSheet, source: Path = SAMPLE_XLSX) -> Path:
        book = load_workbook(BytesIO(source.read_bytes()))
        for change in changes:
            change(book["申报表"])
        path = tmp_path / "申报.xlsx"
        book.save(path)
        return path

    return edit
