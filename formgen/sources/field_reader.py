"""The reading desk: takes raw values by path, as the type a field wants, and gathers faults and notes.
Nothing that was seen is dropped: a value of the wrong kind is told and kept as its text.

Comes in: a RawDeclaration. Goes out: values, with `faults` and `notes` filling up.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from formgen.declaration.findings import Finding, Severity
from formgen.declaration.model import is_rule_sentence
from formgen.messages import reading as say
from formgen.sources.cells import (
    LONGEST_TEXT,
    MOST_DIGITS,
    clean_text,
    int_fits,
    number_fits,
    number_shown,
    read_number,
    split_unit,
)
from formgen.sources.raw import RawDeclaration, Scaled

NOTE_ID = "READ-01"
"""Something was normalised."""

FAULT_ID = "READ-03"
"""A cell that cannot be read as its field wants it; the rest of the declaration stands."""

CHARACTER_ID = "TXT-02"
_INDEX = re.compile(r"\[\d+\]")


class Desk:
    """One declaration being read."""

    def __init__(self, raw: RawDeclaration) -> None:
        self.values = raw.values
        self.profile = raw.profile
        self.faults: list[Finding] = []
        self.notes = list(raw.notes)
        self._faulty: set[str] = set()
        self._noted = {(note.place, note.message) for note in raw.notes}
        for fault in raw.faults:
            self.add(fault.field, fault.place, fault.message, fault.hint)

    def place(self, path: str) -> str:
        """Where the field stands, else where its row or table begins, else ""."""
        path = self._nearest(path)
        return self.values[path].place if path else ""

    def faults_in_file_order(self) -> tuple[Finding, ...]:
        order = {path: number for number, path in enumerate(self.values)}
        return tuple(sorted(self.faults, key=lambda fault: order.get(self._nearest(fault.field), -1)))

    def _nearest(self, path: str) -> str:
        """The path itself where the file has it, else its row or table, else ""."""
        while path and path not in self.values:
            path = path[: path.rfind("[")] if path.endswith("]") else path.rpartition(".")[0]
        return path

    def label(self, path: str) -> str:
        """The official label of a field, with the row's number left to the place."""
        return self.profile.label(path)

    def is_faulty(self, path: str) -> bool:
        """True where something about this field, its whole column (indicators.unit), or the table it
        should stand in, has been told."""
        group = path.rpartition(".")[0]
        return path in self._faulty or _INDEX.sub("", path) in self._faulty or group in self._faulty

    def fault(self, path: str, message: str, hint: str = "", *, id: str = FAULT_ID, **names: object) -> None:
        text = message.format(label=self.label(path), **names)
        self.add(path, self.place(path), text, hint, id)

    def add(self, path: str, place: str, message: str, hint: str, id: str = FAULT_ID) -> None:
        """A fault in its final words."""
        if not path.endswith("]"):  # of a row: a cell beside it, which says nothing of its fields
            self._faulty.add(path)
        self.faults.append(Finding(id, Severity.ERROR, path, place, message, hint, say.SOURCE))

    def note(self, path: str, message: str, **names: object) -> None:
        """Rows that share a cell share its note."""
        place, text = self.place(path), message.format(label=self.label(path), **names)
        if not place or (place, text) not in self._noted:
            self._noted.add((place, text))
            self.notes.append(Finding(NOTE_ID, Severity.NOTE, path, place, text))

    def value(self, path: str) -> object:
        """The raw value, or None where the file leaves the field out."""
        found = self.values.get(path)
        return None if found is None else found.value

    def text(self, path: str) -> str:
        """The text of a field; "" where it is left out. What is no text is told, and kept as it is seen."""
        value = self.value(path)
        if value is None:
            return ""
        if isinstance(value, str):
            return self._clean(path, value)
        self.fault(path, say.WANT_TEXT, say.QUOTE_IT, kind=_kind(value))
        return seen_text(value)

    def target(self, path: str) -> Decimal | str:
        """A number or a text; what is neither is told, and kept as it is seen. A target left out is the
        empty text: completeness is the checks' matter."""
        value = self.value(path)
        if value is None:
            return ""
        if isinstance(value, Scaled):
            return self._clean(path, value.text)
        if isinstance(value, str):
            return self._clean(path, value)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            hint = say.WANT_VALUE_HINT if isinstance(value, bool | list | dict) else say.QUOTE_IT
            self.fault(path, say.WANT_TARGET, hint, kind=_kind(value))
            return seen_text(value)
        return self._fitting(path, value)

    def points(self, path: str) -> Decimal | str | None:
        """A number, 2分 among them; None where it is left out. What is no number is told, and kept."""
        value = self.value(path)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, str):
            return self._points_of_text(path, self._clean(path, value))
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(path, say.WANT_NUMBER, say.WRITE_NUMBER, kind=_kind(value))
            return seen_text(value)
        return self._fitting(path, value)

    def _points_of_text(self, path: str, text: str) -> Decimal | str:
        number = read_number(text)
        parts = split_unit(text) if number is None else None
        if parts is not None and parts[1] in say.POINT_UNITS:
            number = parts[0]
        if number is not None:
            self.note(path, say.NUMBER_FROM_TEXT, text=text, number=f"{number:f}")
            return number
        if not self.is_faulty(path):
            self.fault(path, say.WANT_NUMBER, say.WRITE_NUMBER, kind=_kind(text))
        return text

    def table(self, path: str) -> dict[str, Any] | str | None:
        """A table with clean texts; None where it is left out. What is no table is told, and kept."""
        value = self.value(path)
        if value is None:
            return None
        if isinstance(value, str) and is_rule_sentence(value):
            return self._clean(path, value)
        if not isinstance(value, dict):
            if not self.is_faulty(path):
                self.fault(path, say.WANT_TABLE, say.RULE_EXAMPLE.format(), kind=_kind(value))
            return seen_text(value)
        if not _numbers_fit(value):
            self.fault(path, say.NUMBER_HUGE, say.NUMBER_RANGE.format(limit=MOST_DIGITS))
            return seen_text(value)
        return {self._clean(path, key): self._clean_inside(path, item) for key, item in value.items()}

    def _clean_inside(self, path: str, value: object) -> object:
        if isinstance(value, str):
            return self._clean(path, value)
        if isinstance(value, dict):
            return {self._clean(path, key): self._clean_inside(path, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._clean_inside(path, item) for item in value]
        return value

    def _fitting(self, path: str, value: int | Decimal) -> Decimal | str:
        if _numbers_fit(value):
            return Decimal(value)
        self.fault(path, say.NUMBER_HUGE, say.NUMBER_RANGE.format(limit=MOST_DIGITS))
        return seen_text(value)

    def _clean(self, path: str, value: str) -> str:
        if len(value) > LONGEST_TEXT:
            self.fault(path, say.TEXT_LONG, say.TEXT_LONG_HINT, count=len(value), limit=LONGEST_TEXT,
                       id=CHARACTER_ID)  # fmt: skip
            value = value[:LONGEST_TEXT]
        clean = clean_text(value)
        for bad in clean.bad[:MOST_BAD_TOLD]:
            self.fault(path, say.BAD_CHARACTER, say.REMOVE_CHARACTER, id=CHARACTER_ID,
                       code=bad.code, name=bad.name, position=bad.position)  # fmt: skip
        told = [
            words.format(count=len(found), codes="、".join(dict.fromkeys(found)))
            for words, found in (
                (say.INVISIBLE_REMOVED, clean.removed),
                (say.SPACES_MADE_PLAIN, clean.spaces),
                (say.LINE_SEPARATOR, clean.separators),
                (say.COMPOSED, clean.composed),
            )
            if found
        ]
        if told:
            self.note(path, say.CLEANED, what="；".join(told))
        return clean.text


MOST_BAD_TOLD = 5
"""Characters told of one cell."""


def seen_text(value: object) -> str:
    """A value of any type as its file shows it, for the form to print."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return number_shown(value)
        case dict():
            return "{ " + ", ".join(f"{key} = {seen_text(item)}" for key, item in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(seen_text, value)) + "]"
        case _:
            return str(value)


def _numbers_fit(value: object) -> bool:
    """Whether every number in a value can be printed; none is turned into another form to see."""
    match value:
        case bool():
            return True
        case int():
            return int_fits(value)
        case Decimal():
            return number_fits(value)
        case dict():
            return all(map(_numbers_fit, value.values()))
        case list():
            return all(map(_numbers_fit, value))
        case _:
            return True


def _kind(value: object) -> str:
    return say.KINDS.get(type(value).__name__, say.OTHER_KIND)
