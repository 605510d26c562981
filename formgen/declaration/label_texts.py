"""Labels that say something of the declaration: 中期目标（{from}年—{to}年）.

Comes in: blocks as a profile writes them. Goes out: their labels with the {keys} filled in, or as they are
called where no declaration is at hand. The one place where a label becomes the text that is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from formgen.declaration.blocks import Block, Section, placeholders
from formgen.declaration.printed import fill_in
from formgen.messages import form as say

_LABELS = ("label", "labels", "heading", "under", "row_heading")
"""What a block, a field, a column, a row or a side calls a label."""

_BRACKET = re.compile(r"[（(][^（）()]*\{[^（）()]*[）)]")
_KEY = re.compile(r"\{[^{}]*\}")

Change = Callable[[str], str]
_Section = TypeVar("_Section", bound=Section)


def labels_in(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(path in the profile's TOML, text) of every label in a block that has {keys} in it."""
    if isinstance(part, Section):
        for name in type(part).model_fields:
            value = getattr(part, name)
            for key, text in _texts(value) if name in _LABELS else ():
                if placeholders(text):
                    yield f"{path}.{name}{key}", text
            yield from labels_in(value, f"{path}.{name}")
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from labels_in(value, f"{path}[{index}]")


def bare_labels(block: Block) -> Block:
    """The block with its labels as people call them: without the brackets that a declaration fills."""
    return _changed(block, _bare) if next(labels_in(block), None) else block


def filled_labels(block: Block, texts: Mapping[str, str]) -> Block:
    """The block with its labels as they are printed for these values; room to write where there is none."""
    if next(labels_in(block), None) is None:
        return block
    return _changed(block, lambda text: filled_label(text, texts))


def filled_label(text: str, texts: Mapping[str, str]) -> str:
    """One label, filled in."""
    return fill_in(text, {key: texts.get(key) or say.LABEL_BLANK for key in placeholders(text)})


def _bare(text: str) -> str:
    return _KEY.sub(say.LABEL_UNKNOWN, _BRACKET.sub("", text))


def _texts(value: str | Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A label, or those of several sides by their keys."""
    yield from [("", value)] if isinstance(value, str) else [(f".{key}", text) for key, text in value.items()]


def _changed(section: _Section, change: Change) -> _Section:
    made: dict[str, Any] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        if name not in _LABELS:
            made[name] = _inside(value, change)
        elif isinstance(value, str):
            made[name] = change(value)
        else:
            made[name] = {key: change(text) for key, text in value.items()}
    return section.model_copy(update=made)


def _inside(value: object, change: Change) -> object:
    if isinstance(value, Section):
        return _changed(value, change)
    return tuple(_inside(item, change) for item in value) if isinstance(value, tuple) else value
