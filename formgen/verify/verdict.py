"""What a verification says: checks of one file, each with its answer.

Made by `verify.pdf`, `verify.docx` and `verify.manifest`; read by the command line and by `formgen
archive`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from formgen.base.errors import Fault
from formgen.messages import verify as say

UNREADABLE_ID = "FILE-01"
FORM, APPENDIX, FONTS = "PAGE-01", "PAGE-02", "FONT-01"
"""Checks of pages, whatever kind of file they are in."""

_MATTERS = ("PAGE-", "DOC-", "DATA-", "FONT-", "OFD-")
"""Checks of what a file says and shows. A file whose such check could not be made does not pass."""


class State(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKED = "not_checked"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Check:
    """One answer. id: stable (DIG-01). place and field: of a difference, as in findings."""

    id: str
    state: State
    message: str
    place: str = ""
    field: str = ""

    @property
    def decides(self) -> bool:
        """Whether it is of what the file says and shows: without it the file does not pass."""
        return self.id.startswith(_MATTERS)


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """All answers about one file, or about a whole folder's manifest."""

    path: Path
    checks: tuple[Check, ...]

    @property
    def readable(self) -> bool:
        return not any(check.id == UNREADABLE_ID and check.state is State.FAIL for check in self.checks)

    @property
    def holds(self) -> bool:
        """True where nothing was found wrong; what was not checked is said apart."""
        return not any(check.state is State.FAIL for check in self.checks)

    @property
    def compared(self) -> bool:
        """True where what the file says and shows could be compared."""
        return not any(check.state is State.NOT_CHECKED and check.decides for check in self.checks)

    @property
    def state(self) -> State:
        """pass, fail, or not_checked: nothing differs, but something that matters could not be compared."""
        if not self.holds:
            return State.FAIL
        return State.PASS if self.compared else State.NOT_CHECKED


def check_faults(id: str, faults: Iterable[Fault | str]) -> list[Check]:
    """A failed check per fault; one that passed where there is none."""
    found = [
        Check(id, State.FAIL, fault.message, fault.place, fault.field)
        if isinstance(fault, Fault)
        else Check(id, State.FAIL, fault)
        for fault in faults
    ]
    return found or [Check(id, State.PASS, say.HOLDS)]


def not_checked(id: str, reason: str) -> Check:
    return Check(id, State.NOT_CHECKED, reason)


def unreadable(path: Path, reason: str, others: Iterable[Check] = ()) -> FileVerdict:
    """The verdict on a file that cannot be opened."""
    return FileVerdict(path, (Check(UNREADABLE_ID, State.FAIL, reason), *others))
