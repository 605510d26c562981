"""The same finding once, with the list of its cells: how findings are told to people.

Comes in: findings, the names of the declaration's rows, and its profile. Goes out: groups, worst
first, in the order of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formgen.declaration.findings import Finding, Severity
from formgen.declaration.model import NO_VALUE
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.messages import checks as names
from formgen.messages import report as say

_INDEX = re.compile(rf"{INDICATORS}\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that say the same of several cells. column: the label of their cells. names: of the indicators,
    once each, where the cells are theirs."""

    findings: tuple[Finding, ...]
    column: str
    names: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.findings[0].id

    @property
    def severity(self) -> Severity:
        return self.findings[0].severity

    @property
    def head(self) -> str:
        """What it is about: 窗口一次办结率, 服务环境等3项, or the label of the cell."""
        if not self.names:
            return self.column
        first = self.names[0]
        return first if len(self.names) == 1 else say.GROUP_NAMES.format(name=first, count=len(self.names))

    @property
    def about(self) -> str:
        """The column, where `head` names indicators."""
        return self.column if self.names else ""

    @property
    def message(self) -> str:
        """What is wrong; of several cells that differ in words, what they have in common."""
        texts = {finding.message for finding in self.findings}
        if len(texts) == 1:
            return self.findings[0].message
        title = names.TITLES.get(self.id, "")
        return say.GROUP_MESSAGE.format(title=title) if title else self.findings[0].message

    @property
    def hint(self) -> str:
        """What to write instead."""
        return self.findings[0].hint


def group_findings(
    findings: Iterable[Finding], rows: Sequence[str], profile: Profile | None
) -> tuple[FindingGroup, ...]:
    """The groups. Findings go together that have check, grade, column and advice in common. rows: the 三级指标 of
    the declaration, in order."""
    kept: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        kept.setdefault(_key(finding), []).append(finding)
    order = list(Severity)
    groups = sorted(kept.values(), key=lambda group: order.index(group[0].severity))
    return tuple(
        FindingGroup(tuple(group), _column(group[0], profile), _names(group, rows)) for group in groups
    )


def _key(finding: Finding) -> tuple[object, ...]:
    column = _INDEX.sub(INDICATORS, finding.field)
    alone = "" if _INDEX.match(finding.field) else finding.message
    return finding.severity, finding.id, column, finding.hint, alone


def _column(finding: Finding, profile: Profile | None) -> str:
    if profile is None or not finding.field:
        return names.TITLES.get(finding.id, "")
    return profile.label(finding.field)


def _names(group: Sequence[Finding], rows: Sequence[str]) -> tuple[str, ...]:
    found = []
    for finding in group:
        match = _INDEX.match(finding.field)
        if match is not None and int(match[1]) < len(rows):
            name = rows[int(match[1])]
            known = name and name != NO_VALUE
            found.append(name if known else say.GROUP_NTH.format(number=int(match[1]) + 1))
    return tuple(dict.fromkeys(found))
