"""What stands behind `import formgen`, and what other programs and the command line may use besides it.

These names are cheap to import; the functions are in `formgen` itself, each loading what it needs when it
is called.
"""

from formgen.base.collector import collect_rarely, leave_the_rest
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
from formgen.base.shown import shown
from formgen.base.write_files import write_file, write_files, write_new_file

ENGINES = ("weasyprint", "typst")
FORMATS = ("docx", "pdf")

__all__ = [
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
    "collect_rarely",
    "leave_the_rest",
    "shown",
    "write_file",
    "write_files",
    "write_new_file",
]
