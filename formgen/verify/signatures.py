"""The signatures of a PDF: who signed when, whether it holds, and what changed afterwards.

Comes in: a PDF's bytes. Goes out: a `Signature` each. pyHanko (extra `sign`) judges; without it signatures are
found and not judged. Nothing is fetched: no certificate is called trustworthy because it says so itself.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from formgen.base.errors import UnreadableInput
from formgen.base.load_pdf import load_pdf
from formgen.messages import signatures as say
from formgen.verify.signature_fields import SignatureField, find_signature_fields, has_loose_signature

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

TRUST_VARIABLE = "FORMGEN_TRUST"
"""Environment variable that names a file of root certificates (PEM) to be trusted; none are without it."""

_KNOWN = {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES", "/ETSI.RFC3161"}
_STAMP = "/ETSI.RFC3161"
NATIONAL_OIDS = b"\x2a\x81\x1c\xcf\x55"
"""1.2.156.10197 in DER: every algorithm of SM2, SM3 and SM4, and the seals of GB/T 38540, begin with it."""


class SignatureState(StrEnum):
    VALID = "valid"
    INVALID = "invalid"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. field: its form field, "" for what only looks like a signature. kind: in Chinese.
    trusted: whether its certificate leads to a root that this machine was told to trust. time: when it was
    signed; stamped: proved by a time stamp, else the signer's own word. whole_file: covers every byte.
    visible: draws something on a page. changes: what was done afterwards, in sentences; altered: whether that
    is more than further signatures and what proves them. end: bytes it covers, 0 where it does not hold. why:
    it does not hold or cannot be judged."""

    field: str
    kind: str
    state: SignatureState
    trusted: bool = False
    signer: str = ""
    issuer: str = ""
    time: datetime | None = None
    stamped: bool = False
    whole_file: bool = False
    visible: bool = False
    changes: tuple[str, ...] = ()
    altered: bool = False
    end: int = 0
    why: str = ""


def read_signatures(
    data: bytes, opened: pikepdf.Pdf | None = None, objects: Iterable[object] | None = None
) -> tuple[Signature, ...]:
    """Every signature, and what looks like one, in the order of the form's fields. opened: the same PDF, where it is
    open already. objects: those of it that could be a signature. Raises pikepdf.PdfError for what is no PDF."""
    with nullcontext(opened) if opened is not None else load_pdf(data) as pdf:
        fields = find_signature_fields(pdf)
        loose = has_loose_signature(pdf.objects if objects is None else objects, fields)
    found = tuple(_judge(data, fields)) if fields else ()
    if loose:
        return (*found, Signature("", say.KIND_LOOSE, SignatureState.INVALID, why=say.LOOSE))
    return found


def signed_revision(data: bytes) -> bytes | None:
    """The file as the last valid signature covers it; None without one."""
    ends = [item.end for item in read_signatures(data) if item.state is SignatureState.VALID]
    return data[: max(ends)] if ends else None


def describe_signature(item: Signature) -> str:
    """One line for people."""
    state = say.STATES[item.state]
    if not item.field:
        return say.LOOSE_LINE.format(state=state, why=item.why)
    if not item.signer:
        return say.BARE_LINE.format(kind=item.kind, field=item.field, state=state, why=item.why)
    covers = say.WHOLE if item.whole_file else say.REVISION if item.end else say.NOT_COVERED
    line = say.STAMP_LINE if item.kind == say.KIND_STAMP else say.LINE
    return line.format(
        kind=item.kind,
        field=item.field,
        state=state,
        signer=item.signer,
        time=told_time(item.time, stamped=item.stamped),
        covers=covers,
        trust=say.TRUSTED if item.trusted else say.UNTRUSTED.format(issuer=item.issuer),
        changes="".join(item.changes),
        why=item.why,
    )


def told_time(time: datetime | None, *, stamped: bool) -> str:
    """When, and on whose word."""
    if time is None:
        return say.TIME_MISSING
    sentence = say.TIME_STAMPED if stamped else say.TIME_CLAIMED
    return sentence.format(time=time.isoformat(" ", "seconds"))


def can_judge() -> bool:
    """True where pyHanko is installed."""
    return importlib.util.find_spec("pyhanko") is not None


def named(subject: dict[str, Any]) -> str:
    """A certificate's subject or issuer for people."""
    name, unit = (_first(subject.get(key)) for key in ("common_name", "organization_name"))
    if name and unit and name != unit:
        return say.SIGNER.format(name=name, unit=unit)
    return name or unit or say.UNNAMED


