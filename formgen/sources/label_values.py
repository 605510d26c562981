"""Labels that say something of the declaration, as they stand on a sheet: 中期目标（2023年—2025年）.

Comes in: a sheet and a profile. Goes out: the spots of such labels, and the profile with its labels as this
sheet has them, so that every head and label is known by its own text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from formgen.declaration.profile import Profile
from formgen.sources.grid import Grid, Spot
from formgen.sources.labels import BRACKET_AT_END, plain_label
from formgen.sources.templates import match_template

PROMPT = re.compile(r"[×xXｘＸ+＋]")
"""20××年—20××+n年: how a form asks for years, and nobody's answer."""

_LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class SeenLabels:
    """profile: its labels as they are seen. said: spot → the label there as the profile writes it. silent: spot
    → a label that stands there without what the profile writes in it. unread: of these, the spots whose bracket
    says something in other words."""

    profile: Profile
    said: Mapping[Spot, str]
    silent: Mapping[Spot, str]
    unread: frozenset[Spot]


def seen_labels(grid: Grid, profile: Profile) -> SeenLabels:
    """Look for every label of the form that has {keys}. Where labels name one key differently, each is read and
    the form is called by the first."""
    if not profile.label_templates:
        return SeenLabels(profile, {}, {}, frozenset())
    texts = {spot: cell.value for spot, cell in grid.cells.items()
             if isinstance(cell.value, str) and len(cell.value) <= _LONGEST_LABEL}  # fmt: skip
    said: dict[Spot, str] = {}
    silent: dict[Spot, str] = {}
    values: dict[str, str] = {}
    for template in profile.label_templates:
        found = {
            spot: match
            for spot, text in texts.items()
            if (match := match_template(text.strip("*★ "), template))
        }
        said |= dict.fromkeys(found, template)
        for match in found.values():
            values = {**{key: value for key, value in match.items() if value}, **values}
        if not found:
            silent |= {spot: template for spot, text in texts.items() if _is_bare(text, template)}
    unread = frozenset(spot for spot in silent if BRACKET_AT_END.search(plain_label(texts[spot])))
    return SeenLabels(profile.labelled(values), said, silent, unread)


def _is_bare(text: str, template: str) -> bool:
    """True for the label without a bracket, or with one that says something in words of its own."""
    own = BRACKET_AT_END.sub("", plain_label(template))
    return bool(own) and own != plain_label(template) and BRACKET_AT_END.sub("", plain_label(text)) == own
