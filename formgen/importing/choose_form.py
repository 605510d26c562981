"""Which form the old files are, where nobody says which one is wanted.

Comes in: sheets of old files. Goes out: a profile that comes with formgen.
"""

from __future__ import annotations

from collections.abc import Sequence

from formgen.declaration.load_profile import known_profiles, load_shipped
from formgen.declaration.profile import DEFAULT_PROFILE, Profile
from formgen.importing.entries import Sure
from formgen.importing.old_sheet import OldSheet
from formgen.importing.part import Part
from formgen.importing.read import read_part
from formgen.sources.labels import line_words, plain_label


def choose_form(sheets: Sequence[OldSheet]) -> Profile:
    """The form that a file says it holds; else the one of the title's kind most of whose cells are there."""
    known = known_profiles()
    named = next((sheet.form for sheet in sheets if sheet.form is not None and sheet.form.id in known), None)
    if named is not None:
        return named
    names = [DEFAULT_PROFILE, *(name for name in known if name != DEFAULT_PROFILE)]
    profiles = [load_shipped(name) for name in names]
    return max(profiles, key=lambda profile: _likeness(sheets, profile))


def _likeness(sheets: Sequence[OldSheet], profile: Profile) -> tuple[bool, int, int]:
    """Whether anything of the form is there; how many kinds the titles name as the form's own does; how well the
    cells fit: those that are known, less those that are not and what is missing."""
    parts = [read_part(sheet, profile) for sheet in sheets]
    entries = [entry for part in parts for entry in part.entries]
    known = sum(bool(entry.fields) or entry.sure is Sure.LABEL for entry in entries)
    lost = len(entries) - known + sum(_lacking(part) for part in parts)
    titles = "".join(plain_label(entry.text) for part in parts for entry in part.entries[:_TITLE_CELLS])
    alike = sum((word in titles) == (word in profile.title) for word in line_words("kinds"))
    return any(part.weight for part in parts), alike, known - lost


_TITLE_CELLS = 4
"""The title is among the first cells of a sheet: a mark 附件2, a unit's name may stand above it."""


def _lacking(part: Part) -> int:
    """How many columns of the form the sheet has nothing for."""
    said = {path.rpartition(".")[2] for path in part.values if part.values[path].value not in (None, "")}
    return sum(column.key not in said for column in part.profile.columns)
