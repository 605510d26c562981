"""The declaration that a PDF carries.

Comes in: the bytes of a PDF. Goes out: raw values, each with its line in the attachment. The pages are
not read: that they say the same is `formgen verify`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pikepdf

from formgen.base.errors import UnreadableInput
from formgen.base.format_number import KEY, require_known_format
from formgen.declaration.carried import ATTACHMENT, ATTACHMENTS, FORMAT, PROFILE_ATTACHMENT
from formgen.messages import extract as say
from formgen.sources.carried_profile import keep_carried
from formgen.sources.pdf_facts import Attachment, read_attachments, read_xmp
from formgen.sources.pdf_guard import open_pdf
from formgen.sources.raw import RawDeclaration
from formgen.sources.toml import read_toml


def read_carried(data: bytes, path: Path, profile: str | Path | None = None) -> RawDeclaration:
    """The declaration in the PDF's one attachment. Raises UnreadableInput."""
    with open_pdf(data, path) as pdf:
        _require_known_format(pdf, path)
        attachment = only_attachment(pdf, path)
        profile = profile or carried_profile(read_attachments(pdf))
    if not attachment.is_whole:
        raise UnreadableInput(say.PDF_CHECKSUM.format(path=path))
    raw = read_toml(attachment.data, path, profile)
    values = {
        field: replace(value, place=say.PDF_PLACE.format(place=value.place) if value.place else "")
        for field, value in raw.values.items()
    }
    return replace(raw, values=values)


def carried_profile(attachments: Iterable[Attachment]) -> Path | None:
    """A folder with the profile that the PDF carries, where no profile of its name is known here."""
    found = [item for item in attachments if item.name == PROFILE_ATTACHMENT and item.is_whole]
    return keep_carried(found[0].data) if len(found) == 1 else None


def _require_known_format(pdf: pikepdf.Pdf, path: Path) -> None:
    try:
        properties = read_xmp(pdf)
    except (pikepdf.PdfError, RuntimeError) as error:
        raise UnreadableInput(say.PDF_BROKEN.format(path=path)) from error
    require_known_format(properties.get(KEY), FORMAT, path)


def only_attachment(pdf: pikepdf.Pdf, path: Path) -> Attachment:
    """The PDF's data, under its name, with what may stand beside it. Raises UnreadableInput where there is
    none, or anything else."""
    try:
        found = read_attachments(pdf)
    except (pikepdf.PdfError, RuntimeError) as error:
        raise UnreadableInput(say.PDF_BROKEN.format(path=path)) from error
    if not found:
        raise UnreadableInput(say.PDF_NO_DATA.format(path=path, name=ATTACHMENT))
    own = [item for item in found if item.name == ATTACHMENT]
    strange = [item.name for item in found if item.name not in ATTACHMENTS]
    if len(own) == 1 and not strange and len({item.name for item in found}) == len(found):
        return own[0]
    if len(found) > 1:
        raise UnreadableInput(say.PDF_TWO_DATA.format(path=path, count=len(found), name=ATTACHMENT))
    raise UnreadableInput(say.PDF_OTHER_NAME.format(path=path, found=found[0].name[:80], name=ATTACHMENT))
