"""The reviewer's way: forty forms, live rows, filters, keys, decisions that survive, letters."""

from __future__ import annotations

import re
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

import formgen
from formgen.page.rounds import Round
from tests.conftest import ROOT
from tests.page.conftest import Page, start, stop, wait_for_end

CLEAN = ROOT / "inputs" / "example-2023.toml"
COUNT = 40
BAD = {3, 11, 20}
UNREADABLE = 5


def write_folder(folder: Path, *, mended: bool = False, count: int = COUNT) -> Path:
    """Forty units: three with an empty explanation, one file that is no form."""
    folder.mkdir(exist_ok=True)
    text = CLEAN.read_text(encoding="utf-8")
    for number in range(count):
        name = f"示例市第{number:02}局"
        own = text.replace("示例市示例局", name)
        form = formgen.open(own.encode(), "a.toml")
        if number in BAD and not mended:
            form.set("indicators[0].explanation", None)
        if number == UNREADABLE:
            (folder / f"{name}.xlsx").write_bytes(b"no workbook")
        else:
            form.save(folder / f"{name}.toml", overwrite=True)
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    home = tmp_path_factory.mktemp("bureau")
    write_folder(home / "各单位")
    running = start(home / "state", "--stay", str(home))
    yield running, home / "各单位"
    stop(running)


def begin(page: Page, folder: Path) -> str:
    """The address of the folder's round, when its run is over."""
    body = urllib.parse.urlencode({"folder": str(folder)}).encode()
    answer = page.ask("/round", body)
    assert answer.status == 303, answer.text
    address = answer.headers["location"]
    wait_for_end(page, address)
    return address


@pytest.mark.slow
def test_only_inside_the_folders_given_at_the_start(desk: tuple[Page, Path], tmp_path: Path) -> None:
    page, folder = desk
    for path in ("/etc", str(tmp_path), str(folder / ".." / ".." / ".."), "", "\0", str(folder / "none")):
        body = urllib.parse.urlencode({"folder": path}).encode()
        assert page.ask("/round", body).status == 422, path
    (folder.parent / "link").symlink_to("/etc")
    assert (
        page.ask("/round", urllib.parse.urlencode({"folder": str(folder.parent / "link")}).encode()).status
        == 422
    )


@pytest.mark.slow
def test_a_file_that_leads_outside_is_not_shown(tmp_path: Path) -> None:
    """The register names it, as a link or because somebody wrote it there."""
    outside = tmp_path / "外面.xlsx"
    outside.write_bytes(b"no workbook")
    folder = tmp_path / "各单位"
    folder.mkdir()
    (folder / "甲.toml").write_bytes(CLEAN.read_bytes())
    (folder / "乙.xlsx").symlink_to(outside)
    page = start(tmp_path / "state", "--stay", str(folder))
    try:
        address = begin(page, folder)
        part = next(part for part in page.ask(f"{address}/rows").text.split("<tr ") if "乙.xlsx" in part)
        unit = part.partition('data-href="')[2].partition('"')[0]
        outside.write_bytes(formgen.open(CLEAN).xlsx())
        shown = page.ask(unit).text
        assert "示例事项检查次数" not in shown and "<img" not in shown
        (folder / "乙.xlsx").unlink()
        (folder / "乙.xlsx").write_bytes(outside.read_bytes())
        assert "示例事项检查次数" in page.ask(unit).text  # what is refused above works inside
    finally:
        stop(page)
    assert not list((tmp_path / "state" / "temporary").iterdir())


def test_no_folders_no_reviewer(page: Page, tmp_path: Path) -> None:
    assert "审核电脑里的文件夹" not in page.ask("/").text
    assert page.ask("/round", urllib.parse.urlencode({"folder": str(tmp_path)}).encode()).status == 422


def test_a_run_that_is_stopped_says_so(desk: tuple[Page, Path]) -> None:
    """A list that is not whole never looks like one that is."""
    page, folder = desk
    body = urllib.parse.urlencode({"folder": str(folder)}).encode()
    address = page.ask("/round", body).headers["location"]
    assert page.ask(f"{address}/stop", b"").status == 303
    text = wait_for_end(page, address)
    assert "停下了" in text and "核完了" not in text


