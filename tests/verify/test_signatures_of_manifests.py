"""A manifest signed with openssl: told with its signer; changed afterwards, it is a difference."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.archive.tools import verify
from tests.verify import certificates as made

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="没有 openssl")


def sign(results: Path, folder: Path, form: str = "DER", *more: str) -> None:
    certificate, key = made.write_pair(made.person(), folder)
    manifest = results / "manifest.json"
    subprocess.run(
        [
            "openssl", "cms", "-sign", "-binary", "-in", manifest, "-signer", certificate, "-inkey", key,
            "-outform", form, "-out", f"{manifest}.p7s", *more,
        ],
        check=True,
    )  # fmt: skip


def told(results: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code, report = verify(capsys, results)
    (check,) = (c for f in report["files"] for c in f["checks"] if c["id"] == "SIG-02")
    return code, check


@pytest.mark.slow
@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_signer_and_time_are_told(
    form: str, results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(results, tmp_path, form)
    code, check = told(results, capsys)
    assert code == 0 and check["state"] == "info" and "张三（示例市档案馆）" in check["message"]
    assert "没有核对它是否可信" in check["message"]


@pytest.mark.slow
def test_a_manifest_changed_after_signing(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(results, tmp_path)
    path = results / "manifest.json"
    path.write_bytes(path.read_bytes() + b"\n")
    code, check = told(results, capsys)
    assert code == 7 and check["state"] == "fail" and "与清单不符" in check["message"]


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"rubbish", b"-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n"])
def test_what_is_no_signature(content: bytes, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (results / "manifest.json.p7s").write_bytes(content)
    code, check = told(results, capsys)
    assert code == 7 and check["state"] == "fail" and "读不懂" in check["message"]


@pytest.mark.slow
def test_a_signature_that_carries_another_text(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signed around a text of its own instead of this file."""
    sign(results, tmp_path, "DER", "-nodetach")
    code, check = told(results, capsys)
    assert code == 7 and check["state"] == "fail"


@pytest.mark.slow
def test_an_unsigned_manifest_says_what_it_does_not_prove(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, check = told(results, capsys)
    assert code == 0 and check["state"] == "info" and "重做一遍" in check["message"]
