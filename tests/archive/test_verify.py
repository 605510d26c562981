"""`formgen verify` says yes to what was built, and no to every damage, each by its own name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from formgen import __version__, cli
from formgen.base.digest import digests
from formgen.base.errors import ExitCode
from tests.archive.tools import add_part, change_part, change_pdf, failed, states, swap, verify


@pytest.mark.slow
def test_what_was_built_holds(charted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = verify(capsys, charted)
    assert code == ExitCode.DONE and report["verdict"] == "pass"
    assert [Path(file["path"]).suffix for file in report["files"]] == [".docx", ".pdf", ".json"]
    pdf = states(report, ".pdf")
    checked = {"DIG-01", "ATT-01", "DATA-01", "PROP-01", "PROP-02", "PAGE-01", "FONT-01", "PDFA-01", "UA-01"}
    assert {id for id, state in pdf.items() if state == "pass"} == checked | {"SAFE-01"}
    assert (pdf["PDFA-02"], pdf["UA-02"], pdf["SIG-01"]) == ("not_checked", "not_checked", "info")
    docx = states(report, ".docx")
    assert {id for id, state in docx.items() if state == "pass"} == {
        "DIG-01", "DATA-01", "PROP-01", "PROP-02", "DOC-01", "DOC-02", "SAFE-01",
    }  # fmt: skip


@pytest.mark.slow
def test_a_file_alone_is_compared_with_the_manifest_beside_it(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = verify(capsys, pdf)
    assert code == 0 and states(report, ".pdf")["DIG-01"] == "pass"
    alone = shutil.copy(pdf, tmp_path / "alone.pdf")
    code, report = verify(capsys, Path(alone))
    assert code == 0 and states(report, ".pdf")["DIG-01"] == "not_checked"


class TestOneCharacter:
    """Changed in the DOCX, on a page, in the embedded data, in the manifest: four different findings."""

    def test_in_the_docx(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.docx")
        change_part(path, "word/document.xml", swap("执法办案案件数", "执法办案案件敖"))
        code, report = verify(capsys, results)
        assert code == ExitCode.INSPECTION
        assert failed(report) == {(".docx", "DIG-01"), (".docx", "DOC-01")}
        (check,) = (c for f in report["files"] for c in f["checks"] if c["id"] == "DOC-01")
        assert check["field"] == "indicators[0].level3" and "敖" in check["message"]

    @pytest.mark.slow
    def test_on_a_page(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.pdf")
        change_pdf(path, swap_a_glyph)
        code, report = verify(capsys, results)
        assert code == ExitCode.INSPECTION
        assert failed(report) == {(".pdf", "DIG-01"), (".pdf", "PAGE-01")}

    @pytest.mark.slow
    def test_in_the_data(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.pdf")
        change_pdf(path, lambda pdf: change_data(pdf, b"target = 160", b"target = 161"))
        code, report = verify(capsys, results)
        assert code == ExitCode.INSPECTION
        assert {(".pdf", "DIG-01"), (".pdf", "DATA-01"), (".pdf", "PAGE-01")} == failed(report)
        fields = {c["field"] for f in report["files"] for c in f["checks"] if c["id"] == "PAGE-01"}
        assert "indicators[0].target" in fields

    @pytest.mark.slow
    def test_in_the_manifest(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = results / "manifest.json"
        path.write_text(path.read_text(encoding="utf-8").replace("source.toml", "sources.toml"), "utf-8")
        code, report = verify(capsys, results)
        assert code == ExitCode.INSPECTION and failed(report) == {(".json", "MAN-01")}

    @pytest.mark.slow
    def test_in_a_digest_of_the_manifest(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = results / "manifest.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        digest = data["results"][0]["files"][0]["digests"]["sm3"]
        other = ("0" if digest[0] != "0" else "1") + digest[1:]
        path.write_text(path.read_text(encoding="utf-8").replace(digest, other), "utf-8")
        code, report = verify(capsys, results)
        assert code == ExitCode.INSPECTION
        assert failed(report) == {(".docx", "DIG-01"), (".json", "MAN-01")}


def swap_a_glyph(pdf: pikepdf.Pdf, number: int = 0) -> None:
    """Show the first text of a page with its first two characters in the other order."""
    page = pdf.pages[number]
    instructions = list(pikepdf.parse_content_stream(page))
    for instruction in instructions:
        if str(instruction.operator) == "TJ":
            shown = next(item for item in instruction.operands[0] if isinstance(item, String))
            codes = bytes(shown)
            if len(codes) >= 4 and codes[:2] != codes[2:4]:
                index = list(instruction.operands[0]).index(shown)
                instruction.operands[0][index] = String(codes[2:4] + codes[:2] + codes[4:])
                break
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def change_data(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Change the attachment and make its size and checksum right again, as a forger would."""
    content = pdf.Root.AF[0].EF.F
    data = content.read_bytes()
    assert old in data
    content.write(data.replace(old, new, 1))
    changed = content.read_bytes()
    content.Params.CheckSum = String(md5(changed, usedforsecurity=False).digest())
    content.Params.Size = len(changed)


