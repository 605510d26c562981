"""全宗号, 保管期限 and 件号 from a table or given in turn; what is missing is told once; sealed files are taken in."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.tools import verify
from tests.conftest import ROOT

UNITS = ("示例市甲局", "示例市乙局", "示例市乙局分局")
TABLE = [
    ("单位", "全宗号", "保管期限", "件号"),
    ("示例市甲局", "0042", "30年", "2"),
    (UNITS[1], "0042", "30年", ""),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units without any numbers, forms alone."""
    folder = tmp_path_factory.mktemp("units")
    text = (ROOT / "inputs" / "example-2023.toml").read_text("utf-8")
    for unit in UNITS:
        (folder / f"{unit}.toml").write_text(text.replace("示例市示例局", unit), "utf-8")
    options = ["--appendix", "none", "--formats", "pdf"]
    assert cli.run(["build", str(folder), "-o", str(folder / "out"), *options]) == 0
    return folder / "out"


def archive(results: Path, folder: Path, *options: str) -> int:
    return cli.run(["archive", str(results), "-o", str(folder), *options])


def numbers(package: Path) -> dict[str, str]:
    """Unit → 档号, as the catalogue has them."""
    lines = (package / "目录.csv").read_text("utf-8-sig").splitlines()
    return {row["责任者"]: row["档号"] for row in csv.DictReader(lines)}


