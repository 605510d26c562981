"""Actual values and budgets as the user gives them, for one unit or for many.

Comes in: a file, a folder of a file per unit, a mapping, a roster. Goes out: options for a run, or the values
of one declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.errors import FormgenError, UnreadableInput
from formgen.base.shown import shown
from formgen.fill.actuals import read_actuals_bytes, read_unit_actuals
from formgen.library.form import Form, type_actuals
from formgen.messages import actuals as say
from formgen.results.identity import fold_name
from formgen.run.prepare import Options, identity_of
from formgen.run.search import is_folder
from formgen.run.units import ActualsFile, Contents, UnitTable
from formgen.scoring import Actual
from formgen.sources import load_bytes

if TYPE_CHECKING:
    from formgen.results.events import Unit

ActualsLike = str | Path | Mapping[str, object]
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".toml")


def with_units(options: Options, actuals: ActualsLike | None, roster: Sequence[Unit] | None) -> Options:
    """Options for a run: one unit's actual values as they are, those of many and the roster's budgets in a
    table. Raises UnreadableInput."""
    own, contents = _read(actuals)
    budgets = {
        (fold_name(unit.name), fold_name(unit.project)): Decimal(unit.budget)
        for unit in roster or ()
        if unit.budget
    }
    contents = replace(contents, budgets=budgets)
    if contents == Contents():
        return replace(options, actuals=own)
    key = sha256(repr(contents).encode(errors="surrogatepass")).hexdigest()
    return replace(options, actuals=own, units=UnitTable(key, contents))


def roster_of(
    roster: str | Path | None, folder: str | Path | None, tell: Callable[[str], None]
) -> Sequence[Unit] | None:
    """The units that are to hand in: those of the file, else those that the result folder's register has from
    an earlier run; None where nobody ever said. Raises UnreadableInput."""
    if roster is not None:
        from formgen.results.roster import read_roster  # tables, which a run without a roster does not need

        return read_roster(Path(roster), tell)
    if folder is None:
        return None
    from formgen.results.events import REGISTER

    try:
        known = (Path(folder) / REGISTER).is_file()
    except OSError:
        return None  # the run cannot write there either, and says so
    from formgen.register import open_register

    return open_register(Path(folder)).roster or None if known else None


def actuals_for(form: Form, actuals: ActualsLike | None) -> Mapping[str, Actual] | None:
    """The actual values of one form, also out of a file or folder of many. Raises UnreadableInput."""
    own, contents = _read(actuals)
    if contents == Contents():
        return own
    job = form.job
    return UnitTable("", contents).facts_of(identity_of(job), job.source).actuals


def _read(actuals: ActualsLike | None) -> tuple[Mapping[str, Actual] | None, Contents]:
    """One unit's, or those of many."""
    if actuals is None:
        return None, Contents()
    if not isinstance(actuals, str | Path):
        return type_actuals(actuals), Contents()
    path = Path(actuals)
    if is_folder(path):
        files = tuple(_read_folder(path))
        if not files:
            raise UnreadableInput(say.NO_FILES.format(path=shown(path)))
        return None, Contents(files=files)
    data = load_bytes(path)
    units = read_unit_actuals(data, path)
    if units is None:
        return read_actuals_bytes(data, path), Contents()
    folded = {(fold_name(unit), fold_name(project)): values for (unit, project), values in units.items()}
    return None, Contents(actuals=folded)


def _read_folder(folder: Path) -> Iterator[ActualsFile]:
    """One file that cannot be read is its unit's matter."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _SUFFIXES or path.name.startswith(("~$", ".")) or not path.is_file():
            continue
        label = shown(path.name)
        try:
            yield ActualsFile(path.stem, label, read_actuals_bytes(load_bytes(path), path))
        except FormgenError as error:
            yield ActualsFile(path.stem, label, fault=UnreadableInput(error.message, error.faults))
