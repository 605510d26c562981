"""The functions of `import formgen`: files and folders in, forms, reviews and results out.

Comes in: paths, bytes, options as plain values. Goes out: `Form`s, and the values of the rooms below.
Everything that can go wrong is a FormgenError in words for people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.base.errors import (
    Fault,
    FormgenError,
    InspectionFailed,
    ResultNotWritten,
    UnreadableInput,
    UsageFault,
)
from formgen.base.records import sealed
from formgen.base.shown import shown
from formgen.base.write_files import write_file, write_new_file
from formgen.checks import CHECKS
from formgen.declaration.findings import Finding
from formgen.declaration.load_profile import known_profiles, load_profile, load_shipped
from formgen.declaration.model import Declaration
from formgen.declaration.naming import file_stem
from formgen.declaration.profile import Profile
from formgen.declaration.toml import declaration_toml
from formgen.fill.actuals import actuals_toml, actuals_workbook
from formgen.library.form import Form
from formgen.library.units import ActualsLike, actuals_for, roster_of, with_units
from formgen.messages import batch as batch_words
from formgen.messages import check_list
from formgen.messages import checks as check_words
from formgen.messages import extract as extract_words
from formgen.messages import library as say
from formgen.messages import score as score_words
from formgen.messages import split as split_words
from formgen.render.engines import AUTO, ENGINES, pick_engine
from formgen.run.batch import Batch, Guards, run_paths
from formgen.run.prepare import ALL_FORMATS, APPENDIX_PLACES, Options, jobs_of
from formgen.scoring import ScoreSheet
from formgen.sources import is_pdf, is_workbook, load_bytes, read_bytes
from formgen.sources.build import Reading, build, require_whole

if TYPE_CHECKING:
    from formgen.diff.compare import Change
    from formgen.verify.verdict import FileVerdict

PathLike = str | Path
Paths = PathLike | Sequence[PathLike]


def open_form(source: PathLike | bytes, name: str = "", profile: PathLike | None = None) -> Form:
    """The one declaration of a file, or of these bytes under that name."""
    forms = read_forms(source, name, profile)
    if len(forms) > 1:
        raise UnreadableInput(extract_words.SEVERAL.format(path=shown(name or str(source)), count=len(forms)))
    return forms[0]


def read_forms(source: PathLike | bytes, name: str = "", profile: PathLike | None = None) -> tuple[Form, ...]:
    """Every declaration of a file, or of these bytes under that name."""
    if isinstance(source, bytes):
        if not name:
            raise UsageFault(say.NEEDS_NAME)
        data, path = source, Path(name)
    else:
        path = Path(source)
        data = load_bytes(path)
    is_text = not is_workbook(data) and not is_pdf(data) and path.suffix.lower() == ".toml"
    text = data.decode("utf-8-sig", errors="ignore") if is_text else ""
    from formgen.sources.guard import document_kind  # what a run does not need

    source = data if document_kind(data) == "workbook" else b""
    return tuple(Form(job, text, source=source) for job in jobs_of(data, path, profile))


def check_paths(
    paths: Paths,
    *,
    profile: PathLike | None = None,
    actuals: ActualsLike | None = None,
    budget: Decimal | None = None,
    output: PathLike | None = None,
    roster: PathLike | None = None,
    prefer: Sequence[str] = (),
    guards: Guards | None = None,
) -> Batch:
    """A run that checks and stops before printing; output: where the register is kept, None for nowhere."""
    told: list[str] = []
    units = roster_of(roster, output, told.append)
    options = with_units(Options((), budget=budget), actuals, units)
    apart = _apart((actuals, batch_words.SKIP_ACTUALS_USED), (roster, batch_words.SKIP_ROSTER))
    return run_paths(
        _list(paths),
        options,
        profile=profile,
        output=Path(output) if output is not None else None,
        roster=units,
        apart=apart,
        guards=guards,
        prefer=prefer,
        told=told,
    )


def build_paths(
    paths: Paths,
    output: PathLike,
    options: Options,
    *,
    profile: PathLike | None = None,
    actuals: ActualsLike | None = None,
    roster: PathLike | None = None,
    prefer: Sequence[str] = (),
    guards: Guards | None = None,
) -> Batch:
    """A run that prints and publishes."""
    _require_known(options)
    apart = _apart((actuals, batch_words.SKIP_ACTUALS_USED), (roster, batch_words.SKIP_ROSTER))
    told: list[str] = []
    units = roster_of(roster, output, told.append)
    options = with_units(options, actuals, units)
    return run_paths(
        _list(paths),
        options,
        profile=profile,
        output=Path(output),
        roster=units,
        apart=apart,
        guards=guards,
        prefer=prefer,
        told=told,
    )


def _require_known(options: Options) -> None:
    """Raises UsageFault for a format, an engine or a place of the appendix that there is none of: what is left out
    without a word would be taken for made."""
    if not options.formats:
        raise UsageFault(say.NO_FORMATS)
    said = (
        ("formats", options.formats, ALL_FORMATS),
        ("engine", (options.engine,), (AUTO, *ENGINES)),
        ("appendix", (options.appendix,), APPENDIX_PLACES),
    )
    for option, values, known in said:
        if wrong := [value for value in values if value not in known]:
            words = say.KNOWN_SEPARATOR.join(known)
            raise UsageFault(say.NOT_ONE_OF.format(option=option, value=wrong[0], known=words))


def engine_for(output: PathLike, usual: str = "") -> str:
    """The engine for results in this folder, where none is asked for. usual: for a folder that was not begun yet."""
    from formgen.results.begun import begun_with  # what a check does not need

    return pick_engine(begun_with(Path(output)) or usual)


def score_form(
    source: PathLike | Form, actuals: ActualsLike | None = None, profile: PathLike | None = None
) -> ScoreSheet:
    """The score sheet of a form."""
    if isinstance(source, Form):
        form = source
    else:
        forms = read_forms(source, profile=profile)
        if len(forms) > 1:
            raise UsageFault(score_words.ONE_AT_A_TIME.format(path=shown(source), count=len(forms)))
        form = forms[0]
    return form.score(actuals_for(form, actuals))


def write_blank(
    path: PathLike,
    profile: PathLike | None = None,
    actuals_for: PathLike | None = None,
    year: int | None = None,
) -> Path:
    """A file to fill in: a form, or for a declaration its actual values."""
    target = Path(path)
    if target.suffix.lower() not in (".xlsx", ".toml"):
        raise UsageFault(say.BLANK_SUFFIX.format(path=shown(target)))
    as_workbook = target.suffix.lower() == ".xlsx"
    if actuals_for is None:
        form = load_profile(profile)
        data = _blank_workbook(form, year) if as_workbook else declaration_toml(None, form, year).encode()
        write_new_file(target, data)
        return target
    reading = read_forms(actuals_for, profile=profile)[0].reading
    if as_workbook:
        data = actuals_workbook(reading.declaration, reading.profile)
    else:
        data = actuals_toml(reading.declaration, reading.profile).encode()
    write_new_file(target, data)
    return target


def _blank_workbook(profile: Profile, year: int | None) -> bytes:
    from formgen.fill.workbook import workbook_bytes

    return workbook_bytes(profile, year=year)


@sealed(frozen=True, slots=True)
class SplitUnit:
    """One unit of a workbook that was split, or one project. label: the workbook and its sheet; path: the file
    written, None where it was not, then error says why; notes: what was normalised in reading; kind: what such a
    one is called, 单位 or as the form calls its projects."""

    label: str
    path: Path | None = None
    error: FormgenError | None = None
    notes: tuple[Finding, ...] = ()
    kind: str = split_words.UNIT


def split_workbook(
    workbook: PathLike, folder: PathLike, profile: PathLike | None = None
) -> Iterator[SplitUnit]:
    """One workbook per unit, each read back and compared before it is written."""
    path = Path(workbook)
    data = load_bytes(path)
    if not is_workbook(data) and path.suffix.lower() == ".toml":
        raise UsageFault(split_words.NOT_WORKBOOK.format(path=shown(path)))
    units: list[tuple[str, Reading]] = []
    for job in jobs_of(data, path, profile):
        label = f"{shown(path)}[{shown(job.part)}]" if job.part else job.label
        try:
            units.append((label, require_whole(build(job.raw))))
        except FormgenError as error:
            yield SplitUnit(label, error=error, kind=_kind_of(job.raw.profile))
    for label, target, reading in _with_targets(units, Path(folder)):
        try:
            yield _write_unit(label, target, reading, profile)
        except FormgenError as error:
            yield SplitUnit(label, error=error, kind=_kind_of(reading.profile))


def _kind_of(profile: Profile) -> str:
    """What one declaration of this form is of: 项目 for a form with 项目名称."""
    key = profile.field_keys.get("project")
    return profile.label(key).removesuffix(split_words.NAME) if key else split_words.UNIT


def _with_targets(
    units: list[tuple[str, Reading]], folder: Path
) -> Iterator[tuple[str, Path | ResultNotWritten, Reading]]:
    """Each unit with its file, or the refusal where several would be that file: none of them is more
    right than the others. Windows takes names that differ in case for the same."""
    names = [f"{file_stem(reading.declaration, reading.profile)}.xlsx" for _, reading in units]
    owners: dict[str, list[str]] = defaultdict(list)
    for name, (label, _) in zip(names, units, strict=True):
        owners[name.casefold()].append(label)
    for name, (label, reading) in zip(names, units, strict=True):
        same = owners[name.casefold()]
        if len(same) > 1:
            labels = split_words.LABEL_SEPARATOR.join(same)
            names_of = [key for role in ("name", "project") if (key := reading.profile.field_keys.get(role))]
            told = split_words.LABEL_SEPARATOR.join(map(reading.profile.label, names_of))
            message = split_words.SAME_NAME.format(labels=labels, name=name, names=told)
            yield label, ResultNotWritten(message), reading
        else:
            yield label, folder / name, reading


def _write_unit(
    label: str, target: Path | ResultNotWritten, reading: Reading, profile: PathLike | None
) -> SplitUnit:
    """Write the unit's workbook once it has been read back and says the same."""
    from formgen.fill.workbook import workbook_bytes

    if isinstance(target, ResultNotWritten):
        raise target
    data = workbook_bytes(reading.profile, reading.declaration)
    if not _says_the_same(data, target, reading, profile):
        faults = [Fault(item.message, item.place, item.field, item.hint) for item in reading.faults]
        raise InspectionFailed(split_words.LOST.format(label=label), faults)
    write_new_file(target, data)
    return SplitUnit(label, target, notes=reading.notes, kind=_kind_of(reading.profile))


