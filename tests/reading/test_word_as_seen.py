"""A Word form as people see it: what Word draws by itself is read, what nobody sees is not, the rest is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

import formgen
from formgen.library.form import Form
from tests.reading.word_forms import NAMES, word_form

PLACE = "第 2 张表第 2 行第 7 列"
BOX = "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def small(text: str, position: str = "superscript") -> str:
    return run(text, f'<w:vertAlign w:val="{position}"/>')


def drawn_field(instruction: str, data: str = "") -> str:
    """A field that has no result of its own."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def told(form: Form, severity: str) -> list[str]:
    return [
        item.message
        for item in form.findings
        if item.place == PLACE and item.severity.value == severity and item.id.startswith("READ")
    ]


SEEN = {
    "area": (paragraph(run("面积10"), small("4"), run("m"), small("2")), "面积10⁴m²"),
    "minus": (paragraph(run("10"), small("-3"), run("mol")), "10⁻³mol"),
    "below": (paragraph(run("减少CO"), small("2", "subscript")), "减少CO₂"),
    "ticked": (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', run("是"),
                         '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', run("否")), "☑是□否"),
    "ticked by font": (paragraph(run("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'), run("是")), "☑是"),
    "greek": (paragraph('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', run("95")), "≥95"),
    "sound above": (paragraph("<w:r><w:ruby><w:rt><w:r><w:t>qú</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>衢</w:t></w:r>"
                              "</w:rubyBase></w:ruby></w:r>", run("州")), "衢州"),
    "direction": (paragraph('<w:bdo w:val="ltr">', run("甲"), '</w:bdo><w:dir w:val="ltr">', run("乙"), "</w:dir>"), "甲乙"),
    "capitals": (paragraph(run("gdp", "<w:caps/>"), run("km", '<w:caps w:val="0"/>')), "GDPkm"),
    "circled": (paragraph(run("见"), drawn_field("eq \\o\\ac(○,3)")), "见③"),
    "sound in a field": (paragraph(drawn_field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(qú),衢)'), run("州")), "衢州"),
    "symbol field": (paragraph(drawn_field('SYMBOL 254 \\f "Wingdings"'), run("是")), "☑是"),
    "chosen": (paragraph(drawn_field("FORMDROPDOWN", '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="优"/>'
                                     '<w:listEntry w:val="良"/></w:ddList></w:ffData>')), "良"),
    "box": (paragraph(drawn_field("FORMCHECKBOX", '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
                                  "</w:ffData>"), run("是")), "☑是"),
    "prompt": (paragraph('<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>', run("单击此处输入"),
                         "</w:sdtContent></w:sdt>"), ""),
    "hidden": (paragraph(run("看得见"), run("看不见", "<w:vanish/>")), "看得见"),
    "formula": (paragraph(run("得分="), "<m:oMath><m:r><m:t>a</m:t></m:r><m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e><m:sup>"
                          "<m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"), "得分=ab²"),
    "alternative": (paragraph('<mc:AlternateContent><mc:Choice Requires="w14">', run("甲"), "</mc:Choice><mc:Fallback>",
                              run("乙"), "</mc:Fallback></mc:AlternateContent>"), "甲"),
    "computed": (paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=1+2</w:instrText></w:r>'
                           '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
                           '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), "3"),
    "page": ('<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r></w:p>', "甲\n乙"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("content", "text"), SEEN.values(), ids=SEEN)
def test_what_word_draws_is_read(content: str, text: str) -> None:
    form = word_form(content)
    assert form.get("indicators[0].explanation") == text
    assert told(form, "error") == []


TOLD = {
    "struck": (paragraph(run("留"), run("不要", "<w:strike/>")), "note", "删除线", "留不要"),
    "hidden": (paragraph(run("留"), run("看不见", "<w:vanish/>")), "note", "看不见", "留"),
    "small letters": (paragraph(run("1"), small("st")), "note", "st", "1st"),
    "small digits": (paragraph(run("m"), small("2")), "note", "²", "m²"),
    "deleted": (paragraph(run("留"), '<w:del w:id="1" w:author="x"><w:r><w:delText>删</w:delText></w:r></w:del>'),
                "note", "删", "留"),
    "inserted": (paragraph('<w:ins w:id="1" w:author="x">', run("加"), "</w:ins>"), "note", "加", "加"),
    "fraction": (paragraph("<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den>"
                           "</m:f></m:oMath>"), "error", "公式", "ab"),
    "box": (paragraph(run("留"), "<w:r><w:drawing><wp:anchor><wps:wsp><wps:txbx>", BOX,
                      "</wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r>"), "error", "框里的话", "留"),
    "table": (paragraph(run("留")) + "<w:tbl><w:tr><w:tc>" + paragraph(run("表中表")) + "</w:tc></w:tr></w:tbl>"
              + paragraph(), "error", "表中表", "留\n"),
    "unknown sign": (paragraph('<w:r><w:sym w:font="Marlett" w:char="F061"/></w:r>'), "error", "Marlett", "\ufffd"),
    "field": (paragraph(drawn_field("eq \\f(1,2)")), "error", "eq \\f(1,2)", ""),
    "picture": (paragraph(run("留"), '<w:r><w:drawing><wp:inline/></w:drawing></w:r>'), "note", "图片", "留"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("content", "severity", "words", "text"), TOLD.values(), ids=TOLD)
def test_what_is_not_read_as_drawn_is_told(content: str, severity: str, words: str, text: str) -> None:
    form = word_form(content)
    assert [message for message in told(form, severity) if words in message]
    assert form.get("indicators[0].explanation") == text


def test_a_plain_form_is_told_nothing() -> None:
    form = word_form(paragraph(run("平常的话")))
    assert (told(form, "note"), told(form, "error")) == ([], [])


LISTS = {
    "decimal": ("%1.", ["1.", "2.", "12."]),
    "chineseCountingThousand": ("%1、", ["一、", "二、", "十二、"]),
    "decimalEnclosedCircle": ("%1", ["①", "②", "⑫"]),
    "upperRoman": ("%1.", ["I.", "II.", "XII."]),
    "lowerLetter": ("（%1）", ["（a）", "（b）", "（l）"]),
    "ideographTraditional": ("%1、", ["甲、", "乙、", None]),
    "chineseLegalSimplified": ("%1、", ["壹、", "贰、", "壹拾贰、"]),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "pattern", "labels"), [(kind, *rest) for kind, rest in LISTS.items()], ids=LISTS
)
def test_numbers_of_a_list_are_read(kind: str, pattern: str, labels: list[str | None]) -> None:
    """The first, the second, and after a list that begins anew at 12, that. None: Word's own row ends before."""

    def add_list(document: WordDocument) -> None:
        lists = document.part.numbering_part.element
        made = parse_xml(
            f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num><w:num w:numId="92"><w:abstractNumId w:val="90"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride></w:num></w:numbering>'
        )
        for item in list(made):
            lists.append(item)

    def item(text: str, number: int) -> str:
        listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return f"<w:p><w:pPr>{listed}</w:pPr>{run(text)}</w:p>"

    form = word_form(item("甲", 91) + item("乙", 91) + item("丙", 92) + item("丁", 0), add_list)
    seen = str(form.get("indicators[0].explanation")).split("\n")
    expected = [f"{label if label is not None else chr(0xFFFD) + '、'}{word}"
                for label, word in zip((*labels, ""), "甲乙丙丁", strict=True)]  # fmt: skip
    assert seen == expected
    assert bool(told(form, "error")) == (None in labels)


def test_what_was_read_as_drawn_is_printed_and_read_again(tmp_path: Path) -> None:
    """Through DOCX: every sign is still there, and there is nothing left to tell."""
    signs = "☑是□否，10⁴m²，减少CO₂，①②③，≥95"
    first = word_form(paragraph(
        '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', run("是"),
        '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', run("否，10"), small("4"), run("m"), small("2"),
        run("，减少CO"), small("2", "subscript"), run("，①②③，"), '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
        run("95"),
    ))  # fmt: skip
    again = formgen.open(first.docx(appendix="none", draft=True), name="成品.docx")
    assert again.get("indicators[0].explanation") == signs
    assert not [
        item for item in again.findings if item.id.startswith("READ") and item.severity.value == "error"
    ]
