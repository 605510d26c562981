"""Letters that can be sent: each matter once with its cells, nothing of anybody else, few pages, the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

import formgen
from formgen.base.errors import UnreadableInput
from formgen.checks import Review, review_unreadable
from formgen.declaration.findings import Severity
from formgen.declaration.load_profile import load_profile
from formgen.letters import (
    Addressee,
    Letter,
    Letterhead,
    letter_document,
    letter_name,
    needs_letter,
    print_file,
    write_letter,
)
from formgen.library.form import Form
from formgen.library.letters import Case, write_letters
from formgen.library.settings import load_settings
from tests.conftest import ROOT

PROFILE = load_profile()
SEED = ROOT / "inputs" / "hengyang-2023.toml"
HEAD = Letterhead(
    "示例市财政局", "示财绩退〔{year}〕{n}号", date(2024, 3, 15), "张某某", "0000-1", "窗口", date(2024, 3, 4)
)


def faulty() -> Form:
    """The seed with two explanations emptied, a wrong target and a name that would be a formula."""
    form = formgen.open(SEED)
    form.set("department.name", "=示例市<b>&局</b>{{ 7*7 }}")
    form.set("indicators[0].explanation", None)
    form.set("indicators[2].explanation", None)
    form.set("indicators[4].target", "若干")
    return form


def text_of(data: bytes) -> str:
    """All that stands in a letter, tables included."""
    document = docx.Document(BytesIO(data))
    return "\n".join(
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))
    )


def rows_of(data: bytes) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for table in docx.Document(BytesIO(data)).tables
        for row in table.rows
    ]


def test_a_letter_says_each_matter_once_with_its_cells() -> None:
    form = faulty()
    letter = write_letter(form.review, HEAD, Addressee(round=2, mended=3), ordinal=15)
    data = letter_document(letter, PROFILE)
    text = text_of(data)
    for part in ("示例市财政局", "示财绩退〔2023〕15号", "第2次审核", "上次提出的问题已改3处", "2024年3月15日前",
                 "联系人：张某某", "2024年3月4日"):  # fmt: skip
        assert part in text, part
    rows = rows_of(data)
    heads = [row for row in rows if row[0] == "序号"]
    body = [row for row in rows if row[0] != "序号"]
    assert [row[3] for row in heads] == ["怎样修改", "怎样核对"]
    assert [row[0] for row in body] == [str(number) for number in range(1, len(body) + 1)]
    declared = form.declaration.indicators
    empty = next(row for row in body if declared[0].level3 in row[2] and "指标解释" in row[2])
    assert declared[2].level3 in empty[2]  # the same matter of two rows is one line
    for finding in form.findings:
        if finding.severity is Severity.NOTE:
            continue
        match = re.match(r"indicators\[(\d+)\]\.", finding.field)
        wanted = declared[int(match[1])].level3 if match else PROFILE.label(finding.field)
        assert any(wanted in row[2] for row in body), finding
    assert letter.counts["error"] == sum(f.severity is Severity.ERROR for f in form.findings)


@pytest.mark.slow
def test_a_letter_names_nothing_of_ours_and_nobody_else(tmp_path: Path) -> None:
    """No number of a check, no line, no file, no folder, no other unit."""
    text = SEED.read_text(encoding="utf-8")
    for number, name in enumerate(("甲示例局", "乙示例局")):
        own = text.replace("衡阳市市场监督管理局", name)
        (tmp_path / f"file{number}.toml").write_text(own, encoding="utf-8")
    batch = formgen.check(tmp_path)
    list(batch)
    reviews = [result.review for result in batch.results]
    assert any(finding.id == "DUP-01" for finding in reviews[0].findings)
    said = text_of(letter_document(write_letter(reviews[0], HEAD), PROFILE))
    assert "甲示例局" in said and "一字不差" in said
    for other in ("乙示例局", "file0", "file1", str(tmp_path), ".toml", "DUP-01", "TXT-01", "第 4"):
        assert other not in said, other


@pytest.mark.slow
def test_values_are_text_and_bytes_are_the_same() -> None:
    form = faulty()
    letter = write_letter(form.review, HEAD)
    data = letter_document(letter, PROFILE)
    assert "=示例市<b>&局</b>{{ 7*7 }}：" in text_of(data)
    assert data == letter_document(letter, PROFILE)


def test_who_gets_one() -> None:
    clean = formgen.open(ROOT / "inputs" / "example-2023.toml").review
    assert not needs_letter(clean)
    unread = review_unreadable(UnreadableInput("/folder/secret.xlsx 打不开"))
    assert needs_letter(unread)
    said = text_of(letter_document(write_letter(unread, HEAD), PROFILE))
    assert "另存为 .xlsx" in said and "secret" not in said and "folder" not in said
    assert "示财绩退〔2024〕1号" in said  # of no year that is known: that of the letter
    notes = replace(clean, findings=(replace(faulty().findings[0], severity=Severity.NOTE),))
    assert not needs_letter(notes)


def test_the_print_file_holds_every_letter_and_counts_each_from_one() -> None:
    letters = [write_letter(form.review, HEAD, ordinal=n) for n, form in enumerate((faulty(), faulty()), 1)]
    data = print_file(letters, PROFILE)
    text = text_of(data)
    assert all(text.count(f"示财绩退〔2023〕{number}号") == 1 for number in (1, 2))
    with zipfile.ZipFile(BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count("<w:sectPr") == 2 and xml.count('w:start="1"') == 2


def _cases(reviews: Sequence[Review]) -> list[Case]:
    return [Case(f"{n}.xlsx", review, Addressee(contact=f"联系{n}")) for n, review in enumerate(reviews)]


@pytest.mark.slow
def test_a_folder_of_letters(tmp_path: Path) -> None:
    clean = formgen.open(ROOT / "inputs" / "example-2023.toml").review
    made = write_letters(_cases([faulty().review, clean, faulty().review]), tmp_path, HEAD)
    names = {path.name for path in tmp_path.iterdir()}
    assert len(made) == 2 and names == {*(path.name for path in made), "全部退回意见.docx", "发送清单.xlsx"}
    sheet = openpyxl.load_workbook(tmp_path / "发送清单.xlsx").active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sent = [line for line in lines if isinstance(line[0], int)]
    assert [line[2] for line in sent] == ["联系0", "联系2"]  # in the order of the letters' own numbers
    assert [line[6] for line in sent] == [path.name for path in made]
    assert sent[0][1] == "=示例市<b>&局</b>{{ 7*7 }}"  # a text, not a formula
    assert write_letters(_cases([clean]), tmp_path / "none", HEAD) == []
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_the_numbers_of_one_round_are_of_one_year(tmp_path: Path) -> None:
    """Also of a letter about a file that says no year: 〔2023〕1号 and 〔2024〕2号 would be two series."""
    unread = review_unreadable(UnreadableInput("打不开"))
    made = write_letters(_cases([faulty().review, unread]), tmp_path, HEAD)
    for number, path in enumerate(made, 1):
        assert f"示财绩退〔2023〕{number}号" in text_of(path.read_bytes())


def test_a_template_of_ones_own_and_its_mistakes(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "mine"
    shutil.copytree(PROFILE.folder, folder)
    document = docx.Document(folder / "slip.docx")
    document.add_paragraph("逾期未报的，按未申报处理。")
    document.save(folder / "slip.docx")
    own = load_profile(folder)
    assert "逾期未报的，按未申报处理。" in text_of(letter_document(write_letter(faulty().review), own))
    document.add_paragraph("{{ sendr }}")
    document.save(folder / "slip.docx")
    with pytest.raises(UnreadableInput, match=r"slip\.docx"):
        letter_document(write_letter(faulty().review), own)


def test_names_of_files_are_safe() -> None:
    name = letter_name("a/b.xlsx", faulty().review)
    assert not set(name) & set('\\/:*?"<>|') and name.endswith("_退回意见.docx")


def test_settings_are_read_and_their_mistakes_named(tmp_path: Path) -> None:
    path = tmp_path / "formgen.toml"
    path.write_text(
        'engine = "typst"\n[bureau]\nsender = "示例市财政局"\nnumber = "〔{year}〕{n}"\ndeadline = 2024-03-15\n',
        encoding="utf-8",
    )
    settings = load_settings(path)
    assert settings.engine == "typst"
    assert settings.head == Letterhead("示例市财政局", "〔{year}〕{n}", date(2024, 3, 15))
    path.write_text(
        'engin = "typst"\n[bureau]\nsendr = "a"\nnumber = "{0.__class__}"\ndeadline = "3月"\n',
        encoding="utf-8",
    )
    with pytest.raises(UnreadableInput) as caught:
        load_settings(path)
    told = {(fault.place, fault.field) for fault in caught.value.faults}
    assert told == {
        ("第 1 行", "engin"), ("第 3 行", "bureau.sendr"), ("第 4 行", "bureau.number"), ("第 5 行", "bureau.deadline"),
    }  # fmt: skip
    assert "engine" in str(caught.value.faults) and "sender" in str(caught.value.faults)
    path.write_text("profile = “自己的”\n", encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        load_settings(path)
    (fault,) = caught.value.faults
    assert fault.place == "第 1 行第 11 列" and "全角" in fault.hint


def test_settings_beside_a_units_file_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "formgen.toml").write_text('[bureau]\nsender = "别人"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings().head == Letterhead()
    assert isinstance(write_letter(faulty().review, load_settings().head), Letter)
