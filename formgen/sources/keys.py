"""Keys that no declaration has: each named with its place and the nearest key that exists.

Comes in: the desk with all values. Goes out: faults on the desk. Called by `build`.
"""

from __future__ import annotations

import difflib
import re

from formgen.declaration.model import ArchiveSettings, Declaration, Department, Filing, Goal, Indicator, Part
from formgen.messages import reading as say
from formgen.sources.field_reader import Desk

ROW = "indicators"
GROUPS: dict[str, type[Part]] = {
    "department": Department,
    "goal": Goal,
    "filing": Filing,
    "archive": ArchiveSettings,
    ROW: Indicator,
}
_TOP = [name for name in Declaration.model_fields if name != "year_seen"]
_ROW_PATH = re.compile(r"indicators(\[\d+\])$")


def report_unknown_keys(desk: Desk) -> None:
    """Tell every key that no declaration has, and every table that is not written as a table."""
    for path, raw in desk.values.items():
        group, _, key = path.partition(".")
        home = _ROW_PATH.sub(ROW, group)
        if home in GROUPS and not key:
            if raw.value is not None:
                shape = f"[[{home}]]" if home == ROW else f"[{home}]"
                desk.add(group, raw.place, say.NOT_A_GROUP.format(key=home, shape=shape), "")
            continue
        known = list(GROUPS[home].model_fields if key and home in GROUPS else _TOP)
        name = key if key and home in GROUPS else path
        if name not in known:
            hint = _hint(desk, name, known)
            desk.add(path, raw.place, say.UNKNOWN_KEY.format(key=name), hint)


def _hint(desk: Desk, key: str, known: list[str]) -> str:
    by_label = {label: path.rpartition(".")[2] for path, label in desk.profile.labels.items()}
    if by_label.get(key) in known:
        return say.NEAREST_KEY.format(nearest=by_label[key])
    nearest = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.5)
    if nearest:
        return say.NEAREST_KEY.format(nearest=nearest[0])
    for home, part in GROUPS.items():
        if key in part.model_fields:
            return say.BELONGS.format(home=f"[[{home}]]" if home == ROW else f"[{home}]")
    return say.KNOWN_KEYS.format(known="、".join(known))
