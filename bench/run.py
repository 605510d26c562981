"""`make bench`: formgen beside its peers, in one run, on the same declarations.

Prints a table per question and writes them to bench/results.md. Ratios are of medians; the spread is half
the distance of the quartiles. Peers that a machine lacks are said to be missing.

    python -m bench.run [--quick] [-o FILE]
"""

from __future__ import annotations

import argparse
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
from bench.generate import make_declarations
from bench.page import page_times
from bench.peers import docx_peers, has, libreoffice, weasyprint_plain
from bench.timing import Timed, run_python, time_together, watch_python
from formgen.declaration.load_profile import load_profile
from formgen.declaration.toml import declaration_toml
from formgen.fonts.chain import load_fonts
from formgen.layout.measures import docx_measures, pdf_measures
from formgen.layout.plan import plan_form
from formgen.layout.text import break_lines
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


class Report:
    """Tables in Markdown, printed as they come."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str = "") -> None:
        print(line, flush=True)
        self.lines.append(line)

    def table(self, title: str, timed: dict[str, Timed], base: str, note: str = "") -> None:
        """Medians and ratios to one candidate."""
        self.say(f"\n## {title}\n")
        if note:
            self.say(f"{note}\n")
        self.say("| | 中位数 | 离散 | 与基准之比 |")
        self.say("|---|---:|---:|---:|")
        for name, times in timed.items():
            ratio = times.median / timed[base].median
            mark = "1（基准）" if name == base else f"{ratio:.2f}"
            self.say(f"| {name} | {times.median * 1000:.1f} ms | ±{times.spread:.0%} | {mark} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("-o", "--output", type=Path, default=Path("bench/results.md"))
    chosen = parser.parse_args()
    rounds = 5 if chosen.quick else 15
    report = Report()
    report.say("# 速度：与同类在同一次运行里并排量\n")
    report.say(
        f"{date.today():%Y 年 %m 月 %d 日}，{_machine()}，Python {platform.python_version()}。`make bench` 重做。"
    )
    bench_docx(report, rounds)
    bench_pdf(report, rounds)
    bench_road(report, rounds)
    bench_ofd(report, rounds)
    bench_page(report, rounds)
    bench_cold(report, 3 if chosen.quick else 7)
    bench_growth(report)
    bench_processes(report, 16 if chosen.quick else 60)
    bench_cluster(report, 16 if chosen.quick else 60, 3 if chosen.quick else 5)
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
    views = _seed_views(1)
    measures = docx_measures(PROFILE)
    ours = {"formgen": _each(lambda view: render_docx(plan_form(view, measures), PROFILE), views)}
    timed = time_together({**ours, **docx_peers(views[0])}, 4 * rounds)
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
        candidates[f"formgen，{name}（带标签，3a）"] = _each(partial(rendered, name), views)
        candidates[f"formgen，{name}，加收尾（压缩、数据附件、元数据）"] = _each(
            lambda view, name=name: finish_pdf(rendered(name, view), facts), views
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

    candidates = {base: plain} | {f"formgen 全程，{name}": road(name) for name in ENGINES if has(name)}
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
    timed = time_together({base: made("pdf"), "OFD": made("ofd")}, rounds)
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
        out = str(Path(folder) / "out")
        build = ["-m", "formgen", "build", str(SEED_FORM), "-o", out]
        candidates = {
            "python -c 'import click'": run_python(["-c", "import click"]),
            "formgen --version": run_python(["-m", "formgen", "--version"]),
            "formgen check": run_python(["-m", "formgen", "check", str(SEED_FORM)]),
            "WeasyPrint 脚本，同样的页": run_python([str(html)]),
            "formgen build": run_python(build),
        }
        if has("typst"):
            candidates["formgen build --engine typst"] = run_python([*build, "--engine", "typst"])
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


def bench_growth(report: Report) -> None:
    report.say("\n## 随指标数增长（每个指标的毫秒数）\n")
    fonts = load_fonts(PROFILE)
    measures = pdf_measures(PROFILE, fonts.chains)

    def pdf(engine: str) -> Callable[[FormView], object]:
        return lambda view: render_pdf(engine, plan_form(view, measures), measures, fonts, PROFILE)

    works: dict[str, Callable[[FormView], object]] = {
        "分页": lambda view: plan_form(view, measures),
        "DOCX": lambda view: render_docx(plan_form(view, docx_measures(PROFILE)), PROFILE),
        **{f"PDF，{engine}": pdf(engine) for engine in ENGINES if has(engine)},
    }
    sizes = (24, 240, 2400)
    report.say("| | " + " | ".join(f"{size} 个指标" for size in sizes) + " | 2400 与 24 之比 |")
    report.say("|---|" + "---:|" * (len(sizes) + 1))
    views = {size: view_form(next(make_declarations(1, seed=1, rows=size)), PROFILE) for size in sizes}
    for name, work in works.items():
        each = []
        for size, view in views.items():
            rounds = {24: 15, 240: 5, 2400: 1}[size]
            timed = time_together(
                {name: partial(_as_first, work, view)}, rounds, warm=1 if size < 2400 else 0
            )
            each.append(timed[name].median * 1000 / size)
        cells = " | ".join(f"{value:.2f}" for value in each)
        report.say(f"| {name} | {cells} | {each[-1] / each[0]:.2f} |")


def _as_first(work: Callable[[FormView], object], view: FormView) -> object:
    """The work, none of the form's lines remembered from an earlier one."""
    break_lines.cache_clear()
    return work(view)


def bench_processes(report: Report, number: int) -> None:
    """One process against two, and the memory of the largest."""
    report.say("\n## 成批\n")
    engines = [engine for engine in ENGINES if has(engine)]
    report.say(f"| {number} 份 | 1 个进程 | 2 个进程 | 加速 | 再跑一遍 | 最大进程内存 |")
    report.say("|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        forms = Path(folder) / "forms"
        forms.mkdir()
        for place, declaration in enumerate(make_declarations(number, seed=5, rows=24)):
            (forms / f"{place:04d}.toml").write_text(declaration_toml(declaration, PROFILE), encoding="utf-8")
        for engine in engines:
            seconds, peaks = {}, {}
            for jobs in (1, 2):
                out = Path(folder) / f"out-{engine}-{jobs}"
                command = ["-m", "formgen", "build", str(forms), "-o", str(out)]
                command += ["-j", str(jobs), "--engine", engine]
                seconds[jobs], peaks[jobs] = watch_python(command)
            again, _ = watch_python(command)
            peak = max(peaks.values())
            report.say(
                f"| {engine} | {number / seconds[1]:.2f} 份/秒 | {number / seconds[2]:.2f} 份/秒 "
                f"| {seconds[1] / seconds[2]:.2f} 倍 | {again / seconds[2]:.3f} | {peak:.0f} MB |"
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
