"""A file made again from the data that it carries, and compared with what it is.

Comes in: a PDF or DOCX, its data and what it carries beside. Goes out: the bytes that formgen makes of them, and of a
PDF one note. Where the file is of this version, these fonts and an engine that is here, formgen makes the same file
again: what the file claims of them is only tried, and equal bytes prove it, and with it all that formgen's own files
hold. Where a PDF differs, objects and decoded streams are compared, never compressed bytes, so that a file saved
again by another program is known too. A difference is no fault: then the pages are compared cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Dictionary

from formgen.base.errors import FormgenError
from formgen.base.load_pdf import load_pdf
from formgen.base.version import __version__
from formgen.declaration.carried import ATTACHMENTS
from formgen.fonts.chain import stamp_fonts
from formgen.messages import verify as say
from formgen.render.docx import render_docx
from formgen.render.engines import ENGINES
from formgen.render.finish_docx import finish_docx
from formgen.run.plan_file import PlannedFile, plan_pdf
from formgen.run.produce import draw_again
from formgen.sources.pdf_facts import Attachment
from formgen.verify.expected import Carried
from formgen.verify.verdict import Check, State

ID = "SAME-01"


def pdf_again(
    pdf: pikepdf.Pdf, inside: Carried, properties: Mapping[str, str], attachments: Sequence[Attachment]
) -> bytes | None:
    """The PDF made again; None where it is of another version, fonts or engine, or cannot be made. The profile's
    templates are run: it must be one that the user or this program chose."""
    engine = _engine_of(pdf)
    views, known = inside.expect(properties)
    profile = inside.reading.profile
    claimed = properties.get("version") == __version__ and properties.get("fonts") == stamp_fonts(profile)
    if not (engine and known and claimed):
        return None
    carried = dict.fromkeys(ATTACHMENTS, b"") | {item.name: item.data for item in attachments}
    try:
        plan = plan_pdf(views, profile)
        return draw_again(plan, inside.facts_of(properties, carried), profile, engine)
    except FormgenError:
        return None


def docx_again(
    plan: PlannedFile, inside: Carried, properties: Mapping[str, str], carried: Mapping[str, bytes]
) -> bytes | None:
    """The DOCX made again; None where it is of another version or cannot be made. carried: by the names that a PDF's
    attachments have. Templates are run, as of a PDF."""
    if properties.get("version") != __version__ or not (plan.form or plan.appendix):
        return None
    try:
        drawn = render_docx(plan.form, inside.reading.profile, plan.appendix)
    except FormgenError:
        return None
    return finish_docx(drawn, inside.facts_of(properties, carried))


def compare_again(data: bytes, made: bytes | None) -> Check:
    """The note. made: the PDF made again, None where it could not be."""
    if made is None:
        return Check(ID, State.INFO, say.AGAIN_OTHER)
    same = made == data or _content(made) == _content(data)
    return Check(ID, State.INFO, say.AGAIN_SAME if same else say.AGAIN_DIFFERS)


def _engine_of(pdf: pikepdf.Pdf) -> str:
    """As the file says it; "" for none that is known."""
    info = pdf.trailer.get("/Info")
    producer = str(info.get("/Producer", "")).lower() if isinstance(info, Dictionary) else ""
    return next((engine for engine in ENGINES if engine in producer), "")


def _content(data: bytes) -> bytes:
    """The document's objects, numbered in the order in which they are met, with their streams decoded."""
    stream = BytesIO()
    with load_pdf(data, suppress_warnings=True) as pdf:
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        pdf.save(
            stream,
            static_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            force_version="1.7",
        )
    return stream.getvalue()
