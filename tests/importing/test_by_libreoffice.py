"""Forms that LibreOffice wrote in other formats come back with no cell lost."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import formgen as library
from tests.conftest import ROOT
from tests.importing.old_files import OLD_FORMS
from tests.tools.libreoffice import convert_all, needs_libreoffice

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


def assert_comes_back(stem: str, old: Path, new: Path, *, printed: bool) -> None:
    """printed: made from the page, where points and rules have no column."""
    form = library.open(ROOT / "inputs" / f"{stem}.toml")
    imported = library.import_(old, new, profile=form.profile.id, year=form.declaration.year)
    before, after = (flat(item.model_dump()) for item in (form.declaration, library.open(new).declaration))
    unseen = ("points", "rule") if printed else ()
    lost = {
        path: value for path, value in before.items()
        if after.get(path) != value and path.rpartition(".")[2] not in unseen and ".rule." not in path
    }  # fmt: skip
    assert lost == {}
    source = " ".join(entry.text for entry in imported.entries)
    added = {path: value for path, value in after.items() if path not in before}
    assert all(str(value) in source for value in added.values()), added
    assert sum(imported.counts.values()) == sum(entry.is_cell for entry in imported.entries)


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("name", ["sichuan-project.doc", "hengyang-2023.pdf"])
def test_a_kept_form_comes_back(name: str, tmp_path: Path) -> None:
    """Written by LibreOffice 7.4 from a Word document of formgen's; the PDF has cells that pages break."""
    old = OLD_FORMS / name
    assert_comes_back(old.stem, old, tmp_path / "new.xlsx", printed=True)


@pytest.fixture(scope="module")
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Every form in one kind, written by one run of LibreOffice."""
    made, _, suffix = request.param.partition(" → ")
    folder = tmp_path_factory.mktemp("forms")
    paths = []
    for stem in PROFILES:
        form = library.open(ROOT / "inputs" / f"{stem}.toml")
        paths.append(folder / f"{stem}.{made}")
        if made == "docx":
            paths[-1].write_bytes(form.docx(draft=True))
        else:
            form.save(paths[-1], plain=True)
    convert_all(paths, suffix, folder)
    return request.param, folder / "converted"


@pytest.mark.deep
@needs_libreoffice
@pytest.mark.parametrize("converted", KINDS, indirect=True)
@pytest.mark.parametrize("stem", PROFILES)
def test_every_form_comes_back_from_every_kind(
    stem: str, converted: tuple[str, Path], tmp_path: Path
) -> None:
    kind, folder = converted
    made, _, suffix = kind.partition(" → ")
    assert_comes_back(stem, folder / f"{stem}.{suffix}", tmp_path / "new.xlsx", printed=made == "docx")
