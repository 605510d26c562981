"""formgen: declaration data in, the official 部门（单位）整体绩效目标申报表 out, as DOCX and PDF.

This module is the library, and all that the command line uses of formgen:

    import formgen

    form = formgen.open("申报表.xlsx")           # or bytes, with a name
    for finding in form.findings:
        print(finding.place, finding.message)
    form.set("indicators[0].target", 160)
    Path("申报表.pdf").write_bytes(form.pdf())

    for result in formgen.check("报送/"):        # files and folders, as each is done
        print(result.path, result.review.verdict)

Paths are `str` or `pathlib.Path`; profile is the name of a form that comes with formgen, or a folder of
one's own; points and numbers are `Decimal`, years `int`, rectangles in mm. Whatever goes wrong is a
`FormgenError`, its text in Chinese for the people who will read it: `UnreadableInput`, `DeclarationRefused`,
`MissingResource`, `ResultNotWritten`, `InspectionFailed`, `UsageFault`; its `faults` name every place. All of
it may be called from several threads; printing goes one at a time. Nothing is loaded before it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from formgen.base.version import __version__

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from formgen.archive.item import PackageItem
    from formgen.declaration.profile import Profile
    from formgen.doctor.machine import Item
    from formgen.fill.fixes import FixedFile
    from formgen.importing.make import Imported
    from formgen.library import (
        DeclarationRefused,
        ExitCode,
        FormgenError,
        InspectionFailed,
        MissingResource,
        ResultNotWritten,
        UnreadableInput,
        UsageFault,
    )
    from formgen.library.files import (
        CheckInfo,
        Difference,
        PathLike,
        Paths,
        ProfileInfo,
        SplitUnit,
    )
    from formgen.library.form import Form
    from formgen.library.units import ActualsLike
    from formgen.register import Register, UnitState
    from formgen.run.batch import Batch
    from formgen.scoring import ScoreSheet, StandardSentence
    from formgen.verify import FileVerdict

__all__ = [
    "DeclarationRefused",
    "ExitCode",
    "Form",
    "FormgenError",
    "InspectionFailed",
    "MissingResource",
    "ResultNotWritten",
    "UnreadableInput",
    "UsageFault",
    "__version__",
    "archive",
    "blank",
    "build",
    "check",
    "checks",
    "confirm",
    "decide",
    "diff",
    "doctor",
    "extract",
    "fix",
    "import_",
    "letters",
    "load_profile",
    "new",
    "open",
    "profiles",
    "read",
    "schema",
    "score",
    "split",
    "standard_sentences",
    "status",
    "verify",
]


# ── forms ────────────────────────────────────────────────────────────────────────────────────────


def open(source: PathLike | bytes, name: str = "", *, profile: PathLike | None = None) -> Form:
    """The one declaration of a file: TOML, xlsx, DOCX or PDF that carries its data. source: its path, or
    its bytes, then name says what it is called. Raises UnreadableInput; for a file of several declarations
    too (see `read`)."""
    from formgen.library.files import open_form

    return open_form(source, name, profile)


def read(source: PathLike | bytes, name: str = "", *, profile: PathLike | None = None) -> tuple[Form, ...]:
    """Every declaration of a file, one per sheet or per unit of a register. Raises UnreadableInput."""
    from formgen.library.files import read_forms

    return read_forms(source, name, profile)


def extract(path: PathLike, *, profile: PathLike | None = None) -> Form:
    """The declaration that a finished file carries or shows; its `notes` tell what was changed since it was
    made. Raises UnreadableInput also for what can be opened and not read."""
    from formgen.library.files import open_form

    form = open_form(path, profile=profile)
    _ = form.declaration  # a file that holds no whole declaration is told now
    return form


def score(
    source: PathLike | Form, actuals: ActualsLike | None = None, *, profile: PathLike | None = None
) -> ScoreSheet:
    """Points, rules and scores. actuals: a file of 实际完成值, or a mapping from the name of the 三级指标
    to its value. total and grade are None while a row with points is open. Raises UnreadableInput."""
    from formgen.library.files import score_form

    return score_form(source, actuals, profile)


def standard_sentences() -> tuple[StandardSentence, ...]:
    """The standard wordings of all kinds of rules, each with an example row: what a 规则 cell takes."""
    from formgen.scoring import standard_sentences as tell

    return tell()


def confirm(file: PathLike, workbook: PathLike, *, profile: PathLike | None = None) -> str:
    """Let a person confirm how the wordings of a declaration are read: writes the workbook with the readings
    where it is not there yet, else takes its answers into the declaration. Says what was done."""
    from pathlib import Path

    from formgen.fill.confirm import confirm_file

    return confirm_file(Path(file), Path(workbook), open(file, profile=profile).reading)


def diff(a: PathLike | Form, b: PathLike | Form, *, profile: PathLike | None = None) -> Difference:
    """What changed from a to b, indicator by indicator, whatever kinds of files they are."""
    from formgen.library.files import diff_forms

    return diff_forms(a, b, profile)


# ── files and folders ────────────────────────────────────────────────────────────────────────────


def check(
    paths: Paths,
    *,
    profile: PathLike | None = None,
    actuals: ActualsLike | None = None,
    budget: Decimal | None = None,
    output: PathLike | None = None,
    roster: PathLike | None = None,
    prefer: Sequence[str] = (),
    jobs: int | None = None,
) -> Batch:
    """Check every declaration of these files and folders. Iterate over what comes back: a result per
    declaration, in the order of the files; its `results` has them all, what only the whole folder shows
    (DUP-01) included; `skipped` names the files that are no declarations; `cancel` ends it. actuals:
    of one unit, or a file or folder of many; budget (万元): of one unit, the roster has those of many. output:
    where the register and 汇总.xlsx are kept, None for nowhere. prefer: as `build`. jobs: processes at once.
    Raises UnreadableInput for paths without any file to read; a bad file among others is a result."""
    from formgen.library.files import check_paths
    from formgen.run.batch import Guards

    return check_paths(
        paths,
        profile=profile,
        actuals=actuals,
        budget=budget,
        output=output,
        roster=roster,
        prefer=prefer,
        guards=Guards(jobs=jobs),
    )


def build(
    paths: Paths,
    output: PathLike = "outputs",
    *,
    profile: PathLike | None = None,
    formats: Sequence[str] = ("docx", "pdf"),
    draft: bool | None = None,
    appendix: str | None = None,
    engine: str | None = None,
    usual_engine: str = "",
    actuals: ActualsLike | None = None,
    roster: PathLike | None = None,
    prefer: Sequence[str] = (),
    jobs: int | None = None,
    cluster: str | None = None,
) -> Batch:
    """Make the DOCX and PDF of every declaration, in the folder output. What comes back is iterated as
    that of `check`; a declaration with errors is a result that failed, unless draft. appendix: inside,
    separate or none; engine: weasyprint, typst or auto (the folder's own, else usual_engine, else
    WeasyPrint where Pango is there, else Typst). Options and actual values that are not given are those that the declaration's
    file carries, else no draft, inside, auto. What has not changed since an earlier run is kept. A run over
    several ends with 汇总.xlsx; roster: the units that are to hand in. Of several files of one unit none is
    published, unless prefer says which counts: "newest", or names of files."""
    from formgen.library.files import build_paths, engine_for
    from formgen.run.batch import Guards
    from formgen.run.prepare import Options

    said = {"draft": draft, "appendix": appendix, "engine": None if engine == "auto" else engine}
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    left_open = frozenset(said) - given.keys()
    given.setdefault("engine", engine_for(output, usual_engine))
    options = Options(tuple(formats), **given, left_open=left_open)
    return build_paths(
        paths,
        output,
        options,
        profile=profile,
        actuals=actuals,
        roster=roster,
        prefer=prefer,
        guards=Guards(jobs=jobs, cluster=cluster),
    )


def new(
    path: PathLike,
    *,
    profile: PathLike | None = None,
    year: int | None = None,
    actuals_for: PathLike | None = None,
) -> Path:
    """Write a blank .xlsx or .toml to fill in, for that year; with actuals_for the actual values of that declaration.
    Raises ResultNotWritten where the file is there already."""
    from formgen.library.files import write_blank

    return write_blank(path, profile, actuals_for, year)


def blank(profile: PathLike = "hunan-2023", *, year: int | None = None) -> bytes:
    """A blank workbook to fill in, for that year."""
    from formgen.fill.workbook import workbook_bytes

    return workbook_bytes(load_profile(profile), year=year)


def split(workbook: PathLike, folder: PathLike, *, profile: PathLike | None = None) -> Iterator[SplitUnit]:
    """One workbook of many units (a sheet each, or a register) → one workbook per unit in the folder, as
    each is written. A unit that can't be is a result with its error."""
    from formgen.library.files import split_workbook

    return split_workbook(workbook, folder, profile)


