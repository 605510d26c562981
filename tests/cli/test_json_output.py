"""JSON that is printed is valid UTF-8, whatever a file held."""

from __future__ import annotations

import json

from formgen.cli.output import json_bytes


def test_half_a_pair_of_surrogates_is_escaped() -> None:
    text = json.dumps({"a": "甲\ude00乙"}, ensure_ascii=False)
    printed = json_bytes(text)
    assert json.loads(printed.decode("utf-8")) == {"a": "甲\ude00乙"}
    assert "甲".encode() in printed
