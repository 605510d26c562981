"""Results to be verified."""

from __future__ import annotations

from pathlib import Path

from formgen import cli

ROOT = Path(__file__).parents[2]


def build_example(out: Path) -> Path:
    """The folder with a DOCX and a PDF of a short form."""
    source = ROOT / "inputs" / "example-2023.toml"
    assert cli.run(["build", str(source), "-o", str(out), "--engine", "typst", "--appendix", "none"]) == 0
    return out
