"""The texts of a package: 说明, the scoring rules in words, the report of the packing.

Comes in: what is packed, or verdicts. Goes out: plain text with Chinese words and nothing that needs a program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from formgen.messages import archive_texts as words
from formgen.messages.verify import NAMES, STATES
from formgen.scoring import score_declaration, scoring_details
from formgen.sources.build import Reading
from formgen.verify import Check, FileVerdict, State
from formgen.views.appendix import Heading, Paragraph, TableBlock, view_appendix
from formgen.views.tables import Cell, TableView

_RULED = 4
"""Columns that a record of a table may have on one line; a wider one stands one column a line."""


def readme(items: Sequence[tuple[str, str]], files: Mapping[str, str], profiles: Sequence[str]) -> str:
    """说明.txt without its last line. items: (档号, 题名). files: name of a file of the package → what it is."""
    lines = [words.README_HEAD.format(count=len(items))]
    lines += [words.README_ITEM.format(number=number, title=title) for number, title in items]
    lines += [words.README_FILES]
    lines += [words.README_FILE.format(name=name, what=what) for name, what in files.items()]
    lines += [words.README_PROFILES.format(profiles="、".join(profiles)), words.README_HOW]
    return "\n".join(lines) + "\n"


def rules_text(reading: Reading) -> str:
    """How every indicator is scored, in words; the wording as it was declared stands first."""
    declaration, profile = reading.declaration, reading.profile
    sheet = score_declaration(declaration, profile, reading.recipe.actuals)
    lines = [words.RULES_HEAD.format(department=declaration.department.name, year=declaration.year_text), ""]
    for number, row in enumerate(declaration.indicators, 1):
        name = "—".join(part for part in (row.level1, row.level2, row.level3) if part)
        lines.append(
            words.RULES_ROW.format(number=number, name=name, wording=row.scoring or words.RULES_NONE)
        )
    lines += ["", words.RULES_READ]
    for block in view_appendix(scoring_details(declaration, profile, sheet), declaration, profile).blocks:
        match block:
            case Heading():
                lines += ["", block.text]
            case Paragraph():
                lines.append(block.text)
            case TableBlock():
                lines += _table(block.table)
    return "\n".join(lines) + "\n"


def _table(table: TableView) -> Iterator[str]:
    """A line a row, each value behind its head: every line can be read by itself."""
    head_rows = table.heads()
    heads = ["".join(row[-1:]) for row in zip(*_spread(head_rows), strict=True)] if head_rows else []
    for row in _spread(table.rows):
        texts = [" ".join(text.split()) for text in row]
        if len(texts) <= _RULED or not any(heads):
            yield "　".join(text for text in texts if text)
            continue
        parts = zip(heads, texts, strict=True)
        yield "；".join(f"{head}：{text}" if head else text for head, text in parts if text)


def _spread(rows: Sequence[tuple[Cell | None, ...]]) -> list[list[str]]:
    """The texts of a grid; one that covers several rows stands in each of them, in the first of its columns."""
    grid = [[""] * len(row) for row in rows]
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            for below in range(top, min(top + cell.rowspan, len(rows))) if cell else ():
                grid[below][left] = "".join(cell.text.split("\n")) if cell else ""
    return grid


def report_text(verdicts: Sequence[FileVerdict], version: str, day: str) -> str:
    """The four properties of DA/T 70: of each check how many files passed, every file that did not simply pass,
    and what no program can check."""
    failed = sum(not verdict.holds for verdict in verdicts)
    lines = [words.REPORT_HEAD.format(day=day, version=version, files=len(verdicts), failed=failed)]
    for property_, ids in words.PROPERTIES.items():
        lines += ["", property_]
        found = [(v.path.name, c) for v in verdicts for c in v.checks if c.id.partition("-")[0] in ids]
        for id in sorted({check.id for _, check in found}):
            own = [(name, check) for name, check in found if check.id == id]
            passed = sum(check.state is State.PASS for _, check in own)
            lines.append(words.REPORT_CHECK.format(name=NAMES.get(id, id), count=passed))
            lines += _others([(name, check) for name, check in own if check.state is not State.PASS])
        lines += [words.REPORT_BY_PEOPLE.format(item=item) for item in words.BY_PEOPLE[property_]]
    return "\n".join(lines) + "\n"


def _others(found: Sequence[tuple[str, Check]]) -> Iterator[str]:
    """Files that did not simply pass; what is the same of several is said once."""
    files: dict[tuple[State, str], list[str]] = defaultdict(list)
    for name, check in found:
        files[check.state, check.message].append(name)
    for (state, message), names in files.items():
        file = names[0] if len(names) == 1 else words.REPORT_FILES.format(count=len(names))
        yield words.REPORT_LINE.format(file=file, state=STATES[state], message=message)
