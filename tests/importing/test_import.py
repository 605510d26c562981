"""Old files through the command line: where their cells go, what is marked, what is refused."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

import formgen as library
from formgen.importing.entries import Entry, Sure, require_closed
from formgen.library import InspectionFailed
from formgen.messages import importing as say
from tests.cli.conftest import Formgen
from tests.conftest import ROOT
from tests.importing.old_files import EXPORT, export_file, listed, tick_off, word_file, word_texts

pytestmark = pytest.mark.usefixtures("in_this_process")

CELLS = ("准确", "多半", "待核对", "栏目名称", "没有使用")
SEED = ROOT / "inputs" / "hengyang-2023.toml"


@pytest.fixture
def draft(formgen: Formgen, tmp_path: Path) -> Path:
    old, new = word_file(tmp_path / "去年.docx"), tmp_path / "草稿.xlsx"
    run = formgen("import", old, "-p", "hunan-2023", "--year", "2024", "-o", new)
    assert run.code == 0 and str(new) in run.out
    return new


@pytest.mark.slow
def test_every_cell_of_the_word_file_is_listed_once(draft: Path, tmp_path: Path) -> None:
    rows = [row for row in listed(draft) if row["来源位置"] != say.NO_SOURCE]
    assert sorted(row["原文"] for row in rows) == sorted(word_texts(tmp_path / "去年.docx"))
    assert {row["把握"] for row in rows} <= set(CELLS)
    said = next(str(cell.value) for cell in load_workbook(draft)["导入核对"]["A"] if "共" in str(cell.value))
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    assert numbers[0] == sum(numbers[1:]) == len(rows)


@pytest.mark.slow
def test_what_is_certain_is_taken_apart_and_the_rest_is_left_as_it_is(draft: Path) -> None:
    rows = library.open(draft).declaration.indicators
    assert [(str(row.operator), row.target, row.unit) for row in rows] == [
        ("≥", Decimal(2), "万亩"),
        ("", Decimal(100), "%"),
        ("≤", Decimal(1500), "元/亩"),
        ("", "2022年12月底前", ""),
        ("", "500余户", ""),
        ("", "90%以上", ""),
    ]
    declared = library.open(draft).declaration
    assert declared.year == 2024 and declared.department.name == "某某县农业农村局"
    assert all(row.scoring == "" and row.points is None for row in rows)


def test_marks_name_what_a_person_must_look_at(draft: Path) -> None:
    marked = {row["原文"] for row in listed(draft) if row["把握"] == "待核对"}
    assert {"完成高标准农田2万亩...", "2022年12月底前", "500余户", "90%以上", "绩效标准"} <= marked
    sheet = load_workbook(draft).worksheets[0]
    coloured = {
        str(cell.value) for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "00FFE699"
    }
    assert {"500余户", "2022年12月底前"} <= coloured and "高标准农田建设面积" not in coloured


@pytest.mark.slow
def test_nothing_is_built_while_a_mark_is_open(formgen: Formgen, draft: Path, tmp_path: Path) -> None:
    def open_marks(path: Path) -> set[str]:
        review = json.loads(formgen("check", path, "--format", "json").out)
        messages = [item["message"] for item in review["files"][0]["findings"]]
        return {message for message in messages if "还没有核对" in message}

    count = sum(row["把握"] == "待核对" for row in listed(draft))
    assert len(open_marks(draft)) == count > 4
    run = formgen("build", draft, "-o", tmp_path / "成品")
    assert run.code in (4, 8) and "还没有核对" in run.all
    assert len(open_marks(tick_off(draft, tmp_path / "一.xlsx", 1))) == count - 1
    assert open_marks(tick_off(draft, tmp_path / "全.xlsx")) == set()


def test_an_export_with_cut_cells_is_marked(formgen: Formgen, tmp_path: Path) -> None:
    old, new = export_file(tmp_path / "导出.xlsx"), tmp_path / "草稿.xlsx"
    assert formgen("import", old, "-p", "hunan-2023", "-o", new).code == 0
    rows = {row["原文"]: row for row in listed(new)}
    texts = [str(cell) for line in EXPORT for cell in line]
    real = [row for row in listed(new) if row["来源位置"] != say.NO_SOURCE]
    assert sorted(row["原文"] for row in real) == sorted(texts)
    for cut in ("高标准农田建设面积（含配套...", "考察高标准农田建设...", "每少1%扣..."):
        assert rows[cut]["把握"] == "待核对" and say.CUT_TEXT in rows[cut]["说明"]
    assert say.NO_SOURCE in {row["来源位置"] for row in listed(new)}, "nobody said which year"
    first, second = library.open(new).declaration.indicators
    assert (first.target, first.unit, first.points) == (Decimal(2), "万亩", Decimal(10))
    assert (str(second.operator), second.target, second.points) == ("=", Decimal(100), Decimal(10))


@pytest.mark.slow
def test_two_files_of_one_unit_become_one_form_and_of_two_units_none(
    formgen: Formgen, tmp_path: Path
) -> None:
    word, export = word_file(tmp_path / "去年.docx"), export_file(tmp_path / "导出.xlsx")
    new = tmp_path / "草稿.xlsx"
    assert formgen("import", word, export, "-p", "hunan-2023", "--year", "2024", "-o", new).code == 0
    assert len(library.open(new).declaration.indicators) == 6 + 2
    assert {row["来源文件"] for row in listed(new)} == {"去年.docx", "导出.xlsx"}
    run = formgen("import", word, SEED, "-p", "hunan-2023", "-o", tmp_path / "二.xlsx")
    assert run.code == 3 and "衡阳市市场监督管理局" in run.err and not (tmp_path / "二.xlsx").exists()


@pytest.mark.slow
def test_refusals_say_what_is_wrong(formgen: Formgen, tmp_path: Path) -> None:
    new = tmp_path / "草稿.xlsx"
    broken = tmp_path / "坏.doc"
    broken.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") + b"\0" * 600)
    assert formgen("import", broken, "-o", new).code == 3
    assert formgen("import", tmp_path / "没有.docx", "-o", new).code == 3
    assert formgen("import", SEED, "-o", tmp_path / "草稿.docx").code == 2
    assert formgen("import", SEED, "--year", "24", "-o", new).code == 2
    new.write_bytes(b"taken")
    assert formgen("import", SEED, "-o", new).code == 6 and new.read_bytes() == b"taken"


def test_the_guard_sees_a_lost_cell_and_a_cell_that_is_used_twice() -> None:
    one = Entry("a", "A1", "160", Sure.EXACT, ("indicators[0].target",))
    other = Entry("a", "A2", "160", Sure.EXACT, ("indicators[0].target",))
    require_closed([one], 1)
    with pytest.raises(InspectionFailed):
        require_closed([one], 2)
    with pytest.raises(InspectionFailed):
        require_closed([one, other], 2)
