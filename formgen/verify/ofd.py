"""An OFD, verified: bytes, the data inside, every page against a plan made anew from the data, fonts.

Comes in: a path, the file's bytes and its entry in a manifest. Goes out: a FileVerdict. Any zip may come in:
what cannot be opened safely is a verdict too.

formgen is deterministic, and the file carries its data, options, actual values and fonts: so every part is
made again, once with this machine's fonts and once with those in the file, and must be the same, element for
element. Whatever else is there, seen or hidden, is a difference. What the file says of its version or fonts
is not asked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from lxml import etree

from formgen.base.errors import Fault, MissingResource, UnreadableInput
from formgen.base.format_number import NewerFormat
from formgen.declaration.carried import ATTACHMENT, PROFILE_ATTACHMENT
from formgen.declaration.ofd_names import ENTRY, page_part
from formgen.inspect.ofd import inspect_package
from formgen.inspect.ofd_content import element_name
from formgen.inspect.zip_shape import is_plain_zip
from formgen.layout.appendix import plan_appendix
from formgen.layout.measures import pdf_measures
from formgen.layout.plan import plan_form
from formgen.messages import ofd as words
from formgen.messages import signatures
from formgen.messages import verify as say
from formgen.render.ofd import document_info, make_parts
from formgen.render.ofd_fonts import FontBook
from formgen.render.ofd_marks import Typesetter
from formgen.run.plan_file import FileViews, PlannedFile, plan_pdf
from formgen.sources.build import Reading
from formgen.sources.ofd import carried_profile
from formgen.sources.ofd_package import OFD, OfdPackage, open_ofd
from formgen.verify.expected import Carried, Shelf
from formgen.verify.manifest import Listed, compare_digests, compare_properties
from formgen.verify.ofd_fonts import FileFonts, judge_fonts, read_file_fonts
from formgen.verify.pdf import data_faults, refuse_newer
from formgen.verify.signed import other_signature
from formgen.verify.template import check_profile
from formgen.verify.verdict import (
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

PARTS = "OFD-01"
_ASIDE = re.compile(rb"<!--[^>]*|<[?](?!xml )[^>]*")


def verify_ofd(
    path: Path,
    data: bytes,
    listed: Listed | None = None,
    profile: str | Path | None = None,
    shelf: Shelf | None = None,
) -> FileVerdict:
    """Every check of an OFD. shelf: with what the file before it carries."""
    try:
        package = open_ofd(data, path)
        return FileVerdict(path, tuple(_checks(path, data, package, listed, profile, shelf or Shelf())))
    except (UnreadableInput, NewerFormat) as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])


def _checks(
    path: Path,
    data: bytes,
    package: OfdPackage,
    listed: Listed | None,
    profile: str | Path | None,
    shelf: Shelf,
) -> Iterator[Check]:
    yield compare_digests(data, listed)
    properties = package.properties
    refuse_newer(properties, path)
    content = package.attachments.get(ATTACHMENT)
    if content is None:
        yield from check_faults("DATA-01", [say.DATA_NONE])
        return
    faults = list(data_faults(content, properties, listed))
    try:
        inside = shelf.read(content, path, profile or carried_profile(package.attachments))
    except UnreadableInput as error:
        yield from check_faults("DATA-01", [*faults, say.DATA_UNREADABLE.format(why=error)])
        return
    yield from check_faults("DATA-01", faults)
    reading = inside.reading
    carried = package.attachments.get(PROFILE_ATTACHMENT)
    yield from check_profile(carried, reading.profile, chosen=profile is not None)
    if any(fault.field == "profile" for fault in reading.faults):
        named = properties.get("profile", "")
        yield not_checked("PROP-01", say.NO_DATA)
        yield not_checked(FORM, say.PROFILE_UNKNOWN.format(name=named[:60]))
        return
    facts = _facts(inside, content, carried or b"", properties)
    yield from check_faults("PROP-01", _property_faults(package, facts))
    yield from compare_properties(properties, listed)
    yield from _compare(package, inside, facts)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        plain = is_plain_zip(data, archive)
    yield from check_faults("SAFE-01", () if plain else (words.PACKED_BESIDE,))
    signed = any("sign" in name.lower() for name in package.parts)
    yield other_signature(signatures.OFD) if signed else Check("SIG-01", State.INFO, say.UNSIGNED)


def _facts(inside: Carried, content: bytes, profile: bytes, properties: Mapping[str, str]) -> FileFacts:
    """What the file must say of itself. Version, rules and fonts are its maker's, as it says."""
    return replace(
        inside.facts_of(properties, {ATTACHMENT: content, PROFILE_ATTACHMENT: profile}),
        rules=properties.get("rules", ""),
        version=properties.get("version", ""),
        fonts=properties.get("fonts", ""),
    )


def _property_faults(package: OfdPackage, facts: FileFacts) -> Iterator[str]:
    root = package.root(ENTRY)
    for name, expected in document_info(facts).items():
        texts = [item.text or "" for item in root.iter(f"{OFD}{name}")]
        if texts != [expected]:
            yield say.PROPERTY.format(name=name, found="、".join(texts)[:80], expected=expected)
    found = package.properties
    for name, expected in facts.properties.items():
        if found.get(name, "") != expected:
            yield say.PROPERTY.format(name=name, found=found.get(name, "")[:80], expected=expected)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A file made again. fonts_hold: whether its fonts are this machine's, to the byte."""

    plan: PlannedFile
    faults: tuple[Fault, ...]
    fonts_hold: bool