def test_a_bug_in_a_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("formgen.page.rounds.check_paths", fail)
    item = Round("x", tmp_path, tmp_path / "out", "x")
    item.start()
    for _ in range(100):
        if not item.running:
            break
        time.sleep(0.05)
    assert "ZeroDivisionError" in item.trouble and "程序出了错" in item.trouble


@pytest.mark.slow
def test_typing_is_not_disturbed_by_rows_that_come(desk: tuple[Page, Path], browser: Any) -> None:
    """The box that is typed into stays itself while the list is drawn anew; Enter asks."""
    page, folder = desk
    tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    tab.goto(page.origin + page.first)
    tab.fill("input[name=folder]", str(folder))
    tab.get_by_role("button", name="开始审核").click()
    tab.wait_for_selector("#q")
    tab.wait_for_load_state("load")
    tab.focus("#q")
    tab.evaluate("document.querySelector('#q').own = true")
    tab.keyboard.type("第03局")
    tab.wait_for_selector("text=核完了", timeout=120_000)
    assert tab.evaluate("document.activeElement.own && document.activeElement.value") == "第03局"
    tab.keyboard.press("Enter")
    tab.wait_for_selector("tr[data-href] >> nth=1", state="detached")
    assert "示例市第03局" in (tab.locator("tr[data-href]").first.text_content() or "")
    assert tab.evaluate("document.activeElement.id") == "q"
    tab.context.close()


@pytest.mark.slow
def test_forty_units(desk: tuple[Page, Path], browser: Any, tmp_path: Path) -> None:
    """As a reviewer works: rows, filter, keys, a finding ignored, one in own words, one let pass; a restart; letters;
    the second round."""
    page, folder = desk
    tab = browser.new_context(viewport={"width": 1408, "height": 880}).new_page()
    tab.goto(page.origin + page.first)
    tab.fill("input[name=folder]", str(folder))
    tab.get_by_role("button", name="开始审核").click()
    tab.wait_for_selector("text=核完了", timeout=120_000)
    rows = tab.locator("tr[data-href]")
    assert rows.count() == COUNT
    shown = rows.all_inner_texts()
    assert "读不出" in shown[0]
    assert all("错误" in text for text in shown[1:4])
    assert sum("错误" in text for text in shown) == len(BAD)

    tab.locator(".chip.bad").click()
    tab.wait_for_selector(f"tr[data-href] >> nth={len(BAD) - 1}")
    tab.wait_for_selector(f"tr[data-href] >> nth={len(BAD)}", state="detached")
    tab.keyboard.press("Escape")
    tab.locator("tr[data-href]").first.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".weigh.bad")
    name = tab.locator(".file").inner_text()
    tab.wait_for_selector(".page .cell.bad")
    tab.locator(".weigh.bad input[name=text]").fill("请补上考察内容，见通知第二条")
    tab.locator(".weigh.bad button[value=own]").click()
    tab.wait_for_selector(".weigh.bad button[value=own].main")
    tab.keyboard.press("Control+ArrowDown")
    tab.wait_for_selector(f".file:not(:has-text('{name}'))")
    other = tab.locator(".file").inner_text()
    tab.locator(".weigh.bad button[value=ignore]").click()
    tab.wait_for_selector("#message:has-text('为什么忽略')")  # no reason, no decision
    tab.locator(".weigh.bad input[name=text]").fill("上级统一规定")
    tab.locator(".weigh.bad button[value=ignore]").click()
    tab.wait_for_selector(".weigh.bad button[value=ignore].main")
    tab.context.close()

    again = start(folder.parent / "state2", "--stay", str(folder.parent))
    try:
        address = begin(again, folder)
        units = {unit.identity.unit: unit for unit in formgen.status(folder / "审核结果").units()}
        assert [it.choice for it in units[name].weighed] == ["own"]
        assert [it.choice for it in units[other].weighed] == ["ignore"]
        assert again.ask(f"{address}/letters", b"").status == 200
        letters = folder / "审核结果" / "退回意见"
        sent = openpyxl.load_workbook(letters / "发送清单.xlsx").active
        assert sent is not None
        told = {str(cell.value) for cell in sent["B"]}
        assert name in told and other not in told  # nothing is left to mend there
        document = docx.Document(letters / f"2023_{name}_退回意见.docx")
        text = "".join(t.text or "" for t in document.element.body.iter(qn("w:t")))
        assert "请补上考察内容，见通知第二条" in text
        write_folder(folder, mended=True)
        address = begin(again, folder)
        rows_now = again.ask(f"{address}/rows").text
        line = next(part for part in rows_now.split("<tr ") if name in part)
        assert "第2次" in line
        mended = again.ask(line.partition('data-href="')[2].partition('"')[0]).text
        assert "已改好" in mended and "还有" not in mended
    finally:
        stop(again)


