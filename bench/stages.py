"""Where the time of a form's road goes, and that nothing of it was passed over.

Goes out: milliseconds by stage; and the assurance that every cell of the pages was inspected: each is changed in the
plan, once, and must be missed in the PDF.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.report import Report
from bench.timing import Made, at_own_pace
from formgen.declaration.profile import Profile
from formgen.inspect.docx import inspect_docx
from formgen.inspect.pdf import expect_pages, inspect_structure, inspect_text
from formgen.render.docx import render_docx
from formgen.render.engines import render_pdf
from formgen.render.finish import finish_pdf
from formgen.render.finish_docx import finish_docx
from formgen.run.plan_file import plan_docx, plan_pdf, view_file
from formgen.run.prepare import Options, jobs_of, prepare
from formgen.views.file_facts import describe_file


def bench_stages(report: Report, source: Path, profile: Profile, engine: str, rounds: int) -> None:
    """source: a TOML form; each round gives it another name."""
    text = source.read_text(encoding="utf-8")
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 2):
        changed = re.sub(r"(?m)^name = .*$", f'name = "衡阳市市场监督管理局第{number}分局"', text, count=1)
        stages = at_own_pace(partial(_road, changed.encode(), profile, engine))()
        if number >= 2:
            for name, seconds in stages.items():
                spent[name].append(seconds)
    whole = sum(median(times) for times in spent.values())
    report.say(f"\n## 时间用在哪里（一份表的全程，{engine}，一步接一步）\n")
    report.say("| | 中位数 | 所占 |")
    report.say("|---|---:|---:|")
    for name, times in spent.items():
        report.say(f"| {name} | {median(times) * 1000:.1f} ms | {median(times) / whole:.0%} |")


def _road(data: bytes, profile: Profile, engine: str) -> dict[str, float]:
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Made]) -> Made:
        start = time.perf_counter()
        made = work()
        spent[name] = spent.get(name, 0.0) + time.perf_counter() - start
        return made

    job = timed("读", lambda: jobs_of(data, Path("form.toml"), None)[0])
    prepared = timed("审核、计分", lambda: prepare(job, Options(engine=engine)))
    declaration = prepared.reading.declaration
    views = timed(
        "评分细则",
        lambda: view_file(declaration, profile, prepared.sheet, appendix="inside", draft=False),
    )
    facts = timed("数据和属性", lambda: describe_file(declaration, profile, appendix="inside"))
    plan = timed("分页", lambda: plan_docx(views, profile))
    docx = timed("DOCX", lambda: finish_docx(render_docx(plan.form, profile, plan.appendix), facts))
    assert not timed("DOCX 逐格核对", lambda: inspect_docx(docx, views.form, plan.appendix))
    pages = timed("分页", lambda: plan_pdf(views, profile))
    fonts = pages.fonts
    assert fonts is not None
    drawn = timed(
        "PDF",
        lambda: render_pdf(engine, pages.form, pages.measures, fonts, profile, pages.appendix),
    )
    faults: list[Any] = []
    pdf = timed(
        "PDF 收尾和结构核对",
        lambda: finish_pdf(
            drawn,
            facts,
            lambda file, cells: faults.extend(
                inspect_structure(file, cells, pages.form, profile, pages.appendix)
            ),
        ),
    )
    faults += timed(
        "PDF 逐格核对", lambda: inspect_text(pdf, pages.form, pages.measures, profile, pages.appendix)
    )
    assert not faults, faults[:3]
    return spent


def assert_all_inspected(source: Path, profile: Profile) -> int:
    """The number of cells, each of which was inspected: a plan that differs from the PDF in that one cell must be
    told. Raises AssertionError for a cell that nobody looked at."""
    job = jobs_of(source.read_bytes(), source, None)[0]
    prepared = prepare(job, Options(engine="typst"))
    views = view_file(prepared.reading.declaration, profile, prepared.sheet, appendix="inside", draft=False)
    pages = plan_pdf(views, profile)
    assert pages.fonts is not None and pages.form is not None
    drawn = render_pdf("typst", pages.form, pages.measures, pages.fonts, profile, pages.appendix)
    looked = sum(
        box.cell is not None
        for boxes, _ in expect_pages(pages.form, pages.appendix, pages.measures, profile)
        for box in boxes
    )
    cells = 0
    for page_at, page in enumerate(pages.form.pages):
        for table_at, table in enumerate(page.tables):
            for row_at, row in enumerate(table.rows):
                for cell_at, cell in enumerate(row.cells):
                    if cell is None or not cell.text:
                        continue
                    cells += 1
                    other = replace(cell, text=f"{cell.text}异")
                    row_now = replace(row, cells=(*row.cells[:cell_at], other, *row.cells[cell_at + 1 :]))
                    rows = (*table.rows[:row_at], row_now, *table.rows[row_at + 1 :])
                    tables = (
                        *page.tables[:table_at],
                        replace(table, rows=rows),
                        *page.tables[table_at + 1 :],
                    )
                    changed = (
                        *pages.form.pages[:page_at],
                        replace(page, tables=tables),
                        *pages.form.pages[page_at + 1 :],
                    )
                    form = replace(pages.form, pages=changed)
                    told = inspect_text(drawn, form, pages.measures, profile, pages.appendix)
                    assert told, f"nobody looked at {cell.cell.field or cell.text}"
    assert looked >= cells
    return cells
