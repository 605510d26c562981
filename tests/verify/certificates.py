"""An authority of our own with a signer and a time stamp authority, and what they sign."""

from __future__ import annotations

import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

pytest.importorskip("pyhanko")

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

STAMPED_AT = datetime.datetime(2024, 3, 1, 8, 30, tzinfo=datetime.UTC)
Pair = tuple[x509.Certificate, rsa.RSAPrivateKey]


def _certify(common_name: str, issuer: Pair | None, usage: x509.ObjectIdentifier | None = None) -> Pair:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "示例市档案馆"),
        ]
    )
    root = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer[0].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2120, 1, 1))
        .add_extension(x509.BasicConstraints(root, None), critical=True)
        .add_extension(
            x509.KeyUsage(not root, not root, False, False, False, root, root, False, False), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(key if issuer is None else issuer[1], hashes.SHA256()), key


@cache
def root() -> Pair:
    return _certify("示例根证书", None)


@cache
def person() -> Pair:
    return _certify("张三", root())


@cache
def _stamper() -> DummyTimeStamper:
    certificate, key = _certify("示例时间戳", root(), ExtendedKeyUsageOID.TIME_STAMPING)
    return DummyTimeStamper(
        _asn1(certificate), _asn1_key(key), certs_to_embed=[_asn1(root()[0])], fixed_dt=STAMPED_AT
    )


@cache
def _signer() -> signers.SimpleSigner:
    certificate, key = person()
    store = SimpleCertificateStore()
    store.register(_asn1(root()[0]))
    return signers.SimpleSigner(
        signing_cert=_asn1(certificate), signing_key=_asn1_key(key), cert_registry=store
    )


def sign(
    data: bytes, field: str = "签名", *, stamped: bool = True, box: tuple[int, int, int, int] | None = None
) -> bytes:
    """A PAdES signature; invisible without a box."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    if box is not None:
        fields.append_signature_field(writer, fields.SigFieldSpec(field, box=box))
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    out = signers.sign_pdf(writer, metadata, _signer(), timestamper=_stamper() if stamped else None)
    return out.getvalue()


def stamp(data: bytes) -> bytes:
    """A document time stamp."""
    out = signers.PdfTimeStamper(_stamper()).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(data)), "sha256")
    return out.getvalue()


def paint(data: bytes) -> bytes:
    """An appended revision that paints over the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    stream = generic.StreamObject(stream_data=b"q 1 1 1 rg 100 100 300 300 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))
    return _written(writer)


def add_object(data: bytes, entries: dict[str, Any]) -> bytes:
    """An appended revision with one dictionary that nothing leads to."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    writer.add_object(generic.DictionaryObject({name(key): value for key, value in entries.items()}))
    return _written(writer)


def add_text_field(data: bytes, value: str) -> bytes:
    """An appended revision that puts a filled text field into the form and on the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.find_page_for_modification(0)[0].get_object()
    field = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"), name("/Subtype"): name("/Widget"), name("/FT"): name("/Tx"),
            name("/T"): generic.TextStringObject("金额"), name("/V"): generic.TextStringObject(value),
            name("/Rect"): generic.ArrayObject([generic.NumberObject(number) for number in (9, 9, 99, 30)]),
        }
    )  # fmt: skip
    reference = writer.add_object(field)
    annotations = page.get("/Annots", generic.ArrayObject())
    page[name("/Annots")] = generic.ArrayObject([*annotations, reference])
    form = writer.root.get("/AcroForm")
    if form is None:
        form = writer.root[name("/AcroForm")] = generic.DictionaryObject()
        form[name("/Fields")] = generic.ArrayObject()
    form["/Fields"].append(reference)
    writer.update_root()
    writer.update_container(form["/Fields"])
    return _written(writer)


def fill_text_field(data: bytes, value: str) -> bytes:
    """An appended revision that fills that field anew."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/T") == "金额":
            field[name("/V")] = generic.TextStringObject(value)
            writer.update_container(field)
    return _written(writer)


def write_pair(pair: Pair, folder: Path) -> tuple[Path, Path]:
    """Certificate and key as PEM files."""
    certificate, key = folder / "证书.pem", folder / "私钥.pem"
    certificate.write_bytes(pair[0].public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        pair[1].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, key


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(key: rsa.RSAPrivateKey) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(
        key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
