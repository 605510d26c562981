"""The road of one declaration: raw values in, finished files as bytes out.

`produce` reads as the table of contents of the program. It touches no result folder and prints
nothing, so a worker process or another machine can run it as well; `formgen.results.folder` publishes what
comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from formgen import __version__
from formgen.base.digest import digests, folder_digests, rules_digests
from formgen.base.errors import DeclarationRefused, Fault
from formgen.checks import Review, run_checks
from formgen.declaration.findings import Severity
from formgen.declaration.naming import appendix_stem, file_stem
from formgen.declaration.toml import declaration_toml
from formgen.messages import pipeline as say
from formgen.messages.appendix import TITLE as APPENDIX_TITLE
from formgen.results.manifest import Digests, Entry, FileEntry
from formgen.results.outcome import Group, Outcome
from formgen.results.product import Product
from formgen.run.plan_file import view_file
from formgen.run.print import Manuscript, print_docx, print_pdf
from formgen.scoring import Actual, ScoreSheet, score_declaration
from formgen.sources.build import Reading, build
from formgen.sources.raw import RawDeclaration
from formgen.views.file_facts import FileFacts, describe_file

FORMATS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the user asked for. formats: of FORMATS. actuals: by name of the 三级指标."""

    formats: tuple[str, ...] = FORMATS
    draft: bool = False
    appendix: str = "inside"
    engine: str = "weasyprint"
    actuals: Mapping[str, Actual] | None = None

    def recorded(self) -> dict[str, Any]:
        """The options as the manifest keeps them: all that shapes the bytes."""
        return {
            "formats": list(self.formats),
            "draft": self.draft,
            "appendix": self.appendix,
            "engine": self.engine,
            "actuals": self.actuals_digest,
        }

    @property
    def actuals_digest(self) -> str:
        """SHA-256 of the 实际完成值, "" without."""
        return digests(repr(sorted(self.actuals.items())).encode())["sha256"] if self.actuals else ""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Draught:
    """A declaration read, checked and scored, before anything is printed."""

    job: Job
    reading: Reading
    review: Review
    sheet: ScoreSheet


def produce(job: Job, options: BuildOptions) -> Product:
    """Every step of the road. Raises FormgenError; then nothing is to be published."""
    return print_draught(prepare(job, options), options)


def prepare(job: Job, options: BuildOptions) -> Draught:
    """Read, check and score. Raises UnreadableInput."""
    reading = build(job.raw)
    sheet = score_declaration(reading.declaration, reading.profile, options.actuals)
    review = run_checks(reading, actuals=options.actuals, sheet=sheet)
    return Draught(job, reading, review, sheet)


def print_draught(draught: Draught, options: BuildOptions) -> Product:
    """Render, finish and inspect. Raises DeclarationRefused where the checks found errors, and whatever
    printing refuses."""
    _require_good(draught.review, draft=options.draft)
    profile = draught.reading.profile
    files: dict[str, bytes] = {}
    fonts: dict[str, tuple[str, str]] = {}
    stamp = ""
    for stem, text in _manuscripts(draught.reading, draught.sheet, options).items():
        if "docx" in options.formats:
            files[f"{stem}.docx"] = print_docx(text, profile)
        if "pdf" in options.formats:
            printed = print_pdf(text, profile, options.engine)
            files[f"{stem}.pdf"], fonts, stamp = printed.data, printed.substitutions, printed.fonts
    entry = replace(describe(draught, options, files, fonts), font_stamp=stamp)
    return Product(entry, conclude(draught, tuple(files)), files)


def describe(
    draught: Draught,
    options: BuildOptions,
    files: Mapping[str, bytes],
    fonts: Mapping[str, tuple[str, str]],
) -> Entry:
    """The manifest's entry for these files."""
    job, review = draught.job, draught.review
    declaration, profile = draught.reading.declaration, draught.reading.profile
    counted = Counter(finding.severity.value for finding in review.findings)
    return Entry(
        name=file_stem(declaration, profile),
        department=declaration.department.name,
        year=declaration.year,
        profile=profile.id,
        source=job.source,
        part=job.part,
        parts=job.parts,
        fingerprint=job.fingerprint,
        source_digests=job.source_digests,
        data_digests=digests(declaration_toml(declaration, profile).encode()),
        templates=folder_digests(profile.folder),
        rules=rules_digests(),
        formgen=__version__,
        options=options.recorded(),
        verdict=review.verdict,
        findings={severity.value: counted[severity.value] for severity in Severity},
        files=tuple(FileEntry(name, len(data), digests(data)) for name, data in files.items()),
        fonts=fonts,
    )


def conclude(draught: Draught, files: tuple[str, ...]) -> Outcome:
    """What the reports say of it."""
    declaration, sheet = draught.reading.declaration, draught.sheet
    return Outcome(
        label=draught.job.label,
        status="built",
        department=declaration.department.name,
        year=declaration.year,
        filed=declaration.filing.date,
        review=draught.review,
        full=sheet.full,
        total=sheet.total,
        grade=sheet.grade,
        groups=tuple(
            Group(part.level1, part.level2, part.points, part.score)
            for part in (*sheet.level1, *sheet.level2)
        ),
        files=files,
    )


def _require_good(review: Review, *, draft: bool) -> None:
    errors = [finding for finding in review.findings if finding.severity is Severity.ERROR]
    if errors and (not draft or review.unprintable):
        faults = [
            Fault(f"[{finding.id}] {finding.message}", finding.place, finding.field, finding.hint)
            for finding in errors
        ]
        raise DeclarationRefused(say.REFUSED.format(count=len(errors)), faults)


def _manuscripts(reading: Reading, sheet: ScoreSheet, options: BuildOptions) -> dict[str, Manuscript]:
    """What each file is to say, by the files' name without suffix."""
    declaration, profile = reading.declaration, reading.profile
    facts = describe_file(
        declaration,
        profile,
        draft=options.draft,
        appendix=options.appendix,
        actuals=options.recorded()["actuals"],
    )

    def write(appendix: str, facts: FileFacts) -> Manuscript:
        views = view_file(
            declaration, profile, sheet, appendix=appendix, draft=options.draft, places=reading.places
        )
        return Manuscript(views, facts)

    files = {file_stem(declaration, profile): write(options.appendix, facts)}
    if options.appendix == "separate":
        alone = replace(facts, title=APPENDIX_TITLE, appendix="only")
        files[appendix_stem(declaration, profile)] = write("only", alone)
    return files
