"""Where a font family is: in the profile's own folder, on the machine, or with formgen.

Comes in: family names as the profile has them. Goes out: (file, index in a collection). Only families
that a profile names are ever looked for.
"""

from __future__ import annotations

import json
import os
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from formgen.base.cache import cache_folder, read_kept, write_kept
from formgen.fonts.fontfile import FontFile

SIGNS_FAMILY = "DejaVu Sans Mono"
_SIGNS = ((0x00A0, 0x02FF), (0x0370, 0x03FF), (0x2010, 0x2BFF))
"""What it is used for: Latin and Greek letters, numbers and signs. It also has letters of scripts that are
written from the right or joined, which nobody sets here."""

BUNDLED = {
    "Noto Serif SC": ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    "Noto Sans SC": ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    SIGNS_FAMILY: ("barcode", "fonts/DejaVuSansMono.ttf"),
}
"""Families that pip installs with formgen → package, file in it. The last one has the signs that Chinese fonts
lack: ☑ ☒ ✗, CO₂, 10⁻³, ⅓, ‱."""

_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


def find_font(family: str, own_folder: Path) -> FontFile | None:
    """The font of that family: the profile's `fonts/` folder first, then formgen's own, then the
    machine's. None where there is none."""
    for path, index in _families_of(own_folder / "fonts").get(family.lower(), ()):
        return FontFile(family, path, index)
    bundled = _bundled(family)
    if bundled is not None:
        return FontFile(family, bundled, bundled=True, only=_SIGNS if family == SIGNS_FAMILY else ())
    for folder in _system_folders():
        for path, index in _families_of(folder).get(family.lower(), ()):
            return FontFile(family, path, index)
    return None


@lru_cache(maxsize=8)
def _bundled(family: str) -> Path | None:
    """The file of a family that came with formgen; its package is found, not imported."""
    if family not in BUNDLED:
        return None
    package, name = BUNDLED[family]
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    paths = (Path(folder) / name for folder in folders or ())
    return next((path for path in paths if path.is_file()), None)


def _system_folders() -> list[Path]:
    """Font folders of this system, the user's own before the machine's."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return [Path(local) / "Microsoft" / "Windows" / "Fonts", Path(windows) / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    return [data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]


@lru_cache(maxsize=64)
def _families_of(folder: Path) -> dict[str, list[tuple[Path, int]]]:
    """Family name in lower case → fonts in that folder, in the order of their paths. Names once read
    are kept in the cache folder under the file's size and date."""
    if not folder.is_dir():
        return {}
    index_path = cache_folder() / "font-names"
    known = _load_index(index_path)
    fresh: dict[str, list[list[str]]] = {}
    families: dict[str, list[tuple[Path, int]]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES):
        status = path.stat()
        key = f"{path}|{status.st_size}|{status.st_mtime_ns}"
        names = known.get(key)
        if names is None:
            from formgen.fonts.truetype import family_names  # a font never seen before

            names = fresh[key] = family_names(path)
        for number, font_names in enumerate(names):
            for name in font_names:
                families.setdefault(name.lower(), []).append((path, number))
    if fresh:
        write_kept(index_path, json.dumps(known | fresh, ensure_ascii=False).encode())
    return families


def _load_index(path: Path) -> dict[str, list[list[str]]]:
    try:
        index = json.loads(read_kept(path) or b"")
    except ValueError:
        return {}  # no index yet, or a damaged one: it is made anew
    return index if isinstance(index, dict) else {}
