"""A form that is open: read, checked, scored, changed, printed, saved.

Comes in: one declaration of a file, or of bytes. Goes out: a `Form`. Nothing is written but by `save`.
A form may be used from several threads; what takes long is computed once and kept until a value changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from formgen.base.errors import UnreadableInput, UsageFault
from formgen.base.lazy_pattern import lazy
from formgen.base.shown import shown
from formgen.base.write_files import write_file, write_new_file
from formgen.checks import Review, review_unreadable
from formgen.declaration.findings import Finding
from formgen.declaration.model import Declaration
from formgen.declaration.naming import file_stem
from formgen.declaration.profile import Profile
from formgen.messages import library as say
from formgen.run.prepare import Job, Options, Prepared, identity_of, prepare
from formgen.scoring import Actual, ScoreSheet, read_actuals, score_declaration
from formgen.sources.build import Reading, build
from formgen.sources.keys import free_tables, known_paths
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.recipe import whole_toml

if TYPE_CHECKING:
    from formgen.fill.confirm import ConfirmRow
    from formgen.inspect.field_boxes import FieldBox
    from formgen.run.print import PrintedPdf
    from formgen.scoring.preview import Preview

SAVE_SUFFIXES = (".toml", ".xlsx")
_POINTS_PER_INCH = 72

Actuals = Mapping[str, object]
"""Actual values by the name of their 三级指标, as a file of them has them."""


class Form:
    """One declaration.

    name: what to call it to people, the file's name (and sheet). text: the TOML it was read from, kept so
    that its comments survive; "" for other kinds. budget: the unit's, in 万元, for the checks. source: the
    bytes of the workbook it was read from, which changes can be put back into; b"" for other kinds.
    """

    def __init__(self, job: Job, text: str = "", budget: Decimal | None = None, source: bytes = b"") -> None:
        self._job = job
        self._opened = job.raw
        self._text = text
        self._budget = budget
        self._source = source
        self._earlier: list[RawDeclaration] = []
        self._lock = RLock()
        self._prepared: Prepared | None = None
        self._review: Review | None = None
        self._screen: tuple[str, PrintedPdf] | None = None

    # ── what it says ──────────────────────────────────────────────────────────────────────────────

    @property
    def name(self) -> str:
        return self._job.label

    @property
    def job(self) -> Job:
        """What was read of its file, untyped."""
        return self._job

    @property
    def part(self) -> str:
        """The sheet, where the file holds several declarations; else ""."""
        return self._job.part

    @property
    def stem(self) -> str:
        """What its results are called, without a suffix. Raises UnreadableInput."""
        return file_stem(self.declaration, self.profile)

    @property
    def profile(self) -> Profile:
        """The form it is a declaration for."""
        return self._job.raw.profile

    @property
    def reading(self) -> Reading:
        """The declaration with its places and notes. Raises UnreadableInput with every fault."""
        return build(self._job.raw)

    @property
    def declaration(self) -> Declaration:
        """What is declared, typed and frozen. Raises UnreadableInput with every fault."""
        return self.reading.declaration

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What was normalised in reading, or is not as formgen wrote it."""
        return self.reading.notes

    def get(self, field: str) -> object:
        """The value of a field as the source has it; None where it has none. field: as in findings
        (indicators[3].target), rows counted from 0."""
        value = self._job.raw.values.get(field)
        return value.value if value is not None else None

    # ── what the checks and the rules say ─────────────────────────────────────────────────────────

    @property
    def review(self) -> Review:
        """Findings, checks that could not be made, verdict and suggested grade. A declaration that can't
        be read has the verdict "unreadable", and its faults are the findings."""
        with self._lock:
            if self._review is None:
                try:
                    self._review = self._prepare(Options(budget=self._budget)).review
                except UnreadableInput as error:
                    name = identity_of(self._job).unit
                    self._review = review_unreadable(error, self._job.part, name)
            return self._review

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The review's findings, in the order of the form."""
        return self.review.findings

    def score(self, actuals: Actuals | None = None) -> ScoreSheet:
        """Points, rules and, with actual values (the file's own where none are given), scores of every row;
        total and grade are None while a row is open. Raises UnreadableInput for values that fit no row or rule."""
        reading = self.reading
        given = reading.recipe.actuals if actuals is None else type_actuals(actuals)
        return score_declaration(reading.declaration, reading.profile, given)

    def preview(self, share: Decimal) -> Preview:
        """试算: the scores if that share of every target to be reached were reached."""
        from formgen.scoring.preview import preview

        return preview([row.row for row in self.score().rows], share)

    def readings(self) -> tuple[ConfirmRow, ...]:
        """How the wording of every row that counts is read, with the rules that may be chosen instead."""
        from formgen.fill.confirm import confirm_rows

        return confirm_rows(self.declaration, self.profile)

    # ── changing ──────────────────────────────────────────────────────────────────────────────────

    def set(self, field: str, value: object) -> None:
        """Give a field another value; None takes it away. The value is read as a file's would be: what is
        wrong with it is found by the review. Raises UsageFault for a field that no declaration has."""
        self.change({field: value})

    def change(self, values: Mapping[str, object]) -> None:
        """Several fields at once, as `set` does one: the cell that a whole group shares. One `undo` takes all
        of it back."""
        for field in values:
            if not _is_field(field, self.profile):
                raise UsageFault(say.UNKNOWN_FIELD.format(field=field))
        with self._lock:
            self._earlier.append(self._job.raw)
            raw = self._job.raw
            known = dict(raw.values)
            for field, value in values.items():
                place = known[field].place if field in known else ""
                known.pop(field, None)
                if value is not None:
                    known[field] = RawValue(_as_read(value), place)
            faults = tuple(fault for fault in raw.faults if fault.field not in values)
            notes = tuple(note for note in raw.notes if note.field not in values)
            self._become(replace(raw, values=known, faults=faults, notes=notes))

    @property
    def changes(self) -> int:
        """How many changes `undo` can take back."""
        return len(self._earlier)

    def undo(self) -> bool:
        """Take back the last change; False where there is none."""
        with self._lock:
            if not self._earlier:
                return False
            self._become(self._earlier.pop())
            return True

    def _become(self, raw: RawDeclaration) -> None:
        self._job = replace(self._job, raw=raw)
        self._prepared = self._review = self._screen = None

    # ── what is made of it ────────────────────────────────────────────────────────────────────────

    def docx(self, *, draft: bool = False, appendix: str = "inside", actuals: Actuals | None = None) -> bytes:
        """The Word document. draft: also with error-grade findings, every page then bears 草稿. appendix:
        inside, or none. Raises DeclarationRefused, UnreadableInput, InspectionFailed."""
        options = Options(("docx",), draft, _one_file(appendix), actuals=type_actuals(actuals))
        return self._printed(options)

    def pdf(
        self,
        *,
        engine: str = "weasyprint",
        draft: bool = False,
        appendix: str = "inside",
        actuals: Actuals | None = None,
    ) -> bytes:
        """The PDF/A, the same bytes that `formgen build` makes. engine: weasyprint or typst. Raises as
        `docx` does, and MissingResource for what this machine lacks."""
        options = Options(("pdf",), draft, _one_file(appendix), engine, type_actuals(actuals))
        return self._printed(options)

    def ofd(self, *, draft: bool = False, appendix: str = "inside", actuals: Actuals | None = None) -> bytes:
        """The OFD (GB/T 33190), the same bytes that `formgen build` makes. Raises as `pdf` does."""
        options = Options(("ofd",), draft, _one_file(appendix), actuals=type_actuals(actuals))
        return self._printed(options)

    @property
    def boxes(self) -> tuple[FieldBox, ...]:
        """Where every field stands in the form's PDF: page from 1 and rectangle in mm from its top left
        corner. Drawn as a draft where the checks found errors."""
        return self.on_screen().boxes

    def pages(self, dpi: int = 96, *, engine: str = "weasyprint") -> tuple[bytes, ...]:
        """The PDF's pages as PNG pictures."""
        data = self.on_screen(engine).data
        return tuple(page_picture(data, number, dpi) for number in range(1, count_pages(data) + 1))

    def on_screen(self, engine: str = "weasyprint", appendix: str = "inside") -> PrintedPdf:
        """The PDF that is shown while it is worked on, with its boxes: a draft where the checks found errors.
        Kept until a value changes. Raises as `pdf` does."""
        key = f"{engine} {appendix}"
        with self._lock:
            kept = self._screen
            if kept is not None and kept[0] == key:
                return kept[1]
            draft = self.review.verdict == "fail"
            options = Options(("pdf",), draft, _one_file(appendix), engine)
            from formgen.run.produce import print_form_pdf

            printed = print_form_pdf(self._prepare(options), options)
            self._screen = (key, printed)
            return printed

    def rest(self) -> None:
        """Let go of what can be made again: for programs that keep many forms open. One that is at work is left
        alone."""
        if self._lock.acquire(blocking=False):
            try:
                self._prepared = self._screen = None
            finally:
                self._lock.release()

    def slip(self) -> bytes:
        """The letter that would be written about it, as a Word document."""
        from formgen.letters import letter_document, write_letter

        return letter_document(write_letter(self.review, with_notes=True), self.profile)

    def _printed(self, options: Options) -> bytes:
        """The one file that these options ask for."""
        from formgen.run.produce import print_prepared  # what a form that is only checked does not need

        return next(iter(print_prepared(self._prepare(options), options).files.values()))

    def _prepare(self, options: Options) -> Prepared:
        """Kept where no actual values play a part."""
        options = replace(options, budget=self._budget)
        if options.actuals is not None:
            return prepare(self._job, options)
        with self._lock:
            if self._prepared is None:
                self._prepared = prepare(self._job, options)
            return self._prepared

    # ── saving ────────────────────────────────────────────────────────────────────────────────────

    def plain_toml(self) -> str:
        """As TOML, laid out as formgen writes it."""
        return whole_toml(self.reading)

    def toml(self) -> str:
        """As TOML. What was read from TOML keeps its comments and layout; the rest is laid out anew."""
        if not self._text:
            return self.plain_toml()
        from formgen.library.toml_text import change_toml  # tomlkit takes a while to import

        return change_toml(self._text, self._opened.values, self._job.raw.values)

    @property
    def has_workbook(self) -> bool:
        """Whether it was read from an xlsx, which changes can go back into."""
        return bool(self._source)

    def own_xlsx(self) -> bytes | None:
        """The workbook that it was read from with the changes in their cells and every other part of the zip
        as it was; None where it came from another kind of file, or a change has no cell of its own there."""
        if not self._source:
            return None
        from formgen.library.save_back import save_back

        return save_back(self._source, Path(self._job.source), self._opened, self._job.raw)

    def xlsx(self) -> bytes:
        """As the fill-in workbook of its profile."""
        from formgen.fill.workbook import workbook_bytes

        return workbook_bytes(self.profile, self.declaration)

    def save(self, path: str | Path, *, overwrite: bool = False, plain: bool = False) -> Path:
        """Write it as .toml or .xlsx: back into the workbook that it came from where every change has its cell
        there, else as a new one to fill in. plain: TOML as formgen lays it out, without the comments of the file
        it came from. Raises UsageFault for another suffix, ResultNotWritten for a file that
        is there already (unless overwrite) or can't be written."""
        target = Path(path)
        if target.suffix.lower() not in SAVE_SUFFIXES:
            raise UsageFault(say.SAVE_SUFFIX.format(path=shown(target)))
        if target.suffix.lower() == ".xlsx":
            data = self.own_xlsx() or self.xlsx()
        else:
            data = (self.plain_toml() if plain else self.toml()).encode()
        (write_file if overwrite else write_new_file)(target, data)
        return target


