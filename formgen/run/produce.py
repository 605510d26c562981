"""The second half of the road: what is prepared in, finished files as bytes out.

`print_prepared` reads as the table of contents of printing. It touches no result folder and shows nothing,
so a worker process or another machine can run it as well; `formgen.run.publish` puts in place what comes
back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from threading import RLock

from formgen.base.digest import digests, folder_digests, rules_digests
from formgen.base.errors import DeclarationRefused, Fault
from formgen.base.version import __version__
from formgen.checks import Review
from formgen.declaration.findings import Severity
from formgen.declaration.model import Declaration
from formgen.declaration.naming import appendix_stem, file_stem
from formgen.declaration.profile import Profile
from formgen.messages import pipeline as say
from formgen.messages.appendix import TITLE as APPENDIX_TITLE
from formgen.results.manifest import Entry, FileEntry
from formgen.results.product import Product
from formgen.run.plan_file import PlannedFile, view_file
from formgen.run.prepare import Job, Options, Prepared, conclude, file_prepared, prepare
from formgen.run.print import (
    FileContent,
    PrintedPdf,
    draw_pdf,
    print_docx,
    print_ofd,
    print_pdf,
    printing_pdf,
)
from formgen.scoring import ScoreSheet
from formgen.sources.build import Reading
from formgen.views.file_facts import FileFacts, describe_file


def produce(job: Job, options: Options) -> Product:
    """The whole road of one declaration. Raises FormgenError; then nothing is to be published."""
    return print_prepared(prepare(job, options), options)


_ENGINES = RLock()
"""Typst's compiler and Pango's font maps are no two threads' at once, and prepared templates are lent to one
printing at a time."""


def print_prepared(prepared: Prepared, options: Options) -> Product:
    """Render, finish and inspect; one at a time in this process. Raises DeclarationRefused where the checks
    found errors, and whatever printing refuses."""
    options = options.completed(prepared.reading.recipe)
    _require_good(prepared.review, draft=options.draft)
    with _ENGINES:
        return _print(prepared, options)


def print_form_pdf(prepared: Prepared, options: Options) -> PrintedPdf:
    """The PDF of the form alone or with its appendix behind it, with where every field stands. Refuses as
    `print_prepared` does."""
    options = options.completed(prepared.reading.recipe)
    _require_good(prepared.review, draft=options.draft)
    contents = _file_contents(prepared.reading, prepared.sheet, options)
    profile = prepared.reading.profile
    with _ENGINES:
        return print_pdf(contents[file_stem(prepared.reading.declaration, profile)], profile, options.engine)


def draw_again(plan: PlannedFile, facts: FileFacts, profile: Profile, engine: str) -> bytes:
    """A PDF of planned pages once more, to be compared with what is there; nothing is inspected. Raises what
    `draw_pdf` raises."""
    with _ENGINES:
        return draw_pdf(plan, facts, profile, engine)


def _print(prepared: Prepared, options: Options) -> Product:
    profile = prepared.reading.profile
    files: dict[str, bytes] = {}
    fonts: dict[str, tuple[str, str]] = {}
    stamp = ""
    contents = _file_contents(prepared.reading, prepared.sheet, options)
    for stem, content in contents.items():
        with ExitStack() as at_work:
            draw = None
            if "pdf" in options.formats:  # begun first: Typst draws it while the Word document is made
                draw = at_work.enter_context(printing_pdf(content, profile, options.engine))
            if "docx" in options.formats:
                files[f"{stem}.docx"] = print_docx(content, profile)
            if draw is not None:
                printed = draw()
                files[f"{stem}.pdf"], fonts, stamp = printed.data, printed.substitutions, printed.fonts
        if "ofd" in options.formats:
            printed = print_ofd(content, profile)
            files[f"{stem}.ofd"], fonts, stamp = printed.data, printed.substitutions, printed.fonts
    data = next(content.facts.data for content in contents.values())  # all carry the same
    entry = replace(describe(prepared, options, files, fonts, data), font_stamp=stamp)
    return Product(entry, conclude(prepared, "built", tuple(files)), file_prepared(prepared), files)


def describe(
    prepared: Prepared,
    options: Options,
    files: Mapping[str, bytes],
    fonts: Mapping[str, tuple[str, str]],
    data: bytes,
) -> Entry:
    """The manifest's entry for these files. data: what they carry."""
    job, review = prepared.job, prepared.review
    declaration, profile = prepared.reading.declaration, prepared.reading.profile
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
        data_digests=digests(data),
        templates=folder_digests(profile.folder),
        rules=rules_digests(),
        formgen=__version__,
        options=options.recorded(),
        verdict=review.verdict,
        findings={severity.value: counted[severity.value] for severity in Severity},
        files=tuple(FileEntry(name, len(data), digests(data)) for name, data in files.items()),
        fonts=fonts,
    )


def _require_good(review: Review, *, draft: bool) -> None:
    errors = [finding for finding in review.findings if finding.severity is Severity.ERROR]
    if errors and (not draft or review.unprintable):
        faults = [
            Fault(f"[{finding.id}] {finding.message}", finding.place, finding.field, finding.hint)
            for finding in errors
        ]
        words = say.REFUSED_UNPRINTABLE if review.unprintable else say.REFUSED
        raise DeclarationRefused(words.format(count=len(errors)), faults)


def _says_how_to_score(declaration: Declaration) -> bool:
    """Whether the form says anything of points: a form without them has no 评分细则 to print."""
    return any(
        row.points is not None or row.scoring.strip() or row.declares_rule for row in declaration.indicators
    )


def _file_contents(reading: Reading, sheet: ScoreSheet, options: Options) -> dict[str, FileContent]:
    """What each file is to say, by the files' name without suffix."""
    declaration, profile = reading.declaration, reading.profile
    where = options.appendix if _says_how_to_score(declaration) else "none"
    facts = describe_file(
        declaration,
        profile,
        draft=options.draft,
        appendix=where,
        actuals=options.actuals_digest,
        recipe=options.recipe.toml(),
    )

    def write(appendix: str, facts: FileFacts) -> FileContent:
        views = view_file(
            declaration, profile, sheet, appendix=appendix, draft=options.draft, places=reading.places
        )
        return FileContent(views, facts)

    files = {file_stem(declaration, profile): write(where, facts)}
    if where == "separate":
        alone = replace(facts, title=APPENDIX_TITLE, appendix="only")
        files[appendix_stem(declaration, profile)] = write("only", alone)
    return files
