"""The profile that a finished file carries, for machines where its folder is not.

Comes in: the text of a profile.toml. Goes out: a folder of the cache with it. What it says of labels, columns
and rules is used; templates it has none, the program's own stand in and a file's are never run.
"""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path

from formgen.base.cache import cache_folder, write_cached
from formgen.base.errors import UnreadableInput
from formgen.declaration.load_profile import known_profiles, parse_profile
from formgen.declaration.profile import PROFILE_FILE


def keep_carried(text: bytes) -> Path | None:
    """A folder with this profile, where none of its name comes with formgen; None otherwise, or where the text
    is of no use."""
    try:
        name = tomllib.loads(text.decode("utf-8-sig")).get("id")
    except (ValueError, RecursionError):
        return None
    if name in known_profiles():
        return None
    folder = cache_folder() / "carried-profiles" / sha256(text).hexdigest()[:24]
    path = folder / PROFILE_FILE
    try:
        parse_profile(text, folder, path)
    except UnreadableInput:
        return None
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_cached(path, text)
    return folder
