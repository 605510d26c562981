"""formgen's own untouched files never fail: what a file shows is planned by one function, whoever asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.tools import verify

# What stands in the chart's labels and the appendix's cells, where widths of digits and letters count.
GROUPS = (
    "数量指标ABC0123456789(2023)",
    "2023年度第1234567890号WWWWWWWW质量指标",
    "iiiiiiiiiillllllllll1111111111指标",
    "ＦＵＬＬ０１２３４５６７８９宽度指标",
)


@pytest.mark.slow
@pytest.mark.parametrize("appendix", ["inside", "separate"])
@pytest.mark.parametrize("group", GROUPS)
def test_labels_with_digits_and_letters_hold(
    group: str, appendix: str, sample_toml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source.toml"
    text = sample_toml.read_text(encoding="utf-8")
    assert text.count('"数量指标"') > 1
    source.write_text(text.replace('"数量指标"', f'"{group}"'), encoding="utf-8")
    out = tmp_path / "out"
    options = ["--draft", "--appendix", appendix, "--formats", "docx"]
    assert cli.run(["build", str(source), "-o", str(out), *options]) == ExitCode.DONE
    code, report = verify(capsys, out)
    assert code == ExitCode.DONE, report
    compared = [c["state"] for file in report["files"] for c in file["checks"] if c["id"] == "DOC-01"]
    assert compared == ["pass"] * len(list(out.glob("*.docx")))
