"""Declarations for the DOCX tests, and readers that are not formgen's own (python-docx, lxml)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
from lxml import etree

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration, Department, Goal, Indicator, Operator
from formgen.declaration.profile import Profile
from formgen.layout.measures import docx_measures
from formgen.layout.plan import PagedForm, plan_form
from formgen.render.docx import render_docx
from formgen.views.form import FormView, view_form

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COLUMNS = ("level1", "level2", "level3", "operator", "target", "unit", "explanation", "scoring", "remark")

HOSTILE = (
    "<60%",
    "A & B",
    "a<b>c</b>",
    "{{ 7*7 }}",
    "{% if %}",
    "{%tr for x in y %}",
    "{# gone? #}",
    "95%<满意度<100%",
    "]]>",
    "&amp;&lt;&#60;",
    "“引号”‘单’\"直\"'撇'",
    "甲\t乙",
    "第一行\n第二行\n\n第四行",
    " 前后有空格  ",
    "㗊〇喆镕堃犇䶮㑇𬬻㛃",
    "<w:br/></w:t>",
    "a\u00a0b\u3000c",
    "\\n \\t %s {0} $1",
    "e\u0301 ﬁ ①② ≥≤ —— …… 10⁻³",
    "",
)
"""What people type, and what must come out as typed."""


@dataclass(frozen=True)
class Sample:
    """A form with its document."""

    declaration: Declaration
    view: FormView
    paged: PagedForm
    data: bytes


@cache
def hunan() -> Profile:
    return load_profile("hunan-2023")


def indicator(level1: str = "产出指标", level2: str = "数量指标", **values: object) -> Indicator:
    """A row with plain values, except those given."""
    plain: dict[str, object] = {
        "level3": "执法办案案件数",
        "operator": Operator.AT_LEAST,
        "target": Decimal("160"),
        "unit": "件",
        "explanation": "该指标主要考察执法办案案件情况",
        "scoring": "该指标分值为2分，按完成比例赋分",
    }
    return Indicator.model_validate({"level1": level1, "level2": level2, **plain, **values})


def declare(
    rows: Iterable[Indicator],
    *,
    name: str = "衡阳市市场监督管理局",
    duties: str = "一、负责市场监督管理。",
    goal: str = "一、深化商事制度改革。",
) -> Declaration:
    return Declaration(
        profile="hunan-2023",
        year=2023,
        department=Department(name=name, duties=duties),
        goal=Goal(annual=goal),
        indicators=tuple(rows),
    )


def make(declaration: Declaration, *, draft: bool = False, profile: Profile | None = None) -> Sample:
    """The document of a declaration, as the pipeline makes it."""
    profile = profile or hunan()
    places = {f"indicators[{i}].{key}": f"第 {i} 行 {key}" for i in range(200) for key in COLUMNS}
    view = view_form(declaration, profile, places, draft=draft)
    paged = plan_form(view, docx_measures(profile))
    return Sample(declaration, view, paged, render_docx(paged, profile))


@cache
def plain(rows: int = 30) -> Sample:
    """Three 二级 groups under two 一级, rows told apart by number, over more than one page."""
    groups = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标")]
    return make(
        declare(
            indicator(*groups[number * 3 // rows], level3=f"指标{number}", target=Decimal(number))
            for number in range(rows)
        )
    )


def printed(item: Indicator) -> list[str]:
    """The row's own cells (behind 一级 and 二级) as the form prints them."""
    values = [getattr(item, key) for key in COLUMNS[2:]]
    return [f"{value:f}" if isinstance(value, Decimal) else str(value) for value in values]


def open_docx(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def grid(table: docx.table.Table) -> list[list[str]]:
    """Texts of a table by python-docx, merged cells repeated over what they cover."""
    width = len(table.columns)
    cells = table._cells
    return [[cell.text for cell in cells[at : at + width]] for at in range(0, len(cells), width)]


def indicator_rows(data: bytes) -> list[list[str]]:
    """All rows of indicators of all pages, heads left out, by python-docx."""
    tables = [table for table in open_docx(data).tables if len(table.columns) == len(COLUMNS)]
    return [row for table in tables for row in grid(table)[2:]]


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def body(data: bytes) -> etree._Element:
    return part(data, "word/document.xml")


def rewrite(data: bytes, name: str, change: Callable[[etree._Element], None]) -> bytes:
    """The package with one part changed as a tree."""
    root = part(data, name)
    change(root)
    return replace_part(data, name, etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def replace_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()


def profile_with(template: bytes, folder: Path) -> Profile:
    """The profile with another Word template, as a user's own folder has it."""
    (folder / "form.docx").write_bytes(template)
    return hunan().model_copy(update={"folder": folder})


def old_template(*, own_words: bool = False) -> bytes:
    """The Word template of 0.2.0, which lays its tables by its own tags. own_words: with a line of the
    designer's in its loop over pages, which only these tags can print."""
    path = Path(__file__).parents[1] / "data/v0.2.0/profile/province-x-2023/form.docx"
    data = path.read_bytes()
    if not own_words:
        return data

    def change(root: etree._Element) -> None:
        loop = next(p for p in root.iter(f"{W}p") if "{%p for page in pages" in "".join(p.itertext()))
        words = etree.fromstring(etree.tostring(loop))
        next(words.iter(f"{W}t")).text = "本页由设计者添加"
        loop.addnext(words)

    return rewrite(data, "word/document.xml", change)
