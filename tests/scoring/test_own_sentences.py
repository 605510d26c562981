"""[[scoring.wording]]: a province's own sentences, with typed holes, before the built-in grammar."""

from dataclasses import replace
from decimal import Decimal

import pytest

from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Operator
from formgen.declaration.profile import OwnWording
from formgen.scoring import Facts, read_wording

SENTENCE = {
    "sentence": "按星级评定办法计{points}分，每差一颗星（{percent}）折扣{points2}分",
    "rule": {
        "kind": "over_budget",
        "of": "short",
        "points": "{points}",
        "per_percent": "{percent}",
        "deduct": "{points2}",
    },
}
CASES = Facts("件数", Operator.AT_LEAST, Decimal(100), "件")


def defaults(*sentences):
    plain = load_profile().scoring
    return plain.model_copy(update={"wording": tuple(OwnWording(**each) for each in sentences)})


def test_a_sentence_of_the_profile_is_read_as_its_rule():
    wording = "按星级评定办法计五分，每差一颗星（20%）折扣1.5分。"
    assert read_wording(wording, CASES, defaults()).rule is None
    reading = read_wording(wording, CASES, defaults(SENTENCE))
    assert [str(reading.rule.score(Decimal(n), CASES).score) for n in (100, 81, 80, 60)] == [
        "5.00",
        "5.00",
        "3.50",
        "2.00",
    ]
    assert [(clause.start, clause.end) for clause in reading.clauses] == [(0, len(wording))]


@pytest.mark.parametrize("more", ["，弄虚作假的不得分", "且验收合格"])
def test_a_sentence_accounts_for_the_whole_wording(more):
    assert (
        read_wording("按星级评定办法计5分，每差一颗星（20%）折扣1分" + more, CASES, defaults(SENTENCE)).rule
        is None
    )


def test_holes_are_typed_and_no_pattern_is_taken():
    with pytest.raises(ValueError):
        OwnWording(sentence="计{anything}分就好", rule={"kind": "yes_no"})
    with pytest.raises(ValueError):
        OwnWording(sentence="计{points}分就好", rule={"points": 2})
    dots = OwnWording(sentence="计{points}分.*扣完为止", rule={"kind": "yes_no", "points": "{points}"})
    assert read_wording("计5分随便什么扣完为止", CASES, defaults(dots.model_dump())).rule is None


@pytest.mark.parametrize(
    ("rule", "wording", "told"),
    [
        ({"kind": "yes_no", "pionts": "{points}"}, "完成的计5分", "pionts"),
        ({"kind": "yes_no", "points": "{points}"}, "完成的计0分", "points"),
        (
            {"kind": "tier_range", "tiers": [{"label": "好", "from": Decimal("NaN"), "to": 1}]},
            "完成的计5分",
            "from",
        ),
    ],
)
def test_a_sentence_that_gives_no_rule_says_why(rule, wording, told):
    sentence = {"sentence": "完成的计{points}分", "rule": rule}
    found = read_wording(wording, CASES, defaults(sentence))
    assert found.rule is None and told in found.reason


def test_a_sentence_without_points_has_those_of_the_column():
    sentence = {"sentence": "完成的得满分，否则不得分", "rule": {"kind": "yes_no"}}
    found = read_wording(sentence["sentence"], replace(CASES, points=Decimal(3)), defaults(sentence))
    assert found.rule is not None and found.rule.full == 3 and not found.points_named
