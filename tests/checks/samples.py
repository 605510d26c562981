"""Declarations to check, made from the clean sample as real files, and read through the public doors."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w

from formgen.checks import Review, run_checks
from formgen.scoring import read_actuals
from formgen.sources import read_file
from formgen.sources.build import Reading, build

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "inputs" / "example-2023.toml"
SEED = ROOT / "inputs" / "hengyang-2023.toml"

Data = dict[str, Any]
Edit = Callable[[Data], None]


def clean_data() -> Data:
    return tomllib.loads(CLEAN.read_text(encoding="utf-8"), parse_float=Decimal)


def write_data(folder: Path, data: Data, name: str = "form.toml") -> Path:
    path = folder / name
    path.write_text(tomli_w.dumps(data), encoding="utf-8")
    return path


def write_edited(folder: Path, edit: Edit, name: str = "form.toml") -> Path:
    data = clean_data()
    edit(data)
    return write_data(folder, data, name)


def read_one(path: Path, profile: str | Path | None = None) -> Reading:
    (raw,) = read_file(path, profile)
    return build(raw)


def review(
    path: Path,
    *,
    actuals: Mapping[str, object] | None = None,
    budget: Decimal | None = None,
    profile: str | Path | None = None,
) -> Review:
    known = read_actuals(actuals) if actuals is not None else None
    return run_checks(read_one(path, profile), actuals=known, budget=budget)


def row_of(data: Data, name: str) -> Data:
    """The row of that 三级指标."""
    (row,) = [row for row in data["indicators"] if row["level3"] == name]
    return row


def set_row(name: str, **values: object) -> Edit:
    """An edit of one row; None takes the key away."""

    def edit(data: Data) -> None:
        row = row_of(data, name)
        for key, value in values.items():
            if value is None:
                row.pop(key, None)
            else:
                row[key] = value

    return edit


def set_fact(path: str, value: str) -> Edit:
    def edit(data: Data) -> None:
        table, key = path.split(".")
        data[table][key] = value

    return edit


def add_row(after: str, **values: object) -> Edit:
    """An edit that puts a copy of a row behind it, changed, with no points of its own taken from others."""

    def edit(data: Data) -> None:
        rows = data["indicators"]
        index = rows.index(row_of(data, after))
        rows.insert(index + 1, {**rows[index], **values})

    return edit


def both(*edits: Edit) -> Edit:
    def edit(data: Data) -> None:
        for one in edits:
            one(data)

    return edit
