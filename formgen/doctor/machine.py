"""What this machine has and lacks for making forms, and how to get it.

Comes in: a profile. Goes out: `Item`s for the command line. Nothing is installed here.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

from formgen.base.errors import MissingResource
from formgen.base.version import __version__
from formgen.declaration.profile import Profile
from formgen.fonts.chain import USES, load_fonts
from formgen.messages import doctor as say
from formgen.render.load_weasyprint import load_engine

_LIBRARIES = ("pydantic", "openpyxl", "docxtpl", "weasyprint", "pikepdf", "pypdfium2", "fonttools")


class State(StrEnum):
    """GOOD; POOR works, with a drawback; MISSING something cannot be made. Signs that GBK consoles have."""

    GOOD = "√"
    POOR = "!"
    MISSING = "×"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at. remedy: what to do, "" where nothing is needed."""

    state: State
    name: str
    detail: str
    remedy: str = ""

    @property
    def missing(self) -> bool:
        return self.state is State.MISSING


def examine(profile: Profile) -> list[Item]:
    """Everything formgen needs, in the order of the road."""
    return [*_versions(), _pango(), _subsetter(), _typst(), *_fonts(profile), _validator()]


def _versions() -> Iterator[Item]:
    yield Item(
        State.GOOD, "formgen", f"{__version__}（Python {platform.python_version()}，{platform.platform()}）"
    )
    for name in _LIBRARIES:
        try:
            yield Item(State.GOOD, name, version(name))
        except PackageNotFoundError:
            yield Item(State.MISSING, name, say.NOT_INSTALLED, say.PIP.format(name=name))


def _pango() -> Item:
    try:
        load_engine()
    except MissingResource:
        remedy = _system_remedy(say.PANGO_REMEDIES)
        if _typst().state is State.GOOD:
            return Item(State.POOR, say.PANGO, say.PANGO_MISSING_WITH_TYPST, remedy)
        return Item(State.MISSING, say.PANGO, say.PANGO_MISSING, remedy)
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return Item(State.GOOD, say.PANGO, f"{number // 10000}.{number // 100 % 100}.{number % 100}")


def _subsetter() -> Item:
    try:
        load_engine()
    except MissingResource:
        return Item(State.POOR, say.SUBSETTER, say.UNKNOWN_WITHOUT_PANGO)
    from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset is None:
        remedy = _system_remedy(say.SUBSETTER_REMEDIES)
        return Item(State.POOR, say.SUBSETTER, say.SUBSETTER_MISSING, remedy)
    return Item(State.GOOD, say.SUBSETTER, say.PRESENT)


def _typst() -> Item:
    try:
        return Item(State.GOOD, say.TYPST, version("typst"))
    except PackageNotFoundError:
        return Item(State.POOR, say.TYPST, say.TYPST_MISSING, say.PIP.format(name="'formgen[typst]'"))


def _fonts(profile: Profile) -> Iterator[Item]:
    try:
        fonts = load_fonts(profile)
    except MissingResource as error:
        yield Item(State.MISSING, say.FONTS, error.message)
        return
    replaced = fonts.substitutions(profile)
    for use in USES:
        family = fonts.chains[use].faces[0].file.family
        name = say.FONT_OF.format(use=say.USES[use])
        if use in replaced:
            wanted, _ = replaced[use]
            detail = say.FONT_REPLACED.format(wanted=wanted, family=family)
            yield Item(State.POOR, name, detail, say.FONT_REMEDY.format(wanted=wanted))
        else:
            yield Item(State.GOOD, name, family)


def _validator() -> Item:
    if shutil.which("java") is None:
        return Item(State.POOR, say.VALIDATOR, say.NO_JAVA, say.JAVA_REMEDY)
    return Item(State.GOOD, say.VALIDATOR, say.PRESENT)


def _system_remedy(remedies: dict[str, str]) -> str:
    """The sentence for this system: its own package tool where it has one we know."""
    if sys.platform in remedies:
        return remedies[sys.platform]
    tool = next((tool for tool in ("apt-get", "dnf", "yum", "zypper") if shutil.which(tool)), "other")
    return remedies.get(tool, remedies["other"])
