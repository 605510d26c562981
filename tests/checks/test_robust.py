"""Whatever is typed into the cells: the checks answer, every view can be made, and the slip is a sound
document."""

from __future__ import annotations

import json
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from formgen.checks import CHECKS, check_subject, run_checks
from formgen.checks.registry import Subject
from formgen.declaration.model import Operator
from formgen.letters import letter_document, write_letter
from formgen.report import FiledReview, as_json
from formgen.report.sheet import report_workbook
from formgen.report.text import review_lines
from formgen.sources.build import Reading
from tests.checks.samples import CLEAN, SEED, read_one, review

BASE = read_one(CLEAN)
PIECES = st.sampled_from(
    ["同上", "无", "XX", "...", "…", "28.8万元", "2023年12月底之前", "率", "支出", "期限", "≥", "=1+1", "（", "）", "60%", "每超过",
     "扣1分", "该指标分值为2分", "，", " ", "　", "９", "强县", "全县", "<b>", "&", "{{ x }}", "\n", "1", "0", "-", "满意度", "投诉"]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=6).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)


@pytest.mark.slow
@settings(max_examples=60)
@given(texts=st.lists(TEXTS, min_size=8, max_size=8), operator=st.sampled_from(list(Operator)))
def test_any_texts(texts: list[str], operator: Operator) -> None:
    name, goal, level2, level3, target, unit, explanation, scoring = texts
    declaration = BASE.declaration
    row = declaration.indicators[0].model_copy(
        update={"level2": level2, "level3": level3, "operator": operator, "target": target, "unit": unit,
                "explanation": explanation, "scoring": scoring}
    )  # fmt: skip
    edited = declaration.model_copy(
        update={
            "department": declaration.department.model_copy(update={"name": name}),
            "goal": declaration.goal.model_copy(update={"annual": goal}),
            "indicators": (row, *declaration.indicators[1:]),
        }
    )
    result = run_checks(Reading(edited, BASE.profile, BASE.places, (), ""))
    item = FiledReview("x.toml", result)
    assert len(json.loads(as_json([item]))["files"][0]["findings"]) == len(result.findings)
    assert list(review_lines([item]))
    sheet = openpyxl.load_workbook(BytesIO(report_workbook([item])))["审核意见"]
    assert sheet.max_row == 1 + len(result.findings)
    with zipfile.ZipFile(
        BytesIO(letter_document(write_letter(result, with_notes=True), BASE.profile))
    ) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(package.read(part))


@pytest.mark.slow
@pytest.mark.parametrize(
    "sign", [" ", ".", "…", "1,", "X", "　", "*", "_", "全县", "（", "的", "×", "。", ">=", "年"]
)
def test_long_runs_take_no_time(sign: str) -> None:
    """No pattern of the checks goes over a long run of one sign again and again."""
    text = f"甲{sign * (30_000 // len(sign))}乙"
    declaration = BASE.declaration
    row = declaration.indicators[0].model_copy(
        update={"level3": text, "unit": text, "explanation": text, "remark": text}
    )
    edited = declaration.model_copy(
        update={
            "department": declaration.department.model_copy(update={"duties": text}),
            "indicators": (row, *declaration.indicators[1:]),
        }
    )
    start = time.perf_counter()
    check_subject(Subject(edited, BASE.profile, BASE.places))
    assert time.perf_counter() - start < 2


@pytest.mark.slow
def test_slip_is_valid_ooxml(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    path = tmp_path / "slip.docx"
    path.write_bytes(letter_document(write_letter(review(SEED), with_notes=True), BASE.profile))
    result = audit.OpenXmlValidator().validate(str(path))
    # A theme is asked for by openxml-audit alone; ISO 29500-1 does without.
    errors = [f"{error.part_uri} {error.description}" for error in result.errors]
    assert [error for error in errors if "relationships/theme" not in error] == []


def test_every_source_is_named_without_invented_clauses() -> None:
    for check in CHECKS.values():
        assert "第" not in check.source
        assert "†" in check.source or check.source.startswith("申报表表样")
