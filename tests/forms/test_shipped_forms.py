"""The forms that come with the program, each from its folder and its sample: what stands on the page, what its
arithmetic finds, what its data come back as. What a form says is written here by hand from the published forms.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from formgen.declaration.figures import Disagreement, Figures, Unchecked, compare_figures, compute_figures
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import DEFAULT_PROFILE, Profile
from formgen.declaration.toml import declaration_toml
from formgen.declaration.values import figures_of
from formgen.sources import read_bytes
from formgen.sources.build import build
from tests.cli.conftest import Formgen

ROOT = Path(__file__).parents[2]
MONEY_HEADS = "年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额"
REVIEW_HEADS = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施"
# A head over two rows stands in their middle: the page says 预算金额 before it.
LABELS = {
    "central-dept-2015": "部门（单位）名称 预算金额（万元） 任务名称 主要内容 总额 财政拨款 其他资金 金额合计 一级指标 二级指标 "
    "三级指标 指标值",
    "central-project-2015": "项目名称 主管部门及代码 实施单位 项目属性 项目期 中期资金总额 年度资金总额 其中：财政拨款 "
    "其他资金 中期目标 年度目标 一级指标 二级指标 三级指标 指标值 二级指标 三级指标 指标值",
    "central-project-review-2020": f"项目名称 主管部门 实施单位 {MONEY_HEADS} 其中：当年财政拨款 上年结转资金 其他资金 "
    f"预期目标 实际完成情况 {REVIEW_HEADS} 总分 100",
    "hunan-dept-review": f"预算部门、单位名称 {MONEY_HEADS} 按收入性质分 按支出性质分 其中：一般公共预算 其中：基本支出 "
    f"政府性基金拨款 项目支出 纳入专户管理的非税收入拨款 其他资金 预期目标 实际完成情况 {REVIEW_HEADS} 产出指标（50分） 总分",
    "sichuan-project": "项目名称 部门（单位） 预算数 其中：财政资金 其他资金 总体目标 一级指标 二级指标 三级指标 指标性质 指标值 "
    "度量单位 权重 指标方向性",
    "cost-project": "项目名称 主管部门 实施单位 资金总额 财政拨款 其他资金 成本项目 数量 计量单位 单价 金额 绩效标准 "
    "年度总体目标 一级指标 二级指标 三级指标 绩效标准 指标值 分值 评分标准",
}
NEW = sorted(LABELS)


def sample(form: str) -> Path:
    return ROOT / "inputs" / f"{form}.toml"


def profile_of(form: str) -> Profile:
    return load_profile(ROOT / "templates" / form)


def read(form: str, text: str | None = None) -> Any:
    data = sample(form).read_bytes() if text is None else text.encode()
    (raw,) = read_bytes(data, sample(form))
    return build(raw)


def figures(form: str) -> Figures:
    return figures_of(read(form).declaration, profile_of(form))


def told(form: str, found: Figures) -> list[Disagreement]:
    return [one for one in compare_figures(profile_of(form), found) if isinstance(one, Disagreement)]


def changed(found: Figures, path: str, value: object) -> Figures:
    """The figures with one cell of a fixed row (table.row.key) written anew; None empties it."""
    table, row, key = path.split(".", 2)
    rows: Any = found.tables[table]
    return Figures(found.fields, {**found.tables, table: {**rows, row: {**rows[row], key: value}}})


def page_text(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("form", NEW)
def test_every_label_stands_on_the_page_in_its_order(form: str, tmp_path: Path, formgen: Formgen) -> None:
    run = formgen(
        "build", sample(form), "-o", tmp_path, "--formats", "pdf", "--engine", "typst", "--appendix", "none"
    )
    assert run.code == 0, run.all
    (pdf,) = tmp_path.glob("*.pdf")
    text, at = page_text(pdf), 0
    for label in LABELS[form].split():
        place = text.find(label, at)
        assert place >= 0, f"{label} after {text[max(0, at - 20) : at]}"
        at = place + 1
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1


@pytest.mark.parametrize("form", NEW)
def test_every_label_stands_in_the_word_file_in_its_order(
    form: str, tmp_path: Path, formgen: Formgen
) -> None:
    """As python-docx reads it: every paragraph and cell of the body, a merged cell once."""
    assert formgen("build", sample(form), "-o", tmp_path, "--formats", "docx", "--appendix", "none").code == 0
    (made,) = tmp_path.glob("*.docx")
    words = [text.text or "" for text in Document(str(made)).element.body.iter(qn("w:t"))]
    text, at = re.sub(r"\s", "", "".join(words)), 0
    # A head over two columns stands before those beside it: in a file cells come row by row.
    labels = LABELS[form].split()
    if form == "central-dept-2015":
        labels.remove("预算金额（万元）")
        labels.insert(labels.index("总额"), "预算金额（万元）")
    for label in labels:
        place = text.find(label, at)
        assert place >= 0, f"{label} after {text[max(0, at - 20) : at]}"
        at = place + 1


@pytest.mark.parametrize("form", NEW)
def test_a_sample_agrees_with_itself_and_comes_back_as_it_was(form: str) -> None:
    assert told(form, figures(form)) == []
    reading = read(form)
    again = read(form, declaration_toml(reading.declaration, profile_of(form)))
    assert again.declaration == reading.declaration


@pytest.mark.parametrize("form", NEW)
def test_a_profile_says_where_it_comes_from(form: str) -> None:
    profile = profile_of(form)
    assert profile.id == form
    assert len(profile.source) > 20


@pytest.mark.parametrize(
    ("form", "path", "value", "kind"),
    [
        ("central-project-2015", "money.all.year.amount", Decimal("320.10"), "sum"),
        ("central-project-2015", "money.all.long.amount", Decimal("300"), "at_most"),
        ("central-project-review-2020", "money.all.spent", Decimal("298.70"), "sum"),
        ("central-project-review-2020", "money.fiscal.rate", Decimal("100"), "ratio"),
        ("central-project-review-2020", "money.all.score", Decimal("10"), "score"),
        ("hunan-dept-review", "split.second.expense.amount", Decimal("505.05"), "sum"),
        ("hunan-dept-review", "split.first.income.amount", Decimal("1880.22"), "sum"),
        ("cost-project", "funds.year.fiscal", Decimal("81"), "equal"),
    ],
)
def test_a_figure_that_does_not_agree_is_found(form: str, path: str, value: Decimal, kind: str) -> None:
    assert kind in {one.rule.kind for one in told(form, changed(figures(form), path, value))}


def test_the_rate_of_a_published_form_is_found_with_both_figures() -> None:
    found = figures("hunan-dept-review")
    for key, value in (("budget", "4753.66"), ("spent", "3824.26"), ("rate", "100")):
        found = changed(found, f"money.all.{key}", Decimal(value))
    (one,) = [one for one in told("hunan-dept-review", found) if one.rule.kind == "ratio"]
    assert (one.found, one.expected) == (Decimal(100), Decimal("80.45"))


def test_figures_printed_to_fewer_places_are_right() -> None:
    found = changed(figures("central-project-review-2020"), "money.all.rate", Decimal("97.9"))
    assert told("central-project-review-2020", changed(found, "money.all.score", Decimal("9.79"))) == []


def test_parts_left_empty_are_not_checked() -> None:
    form = "central-project-2015"
    found = changed(figures(form), "money.other.year.amount", None)
    results = list(compare_figures(profile_of(form), found))
    assert not [one for one in results if isinstance(one, Disagreement)]
    (one,) = [one for one in results if isinstance(one, Unchecked)]
    assert one.fields == ("money.other.year.amount",)


def test_empty_cells_are_computed_and_filled_ones_are_left() -> None:
    form = "central-project-review-2020"
    computed = compute_figures(profile_of(form), figures(form))
    # 298.60 ÷ 305.00 = 97.90 %; 10 × 97.90 % = 9.79.
    assert computed["money.all.rate"] == Decimal("97.90")
    assert computed["money.all.score"] == Decimal("9.79")
    kept = compute_figures(profile_of(form), changed(figures(form), "money.all.rate", Decimal("90")))
    assert "money.all.rate" not in kept
    assert kept["money.all.score"] == Decimal("9.00")


def test_spending_more_than_the_budget_earns_no_more_than_the_points() -> None:
    form = "central-project-review-2020"
    computed = compute_figures(profile_of(form), changed(figures(form), "money.all.spent", Decimal("400")))
    assert computed["money.all.score"] == Decimal(10)


def test_bands_of_a_profile_decide_the_score() -> None:
    form = "hunan-dept-review"
    profile = profile_of(form)
    rules = [rule.model_dump(by_alias=True) for rule in profile.rules]
    bands = [{"from": Decimal(95), "points": Decimal(10)}, {"from": Decimal(80), "points": Decimal(8)}]
    score = next(rule for rule in profile.rules if rule.kind == "score")
    banded = type(score).model_validate({**rules[profile.rules.index(score)], "bands": bands})
    other = profile.model_copy(update={"rules": (profile.rules[0], banded)})
    for spent, points in (("2110.50", 10), ("1800", 8), ("100", 0)):
        found = changed(figures(form), "money.all.spent", Decimal(spent))
        assert compute_figures(other, found)["money.all.score"] == points


@pytest.mark.slow
@pytest.mark.parametrize("form", NEW)
@pytest.mark.parametrize("size", ["empty", "short", "sixty"])
def test_pages_of_any_size_pass_their_inspection(
    form: str,
    size: str,
    tmp_path: Path,
    formgen: Formgen,
) -> None:
    data = tomllib.loads(sample(form).read_text(encoding="utf-8"), parse_float=Decimal)
    reading = read(form)
    rows = reading.declaration.indicators
    many = {"empty": (), "short": rows[:1], "sixty": tuple(rows[n * len(rows) // 60] for n in range(60))}[
        size
    ]
    if size == "sixty":
        many = tuple(row.model_copy(update={"level3": f"{row.level3}之{n}", "reason": row.reason * 9})
                     for n, row in enumerate(many))  # fmt: skip
    tables = {} if size == "empty" else reading.declaration.tables
    declaration = reading.declaration.model_copy(update={"indicators": many, "tables": tables})
    source = tmp_path / "in.toml"
    source.write_text(declaration_toml(declaration, profile_of(form)), encoding="utf-8")
    assert data["profile"] == form
    run = formgen("build", source, "-o", tmp_path / "out", "--formats", "pdf", "--engine", "typst", "--draft",
                  "--appendix", "none")  # fmt: skip
    assert run.code == 0, run.all
    if size == "sixty":
        (pdf,) = (tmp_path / "out").glob("*.pdf")
        text = page_text(pdf)
        assert all(f"之{n}" in text for n in range(60))
        assert "（续）" in text


def test_no_line_of_the_program_names_a_form() -> None:
    forms = [folder.name for folder in (ROOT / "templates").iterdir() if folder.name != DEFAULT_PROFILE]
    assert len(forms) >= 6
    for path in (ROOT / "formgen").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [form for form in forms if form in text], path


@pytest.mark.parametrize(
    ("form", "old", "new", "found", "words"),
    [
        ("central-project-review-2020", "spent = 298.60", "spent = 299.60", "FUND-02", ("299.60", "298.60")),
        (
            "central-project-review-2020",
            "spent = 298.60",
            "spent = 298.60\nrate = 100",
            "FUND-03",
            ("100%", "97.90%"),
        ),
        (
            "central-project-review-2020",
            "spent = 298.60",
            "spent = 298.60\nscore = 10",
            "ACT-02",
            ("10 分", "9.79 分"),
        ),
        (
            "central-project-2015",
            "year.amount = 320.00",
            "year.amount = 330.00",
            "FUND-02",
            ("年度资金总额", "320.00"),
        ),
        (
            "central-project-2015",
            "long.amount = 960.00",
            "long.amount = 96.00",
            "FUND-06",
            ("320.00", "96.00"),
        ),
        ("cost-project", "amount = 192000", "amount = 182000", "FUND-04", ("85.4", "86.4")),
    ],
)
def test_check_tells_what_does_not_agree(
    form: str, old: str, new: str, found: str, words: tuple[str, str], tmp_path: Path, formgen: Formgen
) -> None:
    text = sample(form).read_text(encoding="utf-8")
    assert old in text
    source = tmp_path / "in.toml"
    source.write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = formgen("check", source).out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  [") and found in line)
    assert all(word in lines[at + 1] for word in words), lines[at + 1]
    assert found not in "".join(
        line for line in formgen("check", sample(form)).out.splitlines() if "未检查" not in line
    )


GRADED = """plus = { points = "money.all.points", score = "money.all.score" }"""


@pytest.mark.parametrize(
    ("lost", "grade"),
    [
        ("0", "优"),  # 99.53 of 100
        ("9.53", "优"),  # 90.00: the limit belongs to the better grade
        ("9.54", "良"),  # 89.99, though more than 81, which is 90 % of the indicators alone
        ("19.54", "中"),
        ("39.54", "差"),
    ],
)
def test_the_total_row_says_the_grade_of_the_whole(
    lost: str, grade: str, tmp_path: Path, formgen: Formgen
) -> None:
    folder = tmp_path / "graded"
    folder.mkdir()
    text = (ROOT / "templates" / "hunan-dept-review" / "profile.toml").read_text(encoding="utf-8")
    assert GRADED in text
    text = text.replace('id = "hunan-dept-review"', 'id = "graded"')
    (folder / "profile.toml").write_text(
        text.replace(GRADED, f'{GRADED}, grade = "reason"'), encoding="utf-8"
    )
    data = sample("hunan-dept-review").read_text(encoding="utf-8").replace('"hunan-dept-review"', '"graded"')
    scores = re.findall(r"^score = (.+)$", data, flags=re.MULTILINE)
    assert sum(map(Decimal, scores)) + Decimal("9.62") == Decimal("99.53")  # 10 × 2030.12 ÷ 2110.50
    left = Decimal(lost)
    for old in scores:
        taken = min(left, Decimal(old))
        left -= taken
        data = data.replace(f"\nscore = {old}\n", f"\nscore= {Decimal(old) - taken}\n", 1)
    source = tmp_path / "in.toml"
    source.write_text(data, encoding="utf-8")
    run = formgen("build", source, "--profile", folder, "-o", tmp_path / "out", "--formats", "docx", "--draft",
                  "--appendix", "none")  # fmt: skip
    assert run.code == 0, run.all
    (made,) = (tmp_path / "out").glob("*.docx")
    rows = [row for table in Document(str(made)).tables for row in table.rows]
    (total,) = [row for row in rows if "总分" in [cell.text.strip() for cell in row.cells]]
    cells = [cell.text.strip() for cell in total.cells]
    assert cells[-1] == grade, cells
    assert Decimal(cells[-2]) == Decimal("99.53") - Decimal(lost)
