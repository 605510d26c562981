"""The house: floors, rooms, dependencies, sentences, counts and the dice of tests."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import settings

from tests.conftest import ROOT
from tests.house.imports import PACKAGE, arrows_up, circles, floors, modules, rooms, top_names

IMPORTED_AS = {
    "pillow": "PIL",
    "fonttools": "fontTools",
    "python-docx": "docx",
    "python-barcode": "barcode",
    "dask": "distributed",
    "msdoc2docx": "doc2docx",
}
"""Distributions whose import name is not their own with underscores."""

ONLY_THERE = {
    "defusedxml": "openpyxl refuses XML bombs only where it is installed",
    "pylopdf-fonts-zh-cn": "fonts, found by name in formgen.fonts.find",
    "python-barcode": "a font, found by name in formgen.fonts.find",
    "python-multipart": "starlette reads uploads with it",
    "python-docx": "docxtpl's documents are its documents",
}
"""Dependencies that nothing needs to import, each with its reason."""


def test_readme_lists_every_room_once() -> None:
    assert sorted(floors()) == sorted(rooms())


@pytest.mark.slow
def test_modules_import_from_lower_floors_only() -> None:
    assert arrows_up(modules(), floors()) == []


@pytest.mark.slow
def test_no_module_reaches_itself() -> None:
    assert circles(modules()) == []


def test_the_guards_see_an_arrow_up_and_a_circle() -> None:
    source = {"formgen.base.errors": "def f():\n    from formgen.run import batch\n"}
    assert arrows_up(source, floors()) == [
        "formgen.base.errors → formgen.run",
        "formgen.base.errors → formgen.run.batch",
    ]
    pair = {"formgen.a.b": "from formgen.a import c", "formgen.a.c": "def f():\n    import formgen.a.b"}
    assert circles(pair) == [["formgen.a.b", "formgen.a.c"], ["formgen.a.c", "formgen.a.b"]]
    pair["formgen.a.c"] = "if TYPE_CHECKING:\n    import formgen.a.b"
    assert circles(pair) == []


def test_nothing_stands_loose_at_the_top() -> None:
    loose = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert loose == {"__init__.py", "__main__.py", "py.typed"}


def needless(requirements: list[str], used: set[str]) -> list[str]:
    """Requirements that nothing imports and nothing excuses."""
    names = [re.split(r"[\[<>=~ ]", line, maxsplit=1)[0] for line in requirements]
    return [
        name
        for name in names
        if IMPORTED_AS.get(name, name.replace("-", "_")) not in used and name not in ONLY_THERE
    ]


@pytest.mark.slow
def test_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    requirements = [*project["dependencies"], *extras["cluster"], *extras["page"]]
    assert needless(requirements, top_names(PACKAGE)) == []
    assert needless(["left-pad>=1", "click>=8"], {"click"}) == ["left-pad"]


def unsaid(sentences: dict[str, str], sources: dict[str, str]) -> list[str]:
    """Names of sentences that no module speaks."""
    spoken: set[str] = set()
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute):
                spoken.add(node.attr)
            elif isinstance(node, ast.alias):
                spoken.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                spoken.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper():
                spoken.add(node.value)  # looked up by name
    return sorted(f"{home}.{name}" for name, home in sentences.items() if name not in spoken)


def sentences_of(sources: dict[str, str]) -> dict[str, str]:
    """Name → module of everything that formgen.messages says."""
    return {
        target.id: module
        for module, source in sources.items()
        if module.startswith("formgen.messages")
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@pytest.mark.slow
def test_every_sentence_is_said_somewhere() -> None:
    sources = modules()
    assert unsaid(sentences_of(sources), sources) == []
    assert unsaid({"A": "m", "B": "m"}, {"x": "say.A"}) == ["m.B"]


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.stem)
def test_no_test_has_dice_rules_of_its_own(path: Path) -> None:
    """One profile (tests/conftest.py) says whether examples are timed: on a busy machine none may be."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "settings":
            assert not {word.arg for word in node.keywords} & {"deadline", "derandomize"}, node.lineno


def test_the_dice_are_not_timed_and_always_the_same() -> None:
    assert settings().deadline is None and settings().derandomize


DOCSTRING_CALLERS = re.compile(r"\b(Called|Used|Opened) by\b|\bCalled through\b")


@pytest.mark.slow
def test_a_docstring_says_what_comes_in_not_who_calls() -> None:
    for module, source in modules().items():
        told = ast.get_docstring(ast.parse(source)) or ""
        assert not DOCSTRING_CALLERS.search(" ".join(told.split())), module
