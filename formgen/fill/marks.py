"""What a workbook says of itself to programs: its format, what it is, and of which profile.

Comes in: a workbook of openpyxl. Goes out: the same, with custom properties.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.packaging.custom import IntProperty, StringProperty

from formgen.declaration.formats import FORMAT_PROPERTY, KIND_PROPERTY, PROFILE_PROPERTY, WORKBOOK_FORMAT


def mark_workbook(book: Workbook, kind: str, profile: str = "") -> None:
    """kind: what the workbook is. profile: the id of its profile, where it is filled in for one."""
    properties = book.custom_doc_props  # type: ignore[attr-defined]  # stubs are of 3.0
    properties.append(IntProperty(name=FORMAT_PROPERTY, value=WORKBOOK_FORMAT))
    properties.append(StringProperty(name=KIND_PROPERTY, value=kind))
    if profile:
        properties.append(StringProperty(name=PROFILE_PROPERTY, value=profile))
