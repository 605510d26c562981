"""Confirming how each wording is read: a workbook with readings, worked examples and a list of choices.

Comes in: a declaration as read. Goes out: `ConfirmRow`s and their workbook; from a workbook filled in, the
rules that a person confirmed or chose; and the declaration's own bytes with these rules in it and nothing
else changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.base.errors import Fault, UnreadableInput, UsageFault
from formgen.base.shown import shown
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.messages import confirm as say
from formgen.scoring.resolve import RowRule, resolve_rules
from formgen.scoring.rules import RuleBase, parse_rule, rule_data

if TYPE_CHECKING:
    from formgen.sources.build import Reading

_HEAD_LINE = 3
_BODY_PT = Decimal(9)
_OFFERED = ("threshold_linear", "proportional", "over_budget", "yes_no", "discretionary")
"""Kinds whose standard sentence needs no more than the row's points."""

RuleData = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConfirmRow:
    """One indicator. number: which of the form's, from 1. reading: how its wording is understood, in one
    sentence. examples: actual values with their points. choices: label → the rule that it puts in force;
    the first is 对 where the wording is read. settled: the label of a rule that was chosen before and is in
    force, "" where none is."""

    number: int
    name: str
    wording: str
    reading: str
    examples: tuple[str, ...]
    choices: Mapping[str, RuleData]
    settled: str = ""


def confirm_rows(declaration: Declaration, profile: Profile) -> tuple[ConfirmRow, ...]:
    """A row for every indicator that is scored."""
    return tuple(_confirm_row(row, profile) for row in resolve_rules(declaration, profile) if row.counted)


def _confirm_row(row: RowRule, profile: Profile) -> ConfirmRow:
    choices: dict[str, RuleData] = {}
    if row.rule is not None:
        choices[say.RIGHT] = rule_data(row.rule)
    for rule in _others(row, profile):
        choices[_other(rule, row)] = rule_data(rule)
    return ConfirmRow(
        number=row.index + 1,
        name=row.indicator.level3,
        wording=row.indicator.scoring,
        reading=row.rule.reading(row.facts) if row.rule else say.UNREAD,
        examples=_examples(row),
        choices=choices,
        settled=_other(row.rule, row) if row.rule is not None and row.origin == "declared" else "",
    )


def _other(rule: RuleBase, row: RowRule) -> str:
    """What a rule is called that is chosen in place of the reading."""
    return say.OTHER.format(sentence=rule.wording(row.facts))


def _others(row: RowRule, profile: Profile) -> list[RuleBase]:
    """Standard rules of the same points that can be computed on this row, and other readings of it."""
    found = [rule for rule in row.alternatives if not rule.objections(row.facts)]
    points = row.claims.points if row.claims.points is not None else row.facts.points
    for kind in _OFFERED if points else ():
        try:
            rule = parse_rule({"kind": kind}, profile.scoring, points)
        except UnreadableInput:
            continue  # points that this kind cannot have
        if not rule.objections(row.facts):
            found.append(rule)
    own = row.rule.bound(row.facts) if row.rule else None
    return [rule for rule in found if rule.bound(row.facts) != own]


