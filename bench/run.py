"""`make bench`: formgen beside its peers, in one run, on the same declarations.

Prints a table per question and writes them to bench/results.md. Ratios are of medians; the spread is half
the distance of the quartiles. Peers that a machine lacks are said to be missing.

    python -m bench.run [--quick] [-o FILE]
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count, cycle
from pathlib import Path

from bench.cluster import CLUSTER, LOCAL, cluster_times
from bench.growth import bench_growth
from bench.many import bench_many
from bench.page import page_times
from bench.peers import docx_peers, has, libreoffice, weasyprint_plain
from bench.report import Report
from bench.stages import assert_all_inspected, bench_stages
from bench.timing import at_own_pace, run_python, time_together
from formgen.declaration.load_profile import load_profile
from formgen.fonts.chain import load_fonts
from formgen.layout.measures import docx_measures, pdf_measures
from formgen.layout.plan import plan_form
from formgen.render.chart_png import draw_png
from formgen.render.docx import render_docx
from formgen.render.engines import ENGINES, render_pdf
from formgen.render.finish import finish_pdf
from formgen.results.events import Reviewed, now
from formgen.results.folder import ResultsFolder, without_profile
from formgen.run.prepare import Options, read_jobs
from formgen.run.produce import produce
from formgen.sources.build import build
from formgen.views.file_facts import describe_file
from formgen.views.form import FormView, view_form

SEED_FORM = Path("inputs/hengyang-2023.toml")
PROFILE = load_profile()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--forms", type=int, default=0, help="forms of a folder")
    parser.add_argument("-o", "--output", type=Path, default=Path("bench/results.md"))
    chosen = parser.parse_args()
    compileall.compile_dir("formgen", quiet=1)  # as an installed program is
    rounds = 5 if chosen.quick else 15
    report = Report()
    report.say("# 速度：与同类在同一次运行里并排量\n")
    report.say(
        f"{date.today():%Y 年 %m 月 %d 日}，{_machine()}，Python {platform.python_version()}。`make bench` 重做。"
        "formgen 按自己的节奏回收内存，同类按 Python 原来的，都和各自平时一样。"
    )
    bench_docx(report, rounds)
    bench_pdf(report, rounds)
    bench_road(report, rounds)
    bench_stages(report, SEED_FORM, PROFILE, "typst", rounds)
    cells = assert_all_inspected(SEED_FORM, PROFILE)
    report.say(f"\n样例表 {cells} 格，逐格改动都被核对出来。")
    bench_ofd(report, rounds)
    bench_page(report, rounds)
    bench_cold(report, 3 if chosen.quick else 7)
    bench_growth(report, PROFILE)
    bench_many(report, PROFILE, chosen.forms or (16 if chosen.quick else 200))
    bench_cluster(report, 240, 1 if chosen.quick else 3)  # of fewer the way to the scheduler is most
    chosen.output.write_text("\n".join(report.lines) + "\n", encoding="utf-8")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(os.sched_getaffinity(0))} 核 x86-64 虚拟机，内存 {memory:.0f} GB，{platform.system()}"


def _seed_views(count: int) -> list[FormView]:
    """The sample form and forms like it, each with another name and other numbers: an engine that
    remembers the last document gains nothing."""
    reading = build(read_jobs(SEED_FORM, None)[0].raw)
    views = []
    for number in range(count):
        rows = tuple(
            row.model_copy(update={"target": row.target + number}) if isinstance(row.target, Decimal) else row
            for row in reading.declaration.indicators
        )
        name = f"{reading.declaration.department.name}第{number}分局"
        department = reading.declaration.department.model_copy(update={"name": name})
        changed = reading.declaration.model_copy(update={"department": department, "indicators": rows})
        views.append(view_form(changed, PROFILE))
    return views


def _each(work: Callable[[FormView], object], views: Sequence[FormView]) -> Callable[[], object]:
    """The work on the next view at every call."""
    turn = cycle(views)
    return lambda: work(next(turn))


def _in_turn(works: Sequence[Callable[[], object]]) -> Callable[[], object]:
    turn = cycle(works)
    return lambda: next(turn)()


def bench_docx(report: Report, rounds: int) -> None:
    views = _seed_views(8)
    measures = docx_measures(PROFILE)
    ours = at_own_pace(_each(lambda view: render_docx(plan_form(view, measures), PROFILE), views))
    timed = time_together({"formgen": ours, **docx_peers(views[0])}, 4 * rounds)
    report.table("一份 DOCX（样例表，不含附件）", timed, "docxtpl")


def bench_pdf(report: Report, rounds: int) -> None:
    views = _seed_views(rounds + 2)
    facts = describe_file(build(read_jobs(SEED_FORM, None)[0].raw).declaration, PROFILE)
    fonts = load_fonts(PROFILE)
    measures = pdf_measures(PROFILE, fonts.chains)
    base = "WeasyPrint 原样（无标签，3u）"

    def rendered(engine: str, view: FormView) -> bytes:
        return render_pdf(engine, plan_form(view, measures), measures, fonts, PROFILE)

    plain = _in_turn([weasyprint_plain(plan_form(view, measures), fonts, PROFILE) for view in views])
    candidates = {base: plain}
    for name in filter(has, ENGINES):
        candidates[f"formgen，{name}（带标签，3a）"] = at_own_pace(_each(partial(rendered, name), views))
        candidates[f"formgen，{name}，加收尾（压缩、数据附件、元数据）"] = at_own_pace(
            _each(lambda view, name=name: finish_pdf(rendered(name, view), facts), views)
        )
    timed = time_together(candidates, rounds)
    office, why = libreoffice(render_docx(plan_form(views[0], docx_measures(PROFILE)), PROFILE))
    if office is not None:
        timed |= time_together({"LibreOffice 转 DOCX（整个进程）": office}, max(3, rounds // 5), warm=1)
    report.table("一份 PDF（同一份 HTML，同样的页，每次换一份数据）", timed, base)
    missing = {"LibreOffice": why, "Typst": "" if has("typst") else "Typst 未安装"}
    for name, reason in missing.items():
        if reason:
            report.say(f"\n{name}：没有量，{reason}。")


def bench_road(report: Report, rounds: int) -> None:
    views = _seed_views(rounds + 2)
    fonts = load_fonts(PROFILE)
    measures = pdf_measures(PROFILE, fonts.chains)
    base = "WeasyPrint 原样，只有表"
    plain = _in_turn([weasyprint_plain(plan_form(view, measures), fonts, PROFILE) for view in views])
    text = SEED_FORM.read_text(encoding="utf-8")

    def road(engine: str) -> Callable[[], object]:
        number = count()

        def work() -> object:
            with tempfile.TemporaryDirectory() as folder:
                name = f'name = "衡阳市市场监督管理局第{next(number)}分局"'
                path = Path(folder) / "form.toml"
                path.write_text(re.sub(r"(?m)^name = .*$", name, text, count=1), encoding="utf-8")
                draw_png.cache_clear()  # each form has points, and so a chart, of its own
                product = produce(read_jobs(path, None)[0], Options(engine=engine))
                with ResultsFolder(Path(folder) / "out") as ledger:
                    outcome = without_profile(product.outcome)
                    ledger.publish(product, Reviewed(now(), str(path), product.filed, 1, outcome))
            return product

        return work

    candidates = {base: plain}
    candidates |= {f"formgen 全程，{name}": at_own_pace(road(name)) for name in ENGINES if has(name)}
    timed = time_together(candidates, rounds)
    note = "全程：读、审核、计分、排版、DOCX 和 PDF（都含附件）、核对、发布。"
    report.table("一份表的全程", timed, base, note)


def bench_ofd(report: Report, rounds: int) -> None:
    """The OFD beside the PDF of the same form, both read back."""
    text = SEED_FORM.read_text(encoding="utf-8")
    number = count()

    def made(*formats: str) -> Callable[[], object]:
        def work() -> object:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "form.toml"
                name = f'name = "衡阳市市场监督管理局第{next(number)}分局"'
                path.write_text(re.sub(r"(?m)^name = .*$", name, text, count=1), encoding="utf-8")
                return produce(read_jobs(path, None)[0], Options(formats, appendix="none", engine="typst"))

        return work

    base = "PDF，typst"
    timed = time_together({base: at_own_pace(made("pdf")), "OFD": at_own_pace(made("ofd"))}, rounds)
    report.table("一份 OFD（读、审核、计分、排版、核对，不含附件）", timed, base)


def bench_page(report: Report, rounds: int) -> None:
    report.say("\n## 填报台（热的，样例表，从请求到全部收到）\n")
    timed, memory = page_times(rounds)
    report.say("| | 中位数 | 离散 |")
    report.say("|---|---:|---:|")
    for name, times in timed.items():
        spread = f"±{times.spread:.0%}" if len(times.runs) > 1 else "一次"
        report.say(f"| {name} | {times.median:.2f} 秒 | {spread} |")
    report.say(f"| 最大内存（不含审核用的进程） | {memory:.0f} MB | |")


def bench_cold(report: Report, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder) / "plain_only.py"
        html.write_text(_bare_script(Path(folder)), encoding="utf-8")
        number = count()

        def build(*options: str) -> Callable[[], object]:
            """Into a folder of its own each time: an unchanged form is not printed again."""

            def work() -> object:
                out = str(Path(folder) / f"out{next(number)}")
                return run_python(["-m", "formgen", "build", str(SEED_FORM), "-o", out, *options])()

            return work

        candidates = {
            "python -c 'import click'": run_python(["-c", "import click"]),
            "formgen --version": run_python(["-m", "formgen", "--version"]),
            "formgen check": run_python(["-m", "formgen", "check", str(SEED_FORM)]),
            "WeasyPrint 脚本，同样的页": run_python([str(html)]),
            "formgen build": build(),
        }
        if has("typst"):
            candidates["formgen build --engine typst"] = build("--engine", "typst")
        timed = time_together(candidates, rounds, warm=1)
    report.table("冷启动（整个进程，样例表）", timed, "WeasyPrint 脚本，同样的页")
    ratio = timed["formgen --version"].median / timed["python -c 'import click'"].median
    report.say(f"\n`formgen --version` 是 `import click` 的 {ratio:.2f} 倍。")


def _bare_script(folder: Path) -> str:
    """A script that knows nothing of formgen: HTML and CSS from files, PDF out."""
    from bench import peers

    fonts = load_fonts(PROFILE)
    measures = pdf_measures(PROFILE, fonts.chains)
    html, css = peers.plain_sources(plan_form(_seed_views(1)[0], measures), fonts, PROFILE)
    (folder / "form.html").write_text(html, encoding="utf-8")
    (folder / "form.css").write_text(css, encoding="utf-8")
    return (
        "from weasyprint import CSS, HTML\nfrom weasyprint.text.fonts import FontConfiguration\n"
        "fonts = FontConfiguration()\n"
        f"HTML({str(folder / 'form.html')!r}).write_pdf({str(folder / 'form.pdf')!r}, "
        f"stylesheets=[CSS({str(folder / 'form.css')!r}, font_config=fonts)], font_config=fonts, "
        "pdf_variant='pdf/a-3u')\n"
    )


def bench_cluster(report: Report, number: int, rounds: int) -> None:
    if not has("distributed"):
        report.say("\n集群：没有量，没有安装 Dask。")
        return
    timed = cluster_times(number, "typst", rounds, PROFILE)
    note = "调度器和两台工作机与本机共用这两个处理器，轮流量；从启动命令到全部写好，含核对工作机。"
    report.table(f"集群（{number} 份，typst，DOCX 和 PDF）", timed, LOCAL, note)
    report.say(f"\n集群的速度是本机的 {timed[LOCAL].median / timed[CLUSTER].median:.2f} 倍。")


if __name__ == "__main__":
    main()
