"""A PDF, verified: bytes, attachment, data, properties, pages, conformance, signatures.

Comes in: a path, the file's bytes and its entry in a manifest. Goes out: a FileVerdict. Any PDF may come
in: what cannot be opened safely is a verdict too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Dictionary

from formgen.base.digest import digests
from formgen.base.errors import UnreadableInput
from formgen.base.format_number import KEY, NewerFormat, is_format_number, require_known_format
from formgen.base.load_pdf import load_pdf
from formgen.declaration.carried import (
    ATTACHMENT,
    ATTACHMENTS,
    FOLDER_ATTACHMENT,
    FORMAT,
    LANGUAGE,
    MEDIA_TYPE,
    PROFILE_ATTACHMENT,
)
from formgen.inspect.conformance import Answer, Conformance, check_opened
from formgen.messages import appendix as words
from formgen.messages import extract as broken
from formgen.messages import verify as say
from formgen.render.finish import pdf_date
from formgen.render.pdf_tags import read_table_attributes, walk_tags
from formgen.sources.pdf import carried_profile
from formgen.sources.pdf_facts import (
    Attachment,
    read_attachments,
    read_information,
    read_xmp,
)
from formgen.sources.pdf_guard import open_pdf
from formgen.sources.pdf_objects import Objects, sort_objects
from formgen.verify.again import compare_again, pdf_again
from formgen.verify.expected import Carried, Shelf
from formgen.verify.manifest import Listed, compare_digests, compare_properties
from formgen.verify.pdf_cost import is_moderate
from formgen.verify.pdf_document import (
    count_revisions,
    find_byte_faults,
    find_document_faults,
    find_title_faults,
    find_unsafe,
)
from formgen.verify.pdf_text import page_texts
from formgen.verify.scan import is_scan
from formgen.verify.signatures import Signature, read_signatures
from formgen.verify.signed import check_signatures
from formgen.verify.template import check_profile
from formgen.verify.verdict import (
    APPENDIX,
    FONTS,
    FORM,
    Check,
    FileVerdict,
    State,
    check_faults,
    not_checked,
    unreadable,
)
from formgen.views.file_facts import FileFacts

# What a PDF made to harm can raise while it is walked: nodes of other kinds than they should be, circles.
TROUBLE = (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, OverflowError)


def verify_pdf(
    path: Path,
    data: bytes,
    listed: Listed | None = None,
    profile: str | Path | None = None,
    others: Sequence[Conformance] = (),
    shelf: Shelf | None = None,
) -> FileVerdict:
    """Every check of a PDF. others: what outside checkers said of it. shelf: with what the file before it carries."""
    try:
        pdf = open_pdf(data, path)
    except UnreadableInput as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])
    try:
        with pdf:
            if not is_moderate(pdf):
                reason = broken.PDF_TOO_MUCH.format(path=path)
                return unreadable(path, reason, [compare_digests(data, listed)])
            return FileVerdict(
                path, tuple(_checks(path, data, pdf, listed, profile, others, shelf or Shelf()))
            )
    except NewerFormat as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])
    except TROUBLE:
        return unreadable(path, broken.PDF_BROKEN.format(path=path), [compare_digests(data, listed)])


def _checks(
    path: Path,
    data: bytes,
    pdf: pikepdf.Pdf,
    listed: Listed | None,
    profile: str | Path | None,
    others: Sequence[Conformance],
    shelf: Shelf,
) -> Iterator[Check]:
    objects = sort_objects(pdf)
    signatures = read_signatures(data, pdf, objects.others)
    properties = read_xmp(pdf)
    refuse_newer(properties, path)
    attachments = read_attachments(pdf, objects.others)
    chosen, profile = profile is not None, profile or carried_profile(attachments)
    yield compare_digests(data, listed, signatures)
    if not attachments and is_scan(pdf):
        yield not_checked("DATA-01", say.SCAN)
        yield from check_faults("SAFE-01", find_unsafe(pdf, objects))
        yield from check_signatures(signatures)
        return
    conforms = check_opened(pdf, objects)  # before others look at its pages, which mends some
    pages: list[Check] = []
    made: bytes | None = None
    inside, data_checks = _read_data(path, attachments, properties, listed, profile, shelf)
    date = pdf_date(inside.facts) if inside else ""
    yield from check_faults("ATT-01", _attachment_faults(attachments, date))
    yield from data_checks
    if inside is None:
        yield not_checked("PROP-01", say.NO_DATA)
        yield not_checked(FORM, say.NO_DATA)
    else:
        proven = check_profile(_carried(attachments), inside.reading.profile, chosen=chosen)
        yield from proven
        sure = all(check.state is State.PASS for check in proven) and not signatures
        made = pdf_again(pdf, inside, properties, attachments) if sure else None
        if made == data:
            pages = list(_own_pages(pdf, inside, properties))
        else:
            pages = list(_compare_pages(data, inside, properties, pdf, signatures))
        yield from pages
        if sure and all(check.state is State.PASS for check in pages):
            yield compare_again(data, made)
    yield from compare_properties(properties, listed)
    yield _conformance("PDFA-01", conforms)
    yield from check_faults("UA-01", find_tag_faults(pdf, properties, objects))
    for id, answer in zip(("PDFA-02", "UA-02"), others, strict=False):
        yield _conformance(id, answer)
    strange = list(find_document_faults(pdf, objects)) if attachments else []
    if attachments and made != data:
        folder = next((it.data for it in attachments if it.name == FOLDER_ATTACHMENT), b"")
        strange += find_byte_faults(data, folder)
        if pages and not any(check.state is State.FAIL for check in pages):
            strange += find_title_faults(pdf, objects, page_texts(data))
    yield from check_faults("SAFE-01", [*find_unsafe(pdf, objects), *strange])
    appended = count_revisions(data)
    if appended and not signatures:
        yield Check("SIG-01", State.FAIL, say.WORLD_APPENDED.format(count=appended))
    else:
        yield from check_signatures(signatures)


def _own_pages(pdf: pikepdf.Pdf, inside: Carried, properties: Mapping[str, str]) -> Iterator[Check]:
    """The checks of a file that is, byte for byte, what formgen makes of its data: its pages were inspected cell by
    cell by the very steps that made them, and there is nothing else in it to look for."""
    yield from check_faults("PROP-01", _property_faults(pdf, properties, inside.facts))
    yield from check_faults(FONTS, ())
    yield from check_faults(APPENDIX if properties.get("appendix") == "only" else FORM, ())


def _carried(attachments: Sequence[Attachment]) -> bytes | None:
    return next((item.data for item in attachments if item.name == PROFILE_ATTACHMENT), None)


def _compare_pages(
    data: bytes,
    inside: Carried,
    properties: Mapping[str, str],
    pdf: pikepdf.Pdf,
    signatures: Sequence[Signature],
) -> Iterator[Check]:
    """The pages, where the profile that they were made with is known. Draws pages, which files that are made again
    byte for byte do without."""
    from formgen.verify.pages import compare_pages
    from formgen.verify.seals import check_seals, without_seals

    if any(fault.field == "profile" for fault in inside.reading.faults):
        named = properties.get("profile", "")
        yield not_checked("PROP-01", say.NO_DATA)
        yield not_checked(FORM, say.PROFILE_UNKNOWN.format(name=named[:60]))
        return
    yield from check_faults("PROP-01", _property_faults(pdf, properties, inside.facts))
    if any(item.visible for item in signatures):
        plain = without_seals(data)
        with load_pdf(plain) as unsealed:
            yield from compare_pages(plain, inside, properties, unsealed)
    else:
        yield from compare_pages(data, inside, properties, pdf)
    yield from check_seals(FORM, data, pdf, signatures)


def _attachment_faults(attachments: Sequence[Attachment], date: str) -> Iterator[str]:
    if not attachments:
        yield say.ATTACHED_NONE.format(name=ATTACHMENT)
    named = [item.name for item in attachments]
    if len(set(named)) < len(named) or not set(named) <= set(ATTACHMENTS):
        if len(named) == 1:
            yield say.ATTACHED_NAME.format(found=named[0][:80], name=ATTACHMENT)
        else:
            names = "、".join(name[:40] for name in named[:5])
            yield say.ATTACHED_SEVERAL.format(count=len(named), names=names, name=ATTACHMENT)
        return
    for item in attachments:
        yield from _one_attachment(item, date)


def _one_attachment(item: Attachment, date: str) -> Iterator[str]:
    if item.name == ATTACHMENT and item.relationship != "Source":
        yield say.ATTACHED_RELATION.format(found=item.relationship)
    if item.name == ATTACHMENT and item.media_type != MEDIA_TYPE:
        yield say.ATTACHED_TYPE.format(found=item.media_type, expected=MEDIA_TYPE)
    if not (item.listed and item.associated):
        yield say.ATTACHED_UNLISTED
    if not item.is_whole:
        yield say.ATTACHED_CHECKSUM
    if date and item.date != date:
        yield say.ATTACHED_DATE.format(found=item.date, expected=date)


def _read_data(
    path: Path,
    attachments: Sequence[Attachment],
    properties: Mapping[str, str],
    listed: Listed | None,
    profile: str | Path | None,
    shelf: Shelf,
) -> tuple[Carried | None, list[Check]]:
    """The declaration inside, and whether it is the one that the file and the manifest speak of."""
    named = [item for item in attachments if item.name == ATTACHMENT]
    if len(named) != 1:
        return None, [not_checked("DATA-01", say.NO_DATA)]
    content = named[0].data
    faults = list(data_faults(content, properties, listed))
    try:
        inside = shelf.read(content, path, profile)
    except UnreadableInput as error:
        return None, check_faults("DATA-01", [*faults, say.DATA_UNREADABLE.format(why=error)])
    return inside, check_faults("DATA-01", faults)


def refuse_newer(properties: Mapping[str, str], path: Path) -> None:
    """Raises NewerFormat for a file of a later formgen: what it should show is not known here. What is no
    number is the properties' fault, not a newer format."""
    found = properties.get(KEY, "")
    if is_format_number(found):
        require_known_format(found, FORMAT, path)


