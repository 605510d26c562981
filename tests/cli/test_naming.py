"""Names of results are safe on every file system, and tell departments apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.declaration.naming import file_stem, safe_name
from tests.render.docx_samples import declare, hunan, indicator

FORBIDDEN = set('\\/:*?"<>|') | {chr(code) for code in (*range(32), 127)}


def stem(name: str) -> str:
    return file_stem(declare([indicator()], name=name), hunan())


def test_the_usual_name() -> None:
    assert stem("衡阳市市场监督管理局") == "2023_衡阳市市场监督管理局_部门整体绩效目标申报表"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b\\c", "a／b＼c"),
        ('<甲>:"乙"|?*', "＜甲＞：＂乙＂｜？＊"),
        ("甲\n乙\t丙", "甲 乙 丙"),
        ("..", "_"),
        (" . ", "_"),
        ("", "_"),
        ("../../etc/passwd", "／..／etc／passwd"),
        (" 甲局. ", "甲局"),
    ],
)
def test_what_file_systems_forbid(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_name_gives_a_name_that_every_system_takes(name: str) -> None:
    made = stem(name)
    assert not FORBIDDEN & set(made)
    assert made == made.strip(" .") and made.startswith("2023_")
    assert len(f".formgen-12345678{made}.docx".encode()) <= 255


def test_long_names_stay_different() -> None:
    long = "衡阳市市场监督管理局" * 30
    assert stem(long + "甲") != stem(long + "乙")
    assert stem(long) == stem(long)
