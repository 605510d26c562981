"""A folder that is called like a profile that comes with formgen is not taken for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formgen import cli
from formgen.declaration.load_profile import load_profile, load_shipped, profiles_folder


def test_an_empty_namesake_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_toml: Path
) -> None:
    (tmp_path / "hunan-2023").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_profile("hunan-2023") == load_shipped("hunan-2023")
    assert cli.run(["check", str(sample_toml), "--format", "json"]) == 0


def test_a_file_never_names_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_toml: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The profile that a declaration names is the shipped one, whatever lies beside it."""
    own = tmp_path / "hunan-2023"
    shutil.copytree(profiles_folder() / "hunan-2023", own)
    text = (own / "profile.toml").read_text(encoding="utf-8")
    (own / "profile.toml").write_text(text.replace("total = 100", "total = 90"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["check", str(sample_toml), "--format", "json"]) == 0
    assert "SCO-01" not in [line for line in capsys.readouterr().out.split('"') if line == "SCO-01"]
    assert cli.run(["check", str(sample_toml), "--profile", "hunan-2023"]) == 4
