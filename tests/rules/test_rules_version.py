"""RULES_VERSION says how declarations are scored and checked: whoever changes that has to raise it."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from formgen.base.digest import RULES_VERSION
from formgen.scoring import KINDS
from tests.rules import behaviour

RENEW = "Run: python -m tests.rules.behaviour --renew"


def complaint(kept: tuple[int, list[str]], found: list[str], version: int) -> str:
    """What is wrong with version and kept text; "" where they belong together."""
    kept_version, lines = kept
    if found != lines:
        changes = list(unified_diff(lines, found, "kept", "found", lineterm="", n=0))
        shown = "\n".join(changes[:40])
        return f"The rules do something else than at version {kept_version}. {RENEW}\n{shown}"
    return "" if kept_version == version else f"behaviour.txt is of another version. {RENEW}"


@pytest.mark.slow
def test_the_version_is_that_of_what_the_rules_do() -> None:
    found = complaint(behaviour.kept_behaviour(), behaviour.describe_behaviour(), RULES_VERSION)
    assert not found, found


def test_every_kind_of_rule_is_in_the_corpus() -> None:
    _, lines = behaviour.kept_behaviour()
    declared = (behaviour.RULES / "rules.toml").read_text(encoding="utf-8")
    assert {kind for kind in KINDS if f'kind = "{kind}"' in declared} == set(KINDS)
    assert len(lines) > 1000


def test_the_guard_can_say_no() -> None:
    kept = (RULES_VERSION, ["one", "two"])
    assert complaint(kept, ["one", "two"], RULES_VERSION) == ""
    assert "Run: python" in complaint(kept, ["one", "three"], RULES_VERSION)
    assert "Run: python" in complaint(kept, ["one", "three"], RULES_VERSION + 1)
    assert "another version" in complaint(kept, ["one", "two"], RULES_VERSION + 1)


def test_renewing_raises_the_version_only_with_the_behaviour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, kept = tmp_path / "digest.py", tmp_path / "behaviour.txt"
    source.write_text(f"RULES_VERSION = {RULES_VERSION}\n", encoding="utf-8")
    monkeypatch.setattr(behaviour, "VERSION_SOURCE", source)
    monkeypatch.setattr(behaviour, "KEPT", kept)
    for lines, version in ((["one"], RULES_VERSION), (["one"], RULES_VERSION), (["two"], RULES_VERSION + 1)):
        monkeypatch.setattr(behaviour, "describe_behaviour", lambda lines=lines: lines)
        behaviour.renew()
        assert behaviour.kept_behaviour() == (version, lines)
        assert source.read_text(encoding="utf-8") == f"RULES_VERSION = {version}\n"
