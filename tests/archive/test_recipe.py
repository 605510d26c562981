"""Options and actual values travel in the finished file: what extract writes, build takes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import formgen
from formgen import cli
from formgen.base.errors import ExitCode
from tests.archive.tools import failed, verify

INPUTS = Path(__file__).parents[2] / "inputs"
SOURCE, ACTUALS = INPUTS / "hengyang-2023.toml", INPUTS / "hengyang-2023-actuals.toml"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("scored")
    options = ["--actuals", str(ACTUALS), "--draft", "--appendix", "separate", "--engine", "typst"]
    assert cli.run(["build", str(SOURCE), "-o", str(out), *options]) == 0
    return out


def extracted(path: Path, target: Path) -> str:
    assert cli.run(["extract", str(path), "-o", str(target)]) == 0
    return target.read_text(encoding="utf-8")


@pytest.mark.slow
def test_both_files_carry_what_they_were_made_with(scored: Path, tmp_path: Path) -> None:
    expected = tomllib.loads(ACTUALS.read_text(encoding="utf-8"))["actuals"]
    files = [*scored.glob("*.pdf"), *scored.glob("*.docx")]
    assert len(files) == 4
    for number, path in enumerate(files):
        found = tomllib.loads(extracted(path, tmp_path / f"{number}.toml"))
        assert found["options"] == {"draft": True, "appendix": "separate"}
        assert found["actuals"] == expected


@pytest.mark.slow
def test_what_extract_writes_build_takes(scored: Path, tmp_path: Path) -> None:
    source = tmp_path / "x.toml"
    extracted(next(scored.glob("*申报表.pdf")), source)
    again = tmp_path / "again"
    text = source.read_text(encoding="utf-8").replace("[options]", '[options]\nengine = "typst"')
    source.write_text(text, encoding="utf-8")
    assert cli.run(["build", str(source), "-o", str(again)]) == 0
    names = sorted(path.name for path in scored.iterdir() if path.suffix in (".pdf", ".docx"))
    assert len(names) == 4
    for name in names:
        assert (again / name).read_bytes() == (scored / name).read_bytes()
    (batch,) = [formgen.build(source, again)]
    assert [result.outcome.status for result in batch] == ["kept"]


def test_what_the_user_says_counts_more(scored: Path, tmp_path: Path) -> None:
    source = tmp_path / "x.toml"
    extracted(next(scored.glob("*申报表.docx")), source)
    again = tmp_path / "again"
    given = ["--appendix", "none", "--formats", "docx"]
    assert cli.run(["build", str(source), "-o", str(again), *given]) == 0
    assert [path.suffix for path in again.iterdir() if "申报表" in path.name] == [".docx"]
    assert 'appendix = "none"' in extracted(next(again.glob("*.docx")), tmp_path / "y.toml")


@pytest.mark.slow
def test_scores_are_compared(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = verify(capsys, scored)
    assert code == ExitCode.DONE and not failed(report)
    states = [check["state"] for file in report["files"] for check in file["checks"] if check["id"] in
              ("PAGE-01", "PAGE-02", "DOC-01")]  # fmt: skip
    assert len(states) == 4 and set(states) == {"pass"}


def test_score_and_check_use_the_values_inside(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside = formgen.score(next(scored.glob("*申报表.pdf")))
    assert inside.total is not None
    assert inside.total == formgen.score(SOURCE, ACTUALS).total
    checked = next(iter(formgen.check(next(scored.glob("*申报表.docx")))))
    (other,) = formgen.check(SOURCE, actuals=ACTUALS)
    (plain,) = formgen.check(SOURCE)
    found, expected, without = (
        {item.id for item in each.review.not_checked} for each in (checked, other, plain)
    )
    assert found == expected < without


@pytest.mark.parametrize(
    ("lines", "field", "says"),
    [
        ("[options]\ndraft = 1", "options.draft", "true"),
        ("[options]\nappendix = \"inside \"", "options.appendix", "separate"),
        ("[options]\nappendx = \"none\"", "options.appendx", "appendx"),
        ("[actuals]\n\"执法办案案件数\" = { reason = 3 }", "actuals.执法办案案件数", "执法办案案件数"),
    ],
)  # fmt: skip
def test_what_is_wrong_there_is_told_with_its_line(lines: str, field: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    text = SOURCE.read_text(encoding="utf-8") + "\n" + lines + "\n"
    path.write_text(text, encoding="utf-8")
    (result,) = formgen.check(path)
    (finding,) = [item for item in result.review.findings if item.field == field]
    place = text.splitlines().index(lines.splitlines()[1]) + 1
    assert finding.severity == "error" and str(place) in finding.place
    assert says in finding.message + finding.hint


def test_plain_results_carry_the_declaration_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli.run(["build", str(SOURCE), "-o", str(out), "--formats", "docx"]) == 0
    text = extracted(next(out.glob("*.docx")), tmp_path / "x.toml")
    assert "[options]" not in text and "[actuals]" not in text


def test_a_workbook_that_cannot_hold_them_says_so(
    scored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["extract", str(next(scored.glob("*申报表.pdf"))), "-o", str(tmp_path / "x.xlsx")]) == 0
    assert "toml" in capsys.readouterr().err
