"""What makes the file official and stable: paper, widths, heads, merges, fonts, properties, bytes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from formgen.declaration.profile import GROUP_COLUMNS
from tests.render.docx_samples import (
    W,
    body,
    declare,
    hunan,
    indicator,
    make,
    open_docx,
    part,
    plain,
)

DXA_PER_MM = 1440 / 25.4
ROOM_MM = 297 - 15 - 15


def tables():
    found = list(body(plain().data).iter(f"{W}tbl"))
    assert len(found) == 2  # the facts and the indicators
    return found


def width(element) -> int:
    return int(element.get(f"{W}w"))


def test_grid_cell_and_table_widths_agree_and_fill_the_room_exactly() -> None:
    for table in tables():
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        columns = [width(column) for column in table.iter(f"{W}gridCol")]
        assert sum(columns) == width(table.find(f"{W}tblPr/{W}tblW")) == round(ROOM_MM * DXA_PER_MM)
        for row in table.iter(f"{W}tr"):
            at = 0
            for cell in row.iter(f"{W}tcPr"):
                span = cell.find(f"{W}gridSpan")
                end = at + (int(span.get(f"{W}val")) if span is not None else 1)
                assert width(cell.find(f"{W}tcW")) == sum(columns[at:end])
                at = end
            assert at == len(columns)


def test_columns_are_as_wide_as_the_profile_says() -> None:
    columns = [width(column) for column in tables()[1].iter(f"{W}gridCol")]
    for column, found in zip(hunan().columns, columns, strict=True):
        assert abs(found - float(column.width) * DXA_PER_MM) <= 1


def test_both_head_rows_are_repeated_heads() -> None:
    for table in tables()[1:]:
        marked = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert marked[:2] == [True, True] and not any(marked[2:])


def test_the_form_flows_as_one_table_a_block_with_no_break_of_its_own() -> None:
    """Tables that touch are one to Word and LibreOffice, and the second one's heads would not repeat."""
    blocks = [block.tag.removeprefix(W) for block in body(plain(90).data).find(f"{W}body")]
    assert blocks == ["p", "p", "tbl", "p", "tbl", "p", "sectPr"]
    root = body(plain(90).data)
    assert not list(root.iter(f"{W}pageBreakBefore", f"{W}lastRenderedPageBreak"))
    assert not [item for item in root.iter(f"{W}br") if item.get(f"{W}type") == "page"]


def test_group_labels_are_really_merged() -> None:
    sample = plain()
    rows = list(tables()[1].iter(f"{W}tr"))[2:]
    for planned, row in zip(sample.view.table.rows, rows, strict=True):
        for column, cell in enumerate(row.iter(f"{W}tc")):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            own = planned[column]
            if column >= GROUP_COLUMNS or (own and own.rowspan == 1):
                assert merge is None
            elif own:
                assert merge.get(f"{W}val") == "restart"
            else:
                assert merge.get(f"{W}val") is None and not "".join(cell.itertext())


def test_only_a_row_taller_than_half_a_page_may_break() -> None:
    rows = [indicator(), indicator(scoring="完成率小于60%不得分；" * 182), indicator()]
    table = list(body(make(declare(rows)).data).iter(f"{W}tbl"))[1:]
    rows_xml = [row for one in table for row in list(one.iter(f"{W}tr"))[2:]]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows_xml] == [True, False, True]


def test_a_long_cell_and_long_duties_may_break_where_they_would_leave_half_a_page_empty() -> None:
    """1,500 characters in a column of 54 mm are more than half a page; 800 over the whole width are not."""
    sample = make(declare([indicator(scoring="完成率小于60%不得分；" * 125)], duties="市场监督管理。" * 115))
    fields, table = body(sample.data).iter(f"{W}tbl")
    whole = [
        row.find(f"{W}trPr/{W}cantSplit") is not None for one in (fields, table) for row in one.iter(f"{W}tr")
    ]
    assert whole == [True, True, True, True, True, False]


