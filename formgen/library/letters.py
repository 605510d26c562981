"""The letters of a run: one file each, all as one to print, and the list by which they are sent.

Comes in: reviews with what is known of their units, and who writes. Goes out: files in a folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from formgen.base.shown import shown
from formgen.base.write_files import write_files
from formgen.checks import Review
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import Profile
from formgen.letters import (
    Addressee,
    Letter,
    Letterhead,
    ask_which,
    letter_document,
    letter_name,
    mailing_workbook,
    needs_letter,
    print_file,
    write_letter,
)
from formgen.library.settings import Settings
from formgen.messages import letters as say
from formgen.register import Register, State, UnitState
from formgen.results.events import Doubled
from formgen.run.batch import Batch


def letters_of(
    batch: Batch,
    folder: Path,
    settings: Settings,
    profile: Profile | None = None,
    *,
    with_notes: bool = False,
) -> list[Path]:
    """The letters of a finished run, with what its register knows of round, contact and deadline. A unit that a
    person let pass gets none."""
    units = batch.register.units() if batch.register else ()
    known = {unit.record.path: unit for unit in units if unit.record}
    double = {file.label: unit for unit in units if unit.double for file in unit.double.files}
    cases, asked = [], set()
    for result in batch.results:
        unit = double.get(result.outcome.label) or known.get(result.path)
        if unit is None:
            cases.append(Case(result.path, result.review))
        elif unit.identity.key not in asked:  # of several files there is one letter
            cases += _cases(unit, result.path, result.review)
            if unit.double:
                asked.add(unit.identity.key)
    return write_letters(cases, folder, settings.head, profile, with_notes=with_notes)


def letters_of_register(
    register: Register, folder: Path, settings: Settings, *, with_notes: bool = False
) -> list[Path]:
    """The letters of a campaign as it stands, of what a reviewer has seen of each unit: what only a run over the whole
    folder shows is not in the register."""
    cases = [
        case
        for unit in register.units()
        if (review := unit.review) is not None
        for case in _cases(unit, unit.path, review)
    ]
    return write_letters(cases, folder, settings.head, with_notes=with_notes)


def letter_of_unit(unit: UnitState, settings: Settings) -> tuple[str, bytes] | None:
    """The letter that would be written to one unit now: its file's name and the document. None where there is
    nothing to write."""
    found = _cases(unit, unit.path, unit.review) if unit.review is not None else []
    for case in found:
        if case.double or needs_letter(case.review):
            letter = _letter(case, settings.head)
            own = case.review.profile or load_profile()
            return letter_name(case.path, case.review), letter_document(letter, own)
    return None


def _letter(
    case: Case,
    head: Letterhead | None,
    ordinal: int = 1,
    year: int | None = None,
    *,
    with_notes: bool = False,
) -> Letter:
    if case.double:
        return ask_which(case.double, case.review, head, case.to, ordinal=ordinal)
    return write_letter(case.review, head, case.to, ordinal=ordinal, usual_year=year, with_notes=with_notes)


def _cases(unit: UnitState, path: str, review: Review) -> list[Case]:
    """What its letter is about; nothing where a person let it pass."""
    if unit.state is State.ACCEPTED:
        return []
    return [Case(path, unit.weigh(review), _addressee(unit), unit.double)]


def _addressee(unit: UnitState) -> Addressee:
    line = unit.unit
    contact = say.SPACE.join(part for part in (line.contact, line.phone) if part) if line else ""
    # The roster's day is for handing in. Who has missed it is given none that is over.
    deadline = line.deadline if line and unit.punctuality != "late" else None
    return Addressee(
        name=line.name if line else "",
        contact=contact,
        deadline=deadline,
        round=None if unit.double else unit.round or None,
        mended=0 if unit.double else len(unit.mended),
    )


@dataclass(frozen=True, slots=True)
class Case:
    """A declaration that was looked at. path: as the user named its file. double: the unit's several files, of
    which nobody has chosen."""

    path: str
    review: Review
    to: Addressee = field(default_factory=Addressee)
    double: Doubled | None = None


def write_letters(
    cases: Sequence[Case],
    folder: Path,
    head: Letterhead | None = None,
    profile: Profile | None = None,
    *,
    with_notes: bool = False,
) -> list[Path]:
    """Write a letter for every case with something to mend, 全部退回意见.docx and 发送清单.xlsx; the letters'
    files. profile: of what could not be read. Goes out: [] where nobody needs one, and then nothing is written.
    Raises ResultNotWritten, and UnreadableInput for a template with a mistake."""
    used: dict[str, int] = {}
    sent: list[tuple[str, Letter, Addressee]] = []
    documents: dict[Path, bytes] = {}
    by_template: dict[Path, list[tuple[Letter, Profile]]] = {}
    usual = profile or load_profile()
    years = {case.review.year for case in cases if case.review.year}
    year = years.pop() if len(years) == 1 else None  # the numbers of one round are of one year
    for case in (case for case in cases if case.double or needs_letter(case.review)):
        name = _free_name(letter_name(case.path, case.review), used)
        own = case.review.profile or usual
        letter = _letter(case, head, len(sent) + 1, year, with_notes=with_notes)
        documents[folder / name] = letter_document(letter, own)
        by_template.setdefault(own.folder, []).append((letter, own))
        listed = case.to.name or case.review.department or shown(PurePath(case.path).name)
        sent.append((name, letter, replace(case.to, name=listed)))
    if not sent:
        return []
    made = list(documents)
    for number, group in enumerate(by_template.values(), 1):
        name = say.PRINT_FILE if number == 1 else say.PRINT_FILE_NTH.format(number=number)
        documents[folder / name] = print_file([letter for letter, _ in group], group[0][1])
    documents[folder / say.MAILING_FILE] = mailing_workbook(sent)
    write_files(documents)
    return made


def _free_name(name: str, used: dict[str, int]) -> str:
    """The name, numbered where it comes again; Windows takes names that differ in case for the same."""
    used[name.casefold()] = used.get(name.casefold(), 0) + 1
    count = used[name.casefold()]
    return name if count == 1 else f"{name.removesuffix('.docx')}_{count}.docx"
