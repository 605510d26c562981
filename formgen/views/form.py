"""The view: every cell of the form as its final string, every span. The last step that knows the
business; both renderers and the inspection see only this, so DOCX and PDF cannot say different things.

`view_form` turns a Declaration into a FormView. No measure of type or page is taken here (see
`formgen.layout`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from formgen.declaration.figures import compute_figures, fill_computed
from formgen.declaration.model import Declaration
from formgen.declaration.paths import INDICATORS
from formgen.declaration.printed import fill_in, plain_text
from formgen.declaration.profile import Profile
from formgen.declaration.unplaced import unplaced_rows
from formgen.declaration.values import figures_of
from formgen.messages import form as say
from formgen.views.block_shown import Shown, ruling_of
from formgen.views.blocks import view_blocks
from formgen.views.tables import Cell, ColumnView, TableView, TypeUse


@dataclass(frozen=True, slots=True)
class FormView:
    """The whole form as strings. blocks: its tables, in order; a line of text is a table without lines.
    author: the department, for the document properties."""

    title: str
    year_line: str
    blocks: tuple[TableView, ...]
    author: str
    draft: bool = False

    @property
    def facts(self) -> TableView:
        """The grid of fields above the indicators, for templates of 0.2.0."""
        return next((block for block in self.blocks if not block.name), _NOTHING)

    @property
    def table(self) -> TableView:
        """The indicators, for templates of 0.2.0."""
        return next((block for block in self.blocks if block.name == INDICATORS), _NOTHING)

    def cells(self) -> list[Cell]:
        """Every cell, in reading order."""
        return [cell for _, cell, _ in self.typed_cells()]

    def typed_cells(self) -> list[tuple[TypeUse, Cell, str]]:
        """(use of type, cell, text) of every cell, in reading order."""
        return [
            (cell.use or column.use, cell, cell.text)
            for table in self.blocks
            for row in table.rows
            for column, cell in zip(table.columns, row, strict=True)
            if cell is not None
        ]


_NOTHING = TableView("", (), ())


def view_form(
    declaration: Declaration,
    profile: Profile,
    places: Mapping[str, str] | None = None,
    *,
    draft: bool = False,
    scores: Mapping[int, Decimal] | None = None,
) -> FormView:
    """The form of this declaration. places: field path → where it stands in the source. scores: of the
    indicators, by their number, as their rules give them; printed where the form computes an empty 得分."""
    declared = figures_of(declaration, profile)
    known = _known_scores(profile, scores or {})
    figures = fill_computed(profile, declared, known)
    figures = fill_computed(profile, figures, compute_figures(profile, figures))
    texts = {
        "year": declaration.year_text,
        **{key: plain_text(value) for key, value in figures.fields.items()},
    }
    shown = Shown(profile.labelled(texts), figures, places or {}, texts)
    return FormView(
        title=fill_in(profile.title, texts),
        year_line=fill_in(profile.year_line, texts),
        blocks=_with_others(
            tuple(view_blocks(shown)), tuple(_others(declaration, profile, places or {})), profile
        ),
        author=declaration.department.name,
        draft=draft,
    )


def _with_others(
    blocks: tuple[TableView, ...], others: tuple[TableView, ...], profile: Profile
) -> tuple[TableView, ...]:
    """What has no place behind the form's own blocks. Templates of 0.2.0 know only a grid of labels and values
    and the indicators: there it stands at the end of that grid."""
    grid = next((block for block in blocks if not block.name), None)
    if not (profile.old and others and grid is not None and len(grid.columns) == len(others[0].columns)):
        return (*blocks, *others)
    longer = replace(grid, rows=(*grid.rows, *others[0].rows))
    return tuple(longer if block is grid else block for block in blocks)


def _known_scores(profile: Profile, scores: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """Path → score, where the form lets its 得分 be computed from its own 实际完成值."""
    key = profile.column_keys.get("score")
    computed = any(column.meaning == "score" and column.computed for column in profile.columns)
    if not key or not computed or "actual" not in profile.column_keys:
        return {}
    return {f"{INDICATORS}[{number}].{key}": score for number, score in scores.items()}


def _others(declaration: Declaration, profile: Profile, places: Mapping[str, str]) -> Iterator[TableView]:
    """What is declared and has no place on this form: nothing vanishes from the page. A check tells it."""
    rows = [
        (Cell(row.label, use="head"), Cell(row.text, row.path, places.get(row.path, "")))
        for row in unplaced_rows(declaration, profile)
    ]
    if rows:
        room = float(profile.page.room)
        columns = (ColumnView("", room * 0.3, "left", "head"), ColumnView("", room * 0.7, "left", "prose"))
        yield TableView(say.OTHER_HEADING, columns, tuple(rows), ruling=ruling_of(profile), name="others",
                        head_rows=((Cell(say.OTHER_HEADING, colspan=2), None),))  # fmt: skip
