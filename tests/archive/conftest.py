"""The seed built whole, by the command line; damage done to copies of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formgen import cli

SETTINGS = '\n[archive]\nfonds = "X043"\nretention = "30年"\nitem = "7"\n'
RULED = 'scoring = "该指标分值为2分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，..."\n'
RULE = 'rule = { kind = "threshold_linear", points = 2 }\n'


def _source(folder: Path, sample_toml: Path) -> Path:
    """The seed with settings for the archive, a contact and a rule: what the form has no place for."""
    source = folder / "source.toml"
    text = sample_toml.read_text(encoding="utf-8")
    assert text.count("[department]\n") == 1 and RULED in text
    text = text.replace("[department]\n", '[department]\ncontact = "张三"\n')
    source.write_text(text.replace(RULED, RULED + RULE, 1) + SETTINGS, encoding="utf-8")
    return source


@pytest.fixture(scope="session")
def built(sample_toml: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DOCX, PDF and manifest of the form alone. Not to be changed; see `results`."""
    folder = tmp_path_factory.mktemp("built")
    source = _source(folder, sample_toml)
    assert cli.run(["build", str(source), "-o", str(folder / "out"), "--appendix", "none"]) == 0
    return folder / "out"


@pytest.fixture(scope="session")
def charted(sample_toml: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the appendix inside."""
    folder = tmp_path_factory.mktemp("charted")
    source = _source(folder, sample_toml)
    assert cli.run(["build", str(source), "-o", str(folder / "out"), "--appendix", "inside"]) == 0
    return folder / "out"


@pytest.fixture
def results(built: Path, tmp_path: Path) -> Path:
    """A copy of the results, to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "out"))


@pytest.fixture(scope="session")
def source(built: Path) -> Path:
    return built.parent / "source.toml"


@pytest.fixture(scope="session")
def pdf(built: Path) -> Path:
    (path,) = built.glob("*.pdf")
    return path


@pytest.fixture(scope="session")
def docx(built: Path) -> Path:
    (path,) = built.glob("*.docx")
    return path
