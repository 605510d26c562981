"""`check` of a folder: what harms one file harms no other, and is told on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.base.errors import ExitCode
from formgen.cli import run
from formgen.declaration.load_profile import load_profile
from formgen.run import batch as batches
from formgen.run.batch import Guards, run_paths
from formgen.run.prepare import Options
from tests.batch.samples import write_forms
from tests.batch.workers import crash_on_bad

pytestmark = pytest.mark.slow

HARMFUL = {1: "bad.toml", 3: "slow.toml", 4: "big.toml"}


@pytest.fixture
def guards() -> Guards:
    return Guards(jobs=2, time_limit=15, memory_limit=2 * 1024**3, work=crash_on_bad)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    paths = write_forms(tmp_path / "in", 7)
    for number, name in HARMFUL.items():
        paths[number].rename(tmp_path / "in" / name)
    return tmp_path / "in"


def test_the_others_are_checked(
    folder: Path, guards: Guards, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def guarded(*arguments: object, **named: object) -> object:
        return run_paths(*arguments, **{**named, "guards": guards})  # type: ignore[arg-type]

    monkeypatch.setattr("formgen.library.files.run_paths", guarded)
    assert run(["check", str(folder), "--format", "json"]) == ExitCode.UNREADABLE
    out, err = capfd.readouterr()
    files = {Path(file["path"]).name: file for file in json.loads(out)["files"]}
    assert set(files) == {path.name for path in folder.iterdir()}
    unreadable = {name: file for name, file in files.items() if file["verdict"] == "unreadable"}
    assert set(unreadable) == set(HARMFUL.values())
    told = {name: file["findings"][0]["message"] for name, file in unreadable.items()}
    assert "意外退出" in told["bad.toml"] and "15 秒" in told["slow.toml"] and "内存" in told["big.toml"]
    assert "审核：7/7" in err and "Traceback" not in err


def test_a_profile_comes_back_once_from_each_worker(tmp_path: Path) -> None:
    write_forms(tmp_path, 6)
    results = run_paths([tmp_path], Options(()), guards=Guards(jobs=2)).results
    profiles = [result.review.profile for result in results]
    assert profiles == [load_profile()] * 6
    assert len({id(profile) for profile in profiles}) <= 2


def test_a_run_can_be_cancelled_and_keeps_what_is_done(tmp_path: Path) -> None:
    write_forms(tmp_path / "in", 12)
    run_of_all = run_paths(
        [tmp_path / "in"], Options(("docx",), appendix="none"), output=tmp_path / "out", guards=Guards(jobs=1)
    )
    first = next(run_of_all)
    run_of_all.cancel()
    assert list(run_of_all) == [] and run_of_all.cancelled
    made = [path.name for path in (tmp_path / "out").glob("*.docx")]
    assert made == list(first.outcome.files)
    assert (tmp_path / "out" / "manifest.json").is_file() and run_of_all.summary is None


def test_a_big_single_file_is_guarded_too(
    folder: Path, guards: Guards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SINGLE_MEGABYTES", 0)
    one = run_paths([folder / "bad.toml"], Options(()), guards=replace(guards, jobs=1))
    (result,) = one.results
    assert result.review.verdict == "unreadable" and "意外退出" in result.outcome.message
