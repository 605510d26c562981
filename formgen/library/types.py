"""The kinds of values that the library hands out, for those who name them in their own code.

Each is loaded when it is asked for: a check names a few, and the others bring PDF and workbook libraries
with them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formgen.checks import Review
    from formgen.declaration.findings import Finding, Severity
    from formgen.declaration.profile import Profile
    from formgen.diff.compare import Change, Kind
    from formgen.doctor.machine import Item, State
    from formgen.importing.entries import Entry, Sure
    from formgen.importing.make import Imported
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

_HOMES = {
    "Review": ("formgen.checks", "Review"),
    "Finding": ("formgen.declaration.findings", "Finding"),
    "Severity": ("formgen.declaration.findings", "Severity"),
    "Profile": ("formgen.declaration.profile", "Profile"),
    "Change": ("formgen.diff.compare", "Change"),
    "Kind": ("formgen.diff.compare", "Kind"),
    "Item": ("formgen.doctor.machine", "Item"),
    "State": ("formgen.doctor.machine", "State"),
    "Entry": ("formgen.importing.entries", "Entry"),
    "Sure": ("formgen.importing.entries", "Sure"),
    "Imported": ("formgen.importing.make", "Imported"),
    "CheckInfo": ("formgen.library.files", "CheckInfo"),
    "Difference": ("formgen.library.files", "Difference"),
    "ProfileInfo": ("formgen.library.files", "ProfileInfo"),
    "SplitUnit": ("formgen.library.files", "SplitUnit"),
    "Form": ("formgen.library.form", "Form"),
    "Register": ("formgen.register", "Register"),
    "UnitState": ("formgen.register", "UnitState"),
    "UnitStanding": ("formgen.register", "State"),
    "Identity": ("formgen.results.identity", "Identity"),
    "Outcome": ("formgen.results.outcome", "Outcome"),
    "Batch": ("formgen.run.batch", "Batch"),
    "FileResult": ("formgen.run.batch", "FileResult"),
    "Skipped": ("formgen.run.task", "Skipped"),
    "ScoreSheet": ("formgen.scoring", "ScoreSheet"),
    "NOTE_ID": ("formgen.sources.field_reader", "NOTE_ID"),
    "Check": ("formgen.verify", "Check"),
    "FileVerdict": ("formgen.verify", "FileVerdict"),
    "VerifyState": ("formgen.verify", "State"),
}
"""Name → the module it comes from, and its name there."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _HOMES[name]
    found = getattr(import_module(module), there)
    globals()[name] = found
    return found
