"""What verify says and returns around its checks: folders, manifests, digests kept elsewhere, scans, the report."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from formgen import cli
from formgen.base.digest import digests
from formgen.base.errors import ExitCode
from formgen.results.manifest import seal

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    source = ROOT / "inputs" / "example-2023.toml"
    command = ["build", str(source), "-o", str(out), "--formats", "docx", "--appendix", "none"]
    assert cli.run(command) == 0
    return out


@pytest.fixture
def results(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "results"))


def scan(folder: Path, *, opens: bool = True) -> Path:
    """A page that is a picture, as scanners write it."""
    path = folder / "盖章件.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(842, 595))
        picture = pikepdf.Stream(pdf, b"\x80" * 100)
        picture.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=10,
            Height=10,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(picture)))
        page.obj.Contents = pdf.make_stream(b"q 842 0 0 595 0 0 cm /Im0 Do Q")
        if opens:
            pdf.Root.OpenAction = Array([page.obj, Name.Fit])
        pdf.save(path)
    return path


def test_a_scan_is_not_harmful_and_has_a_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["verify", str(scan(tmp_path))]) == ExitCode.NOT_COMPARED
    captured = capsys.readouterr()
    assert "未核对" in captured.out and "--sealed" in captured.out and "SAFE-01" not in captured.out
    assert "未核对 1 个" in captured.err


def test_a_digest_that_was_kept_elsewhere(results: Path) -> None:
    kept = digests((results / "manifest.json").read_bytes())
    for algorithm in ("sm3", "sha256"):
        assert cli.run(["verify", str(results), "--digest", kept[algorithm].upper()]) == 0
        (docx,) = results.glob("*.docx")
        assert cli.run(["verify", str(docx), "--digest", kept[algorithm]]) == 0
    assert cli.run(["verify", str(results), "--digest", "0" * 64]) == ExitCode.INSPECTION
    assert cli.run(["verify", str(results), "--digest", "0"]) == ExitCode.USAGE


def test_a_manifest_that_is_gone_or_unsealed(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = results / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["digests"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert cli.run(["verify", str(results)]) == ExitCode.INSPECTION
    path.unlink()
    assert cli.run(["verify", str(results)]) == ExitCode.INSPECTION
    assert "清单被删去" in capsys.readouterr().out


@pytest.mark.parametrize("name", [".{name}", "~${name}", "{name}"])
def test_a_listed_file_that_nobody_would_look_at(
    name: str, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under a name that is passed over, or listed twice, in a manifest that was made to fit."""
    (docx,) = results.glob("*.docx")
    path = results / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    (entry,) = content["results"]
    if name == "{name}":
        entry["files"] *= 2
    else:
        entry["files"][0]["name"] = name.format(name=docx.name)
        docx.rename(results / name.format(name=docx.name))
    content["digests"] = dict(seal(content["results"]))
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert cli.run(["verify", str(results)]) == ExitCode.INSPECTION
    assert docx.name in capsys.readouterr().out


def test_files_that_nobody_listed(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (docx,) = results.glob("*.docx")
    shutil.copy(docx, results / "另一份.docx")
    assert cli.run(["verify", str(results)]) == ExitCode.INSPECTION
    assert "另一份.docx" in capsys.readouterr().out


def test_registers_letters_and_tables_beside_results_are_no_strangers(results: Path, tmp_path: Path) -> None:
    slips = tmp_path / "slips"
    bad = tmp_path / "x.toml"
    text = (ROOT / "inputs" / "example-2023.toml").read_text(encoding="utf-8")
    bad.write_text(text.replace("target = ", "target = -", 1), encoding="utf-8")
    assert cli.run(["check", str(bad), "--slips", str(slips)]) in (0, ExitCode.REFUSED)
    letters = list(slips.glob("*.docx"))
    assert letters
    for letter in letters:
        shutil.copy(letter, results / letter.name)
    (results / "登记.jsonl").write_text("{}\n", encoding="utf-8")
    (results / "汇总.xlsx").write_bytes(b"x")
    (results / "~$锁.docx").write_bytes(b"x")
    assert cli.run(["verify", str(results)]) == 0


def test_a_file_alone_says_once_that_no_digest_was_compared(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (docx,) = made.glob("*.docx")
    assert cli.run(["verify", str(shutil.copy(docx, tmp_path / "x.docx"))]) == 0
    assert capsys.readouterr().out.count("没有核对摘要") == 1


def test_notes_that_are_the_same_for_all_are_printed_once(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (_docx,) = results.glob("*.docx")
    shutil.copytree(results, results.parent / "other")
    assert cli.run(["verify", str(results), str(results.parent / "other")]) == 0
    assert capsys.readouterr().out.count("没有电子签名") == 1


def test_the_report(results: Path, tmp_path: Path) -> None:
    (docx,) = results.glob("*.docx")
    odd = docx.rename(results / "<b>&.docx")
    report = tmp_path / "报告.html"
    assert cli.run(["verify", str(results), "--report", str(report)]) == ExitCode.INSPECTION
    text = report.read_text(encoding="utf-8")
    for heading in ("真实性", "完整性", "可用性", "安全性", "不能由程序检查", "杀毒软件"):
        assert heading in text
    assert "&lt;b&gt;&amp;.docx" in text and odd.name not in text
    assert not any(sign in text for sign in ("http://", "https://", "<script", "src="))


@pytest.mark.slow
def test_a_closed_pipe_does_not_hide_the_exit_code(results: Path) -> None:
    (docx,) = results.glob("*.docx")
    docx.write_bytes(docx.read_bytes()[:-10])
    command = f'"{sys.executable}" -m formgen verify "{results}"; echo code $? >&2'
    run = subprocess.run(
        ["bash", "-c", f"({command}) | true"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "code 3" in run.stderr or "code 7" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_stream_is_read_strictly() -> None:
    """The tokens of a content stream, beside pikepdf's own parser."""
    from formgen.verify.pdf_tokens import read_operations

    content = rb"q 1 0 0 -1.5 .5 0 cm /A<</MCID 1/X[1 2]>>BDC BT (a\(b\051\n) Tj [<0a1>-3(x)]TJ ET EMC Q"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(content)
        stream = BytesIO()
        pdf.save(stream)
        names = [str(item.operator) for item in pikepdf.parse_content_stream(page)]
    found = list(read_operations(content))
    assert [name for name, _ in found] == names
    assert found[4][1] == [b"a(b)\n"] and found[5][1] == [[b"\x0a\x10", -3.0, b"x"]]
