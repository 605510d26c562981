"""What became of one declaration: for the report on the screen, 汇总.xlsx and the exit code.

Made by the pipeline (in a worker process as well, so it is small and can be pickled); kept beside the
manifest for declarations that a later run need not build again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from formgen.base.errors import ExitCode, Fault
from formgen.base.records import sealed
from formgen.checks import Review

Status = Literal["built", "kept", "checked", "failed"]


@sealed(frozen=True, slots=True)
class Group:
    """Points of a 一级指标, or of a 二级指标 where level2 is not ""; None while open."""

    level1: str
    level2: str
    points: Decimal | None
    score: Decimal | None = None


@sealed(frozen=True, slots=True)
class Outcome:
    """One declaration's end.

    label: what to call its source (path, and [sheet] where a file holds several). status: built now, kept
    from an earlier run because nothing changed, checked only, or failed. exit_code and message: of the failure; faults:
    all of them. review: what the checks say, None where it could not be read. full: points of the form;
    total and grade: of the self-evaluation; None while open. groups: per 一级 and 二级. files: names of
    the results. filed: 填报日期 as declared, "" where there is none.
    """

    label: str
    status: Status
    department: str = ""
    year: int | None = None
    exit_code: ExitCode = ExitCode.DONE
    message: str = ""
    faults: tuple[Fault, ...] = ()
    review: Review | None = None
    full: Decimal | None = None
    total: Decimal | None = None
    grade: str | None = None
    groups: tuple[Group, ...] = ()
    files: tuple[str, ...] = ()
    filed: str = ""
