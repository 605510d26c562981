"""Makes templates/hunan-2023/form.docx anew: `python tests/tools/make_docx_template.py [profile folder]`.

Only for beginning afresh: afterwards the file is a designer's, edited in Word or WPS. It is written from
bare XML so that nothing comes in from anyone's Normal.dotm: no theme, zh-CN, compatibility mode 15.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

from PIL import Image

from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import Profile
from formgen.layout.measures import CELL_PAD_X_MM, CELL_PAD_Y_MM
from formgen.render.docx_dress import dress_of, twips

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="{OFFICE}/relationships" xmlns:v="urn:schemas-microsoft-com:vml"'
    f' xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture" xmlns:wp="{DRAWING}/wordprocessingDrawing"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
JOINT = f"<w:pBdr><w:left {BORDER}/><w:right {BORDER}/></w:pBdr>"
SPACER = '<w:p><w:pPr><w:pStyle w:val="FormSpacer"/>{extra}</w:pPr></w:p>'


def make_template(profile: Profile) -> dict[str, str | bytes]:
    """Every part of the template, in the order of the package."""
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": package_relations(),
        "word/document.xml": document(profile),
        "word/_rels/document.xml.rels": document_relations(),
        "word/styles.xml": styles(profile),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(profile),
        "word/header1.xml": header(),
        "word/footer1.xml": footer(),
        "word/media/chart.png": placeholder(),
        "docProps/core.xml": core(profile),
        "docProps/app.xml": app(),
    }


def write_template(parts: Mapping[str, str | bytes], path: Path) -> None:
    """The package, the same bytes on any day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


# ── the document ─────────────────────────────────────────────────────────────────────────────────


def document(profile: Profile) -> str:
    """Title, year line, one sample per kind of block; then the appendix."""
    room = sum(column_widths(profile))
    body = [
        paragraph("{{ form.title }}", "FormTitle"),
        paragraph("{{ form.year_line }}", "FormYear"),
        formatted("{% sample line %}样例：一行文字", LINE_PROPERTIES),
        SPACER.format(extra=""),
        fields_sample(room),
        SPACER.format(extra=JOINT),
        table_sample(room),
        SPACER.format(extra=""),
        sign_sample(room),
        *appendix(),
        section(profile),
    ]
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"


LINE_PROPERTIES = '<w:pStyle w:val="FormProse"/><w:spacing w:before="57" w:after="57"/>'


