"""The kinds of values that the library hands out, for those who name them in their own code."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from formgen.checks import Review
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.profile import Profile
from formgen.diff.compare import Change, Kind
from formgen.doctor.machine import Item, State
from formgen.importing.entries import Entry, Sure
from formgen.library.files import CheckInfo, Difference, ProfileInfo, SplitUnit
from formgen.library.form import Form
from formgen.register import Register, UnitState
from formgen.register import State as UnitStanding
from formgen.results.identity import Identity
from formgen.results.outcome import Outcome
from formgen.run.batch import Batch, FileResult
from formgen.run.task import Skipped
from formgen.scoring import ScoreSheet
from formgen.sources.field_reader import NOTE_ID
from formgen.verify import Check, FileVerdict
from formgen.verify import State as VerifyState

if TYPE_CHECKING:
    from formgen.importing.make import Imported

__all__ = [
    "NOTE_ID",
    "Batch",
    "Change",
    "Check",
    "CheckInfo",
    "Difference",
    "Entry",
    "FileResult",
    "FileVerdict",
    "Finding",
    "Form",
    "Identity",
    "Imported",
    "Item",
    "Kind",
    "Outcome",
    "Profile",
    "ProfileInfo",
    "Register",
    "Review",
    "ScoreSheet",
    "Severity",
    "Skipped",
    "SplitUnit",
    "State",
    "Sure",
    "UnitStanding",
    "UnitState",
    "VerifyState",
]


def __getattr__(name: str) -> Any:
    """What brings a workbook library with it is loaded when it is asked for."""
    if name == "Imported":
        return import_module("formgen.importing.make").Imported
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
