"""A row that declares a rule and no wording: its standard wording stands in every output.

What it must say is taken from the hand-written table of wordings (tests/scoring), by reading it back: the
wording read is the rule declared."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from formgen import cli
from formgen.base.errors import ExitCode
from formgen.sources import read_file
from formgen.sources.build import build
from formgen.sources.extract import extract
from tests.archive.tools import verify

WORDED = "该指标分值为2分，完成率小于60%为不及格，不得分；大于等于60%的，按超过的比重赋分，..."
RULE = 'rule = { kind = "threshold_linear", points = 2 }'


@pytest.fixture(scope="module")
def source(sample_toml: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = sample_toml.read_text(encoding="utf-8")
    line = f'scoring = "{WORDED}"'
    assert line in text
    path = tmp_path_factory.mktemp("ruled") / "source.toml"
    path.write_text(text.replace(line, RULE, 1), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(source: Path) -> Path:
    out = source.parent / "out"
    assert cli.run(["build", str(source), "-o", str(out)]) == ExitCode.DONE
    return out


def test_it_is_the_rule_in_words_and_is_told(source: Path) -> None:
    reading = build(read_file(source)[0])
    wording = reading.declaration.indicators[0].scoring
    assert "2分" in wording and "60%" in wording
    (note,) = (note for note in reading.notes if note.field == "indicators[0].scoring")
    assert "标准表述" in note.message
    # Read alone, without the rule, it is the same rule.
    alone = reading.declaration.indicators[0].model_copy(update={"rule": None})
    changed = reading.declaration.model_copy(
        update={"indicators": (alone, *reading.declaration.indicators[1:])}
    )
    from formgen.scoring import resolve_rules

    row = resolve_rules(changed, reading.profile)[0]
    assert row.rule is not None and row.points == Decimal(2)
    assert row.rule.data() == resolve_rules(reading.declaration, reading.profile)[0].rule.data()  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_files_show_and_carry_it(suffix: str, source: Path, built: Path) -> None:
    expected = build(read_file(source)[0]).declaration
    (path,) = built.glob(f"*{suffix}")
    found = extract(path)
    assert found.declaration == expected
    assert found.declaration.indicators[0].scoring


@pytest.mark.slow
def test_verify_holds(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = verify(capsys, built)
    assert code == ExitCode.DONE, report


def test_extract_writes_it(source: Path, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = build(read_file(source)[0]).declaration.indicators[0].scoring
    for path in (source, *built.glob("*.pdf"), *built.glob("*.docx")):
        capsys.readouterr()
        assert cli.run(["extract", str(path)]) == ExitCode.DONE
        row = tomllib.loads(capsys.readouterr().out)["indicators"][0]
        assert row["scoring"] == expected
        assert row["rule"] == {"kind": "threshold_linear", "points": 2}


def test_score_check_and_diff_see_one_text(
    source: Path, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert cli.run(["score", str(source), "--format", "json"]) == ExitCode.DONE
    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["points"], row["status"]) == (2, "no_actual")
    cli.run(["check", str(source), "--format", "json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    told = [f for f in file["findings"] if f["field"] == "indicators[0].scoring"]
    assert [finding["severity"] for finding in told] == ["note"]
    (pdf,) = built.glob("*.pdf")
    assert cli.run(["diff", str(source), str(pdf), "--format", "json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["changes"] == []


@pytest.mark.parametrize(
    "rule",
    ['{ kind = "threshold_linear", points = 2, flour = 1 }', '{ kind = "bands", bands = [] }'],
)
def test_a_faulty_rule_is_not_put_into_words(rule: str, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(source.read_text(encoding="utf-8").replace(RULE, f"rule = {rule}"), encoding="utf-8")
    assert build(read_file(path)[0]).declaration.indicators[0].scoring == ""
