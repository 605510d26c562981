"""What goes wrong at a desk: wrong files, two pages of one form, files that cannot be made. Every refusal says in plain
words what and what to do, and nothing that was typed is lost."""

from __future__ import annotations

import re
import urllib.parse
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest

import formgen
from formgen.messages import page as say
from tests.page.conftest import SEED, Answer, Page, start, stop, wait_for_end
from tests.page.test_dropped import declaration, desk, drop, link, rows

__all__ = ["desk"]
FIELD = "indicators[0].explanation"


def told(answer: Answer) -> str:
    """What a page says, without its marks."""
    body = answer.text.partition("<main")[2] or answer.text
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def post(page: Page, path: str, **fields: str) -> Answer:
    return page.ask(path, urllib.parse.urlencode(fields).encode(), HX_Request="true")


def bring(page: Page, name: str, data: bytes) -> Answer:
    """从去年的表开始."""
    mark = "b"
    body = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n'.encode() + value + b"\r\n"
        for field, more, value in (
            ("file", f'; filename="{name}"', data),
            ("year", "", b"2024"),
            ("profile", "", b"hunan-2023"),
        )
    )
    return page.ask(
        "/import", body + f"--{mark}--\r\n".encode(), Content_Type="multipart/form-data; boundary=b"
    )


def foreign_workbook() -> bytes:
    book, data = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    book.active["A1"] = "工资表"
    book.save(data)
    return data.getvalue()


def letter() -> bytes:
    document, data = docx.Document(), BytesIO()
    document.add_paragraph("关于报送的通知")
    document.save(data)
    return data.getvalue()


