"""A pattern of the reader is asked only where its signs stand: what it is said to need, it must need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from formgen.scoring.wording import patterns, vocabulary
from formgen.scoring.wording.lazy_words import Lazy
from formgen.scoring.wording.text import normalise

OWN = Path(__file__).with_name("wordings_of_our_own.json")
RARE = (
    "不足1天的（按比例扣分）", "允许误差2天", "宽限期3天", "从第3次起，每次扣1分", "采用线性插值法计算得分", "用直线内插法得分", "优（90分以上）得5分", "具体公式为：得分=权重分×完成率",
    "酌情扣1-3分", "由评价人视情况打分", "不扣分", "正负5%以内", "上下5%", "计权重分的50%", "给权重分的50%", "赋权重分的50%", "获得一半的分值", "评分标准：95%以上得5分",
)  # fmt: skip
TAILS = ("95%得5分", "5个扣1分，扣完为止", "目标值的，按比例得分", "一")


def named(value: object, name: str) -> Iterator[tuple[str, Lazy]]:
    """Every pattern in a value of the module, tables of them included."""
    if isinstance(value, Lazy):
        yield name, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from named(item, f"{name}.{number}")


def texts() -> Iterator[str]:
    """The wordings of our own, and every word of the vocabulary in front of what may follow it."""
    for case in json.loads(OWN.read_text(encoding="utf8")):
        yield normalise(case["wording"]).text
    yield from (normalise(text).text for text in RARE)
    for value in vars(vocabulary).values():
        if isinstance(value, Iterable) and not isinstance(value, str):
            yield from (
                normalise(word + tail).text for word in value if isinstance(word, str) for tail in TAILS
            )


PATTERNS = [pair for name, value in sorted(vars(patterns).items()) for pair in named(value, name)]
TEXTS = sorted(set(texts()))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_signs_are_needed(name: str, pattern: Lazy) -> None:
    plain = re.compile(pattern.pattern.replace("UNITS", "个|天|次"))
    met = 0
    for text in TEXTS:
        for found in re.finditer(f"(?=({plain.pattern}))", text):
            at, what = found.start(), found[1]
            if what:
                met += 1
                assert pattern.fits(text), f"{name}: {what}"
                assert pattern.is_led(text), f"{name}: {what}"
                assert not pattern.begins or text[at] in pattern.begins, f"{name}: {what}"
    assert met, f"no text for {name}"