def fields_sample(room: int) -> str:
    """A label and its value."""
    label = paragraph("{% sample fields %}{% look head %}样例：栏目名称", "FormHead")
    value = paragraph("{% look prose %}样例：填写的内容", "FormProse")
    grid = [room // 5, room - room // 5]
    return table(grid, [row([cell(label, grid[0]), cell(value, grid[1])])])


def table_sample(room: int) -> str:
    """Heads, a row of short values and prose, and a row of totals."""
    grid = [room // 3, room // 3, room - 2 * (room // 3)]
    heads = ("{% sample table %}{% look head %}样例：表头", "表头", "表头")
    values = (
        ("{% look body %}短的内容", "FormBody"),
        ("短的内容", "FormBody"),
        ("{% look prose %}长的内容", "FormProse"),
    )
    totals = (("合计", "FormHead"), ("{% look total %}合计数", "FormBody"), ("合计数", "FormBody"))
    return table(
        grid,
        [
            row(
                [cell(paragraph(text, "FormHead"), width) for text, width in zip(heads, grid, strict=True)],
                header=True,
            ),
            *(
                row([cell(paragraph(*text), width) for text, width in zip(texts, grid, strict=True)])
                for texts in (values, totals)
            ),
        ],
    )


def sign_sample(room: int) -> str:
    """An opinion box."""
    label = paragraph("{% sample sign %}{% look head %}样例：审核意见", "FormHead")
    box = paragraph("{% look prose %}样例：（盖章）　　年　月　日", "FormProse")
    grid = [room // 5, room - room // 5]
    return table(grid, [row([cell(label, grid[0]), cell(box, grid[1])])])


APPENDIX_WIDTH_MM = 267
PAPER_FRAME = 'w:val="single" w:sz="7" w:space="0" w:color="000000"'
PAPER_LINE = 'w:val="single" w:sz="3" w:space="0" w:color="000000"'
PAPER_PAD_MM = 0.3


def appendix() -> list[str]:
    """附件：评分细则, for each page its headings, texts, tables and chart. In a file of its own it stands
    below the title that every document begins with. appendix_version: that this template can print
    heads of several rows and cells over several columns."""
    title = '<w:pStyle w:val="FormTitle"/><w:pageBreakBefore/>'
    part = '<w:pStyle w:val="FormHeading"/><w:spacing w:before="140" w:after="40"/>'
    section = (
        '<w:pStyle w:val="FormHead"/><w:keepNext/><w:spacing w:before="80" w:after="20"/>'
        '<w:jc w:val="left"/><w:outlineLvl w:val="2"/>'
    )
    text = '<w:pStyle w:val="FormBody"/><w:spacing w:before="40" w:after="40"/>'
    kept = '<w:pStyle w:val="FormBody"/><w:keepNext/><w:spacing w:after="20"/>'
    blocks = {
        "block.level == 1": runs(part),
        "block.level == 2": runs(section),
        "block.kind == 'paragraph' and not block.keep": runs(text),
        "block.kind == 'paragraph' and block.keep": runs(kept),
        "block.kind == 'chart'": picture(),
        "block.kind == 'table'": paper_table() + SPACER.format(extra=""),
    }
    return [
        tag("{%p if appendix %}"),
        tag("{%p set appendix_version = 2 %}"),
        tag("{%p for page in appendix.pages %}"),
        tag("{%p if page.first and pages %}"),
        formatted("{{ appendix.title }}", title),
        paragraph("{{ appendix.subtitle }}", "FormYear"),
        tag("{%p elif not page.first %}"),
        SPACER.format(extra="<w:pageBreakBefore/>"),
        tag("{%p endif %}"),
        tag("{%p for block in page.blocks %}"),
        *(
            part
            for condition, content in blocks.items()
            for part in (tag(f"{{%p if {condition} %}}"), content, tag("{%p endif %}"))
        ),
        tag("{%p endfor %}"),
        tag("{%p endfor %}"),
        tag("{%p endif %}"),
    ]


def runs(properties: str) -> str:
    """A paragraph of runs, each in its own font."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>{run('{%r for part in block.runs %}')}"
        f"{run('{% font part.font %}{{ part.text }}')}{run('{%r endfor %}')}</w:p>"
    )


def paper_table() -> str:
    """One table for all of the appendix's: rows of heads and of cells, as many columns as there are."""
    width = twips(APPENDIX_WIDTH_MM)
    one = "{% cell cell %}{{ cell.text }}"
    rows = [
        tag_row("{%tr for row in block.heads %}", [width]),
        row(cell_loop("{% grid block.widths %}" + one, width), header=True),
        tag_row("{%tr endfor %}", [width]),
        tag_row("{%tr for row in block.rows %}", [width]),
        row(cell_loop("{% keep row.keep %}" + one, width)),
        tag_row("{%tr endfor %}", [width]),
    ]
    return table([width], rows, frame=PAPER_FRAME, line=PAPER_LINE, pad_y=PAPER_PAD_MM)


def cell_loop(text: str, width: int) -> list[str]:
    return [
        cell(paragraph("{%tc for cell in row.cells %}", "FormBody"), width),
        cell(paragraph(text, "FormBody"), width),
        cell(paragraph("{%tc endfor %}", "FormBody"), width),
    ]


def picture() -> str:
    """The chart. The picture here only shows the designer where it goes."""
    size = 'cx="6480000" cy="2160000"'
    drawn = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="1" name="chart" descr=""/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="chart"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rId6"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="FormPicture"/></w:pPr>'
        f"{run('{% picture block.picture %}')}<w:r>{drawn}</w:r></w:p>"
    )


def placeholder() -> bytes:
    """A grey rectangle."""
    out = io.BytesIO()
    Image.new("L", (60, 20), 220).save(out, "PNG")
    return out.getvalue()


def column_widths(profile: Profile) -> list[int]:
    edges = [0.0]
    for column in profile.columns:
        edges.append(edges[-1] + float(column.width))
    return [twips(right) - twips(left) for left, right in pairwise(edges)]


def table(
    grid: Sequence[int],
    rows: Sequence[str],
    *,
    frame: str = BORDER,
    line: str = BORDER,
    pad_y: float = CELL_PAD_Y_MM,
) -> str:
    sides = "".join(f"<w:{side} {frame}/>" for side in ("top", "left", "bottom", "right"))
    sides += "".join(f"<w:{side} {line}/>" for side in ("insideH", "insideV"))
    margins = "".join(
        f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>'
        for side, width in (
            ("top", pad_y),
            ("left", CELL_PAD_X_MM),
            ("bottom", pad_y),
            ("right", CELL_PAD_X_MM),
        )
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(cells: Sequence[str], *, header: bool = False) -> str:
    mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{mark}{''.join(cells)}</w:tr>"


def tag_row(text: str, grid: Sequence[int]) -> str:
    return row([cell(paragraph(text, "FormBody"), sum(grid), span=len(grid))])


def cell(content: str, width: int, *, span: int = 1) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def paragraph(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


def formatted(text: str, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def tag(text: str) -> str:
    return paragraph(text, "FormBody")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def section(profile: Profile) -> str:
    dress = dress_of(profile)
    top, right, bottom, left = dress.margins
    width, height = dress.paper
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{twips(8)}" w:footer="{twips(8)}" w:gutter="0"/><w:pgNumType w:start="1"/></w:sectPr>'
    )


# ── header and footer ────────────────────────────────────────────────────────────────────────────


def header() -> str:
    """Empty, but for a draft: 草稿 as WordArt behind the text, which Word, WPS and LibreOffice all show."""
    shape_type = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
        '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
        '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>'
        '<v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
        ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
    )
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:380pt;height:190pt;rotation:330;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    letters = quoteattr('font-family:"黑体";font-size:1pt', {'"': "&quot;"})
    shape = (
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="草稿"'
        f' style="{place}" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:textpath style={letters} string="草稿"/><w10:wrap anchorx="margin" anchory="margin"/></v:shape>'
    )
    drawn = (
        '<w:p><w:pPr><w:pStyle w:val="FormSpacer"/></w:pPr><w:r><w:rPr><w:noProof/></w:rPr>'
        f"<w:pict>{shape_type}{shape}</w:pict></w:r></w:p>"
    )
    body = tag("{%p if form.draft %}") + drawn + tag("{%p endif %}") + SPACER.format(extra="")
    return f"{HEAD}<w:hdr {NAMESPACES}>{body}</w:hdr>"


def footer() -> str:
    """— 1 — in the middle."""
    field = "".join(
        f"<w:r>{content}</w:r>"
        for content in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    number = (
        '<w:p><w:pPr><w:pStyle w:val="FormBody"/><w:jc w:val="center"/></w:pPr>'
        f"{run('— ')}{field}{run(' —')}</w:p>"
    )
    return f"{HEAD}<w:ftr {NAMESPACES}>{number}</w:ftr>"


# ── styles, settings, fonts ──────────────────────────────────────────────────────────────────────


def styles(profile: Profile) -> str:
    """Names are part of the contract with the program: it sets font, size and line of the first four."""
    dress = {kind.use: kind for kind in dress_of(profile).types}
    body = dress["body"]

    def style(style_id: str, name: str, use: str, paragraph_extra: str = "", outline: str = "") -> str:
        kind = dress[use]
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/>'
            f'<w:pPr><w:spacing w:line="{kind.line}" w:lineRule="exact"/>{paragraph_extra}{outline}</w:pPr>'
            f"<w:rPr>{fonts(kind.font)}{sizes(kind.size)}</w:rPr></w:style>"
        )

    centred = '<w:jc w:val="center"/>'
    heading = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormHeading"><w:name w:val="formgen heading"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:spacing w:before="120" w:after="60" w:line="{dress["heading"].line}" w:lineRule="exact"/>'
        f'<w:outlineLvl w:val="1"/></w:pPr><w:rPr>{fonts(dress["heading"].font)}{sizes(dress["heading"].size)}'
        "</w:rPr></w:style>"
    )
    # A picture stands on a line as high as itself.
    shown = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormPicture"><w:name w:val="formgen picture"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:spacing w:before="120" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>'
        "</w:style>"
    )
    year = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormYear"><w:name w:val="formgen year"/>'
        '<w:basedOn w:val="FormProse"/><w:qFormat/>'
        '<w:pPr><w:spacing w:after="80"/><w:jc w:val="center"/></w:pPr></w:style>'
    )
    spacer = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormSpacer">'
        '<w:name w:val="formgen spacer"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>'
        f"<w:rPr>{sizes(2)}</w:rPr></w:style>"
    )
    # Set on Normal and not only as defaults: LibreOffice does not read all of them there. No space is
    # added between Chinese and digits, for the plan counts lines without it.
    typesetting = (
        '<w:widowControl w:val="0"/><w:suppressAutoHyphens/><w:kinsoku/><w:overflowPunct w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{body.line}"'
        ' w:lineRule="exact"/>'
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W_NS}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(body.font)}'
        f'{sizes(body.size)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{typesetting}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        + style("FormTitle", "formgen title", "title", centred, '<w:outlineLvl w:val="0"/>')
        + style("FormHead", "formgen head", "head", centred)
        + style("FormBody", "formgen body", "body")
        + style("FormProse", "formgen prose", "prose")
        + heading
        + shown
        + year
        + spacer
        + "</w:styles>"
    )


