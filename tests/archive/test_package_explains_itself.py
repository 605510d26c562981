"""A package opened without formgen: 说明, data, rules and digests; any part of it changed is a difference."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from lxml import etree
from openpyxl import load_workbook

import formgen
from formgen import cli
from tests.archive.tools import verify
from tests.conftest import ROOT

FORMS = ("hunan-2023", "central-dept-2015")
UNIT = "示例市示例局"


def sm3(data: bytes) -> str:
    own = hashes.Hash(hashes.SM3())
    own.update(data)
    return own.finalize().hex()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two forms of one unit, one with a date and a text like a formula; no numbers in either."""
    folder = tmp_path_factory.mktemp("two")
    first = (ROOT / "inputs" / "example-2023.toml").read_text("utf-8")
    first = first.replace("\n[[indicators]]", '\n[filing]\ndate = "2023年2月"\n\n[[indicators]]', 1)
    head, name, rest = first.partition('explanation = "')
    (folder / "甲.toml").write_text(f"{head}{name}=1+1，{rest}", "utf-8")
    shutil.copy(ROOT / "inputs" / "central-dept-2015.toml", folder / "乙.toml")
    out = folder / "out"
    options = ["--appendix", "none", "--formats", "pdf"]
    assert cli.run(["build", str(folder), "-o", str(out), *options]) == 0
    return out


@pytest.fixture(scope="module")
def package(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "归档"
    options = ["--fonds", "X043", "--retention", "永久", "--item-from", "3"]
    assert cli.run(["archive", str(results), "-o", str(folder), *options]) == 0
    return folder


def items(package: Path) -> list[Path]:
    return sorted(path for path in package.iterdir() if path.is_dir() and "·" in path.name)


@pytest.mark.slow
def test_numbers_from_the_command_line(package: Path) -> None:
    """Of one fonds and two years: each year counts by itself."""
    assert [item.name for item in items(package)] == ["X043-WS·2023-Y-0003", "X043-WS·2024-Y-0003"]


@pytest.mark.slow
def test_no_date_that_nobody_gave(package: Path) -> None:
    dates = [etree.parse(str(item / f"{item.name}.xml")).findtext("内容描述/日期") for item in items(package)]
    assert dates == ["2023年2月", None]


def test_the_manifests_digest_is_in_the_readme(package: Path) -> None:
    manifest = (package / "manifest.json").read_bytes()
    lines = (package / "说明.txt").read_text("utf-8").splitlines()
    assert lines[-1].endswith(sm3(manifest))
    body = "".join(f"{line}\n" for line in lines[:-1]).encode()
    (listed,) = (file for file in json.loads(manifest)["package"] if file["name"] == "说明.txt")
    assert listed["digests"]["sha256"] == hashlib.sha256(body).hexdigest()


def test_the_digest_of_a_result_folder_is_in_its_summary(results: Path) -> None:
    sheet = load_workbook(results / "汇总.xlsx")["逐份结果"]
    (text,) = (cell.value for row in sheet["A1:D4"] for cell in row if "SM3" in str(cell.value))
    assert text.endswith(sm3((results / "manifest.json").read_bytes()))


def test_every_file_is_in_the_manifest_with_its_digests(package: Path) -> None:
    manifest = json.loads((package / "manifest.json").read_text("utf-8"))
    listed = {file["name"]: file for file in manifest["package"]}
    listed |= {file["name"]: file for entry in manifest["results"] for file in entry["files"]}
    found = {path.relative_to(package).as_posix(): path for path in package.rglob("*") if path.is_file()}
    assert set(listed) == set(found) - {"manifest.json"}
    for name in set(listed) - {"说明.txt"}:
        data = found[name].read_bytes()
        assert listed[name]["digests"] == {"sha256": hashlib.sha256(data).hexdigest(), "sm3": sm3(data)}


def test_the_manifest_says_its_format(package: Path, results: Path) -> None:
    """A formgen that knows only folders of results must not take a package for one."""
    formats = [
        json.loads((folder / "manifest.json").read_text("utf-8"))["format"] for folder in (package, results)
    ]
    assert formats == [2, 1]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True)))


def test_data_are_read_with_nothing_but_a_text_editor(package: Path) -> None:
    """What the CSV says, by the labels that the profile in the package gives, is what the TOML says."""
    for item in items(package):
        data = tomllib.loads((item / f"{item.name}.toml").read_text("utf-8"))
        (table,) = item.glob("*绩效指标.csv")
        found = rows(table)
        assert len(found) == len(data["indicators"])
        for row, declared in zip(found, data["indicators"], strict=True):
            assert row["三级指标"] == declared["level3"] and row["一级指标"] == declared["level1"]
        profile = tomllib.loads((package / "表样" / data["profile"] / "profile.toml").read_text("utf-8"))
        assert profile["id"] == data["profile"] in FORMS
        facts = {row["栏目"]: row["内容"] for row in rows(item / f"{item.name}_数据_基本情况.csv")}
        assert UNIT in facts.values()


