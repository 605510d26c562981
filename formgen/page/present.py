"""What the page shows of a form, as plain values for the templates.

Comes in: an open form. Goes out: the list of what is to be mended, the pages with the cells on them. All of it is
the library's; here it is only put in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formgen.base.errors import FormgenError, MissingResource
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.model import Declaration, Operator
from formgen.fill.fixes import fix_text
from formgen.inspect.field_boxes import FieldBox
from formgen.messages import page as say
from formgen.page.desk import OpenForm
from formgen.page.wording import on_page
from formgen.report.grouped import FindingGroup, group_findings

TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "note"}
_ALOUD = 200
"""Characters of a cell that are read aloud when it is come upon; its editor has the whole."""

_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list. field: of its first cell on the page, "" where it has none. fixes: fields whose text
    can be corrected without a question."""

    tone: str
    head: str
    about: str
    text: str
    badge: str
    field: str
    fixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on a page, in mm. field: what a click edits; fields: all that it shows, this one first; name: what it is
    called aloud; differs: it is not as in the other file."""

    field: str
    name: str
    tone: str
    x: float
    y: float
    width: float
    height: float
    fields: tuple[str, ...] = ()
    differs: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    number: int
    width: float
    height: float
    cells: tuple[Cell, ...]


def declaration_of(item: OpenForm) -> Declaration | None:
    """What is declared; None where it cannot be read as a whole."""
    try:
        return item.form.declaration
    except FormgenError:
        return None


def items_of(item: OpenForm) -> tuple[Item, ...]:
    """The list, worst first."""
    groups = group_findings(item.form.findings, item.form.review.names, item.form.profile)
    return tuple(_item(group, item) for group in groups)


def _item(group: FindingGroup, item: OpenForm) -> Item:
    first = group.findings[0]
    text = on_page(group.message + group.hint)
    badge = say.MUST if group.severity is Severity.ERROR else ""
    if len(group.findings) > 1:
        badge = say.CELLS.format(count=len(group.findings))
    return Item(
        TONES[group.severity], group.head, group.about, text, badge, first.field,
        tuple(_fixable(group.findings, item)),
    )  # fmt: skip


def _fixable(findings: Iterable[Finding], item: OpenForm) -> Iterable[str]:
    for finding in findings:
        value = item.form.get(finding.field)
        if isinstance(value, str) and fix_text(finding.field, value, item.form.profile) != value:
            yield finding.field


def count_errors(item: OpenForm) -> int:
    return sum(finding.severity is Severity.ERROR for finding in item.form.findings)


def headline(item: OpenForm, items: tuple[Item, ...]) -> dict[str, Any]:
    """The first lines of the list."""
    errors = count_errors(item)
    others = [entry for entry in items if entry.tone == "warn"]
    cells = sum(finding.severity is Severity.WARNING for finding in item.form.findings)
    more = say.MORE.format(kinds=len(others), cells=cells) if others else ""
    if errors:
        lead = say.LEAD_ERRORS.format(count=errors) + (more or say.STOP)
    elif others:
        lead = say.LEAD_WARNINGS.format(kinds=len(others), cells=cells)
    else:
        lead = say.LEAD_GOOD
    return {"errors": errors, "lead": lead}


# ── the pages ────────────────────────────────────────────────────────────────────────────────────


def pages_of(item: OpenForm, engine: str, differing: frozenset[str] = frozenset()) -> tuple[PageView, ...]:
    """The pages with their cells. differing: fields that are not as in the other file. Raises what printing
    raises."""
    printed = item.form.on_screen(engine, "none")
    tones = _tones(item.form.findings, printed.boxes)
    names = _row_names(item)
    spots: dict[int, dict[tuple[float, float, float, float], list[FieldBox]]] = {}
    for box in printed.boxes:
        spot = (round(box.x, 2), round(box.y, 2), round(box.width, 2), round(box.height, 2))
        spots.setdefault(box.page, {}).setdefault(spot, []).append(box)
    pages = {
        number: [_cell(boxes, spot, item, tones, names, differing) for spot, boxes in cells.items()]
        for number, cells in spots.items()
    }
    sizes = _page_sizes(printed.data)
    return tuple(
        PageView(number, *size, tuple(pages.get(number, ()))) for number, size in enumerate(sizes, 1)
    )


def _cell(
    boxes: list[FieldBox],
    spot: tuple[float, float, float, float],
    item: OpenForm,
    tones: dict[str, str],
    names: dict[str, str],
    differing: frozenset[str],
) -> Cell:
    """One cell; where it is merged over rows of a group, it shows a field of each."""
    first, fields = boxes[0], [box.field for box in boxes]
    found = {tones[field] for field in fields if field in tones}
    tone = next((tone for tone in ("bad", "warn") if tone in found), "")
    differs = any(field in differing for field in fields)
    name = say.CELL_NAME.format(
        row=shorten(names.get(first.field.rpartition(".")[0], ""), _ALOUD // 5),
        label=item.form.profile.label(first.field),
        text=shorten(first.text, _ALOUD) or say.EMPTY,
    ).strip()
    if differs:
        name += say.DIFFERS
    return Cell(first.field, name, tone, *spot, fields=tuple(fields), differs=differs)


def _tones(findings: Iterable[Finding], boxes: tuple[FieldBox, ...]) -> dict[str, str]:
    """Field → the worst that was found there; what has no cell of its own tints the row it belongs to."""
    printed = {box.field for box in boxes}
    found: dict[str, str] = {}
    for finding in findings:
        if finding.severity is Severity.NOTE:
            continue
        for field in cells_for(finding.field, printed):
            if found.get(field) != "bad":
                found[field] = TONES[finding.severity]
    return found


def cells_for(field: str, printed: Iterable[str]) -> list[str]:
    """The printed fields that a finding's field stands in: itself, or the first cell of its row."""
    printed = list(printed)
    if field in printed:
        return [field]
    row = field if field.endswith("]") else field.rpartition(".")[0]
    if not row or "[" not in row:
        return []
    return [name for name in printed if name.startswith(f"{row}.") and name.endswith(".level3")][:1]


