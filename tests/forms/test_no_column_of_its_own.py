"""Forms without columns for what is declared: it stands on the page all the same, comes back from every file,
and what a person edits there in Word is taken and told."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Formgen

ROOT = Path(__file__).parents[2]
OLD_PROFILE = ROOT / "tests" / "data" / "v0.2.0" / "profile" / "province-x-2023"
OLD_DATA = """
year = 2023
[department]
name = "示例市法院"
duties = "用于维修\\n审判楼"
[goal]
annual = "消除安全隐患"
[[indicators]]
level1 = "产出指标"
level2 = "数量指标"
level3 = "维修面积"
operator = "≥"
target = 400
unit = "平方米"
explanation = "维修的面积"
points = 10
[[indicators]]
level1 = "产出指标"
level2 = "质量指标"
level3 = "维修质量"
operator = "定性"
target = "验收合格"
explanation = "验收的结论"
remark = "一次通过"
[[indicators]]
level1 = "产出指标"
level2 = "质量指标"
level3 = "维修质量"
operator = "≤"
target = 3
unit = "次"
explanation = "返工次数"
"""


def old_case(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """A profile of 0.2.0 without duties, operator, unit, explanation and remark, and a declaration of it."""
    profile = folder / "old"
    shutil.copytree(OLD_PROFILE, profile)
    text = (profile / "profile.toml").read_text(encoding="utf-8")
    for key in ("operator", "unit", "explanation", "remark", "department.duties"):
        text, found = re.subn(rf'\[\[(?:columns|facts)\]\]\nkey = "{key}"\n(?:.+\n)+', "", text)
        assert found == 1
    text, found = re.subn('(key = "level3"(?:\n.+)*?\nwidth = )38', r"\g<1>142", text)
    assert found == 1
    (profile / "profile.toml").write_text(text, encoding="utf-8")
    (folder / "in.toml").write_text(OLD_DATA, encoding="utf-8")
    return folder / "in.toml", ("--profile", str(profile))


def new_case(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """A form of blocks with duties and explanations that it has no place for."""
    text = (ROOT / "inputs" / "central-dept-2015.toml").read_text(encoding="utf-8")
    text = text.replace("[goal]", 'duties = "用于维修\\n审判楼"\n[goal]', 1)
    text = text.replace("[[indicators]]\n", '[[indicators]]\nexplanation = "维修的面积"\n', 1)
    (folder / "in.toml").write_text(text, encoding="utf-8")
    return folder / "in.toml", ()


CASES = (old_case, new_case)
Case = Callable[[Path], tuple[Path, tuple[str, ...]]]


def extracted(formgen: Formgen, path: Path, profile: tuple[str, ...]) -> tuple[dict[str, object], str]:
    """What the file declares, and what is said of it."""
    target = path.with_suffix(f"{path.suffix}.toml")
    target.unlink(missing_ok=True)
    run = formgen("extract", path, *profile, "-o", target)
    assert run.code == 0, run.all
    data = tomllib.loads(target.read_text(encoding="utf-8"), parse_float=Decimal)
    data.pop("options", None)
    return data, run.all


def built(formgen: Formgen, source: Path, profile: tuple[str, ...], engine: str = "typst") -> Path:
    out = source.parent / engine
    run = formgen("build", source, *profile, "-o", out, "--draft", "--engine", engine, "--appendix", "none")
    assert run.code == 0, run.all
    return next(out.glob("*.docx"))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_it_comes_back_from_word_and_pdf(case: Case, engine: str, tmp_path: Path, formgen: Formgen) -> None:
    source, profile = case(tmp_path)
    declared, _ = extracted(formgen, source, profile)
    made = built(formgen, source, profile, engine)
    for path in (made, made.with_suffix(".pdf")):
        again, said = extracted(formgen, path, profile)
        assert again == declared
        assert "改过" not in said and "不是本表样" not in said and "不知道该放在哪里" not in said
        assert formgen("diff", source, path, *profile).out.endswith("没有变化。\n")
    assert formgen("verify", made.parent, *profile).code in (0, 9)


def cells_of(document: docx.document.Document) -> list[docx.table._Cell]:
    return [cell for table in document.tables for row in table.rows for cell in row.cells]


def write(document: docx.document.Document, old: str, new: str) -> None:
    cell = next(cell for cell in cells_of(document) if cell.text == old)
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    for run in cell.paragraphs[0].runs[1:]:
        run._r.getparent().remove(run._r)
    cell.paragraphs[0].runs[0].text = new


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_it_comes_back_from_the_workbook(case: Case, tmp_path: Path, formgen: Formgen) -> None:
    source, profile = case(tmp_path)
    declared, _ = extracted(formgen, source, profile)
    book = tmp_path / "book.xlsx"
    assert formgen("extract", source, *profile, "-o", book).code == 0
    again, _ = extracted(formgen, book, profile)
    assert again == declared
    run = formgen("split", book, *profile, "-o", tmp_path / "split")
    assert run.code == 0, run.all
    (part,) = (tmp_path / "split").glob("*.xlsx")
    assert extracted(formgen, part, profile)[0] == declared


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_an_edit_in_word_is_taken_and_told(case: Case, tmp_path: Path, formgen: Formgen) -> None:
    source, profile = case(tmp_path)
    declared, _ = extracted(formgen, source, profile)
    made = built(formgen, source, profile)
    document = docx.Document(str(made))
    write(document, "用于维修\n审判楼", "用于新建")
    write(document, "维修的面积", "只算外墙")
    if case is old_case:
        write(document, "≥400平方米", "≤1,500.50亩")
    document.save(str(made))
    again, said = extracted(formgen, made, profile)
    row = again["indicators"][0]  # type: ignore[index]
    assert again["department"]["duties"] == "用于新建"  # type: ignore[index]
    assert row["explanation"] == "只算外墙"
    assert said.count("改过") == (5 if case is old_case else 2)  # each value of a cell of three
    if case is old_case:
        assert (row["operator"], row["target"], row["unit"]) == ("≤", Decimal("1500.50"), "亩")
        assert row["points"] == declared["indicators"][0]["points"]  # type: ignore[index]
    assert again["indicators"][1:] == declared["indicators"][1:]  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_row_that_was_taken_out_in_word_is_told(case: Case, tmp_path: Path, formgen: Formgen) -> None:
    source, profile = case(tmp_path)
    made = built(formgen, source, profile)
    document = docx.Document(str(made))
    cell = next(cell for cell in cells_of(document) if cell.text == "维修的面积")
    row = cell._tc.getparent()
    row.getparent().remove(row)
    document.save(str(made))
    again, said = extracted(formgen, made, profile)
    assert "explanation" not in again["indicators"][0] or again["indicators"][0]["explanation"] == ""  # type: ignore[index]
    assert "“维修的面积”，现为“”" in said


def test_a_folder_called_like_the_default_is_not_taken_where_nothing_names_a_profile(
    tmp_path: Path, formgen: Formgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hunan-2023"
    shutil.copytree(ROOT / "templates" / "hunan-2023", folder)
    text = (folder / "profile.toml").read_text(encoding="utf-8")
    (folder / "profile.toml").write_text(text.replace("部门（单位）职责", "职责冒牌"), encoding="utf-8")
    source = tmp_path / "in.toml"
    source.write_text(OLD_DATA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert formgen("new", "a.xlsx").code == 0
    for number, asked in enumerate(((), ("--profile", "hunan-2023"))):
        out = tmp_path / f"out{number}"
        run = formgen("build", source, *asked, "-o", out, "--draft", "--engine", "typst", "--formats", "docx")
        assert run.code == 0, run.all
        (made,) = out.glob("*.docx")
        words = [cell.text for cell in cells_of(docx.Document(str(made)))]
        assert ("* 职责冒牌" in words) is bool(asked)
        assert ("* 部门（单位）职责" in words) is not bool(asked)
