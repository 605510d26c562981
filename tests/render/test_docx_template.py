"""A designer's template: what is wrong in it is said with its place, and it can reach nothing."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from formgen.base.errors import UnreadableInput
from formgen.render.docx import render_docx
from tests.render.docx_samples import (
    body,
    declare,
    hunan,
    indicator,
    indicator_rows,
    make,
    open_docx,
    printed,
    profile_with,
    replace_part,
)

TITLE = "{{ form.title }}"
TITLE_PLACE = "正文第 1 段"


def with_template(folder: Path, old: str, new: str, name: str = "word/document.xml"):
    """The profile with its template's `old` replaced by `new`."""
    data = (hunan().folder / "form.docx").read_bytes()
    with zipfile.ZipFile(hunan().folder / "form.docx") as archive:
        xml = archive.read(name).decode()
    assert old in xml, f"{old} is not in {name}"
    return profile_with(replace_part(data, name, xml.replace(old, new, 1).encode()), folder)


def faults_of(profile):
    with pytest.raises(UnreadableInput) as refused:
        render_docx(make(declare([indicator(), indicator()])).paged, profile)
    assert str(profile.folder) in refused.value.message
    return refused.value.faults


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
    (fault,) = faults_of(with_template(tmp_path, old, new, f"word/{name}.xml"))
    assert fault.place == place


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
    faults = faults_of(with_template(tmp_path, "{%tr for row in page.rows %}", "{% for row in page.rows %}"))
    assert any("不在同一层" in fault.message and "{%tr endfor %}" in fault.message for fault in faults)


def test_words_that_would_vanish_with_their_row_are_refused(tmp_path: Path) -> None:
    faults = faults_of(
        with_template(tmp_path, "{%tr for row in page.rows %}", "{%tr for row in page.rows %}合计")
    )
    assert any("合计" in fault.message and "也会丢失" in fault.message for fault in faults)


def test_a_row_that_does_not_fill_the_table_is_refused(tmp_path: Path) -> None:
    faults = faults_of(with_template(tmp_path, '<w:gridSpan w:val="9"/>', '<w:gridSpan w:val="8"/>'))
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
    [(None, "找不到"), (b"", "不是有效的"), (b"PK\x03\x04 torn", "不是有效的")],
)
def test_a_template_that_is_none_is_said(tmp_path: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / "form.docx").write_bytes(content)
    profile = hunan().model_copy(update={"folder": tmp_path})
    with pytest.raises(UnreadableInput, match=says):
        render_docx(make(declare([indicator()])).paged, profile)


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
    assert "{{ row.scoring }}" in document.tables[1].cell(3, 7).text
    assert indicator_rows(make(declare([indicator()])).data)[0][2:] == printed(indicator())
    assert body(make(declare([indicator()])).data) is not None
