"""A declaration with faults can be looked at: build --draft prints what was seen, and nothing where it
cannot be printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from formgen.base.errors import ExitCode
from tests.cli.conftest import Formgen, listing

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "inputs" / "example-2023.toml"


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "a.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_draft_shows_what_was_seen_and_extract_gives_it_back(tmp_path: Path, formgen: Formgen) -> None:
    path = write(
        tmp_path,
        ("year = 2023", 'year = "今年"'),
        ('operator = "≥"', 'operator = "大约"\npoints = "两分"\nrule = "看情况"'),
        ("target = 120", "target = true"),
    )
    refused = formgen("build", path, "-o", tmp_path / "out", "--formats", "docx")
    assert refused.code == ExitCode.REFUSED and "--draft" in refused.err
    run = formgen("build", "--draft", path, "-o", tmp_path / "out", "--formats", "docx")
    assert run.code == ExitCode.DONE, run.err
    (made,) = (tmp_path / "out").glob("今年_*.docx")
    again = formgen("extract", made).out
    for line in (
        'year = "今年"',
        'operator = "大约"',
        'target = "true"',
        'points = "两分"',
        'rule = "看情况"',
    ):
        assert line in again
    assert formgen("verify", made).code == ExitCode.DONE


@pytest.mark.parametrize("value", ['"次\\u0007"', '"次\\uFFFF"', '"' + "次" * 32_768 + '"'])
def test_what_cannot_be_printed_is_not_even_drafted(tmp_path: Path, formgen: Formgen, value: str) -> None:
    path = write(tmp_path, ('unit = "次"', f"unit = {value}"))
    run = formgen("build", "--draft", path, "-o", tmp_path / "out")
    assert run.code == ExitCode.REFUSED
    assert "草稿也不能生成" in run.err and "计量单位" in run.err and "TXT-02" in run.err
    assert not (tmp_path / "out").exists() or not [
        name for name in listing(tmp_path / "out") if "示例" in name
    ]
