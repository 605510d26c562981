"""Which profile a file is read with."""

from __future__ import annotations

from pathlib import Path

from formgen.base.errors import Fault
from formgen.declaration.load_profile import known_profiles, load_profile, load_shipped, profile_for
from formgen.declaration.profile import DEFAULT_PROFILE, Profile
from formgen.messages import reading as say
from formgen.sources.raw import RawValue


def choose_profile(declared: RawValue | None, wanted: str | Path | None) -> tuple[Profile, tuple[Fault, ...]]:
    """The profile the user asks for, else the file's, else the user's own usual one, else the default. A file may only
    name a profile that comes with formgen or the usual one, never a folder; any other name is a fault."""
    named = str(declared.value) if declared is not None else ""
    chosen = profile_for(named, wanted)
    if chosen is not None or declared is None:
        return load_profile(chosen), ()
    known = known_profiles()
    fault = Fault(
        say.UNKNOWN_PROFILE.format(name=declared.value, used=DEFAULT_PROFILE),
        declared.place,
        "profile",
        say.KNOWN_PROFILES.format(known="、".join(known)),
    )
    return load_shipped(DEFAULT_PROFILE), (fault,)
