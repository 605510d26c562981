"""A workbook → raw values with their cells, one RawDeclaration per sheet that holds a form, several for
a register.

Comes in: the bytes of a workbook of any kind. Goes out: raw declarations. Cells are found
by their labels, never by fixed addresses; every cell with content is read, told in a note, or a fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.profile import Profile
from formgen.declaration.shape import is_classic
from formgen.messages import reading as say
from formgen.sources.books import load_book
from formgen.sources.choose import choose_profile
from formgen.sources.field_reader import NOTE_ID
from formgen.sources.form_blocks import likeness, read_blocks
from formgen.sources.form_lines import read_facts, settle_title_year
from formgen.sources.gather import Gathered
from formgen.sources.grid import Grid, Spot
from formgen.sources.import_marks import is_marks_sheet, open_marks
from formgen.sources.labels import Labels, labels_of
from formgen.sources.marks import tell_marks
from formgen.sources.project_register import find_project_register, read_project_register
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.register import read_register
from formgen.sources.register_heads import find_register, is_register
from formgen.sources.repeated_heads import without_repeats
from formgen.sources.table import Heads, find_heads, read_table

_PRINTED_KEYS = ("year", "profile", "level1", "level2")
"""What a blank form holds already."""

UNIT_NAME = "department.name"


def read_workbook(data: bytes, path: Path, profile: str | Path | None = None) -> tuple[RawDeclaration, ...]:
    """The declarations of a workbook, in the order of its sheets, registers taken apart. Raises UnreadableInput where the file
    is no sound workbook or holds no form."""
    book = load_book(data, path)
    named = RawValue(book.profile, "") if book.profile is not None else None
    used, faults = choose_profile(named, profile)
    faults += open_marks(book.sheets)
    sheets = [grid for grid in book.sheets if not is_marks_sheet(grid.name)]
    labels = labels_of(used)
    classic = is_classic(used)
    forms, others = _sort_sheets(sheets, labels) if classic else _sort_blocks(sheets, used, labels)
    if not forms:
        raise UnreadableInput(say.NO_FORM.format(path=path, labels=_wanted_heads(used)))
    made: list[tuple[Grid, RawDeclaration]] = []
    for grid in forms:
        part = grid.name if len(forms) > 1 else ""
        projects = find_project_register(grid, used)
        if projects is not None:
            made += [(grid, raw) for raw in read_project_register(grid, projects, used, faults)]
            continue
        register = find_register(grid, used, labels, faults) if classic else None
        if register is None:
            made.append((grid, read_sheet(grid, used, labels, part, faults, book.notes)))
        else:
            made += [(grid, raw) for raw in read_register(grid, register, used, labels, part)]
    return _without_blanks(made, others)


def _sort_sheets(sheets: Iterable[Grid], labels: Labels) -> tuple[list[Grid], list[Grid]]:
    """Sheets that hold a form, and those that only look a little like one: some heads in a sheet of
    sums, the unit's name on a cover. Where nothing else is there, these are what the person meant."""
    whole: list[Grid] = []
    headed: list[Grid] = []
    labelled: list[Grid] = []
    for grid in sheets:
        if grid.name.startswith(say.HELP_SHEET):
            continue
        facts = any(
            labels.is_own_fact(cell.value) for cell in grid.cells.values() if isinstance(cell.value, str)
        )
        heads = find_heads(grid, labels)
        if heads and (facts or is_register(grid, labels, heads[0]) or _names_unit(grid, labels)):
            whole.append(grid)
        elif heads:
            headed.append(grid)
        elif facts:
            labelled.append(grid)
    forms = whole or headed or labelled
    return forms, [grid for grid in (*headed, *labelled) if grid not in forms]


