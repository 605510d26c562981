"""What is wrong in a profile.toml, as sentences with their line.

Comes in: pydantic's errors, or flaws by their path in the TOML. Goes out: Faults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formgen.base.errors import Fault
from formgen.declaration.profile import Profile
from formgen.declaration.toml_lines import key_lines
from formgen.messages import profile as say

_TAGGED = ("block", "rule")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong at a path of the TOML, such as block[1].columns[3].width."""

    path: str
    message: str
    hint: str = ""


def place_flaw(flaw: Flaw, text: str) -> Fault:
    """The flaw with its line: the key's own, else that of the table it should stand in."""
    lines = key_lines(text)
    path = flaw.path
    while path and path not in lines:
        path = path[: path.rfind("[")] if path.endswith("]") else path.rpartition(".")[0]
    place = say.LINE.format(line=lines[path]) if path else ""
    return Fault(flaw.message, place, flaw.path, flaw.hint)


def explain_error(error: ValidationError, tables: Mapping[str, Any]) -> list[Flaw]:
    """Pydantic's errors as flaws, each with the nearest name where one was not known."""
    flaws: list[Flaw] = []
    for item in error.errors():
        path, model = _trace(item)
        if not any(flaw.path == path for flaw in flaws):
            flaws.append(_explain(item, path, model))
    return flaws


def _trace(item: ErrorDetails) -> tuple[str, type[BaseModel]]:
    """The path as TOML has it, and the section that its last key belongs to. In the list of a union pydantic
    names the kind as well, which is no key of the file."""
    path = ""
    model: type[BaseModel] = Profile
    parts = list(item["loc"])
    for number, part in enumerate(parts):
        if isinstance(part, int):
            path += f"[{part}]"
            continue
        if number >= 2 and parts[number - 2] in _TAGGED and isinstance(parts[number - 1], int):
            model = _kind_of(str(parts[number - 2]), str(part)) or model
            continue
        if part.startswith(("tuple[", "literal[", "constrained-", "function-", "decimal", "str")):
            continue
        path = f"{path}.{part}" if path else part
        if number < len(parts) - 1:
            model = _inner(model, part) or model
    return path, model


def _kind_of(key: str, kind: str) -> type[BaseModel] | None:
    found = next(f for name, f in Profile.model_fields.items() if (f.alias or name) == key)
    for model in _models(found.annotation):
        if kind in get_args(model.model_fields["kind"].annotation):
            return model
    return None


def _inner(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    field = next((f for name, f in model.model_fields.items() if key in (name, f.alias)), None)
    models = _models(field.annotation) if field else []
    return models[0] if len(models) == 1 else None


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Every section named in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def known_keys(model: type[BaseModel]) -> list[str]:
    return [f.alias or name for name, f in model.model_fields.items() if not f.exclude]


def _explain(item: ErrorDetails, path: str, model: type[BaseModel]) -> Flaw:
    key = re.split(r"[.\[]", path)[-1] if not path.endswith("]") else path.rpartition(".")[2]
    context = item.get("ctx", {})
    match item["type"]:
        case "extra_forbidden":
            return Flaw(path, say.UNKNOWN_KEY.format(key=key), nearest(key, known_keys(model)))
        case "missing":
            return Flaw(path, say.MISSING.format(key=key))
        case "literal_error" | "union_tag_invalid":
            allowed = re.findall(
                r"'([^']+)'", str(context.get("expected") or context.get("expected_tags", ""))
            )
            key = "kind" if item["type"] == "union_tag_invalid" else key
            found = context.get("tag") or item.get("input")
            hint = nearest(str(found), allowed)
            return Flaw(path, say.NOT_ONE_OF.format(key=key, value=found, allowed="、".join(allowed)), hint)
        case "union_tag_not_found":
            return Flaw(path, say.MISSING.format(key="kind"))
        case "too_short" | "too_long":
            return Flaw(path, say.WRONG_COUNT.format(key=key))
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return Flaw(path, say.OUT_OF_RANGE.format(key=key, value=item.get("input")))
        case "string_pattern_mismatch":
            return Flaw(path, say.BAD_NAME.format(key=key, value=item.get("input")))
        case _:
            wanted = say.WANTED.get(item["type"].partition("_")[0], say.WANTED_OTHER)
            return Flaw(path, say.WRONG_VALUE.format(key=key, value=_short(item.get("input")), wanted=wanted))


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """A hint with the nearest of the known names, else all of them."""
    near = get_close_matches(name, known, 1, 0.5) or get_close_matches(name.lower(), known, 1, 0.4)
    return say.NEAREST.format(near=near[0]) if near else say.KNOWN.format(known="、".join(known))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
