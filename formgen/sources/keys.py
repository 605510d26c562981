"""Keys that no declaration of this form has: each named with its place and the nearest key that exists.

Comes in: the desk with all values. Goes out: faults on the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.base.most_like import most_like
from formgen.declaration.model import ROW_ROLES
from formgen.declaration.paths import INDICATORS
from formgen.declaration.profile import Profile
from formgen.declaration.values import field_homes
from formgen.messages import reading as say
from formgen.sources.field_reader import Desk

TOP = ("profile", "year", "format")
"""Keys outside every table."""

MOST_HINTS = 200
"""Unknown keys for which the nearest known one is looked up."""

_INDEX = re.compile(r"\[\d+\]")


def free_tables(profile: Profile) -> frozenset[str]:
    """Names of the tables that are written [[…]], a row each."""
    return frozenset({INDICATORS, *(name for name, table in profile.tables.items() if not table.fixed)})


def table_shapes(profile: Profile) -> dict[str, str]:
    """Table → how it is written in TOML: [[…]] for rows, [….…] for fixed ones."""
    shapes = {name: f"[{name}.…]" if table.fixed else f"[[{name}]]" for name, table in profile.tables.items()}
    shapes.setdefault(INDICATORS, f"[[{INDICATORS}]]")
    return shapes


def known_paths(profile: Profile) -> dict[str, list[str]]:
    """Home → its keys, where a home is a table (indicators, tasks, money.all), a group of fields
    (department), or "" for what stands outside them."""
    groups = [key.partition(".")[0] for key in (*field_homes(profile), *(f.key for f in profile.facts))]
    homes: dict[str, list[str]] = {"": list(dict.fromkeys([*TOP, *groups, INDICATORS, *profile.tables]))}
    for key in (*field_homes(profile), *(field.key for field in profile.facts)):
        group, _, name = key.rpartition(".")
        if name not in homes.setdefault(group, []):
            homes[group].append(name)
    homes[INDICATORS] = list(ROW_ROLES)
    for table in profile.tables.values():
        keys = list(table.cells())
        for row in table.fixed:
            homes[f"{table.name}.{row.key}"] = keys
        if table.fixed:
            homes[table.name] = [row.key for row in table.fixed]
        else:
            homes[table.name] = list(dict.fromkeys([*homes.get(table.name, ()), *keys]))
    return homes


def report_unknown_keys(desk: Desk) -> None:
    """Tell every key that no such declaration has, and every table that is not written as a table."""
    homes, shapes = known_paths(desk.profile), table_shapes(desk.profile)
    told = 0
    for path, raw in desk.values.items():
        plain = _INDEX.sub("", path)
        if plain and (plain in homes or (raw.value is None and path not in homes)):
            if raw.value is not None:
                shape = shapes.get(plain, f"[{plain}]")
                desk.add(path, raw.place, say.NOT_A_GROUP.format(key=plain, shape=shape), "")
            continue
        home = next(_homes_of(plain, homes))
        name = plain[len(home) :].lstrip(".")
        if name not in homes[home]:
            told += 1
            hint = _hint(desk, name, homes[home], homes) if told <= MOST_HINTS else ""
            desk.add(path, raw.place, say.UNKNOWN_KEY.format(key=name), hint)


def _homes_of(path: str, homes: dict[str, list[str]]) -> Iterator[str]:
    """The homes a path may belong to, the innermost first."""
    while path:
        path = path.rpartition(".")[0]
        if path in homes:
            yield path
    yield ""


def _hint(desk: Desk, key: str, known: list[str], homes: dict[str, list[str]]) -> str:
    by_label = {label: path.rpartition(".")[2] for path, label in desk.profile.labels.items()}
    if by_label.get(key) in known:
        return say.NEAREST_KEY.format(nearest=by_label[key])
    nearest = most_like(key.lower(), known, 0.5)
    if nearest:
        return say.NEAREST_KEY.format(nearest=nearest)
    for home, keys in homes.items():
        if home and key in keys:
            return say.BELONGS.format(home=f"[[{home}]]" if home in desk.profile.tables else f"[{home}]")
    return say.KNOWN_KEYS.format(known="、".join(known))
