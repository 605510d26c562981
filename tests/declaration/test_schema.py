"""The JSON Schema of a declaration: what is shipped passes, what formgen refuses does not."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import formgen
from formgen.cli import run

ROOT = Path(__file__).parents[2]
SAMPLES = {
    "central-dept-2015": "central-dept-2015.toml",
    "hunan-2023": "hengyang-2023.toml",
}
Data = dict[str, Any]


def sample(profile: str) -> Data:
    return tomllib.loads((ROOT / "inputs" / SAMPLES[profile]).read_text(encoding="utf-8"))


@pytest.mark.parametrize("profile", SAMPLES)
def test_the_schema_is_one_and_the_sample_passes(profile: str) -> None:
    schema = formgen.schema(profile)
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(sample(profile))] == []


@pytest.mark.parametrize("profile", SAMPLES)
def test_every_property_has_a_title_in_chinese(profile: str) -> None:
    def untitled(schema: Data, path: str = "") -> list[str]:
        found = []
        for key, part in schema.get("properties", {}).items():
            if not any("\u4e00" <= char <= "\u9fff" for char in part.get("title", "")):
                found.append(f"{path}.{key}")
            found += untitled(part, f"{path}.{key}") + untitled(part.get("items", {}), f"{path}.{key}")
        return found

    assert untitled(formgen.schema(profile)) == []


def misspell_group(data: Data) -> None:
    data["departmant"] = data.pop("department")


def misspell_column(data: Data) -> None:
    row = data["indicators"][0]
    row["levle3"] = row.pop("level3")


def strange_operator(data: Data) -> None:
    data["indicators"][0]["operator"] = "大约"


def one_row_for_many(data: Data) -> None:
    data["indicators"] = data["indicators"][0]


def number_for_a_text(data: Data) -> None:
    data["department"]["name"] = 5


def no_year(data: Data) -> None:
    del data["year"]


def another_form(data: Data) -> None:
    data["profile"] = "another"


@pytest.mark.parametrize("profile", SAMPLES)
@pytest.mark.parametrize(
    "spoil",
    [
        misspell_group,
        misspell_column,
        strange_operator,
        one_row_for_many,
        number_for_a_text,
        no_year,
        another_form,
    ],
)
def test_what_is_wrong_does_not_pass(profile: str, spoil: Callable[[Data], None]) -> None:
    data = sample(profile)
    spoil(data)
    assert not Draft202012Validator(formgen.schema(profile)).is_valid(data)


def test_a_task_that_the_form_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    data = sample("central-dept-2015")
    data["tasks"][0]["budget"] = 3
    assert not Draft202012Validator(formgen.schema("central-dept-2015")).is_valid(data)


@pytest.mark.parametrize("profile", SAMPLES)
def test_the_command_prints_it(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", profile]) == 0
    assert json.loads(capsys.readouterr().out) == formgen.schema(profile)


def test_an_unknown_profile_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "nowhere"]) == 3
    assert "central-dept-2015" in capsys.readouterr().err


def test_profiles_say_where_their_layout_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["profiles"]) == 0
    assert "财预〔2015〕88号 附件2" in capsys.readouterr().out
