"""JSON that is printed is valid UTF-8, whatever a file held."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formgen.base.errors import ExitCode
from formgen.cli.output import json_bytes
from tests.cli.conftest import Formgen
from tests.conftest import ROOT

EXAMPLE = ROOT / "inputs" / "example-2023.toml"


def test_half_a_pair_of_surrogates_is_escaped() -> None:
    text = json.dumps({"a": "甲\ude00乙"}, ensure_ascii=False)
    printed = json_bytes(text)
    assert json.loads(printed.decode("utf-8")) == {"a": "甲\ude00乙"}
    assert "甲".encode() in printed


@pytest.mark.slow
def test_a_build_tells_programs_what_became_of_each_file(tmp_path: Path, formgen: Formgen) -> None:
    folder, out = tmp_path / "报送", tmp_path / "结果"
    folder.mkdir()
    good = EXAMPLE.read_text(encoding="utf-8")
    (folder / "甲.toml").write_text(good, encoding="utf-8")
    (folder / "乙.toml").write_text(good.replace("示例市示例局", "乙局").replace("≥", "约"), encoding="utf-8")
    (folder / "丙.toml").write_text("year = ", encoding="utf-8")
    (folder / "说明.txt").write_text("说明", encoding="utf-8")

    run = formgen("build", folder, "-o", out, "--formats", "docx", "--format", "json")
    assert run.code == ExitCode.BATCH
    printed = json.loads(run.out)

    assert printed["schema"] == 1
    assert [Path(item["path"]).name for item in printed["skipped"]] == ["说明.txt"]
    assert Path(printed["summary"]).is_file()
    ends = {
        Path(entry["path"]).stem: (entry["status"], entry["exit_code"], len(entry["results"]))
        for entry in printed["files"]
    }
    assert ends == {"甲": ("built", 0, 1), "乙": ("failed", 4, 0), "丙": ("failed", 3, 0)}
    for entry in printed["files"]:
        assert all(Path(name).is_file() for name in entry["results"])
        assert bool(entry["message"]) is (entry["status"] == "failed")
        assert entry["verdict"] == {"甲": "pass", "乙": "fail", "丙": "unreadable"}[Path(entry["path"]).stem]


def test_a_build_of_one_file_prints_nothing_but_json(tmp_path: Path, formgen: Formgen) -> None:
    run = formgen("build", EXAMPLE, "-o", tmp_path, "--formats", "docx", "--format", "json")
    assert run.code == ExitCode.DONE
    (entry,) = json.loads(run.out)["files"]
    assert (entry["status"], entry["department"], entry["full"]) == ("built", "示例市示例局", 100)


def test_a_control_character_in_toml_is_named(tmp_path: Path, formgen: Formgen) -> None:
    """Also where the line has Chinese quotes, which are right in its text."""
    path = tmp_path / "a.toml"
    path.write_text('year = 2023\nprofile = "“甲”\x0b"\n', encoding="utf-8")
    (finding,) = json.loads(formgen("check", path, "--format", "json").out)["files"][0]["findings"]
    assert finding["place"].startswith("第 2 行")
    assert "U+000B" in finding["hint"]
    assert "全角" not in finding["hint"]
