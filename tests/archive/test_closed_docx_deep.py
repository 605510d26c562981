"""The whole matrix for Word documents: every alteration, of today's files and of 0.2.0's, by those who keep the
manifest, make it anew, or hand over the file alone; and own files saved again by LibreOffice."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

import formgen
from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.docx_alterations import ADDED_PARTS, ANYWHERE, BODY
from tests.archive.tools import add_part, change_part
from tests.tools.libreoffice import convert, needs_libreoffice
from tests.verify.test_alterations import with_new_manifest

_ROOT = Path(__file__).parents[2]
_INPUTS = _ROOT / "inputs"
_OLD = _ROOT / "tests/data/v0.2.0"
SOURCES = sorted(path.name for path in _INPUTS.glob("*.toml") if "actuals" not in path.name)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]+)</w:t>")


def _build(out: Path, name: str, appendix: str) -> Path:
    actuals = _INPUTS / name.replace(".toml", "-actuals.toml")
    options = ["--actuals", str(actuals)] if actuals.is_file() else ["--draft"]
    given = ["--appendix", appendix, "--formats", "docx", "-o", str(out), *options]
    assert cli.run(["build", str(_INPUTS / name), *given]) == ExitCode.DONE
    return out


def _state(path: Path) -> str:
    (verdict,) = formgen.verify(path)
    return verdict.state.value


def _docx(folder: Path) -> Path:
    (path,) = folder.glob("*.docx")
    return path


@pytest.mark.deep
@pytest.mark.parametrize("hand", ["kept", "new", "alone"])
@pytest.mark.parametrize("maker", ["own", "no-appendix", "results-rules"])
def test_every_alteration_by_every_hand(maker: str, hand: str, tmp_path: Path) -> None:
    whole = (
        _build(tmp_path / "whole", "example-2023.toml", "inside")
        if maker == "own"
        else Path(shutil.copytree(_OLD / maker, tmp_path / "whole"))
    )
    held = []
    for name in (*ANYWHERE, *ADDED_PARTS):
        folder = Path(shutil.copytree(whole, tmp_path / "changed"))
        path = _docx(folder)
        if name in ANYWHERE:
            change_part(path, *ANYWHERE[name])
        else:
            add_part(path, *ADDED_PARTS[name])
        if hand == "new":
            with_new_manifest(folder)
        elif hand == "alone":
            path = path.rename(tmp_path / "alone.docx")
        if _state(path) != "fail":
            held.append(name)
        shutil.rmtree(folder)
    assert held == []


@pytest.mark.deep
@pytest.mark.parametrize("name", SOURCES)
def test_every_text_that_is_changed_is_told(name: str, tmp_path: Path) -> None:
    whole = _docx(_build(tmp_path, name, "none"))
    path = tmp_path / "alone.docx"
    with zipfile.ZipFile(whole) as archive:
        body = archive.read(BODY).decode()
    for found in _TEXT.finditer(body):
        start, end = found.span(1)
        other = body[:start] + "改" + body[start + 1 : end] + body[end:]
        shutil.copyfile(whole, path)
        change_part(path, BODY, lambda _, other=other: other.encode())
        assert _state(path) == "fail", found[1]


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", ["cost-project.toml", "hengyang-2023.toml"])
def test_own_files_saved_again_by_libreoffice_hold(name: str, tmp_path: Path) -> None:
    path = _docx(_build(tmp_path / "out", name, "inside"))
    again = tmp_path / "again.docx"
    again.write_bytes(convert(path, "docx", tmp_path))
    assert (_state(path), _state(again)) == ("pass", "pass")


@needs_libreoffice
@pytest.mark.deep
@pytest.mark.parametrize("appendix", ["inside", "separate"])
@pytest.mark.parametrize("name", SOURCES)
def test_own_files_of_every_profile_hold_also_saved_again(name: str, appendix: str, tmp_path: Path) -> None:
    for path in sorted(_build(tmp_path / "out", name, appendix).glob("*.docx")):
        again = tmp_path / "again.docx"
        again.write_bytes(convert(path, "docx", tmp_path))
        assert (_state(path), _state(again)) == ("pass", "pass")
