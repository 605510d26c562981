"""A DOCX, verified: bytes, the data inside, the tables against them, properties, safety.

Comes in: a path, the file's bytes and its entry in a manifest. Goes out: a FileVerdict. Any zip may come
in: what cannot be opened safely is a verdict too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.base.format_number import NewerFormat
from formgen.declaration.carried import ATTACHMENT, ATTACHMENTS, PROFILE_ATTACHMENT
from formgen.inspect.docx import inspect_docx
from formgen.inspect.docx_appendix import expect_blocks
from formgen.inspect.docx_form import compare_form
from formgen.inspect.docx_old_appendix import KnownRow, compare_old_appendix, is_old_appendix
from formgen.messages import signatures as signed
from formgen.messages import verify as say
from formgen.run.plan_file import FileViews, PlannedFile, plan_docx, view_file
from formgen.scoring import score_declaration
from formgen.sources.build import Reading
from formgen.sources.docx_carried import CarriedData, DocxBaggage, carried_profile, read_baggage
from formgen.sources.docx_content import DocxTable, read_docx
from formgen.sources.guard import check_document_zip
from formgen.verify.again import docx_again
from formgen.verify.docx_world import CLOSED, check_world
from formgen.verify.expected import Carried, Shelf
from formgen.verify.manifest import Listed, compare_digests, compare_properties
from formgen.verify.pdf import data_faults, refuse_newer
from formgen.verify.signed import other_signature
from formgen.verify.template import ID as PROFILE
from formgen.verify.template import check_profile
from formgen.verify.verdict import (
    APPENDIX,
    Check,
    FileVerdict,
    State,
    check_faults,
    not_checked,
    unreadable,
)

TABLES = "DOC-01"
_SHOWN_TARGETS = 3


def verify_docx(
    path: Path,
    data: bytes,
    listed: Listed | None = None,
    profile: str | Path | None = None,
    shelf: Shelf | None = None,
) -> FileVerdict:
    """Every check of a DOCX. shelf: with what the file before it carries."""
    try:
        check_document_zip(data, path)
    except UnreadableInput as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])
    try:
        return FileVerdict(path, tuple(_checks(path, data, listed, profile, shelf or Shelf())))
    except NewerFormat as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])


def _checks(
    path: Path, data: bytes, listed: Listed | None, profile: str | Path | None, shelf: Shelf
) -> Iterator[Check]:
    baggage = read_baggage(data)
    chosen = profile is not None
    profile = profile or carried_profile(baggage)
    yield compare_digests(data, listed)
    carried = baggage.data[0] if len(baggage.data) == 1 else None
    properties = carried.properties if carried else {}
    refuse_newer(properties, path)
    inside = None
    if carried is None:
        several = say.DATA_SEVERAL.format(count=len(baggage.data)) if baggage.data else say.DATA_NONE
        yield from check_faults("DATA-01", [several])
    else:
        inside, checks = _read_data(path, carried, listed, profile, shelf)
        yield from checks
    if inside is None:
        yield not_checked("PROP-01", say.NO_DATA)
        yield not_checked(TABLES, say.NO_DATA)
    else:
        reading = inside.reading
        yield from check_faults("PROP-01", _property_faults(properties, inside))
        proven = list(_check_template(baggage.profiles, reading, chosen=chosen))
        yield from proven
        views, known = inside.expect(properties)
        plan = plan_docx(views, reading.profile)
        sure = known and all(check.state is State.PASS for check in proven)
        if sure and docx_again(plan, inside, properties, _carries(baggage)) == data:
            yield from check_faults(TABLES, ())
            yield from check_faults(CLOSED, ())
        else:
            yield from _compare_tables(data, reading, views, plan, chosen=chosen, appendix_known=known)
    yield from compare_properties(properties, listed)
    yield from check_faults("SAFE-01", _unsafe(baggage.macros, baggage.external))
    yield other_signature(signed.OFFICE) if _is_signed(data) else Check("SIG-01", State.INFO, say.UNSIGNED)


def _carries(baggage: DocxBaggage) -> dict[str, bytes]:
    """What a file of formgen's carries, by the names that a PDF gives it. One that carries several is none."""
    found = dict.fromkeys(ATTACHMENTS, b"") | {ATTACHMENT: baggage.data[0].toml.encode()}
    if len(baggage.profiles) == 1:
        found[PROFILE_ATTACHMENT] = baggage.profiles[0][1].encode()
    return found


