"""退回意见: what an office writes back about one declaration, as a Word document.

Comes in: a filed review and the names of fonts. Goes out: the bytes of a DOCX. It bears the same findings
and the same decision as every other report; who signs it fills in name and date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from formgen.declaration.carried import PROGRAM
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.naming import safe_name
from formgen.declaration.profile import Profile
from formgen.messages import checks as names
from formgen.messages import report as say
from formgen.report import FiledReview
from formgen.report.wordfile import Paragraph, Properties, Run, Type, Use, word_file

_DAGGER = "†"
_SIGN_INDENT = 13
"""Characters: the right half of the page."""
_SIZES: dict[Use, tuple[int, int]] = {
    "title": (44, 680),
    "head": (28, 520),
    "text": (28, 520),
    "small": (24, 460),
    "page": (28, 400),
}
"""Half points, and twentieths of a point between lines: 二号 for the title, 四号 for the text."""


def slip_title(filed: FiledReview) -> str:
    """退回意见, or 审核意见 where nothing sends the declaration back."""
    return say.SLIP_REMARKS if filed.review.verdict == "pass" else say.SLIP_RETURN


def slip_name(filed: FiledReview) -> str:
    """The slip's file name: year and department, or the file's own name where it could not be read."""
    review = filed.review
    own = PurePosixPath(filed.path).stem + (f"_{review.part}" if review.part else "")
    stem = f"{review.year}_{review.department}" if review.year and review.department else own
    return say.SLIP_FILE.format(stem=safe_name(stem)[:60], title=slip_title(filed))


def slip_document(filed: FiledReview, profile: Profile) -> bytes:
    """The slip. profile: for the fonts' names."""
    fonts = profile.fonts
    named: dict[Use, str] = {
        "title": fonts.title.docx,
        "head": fonts.head.docx,
        "text": fonts.prose.docx,
        "small": fonts.prose.docx,
        "page": fonts.body.docx,
    }
    types = {use: Type(named[use], *size) for use, size in _SIZES.items()}
    title = slip_title(filed)
    properties = Properties(f"{filed.review.department}{title}", PROGRAM)
    return word_file(list(_paragraphs(filed, title)), types, properties, say.SLIP_PAGE)


def _paragraphs(filed: FiledReview, title: str) -> Iterator[Paragraph]:
    review = filed.review
    yield Paragraph((Run(title, "title"),), "center", 0, keep=True)
    greeting = (
        say.SLIP_DEPARTMENT.format(department=review.department)
        if review.department
        else say.SLIP_DEPARTMENT_UNKNOWN.format(path=filed.label)
    )
    yield Paragraph((Run(greeting),), indent=0, space=360)
    yield _text(_introduction(filed))
    numbers = iter(say.SLIP_NUMBERS)
    for severity in Severity:
        group = [finding for finding in review.findings if finding.severity is severity]
        if group:
            head = say.SLIP_HEADS[severity]
            yield _head(say.SLIP_HEAD.format(number=next(numbers), head=head, count=len(group)))
            yield from (_item(number, finding) for number, finding in enumerate(group, start=1))
    if review.not_checked and review.verdict != "unreadable":
        yield _head(_numbered(next(numbers), say.SLIP_NOT_CHECKED))
        for number, missing in enumerate(review.not_checked, start=1):
            title_of = names.TITLES.get(missing.id, "")
            yield _text(
                say.SLIP_NOT_CHECKED_ITEM.format(
                    number=number, id=missing.id, title=title_of, reason=missing.reason
                )
            )
    yield from _conclusion(filed, next(numbers))


def _introduction(filed: FiledReview) -> str:
    review = filed.review
    return say.SLIP_INTRO[review.verdict].format(
        year=say.SLIP_YEAR.format(year=review.year) if review.year else "",
        errors=filed.counts[Severity.ERROR],
        remarks=say.SLIP_REMARKS_FOLLOW if review.findings else "",
    )


def _item(number: int, finding: Finding) -> Paragraph:
    place = say.SLIP_PLACE.format(place=finding.place) if finding.place else ""
    runs = [Run(say.SLIP_ITEM.format(number=number, place=place, message=finding.message))]
    if finding.hint:
        runs.append(Run(say.SLIP_HINT.format(hint=finding.hint)))
    if finding.source:
        runs.append(Run(say.SLIP_SOURCE.format(id=finding.id, source=finding.source), "small"))
    return Paragraph(tuple(runs))


def _conclusion(filed: FiledReview, number: str) -> Iterator[Paragraph]:
    review = filed.review
    yield _head(_numbered(number, say.SLIP_GRADE_HEAD))
    yield _text(say.SLIP_VERDICT.format(verdict=say.VERDICTS[review.verdict]))
    grade = review.suggested_grade
    meaning = names.GRADE_MEANING[grade]
    yield _text(say.SLIP_GRADE.format(grade=grade, meaning=meaning, source=names.GRADE_SOURCE))
    if any(finding.place or _DAGGER in finding.source for finding in review.findings):
        yield Paragraph((Run(say.SLIP_DAGGER.format(path=filed.label), "small"),), space=120)
    yield Paragraph((Run(say.SLIP_SIGN),), indent=_SIGN_INDENT, keep=True, space=720)
    yield Paragraph((Run(say.SLIP_DATE),), indent=_SIGN_INDENT, space=120)


def _numbered(number: str, head: str) -> str:
    return f"{number}、{head}"


def _head(text: str) -> Paragraph:
    return Paragraph((Run(text, "head"),), keep=True, space=160)


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
