"""Every way formgen can say no. The exit code sits on the class and is a promise (README, 退出码).

FormgenError                 1  a bug, when raised as itself
 ├─ UsageFault               2  wrong usage
 ├─ UnreadableInput          3  an input, an actuals file or a profile could not be read
 ├─ DeclarationRefused       4  the declaration has error-grade findings
 ├─ MissingResource          5  a font, glyph or library is missing
 ├─ ResultNotWritten         6  a result could not be written
 ├─ InspectionFailed         7  a result does not say what the declaration says
 └─ BatchFailed              8  a batch finished with failures

Interruption by the user is `KeyboardInterrupt` and exits 130.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import ClassVar

from formgen.base.records import sealed


class ExitCode(IntEnum):
    DONE = 0
    BUG = 1
    USAGE = 2
    UNREADABLE = 3
    REFUSED = 4
    MISSING = 5
    NOT_WRITTEN = 6
    INSPECTION = 7
    BATCH = 8
    NOT_COMPARED = 9
    INTERRUPTED = 130


_ENDS = ("。", "？", "！", "：", "；")
"""Behind these Chinese leaves no gap."""


@sealed(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what, and what to do next. `place` is for people
    (第 41 行, 申报表!G15; "" when the whole file is meant); `field` is the path in the declaration
    (indicators[3].target; "" when none)."""

    message: str
    place: str = ""
    field: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}：" if self.place else ""
        gap = " " if self.hint and not self.message.endswith(_ENDS) else ""
        return f"{where}{self.message}{gap}{self.hint}"


class FormgenError(Exception):
    """A refusal in words for the user. `faults` are all the faults found, never just the first."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[FormgenError], tuple[str, tuple[Fault, ...]]]:
        # Worker processes send their refusals home whole.
        return type(self), (self.message, self.faults)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {fault}" for fault in self.faults)])


class UsageFault(FormgenError):
    exit_code = ExitCode.USAGE


class UnreadableInput(FormgenError):
    exit_code = ExitCode.UNREADABLE


class DeclarationRefused(FormgenError):
    exit_code = ExitCode.REFUSED


class MissingResource(FormgenError):
    exit_code = ExitCode.MISSING


class ResultNotWritten(FormgenError):
    exit_code = ExitCode.NOT_WRITTEN


class InspectionFailed(FormgenError):
    exit_code = ExitCode.INSPECTION


class BatchFailed(FormgenError):
    exit_code = ExitCode.BATCH
