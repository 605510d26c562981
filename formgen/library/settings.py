"""formgen.toml of the user's own folder: what an office would otherwise say at every run.

Comes in: a path, or none. Goes out: `Settings`. It is looked for in the user's settings folder only, or where the
user says, never beside a unit's file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from formgen.base.errors import Fault, UnreadableInput
from formgen.base.format_number import KEY, require_known_format
from formgen.base.most_like import most_like
from formgen.base.records import sealed
from formgen.base.shown import shown
from formgen.declaration.load_profile import UsualProfile, known_profiles, profiles_folder
from formgen.declaration.profile import PROFILE_FILE
from formgen.declaration.toml_faults import decode_toml, syntax_fault
from formgen.declaration.toml_lines import key_lines
from formgen.messages import settings as say
from formgen.render.engines import AUTO, ENGINES

if TYPE_CHECKING:
    from formgen.letters import Letterhead

FILE = "formgen.toml"
FORMAT = 1
_MOST_BYTES = 100_000
_TOP = ("profile", "engine", "bureau", KEY)
_BUREAU = ("sender", "number", "deadline", "contact", "phone", "way", "dated")
_DAYS = ("deadline", "dated")


@sealed(frozen=True, slots=True)
class Settings:
    """profile: for new files and those that name none, None for the program's own. engine: for folders that were not
    begun with another, "" for auto. bureau: what letters say of the sender."""

    profile: UsualProfile | None = None
    engine: str = ""
    bureau: Mapping[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> Letterhead:
        from formgen.letters import (
            Letterhead,  # letters bring tables with them, which other commands do not need
        )

        return Letterhead(**self.bureau)


def settings_path() -> Path:
    """Where the user's own file is looked for."""
    from platformdirs import user_config_path

    return user_config_path("formgen") / FILE


def load_settings(path: Path | None = None) -> Settings:
    """The settings of this file; of the user's own where none is named, and nothing where there is none. Raises
    UnreadableInput with every mistake, its line and the nearest name."""
    where = path or settings_path()
    try:
        if path is None and not _is_there(where):
            return Settings()
        with where.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        text = decode_toml(data, where)
        content = tomllib.loads(text)
    except OSError as error:
        raise UnreadableInput(say.UNREADABLE.format(path=shown(where))) from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(
            say.FAULTY.format(path=shown(where)), [syntax_fault(str(error), text)]
        ) from error
    if len(data) > _MOST_BYTES:
        raise UnreadableInput(say.UNREADABLE.format(path=shown(where)))
    require_known_format(content.get(KEY), FORMAT, where)
    lines = key_lines(text)
    faults = [
        Fault(message, say.LINE.format(line=lines[key]) if key in lines else "", key)
        for key, message in _faults(content, where)
    ]
    if faults:
        raise UnreadableInput(say.FAULTY.format(path=shown(where)), faults)
    profile = content.get("profile", "")
    engine = content.get("engine", AUTO)
    return Settings(
        UsualProfile(_profile_folder(profile, where)) if profile else None,
        "" if engine == AUTO else engine,
        content.get("bureau", {}),
    )


def _is_there(path: Path) -> bool:
    """Whether the user has such a file. A folder that the user may not enter is not the user's own: who runs formgen
    in another's name has no settings there."""
    try:
        return path.is_file()
    except OSError:
        return False


def _profile_folder(name: str, settings: Path) -> Path:
    """That which comes with formgen, else a folder, looked for beside the settings and never beside a unit's files."""
    if name in known_profiles():
        return profiles_folder() / name
    return settings.absolute().parent / Path(name).expanduser()


def _faults(content: Mapping[str, Any], settings: Path) -> Iterator[tuple[str, str]]:
    yield from _unknown(content, _TOP, "")
    for key in ("profile", "engine"):
        if not isinstance(content.get(key, ""), str):
            yield key, say.WANT_TEXT.format(key=key)
    profile = content.get("profile", "")
    if profile and isinstance(profile, str):
        folder = _profile_folder(profile, settings)
        if not (folder / PROFILE_FILE).is_file():
            known = "、".join(known_profiles())
            yield "profile", say.PROFILE.format(value=profile, folder=shown(folder), known=known)
    engine = content.get("engine", AUTO)
    if isinstance(engine, str) and engine not in (AUTO, *ENGINES):
        yield "engine", say.ENGINE.format(value=engine, known="、".join((AUTO, *ENGINES)))
    bureau = content.get("bureau", {})
    if not isinstance(bureau, dict):
        yield "bureau", say.WANT_TABLE
        return
    yield from _unknown(bureau, _BUREAU, "bureau.")
    for key in _BUREAU:
        value = bureau.get(key)
        if value is None:
            continue
        if key in _DAYS:
            if type(value) is not date:
                yield f"bureau.{key}", say.WANT_DAY.format(key=key)
        elif not isinstance(value, str):
            yield f"bureau.{key}", say.WANT_TEXT.format(key=key)
    number = bureau.get("number")
    if isinstance(number, str) and not _is_pattern(number):
        yield "bureau.number", say.NUMBER


def _unknown(found: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for key in found:
        if key not in known:
            near = most_like(key.lower(), known, 0.5)
            hint = say.NEAR.format(near=near) if near else say.KNOWN.format(known="、".join(known))
            yield f"{prefix}{key}", say.UNKNOWN.format(key=key, hint=hint)


def _is_pattern(text: str) -> bool:
    """Whether it holds nothing in braces but {year} and {n}."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(name in (None, "year", "n") and not spec and not how for _, name, spec, how in parts)
