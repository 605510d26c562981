"""The report of a benchmark: tables in Markdown, printed as they come."""

from __future__ import annotations

from bench.timing import Timed


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