def _says_the_same(data: bytes, target: Path, reading: Reading, profile: PathLike | None) -> bool:
    try:
        raws = read_bytes(data, target, profile)
        again = [build(raw) for raw in raws]
    except FormgenError:
        return False
    return [_content(item) for item in again] == [_content(reading)]


def _content(reading: Reading) -> tuple[Declaration, list[str]]:
    """What is declared, and which fields of it have faults: neither may get lost on the way."""
    return reading.declaration, sorted(fault.field for fault in reading.faults)


@sealed(frozen=True, slots=True)
class Difference:
    """What changed from one form to another. changes: the form's fields first, then the indicators as they
    now stand, then those gone."""

    old: Form
    new: Form
    changes: tuple[Change, ...]

    def xlsx(self) -> bytes:
        """The changes as a workbook, one row each."""
        from formgen.diff.sheet import changes_workbook

        return changes_workbook(self.changes)


def diff_forms(a: PathLike | Form, b: PathLike | Form, profile: PathLike | None = None) -> Difference:
    """What changed from a to b."""
    old, new = (side if isinstance(side, Form) else open_form(side, profile=profile) for side in (a, b))
    from formgen.diff.compare import compare

    return Difference(old, new, compare(old.reading, new.reading))


@sealed(frozen=True, slots=True)
class ProfileInfo:
    """A form that comes with formgen. years: the first it serves, and the last where there is one. source:
    where its layout was taken from."""

    name: str
    title: str
    form: str
    years: tuple[int, ...]
    source: str = ""


