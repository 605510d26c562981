"""`formgen.status` and `formgen.decide`: the register of a result folder, read and written.

Comes in: a folder. Goes out: a `Register`, a `UnitState`.
"""

from __future__ import annotations

from pathlib import Path

from formgen.register import Register, UnitState, open_register
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
