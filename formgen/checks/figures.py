"""勾稽: the relations between the form's figures that its profile states: sums, ratios, equal figures, shares,
limits.

The arithmetic is `declaration.figures`; here it is put into words,
with both figures and every cell by its label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.declaration.blocks import TableBlock
from formgen.declaration.figures import Disagreement, Unchecked
from formgen.declaration.findings import Severity
from formgen.declaration.form_rules import RULE_IDS, AtMostRule, RatioRule
from formgen.declaration.paths import FieldPath
from formgen.messages import checks as say

_SENTENCES = {
    "sum": (say.SUM_DIFFERS, say.SUM_DIFFERS_HINT),
    "ratio": (say.RATIO_DIFFERS, say.RATIO_DIFFERS_HINT),
    "score": (say.RATE_SCORE_DIFFERS, say.RATE_SCORE_DIFFERS_HINT),
    "equal": (say.EQUAL_DIFFERS, say.EQUAL_DIFFERS_HINT),
    "share": (say.SHARE_DIFFERS, say.SHARE_DIFFERS_HINT),
    "at_most": (say.MOST_EXCEEDED, say.MOST_EXCEEDED_HINT),
}
MOST_NAMED = 6
"""Cells named in one sentence."""


def _look(kind: str) -> Callable[[Subject], Iterator[Hit | Unknown]]:
    """The check of the rules of one kind."""

    def check_rules(subject: Subject) -> Iterator[Hit | Unknown]:
        for told in subject.compared:
            if told.rule.kind != kind:
                continue
            if isinstance(told, Unchecked):
                cells = _listed([cell_label(subject, path) for path in told.fields], "、")
                yield Unknown(say.CELLS_EMPTY.format(cells=cells, rule=say.TITLES_OF_RULES[kind]))
            else:
                yield _tell(subject, told)

    return check_rules


def _tell(subject: Subject, told: Disagreement) -> Hit:
    rule = told.rule
    message, hint = _SENTENCES[rule.kind]
    words = _words(subject, told)
    if rule.message:
        sides = {
            "message": rule.message.rstrip("。"),
            "found": say.OWN_FOUND.format(**words),
            "expected": say.OWN_EXPECTED.format(**words),
        }
        message = say.PROFILE_SAYS.format(**sides) + "。"
    else:
        message = message.format(**words)
    return Hit(told.field, message, hint.format(**words))


def _words(subject: Subject, told: Disagreement) -> dict[str, str]:
    paths = [path for path, _ in told.terms]
    terms = [
        say.TERM.format(label=cell_label(subject, path), value=_shown(value)) for path, value in told.terms
    ]
    joined = say.OVER if isinstance(told.rule, RatioRule) else say.PLUS
    if told.rule.kind == "score":
        joined = say.AND
    elif isinstance(told.rule, AtMostRule) or told.rule.kind == "equal":
        terms = [cell_label(subject, path) for path in paths if path]
    return {
        "whole": cell_label(subject, told.field),
        "found": _shown(told.found),
        "expected": _shown(told.expected),
        "gap": _shown(abs(told.found - told.expected)),
        "terms": _listed(terms, joined),
        "unit": _unit(subject, told.field),
        "of": cell_label(subject, paths[0]) if paths else "",
        "by": cell_label(subject, paths[-1]) if paths else "",
    }


def _listed(words: Sequence[str], joint: str) -> str:
    named = joint.join(words[:MOST_NAMED])
    return named if len(words) <= MOST_NAMED else named + say.MORE_CELLS.format(count=len(words))


def cell_label(subject: Subject, path: str) -> str:
    """A cell in words: the field's label, “年度资金总额”的全年执行数, 第 2 行的总额, 各行总额."""
    found = FieldPath.parse(path)
    table = subject.profile.tables.get(found.table)
    if table is None:
        return subject.label(path)
    if found.row is not None:
        label = subject.profile.label(f"{table.name}.{found.column}")
        return say.NTH_ROW.format(number=found.row + 1, label=label)
    if not table.fixed:
        return say.SUM_OF.format(label=subject.profile.label(path))
    row, _, column = found.column.partition(".")
    label = table.cells()[column].label if column in table.cells() else column
    name = _row_label(table, row, column.partition(".")[0])
    return say.OF_ROW.format(row=name, label=label) if label else say.ROW_ALONE.format(row=name)


def _row_label(table: TableBlock, key: str, side: str) -> str:
    """What the row is called, on this side where the table has sides."""
    spec = next((row for row in table.fixed if row.key == key), None)
    if spec is None:
        return key
    return spec.label_on(side) or spec.label or next(iter(spec.labels.values()), key)


def _unit(subject: Subject, path: str) -> str:
    """The unit of a table's money, with the space before it; "" for what is no money of a table."""
    found = FieldPath.parse(path)
    table = subject.profile.tables.get(found.table)
    if table is None or not table.unit:
        return ""
    column = table.cells().get(found.column) or table.cells().get(found.column.partition(".")[2])
    return f" {table.unit}" if column is not None and column.type == "money" else ""


def _shown(value: Decimal) -> str:
    """A figure as it is written, without the noughts that arithmetic leaves behind its places."""
    return f"{value:f}"


def _check(kind: str) -> Check:
    return Check(RULE_IDS[kind], Severity.ERROR, say.SOURCE_ARITHMETIC, _look(kind))


look_at_rate_scores = _look("score")
"""Scores that follow from a rate of the form, for ACT-02."""

CHECKS = tuple(_check(kind) for kind in ("sum", "ratio", "equal", "share", "at_most"))
