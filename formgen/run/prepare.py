"""The first half of every road: a file's bytes in, declarations read, checked and scored out.

Comes in: the bytes of a file, or one declaration of it, and what the user asked for. Goes out: `Job`s, and
`Prepared`. Checking, scoring, splitting, building and the library all come through here; building goes on
with `formgen.run.produce`. Nothing is written, and nothing is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.base.digest import ALGORITHMS, digests
from formgen.base.errors import UsageFault
from formgen.base.records import record
from formgen.base.shown import shown
from formgen.checks import Review, run_checks
from formgen.declaration.toml import declaration_toml
from formgen.declaration.values import field_key
from formgen.messages import batch as say
from formgen.results.filed import Filed, pack
from formgen.results.identity import Identity
from formgen.results.outcome import Group, Outcome, Status
from formgen.run.units import UnitTable
from formgen.scoring import Actual, ScoreSheet, score_declaration
from formgen.sources import load_bytes, read_bytes
from formgen.sources.build import Reading, build
from formgen.sources.raw import RawDeclaration
from formgen.sources.recipe import DEFAULTS, Recipe

if TYPE_CHECKING:
    from formgen.results.manifest import Digests, Entry

FORMATS = ("docx", "pdf")
"""What is made where nothing is said."""

ALL_FORMATS = (*FORMATS, "ofd")
APPENDIX_PLACES = ("inside", "separate", "none")
CARRIED = "carried"
"""In a manifest: names of the options that the declaration itself said."""


@record(frozen=True, slots=True)
class Options:
    """What the user asked for. formats: of ALL_FORMATS; none at all stops the road before anything is printed.
    actuals: by name of the 三级指标. budget: the unit's, in 万元. left_open: names of options that the user said
    nothing of: where the declaration carries them, they are as it says. carried: those that it did say. units: those of
    many units, see `of_unit`."""

    formats: tuple[str, ...] = FORMATS
    draft: bool = False
    appendix: str = "inside"
    engine: str = "weasyprint"
    actuals: Mapping[str, Actual] | None = None
    budget: Decimal | None = None
    units: UnitTable | None = None
    left_open: frozenset[str] = frozenset()
    carried: tuple[str, ...] = ()

    def completed(self, recipe: Recipe) -> Options:
        """With what the declaration's file was made with, where the user said nothing of it."""
        taken = {name: value for name, value in recipe.options.items() if name in self.left_open}
        if self.actuals is None and recipe.actuals is not None:
            taken["actuals"] = recipe.actuals
        return replace(self, **taken, carried=tuple(sorted(taken))) if taken else self

    @property
    def recipe(self) -> Recipe:
        """What a file made with these options carries of them."""
        return Recipe({name: getattr(self, name) for name in DEFAULTS}, self.actuals)

    def of_unit(self, identity: Identity, source: str) -> Options:
        """These options with what belongs to one declaration. source: the name of its file. Raises
        UnreadableInput."""
        if self.units is None:
            return self
        facts = self.units.facts_of(identity, source)
        return replace(
            self,
            units=None,
            actuals=facts.actuals if self.actuals is None else self.actuals,
            budget=facts.budget if self.budget is None else self.budget,
        )

    def recorded(self) -> dict[str, Any]:
        """The options as the manifest keeps them: all that shapes the bytes."""
        recorded = {
            "formats": list(self.formats),
            "draft": self.draft,
            "appendix": self.appendix,
            "engine": self.engine,
            "actuals": self.actuals_digest,
        }
        return {**recorded, CARRIED: list(self.carried)} if self.carried else recorded

    def recorded_as(self, entry: Entry) -> dict[str, Any]:
        """The same for a source that has not changed since this entry was made: what it carried then, it
        carries still."""
        names = entry.options.get(CARRIED, ())
        open_now = self.left_open | ({"actuals"} if self.actuals is None else set())
        kept = [name for name in names if name in open_now] if isinstance(names, list) else []
        recorded = self.recorded()
        return recorded | {name: entry.options.get(name) for name in kept} | ({CARRIED: kept} if kept else {})

    @property
    def actuals_digest(self) -> str:
        """SHA-256 of the 实际完成值, "" without."""
        return digests(Recipe(actuals=self.actuals).toml().encode())["sha256"] if self.actuals else ""


def require_one_unit(count: int, options: Options) -> None:
    """Actual values and a budget are one unit's. Raises UsageFault where so many declarations would share
    them."""
    for option, value in (("--actuals", options.actuals), ("--budget", options.budget)):
        if value is not None and count > 1:
            raise UsageFault(say.ONE_ONLY.format(option=option, count=count))


