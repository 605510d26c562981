"""Folders of forms: processes side by side, a second run, a check alone, and verifying what was built.

Goes out: seconds per run and of a thousand forms, and MB of the largest process.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.generate import make_declarations
from bench.peers import has
from bench.report import Report
from bench.timing import watch_python
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.render.engines import ENGINES

_FORMS = ["-m", "formgen"]
_FEW = 60
"""Forms for WeasyPrint, which takes a second for each."""
_CHECKED = (0, 4, 8)
"""Exit codes of a check that was made: with and without findings to mend."""


def bench_many(report: Report, profile: Profile, number: int) -> None:
    """number: of forms."""
    report.say("\n## 成批：整条命令的秒数（括号内折合一千份）\n")
    with tempfile.TemporaryDirectory() as name:
        forms = _write(Path(name) / "forms", number, profile)
        report.say("| | 1 个进程 | 2 个进程 | 加速 | 再跑一遍 | 核验这些结果 | 最大进程内存 |")
        report.say("|---|---:|---:|---:|---:|---:|---:|")
        check = [*_FORMS, "check", str(forms)]
        seconds = {jobs: watch_python([*check, "-j", str(jobs)], _CHECKED) for jobs in (1, 2)}
        _row(report, f"只审核，{number} 份", number, seconds, None, None)
        for engine in filter(has, ENGINES):
            count = min(number, _FEW) if engine == "weasyprint" else number
            folder = forms if count == number else _write(Path(name) / "few", count, profile)
            _engine(report, engine, folder, Path(name), count)


def _write(folder: Path, number: int, profile: Profile) -> Path:
    folder.mkdir()
    for place, declaration in enumerate(make_declarations(number, seed=5, rows=24)):
        (folder / f"{place:04d}.toml").write_text(declaration_toml(declaration, profile), encoding="utf-8")
    return folder


def _engine(report: Report, engine: str, forms: Path, folder: Path, number: int) -> None:
    seconds = {}
    for jobs in (1, 2):
        out = folder / f"{engine}-{jobs}"
        command = [*_FORMS, "build", str(forms), "-o", str(out), "-j", str(jobs), "--engine", engine]
        seconds[jobs] = watch_python(command)
    again = watch_python(command)
    verified = watch_python([*_FORMS, "verify", str(out)])
    _row(report, f"{engine}，{number} 份", number, seconds, again, verified)


def _row(
    report: Report,
    name: str,
    number: int,
    seconds: dict[int, tuple[float, float]],
    again: tuple[float, float] | None,
    verified: tuple[float, float] | None,
) -> None:
    def told(run: tuple[float, float] | None) -> str:
        return f"{run[0]:.1f}（{run[0] * 1000 / number:.0f}）" if run else ""

    peak = max(run[1] for run in (*seconds.values(), again, verified) if run)
    report.say(
        f"| {name} | {told(seconds[1])} | {told(seconds[2])} | {seconds[1][0] / seconds[2][0]:.2f} 倍 "
        f"| {told(again)} | {told(verified)} | {peak:.0f} MB |"
    )
