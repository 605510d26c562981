"""The lines of the tables, which WeasyPrint is given as a picture, are those that Typst draws around the same
cells."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest

from formgen.run.prepare import Options, read_jobs
from formgen.run.produce import produce

INPUTS = Path(__file__).parents[2] / "inputs"
NEAR_PT = 0.9
"""The thicker line: the one engine starts a table at the middle of its frame and ends lines behind the lines they
meet, the other does neither."""

Lines = list[tuple[float, float, float, float]]


def drawn_lines(form: Path, engine: str) -> tuple[list[Lines], set[float]]:
    """Ends of the lines of every page in pt, and widths."""
    product = produce(read_jobs(form, None)[0], Options(("pdf",), engine=engine, draft=True))
    (data,) = product.files.values()
    with pdfplumber.open(io.BytesIO(data)) as document:
        pages = [page.lines for page in document.pages]
    ends = [sorted((line["x0"], line["top"], line["x1"], line["bottom"]) for line in page) for page in pages]
    return ends, {round(line["linewidth"], 2) for page in pages for line in page}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "widths"),
    [
        ("hengyang-2023.toml", {0.5, 0.4, 0.9}),  # tables that share a line, and an appendix with a frame
        (
            "central-project-review-2020.toml",
            {0.4, 0.9},
        ),  # cells over rows and columns, and some without lines
        ("cost-project.toml", {0.4, 0.9}),
    ],
)
def test_both_engines_rule_the_same_lines(name: str, widths: set[float]) -> None:
    ours, seen = drawn_lines(INPUTS / name, "weasyprint")
    theirs, _ = drawn_lines(INPUTS / name, "typst")
    assert widths <= seen
    assert [len(page) for page in ours] == [len(page) for page in theirs]
    assert sum(map(len, ours)) > 20
    for page, other in zip(ours, theirs, strict=True):
        for line in page:
            nearest = min(other, key=lambda found: max(abs(a - b) for a, b in zip(line, found, strict=True)))
            assert nearest == pytest.approx(line, abs=NEAR_PT)
            other.remove(nearest)
