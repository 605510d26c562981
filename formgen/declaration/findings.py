"""What was noticed about a declaration. Made by `build` (notes on what it normalised), `checks` and
`scoring`; read by every report."""

from __future__ import annotations

from enum import StrEnum

from formgen.base.records import sealed


class Severity(StrEnum):
    """error blocks, warning tells, note informs (审核 checks; the profile may change a check's grade)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@sealed(frozen=True, slots=True)
class Finding:
    """One finding, as `check --format json` prints it.

    id: stable check id (TXT-01). field: path in the declaration, indicators counted from 0.
    place: for people (第 41 行, 申报表!G15). hint: what to write instead. source: document and clause.
    """

    id: str
    severity: Severity
    field: str
    place: str
    message: str
    hint: str = ""
    source: str = ""


@sealed(frozen=True, slots=True)
class NotChecked:
    """A check that could not run, and why: never a pass."""

    id: str
    reason: str
