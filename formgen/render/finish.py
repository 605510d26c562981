"""The PDF's last touch: PDF/A-3a and PDF/UA-1 whole, its own data inside, the same bytes every time.

Comes in: the engine's bytes and the facts of the file. Goes out: the finished bytes. Everything that
tells one run from another (times, uuids, file identifiers) is replaced; what stays follows from the input
and the versions alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import md5
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from formgen.base.load_pdf import load_pdf
from formgen.declaration.carried import (
    ATTACHMENT,
    FOLDER_ATTACHMENT,
    LANGUAGE,
    MEDIA_TYPE,
    PROFILE_ATTACHMENT,
    PROGRAM,
)
from formgen.messages import finish as say
from formgen.render.pdf_tags import mend_tags
from formgen.render.xmp import xmp_packet
from formgen.views.file_facts import FileFacts

_PDF_VERSION = "1.7"
_OPTIONAL_RESOURCES = ("/Pattern", "/Shading", "/ExtGState", "/XObject")
_TAG, _DESCRIPTOR = Name.StructElem, Name.FontDescriptor
_ZIP_TYPE = "application/zip"


Witness = Callable[[pikepdf.Pdf, Sequence[Dictionary]], None]
"""Is shown a PDF as it is saved, and the cells of its tables, so that nobody must open it once more to see them."""


def finish_pdf(data: bytes, facts: FileFacts, witness: Witness | None = None) -> bytes:
    """The PDF with its properties, data and tags in order."""
    with load_pdf(data) as pdf:
        engine = _engine_name(pdf)
        producer = "; ".join(part for part in (f"{PROGRAM} {facts.version}", engine) if part)
        _set_properties(pdf, facts, producer)
        _attach_data(pdf, facts)
        cells = mend_tags(pdf)
        _tidy(pdf)
        if witness:
            witness(pdf, cells)
        stream = BytesIO()
        pdf.save(
            stream,
            min_version=_PDF_VERSION,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=False,
            fix_metadata_version=False,
        )
    return stream.getvalue()


def _engine_name(pdf: pikepdf.Pdf) -> str:
    """As the engine put it: WeasyPrint calls itself the producer, Typst the creator."""
    if "/Info" not in pdf.trailer:
        return ""
    names = (str(pdf.docinfo.get(key, "")) for key in ("/Producer", "/Creator"))
    return next((name for name in names if name), "")


def pdf_date(facts: FileFacts) -> str:
    """The file's date as PDF writes it (ISO 32000-1, 7.9.4)."""
    day = facts.date
    return f"D:{day.year:04d}{day.month:02d}{day.day:02d}000000Z"


def _set_properties(pdf: pikepdf.Pdf, facts: FileFacts, producer: str) -> None:
    pdf.Root.Metadata = pdf.make_stream(
        xmp_packet(facts, producer), {"/Type": Name.Metadata, "/Subtype": Name.XML}
    )
    info = Dictionary(
        Title=String(facts.title),
        Author=String(facts.department),
        Creator=String(PROGRAM),
        Producer=String(producer),
        CreationDate=String(pdf_date(facts)),
        ModDate=String(pdf_date(facts)),
    )
    pdf.trailer["/Info"] = pdf.make_indirect(info)
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _attach_data(pdf: pikepdf.Pdf, facts: FileFacts) -> None:
    """The data, the source of the document, and what it means: the profile (ISO 19005-3, 6.8)."""
    files = [(ATTACHMENT, MEDIA_TYPE, say.ATTACHMENT, Name.Source, facts.data)]
    if facts.form_profile:
        files.append((PROFILE_ATTACHMENT, MEDIA_TYPE, say.PROFILE, Name.Supplement, facts.form_profile))
    if facts.profile_zip:
        files.append((FOLDER_ATTACHMENT, _ZIP_TYPE, say.FOLDER, Name.Supplement, facts.profile_zip))
    made = [_attach(pdf, facts, *file) for file in files]
    names = [part for (name, *_), file in zip(files, made, strict=True) for part in (String(name), file)]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))
    pdf.Root.AF = Array(made)


def _attach(
    pdf: pikepdf.Pdf, facts: FileFacts, name: str, kind: str, about: str, relation: Name, data: bytes
) -> pikepdf.Object:
    content = pdf.make_stream(data)
    content["/Type"] = Name.EmbeddedFile
    content["/Subtype"] = Name(f"/{kind}")
    content["/Params"] = Dictionary(
        Size=len(data),
        CreationDate=String(pdf_date(facts)),
        ModDate=String(pdf_date(facts)),
        # ISO 32000-1, table 46: MD5, a check of transport, not of origin.
        CheckSum=String(md5(data, usedforsecurity=False).digest()),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(name),
            UF=String(name),
            Desc=String(about),
            AFRelationship=relation,
            EF=Dictionary(F=content, UF=content),
        )
    )


def _tidy(pdf: pikepdf.Pdf) -> None:
    """What engines leave that is nothing, or allowed, but that strict checkers ask about."""
    for item in pdf.objects:
        if isinstance(item, Dictionary | pikepdf.Stream):
            kind = item.get("/Type")
            if kind == _TAG:  # nearly all of them, and none has any of this
                continue
            _drop_empty_resources(item)
            if kind == _DESCRIPTOR and "/CIDSet" in item:
                del item["/CIDSet"]  # needed up to PDF/A-1 only
            if "/Title" in item and "/Dest" in item and item["/Dest"].is_indirect:
                item["/Dest"] = Array(list(item["/Dest"]))


def _drop_empty_resources(item: Dictionary | pikepdf.Stream) -> None:
    """Empty lists of patterns and the like."""
    resources = item.get("/Resources")
    if isinstance(resources, Dictionary):
        for key in _OPTIONAL_RESOURCES:
            found = resources.get(key)
            if isinstance(found, Dictionary) and not len(found.keys()):
                del resources[key]
