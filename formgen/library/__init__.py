"""What stands behind `import formgen`, and what other programs and the command line may use besides it.

These names are cheap to import; the functions are in `formgen` itself, each loading what it needs when it
is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from formgen.base.collector import leave_the_rest
from formgen.base.errors import (
    BatchFailed,
    DeclarationRefused,
    ExitCode,
    Fault,
    FormgenError,
    InspectionFailed,
    MissingResource,
    ResultNotWritten,
    UnreadableInput,
    UsageFault,
)
from formgen.base.most_like import most_like
from formgen.base.shown import shown

if TYPE_CHECKING:
    from formgen.base.buglog import keep_bug_report
    from formgen.base.write_files import write_file, write_files, write_new_file

ENGINES = ("weasyprint", "typst")
FORMATS = ("docx", "pdf")
"""What `build` makes where nothing is said; ALL_FORMATS: what it can make."""

ALL_FORMATS = (*FORMATS, "ofd")

__all__ = [
    "ALL_FORMATS",
    "ENGINES",
    "FORMATS",
    "BatchFailed",
    "DeclarationRefused",
    "ExitCode",
    "Fault",
    "FormgenError",
    "InspectionFailed",
    "MissingResource",
    "ResultNotWritten",
    "UnreadableInput",
    "UsageFault",
    "keep_bug_report",
    "leave_the_rest",
    "most_like",
    "shown",
    "write_file",
    "write_files",
    "write_new_file",
]


def __getattr__(name: str) -> Any:
    """Writers, which bring temporary files with them, are loaded when they are asked for."""
    if name == "keep_bug_report":
        return import_module("formgen.base.buglog").keep_bug_report
    if name in ("write_file", "write_files", "write_new_file"):
        return getattr(import_module("formgen.base.write_files"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
