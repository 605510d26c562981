"""Values that look like markup, templates, formulas or code stand on every kind of block as they were typed."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pypdfium2
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_rare_characters_in_any_block_and_head_are_printed(tmp_path: Path, engine: str) -> None:
    """孒 is in no set of common characters: the face that has it is asked for it wherever it stands."""
    profile = tmp_path / "rare"
    shutil.copytree(SAMPLE.parents[1] / "templates" / "central-dept-2015", profile)
    text = (profile / "profile.toml").read_text(encoding="utf-8")
    assert text.count('"任务名称"') == 1
    (profile / "profile.toml").write_text(text.replace('"任务名称"', '"任务名孒"'), encoding="utf-8")
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    data["tasks"][0]["content"] = "㐂与孓"
    source = tmp_path / "a.toml"
    source.write_text(tomli_w.dumps(data), encoding="utf-8")
    arguments = ["build", str(source), "-o", str(tmp_path / "out"), "--engine", engine, "--appendix", "none"]
    assert cli.run([*arguments, "--draft", "--profile", str(profile), "--formats", "pdf"]) == 0
    (made,) = (tmp_path / "out").glob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        page = "".join(one.get_textpage().get_text_range() for one in document)
    assert "任务名孒" in "".join(page.split()) and "㐂与孓" in page


TWO_SIDED = SAMPLE.with_name("central-project-2015.toml")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_hostile_values_in_two_sides_lines_and_sign_boxes_come_back(tmp_path: Path, engine: str) -> None:
    profile = tmp_path / "signed"
    shutil.copytree(SAMPLE.parents[1] / "templates" / "central-project-2015", profile)
    text = (profile / "profile.toml").read_text(encoding="utf-8")
    foot = """
[[block]]
kind = "line"
left = "填报：{project.name}"
right = "单位：万元"

[[block]]
kind = "sign"
boxes = [{ label = "审核意见", text = "经办 {department.name}", foot = "公章", height = 25 }]
lines = [["填报人：{filing.preparer}", "负责人：{filing.head}"]]

"""
    at = text.index("[[rule]]")
    (profile / "profile.toml").write_text(text[:at] + foot + text[at:], encoding="utf-8")
    data = tomllib.loads(TWO_SIDED.read_text(encoding="utf-8"))
    for row in data["indicators"]:
        for side in ("long", "year"):
            row.setdefault(side, {})["level3"] = f"{HOSTILE}{side}"
    data["filing"] = {"preparer": HOSTILE[:38].strip(), "head": "<张三>&{{ x }}"}
    source = tmp_path / "a.toml"
    source.write_text(tomli_w.dumps(data), encoding="utf-8")
    out, named = tmp_path / "out", ["--profile", str(profile)]
    assert cli.run(["build", str(source), "-o", str(out), "--draft", "--engine", engine, *named]) == 0
    assert cli.run(["extract", str(source), "-o", str(tmp_path / "source.toml"), *named]) == 0
    for suffix in ("pdf", "docx"):
        (made,) = out.glob(f"*.{suffix}")
        back = tmp_path / f"{suffix}.toml"
        assert cli.run(["extract", str(made), "-o", str(back), *named]) == 0
        read = tomllib.loads(back.read_text(encoding="utf-8"))
        read.pop("options", None)
        assert read == tomllib.loads((tmp_path / "source.toml").read_text(encoding="utf-8"))
