"""Values stay data: what means something to Typst is printed as typed; and the look of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.declaration.profile import GROUP_COLUMNS
from formgen.fonts.faces import common_characters
from formgen.messages.rendering import CONTINUED
from formgen.sources.cells import clean_text
from tests.fonts.tiny import write_font
from tests.render.docx_samples import HOSTILE, declare, hunan, indicator, printed
from tests.render.pdf_samples import HEADS, read_tables
from tests.render.test_pdf_values import LONG, TWINS, has_fonts, row_of, squeezed
from tests.typst.samples import by_typst

MARKUP = (
    "#panic()",
    '#eval("1 + 1") #sys.inputs',
    '#import "@preview/x:1.0.0"',
    "]",
    "[",
    "}",
    "$x$ $ y $",
    "*a* _b_ **c**",
    "@ref <label>",
    "\\",
    "\\u{1F600} \\n",
    "// 注释 /* 注释 */",
    "`raw` ```typ #x```",
    "a -- b --- c ... ~ -?",
    "= 标题",
    "- 项\n+ 项\n/ 词: 义",
    "http://example.com/a_b",
    "\"直引号\" '撇' it's",
    "fi ff fl ffi AV To",
    "（（（甲）），。”“（",
    "   前后  有   空格   ",
    "空格" + " " * 120 + "尾",
    "甲" + "\u3000" * 60 + "乙",
    "甲" + "\t" * 30 + "乙 ",
)
"""What Typst's markup, its typography and its line breaking would change."""


@pytest.mark.slow
def test_typst_markup_is_printed_as_typed() -> None:
    sample = by_typst(declare([row_of(text) for text in MARKUP], name=MARKUP[0], duties="\n".join(MARKUP)))
    assert sample.faults() == []
    rows = [row for page in read_tables(sample.typst) for table in page for row in table]
    found = [
        [squeezed(cell) for cell in row[GROUP_COLUMNS:]] for row in rows if len(row) == 9 and row[3] == "定性"
    ]
    assert found == [[squeezed(cell) for cell in printed(row_of(text))] for text in MARKUP]


def test_hostile_values_twins_and_long_words_stand_in_their_cells() -> None:
    texts = [text for text in (*HOSTILE, *TWINS, *LONG) if has_fonts(text)]
    assert len(texts) >= len(HOSTILE) + len(TWINS) + len(LONG) - 1  # ⁻ is in no bundled font
    assert by_typst(declare([row_of(text) for text in texts])).faults() == []


@pytest.mark.parametrize("text", ["<b>&amp;</b> #panic() ]", "㗊〇喆 \"'", "名\n称"])
def test_hostile_labels_facts_and_properties(text: str) -> None:
    sample = by_typst(
        declare([indicator(text, text), indicator(text, "质量")], name=text, duties=text, goal=text)
    )
    assert sample.faults() == []


def test_long_texts_stand_whole_and_their_labels_again() -> None:
    duties, scoring = "市场监督管理。" * 429, "完成率小于60%不得分；" * 182
    rows = [indicator(), indicator(scoring=scoring), indicator("效益指标", "社会效益指标")]
    sample = by_typst(declare(rows, duties=duties), draft=True)
    assert sample.faults() == []  # 草稿 on every page, or the inspection would miss it
    tables = [table for page in read_tables(sample.typst) for table in page]
    facts = [row for table in tables for row in table if "职责" in (row[0] or "")]
    values = [next(cell for cell in row[1:] if cell is not None) for row in facts]
    # pdfplumber takes the mark for text of the cells it lies under.
    assert "".join(squeezed(value) for value in values).translate({ord(c): None for c in "草稿"}) == duties
    labels = [squeezed(row[0]).strip("草稿") for row in facts]
    assert labels[1:] == ["*部门（单位）职责" + CONTINUED] * (len(facts) - 1) and len(facts) > 1


@pytest.mark.slow
def test_groups_over_pages_have_their_heads_and_labels_again() -> None:
    rows = [indicator(level3=f"指标{number}") for number in range(80)]
    sample = by_typst(declare(rows))
    assert sample.faults() == []
    bodies = [page[-1] for page in read_tables(sample.typst)]
    assert len(bodies) > 2
    for body in bodies[1:]:
        assert squeezed(body[0][0]) == "绩效指标" and squeezed(body[1][2]) == "*三级指标"
        assert [squeezed(cell) for cell in body[HEADS][:2]] == ["产出指标（续）", "数量指标（续）"]
    names = [squeezed(row[2]) for body in bodies for row in body if (row[2] or "").startswith("指标")]
    assert [name for name in names if name != "指标值"] == [row.level3 for row in rows]


def test_a_rare_character_is_printed_with_a_font_of_the_profile(tmp_path: Path) -> None:
    write_font(tmp_path / "fonts" / "rare.ttf", "Tiny Rare", "𠮷🈚")
    for path in hunan().folder.glob("*.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    fonts = hunan().fonts
    uses = {
        use: getattr(fonts, use).model_copy(update={"pdf": (*getattr(fonts, use).pdf, "Tiny Rare")})
        for use in ("title", "head", "body", "prose")
    }
    profile = hunan().model_copy(update={"folder": tmp_path, "fonts": fonts.model_copy(update=uses)})
    sample = by_typst(declare([row_of("上海𠮷 野家🈚　甲㗊")], duties="𠮷"), profile=profile)
    assert sample.faults() == []
    assert "上海𠮷野家🈚甲㗊" in squeezed(str(read_tables(sample.typst)))


TYPED = st.text(
    st.one_of(
        st.sampled_from(sorted(common_characters())),
        st.sampled_from(" \t\n\u3000（）()“”‘’，。、；：《》—…·-/%.,#$*_@\\[]{}0123456789abcWi"),
    ),
    max_size=120,
)


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(TYPED, min_size=5, max_size=10))
def test_whatever_is_typed_stands_in_its_cell(texts: list[str]) -> None:
    readable = [clean.text for text in texts if not (clean := clean_text(text)).bad and has_fonts(clean.text)]
    assert by_typst(declare([row_of(text) for text in readable])).faults() == []
