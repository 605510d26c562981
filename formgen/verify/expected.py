"""What a file must say and show, by the declaration that it carries.

Comes in: the bytes carried inside, the file's own properties, and what it carries beside by the names of a PDF's
attachments. Goes out: the declaration, the views of it and `FileFacts`, for a PDF, a DOCX and an OFD alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from formgen.base.digest import digests
from formgen.declaration.carried import ATTACHMENT, FOLDER_ATTACHMENT, PROFILE_ATTACHMENT
from formgen.messages.appendix import TITLE as APPENDIX_TITLE
from formgen.run.plan_file import FileViews, view_file
from formgen.scoring import score_declaration
from formgen.sources.build import Reading, build, require_whole
from formgen.sources.recipe import Recipe
from formgen.sources.toml import read_toml
from formgen.views.file_facts import FileFacts, describe_file

_CARRIED = {ATTACHMENT: "data", PROFILE_ATTACHMENT: "form_profile", FOLDER_ATTACHMENT: "profile_zip"}


class Carried:
    """A declaration that a file carries, and what follows from it alone: made when it is asked for, and once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._shown: dict[tuple[str, bool, bool], FileViews] = {}

    @cached_property
    def facts(self) -> FileFacts:
        """Of a form without appendix that is no draft."""
        return describe_file(self.reading.declaration, self.reading.profile)

    def expect(self, properties: Mapping[str, str]) -> tuple[FileViews, bool]:
        """What a file with these properties shows of this declaration, and False where it has an appendix that
        cannot be made again: its scores follow from actual values, which files of 0.2.0 do not carry."""
        where, draft = properties.get("appendix", "none"), properties.get("draft") == "true"
        actuals = self.reading.recipe.actuals
        known = not (where in ("inside", "only") and properties.get("actuals")) or actuals is not None
        if (where, draft, known) not in self._shown:
            declaration, profile = self.reading.declaration, self.reading.profile
            sheet = score_declaration(declaration, profile, actuals) if known else None
            views = view_file(declaration, profile, sheet, appendix=where, draft=draft)
            self._shown[where, draft, known] = views
        return self._shown[where, draft, known], known

    def facts_of(self, properties: Mapping[str, str], carried: Mapping[str, bytes]) -> FileFacts:
        """What a file with these properties must say of itself. carried: in the place of what this machine would
        have it carry."""
        actuals, appendix = self.reading.recipe.actuals, properties.get("appendix", "none")
        inside: dict[str, Any] = {field: carried[name] for name, field in _CARRIED.items() if name in carried}
        return replace(
            self.facts,
            title=APPENDIX_TITLE if appendix == "only" else self.facts.title,
            draft=properties.get("draft") == "true",
            appendix=appendix,
            actuals=digests(Recipe(actuals=actuals).toml().encode())["sha256"] if actuals else "",
            **inside,
        )


class Shelf:
    """The declaration that was read last: the files of one form stand side by side and carry the same bytes."""

    def __init__(self) -> None:
        self._last: tuple[bytes, str | Path | None] | None = None
        self._carried: Carried | None = None

    def read(self, content: bytes, path: Path, profile: str | Path | None) -> Carried:
        """The declaration in these bytes, as it stands. path: of the file that carries it, for messages. Raises
        UnreadableInput where they are none, or something in them found no place in it."""
        if self._carried is None or self._last != (content, profile):
            reading = require_whole(build(read_toml(content, path, profile), as_it_stands=True))
            self._last, self._carried = (content, profile), Carried(reading)
        return self._carried