WRONG = {
    "空.xlsx": (b"", "空文件"),
    "空.docx": (b" \r\n", "空文件"),
    "半份.xlsx": (SEED.read_bytes()[:5000], "损坏"),
    "照片.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
    "工资.xlsx": (foreign_workbook(), "新建空白表"),
    "通知.docx": (letter(), "没有申报表"),
    "工资.csv": ("单位,金额\n甲,1\n".encode(), "新建空白表"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_in_words_for_this_page(desk: Page, name: str) -> None:
    """It is called by its own name; nobody is sent to a command line."""
    data, wanted = WRONG[name]
    answer = desk.upload((name, data))
    assert answer.status == 422 and name in told(answer) and wanted in told(answer)
    old = bring(desk, name, data)
    assert old.status == 422 and name in told(old)
    for text in (told(answer), told(old)):
        assert not re.search(r"formgen (?!生成的)|--[a-z]| -[a-z] |/tmp|\[[A-Z]+-\d\d\]", text), text


def test_what_the_page_says_otherwise_is_still_said_elsewhere() -> None:
    """Else the advice has other words by now and comes through."""
    import importlib
    import pkgutil

    import formgen.messages as messages

    modules = [
        importlib.import_module(it.name)
        for it in pkgutil.iter_modules(messages.__path__, "formgen.messages.")
    ]
    sentences = [
        value for it in modules if it is not say for value in vars(it).values() if isinstance(value, str)
    ]
    assert [told for told, _ in say.INSTEAD if not any(told in sentence for sentence in sentences)] == []


@pytest.mark.slow
def test_nothing_is_overwritten_that_nobody_has_seen(desk: Page) -> None:
    """Two pages of one form: the second is told what stands there now, and may put its own in all the same."""
    form = desk.open("a.xlsx", SEED.read_bytes())
    editor = desk.ask(f"{form}/cell?field={FIELD}").text
    was = unescape(re.search(r'name="was" value="([^"]*)"', editor)[1])  # type: ignore[index]
    assert post(desk, f"{form}/set", field=FIELD, was=was, value="甲写的").status == 200
    second = post(desk, f"{form}/set", field=FIELD, was=was, value="乙写的")
    assert second.status == 422 and "甲写的" in second.text and "再点一次" in second.text
    assert "甲写的" in desk.ask(f"{form}/cell?field={FIELD}").text
    now = unescape(re.search(r'name="was" value="([^"]*)"', second.text)[1])  # type: ignore[index]
    assert post(desk, f"{form}/set", field=FIELD, was=now, value="乙写的").status == 200
    assert "乙写的" in desk.ask(f"{form}/cell?field={FIELD}").text
    assert (
        post(desk, f"{form}/set", field=FIELD, was="甲写的", value="乙写的").status == 200
    )  # it stands there


def test_what_two_pages_fill_in_of_one_row_is_kept(desk: Page) -> None:
    form = desk.open("a.xlsx", SEED.read_bytes())
    assert post(desk, f"{form}/actual", index="0", value="158").status == 200
    assert post(desk, f"{form}/actual", index="0", reason="设备到货晚").status == 200
    text = desk.ask(f"{form}/actuals").text
    assert 'value="158"' in text and 'value="设备到货晚"' in text


def test_a_file_that_cannot_be_made_says_why_and_leads_back(desk: Page) -> None:
    form = desk.open("a.xlsx", SEED.read_bytes())
    post(desk, f"{form}/set", field=FIELD, value="甲\x01乙")
    for kind in ("docx", "pdf", "ofd"):
        answer = desk.ask(f"{form}/file/{kind}")
        assert answer.status == 404 and f'href="{form}"' in answer.text
        assert "不能印出的字符" in told(answer) and "请删去" in told(answer)
        assert not re.search(r"\[[A-Z]+-\d\d\]", told(answer))
    saved = desk.ask(f"{form}/file/xlsx")  # what was typed can be taken all the same
    assert saved.status == 200 and formgen.open(saved.body, "a.xlsx").get(FIELD) == "甲\x01乙"


def test_a_very_long_text_makes_no_very_long_page(desk: Page) -> None:
    form = desk.open("a.xlsx", SEED.read_bytes())
    usual = len(desk.ask(f"{form}/pages").body)
    post(desk, f"{form}/set", field="indicators[0].level3", value="长" * 5000)
    assert len(desk.ask(f"{form}/pages").body) < 3 * usual
    assert "长" * 5000 in desk.ask(f"{form}/cell?field=indicators[0].level3").text


@pytest.mark.slow
def test_a_roster_that_cannot_be_read_takes_no_place(desk: Page) -> None:
    address = drop(desk, ("甲.toml", declaration("甲局")))
    good = "单位名称\n甲局\n乙局\n".encode()
    assert desk.upload(("名册.csv", good), to=f"{address}/roster", field="roster").status == 303
    bad = desk.upload(("名册.toml", b""), to=f"{address}/roster", field="roster")
    assert bad.status == 422 and "名册.toml 是空文件" in told(bad) and "/rounds/" not in told(bad)
    assert desk.ask(f"{address}/again", b"").status == 303
    assert "未报" in rows(desk, address)["乙局"] or "还没有核到" in rows(desk, address)["乙局"]


@pytest.mark.slow
def test_all_letters_come_as_one_file(desk: Page) -> None:
    address = drop(
        desk, *((f"{name}.toml", declaration(name, explanation=None)) for name in ("寅局", "卯局"))
    )
    assert desk.ask(f"{address}/file/letters").status in (404, 422)  # none is written yet
    assert f'href="{address}/file/letters"' in desk.ask(f"{address}/letters", b"").text
    with ZipFile(BytesIO(desk.ask(f"{address}/file/letters").body)) as archive:
        names = archive.namelist()
        assert [sum(unit in name for name in names) for unit in ("寅局", "卯局")] == [1, 1]
        assert docx.Document(BytesIO(archive.read(names[0]))).paragraphs


@pytest.mark.slow
def test_a_unit_with_two_files_is_told_everywhere_as_one_to_choose(desk: Page) -> None:
    address = drop(desk, ("旧.toml", declaration("辰局")), ("新.toml", declaration("辰局", target=98)))
    assert "请点开选一份" in rows(desk, address)["辰局"]
    list_ = told(desk.ask(address))
    assert "报来 2 份" in list_ and "--prefer" not in list_ and "/rounds/" not in list_
    unit = desk.ask(link(desk, address, "辰局")).text
    assert "先在左边选一份" in unit and "/scores" not in unit


@pytest.mark.slow
def test_the_filters_of_a_list_stand_in_its_address(desk: Page) -> None:
    """So that they are there again when a unit's page leads back."""
    address = drop(desk, ("巳.toml", declaration("巳局", explanation=None)), ("午.toml", declaration("午局")))
    unit = link(desk, address, "巳局")
    asked = desk.ask(f"{address}/rows?state=bad&check=&q=")
    there = asked.headers["hx-replace-url"]
    assert "巳局" in desk.ask(there).text and "午局" not in desk.ask(there).text
    assert f'href="{there.replace("&", "&amp;")}"' in desk.ask(unit).text


@pytest.mark.slow
def test_a_word_of_a_reviewers_without_a_decision_is_asked_about(desk: Page) -> None:
    """Enter in the box of reasons takes nothing on: neither 采纳 nor 忽略 was pressed."""
    address = drop(desk, ("未.toml", declaration("未局", explanation=None)))
    unit = link(desk, address, "未局")
    form = desk.ask(unit).text.partition('class="choices"')[2].partition("</form>")[0]
    first = re.search(r'<button name="choice" value="(\w+)"', form)
    assert first is not None
    answer = post(desk, f"{unit}/finding", check="REQ-01", fields=FIELD, choice=first[1], text="上级统一规定")
    assert answer.status == 422 and "忽略" in answer.text and "自己写" in answer.text
    (state,) = (
        it
        for it in formgen.status(
            desk.state / "formgen" / "rounds" / address.rpartition("/")[2] / "审核结果"
        ).units()
    )
    assert state.weighed == ()


@pytest.mark.slow
def test_a_run_that_a_restart_broke_off_is_taken_up(tmp_path: Path) -> None:
    """A list that is not whole does not look like one that is."""
    page = start(tmp_path, "--stay")
    try:
        address = drop(page, ("甲.toml", declaration("甲局")))
    finally:
        stop(page)
    files = tmp_path / "formgen" / "rounds" / address.rpartition("/")[2] / "文件"
    (files / "乙.toml").write_bytes(declaration("乙局"))  # it was put in, and not yet checked
    page = start(tmp_path, "--stay")
    try:
        first = page.ask(address).text
        assert "核完了" not in first or "乙局" in first
        wait_for_end(page, address)
        assert set(rows(page, address)) == {"甲局", "乙局"}
    finally:
        stop(page)
