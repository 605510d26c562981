"""Outside checkers: their answer is told as it is, and where there is none, that is said."""

from __future__ import annotations

import json
import random
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from formgen import cli
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration, Operator
from formgen.inspect.conformance import VERAPDF_VARIABLE, Answer, check_builtin, check_verapdf
from formgen.inspect.harmless_objects import check_objects_that_matter
from formgen.run.plan_file import FileViews
from formgen.run.print import FileContent, print_pdf
from formgen.views.file_facts import describe_file
from formgen.views.form import view_form
from tests.archive.tools import states, verify
from tests.render.docx_samples import HOSTILE, declare, indicator
from tests.tools import verapdf

needs_verapdf = pytest.mark.skipif(bool(verapdf.why_absent()), reason=verapdf.why_absent() or "-")


def tool(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A veraPDF command of our own."""
    path = folder / "verapdf"
    path.write_text(f"#!/usr/bin/env python3\nimport json, sys\n{script}\n", "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(VERAPDF_VARIABLE, str(path))


ANSWERS = """
assert sys.argv[1:4] == ["--format", "json", "--flavour"]
flavour, files = sys.argv[4], sys.argv[5:]
failed = {"ruleStatus": "FAILED", "clause": "7.2", "testNumber": 1, "description": "a table"}
def job(name):
    good = flavour == "3a"
    result = {"compliant": good, "details": {"ruleSummaries": [] if good else [failed]}}
    return {"itemDetails": {"name": name}, "validationResult": RESULT}
print(json.dumps({"report": {"jobs": [job(name) for name in files]}}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["[result]", "result"])
def test_answers_are_told(
    shape: str, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """veraPDF gives a list of results since 1.26, one result before."""
    tool(tmp_path, ANSWERS.replace("RESULT", shape), monkeypatch)
    code, report = verify(capsys, pdf)
    found = states(report, ".pdf")
    assert (found["PDFA-02"], found["UA-02"]) == ("pass", "fail") and code == 7
    (check,) = (c for c in report["files"][0]["checks"] if c["id"] == "UA-02")
    assert "7.2-1" in check["message"] and "a table" not in check["message"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "script",
    [
        "sys.exit(3)",
        "print('rubbish')",
        "print('[]')",
        "print(json.dumps({'report': {'jobs': []}}))",
        "print(json.dumps({'report': {'jobs': [{'itemDetails': {'name': sys.argv[5]}}]}}))",
    ],
)
def test_no_answer_is_no_pass(
    script: str, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool(tmp_path, script, monkeypatch)
    answers = check_verapdf([pdf])[pdf]
    assert [answer.answer for answer in answers] == [Answer.NOT_CHECKED] * 2
    assert all(answer.reasons for answer in answers)


def test_without_verapdf_nothing_is_claimed(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VERAPDF_VARIABLE, str(tmp_path / "none"))
    assert {answer.answer for answer in check_verapdf([pdf])[pdf]} == {Answer.NOT_CHECKED}


def test_the_builtin_check_can_say_no(pdf: Path) -> None:
    data = pdf.read_bytes()
    assert check_builtin(data).answer is Answer.PASS
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.Root.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"))
        document.save(stream)
    assert check_builtin(stream.getvalue()).answer is Answer.FAIL


HIDDEN: dict[str, bytes] = {
    "an integer": b"<< /X 2147483648 >>",
    "a negative one": b"[ -2147483649 ]",
    "a real": b"<< /X 1%s.0 >>" % (b"0" * 39),
    "a real next to nothing": b"<< /X .%s1 >>" % (b"0" * 38),
    "a string": b"(%s)" % (b"x" * 32_768),
    "a string in sixteens": b"<%s>" % (b"61" * 32_768),
    "a name": b"/%s" % (b"x" * 128),
    "a name in sixteens": b"<< /X /%s >>" % (b"#e4" * 128),
    "a key": b"<< /%s 1 >>" % (b"x" * 128),
    "a key in sixteens": b"<< /%s 1 >>" % (b"#e4" * 128),
    "lists in each other": b"[" * 70 + b"]" * 70,
    "dictionaries in each other": b"<< /X " * 70 + b"1" + b" >>" * 70,
    "a file": b"<< /EF << /F null /UF 1 >> >>",
    "files": b"<< /#41F [ ] >>",
}
"""Values past the limits of ISO 19005-3, 6.1.13, and files that nobody lists, as they are written."""


def tags_of(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Cells of tables, each an object of its own."""
    items = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in items if item.get("/S") == "/TD"]


@pytest.mark.slow
@pytest.mark.parametrize("apart", [False, True], ids=["in tags", "beside them"])
def test_nothing_hides_in_the_structure(apart: bool, pdf: Path) -> None:
    """Where nobody follows it, each is found, and told as pikepdf tells it."""
    with pikepdf.open(pdf) as document:
        places = set()
        for tag, written in zip(tags_of(document), HIDDEN.values(), strict=False):
            value = pikepdf.Object.parse(written)
            tag.XX = document.make_indirect(value) if apart else value
            number, generation = (tag.XX if apart else tag).objgen
            places.add(f"obj {number} {generation}")
        found = check_objects_that_matter(document).findings
        assert {finding.where for finding in found} >= places and len(places) == len(HIDDEN)
        assert found == pikepdf.pdfa.check(document, "3b").findings


@pytest.mark.slow
@pytest.mark.parametrize("number", [b"2147483648", b"1%s.5" % (b"0" * 39)])
def test_nothing_hides_in_a_number_that_stands_alone(number: bytes, pdf: Path) -> None:
    stream = BytesIO()
    with pikepdf.open(pdf) as document:
        tags_of(document)[0].XX = document.make_indirect([1])
        document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    altered = stream.getvalue().replace(b"\n[ 1 ]\n", b"\n" + number + b"\n")
    with pikepdf.open(BytesIO(altered)) as document:
        found = check_objects_that_matter(document).findings
        assert found == pikepdf.pdfa.check(document, "3b").findings
        assert any("6.1.13-" in finding.rule for finding in found)


def random_declaration(number: int) -> Declaration:
    """Rows, groups, lengths and characters by chance, the same on every run."""
    chance = random.Random(number)
    groups = [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
    texts = [text.replace("⁻", "-") for text in HOSTILE] + ["", "无", "完成率小于60%不得分；" * 12, "一\n二"]

    def text() -> str:
        return chance.choice(texts) * chance.choice([1, 1, 1, 2])

    rows = [
        indicator(
            *groups[group], level3=text(), explanation=text(), scoring=text(), remark=text()[:20],
            operator=chance.choice(list(Operator)), unit=text()[:6],
        )
        for group in sorted(chance.randrange(4) for _ in range(30 if number == 7 else chance.choice([1, 3, 9])))
    ]  # fmt: skip
    return declare(rows, duties="负责市场监督管理。" * chance.randrange(1, 200), goal=text() or "目标")


@needs_verapdf
@pytest.mark.slow
def test_fifty_random_declarations_conform(tmp_path: Path) -> None:
    profile = load_profile()
    paths = []
    for number in range(50):
        declaration = random_declaration(number)
        draft = number % 5 == 0
        facts = describe_file(declaration, profile, draft=draft)
        text = FileContent(FileViews(view_form(declaration, profile, draft=draft), None), facts)
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(print_pdf(text, profile).data)
        paths.append(path)
    broken = verapdf.check_files(paths, "3a,ua1")
    assert len(broken) == 100 and {name: rules for name, rules in broken.items() if rules} == {}


def test_json_alone_goes_to_stdout(pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.run(["verify", str(pdf), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == 1
