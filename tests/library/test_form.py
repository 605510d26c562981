"""A form that is open: read, changed, undone, saved, printed, pictured."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import formgen
from formgen.library.types import Form
from tests.conftest import ROOT

EXAMPLE = ROOT / "inputs" / "example-2023.toml"


@pytest.fixture
def form(sample_toml: Path) -> Form:
    return formgen.open(sample_toml)


def test_bytes_and_path_are_the_same_form(sample_toml: Path, form: Form) -> None:
    again = formgen.open(sample_toml.read_bytes(), name=sample_toml.name)
    assert again.declaration == form.declaration and again.findings == form.findings
    with pytest.raises(formgen.UsageFault):
        formgen.open(b"year = 2023")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(formgen.UnreadableInput, match="找不到"):
        formgen.open(tmp_path / "无.toml")


def test_a_change_is_checked_and_taken_back(form: Form) -> None:
    before = form.findings
    form.set("indicators[0].target", "很多")
    assert "VAL-01" in [finding.id for finding in form.findings if finding.severity == "error"]
    assert form.review.verdict == "fail"
    with pytest.raises(formgen.DeclarationRefused):
        form.docx()
    assert form.undo() and form.findings == before
    assert not form.undo()


@pytest.mark.parametrize(
    "field",
    ["unti", "department", "department[0].name", "indicators.target", "indicators[0]", "indicators[0].x"],
)
def test_a_field_that_no_form_has_is_refused(field: str, form: Form) -> None:
    with pytest.raises(formgen.UsageFault, match="栏目"):
        form.set(field, "x")
    assert not form.undo()


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(["department.name", "goal.annual", "indicators[1].remark"]),
                          st.text(st.characters(categories=["L", "N", "Zs"]), max_size=20)), max_size=5))  # fmt: skip
def test_as_many_undos_as_changes_lead_back(changes: list[tuple[str, str]]) -> None:
    form = formgen.open(EXAMPLE)
    before = form.toml()
    for field, value in changes:
        form.set(field, value)
        assert form.get(field) == value
    for _ in changes:
        assert form.undo()
    assert form.toml() == before and not form.undo()


def test_saved_toml_keeps_comments_and_says_what_was_set(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("[goal]", "# 领导已看过\n[goal]", 1)
    path.write_text(text, encoding="utf-8")
    form = formgen.open(path)
    form.set("indicators[0].target", 160.5)
    form.set("department.contact", "张三")
    form.set("filing.preparer", "李四")
    target = form.save(tmp_path / "b.toml")
    saved = target.read_text(encoding="utf-8")
    assert "# 领导已看过" in saved
    data = tomllib.loads(saved)
    assert data["indicators"][0]["target"] == 160.5 and data["filing"]["preparer"] == "李四"
    again = formgen.open(target)
    assert again.declaration == form.declaration
    with pytest.raises(formgen.ResultNotWritten):
        form.save(target)


def test_saved_workbook_is_the_same_declaration(form: Form, tmp_path: Path) -> None:
    form.set("indicators[0].target", 161)
    assert formgen.open(form.save(tmp_path / "a.xlsx")).declaration == form.declaration
    with pytest.raises(formgen.UsageFault):
        form.save(tmp_path / "a.docx")


@pytest.mark.slow
def test_printed_bytes_are_those_of_the_command_line(form: Form, sample_toml: Path, tmp_path: Path) -> None:
    results = formgen.build(sample_toml, tmp_path, engine="typst").results
    assert [result.outcome.status for result in results] == ["built"]
    assert form.docx() == next(tmp_path.glob("*.docx")).read_bytes()
    assert form.pdf(engine="typst") == next(tmp_path.glob("*.pdf")).read_bytes()


@pytest.mark.slow
def test_boxes_lie_on_their_pages_and_pages_are_pictures(form: Form) -> None:
    boxes = form.boxes
    pages = form.pages(dpi=40)
    assert all(page.startswith(b"\x89PNG") for page in pages)
    width, height = form.profile.page.width, form.profile.page.height
    assert {box.page for box in boxes} <= set(range(1, len(pages) + 1))
    assert all(
        0 < box.x < box.x + box.width < width and 0 < box.y < box.y + box.height < height for box in boxes
    )
    assert {"department.name", "indicators[0].target"} <= {box.field for box in boxes}


def test_scores_take_values_or_a_file(form: Form) -> None:
    from_file = formgen.score(form, ROOT / "inputs" / "hengyang-2023-actuals.toml")
    assert from_file.total is not None
    assert form.score({"执法办案案件数": 158}).rows[0].score == from_file.rows[0].score
    with pytest.raises(formgen.UnreadableInput, match="实际完成值"):
        form.score({"没有的指标": 1})


def test_a_difference_is_told(form: Form, sample_toml: Path) -> None:
    form.set("indicators[0].target", 161)
    (change,) = formgen.diff(sample_toml, form).changes
    assert (change.field, change.old, change.new) == ("target", "160", "161")