def import_(
    old: PathLike | Sequence[PathLike],
    output: PathLike | None = None,
    *,
    profile: PathLike | None = None,
    year: int | None = None,
) -> Imported:
    """Last year's files of one unit (Word, Excel, PDF, formgen's own) → the fill-in workbook of the wanted form
    and year, written to output where one is named. Its `entries` say of every cell of the old files where it
    went; what needs a person is marked, and the workbook is not built while a mark is open. profile: without,
    the form that the files fit best. Raises UnreadableInput, InspectionFailed where a cell would be lost."""
    from formgen.library.imports import import_old

    return import_old(old, output, profile, year)


def fix(path: PathLike, *, profile: str | None = None) -> FixedFile:
    """A copy of a data file with what can safely be corrected (width of signs, stray blanks), as bytes."""
    from pathlib import Path

    from formgen.fill.fixes import fix_file

    return fix_file(Path(path), profile)


def letters(
    batch: Batch,
    folder: PathLike,
    *,
    settings: PathLike | None = None,
    profile: PathLike | None = None,
    notes: bool = False,
) -> list[Path]:
    """Write the letters of a finished run into a folder: one for every unit with something to mend, all as one
    print file, and the list by which they are sent. settings: who writes, the user's own file without. notes:
    also what need not be mended. Goes out: the letters' files."""
    from pathlib import Path

    from formgen.library.letters import letters_of
    from formgen.library.settings import load_settings

    said = load_settings(Path(settings) if settings is not None else None)
    own = load_profile(profile) if profile is not None else None
    return letters_of(batch, Path(folder), said, own, with_notes=notes)


