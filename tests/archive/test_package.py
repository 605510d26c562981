"""The package for the archive: laid out by 档号, complete, refused where a setting is missing."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from lxml import etree

import formgen
from formgen import cli
from formgen.base.digest import digests
from formgen.base.errors import ExitCode
from tests.archive.tools import failed, verify

NUMBER = "X043-WS·2023-D30-0007"


@pytest.fixture(scope="module")
def package(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "归档"
    assert cli.run(["archive", str(built), "-o", str(folder)]) == 0
    return folder


@pytest.mark.slow
def test_what_it_holds(package: Path, built: Path, pdf: Path, docx: Path) -> None:
    found = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    item = f"{NUMBER}/{NUMBER}"
    assert found == {
        f"{item}.pdf",
        f"{item}.docx",
        f"{item}.toml",
        f"{item}_数据_基本情况.csv",
        f"{item}_数据_表1_绩效指标.csv",
        f"{item}_计分规则.txt",
        f"{item}.xml",
        "表样/hunan-2023/profile.toml",
        "目录.csv",
        "事件记录.csv",
        "四性检测报告.txt",
        "四性检测报告.html",
        "说明.txt",
        "manifest.json",
    }
    assert (package / f"{item}.pdf").read_bytes() == pdf.read_bytes()
    assert (package / f"{item}.docx").read_bytes() == docx.read_bytes()


def test_a_package_is_not_packed_again(package: Path, tmp_path: Path) -> None:
    """Its files lie elsewhere than results do: what it has would be told as missing."""
    with pytest.raises(formgen.UnreadableInput, match="已经是归档包"):
        formgen.archive(package, tmp_path / "again", fonds="X043", retention="30年", item_from=7)


def test_metadata(package: Path, pdf: Path) -> None:
    root = etree.parse(str(package / NUMBER / f"{NUMBER}.xml")).getroot()
    expected = {
        "档号/编号": NUMBER, "档号/全宗号": "X043", "档号/年度": "2023", "档号/保管期限": "30年", "档号/件号": "0007",
        "内容描述/题名": "衡阳市市场监督管理局2023年度部门（单位）整体绩效目标申报表",
        "内容描述/责任者": "衡阳市市场监督管理局", "形式特征/件数": "6", "电子签名/有无电子签名": "无",
    }  # fmt: skip
    assert {path: root.findtext(path) for path in expected} == expected
    files = {group.findtext("计算机文件名"): group for group in root.iter("电子属性")}
    assert {f"{NUMBER}{suffix}" for suffix in (".pdf", ".docx", ".toml")} < set(files)
    group, data = files[f"{NUMBER}.pdf"], pdf.read_bytes()
    assert group.findtext("格式信息") == "PDF/A-3a"
    assert group.findtext("计算机文件大小") == str(len(data))
    assert [item.text for item in group.iter("摘要算法")] == ["SHA-256", "SM3"]
    assert [item.text for item in group.iter("摘要值")] == [digests(data)["sha256"], digests(data)["sm3"]]


def test_catalogue(package: Path) -> None:
    data = (package / "目录.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    names = [row["文件名"] for row in rows]
    assert names[:3] == [f"{NUMBER}{suffix}" for suffix in (".docx", ".pdf", ".toml")] and len(names) == 6
    assert {row["档号"] for row in rows} == {NUMBER}
    for row in rows:
        content = (package / NUMBER / row["文件名"]).read_bytes()
        assert row["大小（字节）"] == str(len(content)) and row["SM3"] == digests(content)["sm3"]


@pytest.mark.slow
def test_it_verifies_and_a_change_is_told(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    code, report = verify(capsys, copy)
    assert code == 0 and not failed(report)
    metadata = copy / NUMBER / f"{NUMBER}.xml"
    metadata.write_text(metadata.read_text("utf-8").replace("X043", "X044", 1), "utf-8")
    code, report = verify(capsys, copy)
    assert code == ExitCode.INSPECTION and failed(report) == {(".json", "MAN-02")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("", ("全宗号", "保管期限", "件号")),
        ('[archive]\nfonds = "X043"\nitem = "7"\n', ("保管期限",)),
        ('[archive]\nfonds = "../x"\nretention = "五年"\nitem = "七"\n', ("全宗号", "保管期限", "件号")),
    ],
)
def test_a_missing_setting_is_named(
    settings: str,
    named: tuple[str, ...],
    source: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = source.read_text("utf-8").partition("[archive]")[0]
    own = tmp_path / "own.toml"
    own.write_text(text + settings, "utf-8")
    options = ["--appendix", "none", "--formats", "pdf"]
    assert cli.run(["build", str(own), "-o", str(tmp_path / "out"), *options]) == 0
    assert cli.run(["archive", str(tmp_path / "out"), "-o", str(tmp_path / "pack")]) == ExitCode.REFUSED
    err = capsys.readouterr().err
    assert all(label in err for label in named) and not (tmp_path / "pack").exists()
    assert "[archive]" not in err


@pytest.mark.slow
def test_drafts_and_forms_without_pdf_are_refused(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, options in (("draft", ["--draft", "--formats", "pdf"]), ("word", ["--formats", "docx"])):
        out = tmp_path / name
        assert cli.run(["build", str(source), "-o", str(out), "--appendix", "none", *options]) == 0
        assert cli.run(["archive", str(out), "-o", str(tmp_path / "pack")]) == ExitCode.REFUSED
    err = capsys.readouterr().err
    assert "草稿" in err and "没有 PDF" in err


@pytest.mark.slow
def test_changed_results_are_refused(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = results.glob("*.pdf")
    path.write_bytes(path.read_bytes() + b"\n")
    assert cli.run(["archive", str(results), "-o", str(tmp_path / "pack")]) == ExitCode.INSPECTION
    assert not (tmp_path / "pack").exists() and path.name in capsys.readouterr().err


def test_other_folders(built: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert cli.run(["archive", str(empty), "-o", str(tmp_path / "pack")]) == ExitCode.UNREADABLE
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "mine.txt").write_text("x", "utf-8")
    assert cli.run(["archive", str(built), "-o", str(tmp_path / "pack")]) == ExitCode.NOT_WRITTEN
    assert cli.run(["archive", str(built)]) == ExitCode.USAGE


@pytest.mark.slow
def test_words_in_the_last_line_and_a_folder_that_lies_elsewhere_are_told(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    readme = copy / "说明.txt"
    body, _, last = readme.read_bytes().rstrip(b"\n").rpartition(b"\n")
    readme.write_bytes(body + "\n本包作废，另见 ".encode() + last + b"\n")
    code, report = verify(capsys, copy)
    assert code == ExitCode.INSPECTION and (".json", "MAN-02") in failed(report)
    copy = Path(shutil.copytree(package, tmp_path / "other"))
    (tmp_path / "elsewhere").mkdir()
    (copy / "附件").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    code, report = verify(capsys, copy)
    assert code == ExitCode.INSPECTION and (".json", "MAN-02") in failed(report)


@pytest.mark.slow
def test_packages_are_the_same_bytes(package: Path, built: Path, tmp_path: Path) -> None:
    assert cli.run(["archive", str(built), "-o", str(tmp_path / "again")]) == 0
    for path in package.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(package)).read_bytes() == path.read_bytes()
