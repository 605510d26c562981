"""The reading desk: takes raw values by path, as the type a field wants, and gathers faults and notes.

Comes in: a RawDeclaration. Goes out: values, with `faults` and `notes` filling up. Called by `build`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from formgen.base.errors import Fault
from formgen.declaration.findings import Finding, Severity
from formgen.messages import reading as say
from formgen.sources.cells import MOST_DIGITS, clean_text, number_fits, read_number
from formgen.sources.raw import RawDeclaration

NOTE_ID = "READ-01"
_INDEX = re.compile(r"\[\d+\]")


class Desk:
    """One declaration being read."""

    def __init__(self, raw: RawDeclaration) -> None:
        self.values = raw.values
        self.profile = raw.profile
        self.faults = list(raw.faults)
        self.notes = list(raw.notes)

    def place(self, path: str) -> str:
        """Where the field stands, else where its row or table begins, else ""."""
        path = self._nearest(path)
        return self.values[path].place if path else ""

    def faults_in_file_order(self) -> list[Fault]:
        order = {path: number for number, path in enumerate(self.values)}
        return sorted(self.faults, key=lambda fault: order.get(self._nearest(fault.field), -1))

    def _nearest(self, path: str) -> str:
        """The path itself where the file has it, else its row or table, else ""."""
        while path and path not in self.values:
            path = path[: path.rfind("[")] if path.endswith("]") else path.rpartition(".")[0]
        return path

    def label(self, path: str) -> str:
        """The official label of a field, with the row's number left to the place."""
        key = path.rpartition(".")[2]
        label = self.profile.label(path)
        return label if label != path else say.FIELD_LABELS.get(path, say.FIELD_LABELS.get(key, path))

    def is_faulty(self, path: str) -> bool:
        """True where something about this field, its whole column (indicators.unit), or the table it
        should stand in, has been told."""
        column = _INDEX.sub("", path)
        return any(
            fault.field in (path, column) or path.startswith(f"{fault.field}.") for fault in self.faults
        )

    def fault(self, path: str, message: str, hint: str = "", **names: object) -> None:
        text = message.format(label=self.label(path), **names)
        self.faults.append(Fault(text, self.place(path), path, hint))

    def note(self, path: str, message: str, **names: object) -> None:
        text = message.format(label=self.label(path), **names)
        self.notes.append(Finding(NOTE_ID, Severity.NOTE, path, self.place(path), text))

    def value(self, path: str) -> object:
        """The raw value, or None where the file leaves the field out."""
        found = self.values.get(path)
        return None if found is None else found.value

    def text(self, path: str) -> str:
        """The text of a field; "" where it is left out or no text (told)."""
        value = self.value(path)
        if value is None:
            return ""
        if isinstance(value, str):
            return self._clean(path, value)
        self.fault(path, say.WANT_TEXT, say.QUOTE_IT, kind=_kind(value))
        return ""

    def target(self, path: str) -> Decimal | str | None:
        """A number or a text; None where it is neither (told). A target left out is the empty text:
        completeness is the checks' matter."""
        value = self.value(path)
        if value is None:
            return None if self.is_faulty(path) else ""
        if isinstance(value, str):
            return self._clean(path, value)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(path, say.WANT_TARGET, say.QUOTE_IT, kind=_kind(value))
            return None
        return self._fitting(path, Decimal(value))

    def number(self, path: str) -> Decimal | None:
        """A number; None where it is left out or no number (told)."""
        value = self.value(path)
        if value is None or value == "":
            return None
        number = read_number(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            self.fault(path, say.WANT_NUMBER, say.WRITE_NUMBER, kind=_kind(value))
            return None
        if isinstance(value, str):
            self.note(path, say.NUMBER_FROM_TEXT, text=value, number=f"{number:f}")
        return self._fitting(path, Decimal(number))

    def table(self, path: str) -> dict[str, Any] | None:
        """A table with clean texts; None where it is left out or no table (told)."""
        value = self.value(path)
        if value is None:
            return None
        if isinstance(value, dict):
            return {self._clean(path, key): self._clean_inside(path, item) for key, item in value.items()}
        self.fault(path, say.WANT_TABLE, say.RULE_EXAMPLE.format(), kind=_kind(value))
        return None

    def _clean_inside(self, path: str, value: object) -> object:
        if isinstance(value, str):
            return self._clean(path, value)
        if isinstance(value, dict):
            return {self._clean(path, key): self._clean_inside(path, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._clean_inside(path, item) for item in value]
        return value

    def _fitting(self, path: str, number: Decimal) -> Decimal | None:
        if number_fits(number):
            return number
        self.fault(path, say.NUMBER_HUGE, say.NUMBER_RANGE.format(limit=MOST_DIGITS))
        return None

    def _clean(self, path: str, value: str) -> str:
        clean = clean_text(value)
        for bad in clean.bad:
            self.fault(path, say.BAD_CHARACTER, say.REMOVE_CHARACTER,
                       code=bad.code, name=bad.name, position=bad.position)  # fmt: skip
        if clean.removed:
            codes = "、".join(dict.fromkeys(clean.removed))
            self.note(path, say.INVISIBLE_REMOVED, count=len(clean.removed), codes=codes)
        if clean.separators:
            self.note(path, say.LINE_SEPARATOR, codes="、".join(dict.fromkeys(clean.separators)))
        return clean.text


def _kind(value: object) -> str:
    return say.KINDS.get(type(value).__name__, say.OTHER_KIND)
