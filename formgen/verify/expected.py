"""What a file must say of itself, by the data that it carries.

Comes in: the declaration inside, the file's own properties, and what it carries by the names of a PDF's attachments.
Goes out: `FileFacts`, for a PDF, a DOCX and an OFD alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from formgen.base.digest import digests
from formgen.declaration.carried import ATTACHMENT, FOLDER_ATTACHMENT, PROFILE_ATTACHMENT
from formgen.messages.appendix import TITLE as APPENDIX_TITLE
from formgen.sources.build import Reading
from formgen.sources.recipe import Recipe
from formgen.views.file_facts import FileFacts, describe_file

_CARRIED = {ATTACHMENT: "data", PROFILE_ATTACHMENT: "form_profile", FOLDER_ATTACHMENT: "profile_zip"}


def facts_of(reading: Reading, properties: Mapping[str, str], carried: Mapping[str, bytes]) -> FileFacts:
    """What the file must say of itself. carried: in the place of what this machine would have it carry."""
    actuals, appendix = reading.recipe.actuals, properties.get("appendix", "none")
    facts = describe_file(
        reading.declaration,
        reading.profile,
        draft=properties.get("draft") == "true",
        appendix=appendix,
        actuals=digests(Recipe(actuals=actuals).toml().encode())["sha256"] if actuals else "",
    )
    title = APPENDIX_TITLE if appendix == "only" else facts.title
    inside: dict[str, Any] = {field: carried[name] for name, field in _CARRIED.items() if name in carried}
    return replace(facts, title=title, **inside)
