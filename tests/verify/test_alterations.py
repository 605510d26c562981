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
from formgen.verify import template
from tests.verify.alterations import ALTERATIONS, BYTES, alter, claim
from tests.verify.samples import ROOT, build_example

OLD = ROOT / "tests" / "data" / "v0.2.0"
ALONE = (
    "cover_by_paint", "cover_by_picture", "strike_out", "draw_a_digit", "white_text", "clip_text_away", "annotate",
    "exchange_glyphs", "exchange_texts", "optional_content", "swap_codes", "change_profile",
    "a_false_signature_appended",
)  # fmt: skip
EVERY = (*ALTERATIONS, *BYTES)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_example(tmp_path_factory.mktemp("results"))


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


@pytest.mark.slow
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
@pytest.mark.parametrize(("engine", "appendix"), [("typst", "inside"), ("weasyprint", "none")])
def test_every_form_holds(
    engine: str, appendix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of each profile, as a draft, so that none is refused."""
    sources = [str(path) for path in sorted((ROOT / "inputs").glob("*.toml")) if "actuals" not in path.name]
    out = tmp_path / "out"
    command = ["build", *sources, "-o", str(out), "--engine", engine, "--draft", "--formats", "pdf"]
    assert cli.run([*command, "--appendix", appendix]) == 0
    assert len(list(out.glob("*.pdf"))) == len(sources) > 5
    assert cli.run(["verify", str(out)]) == ExitCode.DONE, capsys.readouterr().out


def test_what_a_file_says_of_itself_chooses_no_road(results: Path, tmp_path: Path) -> None:
    """Neither for the worse nor for the better."""
    data = pdf_of(results).read_bytes()
    claims = {"version": "0.0.1", "fonts": "方正小标宋 0"}
    assert state_of(claim(data, **claims), tmp_path) == "pass"
    altered = alter(data, "swap_codes")
    assert state_of(claim(altered, **claims), tmp_path) == "fail"


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["no-appendix", "results"])
def test_of_0_2_0(folder: str, tmp_path: Path) -> None:
    data = pdf_of(OLD / folder).read_bytes()
    assert state_of(data, tmp_path) in ("pass", "not_checked")
    for name in ("cover_by_paint", "draw_a_digit", "swap_codes"):
        assert state_of(alter(data, name), tmp_path) == "fail", name


NO_CHART = {"shorten_bar"}
"""What a form without its appendix cannot suffer."""


@pytest.fixture(scope="module", params=["typst", "weasyprint"])
def scored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form with its scored appendix and chart."""
    folder = tmp_path_factory.mktemp("scored")
    source, actuals = (ROOT / "inputs" / f"hengyang-2023{end}.toml" for end in ("", "-actuals"))
    command = ["build", str(source), "-o", str(folder), "--engine", request.param, "--formats", "pdf"]
    assert cli.run([*command, "--actuals", str(actuals)]) == 0
    return folder


def notes_of(data: bytes, folder: Path) -> list[str]:
    """What is said of making the file again."""
    path = folder / "x.pdf"
    path.write_bytes(data)
    (verdict,) = formgen.verify(path)
    return [check.message for check in verdict.checks if check.id == "SAME-01"]


@pytest.mark.slow
def test_made_again_it_is_the_same_to_the_byte(scored: Path, tmp_path: Path) -> None:
    """By either engine, also saved again; of a file that claims to be of another, it is said that nothing was made
    again."""
    data = pdf_of(scored).read_bytes()
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(stream, fix_metadata_version=False, compress_streams=False, linearize=True)
    (note,) = notes_of(stream.getvalue(), tmp_path)
    assert "逐字节一致" in note
    (other,) = notes_of(claim(data, version="0.0.1"), tmp_path)
    assert "没有重做" in other
    (changed,) = notes_of(claim(data, engine="formgen 0.3.0; WeasyPrint and Typst"), tmp_path)
    assert "不逐字节相同" in changed
    assert notes_of(alter(data, "swap_codes"), tmp_path) == []


@pytest.mark.slow
def test_the_chart_is_compared_with_the_data(scored: Path, tmp_path: Path) -> None:
    assert state_of(alter(pdf_of(scored).read_bytes(), "shorten_bar"), tmp_path) == "fail"


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["results", "separate"])
@pytest.mark.parametrize("name", ["add_page", "drop_page"])
def test_pages_of_an_appendix_of_another_version(folder: str, name: str, tmp_path: Path) -> None:
    path = max((OLD / folder).glob("*.pdf"), key=lambda path: "评分细则" in path.name)
    assert state_of(alter(path.read_bytes(), name), tmp_path) == "fail"


def test_a_shipped_profile_that_was_changed_later_does_not_accuse_old_files(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text that a release carried counts by its digest; what nobody released is a difference."""
    with pikepdf.open(pdf_of(results)) as pdf:
        carried = pdf.attachments["profile.toml"].get_file().read_bytes()
    altered = alter(pdf_of(results).read_bytes(), "change_profile")
    assert state_of(altered, tmp_path) == "fail"
    monkeypatch.setattr(template, "RELEASED", frozenset({digests(carried + b"\n# x\n")["sha256"]}))
    assert state_of(altered, tmp_path) == "pass"


@pytest.mark.deep
@pytest.mark.parametrize("name", EVERY)
def test_every_alteration_by_every_hand(name: str, scored: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(scored, tmp_path / "results"))
    path = pdf_of(folder)
    altered = alter(path.read_bytes(), name)
    assert state_of(altered, tmp_path) == "fail"
    if name not in BYTES:
        for claims in ({"version": "0.2.0", "fonts": "x"}, {"engine": "formgen 0.2.0"}, {"profile": "y"}):
            assert state_of(claim(altered, **claims), tmp_path) == "fail", claims
    path.write_bytes(altered)
    assert cli.run(["verify", str(folder)]) == ExitCode.INSPECTION
    with_new_manifest(folder)
    assert cli.run(["verify", str(folder)]) == ExitCode.INSPECTION


@pytest.mark.deep
@pytest.mark.parametrize("folder", ["results", "results-typst", "no-appendix"])
def test_every_alteration_of_a_file_of_0_2_0(folder: str, tmp_path: Path) -> None:
    data = pdf_of(OLD / folder).read_bytes()
    left_out = {"change_profile"}  # 0.2.0 carried none
    if folder == "no-appendix":
        left_out |= {*NO_CHART, "swap_pages"}
    states = {name: state_of(alter(data, name), tmp_path) for name in EVERY if name not in left_out}
    assert "pass" not in states.values(), states
    assert sum(state == "fail" for state in states.values()) >= 0.9 * len(states), states
