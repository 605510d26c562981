"""A sheet that holds a form of any profile → its values: tables by their heads, everything else by its labels.

Comes in: a sheet and a profile. Goes out: values, notes and faults in the gathering. No address is fixed;
what belongs to nothing is a fault with its cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formgen.declaration.blocks import FieldsBlock, FieldSpec, SignBlock, TableBlock
from formgen.declaration.label_texts import filled_label
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.messages import reading as say
from formgen.messages.fields import FIELD_LABELS
from formgen.sources.block_fields import FieldReader, line_texts
from formgen.sources.block_heads import FoundTable, find_tables
from formgen.sources.block_rows import BlockReader
from formgen.sources.form_lines import read_facts, settle_title_year
from formgen.sources.gather import Gathered
from formgen.sources.grid import Grid, Spot
from formgen.sources.label_values import seen_labels
from formgen.sources.labels import BRACKET_AT_END, Labels, line_words, plain_label, synonyms
from formgen.sources.marks import tell_marks
from formgen.sources.slots import slots_of
from formgen.sources.table import short
from formgen.sources.templates import fill_template, match_template

EXTRA_ROLES = ("points", "rule", "operator", "target", "unit", "explanation", "scoring", "remark", "actual",
               "score", "reason", "level1", "level2", "level3")  # fmt: skip
"""What a row of indicators may declare right of the form, where the form has no column for it."""


def likeness(grid: Grid, profile: Profile, labels: Labels) -> tuple[int, int]:
    """How many tables and how many own labels of the form a sheet has."""
    profile = seen_labels(grid, profile).profile
    tables = find_tables(grid, profile)
    facts = sum(labels.is_own_fact(cell.value) for cell in grid.cells.values() if isinstance(cell.value, str))
    return len(tables), facts


def read_blocks(gathered: Gathered, labels: Labels) -> None:
    """Read the whole form. From here on its labels are called as this sheet has them."""
    seen = seen_labels(gathered.grid, gathered.profile)
    gathered.profile = seen.profile
    grid, profile = gathered.grid, gathered.profile
    tables = find_tables(grid, profile)
    rest = [row for row in grid.rows if not tables or row < tables[0].top]
    below: list[int] = []
    totals: set[Spot] = set()
    for number, table in enumerate(tables):
        end = tables[number + 1].top if number + 1 < len(tables) else None
        rows = [row for row in grid.rows if row > table.bottom and (end is None or row < end)]
        below += _read_table(gathered, labels, table, rows, totals)
    tell_marks(gathered, totals)
    found = {table.block.name for table in tables}
    for block in profile.tables.values():
        if block.name not in found:
            _tell_missing(gathered, block)
    for spot in seen.unread:
        shown, wanted = short(grid.text(*spot) or ""), filled_label(seen.silent[spot], {})
        gathered.warn(
            spot, "", say.LABEL_UNREAD.format(text=shown), say.LABEL_UNREAD_HINT.format(label=wanted)
        )
    fields = FieldReader(gathered, labels, [*rest, *below], seen)
    used = fields.read()
    read_facts(gathered, labels, rest, above=True, used=used)
    read_facts(gathered, labels, below, above=False, used=used)
    settle_title_year(gathered)


def _tell_missing(gathered: Gathered, block: TableBlock) -> None:
    heads = "、".join(column.label for column in block.columns if column.label)
    name = block.heading or gathered.label(block.name)
    message = say.NO_BLOCK.format(sheet=gathered.grid.name, table=name)
    hint = say.NO_TABLE_HINT.format(labels=heads) if heads else say.NO_ROW_HINT
    gathered.fault(None, block.name, message, hint)


def _read_table(
    gathered: Gathered, labels: Labels, table: FoundTable, rows: list[int], totals: set[Spot]
) -> list[int]:
    """Read one table; the rows of the sheet that are none of its own are returned. totals: takes up the
    cells of its total row, whose formulas are the form's own."""
    table = _in_form_order(table, gathered)
    reader = BlockReader(gathered, table, lambda row: _ends_before(gathered, labels, table, row))
    gathered.put(table.block.name, None, (max(table.top, 1), table.first))
    _check_heads(gathered, table, reader)
    rest = reader.read_fixed(rows) if table.block.fixed else reader.read_free(rows)
    totals |= reader.totals
    return rest


def _in_form_order(table: FoundTable, gathered: Gathered) -> FoundTable:
    """The slots in the order of the form: groups from the outermost in."""
    order = {
        slot: number
        for split in (False, True)
        for number, slot in enumerate(slots_of(table.block, gathered.profile.page.room, split=split))
    }
    return replace(table, spans=dict(sorted(table.spans.items(), key=lambda item: order.get(item[0], 0))))


