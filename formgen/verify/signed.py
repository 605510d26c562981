"""What signatures mean for a verdict: SIG-01 of a file, SIG-02 of a manifest, and bytes that follow those a
manifest knows.

Comes in: signatures as `verify.signatures` reads them, or a manifest's bytes. Goes out: checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf

from formgen.base.errors import UnreadableInput
from formgen.messages import signatures as say
from formgen.messages import verify as words
from formgen.verify.appended import changes_beside_signatures
from formgen.verify.signatures import (
    NATIONAL_OIDS,
    Signature,
    SignatureState,
    can_judge,
    describe_signature,
    named,
    quiet_pyhanko,
    refusals,
    told_time,
    trust_context,
)
from formgen.verify.verdict import Check, State, not_checked

ID, MANIFEST_ID, DIGEST_ID = "SIG-01", "SIG-02", "DIG-01"
SUFFIX = ".p7s"
_LARGEST = 1 << 24


def check_signatures(found: Sequence[Signature]) -> list[Check]:
    """SIG-01: a line for every signature. One that does not hold, or behind which the file was changed, is a
    difference; one that cannot be judged is said to be so."""
    if not found:
        return [Check(ID, State.INFO, words.UNSIGNED)]
    return [Check(ID, _state(item), describe_signature(item)) for item in found]


def _state(item: Signature) -> State:
    if item.state is SignatureState.INVALID or item.altered:
        return State.FAIL
    return State.NOT_CHECKED if item.state is SignatureState.UNJUDGED else State.INFO


def check_appended(data: bytes, size: int, found: Sequence[Signature]) -> Check:
    """DIG-01 of a PDF whose first bytes are those that the manifest knows: good where signatures that hold
    were added and nothing else."""
    if not found:
        return Check(DIGEST_ID, State.FAIL, words.DIGEST_APPENDED)
    try:
        changes = changes_beside_signatures(data[:size], data)
    except pikepdf.PdfError:
        changes = (say.APPENDED_BROKEN,)
    if changes:
        return Check(DIGEST_ID, State.FAIL, say.DIGEST_CHANGED.format(changes="；".join(changes)))
    states = {_state(item) for item in found}
    if State.FAIL in states:
        return Check(DIGEST_ID, State.FAIL, words.DIGEST_APPENDED)
    if State.NOT_CHECKED in states:
        return not_checked(DIGEST_ID, say.DIGEST_UNJUDGED)
    return Check(DIGEST_ID, State.PASS, words.DIGEST_SIGNED)


def other_signature(kind: str) -> Check:
    """SIG-01 of a file that bears signatures of a kind nobody here judges."""
    return not_checked(ID, say.OTHER_SIGNED.format(kind=kind))


def check_manifest_signature(path: Path) -> Check:
    """SIG-02: the detached signature beside a manifest. path: of the manifest."""
    beside = path.with_name(path.name + SUFFIX)
    if not beside.is_file():
        return Check(MANIFEST_ID, State.INFO, say.MANIFEST_UNSIGNED)
    try:
        data, signature = path.read_bytes(), beside.read_bytes() if beside.stat().st_size < _LARGEST else b""
    except OSError:
        signature = b""
    if not signature:
        return Check(MANIFEST_ID, State.FAIL, say.MANIFEST_UNREADABLE.format(name=beside.name))
    if not can_judge():
        return not_checked(MANIFEST_ID, say.MANIFEST_UNCHECKED.format(name=beside.name, why=say.NO_PYHANKO))
    return _judge_manifest(data, signature, beside.name)


def _judge_manifest(data: bytes, signature: bytes, name: str) -> Check:
    from asn1crypto import cms, pem

    try:
        der = pem.unarmor(signature)[2] if pem.detect(signature) else signature
        if NATIONAL_OIDS in der:
            return not_checked(MANIFEST_ID, say.MANIFEST_UNCHECKED.format(name=name, why=say.NATIONAL))
        content = cms.ContentInfo.load(der, strict=True)
        if content["content_type"].native != "signed_data":
            raise ValueError(name)
        status = _validate(data, content["content"])
    except UnreadableInput as error:
        return not_checked(MANIFEST_ID, error.message)
    except refusals():
        return Check(MANIFEST_ID, State.FAIL, say.MANIFEST_UNREADABLE.format(name=name))
    if not (status.intact and status.valid):
        return Check(MANIFEST_ID, State.FAIL, say.MANIFEST_INVALID.format(name=name))
    token, certificate = status.timestamp_validity, status.signing_cert
    if token is not None and not (token.intact and token.valid):
        return Check(MANIFEST_ID, State.FAIL, say.STAMP_BROKEN)
    issuer = named(certificate.issuer.native)
    message = say.MANIFEST_VALID.format(
        signer=named(certificate.subject.native),
        time=told_time(token.timestamp if token else status.signer_reported_dt, stamped=token is not None),
        trust=say.TRUSTED if status.trusted else say.UNTRUSTED.format(issuer=issuer),
    )
    return Check(MANIFEST_ID, State.INFO, message)


def _validate(data: bytes, signed: Any) -> Any:
    import asyncio

    from pyhanko.sign.validation import async_validate_detached_cms

    quiet_pyhanko()
    return asyncio.run(async_validate_detached_cms(data, signed, trust_context()))
