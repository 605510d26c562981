"""What else a machine has plays no part: other fonts, the network, a checkout. Each run in a process of its
own, for the fonts of a machine are looked at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from docx import Document

from formgen.base.errors import ExitCode
from tests.conftest import ROOT
from tests.fonts.tiny import write_font
from tests.render.pdf_samples import read_tables

RARE = "𠮷"

# Any connection ends the process: the guard sits under everything that Python code can open.
GUARD = """
import socket, sys
def refuse(*_): print("CONNECTION", file=sys.stderr); raise SystemExit(99)
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
"""


def build(
    source: Path, folder: Path, *more: str | Path, **surroundings: str | Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "formgen", "build", source, "-o", folder, "--appendix", "none", *more],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {key: str(value) for key, value in surroundings.items()},
    )


@pytest.fixture
def rare_sample(sample_toml: Path, tmp_path: Path) -> Path:
    """The sample with a character that no bundled font has, in one cell."""
    path = tmp_path / "rare.toml"
    text = sample_toml.read_text(encoding="utf-8")
    path.write_text(text.replace('unit = "件"', f'unit = "件"\nremark = "{RARE}"', 1), encoding="utf-8")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["indicators"][0]["remark"] == RARE
    return path


@pytest.fixture
def machine_fonts(tmp_path: Path) -> Path:
    """A machine (XDG_DATA_HOME) with two fonts that no profile names; one has everything in the form."""
    data = tmp_path / "data"
    write_font(data / "fonts" / "random.ttf", "Random Sans", "市场监督管理局0123456789%件" + RARE)
    write_font(data / "fonts" / "han.ttf", "Rare Han", RARE)
    return data


@pytest.mark.slow
def test_other_fonts_of_the_machine_change_nothing(
    sample_toml: Path, seed_results: Path, machine_fonts: Path, tmp_path: Path
) -> None:
    run = build(sample_toml, tmp_path / "out", XDG_DATA_HOME=machine_fonts)
    assert run.returncode == 0, run.stderr
    results = [path for path in seed_results.iterdir() if path.suffix in (".docx", ".pdf")]
    assert len(results) == 2
    for path in results:
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_a_rare_character_is_refused_unless_the_profile_names_a_font_that_has_it(
    rare_sample: Path, machine_fonts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = build(rare_sample, out, XDG_DATA_HOME=machine_fonts)
    assert run.returncode == ExitCode.MISSING
    assert RARE in run.stderr and "U+20BB7" in run.stderr and "备注" in run.stderr and "第 " in run.stderr
    assert not list(out.glob("2023*"))
    own = shutil.copytree(ROOT / "templates" / "hunan-2023", tmp_path / "own")
    profile = own / "profile.toml"
    named = profile.read_text(encoding="utf-8").replace(
        '"DejaVu Sans Mono"]', '"DejaVu Sans Mono", "Rare Han"]'
    )
    assert named.count("Rare Han") == 5
    profile.write_text(named, encoding="utf-8")
    run = build(rare_sample, out, "--profile", own, XDG_DATA_HOME=machine_fonts)
    assert run.returncode == 0, run.stderr
    (pdf,) = out.glob("*.pdf")
    (docx,) = out.glob("*.docx")
    assert RARE in str(read_tables(pdf.read_bytes()))
    assert any(RARE in cell.text for table in Document(str(docx)).tables for cell in table._cells)


@pytest.mark.slow
def test_no_connection_is_tried_during_a_whole_build(sample_toml: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    guarded = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert guarded.returncode == 99  # the guard can say no
    run = build(sample_toml, tmp_path / "out", PYTHONPATH=tmp_path)
    assert run.returncode == 0 and "CONNECTION" not in run.stderr


@pytest.mark.slow
def test_the_wheel_works_far_from_the_checkout(sample_toml: Path, tmp_path: Path) -> None:
    """Built, unpacked and run where neither the checkout nor its templates can be seen."""
    wheels = tmp_path / "wheels"
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        wheels,
        ROOT,
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = wheels.glob("formgen-*.whl")
    place = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
        package.extractall(place)
    templates = ROOT / "templates"
    inside = {f"formgen/{path.relative_to(ROOT)}" for path in templates.rglob("*") if path.is_file()}
    assert len(inside) > 4
    assert inside <= names
    assert {path.name for path in templates.iterdir() if path.is_dir()} == {
        name.split("/")[2] for name in names if name.startswith("formgen/templates/")
    }
    assert "formgen/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "templates/", "bench/")) for name in names)
    shutil.copy(sample_toml, tmp_path / "a.toml")
    script = (
        f"import sys; sys.path[:] = [place for place in sys.path if place != {str(ROOT)!r}]; import formgen; "
        f"assert formgen.__file__.startswith({str(place)!r}); from formgen.cli import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "build", "a.toml", "-o", "out"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert {path.suffix for path in (tmp_path / "out").iterdir()} >= {".docx", ".pdf", ".json"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only there does looking for a library run programs")
def test_no_compiler_is_run_to_find_a_library(tmp_path: Path) -> None:
    """Programs of these names stand first on the PATH, and leave a trace."""
    for name in ("gcc", "cc", "ld", "objdump"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {name} >> {tmp_path}/trace\nexit 1\n", encoding="utf-8")
        program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    code = "import os; before = os.environ['PATH']; from formgen.render.load_weasyprint import load_engine; "
    code += "load_engine(); assert os.environ['PATH'] == before"
    surroundings = os.environ | {"PATH": path}
    subprocess.run([sys.executable, "-c", code], check=True, env=surroundings)
    assert not (tmp_path / "trace").exists()
    subprocess.run([sys.executable, "-c", "import weasyprint"], check=True, env=surroundings)
    assert (tmp_path / "trace").exists(), "the trap itself works"
