"""Every value stands in the Word file as typed, in its own cell. Read back by python-docx."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.base.errors import DeclarationRefused
from formgen.declaration.model import Operator
from formgen.declaration.profile import GROUP_COLUMNS
from formgen.messages.rendering import CONTINUED
from tests.render.docx_samples import (
    HOSTILE,
    body,
    declare,
    grid,
    indicator,
    indicator_rows,
    make,
    open_docx,
    plain,
    printed,
)


def hostile_row(text: str, level2: str = "数量指标"):
    texts = dict.fromkeys(("level3", "target", "unit", "explanation", "scoring", "remark"), text)
    return indicator(level2=level2, operator=Operator.QUALITATIVE, **texts)


def test_hostile_values_are_printed_as_typed_in_every_cell() -> None:
    rows = [hostile_row(text) for text in HOSTILE]
    data = make(declare(rows)).data
    assert [row[GROUP_COLUMNS:] for row in indicator_rows(data)] == [printed(row) for row in rows]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_hostile_values_are_printed_as_typed_in_labels_and_facts(text: str) -> None:
    declaration = declare([indicator(text, text)], name=text, duties=text, goal=text)
    data = make(declaration).data
    assert [row[:GROUP_COLUMNS] for row in indicator_rows(data)] == [[text, text]]
    assert [row[1] for row in grid(open_docx(data).tables[0])] == [text, text, text]
    assert open_docx(data).core_properties.author == text


def test_title_year_heading_and_labels_are_the_forms_own() -> None:
    document = open_docx(plain().data)
    words = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    assert words == ["部门（单位）整体绩效目标申报表", "（2023年度）"]
    assert [row[0] for row in grid(document.tables[0])] == [
        "部门（单位）名称",
        "* 部门（单位）职责",
        "* 年度总体目标",
    ]
    heads = "* 一级指标|* 二级指标|* 三级指标|指标值类型|* 指标值|计量单位|* 指标解释|* 评（扣）分标准|备注"
    tables = document.tables[1:]
    assert [grid(table)[:2] for table in tables] == [[["绩效指标"] * 9, heads.split("|")]]


typed = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32))) + "\ufffe\uffff")
    | st.sampled_from("\n\t{}%#<>&"),
    max_size=40,
)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(typed, min_size=1, max_size=6))
def test_whatever_is_typed_is_read_back(texts: list[str]) -> None:
    rows = [hostile_row(text) for text in texts]
    data = make(declare(rows)).data
    assert [row[GROUP_COLUMNS:] for row in indicator_rows(data)] == [printed(row) for row in rows]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\r", "\ufffe", "\ud800"])
def test_what_word_cannot_hold_is_refused_with_its_cell(character: str) -> None:
    rows = [indicator(), indicator(scoring=f"按比例{character}赋分", remark=character)]
    with pytest.raises(DeclarationRefused) as refused:
        make(declare(rows))
    assert [fault.field for fault in refused.value.faults] == [
        "indicators[1].scoring",
        "indicators[1].remark",
    ]
    first = refused.value.faults[0]
    assert first.place == "第 1 行 scoring"
    assert "评（扣）分标准" in first.message and f"U+{ord(character):04X}" in first.message


@pytest.mark.parametrize("count", [0, 1, 2, 120])
def test_any_number_of_rows(count: int) -> None:
    rows = [indicator(level3=f"指标{number}", target=Decimal(number)) for number in range(count)]
    data = make(declare(rows)).data
    told = [row[GROUP_COLUMNS:] for row in indicator_rows(data)]
    if count:
        assert told == [printed(row) for row in rows]
    else:  # the heads over one empty row: what the form asks is seen before anything is filled in
        assert [set(row) for row in told] == [{""}]
    assert "绩效指标" in grid(open_docx(data).tables[1])[0]


def test_long_texts_stand_whole() -> None:
    duties, scoring = "市场监督管理。" * 429, "完成率小于60%不得分；" * 182
    assert len(duties) > 3000 and len(scoring) > 2000
    rows = [indicator(), indicator(scoring=scoring), indicator("效益指标", "社会效益指标")]
    data = make(declare(rows, duties=duties)).data
    assert grid(open_docx(data).tables[0])[1][1] == duties
    assert [row[GROUP_COLUMNS:] for row in indicator_rows(data)] == [printed(row) for row in rows]


def test_a_group_of_one_beside_a_group_of_eighty_is_one_table_that_names_each_group_once() -> None:
    sizes = [("产出指标", "数量指标", 80), ("产出指标", "质量指标", 1), ("效益指标", "社会效益指标", 2)]
    rows = [indicator(one, two, level3=f"{two}{n}") for one, two, size in sizes for n in range(size)]
    data = make(declare(rows)).data
    assert [row[:3] for row in indicator_rows(data)] == [[row.level1, row.level2, row.level3] for row in rows]
    printed_text = "".join(body(data).itertext())
    assert CONTINUED not in printed_text and printed_text.count("社会效益指标") == 1 + 2
