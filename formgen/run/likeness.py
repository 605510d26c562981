"""Whether another machine makes of a declaration what this one would.

Comes in: nothing but the machine. Goes out: its facts, and where two machines' facts differ.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from formgen.base.digest import folder_digests, rules_digests
from formgen.base.version import __version__
from formgen.declaration.load_profile import known_profiles, load_shipped, profiles_folder
from formgen.fonts.chain import stamp_fonts

_DRAWN_BY = ("weasyprint", "typst", "pikepdf", "fonttools", "uharfbuzz", "pillow", "lxml", "python-docx")
"""Libraries that shape the bytes of results."""

Facts = dict[str, str]


def describe_machine() -> Facts:
    """What results follow from besides their declarations: versions of formgen, of Python (3.11) and of the
    libraries that draw, digests of rules and shipped profiles, and of the fonts found for them."""
    fonts = sorted({stamp_fonts(load_shipped(name)) for name in known_profiles()})
    return {
        "formgen": __version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "rules": rules_digests()["sha256"][:12],
        "templates": folder_digests(profiles_folder())["sha256"][:12],
        "fonts": sha256("\n".join(fonts).encode()).hexdigest()[:12],
        **{name: _version_of(name) for name in _DRAWN_BY},
    }


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """Names of the facts that are not the same."""
    return [name for name in here if there.get(name) != here[name]]


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
