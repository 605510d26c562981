"""A result of a bureau's own profile carries its folder as an archive: untouched it holds, and no other archive may
hide in it."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

import formgen
from tests.conftest import ROOT

SHIPPED = ROOT / "templates" / "central-dept-2015"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("own")
    shutil.copytree(SHIPPED, base / "own")
    profile = base / "own" / "profile.toml"
    profile.write_text(profile.read_text("utf-8").replace('id = "central-dept-2015"', 'id = "own"'), "utf-8")
    declared = (ROOT / "inputs" / "central-dept-2015.toml").read_text("utf-8")
    (base / "a.toml").write_text(
        declared.replace('profile = "central-dept-2015"', 'profile = "own"'), "utf-8"
    )
    batch = formgen.build(
        base / "a.toml", base / "out", profile=base / "own", formats=("pdf",), appendix="none"
    )
    (result,) = batch.results
    assert result.outcome.status == "built", result.outcome.message
    return base / "out" / result.outcome.files[0]


def _holds(path: Path) -> bool:
    (verdict,) = formgen.verify(path)
    return verdict.holds


@pytest.mark.slow
def test_untouched_it_holds_with_its_manifest_and_alone(own: Path, tmp_path: Path) -> None:
    assert zipfile.is_zipfile(own)  # a small file: readers of archives find the folder in it
    alone = Path(shutil.copy(own, tmp_path))
    assert _holds(own) and _holds(alone)


def test_another_archive_in_it_is_told(own: Path, tmp_path: Path) -> None:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("x.txt", "x")
    data = own.read_bytes()
    at = data.rfind(b"startxref")
    altered = tmp_path / own.name
    altered.write_bytes(data[:at] + b"%" + hidden.getvalue().replace(b"\n", b" ") + b"\n" + data[at:])
    assert not _holds(altered)
