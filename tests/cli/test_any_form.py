"""Forms of other profiles through the command line: a blank, its check, its data, one file per unit."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formgen.declaration.load_profile import load_profile
from formgen.fill.workbook import workbook_bytes
from formgen.sources import read_file
from formgen.sources.build import build
from tests.cli.conftest import Formgen

PROFILES = Path(__file__).parents[1] / "data" / "profiles"
HEAD = """id = "small"
name = "小表"
years = [2020]
title = "小表"
[page]
width = 210
height = 297
margin_top = 20
margin_bottom = 20
margin_left = 16
margin_right = 16
[[block]]
kind = "fields"
widths = [58, 120]
rows = [[{ key = "department.name", label = "单位名称", required = true }]]
"""
FOUR = """[[block]]
kind = "table"
name = "indicators"
levels = 1
columns = [
    { key = "level1", label = "一级指标", width = 40 },
    { key = "level3", label = "三级指标", width = 78 },
    { key = "target", label = "指标值", width = 30 },
    { key = "unit", label = "计量单位", width = 30 },
]
"""
FOURTEEN = (
    """[[block]]
kind = "table"
name = "many"
columns = [
"""
    + "".join(f'    {{ key = "c{n}", label = "第{n}列", width = 12.7 }},\n' for n in range(14))
    + "]\n"
)


@pytest.fixture(params=["central-dept", "review", "project", "none", "four", "fourteen"])
def profile(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if (PROFILES / request.param).is_dir():
        return PROFILES / request.param
    fonts = (PROFILES / "review" / "profile.toml").read_text(encoding="utf-8")
    folder = tmp_path / "profile"
    folder.mkdir()
    blocks = {"none": "", "four": FOUR, "fourteen": FOURTEEN}[request.param]
    text = f"{HEAD}{blocks}{fonts[fonts.index('[fonts.title]') :]}"
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    return folder


def fill_name(path: Path, name: str) -> None:
    """Write the unit's name right of its label."""
    book = load_workbook(BytesIO(path.read_bytes()))
    labels = ("部门（单位）名称", "主管部门", "主管部门及代码", "单位名称")
    cell = next(c for row in book["申报表"].iter_rows() for c in row if c.value in labels)
    area = next((a for a in book["申报表"].merged_cells.ranges if cell.coordinate in a), None)
    book["申报表"].cell(cell.row, (area.max_col if area else cell.column) + 1).value = name
    book.save(path)


@pytest.mark.slow
def test_blank_check_extract_split(formgen: Formgen, profile: Path, tmp_path: Path) -> None:
    form = tmp_path / "表.xlsx"
    assert formgen("new", "--profile", profile, form).code == 0
    fill_name(form, "示例市示例局")
    assert formgen("check", "--profile", profile, form).code in (0, 4)
    data = formgen("extract", "--profile", profile, form)
    assert data.code == 0 and "示例市示例局" in data.out
    assert formgen("split", "--profile", profile, form, "-o", tmp_path / "各单位").code == 0
    (one,) = (tmp_path / "各单位").glob("*.xlsx")
    assert formgen("extract", "--profile", profile, one).out == data.out


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_saved_again_by_another_program(tmp_path: Path) -> None:
    folder = PROFILES / "central-dept"
    source = tmp_path / "申报.toml"
    source.write_text(
        'profile = "central-dept-2015"\nyear = 2024\n[department]\nname = "示例局"\n[goal]\nannual = "目标1\\n目标2"\n'
        '[[tasks]]\ntask = "网点"\ntotal = 1320.5\nfiscal = 1280\nother = 40.5\n'
        '[[indicators]]\nlevel1 = "产出指标"\nlevel2 = "数量指标"\nlevel3 = "批次"\noperator = "="\ntarget = 12\nunit = "批"\n',
        encoding="utf-8",
    )
    (raw,) = read_file(source, folder)
    before = build(raw).declaration
    form = tmp_path / "表.xlsx"
    form.write_bytes(workbook_bytes(load_profile(folder), before))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "again"),
        str(form),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (again,) = read_file(tmp_path / "again" / "表.xlsx", folder)
    reading = build(again)
    assert reading.declaration == before and reading.faults == ()