@record(frozen=True, slots=True)
class Job:
    """One declaration to be made. label: what to call it to people; source and part: its file's name and
    sheet; parts: how many declarations that file holds; fingerprint: the same for the same content."""

    raw: RawDeclaration
    label: str
    source: str
    source_digests: Digests
    fingerprint: str
    part: str = ""
    parts: int = 1


@record(frozen=True, slots=True)
class Prepared:
    """A declaration read, checked and scored, before anything is printed."""

    job: Job
    reading: Reading
    review: Review
    sheet: ScoreSheet


def identity_of(job: Job) -> Identity:
    """Whose declaration it is, as far as its file says."""
    profile = job.raw.profile
    return Identity(
        profile.id,
        _text_of(job, field_key(profile, "name")),
        _year_of(job),
        _text_of(job, profile.field_keys.get("project", "")),
    )


def _text_of(job: Job, path: str) -> str:
    value = job.raw.values.get(path)
    return " ".join(value.value.split()) if value is not None and isinstance(value.value, str) else ""


def _year_of(job: Job) -> int | None:
    value = job.raw.values.get("year")
    return value.value if value is not None and type(value.value) is int else None


def file_unread(job: Job) -> Filed:
    """How a declaration is filed that could not be prepared."""
    return Filed(
        identity_of(job), job.source_digests["sha256"], job.fingerprint, job.fingerprint, job.part, job.parts
    )


def file_prepared(prepared: Prepared, *, kept: bool = True) -> Filed:
    """How a declaration is filed: its version is that of what it says and of what in it cannot be read. kept: whether
    anybody keeps it; else its text is left out, and the version is the file's."""
    job, reading = prepared.job, prepared.reading
    declaration = reading.declaration
    identity = Identity(
        reading.profile.id,
        " ".join(declaration.department.name.split()),
        declaration.year,
        " ".join(declaration.project.split()),
    )
    filed = replace(file_unread(job), identity=identity)
    if not kept:
        return filed
    text = declaration_toml(declaration, reading.profile)
    faults = repr([(fault.field, fault.message) for fault in reading.faults])
    return replace(
        filed,
        version=sha256((text + faults).encode(errors="surrogatepass")).hexdigest(),
        packed=pack(text),
    )


def read_jobs(path: Path, profile: str | Path | None = None) -> list[Job]:
    """The declarations of a file. Raises UnreadableInput."""
    return jobs_of(load_bytes(path), path, profile)


def jobs_of(
    data: bytes, path: Path, profile: str | Path | None = None, algorithms: Sequence[str] = ALGORITHMS
) -> list[Job]:
    """The declarations in these bytes, which are both read and digested: a file that is saved meanwhile
    cannot be taken for what was read. The fingerprint of a file's only declaration is the file's digest;
    of several, each has its own, so that one changed sheet does not make the others new. algorithms: of the digests
    that will be asked for, SHA-256 among them."""
    raws = read_bytes(data, path, profile)
    source, label, name = digests(data, algorithms), shown(path), shown(path.name)
    if len(raws) == 1:
        return [Job(raws[0], label, name, source, source["sha256"], raws[0].part)]
    return [
        Job(raw, f"{label}[{shown(raw.part)}]", name, source, _fingerprint(raw), raw.part, len(raws))
        for raw in raws
    ]


def _fingerprint(raw: RawDeclaration) -> str:
    content = repr((raw.part, sorted(raw.values.items(), key=lambda item: item[0]), raw.notes, raw.faults))
    return sha256(content.encode(errors="surrogatepass")).hexdigest()


def prepare(job: Job, options: Options) -> Prepared:
    """Type, score and check one declaration. Raises UnreadableInput."""
    reading = build(job.raw)
    options = options.completed(reading.recipe)
    sheet = score_declaration(reading.declaration, reading.profile, options.actuals)
    review = run_checks(reading, actuals=options.actuals, budget=options.budget, sheet=sheet)
    return Prepared(job, reading, review, sheet)


def conclude(prepared: Prepared, status: Status, files: tuple[str, ...] = ()) -> Outcome:
    """What the reports say of it. files: names of its results."""
    declaration, sheet = prepared.reading.declaration, prepared.sheet
    return Outcome(
        label=prepared.job.label,
        status=status,
        department=declaration.department.name,
        year=declaration.year,
        filed=declaration.filing.date,
        review=prepared.review,
        full=sheet.full,
        total=sheet.total,
        grade=sheet.grade,
        groups=tuple(
            Group(part.level1, part.level2, part.points, part.score)
            for part in (*sheet.level1, *sheet.level2)
        ),
        files=files,
    )
