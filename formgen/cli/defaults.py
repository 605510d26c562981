"""What the user's own settings file says where an option was not given.

Comes in: the option --settings. Goes out: `Settings`, and the profile that a command goes by.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from formgen.cli.chinese import PATH
from formgen.messages import settings as say

if TYPE_CHECKING:
    from pathlib import Path

    from formgen.library.settings import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])


def settings_option() -> Callable[[_Function], _Function]:
    """--settings, as every command takes it that reads or begins a form."""
    return click.option("--settings", default=None, metavar="FILE", type=PATH, help=say.HELP)


def read_settings(path: Path | None) -> Settings:
    """Those of this file; of the user's own where none is named. Raises UnreadableInput."""
    from formgen.library.settings import load_settings

    return load_settings(path)


def usual_profile(asked: str | None, path: Path | None) -> str | None:
    """The profile asked for, else the usual one of the settings; None where neither is said. Raises UnreadableInput."""
    return asked if asked is not None else read_settings(path).profile
