"""Labels as people type them → field keys.

Comes in: a cell's text. Goes out: the key of the field whose label it is. Called by the workbook
reader. Stars, blanks, line breaks, full-width variants and a closing colon make no difference.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from formgen.declaration.profile import Profile
from formgen.messages.fields import FIELD_LABELS
from formgen.sources.cells import INVISIBLE

_STARS = "*★※✱"
_LONGEST_HEAD = 100
"""Characters, padding included: every cell of a sheet is asked, and most texts are longer than any head."""

_OPTIONAL_COLUMNS = ("points", "rule")
_OTHER_FACTS = (
    "year", "department.code", "department.contact", "department.phone", "filing.date", "filing.preparer",
    "filing.head", "archive.fonds", "archive.retention", "archive.item",
)  # fmt: skip


def plain_label(text: str) -> str:
    """The label without what people add to it."""
    folded = unicodedata.normalize("NFKC", text)
    joined = "".join(char for char in folded if not char.isspace() and char not in INVISIBLE)
    return joined.strip(_STARS).rstrip(":")


@dataclass(frozen=True, slots=True)
class Labels:
    """Plain label → key: facts (above the table, or below it) and columns of the table."""

    facts: dict[str, str]
    form_facts: frozenset[str]
    columns: dict[str, str]

    def fact(self, text: str) -> str | None:
        return self.facts.get(plain_label(text))

    def column(self, text: str) -> str | None:
        if len(text) > _LONGEST_HEAD:
            return None
        return self.columns.get(plain_label(text))

    def nearest_column(self, text: str) -> str | None:
        near = difflib.get_close_matches(plain_label(text), self.columns, n=1, cutoff=0.5)
        return near[0] if near else None

    def split_fact(self, text: str) -> tuple[str, str] | None:
        """部门（单位）名称：某某局 in one cell → key and value; None for any other text."""
        for colon in "：:":
            head, found, tail = text.partition(colon)
            key = self.fact(head) if found else None
            if key and not any(f"{label}:" in plain_label(tail) for label in self.facts):
                return key, tail.strip()
        return None


@lru_cache(maxsize=8)
def _labels(facts: tuple[tuple[str, str], ...], columns: tuple[tuple[str, str], ...]) -> Labels:
    form_facts = {plain_label(label): key for key, label in facts}
    others = {plain_label(FIELD_LABELS[key]): key for key in _OTHER_FACTS}
    optional = {plain_label(FIELD_LABELS[key]): key for key in _OPTIONAL_COLUMNS}
    table = {plain_label(label): key for key, label in columns}
    return Labels({**others, **form_facts}, frozenset(form_facts.values()), {**optional, **table})


def labels_of(profile: Profile) -> Labels:
    """The labels of a form, and those of what every form may carry besides."""
    return _labels(
        tuple((fact.key, fact.label) for fact in profile.facts),
        tuple((column.key, column.label) for column in profile.columns),
    )