def data_faults(content: bytes, properties: Mapping[str, str], listed: Listed | None) -> Iterator[str]:
    """Where the data are not those that the file's properties and the manifest speak of."""
    found = digests(content)
    for key, algorithm, name in (("sha256", "SHA-256", "dataSHA256"), ("sm3", "SM3", "dataSM3")):
        if properties.get(name) != found[key]:
            yield say.DATA_DIGEST.format(algorithm=algorithm)
    if listed is not None and dict(listed.entry.data_digests) != found:
        yield say.DATA_MANIFEST


def _property_faults(pdf: pikepdf.Pdf, properties: Mapping[str, str], facts: FileFacts) -> Iterator[str]:
    title = words.TITLE if properties.get("appendix") == "only" else facts.title
    expected = {
        "title": title,
        "creator": facts.department,
        "language": LANGUAGE,
        "form": facts.form,
        "department": facts.department,
        "year": str(facts.year),
        "profile": facts.profile,
    }
    expected |= {
        "created": facts.date.isoformat() + "T00:00:00Z",
        "description": "",
        "subject": "",
        "keywords": "",
    }
    information = {"Title": title, "Author": facts.department, "CreationDate": pdf_date(facts)}
    information |= {"Subject": "", "Keywords": "", "Lang": LANGUAGE}
    said = read_information(pdf) | {"Lang": str(pdf.Root.get("/Lang", ""))}
    for wanted, found in ((expected, properties), (information, said)):
        for name, text in wanted.items():
            if found.get(name, "") != text:
                yield say.PROPERTY.format(name=name, found=found.get(name, ""), expected=text)


