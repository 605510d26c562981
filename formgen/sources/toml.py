"""A TOML file → raw values with their lines.

Comes in: the bytes of a file. Goes out: one RawDeclaration. The format
is the one the README shows; what is wrong with single values is `build`'s matter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.format_number import KEY, require_known_format
from formgen.declaration.carried import FORMAT
from formgen.declaration.profile import Profile
from formgen.declaration.toml_faults import decode_toml, syntax_fault
from formgen.declaration.toml_lines import key_lines
from formgen.messages import reading as say
from formgen.sources.choose import choose_profile
from formgen.sources.keys import free_tables, known_paths
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.recipe import take_recipe

MOST_LINES = 500_000
_SIGNS = ("=", ",", "{", "#", "\n[")
MOST_SIGNS = 100_000
_LONG_KEY = re.compile(r"""(?:\.[ \t]*(?:[\w-]{1,80}|"[^"\n]{0,80}"|'[^'\n]{0,80}')[ \t]*){200}""")


def read_toml(data: bytes, path: Path, profile: str | Path | None = None) -> RawDeclaration:
    """The declaration in these bytes. Raises UnreadableInput where they are no TOML."""
    text = decode_toml(data, path)
    _check_size(text, path)
    tables = parse_toml(text, path)
    lines = key_lines(text)

    def place(field: str) -> str:
        return say.LINE.format(line=lines[field]) if field in lines else ""

    named = RawValue(tables["profile"], place("profile")) if "profile" in tables else None
    used, faults = choose_profile(named, profile)
    rest, recipe, wrong = take_recipe(tables, lines, known_paths(used)[""])
    values = {field: RawValue(value, place(field)) for field, value in _flatten(rest, used)}
    wrong = (*wrong, *_wrong_format(tables.get(KEY), path, place(KEY)))
    return RawDeclaration(used, values, faults=(*faults, *wrong), recipe=recipe)


def _wrong_format(found: object, path: Path, place: str) -> Iterator[Fault]:
    """Raises NewerFormat for what a later formgen wrote: its keys may mean something else."""
    if isinstance(found, int) and not isinstance(found, bool):
        require_known_format(max(found, 0), FORMAT, path)
    elif found is not None:
        yield Fault(say.WANT_FORMAT, place, KEY, say.WANT_FORMAT_HINT)


def _check_size(text: str, path: Path) -> None:
    """Refuse what would cost minutes to parse: a form has a few thousand signs, and keys of four parts."""
    signs = sum(text.count(sign) for sign in _SIGNS)
    lines = text.count("\n")
    if lines > MOST_LINES or signs > MOST_SIGNS or _LONG_KEY.search(text):
        raise UnreadableInput(say.TOML_TOO_MUCH.format(path=path, lines=lines + 1))


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=toml_number)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(say.BROKEN_TOML.format(path=path), [syntax_fault(str(error), text)]) from error
    except RecursionError as error:
        raise UnreadableInput(say.TOML_DEEP.format(path=path)) from error
    except ValueError as error:  # an integer longer than Python converts
        raise UnreadableInput(say.TOML_NUMBER.format(path=path, why=error)) from error


def toml_number(text: str) -> Decimal | str:
    """A TOML float; the text itself where its exponent is past what a Decimal holds, to be told where it
    stands."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _flatten(tables: Mapping[str, Any], profile: Profile) -> Iterator[tuple[str, object]]:
    """Leaf values by path. A group, table or row stands with value None before its leaves: where it begins."""
    yield from _leaves(tables, "", "", known_paths(profile), free_tables(profile))


def _leaves(
    tables: Mapping[str, Any],
    path: str,
    home: str,
    homes: Mapping[str, list[str]],
    free: frozenset[str],
) -> Iterator[tuple[str, object]]:
    """path: as the file has it, rows counted; home: the same without numbers, or the home that a key with a
    dot in its name belongs to."""
    for key, value in tables.items():
        own, plain = (f"{path}.{key}", f"{home}.{key}") if path else (key, key)
        if isinstance(value, dict) and plain not in free and (plain in homes or _begins(plain, homes)):
            yield own, None
            yield from _leaves(value, own, plain, homes, free)
        elif isinstance(value, list) and plain in free and all(isinstance(item, dict) for item in value):
            yield own, None
            for index, row in enumerate(value):
                yield f"{own}[{index}]", None
                yield from _leaves(row, f"{own}[{index}]", plain, homes, free)
        else:
            yield own, value


def _begins(path: str, homes: Mapping[str, list[str]]) -> bool:
    """Whether a key with a dot (year.level3) begins so in its home."""
    parts = path.split(".")
    for cut in range(len(parts) - 1, -1, -1):
        home, rest = ".".join(parts[:cut]), ".".join(parts[cut:])
        if home in homes:
            return any(key.startswith(f"{rest}.") for key in homes[home])
    return False
