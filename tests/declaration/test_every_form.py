"""Forms of several kinds through every command: nothing crashes, and every declared value is on the page."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from formgen import cli
from tests.checks.samples import ROOT
from tests.checks.test_figures import HEAD, MONEY, ROW, WEIGHTS, money, profile_of

NARROW = """
[[block]]
kind = "table"
name = "indicators"
levels = 2
columns = [
    { key = "level1", label = "一级指标", width = 30 },
    { key = "level2", label = "二级指标", width = 40 },
    { key = "level3", label = "三级指标", width = 68 },
    { key = "target", label = "指标值", width = 40 },
]
"""
WIDE = (
    """
[[block]]
kind = "table"
name = "jobs"
heading = "任务"
columns = [
"""
    + "".join(f'    {{ key = "c{n}", label = "栏{n}", width = 12.5 }},\n' for n in range(1, 15))
    + "]\n"
)
WIDE_ROW = "\n[[jobs]]\n" + "".join(f'c{n} = "甲{n}"\n' for n in range(1, 15))
ENGINE = ("--engine", "typst", "--formats", "pdf", "--draft")
FORMS = {
    "hunan-2023": ("", "example-2023.toml"),
    "central-dept-2015": ("", "central-dept-2015.toml"),
    "four columns": (NARROW, ROW.format(name="事项检查", more='explanation = "无处可放的话"')),
    "fourteen columns": (WIDE, WIDE_ROW),
    "fixed rows of money": (MONEY, money("all", budget="12345.60") + money("fiscal", budget="12345.60")),
    "a self-evaluation": (WEIGHTS, ROW.format(name="事项检查", more='actual = 80\nreason = "人手不足"')),
}


@pytest.fixture(params=FORMS, scope="module")
def form(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """(declaration, profile)."""
    blocks, body = FORMS[request.param]
    if not blocks:
        return ROOT / "inputs" / body, request.param
    folder = tmp_path_factory.mktemp("form")
    path = folder / "form.toml"
    path.write_text(HEAD + body, encoding="utf-8")
    return path, str(profile_of(folder, blocks))


def leaves(data: Any) -> Iterator[Any]:
    """Every value of a TOML file but the rules that rows are scored by and what stands above all tables."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            if key not in ("rule", "archive", "options", "actuals"):
                yield from leaves(value)
        elif key not in ("profile", "points", "code", "contact", "phone"):
            yield value


def squeezed(text: str) -> str:
    """Without blanks, line ends and the separators of thousands."""
    return "".join(text.split()).replace(",", "").replace("\ufffe", "").replace("\x02", "")


def page_text(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return squeezed(text)


@pytest.mark.slow
def test_every_command_and_every_value(
    form: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, profile = form
    out, back = tmp_path / "out", tmp_path / "back.toml"
    own = ("--profile", profile)
    assert cli.run(["new", str(tmp_path / "new.toml"), *own]) == 0
    assert cli.run(["new", str(tmp_path / "new.xlsx"), *own]) == 0
    assert cli.run(["schema", profile]) == 0
    assert cli.run(["check", str(path), *own]) in (0, 4)
    assert cli.run(["score", str(path), *own]) == 0
    assert cli.run(["build", str(path), "-o", str(out), *own, *ENGINE]) == 0
    (pdf,) = out.glob("*.pdf")
    assert cli.run(["extract", str(pdf), "-o", str(back), *own]) == 0
    assert cli.run(["verify", str(out), *own]) in (0, 9)
    capsys.readouterr()
    assert cli.run(["diff", str(path), str(pdf), "--format", "json", *own]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []
    text = page_text(pdf)
    values = [*leaves(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))]
    shown = [squeezed(value if isinstance(value, str) else f"{value}") for value in values]
    missing = [value for value in shown if value and value not in text and value != "定性"]
    assert missing == []
