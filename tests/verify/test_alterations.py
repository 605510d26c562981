"""No altered PDF passes: by whoever keeps the manifest, re-makes it, or hands over the file alone, and whatever the
file then says of its version and fonts. What nobody altered holds, also saved again by qpdf."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import formgen
from formgen import cli
from formgen.base.digest import digests
from formgen.base.errors import ExitCode
from formgen.results.manifest import seal
from tests.verify.alterations import ALTERATIONS, BYTES, alter, claim

ROOT = Path(__file__).parents[2]
OLD = ROOT / "tests" / "data" / "v0.2.0"
ALONE = (
    "cover_by_paint", "cover_by_picture", "strike_out", "draw_a_digit", "white_text", "clip_text_away", "annotate",
    "exchange_glyphs", "exchange_texts", "optional_content", "swap_codes", "change_profile",
    "a_false_signature_appended",
)  # fmt: skip
EVERY = (*ALTERATIONS, *BYTES)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results")
    source = ROOT / "inputs" / "example-2023.toml"
    assert cli.run(["build", str(source), "-o", str(out), "--engine", "typst", "--appendix", "none"]) == 0
    return out


def pdf_of(folder: Path) -> Path:
    (path,) = folder.glob("*.pdf")
    return path


def state_of(data: bytes, folder: Path) -> str:
    path = folder / "x.pdf"
    path.write_bytes(data)
    (verdict,) = formgen.verify(path)
    return verdict.state.value


def with_new_manifest(folder: Path) -> None:
    """The manifest made to fit the files as they are now, seal and all."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for entry in content["results"]:
        for file in entry["files"]:
            data = (folder / file["name"]).read_bytes()
            file["size"], file["digests"] = len(data), dict(digests(data))
    content["digests"] = dict(seal(content["results"]))
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def test_untouched_and_saved_again_by_qpdf(results: Path, tmp_path: Path) -> None:
    data = pdf_of(results).read_bytes()
    assert state_of(data, tmp_path) == "pass"
    for options in (
        {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False},
        {"linearize": True},
        {"qdf": True},
    ):
        stream = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.save(stream, fix_metadata_version=False, **options)
        assert state_of(stream.getvalue(), tmp_path) == "pass", options


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_every_form_holds(engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each profile, as a draft, so that none is refused."""
    sources = [str(path) for path in sorted((ROOT / "inputs").glob("*.toml")) if "actuals" not in path.name]
    out = tmp_path / "out"
    command = ["build", *sources, "-o", str(out), "--engine", engine, "--draft", "--formats", "pdf"]
    assert cli.run(command) == 0
    assert len(list(out.glob("*.pdf"))) == len(sources) > 5
    assert cli.run(["verify", str(out)]) == ExitCode.DONE, capsys.readouterr().out


def test_what_a_file_says_of_itself_chooses_no_road(results: Path, tmp_path: Path) -> None:
    """Neither for the worse nor for the better."""
    data = pdf_of(results).read_bytes()
    claims = {"version": "0.0.1", "fonts": "方正小标宋 0"}
    assert state_of(claim(data, **claims), tmp_path) == "pass"
    altered = alter(data, "swap_codes")
    assert state_of(claim(altered, **claims), tmp_path) == "fail"


@pytest.mark.parametrize("name", ALONE)
def test_alone(name: str, results: Path, tmp_path: Path) -> None:
    assert state_of(alter(pdf_of(results).read_bytes(), name), tmp_path) == "fail"


@pytest.mark.parametrize("remade", [False, True])
def test_with_its_manifest(
    remade: bool, results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "results"
    shutil.copytree(results, folder)
    path = pdf_of(folder)
    path.write_bytes(alter(path.read_bytes(), "cover_by_paint"))
    if remade:
        with_new_manifest(folder)
    assert cli.run(["verify", str(folder)]) == ExitCode.INSPECTION
    out = capsys.readouterr().out
    assert out.startswith(str(path)) and out.rstrip().splitlines()[-1].endswith(path.name)


@pytest.mark.parametrize("folder", ["no-appendix", "results"])
def test_of_0_2_0(folder: str, tmp_path: Path) -> None:
    data = pdf_of(OLD / folder).read_bytes()
    assert state_of(data, tmp_path) in ("pass", "not_checked")
    for name in ("cover_by_paint", "draw_a_digit", "swap_codes"):
        assert state_of(alter(data, name), tmp_path) == "fail", name


@pytest.mark.deep
@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
@pytest.mark.parametrize("name", EVERY)
def test_every_alteration_by_every_hand(name: str, engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    source = ROOT / "inputs" / "hengyang-2023.toml"
    actuals = ROOT / "inputs" / "hengyang-2023-actuals.toml"
    command = ["build", str(source), "-o", str(folder), "--engine", engine, "--actuals", str(actuals)]
    assert cli.run(command) == 0
    path = pdf_of(folder)
    altered = alter(path.read_bytes(), name)
    assert state_of(altered, tmp_path) == "fail"
    if name not in BYTES:
        assert state_of(claim(altered, version="0.2.0", fonts="x", profile="y"), tmp_path) == "fail"
    path.write_bytes(altered)
    assert cli.run(["verify", str(folder)]) == ExitCode.INSPECTION
    with_new_manifest(folder)
    assert cli.run(["verify", str(folder)]) == ExitCode.INSPECTION


@pytest.mark.deep
def test_every_alteration_of_a_file_of_0_2_0(tmp_path: Path) -> None:
    data = pdf_of(OLD / "results").read_bytes()
    names = [name for name in EVERY if name != "change_profile"]  # 0.2.0 carried none
    states = {name: state_of(alter(data, name), tmp_path) for name in names}
    assert "pass" not in states.values(), states
    assert sum(state == "fail" for state in states.values()) >= 0.9 * len(states), states