def quiet_pyhanko() -> None:
    """Its log speaks English on the terminal where nobody listens."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
            logger.propagate = False


def trust_context() -> Any:
    """For pyHanko: the roots that this machine was told to trust, and no look at the network. Raises
    UnreadableInput where the file of roots cannot be read."""
    from asn1crypto import pem, x509
    from pyhanko_certvalidator import ValidationContext

    name = os.environ.get(TRUST_VARIABLE, "")
    roots = []
    if name:
        try:
            armoured = pem.unarmor(Path(name).read_bytes(), multiple=True)
            roots = [x509.Certificate.load(der) for _, _, der in armoured]
        except (OSError, ValueError) as error:
            raise UnreadableInput(say.NO_ROOTS.format(path=name, variable=TRUST_VARIABLE)) from error
    return ValidationContext(trust_roots=roots, allow_fetching=False)


def _first(value: object) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "")


def _judge(data: bytes, fields: tuple[SignatureField, ...]) -> Iterator[Signature]:
    embedded: dict[str, EmbeddedPdfSignature | None] = {}
    if can_judge():
        quiet_pyhanko()
        embedded = _embedded(data)
    for field in fields:
        bare = Signature(field.name, _kind(field), SignatureState.UNJUDGED, visible=field.visible)
        if not field.whole:
            yield replace(bare, state=SignatureState.INVALID, why=say.BROKEN)
        elif NATIONAL_OIDS in field.contents:
            yield replace(bare, why=say.NATIONAL)
        elif not can_judge():
            yield replace(bare, why=say.NO_PYHANKO)
        elif field.subfilter not in _KNOWN:
            yield replace(bare, why=say.OTHER_KIND.format(kind=field.subfilter.removeprefix("/")))
        elif (found := embedded.get(field.name)) is None:
            yield replace(bare, state=SignatureState.INVALID, why=say.BROKEN)
        else:
            yield _validate(found, bare)


def _kind(field: SignatureField) -> str:
    if NATIONAL_OIDS in field.contents:
        return say.KIND_NATIONAL
    return say.KIND_STAMP if field.subfilter == _STAMP else say.KIND_SIGNATURE


def _embedded(data: bytes) -> dict[str, EmbeddedPdfSignature | None]:
    """By field; None for one whose structure pyHanko refuses, nothing for a file it cannot read at all."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation import EmbeddedPdfSignature

    def load(name: str, field: Any) -> EmbeddedPdfSignature | None:
        try:
            return EmbeddedPdfSignature(reader, field, name)
        except refusals():
            return None

    try:
        reader: PdfFileReader = PdfFileReader(BytesIO(data), strict=False)
        filled = list(enumerate_sig_fields(reader, filled_status=True))
    except refusals():
        return {}
    return {name: load(name, field) for name, _, field in filled}


def refusals() -> tuple[type[Exception], ...]:
    """What pyHanko raises on hostile files: its own errors, and those of what it takes apart."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError, UnacceptableSignerError
    from pyhanko.sign.validation.errors import SignatureValidationError

    return (
        PdfError, SigningError, UnacceptableSignerError, SignatureValidationError,
        ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError,
        NotImplementedError, RecursionError,
    )  # fmt: skip


def _validate(found: EmbeddedPdfSignature, bare: Signature) -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp

    context = trust_context()
    stamp = bare.kind == say.KIND_STAMP
    try:
        status: Any = (validate_pdf_timestamp if stamp else validate_pdf_signature)(found, context)
    except refusals():
        return replace(bare, state=SignatureState.INVALID, why=say.BROKEN)
    token = None if stamp else status.timestamp_validity
    held = token if token is not None and token.intact and token.valid else None
    why = _why(
        status,
        covered=_covers(found, "ENTIRE_FILE", "ENTIRE_REVISION"),
        token_broken=token is not None and held is None,
    )
    changes, altered = _changes(found)
    certificate = status.signing_cert
    return replace(
        bare,
        state=SignatureState.INVALID if why else SignatureState.VALID,
        trusted=bool(status.trusted),
        signer=named(certificate.subject.native),
        issuer=named(certificate.issuer.native),
        time=status.timestamp if stamp else held.timestamp if held else status.signer_reported_dt,
        stamped=stamp or held is not None,
        whole_file=not why and _covers(found, "ENTIRE_FILE"),
        changes=() if why else changes,
        altered=not why and altered,
        end=0 if why else _end(found),
        why=why,
    )


def _why(status: Any, *, covered: bool, token_broken: bool) -> str:
    if not status.intact:
        return say.DIGEST
    if not status.valid:
        return say.WRONG_SIGNATURE
    if not covered:
        return say.COVERAGE
    return say.STAMP_BROKEN if token_broken else ""


def _covers(found: EmbeddedPdfSignature, *levels: str) -> bool:
    return found.coverage is not None and found.coverage.name in levels


def _end(found: EmbeddedPdfSignature) -> int:
    *_, start, length = (int(number) for number in found.byte_range)
    return start + length


def _changes(found: EmbeddedPdfSignature) -> tuple[tuple[str, ...], bool]:
    """What stands behind the signature, and whether it is more than further signatures."""
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    result = found.diff_result
    if not isinstance(result, DiffResult):
        return (say.LATER_OTHER,), True
    if result.modification_level is ModificationLevel.NONE:
        return (), False
    if result.modification_level is ModificationLevel.LTA_UPDATES:
        return (say.LATER_VALIDATION,), False
    signed = {item.field_name for item in found.reader.embedded_signatures}
    later = sorted(result.changed_form_fields & signed)
    filled = sorted(result.changed_form_fields - signed)
    told = [say.LATER_SIGNATURES.format(names="、".join(later))] if later else []
    told += [say.LATER_FORM.format(names="、".join(filled))] if filled else []
    known = result.modification_level is ModificationLevel.FORM_FILLING and told
    return tuple(told) if known else (*told, say.LATER_OTHER), bool(filled) or not known
