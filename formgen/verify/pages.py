"""Do the pages of a PDF show what its data say, and nothing else? What the file says of its version, fonts and
engine is not asked: that is only what an untrusted file claims.

Comes in: a PDF's bytes and the declaration it carries. Goes out: checks. Every declared value must stand in its cell;
the pages must hold nothing but text, the lines of the tables and the chart; what is seen must be what the text
says; and each glyph must look like its character. The plan is made with the fonts of this machine, and where the
pages do not follow it, with the widths of the fonts inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice, zip_longest

import pikepdf

from formgen.base.errors import Fault, MissingResource
from formgen.base.load_pdf import load_pdf
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.fonts.chain import load_fonts
from formgen.fonts.faces import Face
from formgen.inspect.pdf import expect_pages, inspect_pdf, squeeze
from formgen.inspect.pdf_boxes import chart_bars, chart_lines
from formgen.inspect.pdf_fonts import find_font_faults
from formgen.layout.measures import MM_PT
from formgen.messages import verify as say
from formgen.messages.rendering import DRAFT_MARK
from formgen.render.pdf_tags import walk_tags
from formgen.run.plan_file import FileViews, PlannedFile, plan_measured, plan_pdf
from formgen.sources.build import Reading
from formgen.verify.expected import Carried
from formgen.verify.pdf_glyphs import check_glyphs
from formgen.verify.pdf_order import find_disorder
from formgen.verify.pdf_painter import read_scenes
from formgen.verify.pdf_picture import find_hidden
from formgen.verify.pdf_scene import Scene, all_fonts
from formgen.verify.pdf_text import page_texts
from formgen.verify.pdf_widths import file_widths
from formgen.verify.pdf_world import Frame, find_page_faults, find_scene_faults
from formgen.verify.signature_fields import find_seals
from formgen.verify.verdict import APPENDIX, FONTS, FORM, Check, check_faults, not_checked

_OWN_WORDS = 0.6
"""Of the texts of an appendix's pages: where so many stand on the page where they should, this version wrote it,
and what differs was changed."""
_SHOWN = 8


@dataclass(slots=True)
class _Comparison:
    """How the pages fit a plan. frames: of the pages that the plan covers. figures: what its pictures show, in words.
    unknown: why some pages could not be compared, "" where all were."""

    faults: list[Fault] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    unknown: str = ""


def compare_pages(
    data: bytes, inside: Carried, properties: Mapping[str, str], pdf: pikepdf.Pdf
) -> list[Check]:
    """Fonts, the form's pages, and the appendix's where there are any."""
    font_faults = find_font_faults(pdf)
    views, known = inside.expect(properties)
    reading, profile = inside.reading, inside.reading.profile
    scenes = read_scenes(pdf)
    own = FORM if views.form else APPENDIX
    try:
        faces: tuple[Face, ...] = tuple(load_fonts(profile).faces)
        compared = _compare(data, pdf, scenes, views, reading, known=known)
    except MissingResource as error:
        faces, compared = (), _Comparison(unknown=say.NO_FONTS.format(why=error.message))
    glyphs = check_glyphs(all_fonts(iter(scenes)), faces)
    checks = check_faults(FONTS, [*font_faults, *glyphs.faults])
    if glyphs.unknown and not glyphs.faults:
        texts = "、".join(sorted(glyphs.unknown)[:_SHOWN])
        checks.append(not_checked(FONTS, say.GLYPH_UNKNOWN.format(count=len(glyphs.unknown), texts=texts)))
    strange = list(_strange(pdf, scenes, compared, profile))
    if not strange:
        strange = list(_hidden(data, pdf, scenes, compared))
    if not compared.faults:
        pages = [frame.boxes for frame in compared.frames]
        for number, box in find_disorder(data, pages):
            strange.append(say.WORLD_DISORDER.format(page=number, label=box.label or box.expected))
    faults = [fault for fault in compared.faults if fault not in font_faults]
    if own == FORM or faults or strange or not compared.unknown:
        checks += check_faults(own, [*faults, *strange])
    if compared.unknown:
        checks.append(not_checked(APPENDIX if views.form and compared.frames else own, compared.unknown))
    return checks


# ── the cells ────────────────────────────────────────────────────────────────────────────────────


def _compare(
    data: bytes, pdf: pikepdf.Pdf, scenes: Sequence[Scene], views: FileViews, reading: Reading, *, known: bool
) -> _Comparison:
    """The best of the plans: by this machine's fonts, and by the fonts inside."""
    best: _Comparison | None = None
    for plan in _plans(scenes, views, reading.profile):
        found = _inspect(data, pdf, views, plan, reading, known=known)
        if not found.faults and not found.unknown:
            return found
        if best is None or len(found.faults) < len(best.faults):
            best = found
    assert best is not None
    return best


def _plans(scenes: Sequence[Scene], views: FileViews, profile: Profile) -> Iterator[PlannedFile]:
    plan = plan_pdf(views, profile)
    yield plan
    sizes = {use: plan.measures.type(use).size_pt for use in ("title", "head", "heading", "body", "prose")}
    yield plan_measured(views, profile, file_widths(scenes, sizes))


