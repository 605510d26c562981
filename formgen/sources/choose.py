"""Which profile a file is read with."""

from __future__ import annotations

from pathlib import Path

from formgen.base.errors import Fault
from formgen.declaration.load_profile import known_profiles, load_profile, load_shipped
from formgen.declaration.profile import DEFAULT_PROFILE, Profile
from formgen.messages import reading as say
from formgen.sources.raw import RawValue


def choose_profile(declared: RawValue | None, wanted: str | Path | None) -> tuple[Profile, tuple[Fault, ...]]:
    """The profile the user asks for, else the file's, else the default. A file may only name a profile
    that comes with formgen, never a folder; any other name is a fault."""
    if wanted is not None:
        return load_profile(wanted), ()
    if declared is None:
        return load_shipped(DEFAULT_PROFILE), ()
    known = known_profiles()
    if declared.value in known:
        return load_shipped(str(declared.value)), ()
    fault = Fault(
        say.UNKNOWN_PROFILE.format(name=declared.value),
        declared.place,
        "profile",
        say.KNOWN_PROFILES.format(known="、".join(known)),
    )
    return load_shipped(DEFAULT_PROFILE), (fault,)
