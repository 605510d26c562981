"""What only some readers see otherwise, or only a person, is told: by a file alone, without its manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

import formgen
from formgen.verify import FileVerdict, State
from tests.verify.finer_alterations import FINER, FINER_BYTES, alter_finely
from tests.verify.samples import build_example


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    (path,) = build_example(tmp_path_factory.mktemp("results")).glob("*.pdf")
    return path.read_bytes()


UNDECIDED = "font_redrawn_with_two_characters_exchanged"
"""No program can say what such a font shows: it must not say that it is right."""


def verdict_of(data: bytes, folder: Path) -> FileVerdict:
    path = folder / "x.pdf"
    path.write_bytes(data)
    (verdict,) = formgen.verify(path)
    return verdict


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize("name", [*FINER, *FINER_BYTES])
def test_told(name: str, whole: bytes, tmp_path: Path) -> None:
    verdict = verdict_of(alter_finely(whole, name), tmp_path)
    assert verdict.readable
    assert verdict.state is (State.NOT_CHECKED if name == UNDECIDED else State.FAIL)
