"""The appendix as files: valid Office Open XML, a tagged figure with its words, names, template faults."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree

from formgen.base.errors import DeclarationRefused, MissingResource, UnreadableInput
from formgen.declaration.load_profile import load_profile
from formgen.declaration.naming import appendix_stem, file_stem
from formgen.fonts.chain import load_fonts
from formgen.inspect.docx import inspect_docx
from formgen.inspect.pdf import inspect_pdf
from formgen.layout.appendix import plan_appendix
from formgen.layout.measures import docx_appendix_measures, docx_measures, pdf_measures
from formgen.layout.plan import plan_form
from formgen.render import typst
from formgen.render.chart_png import draw_png
from formgen.render.docx import render_docx
from formgen.render.pdf import render_pdf
from formgen.scoring import scoring_details
from formgen.views.appendix import view_appendix
from formgen.views.form import view_form
from tests.appendix.samples import docx_tables, make, seed, seed_declaration
from tests.render.docx_samples import body, declare, hunan, indicator, open_docx, plain
from tests.render.test_docx_validity import VALIDATORS


@pytest.mark.slow
@pytest.mark.parametrize("find_errors", VALIDATORS)
def test_documents_are_valid(find_errors, tmp_path: Path) -> None:
    samples = [
        seed(scored=True),
        seed(form=True),
        seed(scored=True, form=True, draft=True),
        make(declare([])),
    ]
    assert [find_errors(sample.docx, tmp_path) for sample in samples] == [[], [], [], []]


def test_every_text_is_set_in_its_own_type() -> None:
    """The line below the title is prose, the parts' headings are headings, in Word as in the PDF."""
    fonts = hunan().fonts
    wanted = {
        "附件：评分细则": fonts.title.docx,
        "衡阳市市场监督管理局（2023年度）": fonts.prose.docx,
        "一、分值构成": fonts.heading.docx,
        "数量指标": fonts.head.docx,
        "办法": fonts.head.docx,
        "执法办案案件数": fonts.body.docx,
    }
    found = {}
    for run in body(seed().docx).iter(qn("w:r")):
        words = "".join(text.text or "" for text in run.iter(qn("w:t")))
        if words:
            found[words] = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia"))
    assert {text: found[text] for text in wanted} == wanted


def test_heads_repeat_cells_are_merged_and_widths_add_up() -> None:
    document = open_docx(seed(scored=True).docx)
    for table in document.tables:
        properties = table._tbl.tr_lst[0].trPr
        assert properties.find(qn("w:tblHeader")) is not None
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) == sum(widths)
        for row in table._tbl.tr_lst[1:]:
            assert row.trPr.find(qn("w:cantSplit")) is not None
    assert any(cell.find(f".//{qn('w:vMerge')}") is not None for cell in body(seed().docx).iter(qn("w:tc")))


def test_adjacent_tables_are_parted() -> None:
    """LibreOffice merges tables that touch."""
    for block in body(seed(form=True).docx)[0]:
        following = block.getnext()
        if block.tag == qn("w:tbl") and following is not None:
            assert following.tag == qn("w:p")


def test_a_form_without_appendix_carries_no_picture() -> None:
    with zipfile.ZipFile(io.BytesIO(plain().data)) as archive:
        assert not [name for name in archive.namelist() if "media" in name]
        assert b"image" not in archive.read("word/_rels/document.xml.rels")


def test_the_picture_is_there_once_with_its_words() -> None:
    sample = seed(scored=True)
    with zipfile.ZipFile(io.BytesIO(sample.docx)) as archive:
        assert [name for name in archive.namelist() if "media" in name] == ["word/media/chart1.png"]
        assert archive.read("word/media/chart1.png") == draw_png(sample.docx_plan.drawings()[0])
    (about,) = [item for item in body(sample.docx).iter() if etree.QName(item).localname == "docPr"]
    assert "社会效益指标分值20、得分15" in about.get("descr", "")


def test_the_chart_is_a_figure_with_words() -> None:
    with pikepdf.open(io.BytesIO(seed(scored=True).pdf)) as document:
        figures = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        (figure,) = figures
        assert "社会效益指标分值20、得分15" in str(figure.get("/Alt"))
        assert not [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]


def test_bookmarks_lead_to_the_parts() -> None:
    with pikepdf.open(io.BytesIO(seed(form=True).pdf)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["部门（单位）整体绩效目标申报表", "附件：评分细则"]
        assert [item.title for item in outline.root[1].children] == ["一、分值构成", "二、评分办法"]


def test_names_of_files() -> None:
    assert appendix_stem(seed_declaration(), hunan()) == "2023_衡阳市市场监督管理局_评分细则"
    assert appendix_stem(seed_declaration(), hunan()) != file_stem(seed_declaration(), hunan())


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(MissingResource) as caught:
        make(declare([indicator(level3="指标𖠀")]))
    assert "𖠀" in str(caught.value) and "三级指标" in str(caught.value)


def test_control_characters_are_refused() -> None:
    with pytest.raises((DeclarationRefused, MissingResource)) as caught:
        make(declare([indicator(level3="指标\x07")]))
    assert "\x07" in str(caught.value) or "U+0007" in str(caught.value)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("{{ appendix.view.titel }}", "titel"),
        ("{% for %}", ""),
    ],
)
def test_faults_of_the_pdf_template_name_file_and_line(tmp_path: Path, damage: str, says: str) -> None:
    folder = tmp_path / "own"
    shutil.copytree(hunan().folder, folder)
    path = folder / "appendix.html"
    path.write_text(f"{{#- formgen-appendix 2 -#}}\n{damage}\n", encoding="utf-8")
    profile = hunan().model_copy(update={"folder": folder})
    fonts = load_fonts(profile)
    with pytest.raises(UnreadableInput) as caught:
        render_pdf(None, pdf_measures(profile, fonts.chains), fonts, profile, seed().pdf_plan)
    assert says in str(caught.value)
    assert "appendix.html 第 2 行" in str(caught.value)


def test_tables_stand_in_the_file_in_the_order_of_the_view() -> None:
    first = ["".join(table[0][0].split()) for table in docx_tables(seed(scored=True).docx)]
    assert first[:4] == ["总分", "二级指标", "一级指标", "三级指标"]


def test_lines_of_papers() -> None:
    """The frame is stronger than the lines within, and nothing is filled grey."""
    for table in open_docx(seed().docx).tables:
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        sizes = {item.tag: int(item.get(qn("w:sz"))) for item in borders}
        assert sizes[qn("w:top")] > sizes[qn("w:insideH")]
    assert not list(body(seed().docx).iter(qn("w:shd")))


OLD = Path(__file__).parents[1] / "data" / "v0.2.0" / "profile" / "province-x-2023"


@pytest.mark.slow
def test_a_folder_of_020_prints_the_present_appendix() -> None:
    """Its own templates lack the mark: its form is its own, the appendix the program's."""
    profile = load_profile(OLD)
    fonts = load_fonts(profile)
    measures = pdf_measures(profile, fonts.chains)
    details = scoring_details(seed_declaration(), profile)
    view = view_appendix(details, seed_declaration(), profile)
    plan = plan_appendix(view, measures)
    for engine in (render_pdf, typst.render_pdf):
        data = engine(None, measures, fonts, profile, plan)
        assert inspect_pdf(data, None, measures, profile, plan) == ()
    docx_plan = plan_appendix(view, docx_appendix_measures(profile))
    form = plan_form(view_form(seed_declaration(), profile), docx_measures(profile))
    data = render_docx(form, profile, docx_plan)
    assert inspect_docx(data, form.view, docx_plan) == ()
