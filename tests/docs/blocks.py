"""Blocks of code in README and docs/, with what stands in comments above them.

<!-- 准备：… -->     a command to run before, or one of the preparations of `prepare`
<!-- 退出码：4 -->   what the last command of the block ends with; 0 where nothing is said
<!-- 示例 -->        not to be run: other machines, an installation
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"(?P<above>(?:<!--[^\n]*-->\n)*)```(?P<kind>sh|python)\n(?P<text>.*?)^```", re.S | re.M)
_DIRECTIVE = re.compile(r"<!-- (?P<name>准备|退出码|示例)(?:：(?P<value>.*?))? -->")


@dataclass(frozen=True)
class Block:
    page: Path
    line: int
    kind: str
    text: str
    before: tuple[str, ...]
    code: int
    sample: bool

    @property
    def commands(self) -> list[str]:
        lines = (line.partition("  #")[0].strip() for line in self.text.splitlines())
        return [line for line in lines if line and not line.startswith("#")]


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        told = [(found["name"], found["value"]) for found in _DIRECTIVE.finditer(match["above"])]
        yield Block(
            page,
            text.count("\n", 0, match.start("text")),
            match["kind"],
            match["text"],
            tuple(value for name, value in told if name == "准备"),
            next((int(value) for name, value in told if name == "退出码"), 0),
            any(name == "示例" for name, _ in told),
        )
