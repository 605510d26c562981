"""The form in a Word document, found by its labels: as formgen built it, saved again by an office
program, or filled in by hand.

Comes in: a document's content and the labels of its profile. Goes out: `VisibleForm`, plain texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from formgen.base.errors import Fault
from formgen.declaration.profile import GROUP_COLUMNS, Profile
from formgen.messages import extract as say
from formgen.messages import reading
from formgen.sources.docx_content import DocxContent, DocxTable, Row, read_form
from formgen.sources.grid_types import Grid, GridCell
from formgen.sources.labels import Labels, labels_of, line_words, plain_label
from formgen.sources.sum_lines import GOES_ON, find_sum, line_note

_FEWEST_HEADS = 4
_SHOWN = 30
_MUST_HEADS = ("level3", "target")
_LEVELS = ("level1", "level2")
_YEAR = re.compile(r"(\d{4})年")
_FORM_WORD = "申报表"


@dataclass(frozen=True, slots=True)
class VisibleRow:
    """A row of indicators. number: from 1, as it stands in the document. texts: by column key; own: keys
    of cells that are the row's own, not covered by a merged cell above."""

    number: int
    texts: dict[str, str]
    own: frozenset[str]

    @property
    def is_blank(self) -> bool:
        """True where nothing but 一级 and 二级 is filled in."""
        return not any(text.strip() for key, text in self.texts.items() if key not in _LEVELS)


@dataclass(frozen=True, slots=True)
class VisibleForm:
    """What the document shows. year: None where none is printed. others: lines that are no part of any
    form. behind: lines below the tables, the appendix left out. faults: what could not be read."""

    year: int | None
    facts: dict[str, str]
    rows: tuple[VisibleRow, ...]
    others: tuple[str, ...]
    behind: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def find_heads(table: DocxTable, labels: Labels) -> tuple[int, dict[str, int]] | None:
    """The row of column heads, and key → column; None for a table without."""
    for number, row in enumerate(table.rows):
        heads: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = labels.column(cell.text) if cell is not None else None
            if key is not None:
                heads.setdefault(key, column)
        if len(heads) >= _FEWEST_HEADS and all(key in heads for key in _MUST_HEADS):
            return number, heads
    return None


def read_visible_form(content: DocxContent, profile: Profile) -> VisibleForm | None:
    """The form the document shows; None where there is none."""
    labels = labels_of(profile)
    marked, columns = _mark_heads(content, labels)
    if columns is None:
        return None
    form = read_form(marked, GROUP_COLUMNS)
    faults = list(_check_columns(form.heads, form.rows, columns, profile, labels))
    facts: dict[str, str] = {}
    years: list[int] = []
    others = []
    for line in form.lines:
        split = labels.split_fact(line)
        year = _YEAR.search(plain_label(line))
        if split is not None:
            _put_fact(facts, *split, profile, faults)
        elif year is not None:
            years.append(int(year[1]))
        elif not plain_label(line).endswith(_FORM_WORD) and not _is_known(line, profile):
            others.append(line.strip())
    for row in form.facts:
        _read_fact_row(row, labels, profile, facts, faults)
    behind = list(_read_behind(form.behind, faults))
    rows = tuple(row for row in _visible_rows(form.rows, columns)
                 if not _take_line(row, labels, profile, facts, faults, behind))  # fmt: skip
    return VisibleForm(years[0] if years else None, facts, rows, tuple(others), tuple(behind), tuple(faults))


def _take_line(
    row: VisibleRow,
    labels: Labels,
    profile: Profile,
    facts: dict[str, str],
    faults: list[Fault],
    lines: list[str],
) -> bool:
    """True for a row that is no indicator: a line of signatures, whose facts are taken; totals and remarks, which are
    lines."""
    texts = [text.strip() for key, text in row.texts.items() if key in row.own and text.strip()]
    if not texts:
        return False
    if len(texts) == 1 and (found := labels.split_facts(texts[0])):
        for item in found:
            if item.key and item.value:
                _put_fact(facts, item.key, item.value, profile, faults)
            elif item.value:
                lines.append(f"{item.label}：{item.value}")
        return True
    cells = {(1, column): GridCell(text) for column, text in enumerate(texts, 1)}
    is_total = find_sum(Grid("", False, cells, {}), 1, profile) is not None
    if is_total or all(line_note(text) for text in texts):
        lines.append(" ".join(texts))
        return True
    return False


def _read_behind(blocks: Sequence[str | DocxTable], faults: list[Fault]) -> Iterator[str]:
    """The lines down to the appendix; what stands there in a table is a fault."""
    for block in blocks:
        if isinstance(block, str):
            if block.strip().startswith(say.APPENDIX_WORD):
                return
            if block.strip():
                yield block.strip()
            continue
        text = " ".join(cell.text.strip() for row in block.rows for cell in row if cell and cell.text.strip())
        if text:
            message = say.BEHIND_TABLE.format(text=text[:_SHOWN])
            faults.append(Fault(message, say.TABLE_PLACE, "", say.BEHIND_TABLE_HINT))


def _mark_heads(content: DocxContent, labels: Labels) -> tuple[DocxContent, dict[str, int] | None]:
    """The content with every table of indicators beginning at its heads, whether or not its head rows are
    marked as such; what stands above them is a table of its own."""
    blocks: list[str | DocxTable] = []
    columns = None
    for block in _without_breaks(content.blocks):
        found = find_heads(block, labels) if isinstance(block, DocxTable) else None
        before = blocks[-1] if blocks else None
        if found is None and isinstance(block, DocxTable) and _goes_on(before, block):
            assert isinstance(before, DocxTable)
            blocks[-1] = DocxTable((*before.rows, *_under(before, block)), before.heads)
            continue
        if not isinstance(block, DocxTable) or found is None:
            blocks.append(DocxTable(block.rows, 0) if isinstance(block, DocxTable) else block)
            continue
        number, heads = found
        columns = columns or heads
        deep = max((cell.rowspan for cell in block.rows[number] if cell is not None), default=1)
        if number:
            blocks.append(DocxTable(block.rows[:number], 0))
        blocks.append(DocxTable(block.rows[number:], deep))
    return replace(content, blocks=tuple(blocks)), columns


