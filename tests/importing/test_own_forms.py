"""Forms of formgen's own, in each of its formats, taken over into another year and another form."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import formgen as library
from formgen.importing.entries import Sure
from formgen.messages import importing as say
from tests.cli.conftest import Formgen
from tests.conftest import ROOT
from tests.importing.old_files import listed
from tests.importing.test_by_libreoffice import PROFILES

pytestmark = pytest.mark.usefixtures("in_this_process")

OWN = "sichuan-project"
SUFFIXES = [".toml", ".xlsx", ".docx", ".pdf", ".ofd"]


def source(stem: str) -> Path:
    return ROOT / "inputs" / f"{stem}.toml"


@pytest.fixture(scope="module")
def own_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One declaration in every format that formgen writes."""
    folder = tmp_path_factory.mktemp("own")
    form = library.open(source(OWN))
    made = {suffix: folder / f"去年{suffix}" for suffix in SUFFIXES}
    form.save(made[".toml"])
    form.save(made[".xlsx"], plain=True)
    made[".docx"].write_bytes(form.docx())
    made[".pdf"].write_bytes(form.pdf())
    made[".ofd"].write_bytes(form.ofd())
    return made


@pytest.mark.slow
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_another_year_keeps_everything_but_the_year(
    formgen: Formgen, own_files: dict[str, Path], suffix: str, tmp_path: Path
) -> None:
    new = tmp_path / "草稿.xlsx"
    assert formgen("import", own_files[suffix], "--year", "2031", "-o", new).code == 0
    before, after = library.open(own_files[".toml"]).declaration, library.open(new).declaration
    assert after.year == 2031 and after.profile == before.profile
    assert after.indicators == before.indicators and after.department == before.department
    assert (after.goal, after.fields, after.tables) == (before.goal, before.fields, before.tables)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_another_form_takes_over_what_both_ask_for(
    formgen: Formgen, own_files: dict[str, Path], suffix: str, tmp_path: Path
) -> None:
    new = tmp_path / "草稿.xlsx"
    run = formgen("import", own_files[suffix], "-p", "hunan-2023", "--year", "2025", "-o", new)
    assert run.code == 0 and "hunan-2023" in run.err and "评（扣）分标准" in run.err
    before, after = library.open(own_files[".toml"]).declaration, library.open(new).declaration
    assert (after.profile, after.year) == ("hunan-2023", 2025)
    assert after.department.name == before.department.name
    for name in ("level1", "level2", "level3", "operator", "target", "unit", "points"):
        values = [[getattr(row, name) for row in rows.indicators] for rows in (after, before)]
        assert values[0] == values[1], name
    told = {row["原文"]: row["说明"] for row in listed(new) if row["把握"] == Sure.UNUSED.value}
    for label in ("项目名称", "预算数"):
        assert say.NOT_IN_NEW_FORM.format(label=label) in told.values()


@pytest.mark.slow
def test_what_a_word_form_carries_and_does_not_show_comes_along(formgen: Formgen, tmp_path: Path) -> None:
    old, new = tmp_path / "去年.docx", tmp_path / "草稿.xlsx"
    form = library.open(source("example-2023"))
    form.set("indicators[0].points", 2)  # no column of the page
    old.write_bytes(form.docx(draft=True))
    assert formgen("import", old, "-p", "central-dept-2015", "--year", "2024", "-o", new).code == 0
    assert library.open(new).declaration.indicators[0].points == Decimal(2)


def assert_taken_over(old: str, wanted: str, folder: Path) -> None:
    new, profile = folder / f"{old}-{wanted}.xlsx", library.open(source(wanted)).profile
    imported = library.import_(source(old), new, profile=profile.id, year=2031)
    before, after = library.open(source(old)).declaration, library.open(new).declaration
    assert after.year == 2031 and after.department.name == before.department.name
    if "project" in profile.field_keys:
        assert after.project == before.project
    for name in ("level3", "operator", "target", "unit"):
        values = [[getattr(row, name) for row in rows.indicators] for rows in (after, before)]
        assert values[0] == values[1], name
    assert sum(imported.counts.values()) == sum(entry.is_cell for entry in imported.entries)


@pytest.mark.slow
@pytest.mark.parametrize("old", PROFILES)
def test_each_form_becomes_the_next_one(old: str, tmp_path: Path) -> None:
    wanted = PROFILES[(PROFILES.index(old) + 1) % len(PROFILES)]
    assert_taken_over(old, wanted, tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("old", PROFILES)
def test_each_form_becomes_every_other(old: str, tmp_path: Path) -> None:
    for wanted in PROFILES:
        if wanted != old:
            assert_taken_over(old, wanted, tmp_path)