def test_other_tables_of_a_form_are_there(package: Path) -> None:
    item = items(package)[1]
    data = tomllib.loads((item / f"{item.name}.toml").read_text("utf-8"))
    (table,) = item.glob("*任务.csv")
    assert [row["任务名称"] for row in rows(table)] == [task["task"] for task in data["tasks"]]


def test_a_text_of_a_unit_is_no_formula(package: Path) -> None:
    item = items(package)[0]
    (table,) = item.glob("*绩效指标.csv")
    assert rows(table)[0]["指标解释"].startswith("'=1+1，")
    data = tomllib.loads((item / f"{item.name}.toml").read_text("utf-8"))
    assert data["indicators"][0]["explanation"].startswith("=1+1，")


def test_rules_stand_in_words(package: Path) -> None:
    item = items(package)[0]
    text = (item / f"{item.name}_计分规则.txt").read_text("utf-8")
    data = tomllib.loads((item / f"{item.name}.toml").read_text("utf-8"))
    for row in data["indicators"]:
        assert row["level3"] in text and row["scoring"] in text
    assert "办法" in text and "满分" in text


def test_the_log_says_what_is_known(package: Path) -> None:
    log = rows(package / "事件记录.csv")
    assert [row["事件"] for row in log] == ["审核", "生成"] * 2 + ["核验", "打包"]
    assert {row["程序"] for row in log} == {f"formgen {formgen.__version__}"}
    assert [bool(row["时间"]) for row in log] == [False] * 4 + [True] * 2
    assert not any(row["责任者"] for row in log)


def test_the_report_has_four_headings_and_what_no_program_checks(package: Path) -> None:
    text = (package / "四性检测报告.txt").read_text("utf-8")
    page = (package / "四性检测报告.html").read_text("utf-8")
    assert "https://" not in page and "PDF/A-3b" in page
    assert all(f"<h2>{name}</h2>" in page for name in ("真实性", "完整性", "可用性", "安全性"))
    places = [text.index(name) for name in ("真实性", "完整性", "可用性", "安全性")]
    assert places == sorted(places) and text.count("不能由程序检查") >= 4 and "未检查" in text


def told(capsys: pytest.CaptureFixture[str], folder: Path) -> tuple[int, list[dict[str, Any]]]:
    code, report = verify(capsys, folder / "manifest.json")
    return code, [check for check in report["files"][0]["checks"] if check["state"] == "fail"]


@pytest.mark.slow
def test_any_part_changed_missing_or_added_is_told(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    assert told(capsys, copy)[0] == 0
    for path in sorted(path for path in copy.rglob("*") if path.is_file() and path.name != "manifest.json"):
        data = path.read_bytes()
        if path.suffix != ".pdf":  # the PDF's own bytes are its own verdict's matter
            path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
            code, faults = told(capsys, copy)
            assert code == 7 and [path.name in str(fault) for fault in faults] == [True], path
            path.write_bytes(data[:40] + b"x" + data[40:])
            assert told(capsys, copy)[0] == 7, path
        path.unlink()
        assert told(capsys, copy)[0] == 7, path
        path.write_bytes(data)
    for added in (copy / "另外.txt", items(copy)[0] / "另外.pdf", copy / ".藏着.txt"):
        added.write_bytes(b"x")
        code, faults = told(capsys, copy)
        assert code == 7 and added.name in str(faults)
        added.unlink()
    assert told(capsys, copy)[0] == 0


def test_a_form_named_a_sealed_file_is_still_verified(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A manifest made anew that lists the form as a scan, which nobody would look into."""
    from formgen.base.digest import digests
    from formgen.results.manifest import seal

    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    path = copy / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    entry = manifest["results"][0]
    (form,) = (file for file in entry["files"] if file["name"].endswith(".pdf"))
    entry["files"].remove(form)
    manifest["package"].append(form)
    manifest["digests"] = seal([manifest["results"], manifest["package"]])
    data = json.dumps(manifest, ensure_ascii=False).encode()
    path.write_bytes(data)
    body = (copy / "说明.txt").read_text("utf-8").rstrip("\n").rpartition(" ")[0]
    (copy / "说明.txt").write_text(f"{body} {digests(data)['sm3']}\n", "utf-8")
    code, faults = told(capsys, copy)
    assert code == 7 and [fault["place"] for fault in faults] == [entry["name"]]
