"""A form that says nothing of points has no 评分细则: nothing is printed behind it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from formgen import cli
from tests.cli.conftest import Formgen

INPUTS = Path(__file__).parents[2] / "inputs"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample", "appended"), [("central-dept-2015.toml", False), ("example-2023.toml", True)]
)
def test_the_appendix_stands_only_behind_forms_with_points(
    tmp_path: Path, sample: str, appended: bool
) -> None:
    code = cli.run(
        ["build", str(INPUTS / sample), "-o", str(tmp_path), "--formats", "pdf", "--engine", "typst"]
    )
    assert code == 0
    (made,) = tmp_path.glob("*.pdf")
    document = pypdfium2.PdfDocument(made)
    try:
        texts = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    assert ("评分细则" in "".join(texts.split())) is appended
    assert cli.run(["verify", str(tmp_path)]) == 0


@pytest.mark.parametrize(
    ("form", "asked", "scored"),
    [
        ("central-dept-2015", "三级指标、指标值都写“无”", False),
        ("cost-project", "", True),
        ("hunan-2023", "三级指标、指标值、指标解释、评（扣）分标准都写“无”", True),
    ],
)
def test_a_blank_speaks_of_the_columns_it_has(
    form: str, asked: str, scored: bool, tmp_path: Path, formgen: Formgen
) -> None:
    path = tmp_path / "blank.toml"
    assert formgen("new", path, "--profile", form).code == 0
    text = path.read_text(encoding="utf-8")
    assert asked in text
    assert ("评分标准的文字无法自动读懂时" in text) == scored