def _sort_blocks(sheets: Iterable[Grid], profile: Profile, labels: Labels) -> tuple[list[Grid], list[Grid]]:
    """The same for a form of any blocks: a sheet with its tables and labels, else one with some of either."""
    sheets = [grid for grid in sheets if grid.cells and not grid.name.startswith(say.HELP_SHEET)]
    alike = {id(grid): likeness(grid, profile, labels) for grid in sheets}
    tables, facts = len(profile.tables), len(profile.facts)
    whole = [grid for grid in sheets if (alike[id(grid)][0] >= (tables + 1) // 2
             and (alike[id(grid)][1] >= (facts + 1) // 2 or not facts))
             or find_project_register(grid, profile)]  # fmt: skip
    some = [grid for grid in sheets if any(alike[id(grid)])]
    forms = whole or some
    return forms, [grid for grid in some if grid not in forms]


def _wanted_heads(profile: Profile) -> str:
    """Labels by which a form of this profile is known, for people."""
    named = [column.label for column in profile.columns if column.required]
    named = named or [fact.label for fact in profile.facts if fact.required]
    tables = [column.label for table in profile.tables.values() for column in table.columns if column.label]
    return "、".join(named or tables or [fact.label for fact in profile.facts])


def _names_unit(grid: Grid, labels: Labels) -> bool:
    """True where some line names the unit, by any name that label has."""
    texts = (cell.value for cell in grid.cells.values() if isinstance(cell.value, str))
    return any(
        labels.fact(text) == UNIT_NAME or any(item.key == UNIT_NAME for item in labels.split_facts(text))
        for text in texts
    )


def _without_blanks(
    made: list[tuple[Grid, RawDeclaration]], others: list[Grid]
) -> tuple[RawDeclaration, ...]:
    """The declarations without the blank copies beside them; what was passed over is told with the
    first. A workbook of blanks alone is read as it is."""
    filled = [(grid, raw) for grid, raw in made if not _is_blank(raw)]
    kept = filled or made
    told = [(grid, say.SKIPPED_BLANK) for grid, raw in made if filled and _is_blank(raw)]
    told += [(grid, say.SKIPPED_HELPER) for grid in others]
    raws = [raw if len(kept) > 1 else replace(raw, part="") for _, raw in kept]
    notes = tuple(
        Finding(NOTE_ID, Severity.NOTE, "", grid.name, words.format(sheet=grid.name)) for grid, words in told
    )
    return (replace(raws[0], notes=(*raws[0].notes, *notes)), *raws[1:])


def _is_blank(raw: RawDeclaration) -> bool:
    """True for a form in which nothing was filled in: labels, year and groups alone."""
    return not raw.faults and not any(
        str(value.value).strip()
        for field, value in raw.values.items()
        if value.value is not None and field.rpartition(".")[2] not in _PRINTED_KEYS
    )


def read_sheet(
    grid: Grid, profile: Profile, labels: Labels, part: str = "", faults: tuple[Fault, ...] = (),
    notes: tuple[str, ...] = (),
) -> RawDeclaration:  # fmt: skip
    """The form on one sheet. faults, notes: of the whole file, told with it."""
    gathered = Gathered(grid, profile)
    gathered.faults += faults
    for note in notes:
        gathered.note(None, "", note)
    for group in ("department", "goal"):
        gathered.put(group, None)
    if grid.hidden:
        gathered.note(None, "", say.HIDDEN_SHEET.format(sheet=grid.name))
    if is_classic(profile):
        _read_classic(gathered, labels)
    else:
        read_blocks(gathered, labels)
    return RawDeclaration(profile, gathered.values, part, tuple(gathered.notes), tuple(gathered.faults),
                          tuple(gathered.sums))  # fmt: skip


def _read_classic(gathered: Gathered, labels: Labels) -> None:
    """Facts above one table of indicators, and lines below it."""
    heads = find_heads(gathered.grid, labels)
    whole, repeated = without_repeats(gathered.grid, heads, gathered.profile)
    if repeated:
        cells = "、".join(gathered.grid.called(row, gathered.grid.rows[row][0]) for row in repeated)
        gathered.note(None, "", say.REPEATED_HEADS.format(cells=cells))
        gathered.grid, heads = whole, heads[:1]
    grid, profile = gathered.grid, gathered.profile
    top = heads[0].row if heads else max(grid.rows) + 1
    sums = frozenset(_sum_spot(head) for head in heads if "points" in head.columns)
    tell_marks(gathered, sums)
    read_facts(gathered, labels, [row for row in grid.rows if row < top], above=True, told=sums)
    settle_title_year(gathered)
    if not heads:
        needed = "、".join(column.label for column in profile.columns if column.required)
        hint = say.NO_TABLE_HINT.format(labels=needed)
        gathered.fault(None, "indicators", say.NO_TABLE.format(sheet=grid.name), hint)
    else:
        if len(heads) > 1:
            first, second = (grid.called(*head.spot) for head in heads[:2])
            message = say.TWO_TABLES.format(first=first, second=second)
            gathered.fault(heads[1].spot, "indicators", message, say.TWO_TABLES_HINT)
        end = heads[1].row if len(heads) > 1 else None
        rest = read_table(gathered, heads[0], labels, end)
        read_facts(gathered, labels, rest, above=False)


def _sum_spot(head: Heads) -> Spot:
    """The cell over 分值 in the row above the heads: there the fill-in workbook adds the points up."""
    return head.row - 1, head.columns["points"]
