"""Nothing that was typed is lost, and every screen is whole in a narrow window: tried in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import formgen
from tests.page.conftest import SEED, Page, start, stop
from tests.page.test_dropped import declaration, drop, link
from tests.page.test_mistakes import desk

__all__ = ["desk"]
ROW = "indicators[{}].explanation"


@pytest.fixture
def tab(browser: Any, desk: Page) -> Iterator[Any]:
    """A tab with the seed open; what asks before leaving is noted and granted."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    opened.asked = []
    opened.on("dialog", lambda dialog: (opened.asked.append(dialog.type), dialog.accept()))
    opened.goto(desk.origin + desk.first)
    opened.goto(desk.origin + desk.open("a.xlsx", SEED.read_bytes()))
    opened.wait_for_selector(".page .cell")
    yield opened
    context.close()


def begin(tab: Any, row: int, text: str) -> None:
    """Open a cell's editor and type."""
    tab.locator(f'.cell[data-field="{ROW.format(row)}"]').dispatch_event("click")
    tab.wait_for_selector(f'#editor [name=field][value="{ROW.format(row)}"]', state="attached")
    tab.wait_for_selector("#editor textarea:focus")
    tab.locator("#editor textarea").fill("")
    tab.keyboard.type(text)


def stands(page: Page, tab: Any, row: int) -> str:
    """What the program has of a cell."""
    address = tab.url.removeprefix(page.origin).partition("/scores")[0]
    return page.ask(f"{address}/cell?field={ROW.format(row)}").text


@pytest.mark.slow
def test_what_is_typed_is_kept_before_anything_else_is_done(tab: Any, desk: Page) -> None:
    """Another cell, a file to take, another tab of the form."""
    begin(tab, 0, "考察第一条")
    begin(tab, 1, "考察第二条")
    assert "考察第一条" in stands(desk, tab, 0)
    with tab.expect_download() as coming:
        tab.get_by_text("存回 xlsx").click()
    saved = formgen.open(Path(coming.value.path()).read_bytes(), "a.xlsx")
    assert saved.get(ROW.format(1)) == "考察第二条"
    begin(tab, 2, "考察第三条")
    tab.get_by_role("link", name="分值").click()
    tab.wait_for_selector(".kinds")
    assert "考察第三条" in stands(desk, tab, 2)
    assert tab.asked == []


@pytest.mark.slow
def test_leaving_with_half_a_sentence_is_asked_about(tab: Any) -> None:
    tab.reload()
    tab.wait_for_selector(".page .cell")
    assert tab.asked == []
    begin(tab, 0, "考察")
    tab.reload()
    assert tab.asked == ["beforeunload"]


@pytest.mark.slow
def test_a_refusal_leaves_the_editor_and_its_text(tab: Any, browser: Any, desk: Page) -> None:
    """Another page of the same form was faster."""
    other = tab.context.new_page()
    other.goto(tab.url)
    other.wait_for_selector(".page .cell")
    begin(tab, 0, "乙写的")
    begin(other, 0, "甲写的")
    other.keyboard.press("Control+Enter")
    other.wait_for_selector("body[data-drawn='1']")
    tab.bring_to_front()
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector("#message:has-text('甲写的')")
    assert tab.locator("#editor textarea").input_value() == "乙写的"
    assert tab.locator("#editor textarea").is_editable()
    tab.locator("#editor .main").click()
    tab.wait_for_selector("body[data-drawn='1']")
    assert "乙写的" in stands(desk, tab, 0)


@pytest.mark.slow
def test_a_program_that_is_gone_is_told_and_takes_nothing_along(browser: Any, tmp_path: Path) -> None:
    page = start(tmp_path, "--stay")
    tab = browser.new_context().new_page()
    try:
        tab.goto(page.origin + page.first)
        tab.goto(page.origin + page.open("a.xlsx", SEED.read_bytes()))
        tab.wait_for_selector(".page .cell")
        begin(tab, 0, "不能丢的话")
    finally:
        stop(page)
    tab.wait_for_selector("#message:has-text('填报台停了')")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_timeout(300)
    assert tab.locator("#editor textarea").input_value() == "不能丢的话"
    assert tab.locator("#editor textarea").is_editable()
    assert "最近打开" in tab.locator("#message").inner_text()
    tab.context.close()


@pytest.mark.slow
def test_a_reviewers_words_outlive_the_next_decision(browser: Any, desk: Page) -> None:
    form = formgen.open(declaration("申局", explanation=None), "a.toml")
    form.set("indicators[1].explanation", "该指标主要考察…")
    unit = link(desk, drop(desk, ("申.toml", form.toml().encode())), "申局")
    tab = browser.new_context().new_page()
    tab.goto(desk.origin + desk.first)
    tab.goto(desk.origin + unit)
    tab.wait_for_load_state("load")
    boxes = tab.locator(".choices [name=text]")
    assert boxes.count() > 1
    boxes.nth(0).fill("见通知第二条")
    tab.locator(".choices [value=adopt]").nth(1).click()
    tab.wait_for_selector(".choices [value=adopt].main")
    assert boxes.nth(0).input_value() == "见通知第二条"
    tab.locator(".choices [value=own]").nth(0).click()
    tab.wait_for_selector(".choices [value=own].main")
    tab.reload()
    assert boxes.nth(0).input_value() == "见通知第二条"
    tab.context.close()


@pytest.mark.slow
def test_files_go_nowhere_where_none_are_taken(tab: Any, tmp_path: Path) -> None:
    """Dropped on a form's page a file would take its place in the browser; one that is too big would break the line."""
    address = tab.url
    files = tab.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['x'], 'x.xlsx')); return t }"
    )
    tab.dispatch_event("body", "drop", {"dataTransfer": files})
    tab.wait_for_selector("#message:has-text('换一份表')")
    assert tab.url == address
    big = tmp_path / "大.xlsx"
    with big.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    tab.get_by_role("link", name="换一份表").click()
    tab.wait_for_load_state("load")
    for picker in ("#file", "#old"):
        tab.set_input_files(picker, big)
        tab.wait_for_selector("#message:has-text('文件太大')")


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_every_screen_is_whole(browser: Any, desk: Page, width: int) -> None:
    """Nothing lies outside the window's width, and no button's words are cut or broken."""
    form = desk.open(f"{'很长的文件名' * 10}.xlsx", SEED.read_bytes())
    address = drop(
        desk, (f"{'很长' * 30}.toml", declaration("某" * 60 + "局", explanation=None)), ("坏.xlsx", b"x")
    )
    unit = link(desk, address, "某" * 60 + "局")
    tab = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    tab.goto(desk.origin + desk.first)
    for path in ("/", "/help", form, f"{form}/scores", f"{form}/actuals", address, unit, f"{unit}/scores"):
        tab.goto(desk.origin + path)
        tab.wait_for_load_state("load")
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        broken = tab.evaluate(
            "[...document.querySelectorAll('.button,.tabs a,.badge,.pill,.brand')].filter(one => one.offsetParent"
            " && (one.scrollWidth > one.clientWidth + 1 || one.getClientRects()[0].height > 48)).map(one => one.innerText)"
        )
        assert broken == [], (path, broken)
    tab.goto(desk.origin + form)
    tab.wait_for_selector(".page .cell")
    tab.locator(".item .go").first.click()
    tab.wait_for_selector("#editor textarea:focus")
    box = tab.locator("#editor").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert box["y"] >= 0 and box["y"] + box["height"] <= 800
    tab.context.close()
