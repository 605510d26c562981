"""`formgen split`: what comes out is what was in the workbook, unit by unit, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from formgen.base.errors import ExitCode
from formgen.cli import run
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.fill.workbook import workbook_bytes
from formgen.sources import read_file
from formgen.sources.build import build
from tests.bureau.test_register import HEADS, register_rows

MakeBook = Callable[[list[Declaration]], Path]


@pytest.fixture
def sheets(tmp_path: Path, profile: Profile) -> MakeBook:
    """One workbook, a form per sheet."""

    def make(declarations: list[Declaration]) -> Path:
        book = Workbook()
        book.remove(book.worksheets[0])
        for number, item in enumerate(declarations, 1):
            source = load_workbook(BytesIO(workbook_bytes(profile, item))).worksheets[0]
            target = book.create_sheet(f"单位{number}")
            for row in source.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        copy = target.cell(cell.row, cell.column, cell.value)
                        copy.data_type = cell.data_type
        path = tmp_path / "many.xlsx"
        book.save(path)
        return path

    return make


@pytest.fixture
def register(tmp_path: Path) -> MakeBook:
    def make(declarations: list[Declaration]) -> Path:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(HEADS)
        for row in register_rows(declarations):
            sheet.append(row)
        path = tmp_path / "register.xlsx"
        book.save(path)
        return path

    return make


def read_folder(folder: Path) -> dict[str, Declaration]:
    return {path.name: build(read_file(path)[0]).declaration for path in sorted(folder.iterdir())}


def file_name(item: Declaration) -> str:
    return f"{item.year}_{item.department.name}_部门整体绩效目标申报表.xlsx"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sheets", "register"])
def test_the_parts_are_the_whole(
    kind: str,
    request: pytest.FixtureRequest,
    declarations: list[Declaration],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = request.getfixturevalue(kind)(declarations)
    whole = [build(raw).declaration for raw in read_file(path)]
    assert whole == declarations
    assert run(["split", str(path), "-o", str(tmp_path / "out")]) == ExitCode.DONE
    assert read_folder(tmp_path / "out") == {file_name(item): item for item in declarations}
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"已写出：{tmp_path / 'out' / file_name(item)}" for item in declarations]
    assert "拆出 6 个，失败 0 个" in told.err


@pytest.mark.slow
def test_a_unit_that_would_lose_something_does_not_stop_the_rest(
    sheets: MakeBook, declarations: list[Declaration], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheets(declarations[:3])
    book = load_workbook(path)
    book["单位1"]["D8"] = "约"  # a fault, and as much of one in the unit's own file
    book["单位2"]["E8"] = "=1+1"  # a formula without a value
    book.save(path)
    assert run(["split", str(path), "-o", str(tmp_path / "out")]) == ExitCode.BATCH
    assert set(read_folder(tmp_path / "out")) == {file_name(declarations[0]), file_name(declarations[2])}
    told = capsys.readouterr().err
    assert "many.xlsx[单位2]" in told and "单位2!E8" in told and "Traceback" not in told


@pytest.mark.slow
def test_files_are_never_overwritten(
    sheets: MakeBook, declarations: list[Declaration], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheets(declarations[:2])
    there = tmp_path / "out" / file_name(declarations[0])
    there.parent.mkdir()
    there.write_bytes(b"mine")
    assert run(["split", str(path), "-o", str(there.parent)]) == ExitCode.BATCH
    assert there.read_bytes() == b"mine"
    assert (there.parent / file_name(declarations[1])).is_file()
    assert there.name in capsys.readouterr().err


@pytest.mark.slow
def test_units_of_one_name_are_refused_all(
    sheets: MakeBook, declarations: list[Declaration], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = declarations[:2]
    twin = second.model_copy(update={"department": first.department})
    assert run(["split", str(sheets([first, twin, second])), "-o", str(tmp_path / "out")]) == ExitCode.BATCH
    assert set(read_folder(tmp_path / "out")) == {file_name(second)}
    told = capsys.readouterr().err
    assert told.count("[单位1]、") == 2 and "[单位2]" in told


def test_names_that_windows_forbids(
    register: MakeBook, declarations: list[Declaration], tmp_path: Path
) -> None:
    item = declarations[0]
    department = item.department.model_copy(update={"name": "甲/乙:局?"})
    item = item.model_copy(update={"department": department})
    assert run(["split", str(register([item])), "-o", str(tmp_path / "out")]) == ExitCode.DONE
    assert read_folder(tmp_path / "out") == {"2023_甲／乙：局？_部门整体绩效目标申报表.xlsx": item}


def test_a_unit_that_would_not_read_back_is_not_written(
    register: MakeBook, declarations: list[Declaration], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a form a goal that is itself a label would be taken for one."""
    item = declarations[0].model_copy(
        update={"goal": declarations[0].goal.model_copy(update={"annual": "部门（单位）职责"})}
    )
    assert run(["split", str(register([item])), "-o", str(tmp_path / "out")]) == ExitCode.BATCH
    assert not (tmp_path / "out").exists()
    assert "不一致" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.toml", b"year = 2023", ExitCode.USAGE), ("a.xlsx", b"", ExitCode.UNREADABLE),
     ("a.xlsx", b"no workbook", ExitCode.UNREADABLE)],
)  # fmt: skip
def test_what_is_no_workbook(
    tmp_path: Path, name: str, content: bytes, code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert run(["split", str(path), "-o", str(tmp_path / "out")]) == code
    assert "请" in capsys.readouterr().err or code == ExitCode.USAGE
    assert not (tmp_path / "out").exists()


def test_a_folder_has_to_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["split", str(tmp_path / "a.xlsx")]) == ExitCode.USAGE
    assert "-o" in capsys.readouterr().err