def find_tag_faults(pdf: pikepdf.Pdf, properties: Mapping[str, str], objects: Objects) -> Iterator[str]:
    """What PDF/UA-1 and level A ask of the structure and can be told without a full checker. objects: its own."""
    root = pdf.Root
    claims = tuple(properties.get(name) for name in ("pdfa_part", "pdfa_conformance", "pdfua_part"))
    if claims != ("3", "A", "1"):
        yield say.UA_CLAIM
    if not properties.get("title") or not _flag(root.get("/ViewerPreferences"), "/DisplayDocTitle"):
        yield say.UA_TITLE
    if not str(root.get("/Lang", "")):
        yield say.UA_LANGUAGE
    if not _flag(root.get("/Outlines"), "/First"):
        yield say.UA_BOOKMARKS
    if not _flag(root.get("/MarkInfo"), "/Marked") or "/StructTreeRoot" not in root:
        yield say.UA_TAGS
        return
    if not (objects.headed and _are_plain(objects)):
        tags = [(kind, element) for element, kind, _ in walk_tags(pdf)]
        silent = sum(1 for kind, item in tags if kind == "/Figure" and not str(item.get("/Alt", "")))
        vague = sum(1 for kind, item in tags if kind == "/TH" and "/Scope" not in read_table_attributes(item))
        if silent:
            yield say.UA_FIGURE.format(count=silent)
        if vague:
            yield say.UA_HEADER.format(count=vague)
    if not any(kind == "/Table" for _, kind, _ in walk_tags(pdf)):
        yield say.UA_EMPTY_TABLE


def _are_plain(objects: Objects) -> bool:
    """Whether no picture and no header cell is among what is no ordinary tag, nor within it."""
    return not any(b"/Figure" in written or b"/TH" in written for written in objects.written)


def _flag(holder: pikepdf.Object | None, name: str) -> bool:
    return isinstance(holder, Dictionary) and bool(holder.get(name, False))


def _conformance(id: str, answer: Conformance) -> Check:
    if answer.answer is Answer.PASS:
        return Check(id, State.PASS, say.HOLDS)
    if answer.answer is Answer.NOT_CHECKED:
        return Check(id, State.NOT_CHECKED, "；".join(answer.reasons))
    places = "、".join(dict.fromkeys(reason.partition(": ")[0] for reason in answer.reasons))
    message = say.NOT_CONFORMING.format(standard=answer.standard, checker=answer.checker, places=places)
    return Check(id, State.FAIL, message)
