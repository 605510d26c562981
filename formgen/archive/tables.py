"""Tables of a package as CSV, for spreadsheets of any year: catalogue, data, events.

Comes in: rows of texts, or a declaration. Goes out: UTF-8 with a byte order mark, by which Excel and WPS know it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from formgen.declaration.model import Declaration, number_text
from formgen.declaration.profile import Profile
from formgen.declaration.values import figures_of
from formgen.messages import archive as say
from formgen.messages.fields import FIELD_LABELS

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows. A text that a spreadsheet would run as a formula stands behind an apostrophe; numbers stay."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_inert(text) for text in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def data_tables(declaration: Declaration, profile: Profile) -> dict[str, bytes]:
    """Name → CSV: the facts by their labels, and every table with its heads."""
    figures = figures_of(declaration, profile)
    facts = [(profile.label(key), _shown(value)) for key, value in figures.fields.items()]
    tables = {say.FACTS: csv_bytes([say.FACTS_HEADS, *facts])}
    for number, (name, rows) in enumerate(figures.tables.items(), 1):
        tables[say.TABLE.format(number=number, name=_title(name, profile))] = _table(name, rows, profile)
    return tables


def _table(name: str, rows: Sequence[Mapping[str, Any]] | Mapping[str, Any], profile: Profile) -> bytes:
    """Free rows one below the other; fixed ones with their labels before them."""
    lines: list[tuple[str, Mapping[str, Any]]]
    if isinstance(rows, Mapping):
        labels = {row.key: row.label for row in profile.tables[name].fixed}
        lines = [(labels.get(key, key), row) for key, row in rows.items()]
    else:
        lines = [(str(number), row) for number, row in enumerate(rows, 1)]
    keys = list(dict.fromkeys(key for _, row in lines for key in row))
    heads = [say.ROW, *_labels(name, keys, profile)]
    return csv_bytes([heads, *([label, *(_shown(row.get(key)) for key in keys)] for label, row in lines)])


def _labels(table: str, keys: Sequence[str], profile: Profile) -> list[str]:
    """The heads; cells that the form prints as one (≥ 160 件) have their usual names beside it."""
    labels = [profile.labels.get(f"{table}.{key}") or profile.label(f"{table}[0].{key}") for key in keys]
    return [
        say.PART.format(label=label, part=FIELD_LABELS.get(key.rpartition(".")[2], key))
        if labels.count(label) > 1
        else label
        for key, label in zip(keys, labels, strict=True)
    ]


def _title(name: str, profile: Profile) -> str:
    block = profile.tables.get(name)
    heading = "".join((block.heading if block else "").split())
    return re.sub(r"[^\w（）]", "", heading)[:20] or say.TABLE_UNNAMED


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    return number_text(value) if isinstance(value, Decimal) else str(value)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text
