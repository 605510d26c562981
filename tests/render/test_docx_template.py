"""A designer's template: what is wrong in it is said with its place, and it can reach nothing."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from formgen.base.errors import UnreadableInput
from formgen.inspect.docx import inspect_docx
from formgen.render.docx import render_docx
from tests.render.docx_samples import (
    W,
    body,
    declare,
    hunan,
    indicator,
    indicator_rows,
    make,
    old_template,
    open_docx,
    printed,
    profile_with,
    replace_part,
    rewrite,
)

TITLE = "{{ form.title }}"
TITLE_PLACE = "正文第 1 段"


def with_template(
    folder: Path, old: str, new: str, name: str = "word/document.xml", template: bytes | None = None
):
    """The profile with its template's `old` replaced by `new`."""
    data = template or (hunan().folder / "form.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(name).decode()
    assert old in xml, f"{old} is not in {name}"
    return profile_with(replace_part(data, name, xml.replace(old, new, 1).encode()), folder)


def faults_of(profile):
    with pytest.raises(UnreadableInput) as refused:
        render_docx(make(declare([indicator(), indicator()])).paged, profile)
    assert str(profile.folder) in refused.value.message
    return refused.value.faults


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("{{ form.titel }}", "titel"),
        ("{{ fomr.title }}", "fomr"),
        ("{{ form.title", "不完整"),
        ("{{ form.title }", "不完整"),
        ("form.title }}", "不完整"),
        ("{{ form..title }}", "写法不对"),
        ("{{ form.title|uper }}", "写法不对"),
        ("{% fro page in pages %}", "写法不对"),
        ("{% for page in pages %}", "没有对应的 endfor"),
        ("{% endif %}", "没有对应的开始标记"),
        ("{%tr for row in pages %}", "要写在表格的行里"),
        ("{% vspan form.title %}", "单元格"),
        ("{% keep yes %}", "行里"),
        ("{{ 1 / 0 }}", "算不出来"),
        ("{{ form.title + 1 }}", "算不出来"),
        ("{{ form.title.nothing }}", "nothing"),
        ("{% include 'word/document.xml' %}", "算不出来"),
        ("{{ form.title|safe }}", "写法不对"),
    ],
)
def test_a_faulty_tag_is_named_with_its_place(tmp_path: Path, tag: str, says: str) -> None:
    faults = faults_of(with_template(tmp_path, TITLE, tag))
    assert any(says in fault.message and fault.place == TITLE_PLACE for fault in faults), faults
    named = tag.strip("{}% ").split()[0]
    assert all(named in fault.message for fault in faults if fault.place == TITLE_PLACE)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ form.__init__.__globals__ }}",
        "{{ form.__dict__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ form['__class__'] }}",
        "{{ '{0.__class__}'.format(form) }}",
        "{{ table.columns.level1.__slots__ }}",
        "{{ self.__init__ }}",
        "{{ range(10 ** 9)|list }}",
    ],
)
def test_a_template_cannot_reach_into_the_program(tmp_path: Path, tag: str) -> None:
    faults = faults_of(with_template(tmp_path, TITLE, tag))
    assert [fault.place for fault in faults] == [TITLE_PLACE]
    assert "不允许" in faults[0].message or "range" in tag


@pytest.mark.parametrize(
    ("old", "new", "place", "name"),
    [
        ("{{ row.remark }}", "{{ row.remarks }}", "正文第 2 个表格第 4 行第 9 格第 1 段", "document"),
        (
            "{% vspan row.level2 %}",
            "{% vspan row.levle2 %}",
            "正文第 2 个表格第 4 行第 2 格第 1 段",
            "document",
        ),
        ("{{ row.cells[1] }}", "{{ row.cells[5] }}", "正文第 1 个表格第 2 行第 2 格第 1 段", "document"),
        ("{%p if form.draft %}", "{%p if from.draft %}", "页眉第 1 段", "header1"),
        ("— ", "— {{ number }}", "页脚第 1 段", "footer1"),
    ],
)
def test_places_are_counted_as_in_word(tmp_path: Path, old: str, new: str, place: str, name: str) -> None:
    template = old_template(own_words=True)
    (fault,) = faults_of(with_template(tmp_path, old, new, f"word/{name}.xml", template))
    assert fault.place == place


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("{% sample fields %}", "{% sampel fields %}", "正文第 1 个表格第 1 行第 1 格第 1 段", "sampel"),
        ("{% sample table %}", "{% sample tabel %}", "正文第 2 个表格第 1 行第 1 格第 1 段", "tabel"),
        ("{% look total %}", "{% look totals %}", "正文第 2 个表格第 3 行第 2 格第 1 段", "totals"),
        ("{% sample line %}", "{% sample sign %}", "正文第 3 段", "sample sign"),
        ("{% sample sign %}", "{% sample line %}", "正文第 3 个表格第 1 行第 1 格第 1 段", "sample line"),
    ],
)
def test_a_misspelt_sample_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, says: str
) -> None:
    (fault,) = faults_of(with_template(tmp_path, old, new))
    assert fault.place == place and says in fault.message