def fonts(name: str) -> str:
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'
    )


def sizes(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def settings() -> str:
    options = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", "15"),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
            ("differentiateMultirowTableHeaders", "1"),
        )
    )
    return (
        f'{HEAD}<w:settings xmlns:w="{W_NS}"><w:zoom w:percent="100"/><w:hideSpellingErrors/>'
        '<w:hideGrammaticalErrors/><w:defaultTabStop w:val="420"/><w:autoHyphenation w:val="0"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{options}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def font_table(profile: Profile) -> str:
    """Kind and stand-in of each font, for machines that lack it."""
    stand_ins = {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋"}
    families = {"黑体": "modern", "仿宋_GB2312": "modern"}
    entries = []
    for name in dict.fromkeys(kind.font for kind in dress_of(profile).types):
        other = f'<w:altName w:val="{stand_ins[name]}"/>' if name in stand_ins else ""
        entries.append(
            f'<w:font w:name="{name}">{other}<w:charset w:val="86"/>'
            f'<w:family w:val="{families.get(name, "auto")}"/><w:pitch w:val="variable"/></w:font>'
        )
    return f'{HEAD}<w:fonts xmlns:w="{W_NS}">{"".join(entries)}</w:fonts>'


# ── the package ──────────────────────────────────────────────────────────────────────────────────


def content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/word/header1.xml": f"{word}.header+xml",
        "/word/footer1.xml": f"{word}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    listed = "".join(f'<Override PartName="{k}" ContentType="{v}"/>' for k, v in overrides.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{listed}</Types>'
    )


def relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{package}">{listed}</Relationships>'


def package_relations() -> str:
    core_kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return relations(
        [
            (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            (core_kind, "docProps/core.xml"),
            (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ]
    )


def document_relations() -> str:
    kinds = [("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable")]
    parts = [*kinds, ("header", "header1"), ("footer", "footer1")]
    targets = [(f"{OFFICE}/relationships/{kind}", f"{name}.xml") for kind, name in parts]
    return relations([*targets, (f"{OFFICE}/relationships/image", "media/chart.png")])


def core(profile: Profile) -> str:
    return (
        f"{HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{profile.title}（模板）</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def app() -> str:
    application = "<Application>formgen</Application>"
    return f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties">{application}</Properties>'


if __name__ == "__main__":
    chosen = load_profile(*sys.argv[1:2])
    write_template(make_template(chosen), chosen.folder / "form.docx")
