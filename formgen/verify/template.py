"""The form that a file says it is of: is it one that is known here?

Comes in: the profile.toml that a file carries, and the profile that it was read with. Goes out: checks. What a
carried profile says, the data mean; that it is the form that some office issued, it cannot prove by itself.
"""

from __future__ import annotations

from formgen.base.digest import digests
from formgen.declaration.load_profile import is_shipped
from formgen.declaration.profile import PROFILE_FILE, Profile
from formgen.messages import verify as say
from formgen.verify.verdict import Check, State

ID = "ATT-02"
RELEASED: frozenset[str] = frozenset()
"""SHA-256 of every profile.toml that a release carried and that has been changed since. 0.2.0 carried none."""


def check_profile(carried: bytes | None, profile: Profile, *, chosen: bool) -> list[Check]:
    """ATT-02; nothing where there is nothing to say. carried: None where the file carries no profile, as files of 0.2.0. chosen: the user named the
    profile."""
    known = chosen or is_shipped(profile)
    if carried is None:
        return [] if known else [Check(ID, State.INFO, say.PROFILE_UNPROVEN)]
    path = profile.folder / PROFILE_FILE
    if not known or not path.is_file():
        return [Check(ID, State.INFO, say.PROFILE_UNPROVEN)]
    same = _plain(carried) == _plain(path.read_bytes()) or digests(_plain(carried))["sha256"] in RELEASED
    return [] if same else [Check(ID, State.FAIL, say.PROFILE_DIFFERS.format(name=profile.id))]


def _plain(text: bytes) -> bytes:
    return text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
