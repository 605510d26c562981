"""Nothing is lost on paper, whatever the form: Declaration → Word file and PDF → the same; what stands on the
page is compared with the view before a file is given out."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from formgen.base.errors import MissingResource
from formgen.declaration.model import Declaration
from formgen.declaration.profile import Profile
from formgen.run.plan_file import view_file
from formgen.run.print import FileContent, print_docx, print_pdf
from formgen.sources import read_bytes
from formgen.sources.build import build
from formgen.views.file_facts import describe_file
from tests.reading.profiles import filled

SLOW = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Pair = tuple[Profile, Declaration]


def comes_back(pair: Pair, kind: str) -> None:
    """Printed, proven to say what the view says, and read again."""
    profile, declaration = pair
    content = FileContent(
        view_file(declaration, profile, None, appendix="none", draft=False),
        describe_file(declaration, profile),
    )
    try:
        made = print_docx(content, profile) if kind == "docx" else print_pdf(content, profile, kind).data
    except MissingResource:
        return  # a character that no font has is told, and nothing is made
    with (
        patch("formgen.sources.choose.load_profile", return_value=profile),
        patch("formgen.sources.docx.load_profile", return_value=profile),
    ):
        (raw,) = read_bytes(made, Path("x.docx" if kind == "docx" else "x.pdf"), "p")
    reading = build(raw)
    assert reading.declaration == declaration
    assert [fault.message for fault in reading.faults] == []


@pytest.mark.slow
@settings(SLOW, max_examples=15)
@given(filled())
def test_word(pair: Pair) -> None:
    comes_back(pair, "docx")


@pytest.mark.slow
@settings(SLOW, max_examples=8)
@given(filled())
def test_pdf(pair: Pair) -> None:
    comes_back(pair, "typst")


@pytest.mark.slow
@settings(SLOW, max_examples=3)
@given(filled())
def test_pdf_of_the_other_engine(pair: Pair) -> None:
    comes_back(pair, "weasyprint")