def test_what_a_designer_gives_the_samples_is_what_the_form_looks_like(tmp_path: Path) -> None:
    """A shade on the sample's heads, a colour of its lines and bold totals; the grid stays the profile's."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="DDEBF7"/>'

    def change(root: etree._Element) -> None:
        table = list(root.iter(f"{W}tbl"))[1]
        head = next(table.iter(f"{W}tc")).find(f"{W}tcPr")
        head.insert(1, etree.fromstring(shade.replace("<w:shd", f'<w:shd xmlns:w="{W[1:-1]}"')))
        for side in table.find(f"{W}tblPr/{W}tblBorders"):
            side.set(f"{W}color", "1F4E79")

    template = rewrite((hunan().folder / "form.docx").read_bytes(), "word/document.xml", change)
    sample = make(declare([indicator()]), profile=profile_with(template, tmp_path))
    fields, table = body(sample.data).iter(f"{W}tbl")
    heads, row = [list(tr.iter(f"{W}tc")) for tr in list(table.iter(f"{W}tr"))[1:]]
    fills = [cell.find(f"{W}tcPr/{W}shd").get(f"{W}fill") for cell in heads]
    assert fills == ["DDEBF7"] * 9 and not [cell for cell in row if cell.find(f"{W}tcPr/{W}shd") is not None]
    colors = {side.get(f"{W}color") for side in table.find(f"{W}tblPr/{W}tblBorders")}
    assert colors == {"1F4E79"}
    others = {side.get(f"{W}color") for side in fields.find(f"{W}tblPr/{W}tblBorders")}
    assert "1F4E79" not in others
    assert inspect_docx(sample.data, sample.view) == ()


def test_a_template_of_0_2_0_is_laid_out_anew_in_its_own_looks(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        for side in list(root.iter(f"{W}tbl"))[1].find(f"{W}tblPr/{W}tblBorders"):
            side.set(f"{W}color", "C00000")

    template = rewrite(old_template(), "word/document.xml", change)
    rows = [indicator(level3=f"指标{number}") for number in range(60)]
    sample = make(declare(rows), profile=profile_with(template, tmp_path))
    _, table = body(sample.data).iter(f"{W}tbl")
    assert {side.get(f"{W}color") for side in table.find(f"{W}tblPr/{W}tblBorders")} == {"C00000"}
    assert inspect_docx(sample.data, sample.view) == ()


def test_an_old_template_with_a_designers_own_words_prints_by_its_tags(tmp_path: Path) -> None:
    """Nothing the designer wrote vanishes: page by page as 0.2.0 did, and every row is there once."""
    rows = [indicator(level3=f"指标{number}") for number in range(60)]
    sample = make(declare(rows), profile=profile_with(old_template(own_words=True), tmp_path))
    words = [paragraph.text for paragraph in open_docx(sample.data).paragraphs]
    assert words.count("本页由设计者添加") == len(sample.paged.pages) > 1
    assert [row[2] for row in indicator_rows(sample.data)] == [row.level3 for row in rows]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    profile = with_template(tmp_path, TITLE, "{{ form.title ")
    profile = profile_with(
        replace_part(
            (tmp_path / "form.docx").read_bytes(),
            "word/header1.xml",
            zipfile.ZipFile(tmp_path / "form.docx").read("word/header1.xml").replace(b"endif", b"endfi"),
        ),
        tmp_path,
    )
    assert {fault.place for fault in faults_of(profile)} >= {TITLE_PLACE, "页眉第 1 段"}


def test_a_block_that_closes_on_another_level_is_refused(tmp_path: Path) -> None:
    old, new = "{%tr for row in page.rows %}", "{% for row in page.rows %}"
    faults = faults_of(with_template(tmp_path, old, new, template=old_template()))
    assert any("不在同一层" in fault.message and "{%tr endfor %}" in fault.message for fault in faults)


def test_words_that_would_vanish_with_their_row_are_refused(tmp_path: Path) -> None:
    faults = faults_of(
        with_template(
            tmp_path,
            "{%tr for row in page.rows %}",
            "{%tr for row in page.rows %}合计",
            template=old_template(),
        )
    )
    assert any("合计" in fault.message and "也会丢失" in fault.message for fault in faults)


def test_a_row_that_does_not_fill_the_table_is_refused(tmp_path: Path) -> None:
    old, new = '<w:gridSpan w:val="9"/>', '<w:gridSpan w:val="8"/>'
    faults = faults_of(with_template(tmp_path, old, new, template=old_template()))
    assert [("8 列" in fault.message, "9 列" in fault.message) for fault in faults] == [(True, True)]


def test_a_tag_split_over_runs_and_with_curly_quotes_is_read(tmp_path: Path) -> None:
    runs = (
        '{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{ fo</w:t></w:r>'
        '<w:r><w:t>rm.ti</w:t></w:r><w:bookmarkStart w:id="0" w:name="x"/><w:bookmarkEnd w:id="0"/>'
        '<w:r><w:t xml:space="preserve">tle ~ “&lt;&amp;” }</w:t></w:r><w:r><w:t>}'
    )
    profile = with_template(tmp_path, TITLE, runs)
    data = render_docx(make(declare([indicator()])).paged, profile)
    assert open_docx(data).paragraphs[0].text == "部门（单位）整体绩效目标申报表<&"


def test_a_designers_change_shows_at_once(tmp_path: Path) -> None:
    paged = make(declare([indicator()])).paged
    profile = with_template(tmp_path, TITLE, "甲" + TITLE)
    assert open_docx(render_docx(paged, profile)).paragraphs[0].text.startswith("甲")
    with_template(tmp_path, TITLE, "乙乙" + TITLE)
    os.utime(tmp_path / "form.docx", ns=(1, 1))
    assert open_docx(render_docx(paged, profile)).paragraphs[0].text.startswith("乙乙")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "不是有效的"), (b"PK\x03\x04 torn", "不是有效的")],
)
def test_a_template_that_is_none_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "form.docx").write_bytes(content)
    profile = hunan().model_copy(update={"folder": tmp_path})
    with pytest.raises(UnreadableInput, match=says):
        render_docx(make(declare([indicator()])).paged, profile)


def test_a_profile_without_a_word_template_takes_the_programs(tmp_path: Path) -> None:
    sample = make(declare([indicator()]), profile=hunan().model_copy(update={"folder": tmp_path}))
    assert sample.data == make(declare([indicator()])).data


@pytest.mark.parametrize("name", ["word/styles.xml", "word/document.xml"])
def test_a_torn_part_is_said(tmp_path: Path, name: str) -> None:
    template = (hunan().folder / "form.docx").read_bytes()
    profile = profile_with(replace_part(template, name, b"<w:torn"), tmp_path)
    with pytest.raises(UnreadableInput, match="不是有效的"):
        render_docx(make(declare([indicator()])).paged, profile)


def test_a_missing_style_is_named(tmp_path: Path) -> None:
    profile = with_template(tmp_path, 'w:val="formgen prose"', 'w:val="other"', "word/styles.xml")
    assert "formgen prose" in faults_of(profile)[0].message


def test_the_template_opens_by_itself_and_shows_its_tags() -> None:
    document = open_docx((hunan().folder / "form.docx").read_bytes())
    assert document.paragraphs[0].text == TITLE
    firsts = [table.cell(0, 0).text for table in document.tables[:3]]
    kinds = ("fields", "table", "sign")
    assert all(f"{{% sample {kind} %}}" in text for kind, text in zip(kinds, firsts, strict=True))
    assert indicator_rows(make(declare([indicator()])).data)[0][2:] == printed(indicator())
    assert body(make(declare([indicator()])).data) is not None
