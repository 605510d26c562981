"""Texts with {keys} in them: filled in, and read back.

Comes in: a template of a profile, and values or a text. Goes out: the text, or the values in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_KEY = re.compile(r"\{\s*([^{}]*?)\s*\}")
_COLONS = str.maketrans({":": "：", "(": "（", ")": "）"})


def fill_template(template: str, values: Mapping[str, str]) -> str:
    """The template with its keys replaced; what the values say is never taken for a key."""
    return _KEY.sub(lambda match: values.get(match[1], ""), template)


def match_template(text: str, template: str) -> dict[str, str] | None:
    """Key → what stands in its place; None for a text that is not made of this template. Blanks and the
    width of brackets and colons make no difference."""
    pattern, keys = _pattern(template)
    found = pattern.fullmatch(text.strip().translate(_COLONS))
    if found is None:
        return None
    return {key: text.strip()[found.start(i) : found.end(i)].strip() for i, key in enumerate(keys, 1)}


@lru_cache(maxsize=256)
def _pattern(template: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    parts = _KEY.split(template.translate(_COLONS))
    made = [r"\s*(.*?)\s*" if index % 2 else _literal(part) for index, part in enumerate(parts)]
    keys = tuple(_KEY.findall(template))
    return re.compile("".join(made), re.DOTALL), keys


def _literal(text: str) -> str:
    """The text with any blanks between its characters; a ruled blank may be longer, shorter or gone."""
    words = [re.escape(char) for char in text if not char.isspace() and char not in "_＿"]
    return r"[\s_＿]*" + "".join(rf"{char}[\s_＿]*" for char in words)
