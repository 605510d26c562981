"""A DOCX, verified: bytes, the data inside, the tables against them, properties, safety.

Comes in: a path, the file's bytes and its entry in a manifest. Goes out: a FileVerdict. Any zip may come
in: what cannot be opened safely is a verdict too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.base.format_number import NewerFormat
from formgen.base.version import __version__
from formgen.inspect.docx import inspect_docx
from formgen.messages import signatures as signed
from formgen.messages import verify as say
from formgen.run.plan_file import FileViews, PlannedFile, plan_docx
from formgen.sources.build import Reading, build, require_whole
from formgen.sources.docx_carried import CarriedData, carried_profile, read_baggage
from formgen.sources.guard import check_document_zip
from formgen.sources.toml import read_toml
from formgen.verify.manifest import Listed, compare_digests, compare_properties
from formgen.verify.pages import APPENDIX, expect
from formgen.verify.pdf import data_faults, refuse_newer
from formgen.verify.signed import other_signature
from formgen.verify.verdict import (
    Check,
    FileVerdict,
    State,
    check_faults,
    not_checked,
    unreadable,
)
from formgen.views.file_facts import describe_file

TABLES = "DOC-01"
_SHOWN_TARGETS = 3


def verify_docx(
    path: Path, data: bytes, listed: Listed | None = None, profile: str | Path | None = None
) -> FileVerdict:
    """Every check of a DOCX."""
    try:
        check_document_zip(data, path)
    except UnreadableInput as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])
    try:
        return FileVerdict(path, tuple(_checks(path, data, listed, profile)))
    except NewerFormat as error:
        return unreadable(path, error.message, [compare_digests(data, listed)])


def _checks(path: Path, data: bytes, listed: Listed | None, profile: str | Path | None) -> Iterator[Check]:
    baggage = read_baggage(data)
    profile = profile or carried_profile(baggage)
    yield compare_digests(data, listed)
    carried = baggage.data[0] if len(baggage.data) == 1 else None
    properties = carried.properties if carried else {}
    refuse_newer(properties, path)
    reading = None
    if carried is None:
        several = say.DATA_SEVERAL.format(count=len(baggage.data)) if baggage.data else say.DATA_NONE
        yield from check_faults("DATA-01", [several])
    else:
        reading, checks = _read_data(path, carried, listed, profile)
        yield from checks
    if reading is None:
        yield not_checked("PROP-01", say.NO_DATA)
        yield not_checked(TABLES, say.NO_DATA)
    else:
        yield from check_faults("PROP-01", _property_faults(properties, reading))
        yield from _compare_tables(data, reading, properties)
    yield from compare_properties(properties, listed)
    yield from check_faults("SAFE-01", _unsafe(baggage.macros, baggage.external))
    yield other_signature(signed.OFFICE) if _is_signed(data) else Check("SIG-01", State.INFO, say.UNSIGNED)


def _read_data(
    path: Path, carried: CarriedData, listed: Listed | None, profile: str | Path | None
) -> tuple[Reading | None, list[Check]]:
    content = carried.toml.encode()
    faults = list(data_faults(content, carried.properties, listed))
    try:
        reading = require_whole(build(read_toml(content, path, profile), as_it_stands=True))
    except UnreadableInput as error:
        return None, check_faults("DATA-01", [*faults, say.DATA_UNREADABLE.format(why=error)])
    return reading, check_faults("DATA-01", faults)


def _property_faults(properties: Mapping[str, str], reading: Reading) -> Iterator[str]:
    """Properties of the data part; those of the document itself are compared with its tables."""
    facts = describe_file(reading.declaration, reading.profile).properties
    for name in ("form", "department", "year", "profile"):
        if properties.get(name, "") != facts[name]:
            yield say.PROPERTY.format(name=name, found=properties.get(name, ""), expected=facts[name])


def _compare_tables(data: bytes, reading: Reading, properties: Mapping[str, str]) -> Iterator[Check]:
    views, appendix_known = expect(reading, properties)
    if views.form is None and views.appendix is None:
        yield not_checked(TABLES, say.APPENDIX_ACTUALS)
        return
    yield from _compare_texts(data, plan_docx(views, reading.profile), views, properties)
    if not appendix_known:
        yield not_checked(APPENDIX, say.APPENDIX_ACTUALS)


def _compare_texts(
    data: bytes, plan: PlannedFile, views: FileViews, properties: Mapping[str, str]
) -> Iterator[Check]:
    """The form says the same in every version; what the appendix says around its numbers may change."""
    faults = inspect_docx(data, views.form, plan.appendix)
    if plan.appendix is None or not faults or properties.get("version") == __version__:
        yield from check_faults(TABLES, faults)
        return
    own = inspect_docx(data, views.form) if views.form else ()
    if views.form:
        yield from check_faults(TABLES, own)
    others = [fault for fault in faults if fault not in own]
    if others:
        yield not_checked(APPENDIX, say.OTHER_MAKER.format(count=len(others), first=others[0].message))


def _unsafe(macros: tuple[str, ...], external: tuple[str, ...]) -> Iterator[str]:
    if macros:
        yield say.MACROS.format(names="、".join(macros[:_SHOWN_TARGETS]))
    if external:
        yield say.EXTERNAL.format(targets="、".join(target[:80] for target in external[:_SHOWN_TARGETS]))


def _is_signed(data: bytes) -> bool:
    """Office signatures are parts of the package (ISO/IEC 29500-2, 13)."""
    return b"_xmlsignatures/sig" in data
