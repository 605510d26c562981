"""`import formgen`: what it offers, that it is cheap, and that the command line uses nothing else."""

from __future__ import annotations

import ast
import inspect
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest

import formgen
from tests.conftest import ROOT

ALLOWED = ("formgen.library", "formgen.messages", "formgen.page", "formgen.report", "formgen.cli")
ROOMS = ("verify", "diff", "archive", "doctor", "checks")
"""Rooms that share their name with a function of the library."""


def imports_of(source: str) -> Iterator[str]:
    """Every module of formgen that this source imports, also within functions and for types only."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "formgen")


def strangers(source: str) -> list[str]:
    """What of it is neither the library nor what the command line may use beside it."""
    return [
        name
        for name in imports_of(source)
        if name.startswith("formgen.")
        and not any(name == room or name.startswith(f"{room}.") for room in ALLOWED)
        and name.removeprefix("formgen.") not in formgen.__all__
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "formgen" / "cli").glob("*.py")), ids=lambda path: path.stem)
def test_the_command_line_uses_only_the_library(path: Path) -> None:
    assert strangers(path.read_text(encoding="utf-8")) == []


def test_the_guard_sees_every_way_to_import() -> None:
    source = (
        "import formgen.sources\nfrom formgen.run import batch\nfrom formgen import sources\n"
        "def f():\n    from formgen.base.errors import Fault\nfrom formgen.library import shown\n"
        "from formgen import __version__, check\nimport formgen\nimport json\n"
    )
    assert strangers(source) == ["formgen.sources", "formgen.run", "formgen.sources", "formgen.base.errors"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ROOMS)
def test_a_function_is_not_replaced_by_the_room_of_its_name(name: str) -> None:
    code = f"import formgen, formgen.{name}, importlib; importlib.import_module('formgen.{name}'); "
    code += f"from formgen.{name} import __name__ as there; assert there == 'formgen.{name}'; "
    code += f"assert callable(formgen.{name})"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_name_is_there_documented_and_typed() -> None:
    for name in formgen.__all__:
        item = getattr(formgen, name)
        if inspect.isfunction(item):
            assert item.__doc__, name
            assert all(
                parameter.annotation is not inspect.Parameter.empty
                for parameter in inspect.signature(item).parameters.values()
            ), name
    assert (ROOT / "formgen" / "py.typed").is_file()
    with pytest.raises(AttributeError):
        _ = formgen.no_such_name


def test_importing_it_loads_nothing_of_the_engines() -> None:
    code = (
        "import sys, formgen, formgen.cli; "
        "heavy = {'pydantic', 'openpyxl', 'lxml', 'docx', 'weasyprint', 'pikepdf', 'rich', 'pebble', 'tomlkit'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_check_loads_nothing_that_takes_longer_than_it_does(sample_toml: Path) -> None:
    code = (
        "import sys; from formgen.cli import run; assert run(['check', sys.argv[1]]) == 0; "
        "heavy = {'pydantic', 'pydantic_core', 'importlib.metadata', 'openpyxl', 'lxml', 'docx', 'jinja2', 'pikepdf', "
        "'logging', 'concurrent.futures', 'json', 'difflib', 'zipfile', 'base64', 'calendar'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(sample_toml)], check=True, stdout=subprocess.DEVNULL)


def test_one_small_file_is_checked_without_another_process(
    sample_toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was opened")

    monkeypatch.setattr("formgen.run.batch.ProcessRunner", refuse)
    (result,) = formgen.check(sample_toml).results
    assert result.review.verdict == "pass"
    with pytest.raises(AssertionError, match="a process"):
        _ = formgen.check([sample_toml, sample_toml]).results


def test_what_is_handed_out_is_frozen_and_travels_whole(sample_toml: Path) -> None:
    (result,) = formgen.check(sample_toml).results
    for item in (result, result.outcome, result.review, *result.review.findings, *result.outcome.groups):
        first = fields(item)[0].name
        with pytest.raises(FrozenInstanceError):
            setattr(item, first, None)
        with pytest.raises(FrozenInstanceError):
            delattr(item, first)
        assert replace(item) == item == pickle.loads(pickle.dumps(item))
        assert f"{first}={getattr(item, first)!r}" in repr(item)


def test_profiles_and_checks_are_listed() -> None:
    from formgen.checks import CHECKS
    from formgen.messages.check_list import SAYS

    assert [check.id for check in formgen.checks()] == list(CHECKS)
    assert set(CHECKS) <= set(SAYS)
    assert "hunan-2023" in [profile.name for profile in formgen.profiles()]


@pytest.mark.parametrize(
    "wrong", [{"formats": ("docx", "doc")}, {"engine": "word"}, {"appendix": "x"}, {"formats": ()}]
)
def test_what_cannot_be_made_is_refused_before_anything_is(
    wrong: dict[str, object], sample_toml: Path, tmp_path: Path
) -> None:
    """A result without a file, told as made, would be noticed when it is missed."""
    with pytest.raises(formgen.UsageFault, match=r"docx|weasyprint|inside"):
        formgen.build(sample_toml, tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()
