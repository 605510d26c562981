"""What a finished file says about itself: its properties and the data it carries.

Comes in: a declaration and its profile. Goes out: `FileFacts`, the same for the same input on any day.
Made by the pipeline, written into the files by `finish` and `finish_docx`, made again by `formgen
verify`, to be compared with what a file says.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from formgen.base.digest import digests, rules_digests
from formgen.base.version import __version__
from formgen.declaration.carried import FORMAT
from formgen.declaration.load_profile import is_shipped
from formgen.declaration.model import Declaration
from formgen.declaration.profile import PROFILE_FILE, Profile
from formgen.declaration.toml import declaration_toml

_DATE = re.compile(r"\s*(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?\D?\s*")


@dataclass(frozen=True)
class FileFacts:
    """Properties of a result, and its data.

    form: the form's name. rules: digest of the rules that scored and checked. date: see `date_of`.
    draft: marked 草稿. appendix: inside, separate, none, or only (the file is the appendix). actuals: digest
    of the 实际完成值 that the appendix scores, "" without. fonts: those that broke the lines of a PDF.
    form_profile: the profile.toml that the form was made with, as it is; b"" where its folder has none. profile_zip: the whole folder, of a profile that does not come with formgen.
    """

    title: str
    department: str
    form: str
    profile: str
    year: int
    data: bytes
    date: date
    rules: str
    version: str
    draft: bool = False
    appendix: str = "none"
    actuals: str = ""
    fonts: str = ""
    form_profile: bytes = b""
    profile_zip: bytes = b""

    @cached_property
    def properties(self) -> dict[str, str]:
        """The properties of formgen's own schema, by name."""
        data = digests(self.data)
        return {
            "format": str(FORMAT),
            "form": self.form,
            "department": self.department,
            "year": str(self.year),
            "profile": self.profile,
            "rules": self.rules,
            "version": self.version,
            "dataSHA256": data["sha256"],
            "dataSM3": data["sm3"],
            "draft": str(self.draft).lower(),
            "appendix": self.appendix,
            "actuals": self.actuals,
            "fonts": self.fonts,
        }


def describe_file(
    declaration: Declaration,
    profile: Profile,
    *,
    draft: bool = False,
    appendix: str = "none",
    actuals: str = "",
    recipe: str = "",
) -> FileFacts:
    """The facts of a form made from this declaration by this version. recipe: what stands behind the
    declaration in the data that the file carries."""
    return FileFacts(
        title=profile.title,
        department=declaration.department.name,
        form=profile.name,
        profile=profile.id,
        year=declaration.year,
        data=(declaration_toml(declaration, profile) + recipe).encode(),
        date=date_of(declaration),
        rules=rules_digests()["sha256"],
        version=__version__,
        draft=draft,
        appendix=appendix,
        actuals=actuals,
        form_profile=_profile_toml(profile),
        profile_zip=b"" if is_shipped(profile) else _folder_zip(profile.folder),
    )


def _profile_toml(profile: Profile) -> bytes:
    path = profile.folder / PROFILE_FILE
    return path.read_bytes() if path.is_file() else b""


@lru_cache(maxsize=8)
def _folder_zip(folder: Path) -> bytes:
    """The folder's files as a zip, the same bytes on any day; read once, as templates are."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
                entry = zipfile.ZipInfo(inside.as_posix(), (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return stream.getvalue()


def date_of(declaration: Declaration) -> date:
    """The date that files and attachments bear: 填报日期 where it is given as a date, else the first day
    of the year declared. Never the day of the run: the same data must give the same bytes."""
    match = _DATE.fullmatch(declaration.filing.date)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3] or 1))
        except ValueError:
            pass  # 2023年13月: no date, so the year's first day stands
    return date(declaration.year, 1, 1)
