"""The parts of an OFD, opened with care, and the declaration among them.

Comes in: the bytes of a zip that may come from anybody. Goes out: its parts, all bounded and none of them
parsed with a DTD; what it says of itself; its attachments. Nothing is judged here.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree

from formgen.base.errors import UnreadableInput
from formgen.declaration.ofd_names import ATTACHMENT_FOLDER, ENTRY, NAMESPACE
from formgen.messages import ofd as say
from formgen.sources.guard import check_members
from formgen.sources.parts import DOCUMENT, PartRefused, check_markup, parse

OFD = f"{{{NAMESPACE}}}"
_MOST_PARTS = 2_000
"""A form of 120 rows has fifty."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class OfdPackage:
    """parts: by name, in the zip's order. Of XML parts the root is at `root`."""

    parts: Mapping[str, bytes]
    path: Path

    def root(self, name: str) -> etree._Element:
        """The root of a part. Raises UnreadableInput where it is missing or no sound XML."""
        if name not in self.parts:
            raise UnreadableInput(say.PART_MISSING.format(path=self.path, part=name))
        try:
            check_markup(name, self.parts[name], DOCUMENT)
            return parse(self.parts[name])
        except PartRefused as error:
            raise UnreadableInput(error.message.format(path=self.path)) from error
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableInput(say.PART_BROKEN.format(path=self.path, part=name)) from error

    @property
    def properties(self) -> dict[str, str]:
        """formgen's own properties, as `formgen.views.file_facts` names them. A name that stands twice counts
        as none."""
        found = [
            (item.get("Name", ""), item.text or "") for item in self.root(ENTRY).iter(f"{OFD}CustomData")
        ]
        names = [name for name, _ in found]
        return {name: text for name, text in found if names.count(name) == 1}

    @property
    def attachments(self) -> dict[str, bytes]:
        """The files in the folder of attachments, by name."""
        return {
            name.removeprefix(ATTACHMENT_FOLDER): data
            for name, data in self.parts.items()
            if name.startswith(ATTACHMENT_FOLDER) and not name.endswith((".xml", "/"))
        }


def is_ofd(data: bytes) -> bool:
    """Whether these bytes are a zip with an OFD's first part."""
    if ENTRY.encode() not in data:
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return ENTRY in archive.namelist()
    except _DAMAGE:
        return False


def open_ofd(data: bytes, path: Path) -> OfdPackage:
    """Every part, read once. Raises UnreadableInput for what is damaged, too big, locked, or packed twice under
    one name."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            check_members(members, path)
            names = [member.filename for member in members]
            if len(members) > _MOST_PARTS or len(set(names)) < len(names):
                raise UnreadableInput(say.STRANGE_PARTS.format(path=path))
            return OfdPackage({member.filename: archive.read(member) for member in members}, path)
    except _DAMAGE as error:
        raise UnreadableInput(say.BROKEN.format(path=path)) from error
