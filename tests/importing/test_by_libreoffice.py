"""Forms that LibreOffice wrote in other formats come back with no cell lost."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import formgen as library
from tests.conftest import ROOT
from tests.tools.libreoffice import convert, needs_libreoffice

PROFILES = sorted(
    path.stem
    for path in (ROOT / "inputs").glob("*.toml")
    if path.stem not in ("example-2023", "hengyang-2023-actuals")
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
KINDS = ["docx → doc", "docx → docx", "docx → pdf", "xlsx → xls", "xlsx → ods", "xlsx → pdf"]


def flat(value: Any, path: str = "") -> dict[str, object]:
    """Every value that is declared, by its path; numbers as numbers, whatever places they are written with,
    and whether a page or a sheet held them."""
    if isinstance(value, dict):
        return {
            key: found for name, item in value.items() for key, found in flat(item, f"{path}.{name}").items()
        }
    if isinstance(value, list | tuple):
        return {
            key: found for n, item in enumerate(value) for key, found in flat(item, f"{path}[{n}]").items()
        }
    if value in ("", None):
        return {}
    text = str(value)
    return {path: Decimal(text) if _NUMBER.fullmatch(text) else text}


def come_back(stem: str, kind: str, folder: Path) -> None:
    made, _, suffix = kind.partition(" → ")
    form = library.open(ROOT / "inputs" / f"{stem}.toml")
    first = folder / f"{stem}.{made}"
    if made == "docx":
        first.write_bytes(form.docx(draft=True))
    else:
        form.save(first, plain=True)
    old, new = folder / f"old.{suffix}", folder / "new.xlsx"
    old.write_bytes(convert(first, suffix, folder))
    imported = library.import_(old, new, profile=form.profile.id, year=form.declaration.year)
    before, after = (flat(item.model_dump()) for item in (form.declaration, library.open(new).declaration))
    unseen = ("points", "rule") if made == "docx" else ()  # no column on the page
    lost = {
        path: value for path, value in before.items()
        if after.get(path) != value and path.rpartition(".")[2] not in unseen and ".rule." not in path
    }  # fmt: skip
    assert lost == {}
    source = " ".join(entry.text for entry in imported.entries)
    added = {path: value for path, value in after.items() if path not in before}
    assert all(str(value) in source for value in added.values()), added
    assert sum(imported.counts.values()) == sum(entry.is_cell for entry in imported.entries)


@needs_libreoffice
@pytest.mark.parametrize(
    ("stem", "kind"), [("sichuan-project", "docx → doc"), ("hengyang-2023", "docx → pdf")]
)
def test_a_form_comes_back(stem: str, kind: str, tmp_path: Path) -> None:
    come_back(stem, kind, tmp_path)


@pytest.mark.deep
@needs_libreoffice
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stem", PROFILES)
def test_every_form_comes_back_from_every_kind(stem: str, kind: str, tmp_path: Path) -> None:
    come_back(stem, kind, tmp_path)
