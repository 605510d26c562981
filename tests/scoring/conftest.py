"""The sample declaration, its profile, and a second pair of eyes for traces."""

import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration, Department, Goal, Indicator, Operator

ROOT = Path(__file__).parents[2]


def indicator(**cells):
    """An indicator with only the cells a test is about."""
    row = {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "甲",
        "operator": "≥",
        "target": 100,
        "unit": "件",
    }
    row |= cells
    if isinstance(row["target"], int):
        row["target"] = Decimal(row["target"])
    row["operator"] = Operator(row["operator"])
    return Indicator(**row)


def declare(*rows):
    return Declaration(
        profile="hunan-2023",
        year=2023,
        department=Department(name="某局"),
        goal=Goal(annual="一、"),
        indicators=tuple(row if isinstance(row, Indicator) else indicator(**row) for row in rows),
    )


def recompute(trace):
    """The sum printed in a trace, computed again from its characters, and the score printed behind it."""
    found = re.search(r"得分＝([0-9.()÷×－＋%-]+)＝(\d+\.\d\d)$", trace)
    assert found, trace
    text = re.sub(r"([\d.]+)%", r"(\1/100)", found[1])
    text = re.sub(r"(\d+(?:\.\d+)?)", r"Fraction('\1')", text)
    text = text.replace("÷", "/").replace("×", "*").replace("－", "-").replace("＋", "+")
    exact = eval(text, {"Fraction": Fraction})
    return Decimal(int(exact * 100 + Fraction(1, 2))) / 100, Decimal(found[2])


@pytest.fixture(scope="session")
def profile():
    return load_profile()


@pytest.fixture(scope="session")
def seed():
    data = tomllib.loads(
        (ROOT / "inputs/hengyang-2023.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )
    keys = ("level1", "level2", "level3", "operator", "target", "unit", "scoring", "explanation")
    return declare(*({key: row[key] for key in keys if key in row} for row in data["indicators"]))
