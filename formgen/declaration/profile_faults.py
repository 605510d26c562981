"""What is wrong in a profile.toml, as sentences with their line.

Comes in: what does not fit, or flaws by their path in the TOML. Goes out: Faults.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from formgen.base.errors import Fault
from formgen.base.most_like import most_like
from formgen.base.readers import Misfit
from formgen.base.records import record
from formgen.base.typed import Record
from formgen.declaration.profile import Profile
from formgen.declaration.toml_lines import key_lines
from formgen.messages import profile as say


@record(frozen=True, slots=True)
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


def explain_misfits(misfits: Sequence[Misfit]) -> list[Flaw]:
    """What does not fit as flaws, each with the nearest name where one was not known; one for a value that fits none
    of several types."""
    flaws: list[Flaw] = []
    for misfit in misfits:
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in misfit.path).lstrip(
            "."
        )
        if not any(flaw.path == path for flaw in flaws):
            flaws.append(_explain(misfit, path))
    return flaws


def known_keys(record: type[Record]) -> list[str]:
    return [slot.alias or name for name, slot in record.model_fields.items() if not slot.exclude]


def unknown_key(path: str, key: str, record: type[Record]) -> Flaw:
    return Flaw(path, say.UNKNOWN_KEY.format(key=key), nearest(key, known_keys(record)))


def _explain(misfit: Misfit, path: str) -> Flaw:
    key = re.split(r"[.\[]", path)[-1] if not path.endswith("]") else path.rpartition(".")[2]
    match misfit.kind:
        case "unknown":
            return unknown_key(path, key, misfit.owner or Profile)
        case "missing":
            return Flaw(path, say.MISSING.format(key=key))
        case "choice" | "kind_unknown":
            allowed: tuple[str, ...] = misfit.context["allowed"]
            key = "kind" if misfit.kind == "kind_unknown" else key
            hint = nearest(str(misfit.value), allowed, listed=False)  # the message lists them
            told = say.NOT_ONE_OF.format(key=key, value=misfit.value, allowed="、".join(allowed))
            return Flaw(path, told, hint)
        case "kind_missing":
            return Flaw(path, say.MISSING.format(key="kind"))
        case "too_short" | "too_long":
            return Flaw(path, say.WRONG_COUNT.format(key=key))
        case kind if kind in say.LIMITS:
            limit = say.LIMITS[kind].format(limit=misfit.context["limit"])
            return Flaw(path, say.OUT_OF_RANGE.format(key=key, value=misfit.value, limit=limit))
        case "pattern":
            return Flaw(path, say.BAD_NAME.format(key=key, value=misfit.value))
        case _:
            wanted = say.WANTED.get(misfit.kind, say.WANTED_OTHER)
            return Flaw(path, say.WRONG_VALUE.format(key=key, value=_short(misfit.value), wanted=wanted))


def nearest(name: str, known: list[str] | tuple[str, ...], *, listed: bool = True) -> str:
    """A hint with the nearest of the known names, else all of them, where they are to be listed."""
    near = most_like(name, known, 0.5) or most_like(name.lower(), known, 0.4)
    if near:
        return say.NEAREST.format(near=near)
    return say.KNOWN.format(known="、".join(known)) if listed else ""


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
