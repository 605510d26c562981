"""A Word document that hides, covers or adds something does not hold, also alone and without its manifest."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.docx_alterations import ADDED_PARTS, ANYWHERE, BODY, HEADER
from tests.archive.tools import add_part, change_part, packed_with, verify

_V020 = Path(__file__).parents[1] / "data/v0.2.0"
_INPUTS = Path(__file__).parents[2] / "inputs"
_ITEM = "customXml/item1.xml"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("own"), "example-2023.toml", "none", "--draft")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With an appendix and its chart."""
    actuals = ["--actuals", str(_INPUTS / "hengyang-2023-actuals.toml")]
    return _build(tmp_path_factory.mktemp("scored"), "hengyang-2023.toml", "inside", *actuals)


def _build(out: Path, name: str, appendix: str, *options: str) -> Path:
    source = _INPUTS / name
    given = ["--appendix", appendix, "--formats", "docx", "-o", str(out), *options]
    assert cli.run(["build", str(source), *given]) == ExitCode.DONE
    return next(out.glob("*.docx"))


def _claim_version(path: Path) -> None:
    change_part(path, _ITEM, lambda data: re.sub(rb' version="[^"]*"', b' version="9.9.9"', data))


def _holding(
    whole: Path, folder: Path, capsys: pytest.CaptureFixture[str], *, claimed: bool = False
) -> list[str]:
    """The alterations that a file alone bears without being told."""
    path = folder / "alone.docx"
    passed = []
    for name, (part, change) in ANYWHERE.items():
        shutil.copyfile(whole, path)
        change_part(path, part, change)
        if claimed:
            _claim_version(path)
        if verify(capsys, path)[0] != ExitCode.INSPECTION:
            passed.append(name)
    for name, (part, content) in ADDED_PARTS.items():
        shutil.copyfile(whole, path)
        add_part(path, part, content)
        if verify(capsys, path)[0] != ExitCode.INSPECTION:
            passed.append(name)
    return passed


@pytest.mark.slow
@pytest.mark.parametrize("maker", ["own", "0.2.0"])
def test_every_hidden_or_added_thing_is_told(
    maker: str, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = own if maker == "own" else next((_V020 / "no-appendix").glob("*.docx"))
    path = tmp_path / "whole.docx"
    shutil.copyfile(whole, path)
    assert verify(capsys, path)[0] == ExitCode.DONE
    assert _holding(whole, tmp_path, capsys, claimed=maker == "own") == []


@pytest.mark.parametrize("where", ["before", "behind", "between", "as a comment", "as another name"])
def test_what_is_packed_beside_the_parts_is_told(
    where: str, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For other programs it is another file."""
    path = tmp_path / "alone.docx"
    path.write_bytes(packed_with(own.read_bytes(), where))
    assert verify(capsys, path)[0] == ExitCode.INSPECTION


@pytest.mark.slow
def test_a_picture_that_says_two_things_is_told(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "alone.docx"
    for attribute in (b"descr", b"title"):
        shutil.copyfile(scored, path)
        change_part(
            path,
            BODY,
            lambda data, name=attribute: data.replace(b"<pic:cNvPr ", b'<pic:cNvPr %s="9" ' % name),
        )
        assert verify(capsys, path)[0] == ExitCode.INSPECTION


@pytest.mark.slow
def test_a_drawing_in_the_header_of_what_is_no_draft_is_told(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may draw anything: its type is one of words, but it has none."""
    path = tmp_path / "alone.docx"
    shutil.copyfile(scored, path)
    drawing = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:shape id="x" type="#_x0000_t136" fillcolor="#d9d9d9" stroked="f"/></w:pict></w:r>'
    )
    change_part(path, HEADER, lambda data: data.replace(b"</w:p>", drawing.encode() + b"</w:p>", 1))
    assert verify(capsys, path)[0] == ExitCode.INSPECTION


def test_what_hides_is_told_with_its_cell(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "alone.docx"
    shutil.copyfile(own, path)
    change_part(path, *ANYWHERE["hidden"])
    _, report = verify(capsys, path)
    (check,) = (c for f in report["files"] for c in f["checks"] if c["id"] == "DOC-02")
    assert check["place"] == "第 1 张表格第 1 行第 1 格" and "隐藏文字" in check["message"]


@pytest.mark.slow
@pytest.mark.parametrize("claimed", [False, True])
def test_words_changed_in_an_appendix_are_told_whatever_version_is_claimed(
    claimed: bool, scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "alone.docx"
    for old, new in ((b"60%", b"61%"), ("满分".encode(), "零分".encode())):
        shutil.copyfile(scored, path)
        change_part(path, BODY, lambda data, old=old, new=new: new.join(data.rsplit(old, 1)))
        if claimed:
            _claim_version(path)
        assert verify(capsys, path)[0] == ExitCode.INSPECTION


@pytest.mark.slow
def test_a_chart_stretched_or_swapped_is_told(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "alone.docx"
    shutil.copyfile(scored, path)
    change_part(path, BODY, lambda data: re.sub(rb'cx="\d+"', b'cx="36000"', data))
    assert verify(capsys, path)[0] == ExitCode.INSPECTION
    shutil.copyfile(scored, path)
    change_part(path, BODY, lambda data: data.replace(b"<a:stretch>", b'<a:srcRect l="90000"/><a:stretch>'))
    assert verify(capsys, path)[0] == ExitCode.INSPECTION


@pytest.mark.slow
def test_an_appendix_of_0_2_0_never_passes_and_changed_points_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "alone.docx"
    for name, old, new in (
        ("batch", ">4<", ">5<"),
        ("results-rules", ">3.88<", ">4.00<"),
        ("results-rules", "67.6", "97.6"),
    ):
        shutil.copyfile(min((_V020 / name).glob("*.docx")), path)
        assert verify(capsys, path)[0] == ExitCode.NOT_COMPARED
        change_part(path, BODY, lambda data, old=old, new=new: _swap_last(data, old, new))
        assert verify(capsys, path)[0] == ExitCode.INSPECTION, (name, old)


def _swap_last(data: bytes, old: str, new: str) -> bytes:
    assert old.encode() in data
    return new.encode().join(data.rsplit(old.encode(), 1))