def _row_names(item: OpenForm) -> dict[str, str]:
    declaration = declaration_of(item)
    rows = declaration.indicators if declaration else ()
    return {f"indicators[{index}]": row.level3 for index, row in enumerate(rows)}


def _page_sizes(data: bytes) -> list[tuple[float, float]]:
    import pypdfium2

    from formgen.library.form import PICTURES

    with PICTURES:
        document = pypdfium2.PdfDocument(data)
        try:
            return [
                (document[i].get_width() * _MM_PER_POINT, document[i].get_height() * _MM_PER_POINT)
                for i in range(len(document))
            ]
        finally:
            document.close()


def shared_fields(item: OpenForm, field: str, engine: str) -> list[str]:
    """The fields that one cell on the page shows, in rows of one group; the field alone where it has none."""
    key = field.rpartition(".")[2]
    try:
        boxes = item.form.on_screen(engine, "none").boxes
    except FormgenError:
        return [field]
    spots = {(box.page, box.x, box.y) for box in boxes if box.field == field}
    same = [
        box.field
        for box in boxes
        if (box.page, box.x, box.y) in spots and box.field.rpartition(".")[2] == key
    ]
    return list(dict.fromkeys([field, *same]))


# ── one cell ─────────────────────────────────────────────────────────────────────────────────────


def editor_of(item: OpenForm, field: str) -> dict[str, Any]:
    """What the editor of a cell shows, and the field that comes after it in the list."""
    listed = [entry for entry in items_of(item) if entry.field]
    fields, order = (
        [entry.field for entry in listed],
        [entry.field for entry in listed if entry.tone == "bad"],
    )
    after = fields.index(field) + 1 if field in fields else 0
    row = _row_names(item).get(field.rpartition(".")[0], "")
    findings = [finding for finding in item.form.findings if finding.field == field]
    worst = min((list(Severity).index(f.severity) for f in findings), default=None)
    value = item.form.get(field)
    where = say.NTH.format(number=order.index(field) + 1, count=len(order)) if field in order else ""
    return {
        "field": field,
        "row": row,
        "label": item.form.profile.label(field),
        "value": value_text(value),
        "options": [operator.value for operator in Operator] if field.endswith(".operator") else [],
        "tone": "" if worst is None else TONES[list(Severity)[worst]],
        "badge": "" if worst is None else (say.MUST if worst == 0 else say.LOOK),
        "hints": [on_page(f.message + f.hint) for f in findings],
        "where": where,
        "next": fields[after] if after < len(fields) else "",
    }


def shorten(text: str, most: int) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else f"{text[:most]}…"


def value_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def screen_trouble(error: FormgenError, usual: str = say.NO_PAGE) -> str:
    """Why no page can be shown, for the place where it would stand."""
    return str(error) if isinstance(error, MissingResource) else usual
