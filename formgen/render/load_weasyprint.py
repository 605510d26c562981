"""WeasyPrint, imported once: without this machine's fonts, and without running its compilers.

Goes out: the module.
"""

from __future__ import annotations

import ctypes
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import lru_cache
from io import StringIO
from typing import Any

from formgen.base.cache import cache_folder, write_cached
from formgen.base.errors import MissingResource
from formgen.messages import pdf as say

_FONTCONFIG_VARIABLE = "FONTCONFIG_FILE"
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@lru_cache(maxsize=1)
def load_engine() -> Any:
    """WeasyPrint. Raises MissingResource where Pango is not installed."""
    try:
        # What it prints where Pango is missing says nothing to our users; the refusal below does.
        with no_machine_fonts(), _no_compilers(), warnings.catch_warnings(), redirect_stdout(StringIO()):
            # That no machine font is known is meant so; the subsetter is `formgen doctor`'s matter.
            warnings.filterwarnings("ignore", message="No fonts configured")
            warnings.filterwarnings("ignore", message="HarfBuzz-Subset")
            import weasyprint
    except OSError as error:
        raise MissingResource(say.ENGINE_MISSING.format(why=error)) from error
    return weasyprint


_PANGO = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll")


def has_pango() -> bool:
    """Whether WeasyPrint can be used here, without importing it where the library is found at once."""
    for name in _PANGO:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    try:
        load_engine()
    except MissingResource:
        return False
    return True


@contextmanager
def no_machine_fonts() -> Iterator[None]:
    """Fontconfig reads its configuration when it is asked for one: meanwhile it is told of an empty one."""
    folder = cache_folder() / "fontconfig"
    folder.mkdir(exist_ok=True)
    config = folder / "fonts.conf"
    text = _FONTCONFIG.format(fonts=folder / "none", cache=folder / "cache")
    if not config.is_file() or config.read_bytes() != text.encode():
        write_cached(config, text.encode())
    with _environment(_FONTCONFIG_VARIABLE, str(config)):
        yield


@contextmanager
def _no_compilers() -> Iterator[None]:
    """WeasyPrint tries its libraries under many names. For each that fails, Python's `find_library` runs a
    compiler to ask where it would look: some dozens of processes, none of which knows a library that the
    loader does not find by itself. Where PATH leads nowhere, they are not found."""
    if not sys.platform.startswith("linux"):
        yield  # elsewhere no compiler is asked, and PATH says where libraries are
        return
    with _environment("PATH", os.devnull):
        yield


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """A variable set for a while; afterwards the environment is as before, for programs that this one may
    start."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
