"""A Word document beside what this program would write of the same data: nothing more may stand in it.

Comes in: the document, the declaration it carries, and what it should show. Goes out: checks. The form is written
anew with the templates that came with the program, or with those of the profile that the user named; the template of
a profile that only the file itself carries is not known, and not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.base.errors import Fault, MissingResource, UnreadableInput
from formgen.declaration.load_profile import is_shipped
from formgen.declaration.profile import Profile
from formgen.inspect.docx_closed import Paper, find_foreign
from formgen.inspect.docx_form import compare_form
from formgen.messages import verify as say
from formgen.messages import verify_docx as told
from formgen.messages.rendering import DRAFT_MARK
from formgen.render.docx import render_docx
from formgen.render.docx_dress import dress_of
from formgen.run.plan_file import FileViews, PlannedFile
from formgen.sources.docx_content import DocxContent, DocxTable, read_docx
from formgen.verify.verdict import Check, check_faults, not_checked

CLOSED = "DOC-02"
_PAGE_MARK = "——"
_SHOWN = 40


def check_world(
    data: bytes, views: FileViews, plan: PlannedFile, profile: Profile, *, chosen: bool, tail: bool
) -> list[Check]:
    """DOC-02. chosen: the user named the profile. tail: what stands behind the form is known."""
    known = chosen or is_shipped(profile)
    dress = dress_of(profile)
    foreign = find_foreign(data, Paper(dress.paper, dress.margins), shipped=is_shipped(profile))
    fresh = _write_anew(plan, profile) if known else None
    if fresh is not None and not is_shipped(profile):
        own = {item.name for item in find_foreign(fresh, Paper(dress.paper, dress.margins), shipped=False)}
        foreign = [item for item in foreign if item.name not in own]
    faults = [item.fault() for item in foreign]
    try:
        content = read_docx(data)
    except UnreadableInput:
        return check_faults(CLOSED, faults)  # DOC-01 says why
    expected = read_docx(fresh) if fresh is not None else None
    words = list(_words(content, expected, views, draft=_is_draft(views)))
    if tail and plan.appendix is None:
        words += _behind(content, expected, views)
    if known or not words:
        return check_faults(CLOSED, [*faults, *words])
    return [*check_faults(CLOSED, faults), not_checked(CLOSED, say.PROFILE_UNPROVEN)]


def _write_anew(plan: PlannedFile, profile: Profile) -> bytes | None:
    """The document without its data; None where there is nothing to write, or no template to write with."""
    if plan.form is None and plan.appendix is None:
        return None
    try:
        return render_docx(plan.form, profile, plan.appendix)
    except (UnreadableInput, MissingResource):
        return None


def _is_draft(views: FileViews) -> bool:
    return any(view.draft for view in (views.form, views.appendix) if view is not None)


def _words(
    content: DocxContent, expected: DocxContent | None, views: FileViews, *, draft: bool
) -> Iterator[Fault]:
    """Headers and footers."""
    header = {DRAFT_MARK if draft else ""} if views.form or views.appendix else {DRAFT_MARK, ""}
    footer = {_PAGE_MARK}
    if expected is not None:
        header = {_squeeze(words) for words in expected.headers}
        footer = {_squeeze(words) for words in expected.footers}
    for place, found, right in (
        (told.HEADER, content.headers, header),
        (told.FOOTER, content.footers, footer),
    ):
        for words in found:
            if _squeeze(words) not in right:
                first = next(iter(sorted(right)), "")
                yield Fault(told.MARGIN_WORDS.format(found=words.strip()[:_SHOWN], expected=first), place)
        if right and not found:
            yield Fault(told.MARGIN_GONE, place)


def _behind(content: DocxContent, expected: DocxContent | None, views: FileViews) -> Iterator[Fault]:
    """What stands behind the last table of the form, and pictures: nothing but what the template has there."""
    right = _tail(expected, views) if expected is not None else []
    found = _tail(content, views)
    for text in found:
        if text not in right:
            yield Fault(told.STRANGE.format(what=f"“{text[:_SHOWN]}”"), told.BEHIND)
    for text in right:
        if text not in found:
            yield Fault(told.BEHIND_GONE.format(text=text[:_SHOWN]), told.BEHIND)
    pictures = len(expected.pictures) if expected is not None else 0
    if len(content.pictures) != pictures:
        yield Fault(told.PICTURES.format(found=len(content.pictures), expected=pictures))


def _tail(content: DocxContent, views: FileViews) -> list[str]:
    behind = compare_form(content, views.form)[1] if views.form else content.blocks
    return [text for text in map(_text, behind) if text]


def _text(block: str | DocxTable) -> str:
    if isinstance(block, str):
        return block.strip()
    return " ".join(cell.text for row in block.rows for cell in row if cell)


def _squeeze(words: str) -> str:
    return "".join(words.split())


__all__: Sequence[str] = ["CLOSED", "check_world"]
