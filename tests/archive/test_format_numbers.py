"""Every file says `format = N`: a later one is refused in a sentence, one without is read as ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.tools import change_part, change_pdf, swap, verify

DATA_PART = "customXml/item1.xml"


def _set_docx(path: Path, number: str) -> None:
    change_part(path, DATA_PART, swap(' format="1"', f' format="{number}"' if number else ""))


def _set_pdf(path: Path, number: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        old = b"<formgen:format>1</formgen:format>"
        assert packet.count(old) == 1
        new = f"<formgen:format>{number}</formgen:format>" if number else ""
        pdf.Root.Metadata.write(packet.replace(old, new.encode()))

    change_pdf(path, change)


KINDS: dict[str, Callable[[Path, str], None]] = {".docx": _set_docx, ".pdf": _set_pdf}


@pytest.mark.parametrize("suffix", KINDS)
def test_a_later_file_is_refused_in_a_sentence(
    suffix: str, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = results.glob(f"*{suffix}")
    KINDS[suffix](path, "99")
    for command in (["extract", str(path)], ["diff", str(path), str(path)]):
        capsys.readouterr()
        assert cli.run(command) == ExitCode.UNREADABLE
        told = capsys.readouterr().err
        assert "更新版本的 formgen" in told and "format 99" in told and "请升级" in told
    code, report = verify(capsys, path)
    assert code == ExitCode.UNREADABLE
    messages = [check["message"] for file in report["files"] for check in file["checks"]]
    assert any("format 99" in message for message in messages)


@pytest.mark.parametrize("suffix", KINDS)
def test_a_file_without_a_number_is_an_older_one(
    suffix: str, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = results.glob(f"*{suffix}")
    KINDS[suffix](path, "")
    assert cli.run(["extract", str(path)]) == ExitCode.DONE


@pytest.mark.parametrize("suffix", KINDS)
def test_what_is_no_number_is_refused(suffix: str, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = results.glob(f"*{suffix}")
    KINDS[suffix](path, "9" * 5000)
    assert cli.run(["extract", str(path)]) == ExitCode.UNREADABLE
    assert "不是版本号" in capsys.readouterr().err
