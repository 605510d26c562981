"""The peers, each as its own documentation shows it, on the same declaration.

`docx_peers` and `pdf_peers` give callables by name; a peer that this machine lacks is named in the second
value with the reason.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from formgen.declaration.profile import Profile
from formgen.fonts.chain import FontSet
from formgen.fonts.find import BUNDLED, find_font
from formgen.layout.measures import pdf_measures
from formgen.layout.plan import PagedForm
from formgen.render.html import render_html
from formgen.render.ruled import PICTURE_SCHEME
from formgen.views.form import FormView

Peers = dict[str, Callable[[], object]]
Missing = dict[str, str]


def docx_peers(view: FormView) -> Peers:
    """docxtpl with a template of nine tagged columns; python-docx cell by cell."""
    from docx import Document
    from docxtpl import DocxTemplate

    folder = Path(tempfile.mkdtemp(prefix="formgen-bench-"))
    template = folder / "peer.docx"
    width = len(view.table.columns)
    document = Document()
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{{ year_line }}")
    facts = document.add_table(rows=3, cols=2)
    for index, row in enumerate(facts.rows):
        row.cells[0].text, row.cells[1].text = f"{{{{ facts[{index}][0] }}}}", f"{{{{ facts[{index}][1] }}}}"
    table = document.add_table(rows=4, cols=width)
    for number, column in enumerate(view.table.columns):
        table.rows[0].cells[number].text = column.heading
        table.rows[2].cells[number].text = f"{{{{ row[{number}] }}}}"
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.save(str(template))
    rows = [["" if cell is None else cell.text for cell in row] for row in view.table.rows]
    values = [[cell.text for cell in row if cell] for row in view.facts.rows]

    def by_docxtpl() -> bytes:
        out, form = BytesIO(), DocxTemplate(template)
        form.render(
            {"title": view.title, "year_line": view.year_line, "facts": values, "rows": rows}, autoescape=True
        )
        form.save(out)
        return out.getvalue()

    def by_python_docx() -> bytes:
        out, form = BytesIO(), Document()
        form.add_heading(view.title, 0)
        form.add_paragraph(view.year_line)
        top = form.add_table(rows=0, cols=2)
        for value in values:
            cells = top.add_row().cells
            cells[0].text, cells[1].text = value
        body = form.add_table(rows=1, cols=width)
        for number, column in enumerate(view.table.columns):
            body.rows[0].cells[number].text = column.heading
        for texts in rows:
            cells = body.add_row().cells
            for number, text in enumerate(texts):
                cells[number].text = text
        form.save(out)
        return out.getvalue()

    return {"docxtpl": by_docxtpl, "python-docx 逐格": by_python_docx}


def plain_sources(paged: PagedForm, fonts: FontSet, profile: Profile) -> tuple[str, str]:
    """HTML and CSS of the form for WeasyPrint as anybody would write them: the same HTML, fonts and pages,
    the fonts by @font-face from their original files, the lines of tables as borders of their cells."""
    html = render_html(paged, None, pdf_measures(profile, fonts.chains), profile, ["body"])
    html = re.sub(rf"border-image:url\({PICTURE_SCHEME}:[^;]*;", "", html)
    page = profile.page
    margins = " ".join(f"{getattr(page, f'margin_{side}')}mm" for side in ("top", "right", "bottom", "left"))
    rules = [f"@page {{ size: {page.width}mm {page.height}mm; margin: {margins} }}"]
    for family in BUNDLED:
        file = find_font(family, profile.folder)
        assert file is not None
        rules.append(f"@font-face {{ font-family: '{family}'; src: url('{file.path.as_uri()}') }}")
    for use, chain in fonts.chains.items():
        size = getattr(profile.fonts, use)
        family = next(face.file.family for face in reversed(chain.faces) if "Noto" in face.file.family)
        kind = f"font-family: '{family}'; font-size: {size.size}pt; line-height: {size.line}pt"
        rules.append(f".type-{use} {{ {kind} }}")
        if use == "body":
            rules.append(f"html {{ {kind} }} @page {{ @bottom-center {{ font-family: '{family}' }} }}")
    rules.append("table.paper { border-collapse: collapse !important }")
    rules.append("th, td { border: 0.5pt solid black !important; padding: 0 1.2mm !important }")
    rules.append((profile.folder / "form.css").read_text(encoding="utf-8"))
    return html, "\n".join(rules)


def weasyprint_plain(paged: PagedForm, fonts: FontSet, profile: Profile) -> Callable[[], object]:
    """WeasyPrint as its documentation has it for @font-face: HTML and CSS in, PDF out, the same PDF/A
    variant, untagged."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    html, css = plain_sources(paged, fonts, profile)

    def work() -> bytes:
        font_config = FontConfiguration()
        sheet = CSS(string=css, font_config=font_config)
        data: bytes = HTML(string=html).write_pdf(
            stylesheets=[sheet], font_config=font_config, pdf_variant="pdf/a-3u"
        )
        return data

    return work


def libreoffice(docx: bytes) -> tuple[Callable[[], object] | None, str]:
    """soffice --convert-to pdf of the finished DOCX; None and the reason where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None, "LibreOffice 未安装"
    folder = Path(tempfile.mkdtemp(prefix="formgen-bench-"))
    (folder / "form.docx").write_bytes(docx)

    # A profile of its own: another soffice that runs would take the job over.
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def work() -> object:
        command = [
            program,
            own,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "form.docx"),
        ]
        return subprocess.run(command, check=True, capture_output=True)

    return work, ""


def has(package: str) -> bool:
    """Whether this Python has the package."""
    return find_spec(package) is not None