@pytest.mark.slow
def test_a_table_and_numbers_in_turn(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table's 件号 stands and is passed over by those given in turn; a cell shown as 0042 is 0042."""
    book = Workbook()
    for row in [("档号表",), *TABLE, ("别处的局", "1", "永久", "9")]:
        book.active.append(row)
    book.active["B3"].value, book.active["B3"].number_format = 42, "0000"
    book.save(tmp_path / "档号.xlsx")
    options = ["--numbers", str(tmp_path / "档号.xlsx"), "--item-from", "1", "--fonds", "0050"]
    assert archive(results, tmp_path / "归档", *options, "--retention", "10年") == 0
    assert numbers(tmp_path / "归档") == {
        "示例市甲局": "0042-WS·2023-D30-0002",
        "示例市乙局": "0042-WS·2023-D30-0001",
        "示例市乙局分局": "0050-WS·2023-D10-0001",
    }
    assert "别处的局" in capsys.readouterr().err


@pytest.mark.slow
def test_all_that_is_missing_is_one_list(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "档号.csv"
    table.write_text("\n".join(",".join(row) for row in TABLE), "utf-8")
    assert archive(results, tmp_path / "归档", "--numbers", str(table)) == ExitCode.REFUSED
    err = capsys.readouterr().err
    assert "有 2 处" in err and "甲局" not in err
    assert "示例市乙局_部门整体绩效目标申报表：没有件号" in err
    assert "示例市乙局分局_部门整体绩效目标申报表：没有全宗号、保管期限、件号" in err
    assert err.count("--numbers") == 1 and "[archive]" not in err and not (tmp_path / "归档").exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["名单"], "没有找到档号表"),
        (["单位,全宗号", "示例市甲局,1", "示例市甲局,2"], "出现了两次"),
        (["单位,全宗号", ",1"], "没有写单位"),
    ],
)
def test_a_table_that_cannot_be_used(
    lines: list[str], said: str, results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "档号.csv"
    table.write_text("\n".join(lines), "utf-8")
    assert archive(results, tmp_path / "归档", "--numbers", str(table)) == ExitCode.UNREADABLE
    assert said in capsys.readouterr().err


def form(results: Path, unit: str) -> Path:
    return results / f"2023_{unit}_部门整体绩效目标申报表.pdf"


GIVEN = ("--fonds", "X043", "--retention", "永久", "--item-from", "1")


@pytest.mark.slow
def test_signed_files_and_scans_are_taken_in(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificates = pytest.importorskip("tests.verify.certificates")
    sealed = tmp_path / "盖章"
    (sealed / "扫描").mkdir(parents=True)
    signed = certificates.sign(form(results, UNITS[0]).read_bytes())
    (sealed / "1.pdf").write_bytes(signed)
    (sealed / "扫描" / "示例市乙局分局 盖章.png").write_bytes(b"\x89PNG scan")
    (sealed / "不知道是谁.jpg").write_bytes(b"scan")
    package = tmp_path / "归档"
    assert archive(results, package, *GIVEN, "--sealed", str(sealed)) == 0
    err = capsys.readouterr().err
    assert "不知道是谁.jpg" in err and "示例市乙局_" in err and "1.pdf" not in err
    own = numbers(package)
    first, last = own[UNITS[0]], own[UNITS[2]]
    assert (package / first / f"{first}_盖章件.pdf").read_bytes() == signed
    assert (package / last / f"{last}_盖章件.png").read_bytes() == b"\x89PNG scan"
    assert len(list(package.rglob("*盖章件*"))) == 2
    log = (package / "事件记录.csv").read_text("utf-8-sig")
    assert "张三（示例市档案馆）" in log and "2024-03-01 08:30" in log
    metadata = (package / first / f"{first}.xml").read_text("utf-8")
    assert "<签名者>张三（示例市档案馆）</签名者>" in metadata and "签名以外没有改动" in metadata
    code, report = verify(capsys, package)
    assert not [check for file in report["files"] for check in file["checks"] if check["state"] == "fail"]
    assert code in (0, 9)
    (package / last / f"{last}_盖章件.png").write_bytes(b"another scan")
    assert verify(capsys, package / "manifest.json")[0] == 7


@pytest.mark.slow
def test_a_sealed_file_that_says_something_else_is_refused(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificates = pytest.importorskip("tests.verify.certificates")
    sealed, other = tmp_path / "盖章", tmp_path / "other.toml"
    sealed.mkdir()
    text = (ROOT / "inputs" / "example-2023.toml").read_text("utf-8").replace("示例市示例局", UNITS[1])
    other.write_text(text.replace("target = ", "target = 1", 1), "utf-8")
    options = ["--appendix", "none", "--formats", "pdf"]
    assert cli.run(["build", str(other), "-o", str(tmp_path / "other"), *options]) == 0
    (sealed / "a.pdf").write_bytes(certificates.sign(form(tmp_path / "other", UNITS[1]).read_bytes()))
    painted = certificates.sign(certificates.paint(form(results, UNITS[0]).read_bytes()))
    (sealed / "b.pdf").write_bytes(painted)
    assert archive(results, tmp_path / "归档", *GIVEN, "--sealed", str(sealed)) == ExitCode.REFUSED
    err = capsys.readouterr().err
    assert "a.pdf：所带的申报数据与要归档的不同" in err and "b.pdf：" in err and "第 1 页" in err


@pytest.mark.slow
def test_the_rosters_numbers_are_those_of_the_package(results: Path, tmp_path: Path) -> None:
    """What the roster of the build said need not be said again; who did not hand in is nobody's matter here."""
    lines = [
        "单位,全宗号,保管期限,件号",
        "示例市甲局,0042,永久,3",
        "示例市乙局,0043,,4",
        "没有报的局,0044,永久,5",
    ]
    (tmp_path / "名册.csv").write_text("\n".join(lines), encoding="utf-8")
    options = ["--roster", str(tmp_path / "名册.csv"), "--appendix", "none", "--formats", "pdf"]
    shutil.copytree(results, tmp_path / "out")
    assert cli.run(["build", str(results.parent), "-o", str(tmp_path / "out"), *options]) == 0
    given = ["--fonds", "0050", "--retention", "10年"]
    assert archive(tmp_path / "out", tmp_path / "归档", *given) == ExitCode.REFUSED  # the third has no 件号
    assert archive(tmp_path / "out", tmp_path / "归档", *given, "--item-from", "9") == 0
    assert numbers(tmp_path / "归档") == {
        "示例市甲局": "0042-WS·2023-Y-0003",
        "示例市乙局": "0043-WS·2023-D10-0004",
        "示例市乙局分局": "0050-WS·2023-D10-0009",
    }
