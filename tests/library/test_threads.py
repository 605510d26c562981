"""Many threads, one library: the same bytes as by the command line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import formgen
from formgen.cli import run
from tests.batch.samples import write_forms

pytestmark = pytest.mark.slow

FORMS, THREADS, WITH_PDF = 60, 4, 15


def test_sixty_forms_from_four_threads(tmp_path: Path) -> None:
    paths = write_forms(tmp_path / "in", FORMS)
    with_pdf = set(paths[:WITH_PDF])
    command = ["build", "--engine", "typst", "-o", str(tmp_path / "out"), "-j", "2"]
    for formats, chosen in (("docx,pdf", paths[:WITH_PDF]), ("docx", paths[WITH_PDF:])):
        assert run([*command, "--formats", formats, *map(str, chosen)]) == 0

    def make(path: Path) -> dict[str, bytes]:
        form = formgen.open(path)
        assert form.review.verdict == "pass"
        files = {".docx": form.docx()}
        if path in with_pdf:
            files[".pdf"] = form.pdf(engine="typst")
        return {f"{_stem(form)}{suffix}": data for suffix, data in files.items()}

    with ThreadPoolExecutor(THREADS) as pool:
        made = {name: data for files in pool.map(make, paths) for name, data in files.items()}
    there = {
        path.name: path.read_bytes()
        for path in (tmp_path / "out").iterdir()
        if path.suffix in (".docx", ".pdf")
    }
    assert len(made) == FORMS + WITH_PDF
    assert made == there


def _stem(form: object) -> str:
    from formgen.declaration.naming import file_stem

    return file_stem(form.declaration, form.profile)  # type: ignore[attr-defined]
