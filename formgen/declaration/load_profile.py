"""profile.toml → `Profile`, with everything that is wrong with it told at once: line, what, nearest name.

Comes in: a profile's name, or a folder of the user's own. Goes out: a `Profile`; whoever has one need not
fear that it names a cell, a column or a check that there is not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from formgen.base.errors import UnreadableInput
from formgen.base.readers import MisfitError
from formgen.declaration.old_profile import is_old, translate_old
from formgen.declaration.profile import DEFAULT_PROFILE, PROFILE_FILE, Profile
from formgen.declaration.profile_faults import explain_misfits, place_flaw, unknown_key
from formgen.declaration.profile_sense import find_flaws
from formgen.declaration.toml_faults import decode_toml, syntax_fault
from formgen.messages import profile as say


class UsualProfile(str):
    """A folder or name of a profile, for files that name none: what an office always uses, not what is asked for now."""

    __slots__ = ()


def profile_for(named: str, wanted: str | Path | None) -> str | Path | None:
    """Which profile a file is read with, as `load_profile` takes it. named: what the file says, "" for nothing; wanted:
    what the user says. None for the default, and for a name that nobody knows."""
    if wanted is not None and not isinstance(wanted, UsualProfile):
        return wanted
    if wanted is not None and (not named or load_profile(wanted).id == named):
        return wanted
    return profiles_folder() / named if named in known_profiles() else None


def profiles_folder() -> Path:
    """Where the profiles that come with formgen are: inside the wheel, else the checkout's templates/."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def known_profiles() -> list[str]:
    """Names of the profiles that come with formgen."""
    return sorted(path.parent.name for path in profiles_folder().glob(f"*/{PROFILE_FILE}"))


def is_shipped(profile: Profile) -> bool:
    """Whether the profile comes with formgen, unchanged in its place."""
    return profile.folder.parent == profiles_folder().resolve()


def load_profile(name: str | Path | None = None) -> Profile:
    """The profile of that name, or in that folder; the default that comes with formgen where nobody asks for
    one, whatever folders lie about. Raises UnreadableInput with every fault of profile.toml."""
    if name is None:
        return load_shipped(DEFAULT_PROFILE)
    own, shipped = Path(name), profiles_folder() / str(name)
    try:
        folder = own if own.is_dir() and _is_meant(own, shipped) else shipped
        path = folder / PROFILE_FILE
        there = path.is_file()
    except OSError:  # a name that no file can have
        there = False
    if not there:
        raise UnreadableInput(say.UNKNOWN.format(name=name, known="、".join(known_profiles())))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(say.NO_ACCESS.format(path=path)) from error
    return _kept(data, folder.resolve(), path)


def _is_meant(own: Path, shipped: Path) -> bool:
    """Whether a folder of that name is the profile asked for, and not just a folder that happens to be called
    as one that comes with formgen."""
    return (own / PROFILE_FILE).is_file() or not (shipped / PROFILE_FILE).is_file()


def load_shipped(name: str) -> Profile:
    """The profile of that name that comes with formgen, whatever folders lie about. Raises UnreadableInput."""
    return load_profile(profiles_folder() / name)


def parse_profile(data: bytes, folder: Path, path: Path) -> Profile:
    """The profile in these bytes. folder: of its templates; path: what to call the file in messages.
    Raises UnreadableInput."""
    text = decode_toml(data, path)
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(say.FAULTY.format(path=path), [syntax_fault(str(error), text)]) from error
    except (
        ValueError,
        ArithmeticError,
        RecursionError,
    ) as error:  # numbers past all bounds, or too deep a nest
        raise UnreadableInput(say.BROKEN.format(path=path)) from error
    return _make(tables, text, folder, path)


_kept = lru_cache(maxsize=16)(parse_profile)


def _make(tables: Mapping[str, Any], text: str, folder: Path, path: Path) -> Profile:
    old = is_old(tables)
    given, flaws = translate_old(tables) if old else (_with_years(tables), [])
    if not flaws:
        own: dict[str, Any] = {"folder": folder, "old": old}
        flaws = [unknown_key(key, key, Profile) for key in own if key in given]
        try:
            profile = Profile.model_validate({**given, **own})
        except MisfitError as error:
            flaws += explain_misfits(error.misfits)
        else:
            flaws += find_flaws(profile)
    if flaws:
        raise UnreadableInput(say.FAULTY.format(path=path), [place_flaw(flaw, text) for flaw in flaws])
    return profile


def _with_years(tables: Mapping[str, Any]) -> dict[str, Any]:
    """One year, called so or not, is a list of one."""
    given = dict(tables)
    if isinstance(given.get("years"), int):
        given["years"] = [given["years"]]
    if "year" in given and "years" not in given:
        given["years"] = [given.pop("year")]
    return given
