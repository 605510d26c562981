"""The declaration that an OFD carries.

Comes in: the bytes of an OFD. Goes out: raw values, each with its line in the attachment. The pages are not
read: that they say the same is `formgen verify`'s matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from formgen.base.digest import digests
from formgen.base.errors import UnreadableInput
from formgen.base.format_number import KEY, require_known_format
from formgen.declaration.carried import ATTACHMENT, FORMAT, PROFILE_ATTACHMENT
from formgen.messages import extract as words
from formgen.messages import ofd as say
from formgen.sources.carried_profile import keep_carried
from formgen.sources.ofd_package import open_ofd
from formgen.sources.raw import RawDeclaration
from formgen.sources.toml import read_toml


def read_ofd(data: bytes, path: Path, profile: str | Path | None = None) -> RawDeclaration:
    """The declaration among the attachments. Raises UnreadableInput."""
    package = open_ofd(data, path)
    properties = package.properties
    require_known_format(properties.get(KEY), FORMAT, path)
    attachments = package.attachments
    if ATTACHMENT not in attachments:
        raise UnreadableInput(say.NO_DATA.format(path=path, name=ATTACHMENT))
    content = attachments[ATTACHMENT]
    found = digests(content)
    if (properties.get("dataSHA256"), properties.get("dataSM3")) != (found["sha256"], found["sm3"]):
        raise UnreadableInput(say.DATA_ALTERED.format(path=path))
    raw = read_toml(content, path, profile or carried_profile(attachments))
    values = {
        field: replace(value, place=words.PDF_PLACE.format(place=value.place) if value.place else "")
        for field, value in raw.values.items()
    }
    return replace(raw, values=values)


def carried_profile(attachments: Mapping[str, bytes]) -> Path | None:
    """A folder with the profile that the OFD carries, where no profile of its name is known here."""
    text = attachments.get(PROFILE_ATTACHMENT)
    return keep_carried(text) if text else None
