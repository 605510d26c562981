"""A profile's own sentences: data with typed holes, and the rule each means.

Comes in: a wording, and `[[scoring.wording]]` of the profile: sentence = "达到{percent}得{points}分…", rule =
{ kind = …, points = "{points}" }. Goes out: `Match`. A sentence accounts for the whole wording; no
pattern comes from a user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from formgen.base.errors import UnreadableInput
from formgen.declaration.profile import OwnWording, ScoringDefaults
from formgen.messages import scoring as say
from formgen.scoring.numerals import NUMBER, PERCENT, read_number, read_percent
from formgen.scoring.rules import parse_rule
from formgen.scoring.rules.base import Facts
from formgen.scoring.wording.reading import Match, Meaning, Problem, Unreadable
from formgen.scoring.wording.text import normalise

_HOLE = re.compile(r"\{(points|percent|count)(\d?)\}")
_PATTERNS = {"points": NUMBER, "count": NUMBER, "percent": PERCENT}


def read_own_sentence(wording: str, facts: Facts, defaults: ScoringDefaults) -> Match | None:
    """The rule of the first sentence of the profile that the wording is."""
    text = normalise(wording).text.rstrip("。;,") if defaults.wording else ""
    for own in defaults.wording:
        found = _compile(own.sentence).fullmatch(text)
        if found is None:
            continue
        values = {name: _read(name, value) for name, value in found.groupdict().items()}
        data = {key: _fill(value, values) for key, value in own.rule.items()}
        if facts.points is not None:
            data.setdefault("points", facts.points)
        try:
            rule = parse_rule(data, defaults)
        except UnreadableInput as error:
            if "points" not in data and [fault.field for fault in error.faults] == ["rule.points"]:
                raise Unreadable(Problem.NO_POINTS, say.NO_POINTS) from error
            raise Unreadable(Problem.PARAMETERS, "".join(fault.message for fault in error.faults)) from error
        return Match(rule, clauses=(Meaning(0, len(wording), say.MEANING_OWN),))
    return None


@lru_cache(maxsize=256)
def _compile(sentence: str) -> re.Pattern[str]:
    """The sentence as a pattern: its words letter by letter, its holes as numbers. A name that occurs
    again must have the same value again."""
    parts, at, seen = [], 0, set[str]()
    for hole in _HOLE.finditer(sentence):
        parts.append(re.escape(normalise(sentence[at : hole.start()]).text))
        name = hole[1] + hole[2]
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{_PATTERNS[hole[1]]})")
        seen.add(name)
        at = hole.end()
    parts.append(re.escape(normalise(sentence[at:]).text.rstrip("。;,")))
    return re.compile("".join(parts))


def _read(name: str, text: str) -> Decimal:
    value = read_percent(text) if name.startswith("percent") else read_number(text)
    if value is None:
        raise Unreadable(Problem.PARAMETERS, say.NO_NUMBER)
    return value


def _fill(value: Any, values: Mapping[str, Decimal]) -> Any:
    """A rule's parameter with its holes filled; {percent} fills as a share where it stands for one."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\{(\w+?)(/100)?\}", value)
        if whole and whole[1] in values:
            return values[whole[1]] / 100 if whole[2] else values[whole[1]]
        return re.sub(
            r"\{(\w+)\}", lambda hole: f"{values[hole[1]]:f}" if hole[1] in values else hole[0], value
        )
    if isinstance(value, list | tuple):
        return [_fill(item, values) for item in value]
    if isinstance(value, Mapping):
        return {key: _fill(item, values) for key, item in value.items()}
    return value


__all__ = ["OwnWording", "read_own_sentence"]
