"""Names of result files, safe on every file system.

Comes in: a declaration and its profile's pattern. Goes out: a name without suffix.
"""

from __future__ import annotations

import hashlib
import re

from formgen.base.write_files import DEVICES
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile

_FORBIDDEN = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_MOST_BYTES = 200
"""File systems take 255 bytes a name; suffixes and temporary names need some."""


def file_stem(declaration: Declaration, profile: Profile) -> str:
    """e.g. 2023_衡阳市市场监督管理局_部门整体绩效目标申报表. Characters that Windows forbids become their
    full-width twins; a name too long is cut and keeps a digest of the whole."""
    return _make_stem(profile.file_name, declaration)


def appendix_stem(declaration: Declaration, profile: Profile) -> str:
    """The same for 附件：评分细则 in files of its own, e.g. 2023_衡阳市市场监督管理局_评分细则."""
    return _make_stem(profile.appendix_file_name, declaration)


def _make_stem(pattern: str, declaration: Declaration) -> str:
    name = pattern.format(
        year=safe_name(declaration.year_text),
        department=safe_name(declaration.department.name),
        project=safe_name(declaration.project),
    )
    name = _no_device(name)
    if len(name.encode()) <= _MOST_BYTES:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    cut = name.encode()[: _MOST_BYTES - 9].decode(errors="ignore")
    return f"{cut}_{digest}"


def safe_name(text: str) -> str:
    """The text as part of a file name."""
    return _CONTROL.sub(" ", text.translate(_FORBIDDEN)).strip(" .") or "_"


def _no_device(name: str) -> str:
    """Not a device's name on Windows, whatever follows the dot."""
    return f"_{name}" if name.partition(".")[0].strip().upper() in DEVICES else name


_MOST_PART_BYTES = 120


def safe_part(text: str) -> str:
    """The text as the name of a file or folder on every system: what would be a device's name is marked, a long one
    is cut, keeps its suffix and a digest of the whole."""
    name = _no_device(safe_name(text))
    if len(name.encode(errors="surrogatepass")) <= _MOST_PART_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    end = f".{suffix}" if dot and len(suffix) < 8 and suffix.isalnum() else ""
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
    cut = (stem if end else name).encode(errors="ignore")[: _MOST_PART_BYTES - 20].decode(errors="ignore")
    return f"{cut}_{digest}{end}"
