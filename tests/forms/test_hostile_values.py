"""Values that look like markup, templates, formulas or code stand on every kind of block as they were typed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import tomli_w

from formgen import cli

HOSTILE = '<b>&amp;{{ 7*7 }}{% raw %}{#x#}#let x = 1 $x^2$ =SUM(A1) \\u4e00 ]]> "引\'号" %s {0} \t后'
SAMPLE = Path(__file__).parents[2] / "inputs" / "central-dept-2015.toml"


def hostile_form(rows: int) -> dict[str, object]:
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    data["department"]["name"] = f"示例局{HOSTILE[:30]}"
    data["goal"]["annual"] = f"{HOSTILE}\n{HOSTILE}"
    data["tasks"] = [
        {"task": f"任务{n}{HOSTILE}", "content": HOSTILE, "total": 3, "fiscal": 2, "other": 1}
        for n in range(3)
    ]
    data["indicators"] = [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": f"{n}{HOSTILE}",
            "operator": "定性",
            "target": HOSTILE[:40],
        }
        for n in range(rows)
    ]
    return data


@pytest.mark.parametrize(("engine", "rows"), [("typst", 1), ("typst", 120), ("weasyprint", 3)])
def test_hostile_values_come_back_from_every_output(tmp_path: Path, engine: str, rows: int) -> None:
    source = tmp_path / "a.toml"
    source.write_text(tomli_w.dumps(hostile_form(rows)), encoding="utf-8")
    out = tmp_path / "out"
    assert cli.run(["build", str(source), "-o", str(out), "--draft", "--engine", engine]) == 0
    assert cli.run(["extract", str(source), "-o", str(tmp_path / "source.toml")]) == 0
    for suffix in ("pdf", "docx"):
        (made,) = out.glob(f"*.{suffix}")
        back = tmp_path / f"{suffix}.toml"
        assert cli.run(["extract", str(made), "-o", str(back)]) == 0
        read = tomllib.loads(back.read_text(encoding="utf-8"))
        assert read.pop("options") == {"draft": True}  # what the file was made with, beside what is declared
        assert read == tomllib.loads((tmp_path / "source.toml").read_text(encoding="utf-8"))
