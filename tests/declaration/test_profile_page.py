"""docs/表样.md names every key of the profile language, and its example loads."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel

from formgen.declaration import blocks, form_rules, profile
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile_faults import known_keys
from tests.checks.samples import ROOT
from tests.checks.test_figures import profile_of

PAGE = (ROOT / "docs" / "表样.md").read_text(encoding="utf-8")


def sections() -> list[type[BaseModel]]:
    found = [
        value
        for module in (blocks, form_rules, profile)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, blocks.Section)
    ]
    return list(dict.fromkeys(found))


def test_every_key_is_explained() -> None:
    named = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`([^`]*)`", PAGE.replace("```", "")))))
    missing = {
        f"{model.__name__}.{key}" for model in sections() for key in known_keys(model) if key not in named
    }
    assert len(sections()) > 15
    assert missing == set()


def test_the_example_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    loaded = load_profile(profile_of(tmp_path, example))
    assert list(loaded.tables) == ["tasks"] and len(loaded.rules) == 1
