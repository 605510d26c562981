"""分类: indicators under the wrong group, twice, too many, out of order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from formgen.base.most_like import most_like
from formgen.checks.registry import Check, Hit, Subject, Unknown
from formgen.checks.words import COST_UNIT, is_cost_group
from formgen.declaration.findings import Severity
from formgen.messages import checks as say

_COST = "成本"
_TIME_NAMES = ("期限", "时限", "完成时间", "办结时间", "办理时间", "响应时间", "按时完成率", "按期完成率")
_TIME_UNITS = ("工作日", "个工作日")
_COST_NAMES = ("支出", "成本", "经费")
_PLEASED_NAMES = ("满意度", "满意率")


def find_strange_groups(subject: Subject) -> Iterator[Hit | Unknown]:
    """TAX-01: one hit per wrong label, at its first row."""
    taxonomy = subject.profile.taxonomy
    if not taxonomy:
        yield Unknown(say.NO_TAXONOMY)
        return
    told: set[tuple[str, str]] = set()
    costs_below = any(
        _COST in row.level2 and row.level1.strip() in taxonomy and _COST not in row.level1
        for row in subject.declaration.indicators
    )
    for index, row in enumerate(subject.declaration.indicators):
        level1, level2 = row.level1.strip(), row.level2.strip()
        path = f"indicators[{index}]"
        if _COST in level1 and costs_below and (level1, "") not in told:
            told.add((level1, ""))
            yield Hit(subject.cell(path, "level1"), say.COST_TWICE.format(level1=level1), say.COST_TWICE_HINT)
        elif level1 and level1 not in taxonomy and (level1, "") not in told:
            told.add((level1, ""))
            hint = _nearest(level1, taxonomy)
            yield Hit(subject.cell(path, "level1"), say.STRANGE_LEVEL1.format(level1=level1), hint)
        if level1 in taxonomy and level2 and level2 not in taxonomy[level1] and (level1, level2) not in told:
            told.add((level1, level2))
            homes = [name for name, below in taxonomy.items() if level2 in below]
            hint = say.BELONGS_UNDER.format(level2=level2, level1=homes[0]) if homes else ""
            message = say.STRANGE_LEVEL2.format(level1=level1, level2=level2)
            yield Hit(subject.cell(path, "level2"), message, hint or _nearest(level2, taxonomy[level1]))


def _nearest(label: str, known: object) -> str:
    names = [str(name) for name in known] if isinstance(known, dict | tuple) else []
    near = most_like(label, names, 0.5)
    return say.DID_YOU_MEAN.format(near=near) if near else say.KNOWN_GROUPS.format(known="、".join(names))


def find_repeats(subject: Subject) -> Iterator[Hit]:
    """TAX-02."""
    yield from _find_same_names(subject)
    yield from _find_crowded(subject)
    yield from _find_scattered(subject)


def _find_same_names(subject: Subject) -> Iterator[Hit]:
    first: dict[str, int] = {}
    for index, path, row in subject.rows():
        name = "".join(row.level3.split())
        if not name:
            continue
        if name in first:
            place = subject.places.get(subject.cell(f"indicators[{first[name]}]", "level3"), "")
            message = say.SAME_NAME.format(
                name=name, row=first[name] + 1, place=f"（{place}）" if place else ""
            )
            yield Hit(subject.cell(path, "level3"), message, say.SAME_NAME_HINT)
        else:
            first[name] = index


def _find_crowded(subject: Subject) -> Iterator[Hit]:
    counts: dict[tuple[str, str], list[str]] = {}
    for _, path, row in subject.rows():
        counts.setdefault((row.level1.strip(), row.level2.strip()), []).append(path)
    most = subject.limits.most_per_level2
    for (_, level2), paths in counts.items():
        if level2 and len(paths) > most:
            message = say.CROWDED.format(level2=level2, count=len(paths), most=most)
            yield Hit(subject.cell(paths[most], "level3"), message, say.CROWDED_HINT)


def _find_scattered(subject: Subject) -> Iterator[Hit]:
    """Rows of a group that do not stand together; groups that stand in another order than on the form."""
    rows = [
        (f"indicators[{index}]", row.level1.strip(), row.level2.strip())
        for index, row in enumerate(subject.declaration.indicators)
        if row.level1.strip() and row.level2.strip()
    ]
    runs = [(group, next(run)[0]) for group, run in groupby(rows, key=lambda item: item[1:])]
    seen: set[tuple[str, ...]] = set()
    scattered = False
    for group, path in runs:
        if group in seen:
            scattered = True
            message = say.SCATTERED.format(level1=group[0], level2=group[1])
            yield Hit(subject.cell(path, "level2"), message, say.SCATTERED_HINT)
        seen.add(group)
    order = [(level1, level2) for level1, below in subject.profile.taxonomy.items() for level2 in below]
    known = [(order.index(group), group, path) for group, path in runs if group in order]
    for before, after in pairwise(known):
        if not scattered and after[0] < before[0]:
            message = say.OUT_OF_ORDER.format(level2=after[1][1], before=before[1][1])
            yield Hit(subject.cell(after[2], "level2"), message, say.OUT_OF_ORDER_HINT, Severity.NOTE)


def find_misplaced(subject: Subject) -> Iterator[Hit]:
    """TAX-03."""
    groups = [name for below in subject.profile.taxonomy.values() for name in below]
    for _, path, row in subject.rows():
        level2, name = row.level2.strip(), row.level3.strip()
        if level2 not in groups:
            continue
        wanted = ""
        if name.endswith(_PLEASED_NAMES):
            wanted = _group(groups, "满意")
        elif name.endswith(_TIME_NAMES) or row.unit.strip() in _TIME_UNITS:
            wanted = _group(groups, "时效")
        elif (
            name.endswith(_COST_NAMES)
            and COST_UNIT.fullmatch(row.unit.strip())
            and row.level1.startswith("产出")
        ):
            wanted = _group(groups, _COST) if not is_cost_group(row) else ""
        if wanted and wanted != level2 and wanted[:2] not in level2:
            message = say.MISPLACED.format(name=name, level2=level2, wanted=wanted)
            yield Hit(subject.cell(path, "level3"), message, say.MISPLACED_HINT.format(wanted=wanted))


def _group(groups: list[str], word: str) -> str:
    return next((name for name in groups if word in name), "")


CHECKS = (
    Check("TAX-01", Severity.ERROR, say.SOURCE_FORM, find_strange_groups),
    Check("TAX-02", Severity.WARNING, say.SOURCE_PRACTICE, find_repeats),
    Check("TAX-03", Severity.NOTE, say.SOURCE_INDICATORS, find_misplaced),
)
