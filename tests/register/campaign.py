"""A campaign of made-up units, whose files are changed from round to round in ways that are known beforehand.

What is wrong with a form is put there by hand, so that what is mended, stands or is new follows from what was
done to the file, not from what formgen says of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.batch.samples import write_forms

EMPTY = "REQ-01"
"""What an empty 指标解释 is told as."""


@dataclass
class Handed:
    """A unit's file. text: as it should be; broken: rows, from 0, whose 指标解释 is empty; targets: rows whose
    指标值 was changed."""

    path: Path
    name: str
    text: str
    broken: set[int] = field(default_factory=set)
    targets: set[int] = field(default_factory=set)

    def write(self) -> None:
        text = self.text
        for number, match in reversed(list(enumerate(re.finditer(r"(?m)^explanation = .*$", text)))):
            if number in self.broken:
                text = f'{text[: match.start()]}explanation = ""{text[match.end() :]}'
        for number, match in reversed(list(enumerate(re.finditer(r"(?m)^target = (\d+)$", text)))):
            if number in self.targets:
                text = f"{text[: match.start()]}target = 1{match[1]}{text[match.end() :]}"
        self.path.write_text(text, encoding="utf-8")


def hand_in(folder: Path, count: int, rows: int = 4) -> list[Handed]:
    """So many units with sound forms, each of another name."""
    handed = []
    for number, path in enumerate(write_forms(folder, count, rows=rows)):
        text = path.read_text(encoding="utf-8")
        name = f"第{number:02d}局"
        text = re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', text, count=1)
        unit = Handed(path.rename(folder / f"{number:02d}.toml"), name, text)
        unit.write()
        handed.append(unit)
    return handed


def write_roster(path: Path, names: list[str], **columns: str) -> Path:
    """A csv with the same in the other columns for all."""
    lines = [",".join(["单位名称", *columns])]
    lines += [",".join([name, *columns.values()]) for name in names]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