def _examples(row: RowRule) -> tuple[str, ...]:
    """The first, the middle and the last of the rule's own samples."""
    rows = (
        [sample for sample in row.rule.samples(row.facts).rows if sample.score is not None]
        if row.rule
        else []
    )
    places = sorted({0, len(rows) // 2, len(rows) - 1}) if rows else []
    return tuple(say.EXAMPLE.format(value=_value(rows[at].cells), score=rows[at].score) for at in places)


def _value(cells: Sequence[str]) -> str:
    return cells[-2] if len(cells) > 1 else cells[0]


# ── the workbook ─────────────────────────────────────────────────────────────────────────────────


def confirm_workbook(declaration: Declaration, profile: Profile) -> bytes:
    """The rows to confirm, with a list of choices in the last column. The lists stand on a sheet of their
    own: standard sentences are longer than the format takes in a cell's rule."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    from formgen.books.package import finish_package
    from formgen.books.writer import CREATED
    from formgen.fill.sheet_style import Look, set_up_page

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say.SHEET
    lists = book.create_sheet(say.LISTS)
    lists.sheet_state = "hidden"
    look = Look(profile.fonts)
    _write_heads(sheet, look, declaration)
    rows = confirm_rows(declaration, profile)
    for line, row in enumerate(rows, _HEAD_LINE + 1):
        texts = (f"{row.number}", row.name, row.wording, row.reading, "\n".join(row.examples), "")
        _write(sheet, look, line, texts)
        for column, label in enumerate(row.choices, 1):
            lists.cell(line, column, label).data_type = "s"
        if row.choices:
            last = lists.cell(line, len(row.choices)).coordinate
            guide = DataValidation("list", f"'{say.LISTS}'!$A${line}:{_fixed(last)}", allow_blank=True)
            guide.promptTitle, guide.prompt, guide.showInputMessage = say.PROMPT_TITLE, say.PROMPT, True
            sheet.add_data_validation(guide)
            guide.add(f"F{line}")
    set_up_page(sheet, profile.page, len(say.HEADS), _HEAD_LINE + len(rows), (1, _HEAD_LINE))
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = f"C{_HEAD_LINE + 1}"
    stream = BytesIO()
    book.save(stream)
    return finish_package(stream.getvalue(), CREATED)


def _fixed(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def _write_heads(sheet: Any, look: Any, declaration: Declaration) -> None:
    from openpyxl.utils import get_column_letter

    from formgen.fill.sheet_style import column_width, put_text

    unit = say.UNIT_LINE.format(department=declaration.department.name, year=declaration.year_text)
    for line, text, name in ((1, say.TITLE, look.title), (2, unit, look.year)):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(say.HEADS))
        put_text(sheet.cell(line, 1), text, say.SHEET)
        look.apply(sheet.cell(line, 1), name)
    sheet.row_dimensions[1].height = 36.0
    _write(sheet, look, _HEAD_LINE, say.HEADS)
    for number, width in enumerate(say.WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_width(Decimal(width))


def _write(sheet: Any, look: Any, line: int, texts: Sequence[str]) -> None:
    from formgen.fill.sheet_style import GrowingRow, put_text

    for number, text in enumerate(texts, 1):
        cell = sheet.cell(line, number)
        if text:
            put_text(cell, text, say.HEADS[number - 1])
        name = look.head if line == _HEAD_LINE else look.centre if number == 1 else look.left
        look.apply(cell, name)
    sheet.row_dimensions[line] = GrowingRow(sheet, line, ht=_height(texts))


def _height(texts: Sequence[str]) -> float:
    from formgen.fill.sheet_style import TALLEST_ROW, lines_height, text_lines

    pairs = zip(texts, say.WIDTHS, strict=True)
    lines = max(text_lines(text, Decimal(width), _BODY_PT) for text, width in pairs)
    return min(lines_height(lines + 1, _BODY_PT), TALLEST_ROW)


def read_confirmed(
    data: bytes, path: Path, declaration: Declaration, profile: Profile
) -> dict[int, RuleData]:
    """Index of an indicator → the rule that a person confirmed or chose; rows left empty are left out.
    Raises UnreadableInput with every opinion that is no choice of its row."""
    from formgen.sources.grid import load_sheets

    rows = {row.number: row for row in confirm_rows(declaration, profile)}
    chosen: dict[int, RuleData] = {}
    faults: list[Fault] = []
    grid = next(
        (grid for grid in load_sheets(data, path).sheets if grid.text(_HEAD_LINE, 1) == say.HEADS[0]), None
    )
    if grid is None:
        raise UnreadableInput(say.NOT_CONFIRM.format(path=path))
    for line in (line for line in grid.rows if line > _HEAD_LINE):
        number = grid.text(line, 1) or ""
        name, choice = (grid.text(line, column) or "" for column in (2, 6))
        row = rows.get(int(number)) if number.isdecimal() else None
        if not choice.strip():
            continue
        if row is None or row.name.strip() != name.strip():
            text = say.OTHER_FORM.format(number=number, name=row.name if row else "", found=name)
            faults.append(Fault(text, grid.place(line, 2)))
        elif choice.strip() == row.settled:
            continue
        elif not _is_shown(row, grid.text(line, 3) or "", grid.text(line, 4) or ""):
            text = say.CHANGED_SINCE.format(number=number, name=name)
            faults.append(Fault(text, grid.place(line, 4)))
        elif choice.strip() not in row.choices:
            text = say.BAD_CHOICE.format(number=number, name=name, choice=choice)
            faults.append(Fault(text, grid.place(line, 6)))
        else:
            chosen[row.number - 1] = dict(row.choices[choice.strip()])
    if faults:
        raise UnreadableInput(say.FAULTY, faults)
    return chosen


def _is_shown(row: ConfirmRow, wording: str, reading: str) -> bool:
    """Whether the row is still what the person saw: an opinion is of that wording and that reading."""
    shown_then, now = (wording, reading), (row.wording, row.reading)
    return all(
        "".join(then.split()) == "".join(text.split()) for then, text in zip(shown_then, now, strict=True)
    )


# ── into the declaration ─────────────────────────────────────────────────────────────────────────


def apply_confirmed(source: bytes, choices: Mapping[int, RuleData], reading: Reading, path: Path) -> bytes:
    """The declaration's own bytes with the chosen rules in them: `rule` in TOML, the 规则 cell in a
    workbook; nothing else is changed. choices: index of the indicator → rule."""
    from formgen.sources import is_workbook

    if not choices:
        return source
    if is_workbook(source):
        return _into_workbook(source, choices, reading, path)
    return _into_toml(source, choices)


def _into_toml(source: bytes, choices: Mapping[int, RuleData]) -> bytes:
    import tomlkit

    mark = b"\xef\xbb\xbf" if source.startswith(b"\xef\xbb\xbf") else b""
    document: Any = tomlkit.parse(source.decode("utf-8-sig"))
    for index, rule in choices.items():
        document["indicators"][index]["rule"] = _inline(rule)
    return mark + tomlkit.dumps(document).encode()


def _inline(value: Any) -> Any:
    """Rule data as TOML on one line."""
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, item in value.items():
            table.append(key, _inline(item))
        return table
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for item in value:
            array.append(_inline(item))
        return array
    return value


def _into_workbook(source: bytes, choices: Mapping[int, RuleData], reading: Reading, path: Path) -> bytes:
    import openpyxl

    from formgen.sources.labels import plain_label

    book = openpyxl.load_workbook(BytesIO(source), keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)
    for index, rule in choices.items():
        name, _, address = reading.places[f"indicators[{index}].level3"].rpartition("!")
        sheet = book[name]
        row = sheet[address.partition(":")[0]].row
        heads = (
            cell for line in sheet.iter_rows(max_row=row) for cell in line if isinstance(cell.value, str)
        )
        column = next((cell.column for cell in heads if plain_label(str(cell.value)) == "规则"), None)
        if column is None:
            raise UnreadableInput(say.NO_RULE_COLUMN.format(path=path))
        sheet.cell(row, column).value = _inline(rule).as_string().strip()
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def confirm_file(source: Path, path: Path, reading: Reading) -> str:
    """Write the workbook to confirm where there is none; else read it back and put what was chosen into
    the declaration. What was done, in a sentence. Raises UsageFault for a name that is no workbook's."""
    from formgen.base.write_files import write_file, write_new_file

    if path.suffix.lower() != ".xlsx":
        raise UsageFault(say.SUFFIX.format(path=shown(path)))

    declaration, profile = reading.declaration, reading.profile
    if not path.exists():
        write_new_file(path, confirm_workbook(declaration, profile))
        return say.WRITTEN.format(path=path)
    choices = read_confirmed(path.read_bytes(), path, declaration, profile)
    if not choices:
        return say.NOTHING_CHOSEN.format(path=path)
    write_file(source, apply_confirmed(source.read_bytes(), choices, reading, source))
    return say.APPLIED.format(count=len(choices), source=source)
