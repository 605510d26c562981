"""What in a value needs a person: cut texts, years gone by.

Comes in: a text of an old file and the role of the field it goes to. Goes out: sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.messages import importing as say
from formgen.sources.cells import narrow

_CUT = ("...", "…", "．．．", "。。。", "⋯")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:年|[-./]\d{1,2}(?!\d))")


def doubts_of(text: str, role: str, year: int | None) -> Iterator[str]:
    """Why a person should look at this value. role: target, year … of the field; year: the one wanted, None
    where nobody said."""
    if text.rstrip().endswith(_CUT):
        yield say.CUT_TEXT
    others = [found for found in dict.fromkeys(_YEAR.findall(narrow(text))) if int(found) != year]
    if others and role != "year":
        yield say.OLD_YEAR.format(year=say.FIELDS_SEPARATOR.join(others))