def _inspect(
    data: bytes, pdf: pikepdf.Pdf, views: FileViews, plan: PlannedFile, reading: Reading, *, known: bool
) -> _Comparison:
    profile = reading.profile
    form, appendix, measures = plan.form, plan.appendix, plan.measures
    figures = [drawing.alt for drawing in appendix.drawings()] if appendix else []
    found = _Comparison(frames=_frames(plan, profile), figures=figures)
    if form is None and appendix is None:
        found.unknown = say.APPENDIX_ACTUALS
        found.faults = list(_other_appendix_faults(data, reading.declaration, 0, profile))
        return found
    if known:
        found.faults = list(inspect_pdf(data, form, measures, profile, appendix))
        if not found.faults or appendix is None:
            return found
    count = len(form.pages) if form else 0
    if len(pdf.pages) < count:
        found.faults = [Fault(say.PAGES_FEW.format(found=len(pdf.pages), expected=count))]
        return found
    if known and _has_own_words(data, count, found.frames[count:]):
        return found
    found.frames = found.frames[:count]
    found.faults = list(inspect_pdf(_first_pages(data, count), form, measures, profile)) if form else []
    found.unknown = say.APPENDIX_OTHER if known else say.APPENDIX_ACTUALS
    found.faults += _other_appendix_faults(data, reading.declaration, count, reading.profile)
    return found


def _has_own_words(data: bytes, before: int, frames: Sequence[Frame]) -> bool:
    """Whether this version wrote the appendix, by the texts of its pages. before: pages of the form."""
    found = [squeeze(text) for text in islice(page_texts(data), before, None)]
    answers = [
        squeeze(box.expected) in text
        for text, frame in zip(found, frames, strict=False)
        for box in frame.boxes
        if box.expected.strip()
    ]
    return bool(answers) and sum(answers) >= _OWN_WORDS * len(answers)


def _other_appendix_faults(
    data: bytes, declaration: Declaration, before: int, profile: Profile
) -> Iterator[Fault]:
    """What holds of an appendix whatever version wrote it: every page bears its number and something more, and every
    indicator that counts stands in it. before: pages of the form."""
    texts = [squeeze(text) for text in islice(page_texts(data), before, None)]
    for number, text in enumerate(texts, before + 1):
        rest = text.replace(f"—{number}—", "", 1)
        if rest == text or not rest.replace(DRAFT_MARK, ""):
            yield Fault(say.APPENDIX_PAGE.format(page=number))
    whole = "".join(texts)
    for row_number, row in enumerate(declaration.indicators):
        if not row.not_applicable and squeeze(row.level3) not in whole:
            field = f"indicators[{row_number}].level3"
            message = say.APPENDIX_WORDS.format(label=profile.label(field), text=row.level3[:40])
            yield Fault(message, field=field)


def _frames(plan: PlannedFile, profile: Profile) -> list[Frame]:
    boxes = [found for found, _ in expect_pages(plan.form, plan.appendix, plan.measures, profile)]
    frames = [Frame(own) for own in boxes]
    if plan.appendix is not None:
        count = len(plan.form.pages) if plan.form else 0
        for frame, page in zip(frames[count:], plan.appendix.pages, strict=True):
            frame.bars = list(chart_bars(page, plan.appendix, profile))
            frame.lines = list(chart_lines(page, plan.appendix, profile))
    return frames


def _first_pages(data: bytes, count: int) -> bytes:
    """The document without its last pages; its tags stay."""
    stream = BytesIO()
    with load_pdf(data, suppress_warnings=True) as part:
        del part.pages[count:]
        part.save(stream, fix_metadata_version=False)
    return stream.getvalue()


# ── everything else ──────────────────────────────────────────────────────────────────────────────


def _strange(
    pdf: pikepdf.Pdf, scenes: Sequence[Scene], compared: _Comparison, profile: Profile
) -> Iterator[str]:
    width, height = float(profile.page.width) * MM_PT, float(profile.page.height) * MM_PT
    fits, seals = not compared.faults, find_seals(pdf)
    for number, (page, scene) in enumerate(zip(pdf.pages, scenes, strict=True), 1):
        yield from find_page_faults(number, page, (width, height), seals)
        known = fits and number <= len(compared.frames)
        frame = compared.frames[number - 1] if known else None
        yield from find_scene_faults(number, scene, height, frame)
    if fits and not compared.unknown:
        said = [str(tag.get("/Alt", "")) for tag, kind, _ in walk_tags(pdf) if kind == "/Figure"]
        for number, (found, right) in enumerate(zip_longest(said, compared.figures, fillvalue=""), 1):
            if found and found != right:
                yield say.WORLD_ALT.format(number=number, found=found[:40])


def _hidden(data: bytes, pdf: pikepdf.Pdf, scenes: Sequence[Scene], compared: _Comparison) -> Iterator[str]:
    for number, x, y in find_hidden(data, pdf, scenes):
        boxes = compared.frames[number - 1].boxes if number <= len(compared.frames) else []
        label = next((box.label or box.expected for box in boxes if box.holds(x, y)), "")
        place = say.WORLD_PLACE.format(x=round(x / MM_PT), y=round(y / MM_PT))
        yield say.WORLD_COVERED.format(page=number, label=label or place)