def status(folder: PathLike) -> Register:
    """The register of a result folder: `units()` tells of every unit where it stands, what its last file mended
    and what is to be done next; `counts()` how many stand where. Raises UnreadableInput where there is none."""
    from formgen.library.campaign import read_register

    return read_register(folder)


def decide(
    folder: PathLike,
    unit: str,
    decision: str,
    *,
    why: str = "",
    by: str = "",
    year: int | None = None,
    project: str | None = None,
) -> UnitState:
    """Enter a person's decision on the last file of a unit: 人工通过, 退回, or "" to take one back. Raises
    UsageFault for a unit or a word that there is not, ResultNotWritten while a run writes there."""
    from formgen.library.campaign import enter_decision

    return enter_decision(folder, unit, decision, why, by, year, project)


# ── finished files ───────────────────────────────────────────────────────────────────────────────


def verify(
    paths: Paths, *, profile: PathLike | None = None, digest: str | None = None
) -> Iterator[FileVerdict]:
    """Whether finished files still say what they said: a verdict per PDF, DOCX and manifest, offline. digest: of the
    manifest (SM3 or SHA-256, in hexadecimal), as it was kept elsewhere."""
    from pathlib import Path

    from formgen.verify import verify_paths

    several = [paths] if isinstance(paths, str | Path) else paths
    return verify_paths([Path(path) for path in several], profile, digest)


def archive(
    outputs: PathLike,
    folder: PathLike,
    *,
    profile: PathLike | None = None,
    fonds: str = "",
    retention: str = "",
    numbers: PathLike | None = None,
    item_from: int | None = None,
    sealed: PathLike | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[PackageItem]:
    """Pack a result folder for the archive into an empty folder; its items in the order of their 档号. numbers:
    a table of units with 全宗号, 保管期限, 件号; fonds, retention: of units it says nothing of; item_from: the
    first 件号 to be given in turn. sealed: a folder of scans and signed files. tell: is given a sentence for what
    was left out. Raises DeclarationRefused with all that is missing, InspectionFailed for changed results."""
    from pathlib import Path

    from formgen.archive.pack import Wishes
    from formgen.library.package import write_package

    table, scans = (Path(path) if path is not None else None for path in (numbers, sealed))
    wishes = Wishes(fonds, retention, table, item_from, scans)
    return write_package(Path(outputs), Path(folder), profile, wishes, tell)


# ── what there is ────────────────────────────────────────────────────────────────────────────────


def load_profile(name: PathLike = "hunan-2023") -> Profile:
    """A form: labels, columns, taxonomy, limits, fonts. Raises UnreadableInput with every fault."""
    from formgen.declaration.load_profile import load_profile as load

    return load(name)


def profiles() -> tuple[ProfileInfo, ...]:
    """The forms that come with formgen."""
    from formgen.library.files import list_profiles

    return list_profiles()


def schema(profile: PathLike = "hunan-2023") -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a declaration of this form, titles in Chinese, for editors."""
    from formgen.declaration.schema import declaration_schema

    return declaration_schema(load_profile(profile))


def checks() -> tuple[CheckInfo, ...]:
    """Every check that is made, with its grade and source."""
    from formgen.library.files import list_checks

    return list_checks()


def doctor(profile: PathLike = "hunan-2023") -> list[Item]:
    """What this machine has and lacks for making forms of this profile, and how to get it."""
    from formgen.doctor.machine import examine

    return examine(load_profile(profile))


# ── names that are loaded when they are asked for ────────────────────────────────────────────────

_HOMES = {
    **dict.fromkeys(
        (
            "DeclarationRefused",
            "ExitCode",
            "FormgenError",
            "InspectionFailed",
            "MissingResource",
            "ResultNotWritten",
            "UnreadableInput",
            "UsageFault",
        ),
        "formgen.library",
    ),
    "Form": "formgen.library.form",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Library(ModuleType):
    """Some functions bear the name of the room that does their work (verify, diff …). Importing a module
    of such a room would put the room in the function's place; the function stays."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Library