def _compare(package: OfdPackage, inside: Carried, facts: FileFacts) -> Iterator[Check]:
    reading = inside.reading
    views, known = inside.expect(facts.properties)
    if not known:
        yield not_checked(FORM, say.APPENDIX_ACTUALS)
        return
    fonts = read_file_fonts(package)
    attempts = []
    for attempt in _attempts(package, reading, facts, views, fonts):
        attempts.append(attempt)
        if not attempt.faults:
            break
    best = min(attempts, key=lambda attempt: len(attempt.faults))
    if best.faults:
        told = list(
            inspect_package(package, best.plan.form, best.plan.measures, reading.profile, best.plan.appendix)
        )
        pages = [replace(fault, hint="") for fault in told]
        yield from check_faults(FORM, pages or [fault for fault in best.faults if fault.place])
        yield from check_faults(PARTS, [replace(fault, place="") for fault in best.faults])
    else:
        yield from check_faults(FORM, ())
        yield from check_faults(PARTS, ())
    yield from _check_fonts(fonts, attempts)


def _attempts(
    package: OfdPackage, reading: Reading, facts: FileFacts, views: FileViews, fonts: FileFonts
) -> Iterator[_Attempt]:
    """The file made again with this machine's fonts, where it has any, and with its own."""
    profile = reading.profile
    try:
        plan = plan_pdf(views, profile)
        assert plan.fonts is not None
        book = FontBook(plan.fonts)
        sheets = list(Typesetter(plan.measures, profile, book.font_of).sheets(plan.form, plan.appendix))
        same = [font.data for font in book.embedded()] == [font.data for font in fonts.fonts]
        parts = make_parts(sheets, fonts.fonts, profile, facts)
        yield _Attempt(plan, tuple(_differences(package, parts)), same)
    except MissingResource:
        pass  # then the file's own fonts must do
    measures = pdf_measures(profile, fonts.widths)
    plan = PlannedFile(
        plan_form(views.form, measures) if views.form else None,
        plan_appendix(views.appendix, measures) if views.appendix else None,
        measures,
    )
    sheets = list(Typesetter(measures, profile, fonts.font_of).sheets(plan.form, plan.appendix))
    parts = make_parts(sheets, fonts.fonts, profile, facts)
    yield _Attempt(plan, tuple(_differences(package, parts)), False)


def _differences(package: OfdPackage, expected: Mapping[str, bytes]) -> Iterator[Fault]:
    for name in package.parts:
        if name not in expected and not name.endswith("/"):
            yield Fault(words.PART_ADDED.format(part=name[:80]))
    pages = {page_part(number): number + 1 for number in range(len(expected))}
    for name, data in expected.items():
        if name not in package.parts:
            yield Fault(words.PART_LOST.format(part=name))
        elif not name.endswith(".xml"):
            if package.parts[name] != data:
                yield Fault(words.PART_CHANGED.format(part=name))
        else:
            found = _beside_elements(package.parts[name]) or _first_difference(
                package.root(name), etree.fromstring(data)
            )
            if found is not None and name in pages:
                page = words.PAGE.format(page=pages[name])
                yield Fault(words.PAGE_CHANGED.format(page=pages[name], what=found[:80]), page)
            elif found is not None:
                yield Fault(words.PART_STRANGE.format(part=name, what=found[:80]))


def _beside_elements(data: bytes) -> str | None:
    """Comments and instructions: nobody sees them, and formgen writes none."""
    found = _ASIDE.search(data, 1)
    return found[0][:80].decode(errors="replace") if found else None


def _first_difference(found: etree._Element, expected: etree._Element) -> str | None:
    """Where two elements first differ: the text or the name of what stands there. White space between elements
    and the order of attributes are nothing."""
    name = element_name(found)
    texts = [(item.text or "", item.tail or "") for item in (found, expected)]
    leaf = not len(expected)
    said, wanted = (text if leaf else text.strip() for text, _ in texts)
    if found.tag != expected.tag or sorted(found.items()) != sorted(expected.items()) or said != wanted:
        return "".join(str(text) for text in found.itertext()).strip() or name
    if texts[0][1].strip() != texts[1][1].strip():
        return texts[0][1].strip() or name
    for number, child in enumerate(found):
        if number >= len(expected):
            return "".join(str(text) for text in child.itertext()).strip() or element_name(child)
        difference = _first_difference(child, expected[number])
        if difference is not None:
            return difference
    return None if len(found) == len(expected) else name


def _check_fonts(fonts: FileFonts, attempts: list[_Attempt]) -> Iterator[Check]:
    """Each glyph is the character that it claims: all of them where the fonts are this machine's to the byte,
    else one by one."""
    if any(attempt.fonts_hold for attempt in attempts):
        yield from check_faults(FONTS, ())
        return
    own = next((attempt.plan.fonts for attempt in attempts if attempt.plan.fonts), None)
    report = judge_fonts(fonts, own.faces if own else ())
    if report.unknown and not report.faults:
        yield not_checked(FONTS, words.GLYPHS_UNKNOWN.format(count=len(report.unknown)))
    else:
        yield from check_faults(FONTS, report.faults)