PICTURES = RLock()


def count_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with PICTURES:
        document = pypdfium2.PdfDocument(data)
        try:
            return len(document)
        finally:
            document.close()


def page_picture(data: bytes, number: int, dpi: int = 96) -> bytes:
    """A page of a PDF as a PNG. number: from 1."""
    import pypdfium2

    stream = BytesIO()
    with PICTURES:  # PDFium is no two threads' at once
        document = pypdfium2.PdfDocument(data)
        try:
            picture = document[number - 1].render(scale=dpi / _POINTS_PER_INCH).to_pil()
        finally:
            document.close()
    picture.save(stream, "PNG")
    return stream.getvalue()


_FIELD = lazy(r"(?:(?P<home>\w+(?:\.\w+)*)(?P<index>\[\d{1,6}\])?\.)?(?P<key>\w+)")


def _is_field(field: str, profile: Profile) -> bool:
    """Whether a declaration of this profile can have such a field: year, department.name,
    indicators[3].unit."""
    match = _FIELD.fullmatch(field)
    if match is None:
        return False
    home, index, key = match["home"] or "", match["index"], match["key"]
    known = known_paths(profile)
    is_value = f"{home}.{key}".lstrip(".") not in known
    return is_value and (home in free_tables(profile)) == bool(index) and key in known.get(home, ())


def _one_file(appendix: str) -> str:
    if appendix not in ("inside", "none"):
        raise UsageFault(say.APPENDIX.format(value=appendix))
    return appendix


def type_actuals(actuals: Actuals | None) -> Mapping[str, Actual] | None:
    """Values as a file has them, or typed already."""
    if actuals is None:
        return None
    plain = {name: value for name, value in actuals.items() if not isinstance(value, Actual)}
    typed = {name: value for name, value in actuals.items() if isinstance(value, Actual)}
    return {**typed, **read_actuals(plain)}


def _as_read(value: object) -> object:
    """A float as TOML is read: by the digits it is written with."""
    return Decimal(repr(value)) if isinstance(value, float) else value
