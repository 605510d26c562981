"""Tasks and replies as bytes, for machines that have formgen, but none of this one's files.

Comes in: a value, or bytes. Goes out: the other. A profile that comes with formgen travels as its name; one of
the user's own travels once, at the start, as the files of its folder, and then as its digest too.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from formgen.base.digest import folder_digests
from formgen.declaration.load_profile import is_shipped, load_profile, load_shipped
from formgen.declaration.profile import PROFILE_FILE, Profile
from formgen.run.task import Reply, Task
from formgen.run.units import Contents, share_table

_OWN: dict[str, Profile] = {}
"""Profiles of the users' own, by digest."""


@dataclass(frozen=True, slots=True)
class Luggage:
    """What a worker needs for a whole run. formats, engine: to be loaded beforehand. work: what is done with a
    task. shared: the run's table of units. profile: what was asked for, as `travel_name` has it. memory: bytes
    of address space for a process."""

    formats: tuple[str, ...]
    engine: str
    work: Callable[[Task], Reply]
    shared: tuple[str, Contents] | None
    profile: str
    memory: int | None


class _Packer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        if isinstance(value, Profile):
            return find_profile, (_key_of(value),)
        return NotImplemented


def pack(value: object) -> bytes:
    """Raises what pickle raises for what cannot travel."""
    buffer = BytesIO()
    _Packer(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def unpack(data: bytes) -> Any:
    """Only what `pack` made, from a scheduler that is trusted: reading it runs code."""
    return pickle.loads(data)


def travel_name(name: str | Path | None) -> str:
    """The name or digest under which a profile that was asked for travels; "" where none was. Raises
    UnreadableInput."""
    return _key_of(load_profile(name)) if name is not None else ""


def own_files(key: str) -> dict[str, bytes]:
    """The files of a user's own profile, by their path in its folder; none for one that comes with formgen."""
    if key not in _OWN:
        return {}
    folder = _OWN[key].folder
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def settle_in(luggage: Luggage, folder: Path) -> None:
    """On a worker: let the run's table be found, and the user's own profile, whose files are in the folder. Raises
    UnreadableInput."""
    share_table(luggage.shared)
    if (folder / PROFILE_FILE).is_file():
        _OWN[luggage.profile] = load_profile(folder)


def find_profile(key: str) -> Profile:
    """The profile that travelled under this name or digest. Raises UnreadableInput."""
    return _OWN[key] if key in _OWN else load_shipped(key)


def _key_of(profile: Profile) -> str:
    if is_shipped(profile):
        return profile.folder.name
    digest = folder_digests(profile.folder)["sha256"]
    _OWN[digest] = profile
    return digest
