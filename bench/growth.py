"""How the cost of a form grows with its indicators: every step of the road, check and appendix included.

Goes out: milliseconds per indicator at 24, 240 and 2,400 of them, and what the last is of the first: 1 where a
step grows as its form does. Every round has another form, for an engine remembers the last one; Python collects
garbage at the pace of the program's own processes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

from bench.generate import make_declarations
from bench.peers import has
from bench.report import Report
from bench.timing import time_together
from formgen.base.collector import collect_rarely
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.fonts.chain import load_fonts
from formgen.inspect.docx import inspect_docx
from formgen.inspect.pdf import inspect_pdf
from formgen.layout.text import break_lines
from formgen.render.docx import render_docx
from formgen.render.engines import ENGINES, render_pdf
from formgen.run.plan_file import FileViews, plan_docx, plan_pdf, view_file
from formgen.run.prepare import Options, jobs_of, prepare
from formgen.scoring import score_declaration

SIZES = (24, 240, 2400)
_ROUNDS = {24: 15, 240: 5, 2400: 1}


@dataclass(frozen=True, slots=True)
class _Form:
    """A form with what each step needs of the one before."""

    declaration: Declaration
    toml: bytes
    views: FileViews
    docx: bytes
    pdf: bytes


def bench_growth(report: Report, profile: Profile) -> None:
    report.say("\n## 随指标数增长（每个指标的毫秒数）\n")
    report.say("| | " + " | ".join(f"{size} 个指标" for size in SIZES) + " | 2400 与 24 之比 |")
    report.say("|---|" + "---:|" * (len(SIZES) + 1))
    warm = {size: 1 if size < SIZES[-1] else 0 for size in SIZES}
    forms = {
        size: [_make(it, profile) for it in make_declarations(_ROUNDS[size] + warm[size], seed=1, rows=size)]
        for size in SIZES
    }
    for name, work in _steps(profile).items():
        each = []
        for size in SIZES:
            with _own_pace():
                timed = time_together({name: _in_turn(work, forms[size])}, _ROUNDS[size], warm[size])
            each.append(timed[name].median * 1000 / size)
        cells = " | ".join(f"{value:.2f}" for value in each)
        report.say(f"| {name} | {cells} | {each[-1] / each[0]:.2f} |")


@contextmanager
def _own_pace() -> Iterator[None]:
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _make(declaration: Declaration, profile: Profile) -> _Form:
    views = _views(declaration, profile)
    plan = plan_docx(views, profile)
    pages = plan_pdf(views, profile)
    assert pages.fonts is not None
    return _Form(
        declaration,
        declaration_toml(declaration, profile).encode(),
        views,
        render_docx(plan.form, profile, plan.appendix),
        render_pdf("typst", pages.form, pages.measures, pages.fonts, profile, pages.appendix),
    )


def _views(declaration: Declaration, profile: Profile) -> FileViews:
    sheet = score_declaration(declaration, profile, None)
    return view_file(declaration, profile, sheet, appendix="inside", draft=False)


def _steps(profile: Profile) -> dict[str, Callable[[_Form], object]]:
    """Each on the form with its appendix."""
    path, options = Path("form.toml"), Options(())

    def pdf(engine: str, form: _Form) -> bytes:
        pages = plan_pdf(form.views, profile)
        fonts = load_fonts(profile)
        return render_pdf(engine, pages.form, pages.measures, fonts, profile, pages.appendix)

    def docx(form: _Form) -> bytes:
        plan = plan_docx(form.views, profile)
        return render_docx(plan.form, profile, plan.appendix)

    def look_at_pdf(form: _Form) -> object:
        pages = plan_pdf(form.views, profile)
        faults = inspect_pdf(form.pdf, pages.form, pages.measures, profile, pages.appendix)
        assert not faults, faults[:3]
        return faults

    def look_at_docx(form: _Form) -> object:
        faults = inspect_docx(form.docx, form.views.form, plan_docx(form.views, profile).appendix)
        assert not faults, faults[:3]
        return faults

    return {
        "读": lambda form: jobs_of(form.toml, path, None),
        "读、审核、计分": lambda form: prepare(jobs_of(form.toml, path, None)[0], options),
        "评分细则": lambda form: _views(form.declaration, profile),
        "分页（含附件）": lambda form: plan_pdf(form.views, profile),
        "DOCX（含附件）": docx,
        "DOCX 逐格核对": look_at_docx,
        **{f"PDF，{engine}（含附件）": partial(pdf, engine) for engine in ENGINES if has(engine)},
        "PDF 逐格核对": look_at_pdf,
    }


def _in_turn(work: Callable[[_Form], object], forms: Sequence[_Form]) -> Callable[[], object]:
    """The work on the next form at every call, none of whose lines are remembered from an earlier step."""
    turn = cycle(forms)

    def first() -> object:
        break_lines.cache_clear()
        return work(next(turn))

    return first