def _all(pdf: pikepdf.Pdf, key: str) -> list[Dictionary]:
    return [item for item in pdf.objects if isinstance(item, Dictionary) and key in item]


def _remove_fonts(pdf: pikepdf.Pdf) -> None:
    for item in _all(pdf, "/FontFile2"):
        del item["/FontFile2"]


def _remove_mapping(pdf: pikepdf.Pdf) -> None:
    for item in _all(pdf, "/ToUnicode"):
        del item["/ToUnicode"]


def _remove_alternatives(pdf: pikepdf.Pdf) -> None:
    found = _all(pdf, "/Alt")
    assert found
    for item in found:
        del item["/Alt"]


def _remove_scopes(pdf: pikepdf.Pdf) -> None:
    for item in _all(pdf, "/A"):
        if isinstance(item.A, Dictionary) and "/Scope" in item.A:
            del item.A["/Scope"]


def _remove_attachment(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names
    del pdf.Root.AF


def _hide_attachment(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names


def _add_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["declaration2.toml"] = pikepdf.AttachedFileSpec(pdf, b"x = 1", mime_type="text/plain")


def _rename_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].UF = String("other.toml")


def _lie_about_size(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].EF.F.Params.Size = 7


def _change_relation(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].AFRelationship = Name.Supplement


def _change_title(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Title = String("另一份表")


def _remove_packet(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def _add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


DAMAGES: list[tuple[Callable[[pikepdf.Pdf], None], str]] = [
    (_remove_fonts, "FONT-01"),
    (_remove_mapping, "FONT-01"),
    (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "PDFA-01"),
    (_remove_scopes, "UA-01"),
    (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "UA-01"),
    (lambda pdf: pdf.Root.__delitem__("/Lang"), "UA-01"),
    (lambda pdf: pdf.Root.__delitem__("/Outlines"), "UA-01"),
    (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "UA-01"),
    (_remove_packet, "UA-01"),
    (_remove_attachment, "ATT-01"),
    (_hide_attachment, "ATT-01"),
    (_add_attachment, "ATT-01"),
    (_rename_attachment, "ATT-01"),
    (_lie_about_size, "ATT-01"),
    (_change_relation, "ATT-01"),
    (_change_title, "PROP-01"),
    (_add_script, "SAFE-01"),
    (lambda pdf: pdf.pages.__delitem__(1), "PAGE-01"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "id"), DAMAGES)
def test_every_damage_is_refused(
    damage: Callable[[pikepdf.Pdf], None],
    id: str,
    pdf: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also without a manifest, which would tell any change at all."""
    path = Path(shutil.copy(pdf, tmp_path / "x.pdf"))
    change_pdf(path, damage)
    code, report = verify(capsys, path)
    assert code == ExitCode.INSPECTION
    assert (".pdf", id) in failed(report)


@pytest.mark.slow
def test_a_chart_without_words_is_refused(
    charted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chart comes with scores."""
    scored = tmp_path / "scored"
    actuals = Path(__file__).parents[2] / "inputs" / "hengyang-2023-actuals.toml"
    source = str(charted.parent / "source.toml")
    command = ["build", source, "-o", str(scored), "--appendix", "inside", "--actuals", str(actuals)]
    assert cli.run(command) == 0
    (pdf,) = scored.glob("*.pdf")
    path = Path(shutil.copy(pdf, tmp_path / "x.pdf"))
    change_pdf(path, _remove_alternatives)
    code, report = verify(capsys, path)
    assert code == ExitCode.INSPECTION and failed(report) == {(".pdf", "UA-01")}


@pytest.mark.slow
def test_a_character_on_a_page_of_the_appendix(
    charted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pdf,) = charted.glob("*.pdf")
    path = Path(shutil.copy(pdf, tmp_path / "x.pdf"))
    change_pdf(path, lambda pdf: swap_a_glyph(pdf, -1))
    code, report = verify(capsys, path)
    assert code == ExitCode.INSPECTION and failed(report) == {(".pdf", "PAGE-01")}


@pytest.mark.slow
def test_an_appendix_with_other_words_fails_whatever_version_it_claims(
    charted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a file says of its version is a claim: an appendix that is laid as today's is compared with today's."""
    (docx,) = charted.glob("*.docx")
    path = Path(shutil.copy(docx, tmp_path / "x.docx"))
    change_part(path, "word/document.xml", swap("按个数计的指标", "按个计的指标"))
    code, report = verify(capsys, path)
    assert code == ExitCode.INSPECTION and failed(report) == {(".docx", "DOC-01")}
    change_part(path, "customXml/item1.xml", swap(f'version="{__version__}"', 'version="0.0.1"'))
    code, report = verify(capsys, path)
    assert code == ExitCode.INSPECTION and failed(report) == {(".docx", "DOC-01")}
    change_part(path, "word/document.xml", swap("执法办案案件数", "执法办案案件敖"))
    code, report = verify(capsys, path)
    assert code == ExitCode.INSPECTION and failed(report) == {(".docx", "DOC-01")}


@pytest.mark.slow
def test_saving_again_alone_changes_nothing_but_the_digest(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The control: what the damages above are told by is the damage, not the saving."""
    (path,) = results.glob("*.pdf")
    change_pdf(path, lambda pdf: None)
    path.write_bytes(path.read_bytes() + b"\n% x")
    code, report = verify(capsys, results)
    assert code == ExitCode.INSPECTION and failed(report) == {(".pdf", "DIG-01")}


def _append(path: Path, body: bytes) -> None:
    """An incremental update by hand: one object more, with its own table and trailer."""
    data = path.read_bytes()
    start = data.rindex(b"startxref") + len(b"startxref")
    previous = int(data[start:].split()[0])
    with pikepdf.open(path) as pdf:
        size = int(pdf.trailer.Size)
        root = pdf.Root.objgen
    at = len(data) + 1
    table = at + len(body.replace(b"%N", str(size).encode())) + 1
    update = (
        b"\n" + body.replace(b"%N", str(size).encode()) + b"\nxref\n%d 1\n%010d 00000 n \n" % (size, at)
        + b"trailer\n<</Size %d /Root %d %d R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (size + 1, *root, previous, table)
    )  # fmt: skip
    path.write_bytes(data + update)


@pytest.mark.parametrize(
    "body",
    [
        b"%N 0 obj\n<</Type /Sig /ByteRange [0 1 2 3] /Contents <00>>>\nendobj",
        b"%N 0 obj\n<</Type /Note>>\nendobj",
    ],
)
def test_what_is_appended_and_no_signature_is_a_change(
    body: bytes, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = results.glob("*.pdf")
    before = digests(path.read_bytes())
    _append(path, body)
    assert digests(path.read_bytes()) != before
    _, report = verify(capsys, path)
    (check,) = (c for f in report["files"] for c in f["checks"] if c["id"] == "DIG-01")
    assert check["state"] == "fail" and "后面追加" in check["message"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["department", "profile", "formgen", "rules", "data_digests"])
def test_properties_are_compared_with_the_manifest(
    name: str, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = results / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    value = data["results"][0][name]
    data["results"][0][name] = dict.fromkeys(value, "0") if isinstance(value, dict) else "x"
    path.write_text(json.dumps(data), "utf-8")
    _, report = verify(capsys, results)
    assert {(".pdf", "PROP-02"), (".docx", "PROP-02"), (".json", "MAN-01")} <= failed(report)


def test_a_file_that_is_gone_is_missed(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = results.glob("*.docx")
    path.unlink()
    code, report = verify(capsys, results)
    assert code == ExitCode.INSPECTION and failed(report) == {(".json", "MAN-02")}


def test_a_manifest_cannot_lead_out_of_its_folder(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = results / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["results"][0]["files"][0]["name"] = "../../secret.pdf"
    path.write_text(json.dumps(data), "utf-8")
    _, report = verify(capsys, path)
    messages = [c["message"] for f in report["files"] for c in f["checks"] if c["id"] == "MAN-02"]
    assert any("文件夹以外" in message for message in messages)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 1}', '{"schema": 1, "results": [{"name": 1}]}'])
def test_a_manifest_that_is_none(text: str, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (results / "manifest.json").write_text(text, "utf-8")
    code, report = verify(capsys, results)
    assert code == ExitCode.UNREADABLE and (".json", "FILE-01") in failed(report)


class TestDocx:
    def test_data_that_was_changed(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.docx")
        change_part(path, "customXml/item1.xml", swap("target = 160", "target = 161"))
        _, report = verify(capsys, path)
        assert {(".docx", "DATA-01"), (".docx", "DOC-01")} <= failed(report)

    def test_data_that_was_taken_out(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.docx")
        change_part(path, "customXml/item1.xml", lambda _: b"<x/>")
        _, report = verify(capsys, path)
        assert (".docx", "DATA-01") in failed(report)

    def test_core_properties(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.docx")
        change_part(path, "docProps/core.xml", swap("衡阳市", "长沙市"))
        _, report = verify(capsys, path)
        assert (".docx", "DOC-01") in failed(report)

    def test_macros(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.docx")
        add_part(path, "word/vbaProject.bin", b"x")
        _, report = verify(capsys, path)
        assert (".docx", "SAFE-01") in failed(report)

    def test_external_links(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (path,) = results.glob("*.docx")
        link = (
            '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'attachedTemplate" Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
        )
        change_part(path, "word/_rels/document.xml.rels", swap("</Relationships>", link))
        _, report = verify(capsys, path)
        assert (".docx", "SAFE-01") in failed(report)


@pytest.mark.slow
def test_text_names_the_file_the_check_and_what_is_wrong(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = results.glob("*.pdf")
    change_pdf(path, _change_title)
    assert cli.run(["verify", str(results)]) == ExitCode.INSPECTION
    out, err = capsys.readouterr()
    assert f"{path}：不符" in out and "PROP-01" in out and "另一份表" in out
    assert "不符 1 个" in err


def test_an_outside_folder_without_results(tmp_path: Path) -> None:
    assert cli.run(["verify", str(tmp_path)]) == ExitCode.UNREADABLE
    assert cli.run(["verify", str(tmp_path / "none")]) == ExitCode.UNREADABLE


@pytest.mark.slow
def test_scores_in_the_appendix_are_compared(
    sample_toml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file carries the actual values that the scores follow from."""
    actuals = tmp_path / "actuals.toml"
    actuals.write_text('[actuals]\n"执法办案案件数" = 158\n', "utf-8")
    out = tmp_path / "out"
    options = ["--actuals", str(actuals), "--appendix", "inside"]
    assert cli.run(["build", str(sample_toml), "-o", str(out), *options]) == 0
    code, report = verify(capsys, out)
    assert code == 0
    for suffix, form in ((".pdf", "PAGE-01"), (".docx", "DOC-01")):
        found = states(report, suffix)
        assert found[form] == "pass" and "PAGE-02" not in found
    (path,) = out.glob("*.pdf")
    change_pdf(path, lambda pdf: swap_a_glyph(pdf, -1))
    assert (".pdf", "PAGE-01") in failed(verify(capsys, path)[1])


@pytest.mark.slow
@pytest.mark.parametrize("options", [["--engine", "typst"], ["--appendix", "separate"], ["--draft"]])
def test_whatever_is_built_holds(
    options: list[str], sample_toml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["build", str(sample_toml), "-o", str(tmp_path), *options]) == 0
    code, report = verify(capsys, tmp_path)
    assert code == 0 and failed(report) == set()
    pages = [c for f in report["files"] for c in f["checks"] if c["id"][:4] in ("PAGE", "DOC-")]
    assert pages and all(check["state"] == "pass" for check in pages)