def _read_data(
    path: Path, carried: CarriedData, listed: Listed | None, profile: str | Path | None, shelf: Shelf
) -> tuple[Carried | None, list[Check]]:
    content = carried.toml.encode()
    faults = list(data_faults(content, carried.properties, listed))
    try:
        inside = shelf.read(content, path, profile)
    except UnreadableInput as error:
        return None, check_faults("DATA-01", [*faults, say.DATA_UNREADABLE.format(why=error)])
    return inside, check_faults("DATA-01", faults)


def _check_template(
    profiles: Sequence[tuple[str, str]], reading: Reading, *, chosen: bool
) -> Iterator[Check]:
    if len(profiles) > 1:
        yield Check(PROFILE, State.FAIL, say.PROFILE_SEVERAL.format(count=len(profiles)))
    yield from check_profile(profiles[0][1].encode() if profiles else None, reading.profile, chosen=chosen)


def _property_faults(properties: Mapping[str, str], inside: Carried) -> Iterator[str]:
    """Properties of the data part; those of the document itself are compared with its tables."""
    facts = inside.facts.properties
    for name in ("form", "department", "year", "profile"):
        if properties.get(name, "") != facts[name]:
            yield say.PROPERTY.format(name=name, found=properties.get(name, ""), expected=facts[name])


def _compare_tables(
    data: bytes,
    reading: Reading,
    views: FileViews,
    plan: PlannedFile,
    *,
    chosen: bool,
    appendix_known: bool,
) -> Iterator[Check]:
    if views.form is None and views.appendix is None:
        yield from _compare_old(data, reading, views, say.APPENDIX_ACTUALS)
    else:
        yield from _compare_texts(data, plan, views, reading)
        if not appendix_known:
            yield from _compare_old(data, reading, views, say.APPENDIX_ACTUALS)
    tail = appendix_known and not views.appendix
    yield from check_world(data, views, plan, reading.profile, chosen=chosen, tail=tail)


def _compare_texts(data: bytes, plan: PlannedFile, views: FileViews, reading: Reading) -> Iterator[Check]:
    """The form says the same in every version. The appendix is what its tables show it to be, whatever the file says
    of its version."""
    faults = inspect_docx(data, views.form, plan.appendix)
    if plan.appendix is None or not faults or not is_old_appendix(_behind(data, views)):
        yield from check_faults(TABLES, faults)
        return
    if views.form:
        yield from check_faults(TABLES, inspect_docx(data, views.form))
    yield from _compare_old(data, reading, views, say.APPENDIX_OTHER)


def _compare_old(data: bytes, reading: Reading, views: FileViews, unknown: str) -> list[Check]:
    """An appendix that cannot be written anew: what the form declares must stand in one that 0.2.0 wrote; nothing
    is known of others."""
    blocks = _behind(data, views)
    own = APPENDIX if views.form else TABLES
    faults = list(compare_old_appendix(blocks, _known_rows(reading))) if is_old_appendix(blocks) else []
    return check_faults(own, faults) if faults else [not_checked(own, unknown)]


def _behind(data: bytes, views: FileViews) -> tuple[str | DocxTable, ...]:
    try:
        content = read_docx(data)
    except UnreadableInput:
        return ()
    return compare_form(content, views.form)[1] if views.form else content.blocks


def _known_rows(reading: Reading) -> list[KnownRow]:
    """What today's appendix without scores says of each indicator: name, target and points stand in one row."""
    declaration, profile = reading.declaration, reading.profile
    sheet = score_declaration(declaration, profile, None)
    views = view_file(declaration, profile, sheet, appendix="only", draft=False)
    paged = plan_docx(views, profile).appendix
    assert paged is not None
    found: dict[str, KnownRow] = {}
    for table in expect_blocks(paged):
        for row in () if isinstance(table, str) else table.rows:
            cells = [cell for cell in row if cell is not None][:3]
            fields = [cell.field for cell in cells]
            if [field.rpartition(".")[2] for field in fields] == ["level3", "target", "scoring"]:
                number = int(fields[0].partition("[")[2].partition("]")[0])
                name, target, points = (cell.text for cell in cells)
                level2 = declaration.indicators[number].level2
                found[fields[0]] = KnownRow(level2, name, target, points, fields[0])
    return list(found.values())


def _unsafe(macros: tuple[str, ...], external: tuple[str, ...]) -> Iterator[str]:
    if macros:
        yield say.MACROS.format(names="、".join(macros[:_SHOWN_TARGETS]))
    if external:
        yield say.EXTERNAL.format(targets="、".join(target[:80] for target in external[:_SHOWN_TARGETS]))


def _is_signed(data: bytes) -> bool:
    """Office signatures are parts of the package (ISO/IEC 29500-2, 13)."""
    return b"_xmlsignatures/sig" in data