def _check_heads(gathered: Gathered, table: FoundTable, reader: BlockReader) -> None:
    """Tell columns that are missing and heads that nobody knows; take the columns right of the form."""
    block, grid = table.block, gathered.grid
    for slot in table.missing:
        if slot.column is not None and slot.column.required:
            spot = (table.top, table.first)
            message = say.NO_COLUMN_IN.format(
                table=block.heading or gathered.label(block.name), label=slot.label
            )
            gathered.fault(spot, f"{block.name}.{slot.key}", message, say.NO_COLUMN_HINT)
    if not table.heads:
        return
    known = {plain_label(block.heading), BRACKET_AT_END.sub("", plain_label(block.heading))}
    known |= {plain_label(text) for slot in table.spans for text in (*slot.over, block.row_heading)} | {""}
    if block.name == INDICATORS:
        _take_extras(gathered, table, reader)
    for row in range(table.top, table.bottom + 1):
        for column in grid.rows.get(row, ()):
            text = grid.text(row, column) or ""
            plain = plain_label(text)
            taken = (row, column) in table.heads or any(a <= column <= b for a, b in reader.extras.values())
            if taken or not text.strip() or {plain, BRACKET_AT_END.sub("", plain)} & known:
                continue
            if plain in line_words("serials"):
                reader.told.add(column)
                gathered.note((row, column), "", say.SERIAL_COLUMN.format(text=text.strip()))
            elif not any(a <= column <= b for a, b in table.spans.values()):
                reader.told.add(column)
                message = say.STRANGE_COLUMN.format(text=short(text))
                gathered.fault((row, column), block.name, message, say.STRANGE_COLUMN_HINT)


def _take_extras(gathered: Gathered, table: FoundTable, reader: BlockReader) -> None:
    """Columns beside the form, by the names of what they hold."""
    own = {slot.key for slot in table.spans} | {key for slot in table.spans for key in slot.keys}
    names = {
        plain_label(name): role
        for role in EXTRA_ROLES
        if gathered.profile.column_keys.get(role, role) not in own
        for name in (*synonyms()["columns"].get(role, ()), FIELD_LABELS.get(role, ""))
        if name
    }
    for row in range(table.top, table.bottom + 1):
        for column in gathered.grid.rows.get(row, ()):
            role = names.get(plain_label(gathered.grid.text(row, column) or ""))
            if role and column > table.last and role not in reader.extras:
                (_, first), (_, last) = gathered.grid.area(row, column)
                reader.extras[role] = first, last


def _ends_before(gathered: Gathered, labels: Labels, table: FoundTable, row: int) -> bool:
    """A free table ends where a line of what follows it begins."""
    grid = gathered.grid
    columns = grid.rows[row]
    texts = [(column, grid.text(row, column) or "") for column in columns]
    heading = plain_label(table.block.heading)
    if heading and plain_label(texts[0][1]) == heading and columns[0] < table.first:
        texts = texts[1:]
    if not texts or texts[0][0] > next(iter(table.spans.values()))[1]:
        return False
    first = texts[0][1]
    plain = plain_label(first)
    if plain == plain_label(say.OTHER_HEADING) or labels.split_facts(first):
        return True
    if plain and plain in _later_headings(gathered, table):
        return True
    if any(_has_words(text) and match_template(first, text) is not None
           for text in line_texts(_later(gathered, table))):  # fmt: skip
        return True
    if _begins_grid([plain_label(text) for _, text in texts], gathered, table):
        return True
    return labels.fact(first) is not None and not _is_field(labels.fact(first), gathered)


def _later(gathered: Gathered, table: FoundTable) -> Iterable[object]:
    blocks = list(gathered.profile.blocks)
    return blocks[blocks.index(table.block) + 1 :]


def _later_headings(gathered: Gathered, table: FoundTable) -> set[str]:
    blocks = list(_later(gathered, table))
    texts = [b.heading for b in blocks if isinstance(b, FieldsBlock | TableBlock) and b.heading]
    texts += [box.label for b in blocks if isinstance(b, SignBlock) for box in b.boxes]
    return {plain_label(text) for text in texts}


def _has_words(template: str) -> bool:
    """True for a line that is known by words of its own."""
    return sum(char.isalpha() for char in fill_template(template, {})) > 1


def _begins_grid(plains: list[str], gathered: Gathered, table: FoundTable) -> bool:
    """True for a line with all labels of a line of fields."""
    for block in _later(gathered, table):
        if isinstance(block, FieldsBlock):
            for fields in block.rows:
                names = [plain_label(field.label) for field in fields]
                if plains[0] == names[0] and all(name in plains for name in names):
                    return True
    return False


def _is_field(key: str | None, gathered: Gathered) -> bool:
    return key is not None and any(_key(field) == key for field in gathered.profile.facts)


def _key(field: FieldSpec) -> str:
    return "year" if field.meaning == "year" else field.key