def list_profiles() -> tuple[ProfileInfo, ...]:
    """Every profile that comes with formgen, by name."""
    found = [load_shipped(name) for name in known_profiles()]
    return tuple(
        ProfileInfo(profile.id, profile.title, profile.name, profile.years, profile.source)
        for profile in found
    )


@sealed(frozen=True, slots=True)
class CheckInfo:
    """A check. severity: of its main matter, a profile may change it; needs: what it can't be made without
    (actuals, budget, the other forms of the folder); says: an example of what it finds."""

    id: str
    title: str
    severity: str
    source: str
    says: str
    needs: tuple[str, ...]


def list_checks() -> tuple[CheckInfo, ...]:
    """Every check, in the order of the table."""
    return tuple(
        CheckInfo(
            check.id,
            check_words.TITLES[check.id],
            check.severity.value,
            check.source,
            check_list.SAYS.get(check.id, check_words.TITLES[check.id]),
            tuple(check.needs),
        )
        for check in CHECKS.values()
    )


def write_report(path: PathLike, verdicts: Sequence[FileVerdict]) -> None:
    """A verification as an HTML page. A page that is there already is replaced."""
    from formgen.verify.report import report_html

    write_file(Path(path), report_html(verdicts).encode())


def _list(paths: Paths) -> list[Path]:
    return [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]


def _apart(*given: tuple[ActualsLike | None, str]) -> dict[Path, str]:
    return {Path(path): reason for path, reason in given if isinstance(path, str | Path)}
