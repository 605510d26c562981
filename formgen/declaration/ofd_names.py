"""The names that an OFD's parts bear (GB/T 33190-2016).

Written by `render.ofd`, looked for by `sources`, `inspect` and `verify`.
"""

NAMESPACE = "http://www.ofdspec.org/2016"
VERSION = "1.1"
DOCUMENT_TYPE = "OFD-A"
"""GB/T 42133-2022: for keeping long: one document, fonts embedded, no actions, attachments that are text."""

ENTRY = "OFD.xml"
ROOT = "Doc_0/Document.xml"
RESOURCES = "Doc_0/PublicRes.xml"
ATTACHMENT_LIST = "Doc_0/Attachs/Attachments.xml"
ATTACHMENT_FOLDER = "Doc_0/Attachs/"
FONT_FOLDER = "Doc_0/Res/"
ATTACHMENT_FORMAT = "TXT"


def page_part(number: int) -> str:
    """The part of a page; number from 0."""
    return f"Doc_0/Pages/Page_{number}/Content.xml"


def font_part(number: int) -> str:
    """The part of a font; number from 0."""
    return f"{FONT_FOLDER}font_{number}.ttf"
