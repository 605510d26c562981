"""A Word form of any blocks, edited in Word and read back: what is seen wins, and every edit is told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.table import Table
from lxml import etree

from formgen.declaration.load_profile import load_profile
from formgen.render.docx import render_docx
from formgen.render.finish_docx import finish_docx
from formgen.run.plan_file import plan_docx, view_file
from formgen.sources import read_bytes
from formgen.sources.build import Reading, build
from formgen.sources.toml import read_toml
from formgen.verify.docx import verify_docx
from formgen.verify.verdict import State
from formgen.views.file_facts import describe_file

SAMPLE = Path("inputs/central-dept-2015.toml")
TASKS, INDICATORS = 1, -1


@cache
def declared() -> Reading:
    return build(read_toml(SAMPLE.read_bytes(), SAMPLE))


@cache
def made() -> bytes:
    profile = load_profile("central-dept-2015")
    declaration = declared().declaration
    views = view_file(declaration, profile, None, appendix="none", draft=False)
    plan = plan_docx(views, profile)
    return finish_docx(render_docx(plan.form, profile), describe_file(declaration, profile))


def edited(change: Callable[[docx.document.Document], None]) -> Reading:
    """The document opened, changed and saved by python-docx, then read."""
    document = docx.Document(io.BytesIO(made()))
    change(document)
    out = io.BytesIO()
    document.save(out)
    (raw,) = read_bytes(out.getvalue(), Path("改过的.docx"))
    return build(raw)


def find(table: Table, text: str):
    return next(cell for row in table.rows for cell in row.cells if cell.text == text)


def told(reading: Reading) -> list[str]:
    return [
        note.message
        for note in reading.notes
        if "改过" in note.message or "新加" in note.message or "已删去" in note.message
    ]


def test_what_nobody_touched_is_the_declaration_and_nothing_is_told_of_it() -> None:
    reading = edited(lambda document: None)
    assert reading.declaration == declared().declaration
    assert not told(reading) and not reading.faults


@pytest.mark.parametrize(
    ("table", "old", "new", "path", "value"),
    [
        (TASKS, "320.00", "321.50", "tasks[0].total", "321.50"),
        (TASKS, "政务热线运行", "政务热线", "tasks[1].task", "政务热线"),
        (INDICATORS, "≥12个", "≥15个", "indicators[0].target", "15"),
        (INDICATORS, "办事群众满意度", "群众满意度", "indicators[13].level3", "群众满意度"),
        (0, "示例市示例局", "示例市新局", "department.name", "示例市新局"),
    ],
)
def test_an_edited_cell_is_taken_and_told(table: int, old: str, new: str, path: str, value: str) -> None:
    def change(document: docx.document.Document) -> None:
        find(document.tables[table], old).paragraphs[0].runs[0].text = new

    reading = edited(change)
    (message,) = told(reading)
    assert value in message
    (note,) = [note for note in reading.notes if note.message == message]
    assert note.field == path and not reading.faults
    before = declared().declaration
    after = reading.declaration
    assert after != before and len(after.indicators) == len(before.indicators)
    assert len(after.tables["tasks"]) == len(before.tables["tasks"])


def test_a_row_added_and_a_row_removed_in_word_are_read_and_told() -> None:
    def change(document: docx.document.Document) -> None:
        table = document.tables[TASKS]
        rows = {row.cells[1].text: row._tr for row in table.rows}
        added = deepcopy(rows["窗口人员培训"])
        rows["信息系统维护"].addnext(added)
        new = next(row for row in table.rows if row._tr is added)
        for cell, text in zip(new.cells[1:], ("新任务", "新内容", "1.00", "1.00", "0.00"), strict=True):
            cell.paragraphs[0].runs[0].text = text
        table._tbl.remove(rows["政务热线运行"])

    reading = edited(change)
    names = [row["task"] for row in reading.declaration.tables["tasks"]]
    assert names == ["便民服务网点建设", "窗口人员培训", "信息系统维护", "新任务"]
    messages = told(reading)
    assert len(messages) == 2 and any("新加" in message for message in messages)
    assert any("政务热线运行" in message and "已删去" in message for message in messages)


def test_the_profile_travels_inside_beside_the_data_and_the_file_stays_valid(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    (tmp_path / "form.docx").write_bytes(made())
    errors = audit.OpenXmlValidator().validate(str(tmp_path / "form.docx")).errors
    assert not [error.description for error in errors if "relationships/theme" not in error.description]
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        items = [
            etree.fromstring(archive.read(n))
            for n in archive.namelist()
            if re.fullmatch(r"customXml/item\d+\.xml", n)
        ]
    carried = {etree.QName(item).localname: item for item in items}
    assert set(carried) == {"declaration", "profile"}
    profile = load_profile("central-dept-2015")
    assert carried["profile"].get("id") == profile.id
    assert carried["profile"].text == (profile.folder / "profile.toml").read_text(encoding="utf-8")


def test_a_file_of_a_profile_that_is_not_known_here_is_read_by_the_one_it_carries(tmp_path: Path) -> None:
    text = (load_profile("central-dept-2015").folder / "profile.toml").read_text(encoding="utf-8")
    (tmp_path / "profile.toml").write_text(text.replace("central-dept-2015", "city-x"), encoding="utf-8")
    profile = load_profile(tmp_path)
    source = SAMPLE.read_text(encoding="utf-8").replace("central-dept-2015", "city-x").encode()
    declaration = build(read_toml(source, SAMPLE, tmp_path)).declaration
    plan = plan_docx(view_file(declaration, profile, None, appendix="none", draft=False), profile)
    data = finish_docx(render_docx(plan.form, profile), describe_file(declaration, profile))
    (raw,) = read_bytes(data, Path("city.docx"))
    assert build(raw).declaration == declaration and declaration.profile == "city-x"
    verdict = verify_docx(Path("city.docx"), data)
    assert not [check for check in verdict.checks if check.state is State.FAIL]