def test_alignment_follows_the_profile() -> None:
    row = list(tables()[1].iter(f"{W}tr"))[2]
    found = [cell.find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val") for cell in row.iter(f"{W}tc")]
    assert found == [column.align for column in plain().view.table.columns]
    assert {"left", "center"} <= set(found)


def test_paper_and_margins_are_the_profiles() -> None:
    section = open_docx(plain().data).sections[0]
    page = hunan().page
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((297, 210), abs=0.02)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    expected = (page.margin_top, page.margin_right, page.margin_bottom, page.margin_left)
    assert [margin.mm for margin in margins] == pytest.approx([float(m) for m in expected], abs=0.02)
    assert section.orientation == 1


def test_every_run_names_its_font_for_every_script_and_none_comes_from_a_theme() -> None:
    data = make(declare([indicator()]), draft=True).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        everything = {name: archive.read(name).decode() for name in names}
    assert not [name for name in names if "theme" in name]
    assert not [name for name, text in everything.items() if "asciiTheme" in text or "eastAsiaTheme" in text]
    seen = set()
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        for run in part(data, name).iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            named = {fonts.get(W + slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
            assert len(named) == 1 and None not in named
            seen |= named
    assert seen == {"方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"}


def test_fonts_sizes_and_lines_follow_the_profile() -> None:
    body_font = hunan().fonts.body.model_copy(
        update={"docx": "新宋体", "size": Decimal("10.5"), "line": Decimal("15")}
    )
    fonts = hunan().fonts.model_copy(update={"body": body_font})
    data = make(declare([indicator()]), profile=hunan().model_copy(update={"fonts": fonts})).data
    row = list(list(body(data).iter(f"{W}tbl"))[1].iter(f"{W}tr"))[2]
    assert {run.get(f"{W}eastAsia") for run in row.iter(f"{W}rFonts")} == {"新宋体"}
    style = next(s for s in open_docx(data).styles if s.name == "formgen body")
    assert (style.font.size.pt, style.paragraph_format.line_spacing.pt) == (10.5, 15)
    assert style.paragraph_format.line_spacing_rule == 4  # exactly


def test_the_title_is_there_for_navigation() -> None:
    style = next(s for s in open_docx(plain().data).styles if s.name == "formgen title")
    assert style.element.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"


def test_page_number_stands_between_dashes() -> None:
    footer = part(plain().data, "word/footer1.xml")
    assert "".join(text.text for text in footer.iter(f"{W}t")) == "— 1 —"
    assert "".join(item.text for item in footer.iter(f"{W}instrText")).strip() == "PAGE"


def test_properties_tell_title_department_and_language_and_no_date() -> None:
    properties = open_docx(plain().data).core_properties
    assert properties.title == "部门（单位）整体绩效目标申报表"
    assert properties.author == "衡阳市市场监督管理局"
    assert properties.language == "zh-CN"
    assert properties.created is None and properties.modified is None


@pytest.mark.parametrize("draft", [True, False])
def test_drafts_bear_their_mark_behind_every_page(draft: bool) -> None:
    data = make(declare([indicator()]), draft=draft).data
    header = part(data, "word/header1.xml")
    drawn = header.iter("{urn:schemas-microsoft-com:vml}textpath")
    marks = [item.get("string") for item in drawn if item.get("string")]
    assert marks == (["草稿"] if draft else [])
    references = list(body(data).iter(f"{W}headerReference"))
    assert [item.get(f"{W}type") for item in references] == ["default"]
    assert not list(body(data).iter(f"{W}titlePg"))


PROGRAM = """
import hashlib
from tests.render.docx_samples import plain
print(hashlib.sha256(plain().data).hexdigest())
"""


@pytest.mark.slow
def test_same_input_same_bytes_in_any_process_and_time_zone() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2"))
    }
    assert len(digests) == 1
    other = make(declare([indicator(unit="起")])).data
    assert other != make(declare([indicator()])).data  # the comparison can tell
