"""Made-up departments from a seed number: declarations that read like real ones, and files of them.

`make_declarations` yields declarations without error-grade findings, the same for a seed on every
machine; the first n are the same however many are asked for. `write_forms` writes them as files, some of
them broken in known ways (`bench.broken`), and says what exit code each is to end with. Called by the
benchmarks, by tests of the batch, and as

    python -m bench.generate COUNT DIR [--format toml|xlsx] [--seed N] [--rows N] [--broken K]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import content
from bench.broken import WAYS
from bench.rows import Department, make_indicators
from formgen.base.errors import ExitCode
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration, Goal
from formgen.declaration.model import Department as DeclaredDepartment
from formgen.declaration.naming import safe_name
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.fill.workbook import workbook_bytes

FEWEST_USUAL_ROWS, MOST_USUAL_ROWS = 14, 36
_SHARE_LONG_DUTIES = 0.1
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Written:
    """A file and how a run over it is to end. way: how it was broken, "" for a sound one."""

    path: Path
    expected: ExitCode = ExitCode.DONE
    way: str = ""


def make_declarations(
    count: int, seed: int = 0, rows: int | None = None, profile: Profile | None = None
) -> Iterator[Declaration]:
    """So many departments, all with different names. rows: indicators of each; None for a usual number."""
    form = profile or load_profile()
    kinds = [(place, kind) for place in content.PLACES for kind in content.KINDS]
    Random(f"{seed}").shuffle(kinds)
    for index in range(count):
        chance = Random(f"{seed}:{index}")
        place, kind = kinds[index % len(kinds)]
        turn = index // len(kinds)
        name = f"{place}{kind.name}" + (f"第{_numeral(turn)}直属事务中心" if turn else "")
        number = rows if rows is not None else chance.randint(FEWEST_USUAL_ROWS, MOST_USUAL_ROWS)
        department = Department(name, place, kind, form.year)
        yield Declaration(
            profile=form.id,
            year=form.year,
            department=DeclaredDepartment(name=name, duties=_duties(chance, department)),
            goal=Goal(annual=_goal(chance, department)),
            indicators=make_indicators(chance, department, form, number),
        )


def _duties(chance: Random, department: Department) -> str:
    """职责 as a numbered list; now and then one of more than a thousand characters."""
    patterns = content.DUTIES if chance.random() < _SHARE_LONG_DUTIES else (chance.choice(content.DUTIES),)
    lines = [pattern.format(task=task) for task in department.kind.tasks for pattern in patterns]
    level = department.place[-1]
    lines += [line.format(above=f"{level}委、{level}政府") for line in content.LAST_DUTIES]
    return "".join(f"{_numeral(number)}、{line}。" for number, line in enumerate(lines, 1))


def _goal(chance: Random, department: Department) -> str:
    tasks = chance.sample(department.kind.tasks, chance.randint(3, 6))
    lines = [
        chance.choice(content.GOALS).format(
            task=task,
            other=chance.choice(department.kind.tasks),
            place=department.place,
            field=department.kind.field,
            people=department.kind.people,
        )
        for task in tasks
    ]
    lines.append(f"{department.name}全年预算执行到位、管理规范")
    return "；".join(f"{_numeral(number)}、{line}" for number, line in enumerate(lines, 1)) + "。"


def _numeral(number: int) -> str:
    """1–99 as Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def write_forms(
    count: int, folder: Path, *, form: str = "toml", seed: int = 0, rows: int | None = None, broken: int = 0
) -> list[Written]:
    """Write so many files, `broken` of them broken, all ways in turn. form: toml or xlsx; a way of being
    broken may need the other. Raises ValueError for more broken files than files."""
    profile = load_profile()
    folder.mkdir(parents=True, exist_ok=True)
    ways = list(WAYS.values())
    spoilt = sorted(Random(f"{seed}:broken").sample(range(count), broken))
    written = []
    for index, declaration in enumerate(make_declarations(count, seed, rows, profile)):
        stem = f"{index:04d}_{safe_name(declaration.department.name)}"
        if index in spoilt:
            way = ways[spoilt.index(index) % len(ways)]
            path = folder / f"{stem}{way.suffix}"
            path.write_bytes(way.spoil(declaration, profile))
            written.append(Written(path, way.expected, way.name))
            continue
        path = folder / f"{stem}.{form}"
        sound = (
            workbook_bytes(profile, declaration) if form == "xlsx" else declaration_toml(declaration, profile)
        )
        path.write_bytes(sound if isinstance(sound, bytes) else sound.encode())
        written.append(Written(path))
    return written


def main() -> None:
    """Write the files; on stdout, each broken one with its exit code and how it was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", choices=("toml", "xlsx"), default="toml")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--broken", type=int, default=0)
    chosen = parser.parse_args()
    written = write_forms(
        chosen.count,
        chosen.folder,
        form=chosen.format,
        seed=chosen.seed,
        rows=chosen.rows,
        broken=chosen.broken,
    )
    for item in written:
        if item.way:
            print(f"{item.path}\t{int(item.expected)}\t{item.way}")


if __name__ == "__main__":
    main()