def _without_breaks(blocks: Sequence[str | DocxTable]) -> Iterator[str | DocxTable]:
    """Without lines between two tables that only say that the first goes on, and empty ones there."""
    waiting: list[str | DocxTable] = []
    behind = False
    for block in blocks:
        if behind and isinstance(block, str) and (not block.strip() or GOES_ON.fullmatch(plain_label(block))):
            waiting.append(block)
            continue
        if isinstance(block, str):
            yield from waiting
        waiting, behind = [], isinstance(block, DocxTable)
        yield block
    yield from waiting


def _goes_on(before: str | DocxTable | None, table: DocxTable) -> bool:
    """Whether this is the rest of the indicator table before, which somebody split."""
    return isinstance(before, DocxTable) and before.heads > 0 and _width(before) == _width(table)


def _under(before: DocxTable, table: DocxTable) -> Iterator[Row]:
    """Its rows; a group's label that was cut off from its cells stands over them again."""
    open_columns = set(range(GROUP_COLUMNS))
    last = {
        column: next(
            (cell.text for row in reversed(before.rows) for cell in row[column : column + 1] if cell), ""
        )
        for column in open_columns
    }
    for row in table.rows:
        cells = list(row)
        for column in sorted(open_columns & set(range(len(cells)))):
            cell = cells[column]
            if cell is not None and not cell.text.strip():
                cells[column] = replace(cell, text=last[column])
            elif cell is not None:
                open_columns -= {number for number in open_columns if number >= column}
        yield tuple(cells)


def _width(table: DocxTable) -> int:
    return max(map(len, table.rows), default=0)


def _check_columns(
    heads: Sequence[Sequence[Row]],
    rows: Sequence[Row],
    columns: dict[str, int],
    profile: Profile,
    labels: Labels,
) -> Iterator[Fault]:
    """Columns that are missing, unknown with content, or not the same on a later page."""
    for column in profile.columns:
        if column.required and column.key not in columns:
            message = say.NO_COLUMN.format(label=column.label)
            yield Fault(message, say.TABLE_PLACE, f"indicators.{column.key}", say.NO_COLUMN_HINT)
    for head in heads:
        found = find_heads(DocxTable(tuple(head), 1), labels)
        if found is None or found[1] != columns:
            yield Fault(say.HEADS_DIFFER, say.TABLE_PLACE, "indicators", say.NO_COLUMN_HINT)
    known = set(columns.values())
    for number, cell in enumerate(heads[0][0] if heads else ()):
        if cell is None or number in known or plain_label(cell.text) in line_words("serials"):
            continue
        if any(_has_text(row, number) for row in rows):
            message = say.STRANGE_COLUMN.format(text=cell.text)
            yield Fault(message, say.TABLE_PLACE, "indicators", say.STRANGE_COLUMN_HINT)


def _has_text(row: Row, column: int) -> bool:
    cell = row[column] if column < len(row) else None
    return cell is not None and bool(cell.text.strip())


def _read_fact_row(
    row: Row, labels: Labels, profile: Profile, facts: dict[str, str], faults: list[Fault]
) -> None:
    cells = [cell.text for cell in row if cell is not None]
    if len(cells) == 1 and _is_known(cells[0], profile):
        return
    position = 0
    while position < len(cells):
        text = cells[position]
        key = labels.fact(text)
        split = labels.split_fact(text)
        if key is not None:
            value = cells[position + 1] if position + 1 < len(cells) else ""
            if len(cells) > 2 and labels.fact(value) is not None:
                value, position = "", position - 1
            _put_fact(facts, key, value, profile, faults)
            position += 2
            continue
        if split is not None:
            _put_fact(facts, *split, profile, faults)
        elif text.strip():
            message = say.STRANGE_FACT.format(text=text.strip()[:30])
            faults.append(Fault(message, hint=say.STRANGE_FACT_HINT))
        position += 1


def _put_fact(facts: dict[str, str], key: str, value: str, profile: Profile, faults: list[Fault]) -> None:
    if key in facts:
        label = profile.label(key)
        faults.append(Fault(say.TWICE_FACT.format(label=label), "", key, say.TWICE_FACT_HINT))
    facts.setdefault(key, value)


def _is_known(text: str, profile: Profile) -> bool:
    """True for what every blank form shows: heading, title, empty year line, decorations."""
    plain = plain_label(text)
    known = (profile.table_heading, profile.title, profile.year_line.format(year=""))
    return plain in {"", *map(plain_label, known)} or re.fullmatch(reading.DECORATIONS, plain) is not None


def _visible_rows(rows: Sequence[Row], columns: dict[str, int]) -> Iterator[VisibleRow]:
    above: dict[int, tuple[str, int]] = {}  # column → text of the cell that reaches down, rows left
    for number, row in enumerate(rows, start=1):
        texts: dict[str, str] = {}
        own = set()
        for key, column in columns.items():
            cell = row[column] if column < len(row) else None
            if cell is not None:
                texts[key] = cell.text
                own.add(key)
                above[column] = (cell.text, cell.rowspan - 1)
                continue
            text, left = above.get(column, ("", 0))
            texts[key] = text if left > 0 else ""
            above[column] = (text, left - 1)
        yield VisibleRow(number, texts, frozenset(own))
