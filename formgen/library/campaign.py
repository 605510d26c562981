"""`formgen.status` and `formgen.decide`: the register of a result folder, read and written.

Comes in: a folder. Goes out: a `Register`, a `UnitState`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formgen.base.errors import UsageFault
from formgen.declaration.findings import Finding
from formgen.messages import campaign as say
from formgen.register import Register, UnitState, open_register
from formgen.results.events import Choice, Weighed, now
from formgen.results.folder import ResultsFolder


def read_register(folder: str | Path) -> Register:
    """The register as it stands; nothing is written, and no run is waited for."""
    return open_register(Path(folder))


def enter_decision(
    folder: str | Path, unit: str, decision: str, why: str, by: str, year: int | None, project: str | None
) -> UnitState:
    """Record a decision; where the unit stands then."""
    path = Path(folder)
    open_register(path)  # a folder without one is not given one
    with ResultsFolder(path) as ledger:
        register = Register(ledger.events)
        said = register.decide(register.find(unit, year, project), decision, why, by)
        ledger.record(said, sure=True)
        register.take(said)
        return register.find(unit, year, project)


def weigh_findings(
    folder: str | Path,
    unit: UnitState,
    findings: Sequence[Finding],
    choice: Choice,
    text: str = "",
    by: str = "",
) -> None:
    """Record what a person made of these findings of a unit's last file. Raises UsageFault where a text is
    missing that the choice needs, ResultNotWritten while a run holds the folder."""
    if choice in ("ignore", "own") and not text.strip():
        raise UsageFault(say.WEIGH_WHY if choice == "ignore" else say.WEIGH_WORDS)
    path = Path(folder)
    open_register(path)
    with ResultsFolder(path) as ledger:
        moment = now()
        said = [
            Weighed(moment, unit.identity, unit.version, finding.id, finding.field, choice, text.strip(), by)
            for finding in findings
        ]
        ledger.record(*said, sure=True)
