"""Files that a reviewer dropped on the page: kept in the page's own place, a folder for each round.

Comes in: names and bytes from a browser. Goes out: folders with these files, under names that are safe: what a
browser calls a file is never a path here. They stay, with what was decided on them, until the user removes them.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from formgen.base.errors import FormgenError, ResultNotWritten, UsageFault
from formgen.base.format_number import KEY
from formgen.base.write_files import write_file
from formgen.declaration.naming import safe_part
from formgen.library.units import roster_of
from formgen.messages import page as say
from formgen.page.borrowed import as_files

FORMAT = 1
_ID = re.compile(r"[\w-]{11}")
_FILES, _ROSTER, _STATE = "文件", "名册", "round.json"
_MOST_PARTS = 3
"""Folders above a file that are kept, the nearest: they tell units apart, and paths stay short."""


@dataclass(frozen=True, slots=True)
class Home:
    """A round's folder. files: where what was dropped lies."""

    id: str
    path: Path
    name: str
    at: float
    roster: Path | None

    @property
    def files(self) -> Path:
        return self.path / _FILES


class Dropped:
    """All of them. folder: the place; None keeps nothing, and nothing can be dropped."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def put(self, files: list[tuple[str, bytes]], id: str = "") -> str:
        """Write the files, into a new round where no id is given; a file that comes again under its name takes the
        place of the one before. Goes out: the id. Raises ResultNotWritten."""
        if self._folder is None:
            raise UsageFault(say.NOT_FOUND)
        fresh = not id
        id = id or secrets.token_urlsafe(8)
        home = self._folder / id
        paths = [_parts(name) for name, _ in files]
        if not fresh:
            paths = [_again(parts, home / _FILES) for parts in paths]
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            for parts, (_, data) in zip(_apart(paths), files, strict=True):
                target = (home / _FILES).joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                write_file(target, data)
            if fresh:
                state = {KEY: FORMAT, "name": _name_of(paths), "at": time.time()}
                write_file(home / _STATE, json.dumps(state, ensure_ascii=False).encode())
        except (OSError, FormgenError) as error:
            if fresh:
                shutil.rmtree(home, ignore_errors=True)
            raise ResultNotWritten(say.NOT_KEPT.format(why=error)) from error
        return id

    def put_roster(self, id: str, name: str, data: bytes) -> Path:
        """The roster of a round, in place of an earlier one; one that cannot be read takes no place. Raises
        UnreadableInput, ResultNotWritten."""
        home = self.find(id)
        if home is None:
            raise UsageFault(say.GONE_ROUND)
        with as_files([(name, data)]) as (path,):
            roster_of(path, None, lambda told: None)  # what it has to say besides, the run tells
        target = home.path / f"{_ROSTER}{PurePath(safe_part(name)).suffix}"
        if home.roster is not None and home.roster != target:
            home.roster.unlink(missing_ok=True)
        write_file(target, data)
        return target

    def find(self, id: str) -> Home | None:
        """The round of this id; None where there is none."""
        if self._folder is None or not _ID.fullmatch(id):
            return None
        path = self._folder / id
        state = _read_state(path)
        if state is None:
            return None
        roster = next(iter(sorted(path.glob(f"{_ROSTER}.*"))), None)
        return Home(id, path, state["name"], state["at"], roster)

    def all(self) -> list[Home]:
        """Every round, the newest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        found = [home for path in self._folder.iterdir() if (home := self.find(path.name)) is not None]
        return sorted(found, key=lambda home: -home.at)

    def remove(self, id: str) -> None:
        """A round with all that belongs to it."""
        home = self.find(id)
        if home is not None:
            shutil.rmtree(home.path, ignore_errors=True)


def _parts(name: str) -> tuple[str, ...]:
    """The name as a browser gave it, as safe names of folders and a file."""
    parts = [part for part in re.split(r"[/\\]", name) if part.strip(" .")]
    return tuple(safe_part(part) for part in parts[-_MOST_PARTS - 1 :]) or (safe_part(""),)


def _again(parts: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """Where the file of this name lies already: one that was dropped in a folder and now comes alone is that one."""
    if len(parts) > 1 or (folder / parts[0]).exists():
        return parts
    same = [
        path for path in folder.rglob("*") if path.name.casefold() == parts[0].casefold() and path.is_file()
    ]
    return same[0].relative_to(folder).parts if len(same) == 1 else parts


def _apart(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same, numbered where two of one drop are one to the system."""
    used: set[tuple[str, ...]] = set()
    found = []
    for *above, last in paths:
        own, number = PurePath(last), 1
        name = last
        while tuple(part.casefold() for part in (*above, name)) in used:
            number += 1
            name = f"{own.stem}_{number}{own.suffix}"
        used.add(tuple(part.casefold() for part in (*above, name)))
        found.append((*above, name))
    return found


def _name_of(paths: list[tuple[str, ...]]) -> str:
    """The folder that was dropped, or how many files."""
    tops = {parts[0] for parts in paths if len(parts) > 1}
    if len(tops) == 1 and all(len(parts) > 1 for parts in paths):
        return tops.pop()
    return say.DROPPED_NAME.format(count=len(paths))


def _read_state(home: Path) -> dict[str, Any] | None:
    try:
        state = json.loads((home / _STATE).read_bytes())
        good = (
            state[KEY] == FORMAT and isinstance(state["name"], str) and isinstance(state["at"], int | float)
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return state if good else None
