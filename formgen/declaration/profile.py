"""A profile: which form this is. `templates/<profile>/profile.toml` as a frozen object.

Comes in: what `load_profile` read. Goes out: `Profile`: blocks, roles, taxonomy, limits, type and paper,
each in one home. A second province, year or form is a new folder, not new code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from formgen.base.readers import counted
from formgen.base.typed import field
from formgen.declaration.blocks import (
    Block,
    Column,
    FieldsBlock,
    FieldSpec,
    LineBlock,
    Millimetres,
    Number,
    Section,
    SignBlock,
    TableBlock,
    placeholders,
    print_keys,
)
from formgen.declaration.findings import Severity
from formgen.declaration.form_rules import FormRule
from formgen.declaration.label_texts import bare_labels, filled_labels, labels_in
from formgen.declaration.model import ROW_ROLES
from formgen.declaration.paths import INDICATORS, FieldPath
from formgen.messages import profile as say
from formgen.messages.fields import FIELD_LABELS

DEFAULT_PROFILE = "hunan-2023"
PROFILE_FILE = "profile.toml"
GROUP_COLUMNS = 2
SPAN_KEYS = ("from", "to")
"""First and last year of what a form plans for, declared where a text of the form names them."""

_TARGET = "target"
_WHOLE_TARGET = ("operator", _TARGET, "unit")
"""一级指标 and 二级指标: merged over their rows."""

Points = Millimetres


class Grade(Section):
    """A grade (优良中差) and its lower limit, included, in points."""

    name: str
    from_: Number = field(alias="from")


class OwnWording(Section):
    """A sentence of the province's own, with holes {points}, {percent}, {count}, and the rule it means;
    a parameter names a hole in the same way."""

    sentence: Annotated[str, counted(4)]
    rule: dict[str, Any]

    def check(self) -> None:
        if any(
            name.rstrip("0123456789") not in ("points", "percent", "count")
            for name in _HOLES.findall(self.sentence)
        ):
            raise ValueError(say.HOLES)
        if "kind" not in self.rule:
            raise ValueError(say.WORDING_WITHOUT_KIND)

    def __hash__(self) -> int:
        return hash((self.sentence, repr(self.rule)))


_HOLES = re.compile(r"\{([^{}]*)\}")


class ScoringDefaults(Section):
    """Totals, grades and the defaults of the rules (scoring.md). grades: from the highest down. wording:
    sentences of the profile's own, tried before the built-in grammar. borders: higher gives a border that
    two bands claim to the higher points."""

    total: Number = Decimal(100)
    grades: tuple[Grade, ...] = (
        Grade(name="优", **{"from": Decimal(90)}),
        Grade(name="良", **{"from": Decimal(80)}),
        Grade(name="中", **{"from": Decimal(60)}),
        Grade(name="差", **{"from": Decimal(0)}),
    )
    floor: Number = Decimal("0.6")
    base: Literal["target", "value"] = "target"
    step: Literal["floor", "ceil", "exact"] = "floor"
    overshoot: Number = Decimal("1.3")
    borders: Literal["person", "higher"] = "person"
    wording: tuple[OwnWording, ...] = ()

    def grade_of(self, total: Decimal) -> str:
        """The grade a total earns, limits included."""
        return next(grade.name for grade in self.grades if total >= grade.from_)


class CheckLimits(Section):
    """Limits of the checks; each names the check it belongs to."""

    severity: dict[str, Severity] = field(factory=dict)
    off: tuple[str, ...] = ()  # checks that are not made; reports say so
    required_level1: tuple[str, ...] = ()  # REQ-03: level1 that must have a level3
    cut_lengths: tuple[int, ...] = ()  # TXT-01: characters at which systems cut texts off
    most_per_level2: int = 10  # TAX-02
    most_share: Number = Decimal("0.3")  # SCO-06: share of the total for one indicator
    subtotals: dict[str, Number] = field(factory=dict)  # SCO-01: level1 or level2 → points


class Page(Section):
    """Paper and margins in mm."""

    width: Millimetres
    height: Millimetres
    margin_top: Millimetres
    margin_bottom: Millimetres
    margin_left: Millimetres
    margin_right: Millimetres

    @property
    def room(self) -> Decimal:
        """Width between the margins."""
        return self.width - self.margin_left - self.margin_right

    @property
    def landscape(self) -> bool:
        return self.width > self.height


class Rules(Section):
    """Widths of the drawn lines in pt: the frame around a table, and the lines in it. pad: space above and
    below the text of a cell, in mm."""

    frame: Points = Decimal("0.5")
    inner: Points = Decimal("0.5")
    pad: Millimetres = Decimal("0.6")


class FontUse(Section):
    """One use of type. docx: the name written into the Word file. pdf: families tried character by
    character, in order. size and line (the distance of lines, kept exactly by every engine) in pt."""

    docx: str
    pdf: Annotated[tuple[str, ...], counted(1)]
    size: Points
    line: Points


class Fonts(Section):
    title: FontUse
    head: FontUse
    body: FontUse
    prose: FontUse
    heading: FontUse


class Profile(Section):
    """One form. years: from, or from and to. `folder` holds the templates beside profile.toml. old: the
    folder is in the language of 0.2.0 ([[facts]], [[columns]]), with templates of its own."""

    id: str
    name: str
    source: str = ""
    years: Annotated[tuple[int, ...], counted(1, 2)]
    title: str
    year_line: str = "（{year}年度）"
    file_name: str = ""
    appendix_file_name: str = ""
    written: Annotated[tuple[Block, ...], counted(1)] = field(alias="block")
    rules: tuple[FormRule, ...] = field(default=(), alias="rule")
    taxonomy: dict[str, tuple[str, ...]] = field(factory=dict)
    scoring: ScoringDefaults = ScoringDefaults()
    checks: CheckLimits = CheckLimits()
    page: Page
    strokes: Rules = Rules()
    fonts: Fonts
    folder: Path = field(exclude=True)
    old: bool = field(default=False, exclude=True)

    @classmethod
    def prepare(cls, data: Mapping[str, Any]) -> Mapping[str, Any]:
        stem = "{year}_{department}_{project}_" if _has_project(data) else "{year}_{department}_"
        presets = {"file_name": f"{stem}{data.get('title', '')}", "appendix_file_name": f"{stem}评分细则"}
        blocks = data.get("block")
        if isinstance(blocks, list | tuple):
            data = {**data, "block": [_with_whole_target(block) for block in blocks]}
        return {**presets, **data}

    # ── what the blocks hold ──────────────────────────────────────────────────────────────────────

    @property
    def year(self) -> int:
        """The first year it serves."""
        return self.years[0]

    def serves(self, year: int) -> bool:
        return self.years[0] <= year and (len(self.years) == 1 or year <= self.years[1])

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks, in the order of the form, their labels as people call them."""
        return tuple(bare_labels(block) for block in self.written)

    @cached_property
    def label_templates(self) -> tuple[str, ...]:
        """Labels that say something of the declaration, as they are written: 中期目标（{from}年—{to}年）."""
        return tuple(dict.fromkeys(text for block in self.written for _, text in labels_in(block)))

    def labelled(self, texts: Mapping[str, str]) -> Profile:
        """The form with its labels as they are printed for these values; itself where they say nothing of a
        declaration."""
        if not self.label_templates:
            return self
        filled = tuple(filled_labels(block, texts) for block in self.written)
        return self.model_copy(update={"written": filled})

    @cached_property
    def placed(self) -> tuple[FieldSpec, ...]:
        """Every field with a cell of its own, in the order of the form."""
        return tuple(f for block in self.blocks if isinstance(block, FieldsBlock) for f in block.fields())

    @cached_property
    def facts(self) -> tuple[FieldSpec, ...]:
        """Every field: those with a cell of their own, then the first and last year that a text of the form
        names."""
        own = {field.key for field in self.placed}
        named = {key for text in self._own_texts() for key in placeholders(text)}
        spans = [key for key in SPAN_KEYS if key in named - own]
        return (*self.placed, *(FieldSpec(key=k, label=FIELD_LABELS[k], type="number") for k in spans))

    def _own_texts(self) -> Iterator[str]:
        yield from self.label_templates
        for block in self.written:
            if isinstance(block, LineBlock | SignBlock):
                yield from block.texts()

    @cached_property
    def tables(self) -> dict[str, TableBlock]:
        """Every table by its name, in the order of the form."""
        return {block.name: block for block in self.blocks if isinstance(block, TableBlock)}

    @cached_property
    def indicator_table(self) -> TableBlock | None:
        """The table of indicators, where the form has one."""
        return self.tables.get(INDICATORS)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the indicators."""
        return self.indicator_table.columns if self.indicator_table else ()

    @property
    def table_heading(self) -> str:
        return self.indicator_table.heading if self.indicator_table else ""

    # ── roles ─────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def field_keys(self) -> dict[str, str]:
        """Role → key of the field that has it."""
        return {field.meaning: field.key for field in reversed(self.facts) if field.meaning}

    @cached_property
    def column_keys(self) -> dict[str, str]:
        """Role → key of the indicators' cell that has it, on the side whose values count (`year` where the
        table has sides and one is called so, else the last)."""
        return dict(self._column_roles())

    @cached_property
    def cell_keys(self) -> dict[str, str]:
        """Role → key of the cell of an indicator's row that holds it; roles without a column by their own
        name."""
        return {role: self.column_keys.get(role, role) for role in ROW_ROLES}

    @cached_property
    def column_side(self) -> str:
        """The side of the indicators whose values count, with its dot; "" where the table has none."""
        sides = [side.key for side in self.indicator_table.sides] if self.indicator_table else []
        if not sides:
            return ""
        return f"{'year' if 'year' in sides else sides[-1]}."

    def _column_roles(self) -> Iterator[tuple[str, str]]:
        for column in self.columns:
            prefix = "" if column.shared else self.column_side
            if column.print:
                for key in print_keys(column):
                    yield key, f"{prefix}{key}"
            elif column.meaning:
                yield column.meaning, f"{prefix}{column.key}"

    # ── labels ────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def labels(self) -> dict[str, str]:
        """Field key → official label: fields by their path, columns by table and key (tasks.total); those
        of the indicators by their bare key (level3) as well."""
        labels = {field.key: field.label for field in self.facts}
        for table in self.tables.values():
            for key, column in table.cells().items():
                labels[f"{table.name}.{key}"] = column.label
                for row in table.fixed:
                    labels[f"{table.name}.{row.key}.{key}"] = f"{row.label}{column.label}"
        labels |= {c.key: c.label for c in self.columns if c.key not in labels}
        return labels

    def label(self, field: str) -> str:
        """The official label of a path such as indicators[3].scoring: the form's own, else the usual one
        of what the form has no place for; the path itself where there is neither."""
        column = _ROW.sub("", field)  # the same in every row: looked up once
        if column not in self._found_labels:
            self._found_labels[column] = self._find_label(column)
        return self._found_labels[column] or field

    @cached_property
    def _found_labels(self) -> dict[str, str]:
        return {}

    def _find_label(self, column: str) -> str:
        names = (column, FieldPath.parse(column).key)
        labels = (*(self.labels.get(name) for name in names), *(FIELD_LABELS.get(name) for name in names))
        return next((label for label in labels if label), "")

    # ── between processes ─────────────────────────────────────────────────────────────────────────

    def __reduce__(self) -> tuple[object, ...]:
        """With every result comes its profile: whoever receives them keeps one of a process, not one of each."""
        return _received, (self._packed,)

    @cached_property
    def _packed(self) -> bytes:
        """As it was read, without what was worked out since."""
        import pickle

        return pickle.dumps(self._values(), pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=16)
def _received(packed: bytes) -> Profile:
    import pickle

    profile = Profile.__new__(Profile)
    vars(profile).update(pickle.loads(packed), _packed=packed)  # sent on as it came
    return profile


_Item = TypeVar("_Item")
_ROW = re.compile(r"\[\d{1,9}\]")


def _with_whole_target(block: Any) -> Any:
    """The table of indicators with its sign and unit printed with 指标值, where they have no columns: a cell of
    several fields like any other. A block as written, of whatever sense."""
    columns = block.get("columns") if isinstance(block, dict) and block.get("name") == INDICATORS else None
    if not isinstance(columns, list) or not all(isinstance(column, dict) for column in columns):
        return block
    texts = [str(column.get(name, "")) for column in columns for name in ("key", "role")]
    printed = [key for column in columns for key in placeholders(str(column.get("print", "")))]
    known = {*texts, *printed} - {_TARGET}
    whole = "".join(f"{{{key}}}" for key in _WHOLE_TARGET if key not in known)
    plain = [column for column in columns if column.get("key") == _TARGET and not column.get("print")]
    if len(plain) != 1 or _TARGET in printed or whole == f"{{{_TARGET}}}":
        return block
    return {**block, "columns": [{**c, "print": whole} if c is plain[0] else c for c in columns]}


def _has_project(data: Mapping[str, Any]) -> bool:
    """Whether a field of the form, as written, names a project."""
    blocks = _list_of(data.get("block"), dict)
    rows = [row for block in blocks for row in _list_of(block.get("rows"), list)]
    fields = [field for row in rows for field in _list_of(row, dict)]
    return any(
        field.get("role") == "project" or field.get("key") in ("project", "project.name") for field in fields
    )


def _list_of(value: Any, kind: type[_Item]) -> list[_Item]:
    """What is of this kind in a list as written, of whatever sense."""
    return [item for item in value if isinstance(item, kind)] if isinstance(value, list) else []