@pytest.mark.slow
def test_rows_that_are_being_checked_say_so(browser: Any, tmp_path: Path) -> None:
    """While the run goes on every file has a row: at first as a file, in the place of the unit that its name bears where
    the roster has one, then as what it says of itself. Nothing is loaded anew for that."""
    folder = write_folder(tmp_path / "各单位", count=400)  # long enough to be looked at
    roster = tmp_path / "名册.csv"
    names = ["示例市第39局", "示例市没来局", *(f"示例市第{number:02}局" for number in range(20))]
    roster.write_text("\n".join(["单位名称", *names]), encoding="utf-8")
    page = start(tmp_path / "state", "--stay", str(tmp_path))
    try:
        tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        tab.goto(page.origin + page.first)
        tab.fill("input[name=folder]", str(folder))
        tab.fill("input[name=roster]", str(roster))
        tab.get_by_role("button", name="开始审核").click()
        tab.wait_for_selector(".badge.checking")
        tab.evaluate("window.own = true")
        address = tab.url.removeprefix(page.origin)
        seen: list[dict[str, str]] = []
        while "核完了" not in (text := page.ask(f"{address}/rows").text):
            rows = re.findall(
                r'<th scope="row" title="([^"]+)">.*?<span class="badge (\w+)">', text, re.DOTALL
            )
            assert len({name.partition(".")[0] for name, _ in rows}) == len(rows)  # nobody is listed twice
            seen.append(dict(rows))
        tab.wait_for_selector("text=核完了")
        tab.wait_for_selector(".badge.checking", state="detached")
        assert tab.evaluate("window.own")
        tab.context.close()
    finally:
        stop(page)
    assert any(states.get("示例市第39局") == "queued" for states in seen)  # by its file's name
    assert any(states.get("示例市第38局.toml") == "queued" for states in seen)  # no roster has it
    states = [state for snapshot in seen for state in snapshot.values()]
    assert "checking" in states and "汇总.xlsx" not in {name for snapshot in seen for name in snapshot}
    assert all(snapshot.get("示例市没来局") in (None, "missing") for snapshot in seen)
    assert not {"checking", "queued"} & set(re.findall(r'<span class="badge (\w+)">', text))


@pytest.mark.slow
def test_a_slow_answer_never_takes_the_place_of_a_later_one(browser: Any, tmp_path: Path) -> None:
    """Lists that were asked for while the run went on come when a filter is set and the run is over."""
    folder = write_folder(tmp_path / "各单位")
    page = start(tmp_path / "state", "--stay", str(tmp_path))
    held: list[tuple[Any, Any]] = []
    late = False

    def hold(route: Any) -> None:
        if late:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    try:
        tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        tab.goto(page.origin + page.first)
        tab.route("**/rows?*", hold)
        tab.fill("input[name=folder]", str(folder))
        tab.get_by_role("button", name="开始审核").click()
        tab.wait_for_selector("#filters")
        while not held:
            tab.wait_for_timeout(50)
        late = True
        tab.locator("#filters [value=missing]").evaluate("one => one.click()")
        wait_for_end(page, tab.url.removeprefix(page.origin))
        tab.wait_for_timeout(500)
        for route, answer in held:
            route.fulfill(response=answer)
        tab.wait_for_selector("text=没有符合的单位")
        tab.wait_for_timeout(500)
        assert tab.locator("tr[data-href]").count() == 0
        assert tab.locator("#filters [value=missing]").is_checked()
        tab.context.close()
    finally:
        stop(page)
