"""Every workbook that formgen writes is valid Open XML, the same on every day, and says its format; a text
that is too long is cut in the open."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.books.cell_text import MOST_CHARACTERS, fit_text
from formgen.books.package import finish_package
from formgen.books.writer import CREATED, Book, Column
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.load_profile import load_profile
from formgen.diff.compare import compare
from formgen.diff.sheet import changes_workbook
from formgen.fill.actuals import actuals_workbook
from formgen.fill.workbook import workbook_bytes
from formgen.report import FiledReview
from formgen.report.annotate import annotate_workbook
from formgen.report.sheet import report_workbook
from formgen.results.outcome import Outcome
from formgen.summary import summary_bytes
from tests.checks.samples import CLEAN, SEED, read_one, review

PROFILE = load_profile()


def _annotated() -> bytes:
    findings = (Finding("TXT-01", Severity.ERROR, "goal.annual", "申报表!C5", "=1+1", "改"),)
    own = Workbook()
    own.active.title = "申报表"  # type: ignore[union-attr]
    stream = BytesIO()
    own.save(stream)
    seen = review(SEED)
    seen = type(seen)(**{**{name: getattr(seen, name) for name in seen.__slots__}, "findings": findings})
    return annotate_workbook(finish_package(stream.getvalue(), CREATED), [FiledReview("a.xlsx", seen)])


def _seed() -> tuple:
    reading = read_one(SEED)
    return reading.declaration, reading.profile


MAKERS: dict[str, Callable[[], bytes]] = {
    "blank": lambda: workbook_bytes(PROFILE),
    "filled": lambda: workbook_bytes(PROFILE, _seed()[0]),
    "actuals": lambda: actuals_workbook(*_seed()),
    "review": lambda: report_workbook([FiledReview("a.toml", review(SEED))]),
    "diff": lambda: changes_workbook(compare(read_one(SEED), read_one(CLEAN))),
    "summary": lambda: summary_bytes(
        [Outcome("a", "failed", message="=1")], PROFILE, skipped=[("b.et", "旧格式"), ("~$a.xlsx", "锁")]
    ),
    "annotated": _annotated,
}


def errors_by_audit(data: bytes, folder: Path) -> list[str]:
    audit = pytest.importorskip(
        "openxml_audit", reason="openxml-audit is not installed: pip install -e .[dev]"
    )
    path = folder / "a.xlsx"
    path.write_bytes(data)
    return [
        f"{error.part_uri} {error.description}"
        for error in audit.OpenXmlValidator().validate(str(path)).errors
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_workbooks_are_valid(name: str, tmp_path: Path) -> None:
    assert errors_by_audit(MAKERS[name](), tmp_path) == []


def test_the_validator_can_say_no(tmp_path: Path) -> None:
    stream = BytesIO()
    book = Workbook()
    book.active["A1"] = "文"  # type: ignore[index]
    book.save(stream)
    assert errors_by_audit(stream.getvalue(), tmp_path)  # as openpyxl orders fonts
    assert errors_by_audit(finish_package(stream.getvalue(), CREATED), tmp_path) == []


@pytest.mark.slow
def test_the_same_bytes_on_every_run() -> None:
    first = {name: make() for name, make in MAKERS.items()}
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert {name: make() for name, make in MAKERS.items()} == first


@pytest.mark.parametrize(
    ("name", "kind"),
    [("blank", "form"), ("filled", "form"), ("actuals", "actuals"), ("review", "review"), ("diff", "diff"),
     ("summary", "summary")],
)  # fmt: skip
def test_workbooks_say_their_format_and_what_they_are(name: str, kind: str) -> None:
    told = {item.name: item.value for item in load_workbook(BytesIO(MAKERS[name]())).custom_doc_props.props}
    assert (told["formgen_format"], told["formgen_kind"]) == (1, kind)


@pytest.mark.parametrize("length", [MOST_CHARACTERS - 1, MOST_CHARACTERS, MOST_CHARACTERS + 1, 100_000])
def test_a_cut_is_told(length: int) -> None:
    text = "长" * length
    fitted = fit_text(text)
    assert len(fitted) <= MOST_CHARACTERS
    if length <= MOST_CHARACTERS:
        assert fitted == text
    else:
        assert fitted.endswith(f"（共 {length} 字，此处放不下，全文见原文件）")
        kept = fitted.partition("……（")[0]
        assert text.startswith(kept) and len(kept) > MOST_CHARACTERS - 50


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "_x000D_", "http://x.cn", "1", "{=1}"])
def test_texts_stay_texts(text: str) -> None:
    book = Book("题", "test")
    sheet = book.add_list("表", [Column("头", 10)])
    sheet.add_heads(frozen=0)
    sheet.add_row([text])
    sheet.finish()
    data = book.close()
    with zipfile.ZipFile(BytesIO(data)) as package:
        content = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content and b"<hyperlink" not in content
    cell = load_workbook(BytesIO(data))["表"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_files_passed_over_stand_in_the_summary() -> None:
    """One line per reason, with its files; and every file by its name, with its reason."""
    skipped = [("报送/庚局.et", "旧格式"), ("报送/~$a.xlsx", "=锁"), ("报送/辛局.et", "旧格式")]
    book = load_workbook(BytesIO(summary_bytes([Outcome("a", "built")], PROFILE, skipped=skipped)))
    assert [row[1:4] + row[5:] for row in _rows(book["没有检查的"]) if row[1] == "文件没有读"] == [
        ("文件没有读", "旧格式", 2, "庚局.et、辛局.et"),
        ("文件没有读", "=锁", 1, "~$a.xlsx"),
    ]
    told = [(row[3], row[-1]) for row in _rows(book["逐份结果"]) if row[-2] == "没有读"]
    assert told == sorted(skipped)
    (row,) = [row for row in book["总览"].iter_rows(values_only=True) if row[0] == "没有读的文件"]
    assert row[1] == 3
    without = load_workbook(BytesIO(summary_bytes([Outcome("a", "built")], PROFILE)))
    texts = [str(cell) for sheet in without for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [text for text in texts if text in ("没有读", "文件没有读", "没有读的文件")]


def _rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Under the heads, which stand where the filter begins."""
    return [tuple(cell.value for cell in row) for row in sheet[sheet.auto_filter.ref]][1:]
