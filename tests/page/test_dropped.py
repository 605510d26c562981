"""Files and folders dropped for review: kept in the page's own place, checked as a round, kept over a restart."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import formgen
from tests.page.conftest import ROOT, Page, start, stop, wait_for_end

CLEAN = (ROOT / "inputs" / "example-2023.toml").read_text(encoding="utf-8")
TARGET, GOAL = "indicators[3].target", "indicators[0].explanation"


def declaration(unit: str, **changes: object) -> bytes:
    """The example as another unit's; changes: fields by their last names, of the fourth row or the first."""
    form = formgen.open(CLEAN.replace("示例市示例局", unit).encode(), "a.toml")
    fields = {"target": TARGET, "explanation": GOAL}
    for name, value in changes.items():
        form.set(fields[name], value)
    return form.toml().encode()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that was given no folder at its start."""
    running = start(tmp_path_factory.mktemp("dropped"), "--stay")
    yield running
    stop(running)


def drop(page: Page, *files: tuple[str, bytes], to: str = "/round/drop") -> str:
    """The round's address when its run is over."""
    answer = page.upload(*files, to=to)
    assert answer.status == 303, answer.text
    wait_for_end(page, answer.headers["location"])
    return answer.headers["location"]


def rows(page: Page, address: str) -> dict[str, str]:
    """Unit → its row, as text."""
    found = {}
    for part in page.ask(f"{address}/rows").text.split("<tr ")[1:]:
        name = re.search(r'title="([^"]*)"', part)
        if name:
            found[unescape(name[1])] = " ".join(
                unescape(re.sub(r"<[^>]*>", " ", part.partition(">")[2])).split()
            )
    return found


def link(page: Page, address: str, unit: str) -> str:
    """The address of a unit's page."""
    part = next(part for part in page.ask(f"{address}/rows").text.split("<tr ") if f">{unit}<" in part)
    return part.partition('data-href="')[2].partition('"')[0]


def differing(text: str) -> set[str]:
    """The fields of cells that are marked as not the same in both files."""
    return set(re.findall(r'class="cell [a-z]* ?differs"[^>]* data-field="([^"]+)"', text))


@pytest.mark.slow
def test_a_round_of_dropped_files_lives_on(tmp_path: Path) -> None:
    """Two rounds of one unit, over a restart; what changed is marked on the pages of both; then all is removed."""
    page = start(tmp_path, "--stay")
    try:
        address = drop(
            page,
            ("各单位/甲/表.toml", declaration("甲局", explanation=None)),
            ("各单位/乙/表.toml", declaration("乙局")),
            ("各单位/~$乙局.xlsx", b"lock"),
        )
        assert set(rows(page, address)) == {"甲局", "乙局"}
        assert "错误" in rows(page, address)["甲局"]
        assert "没有读的文件1个" in page.ask(f"{address}/rows").text
        assert "打开文件时的锁文件" in page.ask(f"{address}/rows").text
    finally:
        stop(page)
    page = start(tmp_path, "--stay")
    try:
        assert address in page.ask("/").text
        assert "错误" in rows(page, address)["甲局"]
        mended = declaration("甲局", explanation="全年检查的次数，以记录为准", target=97)
        drop(page, ("各单位/甲/表.toml", mended), to=f"{address}/drop")
        assert "第2次" in rows(page, address)["甲局"] and "错误" not in rows(page, address)["甲局"]
        unit = link(page, address, "甲局")
        now, last, sides = (page.ask(unit + more).text for more in ("", "?last=1", "/sides"))
        assert differing(now) == differing(last) == {GOAL, TARGET}
        assert differing(sides) == {GOAL, TARGET} and sides.count('class="pages"') == 2
        assert "全年检查的次数，以记录为准" in sides and "这次：97" in sides
        assert page.ask(f"{address}/remove", b"").status == 303
        assert page.ask(address).status == 404
        assert not list((tmp_path / "formgen" / "rounds").iterdir())
    finally:
        stop(page)


@pytest.mark.slow
def test_a_file_that_comes_again_alone_is_the_same_file(desk: Page) -> None:
    address = drop(
        desk,
        ("各单位/丙.toml", declaration("丙局", explanation=None)),
        ("各单位/丁.toml", declaration("丁局")),
    )
    drop(desk, ("丙.toml", declaration("丙局")), to=f"{address}/drop")
    assert "第2次" in rows(desk, address)["丙局"]
    assert "请选一份" not in desk.ask(link(desk, address, "丙局")).text


@pytest.mark.slow
def test_of_two_files_of_one_unit_a_person_chooses(desk: Page) -> None:
    one, two = declaration("戊局"), declaration("戊局", explanation=None)
    address = drop(desk, ("旧.toml", one), ("新.toml", two), ("己.toml", declaration("己局")))
    unit = link(desk, address, "戊局")
    text = desk.ask(unit).text
    assert "请选一份" in text
    labels = [unescape(label) for label in re.findall(r'name="file" value="([^"]*)"', text)]
    wanted = next(label for label in labels if label.endswith("新.toml"))
    body = urllib.parse.urlencode({"file": "/etc/passwd"}).encode()
    assert desk.ask(f"{unit}/choose", body).status == 422
    assert desk.ask(f"{unit}/choose", urllib.parse.urlencode({"file": wanted}).encode()).status == 303
    wait_for_end(desk, address)
    assert "错误" in rows(desk, address)["戊局"]
    assert "请选一份" not in desk.ask(link(desk, address, "戊局")).text


@pytest.mark.slow
def test_an_unreadable_file_stands_for_the_unit_it_is_named_after(desk: Page) -> None:
    """Nobody is told twice: 读不出 and 未报. The letter goes to the contact of the roster."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (("单位名称", "联系人"), ("庚局", ""), ("庚局下属中心", "李某某"), ("辛局", "王某某")):
        book.active.append(line)
    roster = BytesIO()
    book.save(roster)
    address = drop(desk, ("庚.toml", declaration("庚局")), ("2023年庚局下属中心报.xlsx", b"no workbook"))
    answer = desk.upload(("名册.xlsx", roster.getvalue()), to=f"{address}/roster", field="roster")
    assert answer.status == 303
    wait_for_end(desk, address)
    found = rows(desk, address)
    assert set(found) == {"庚局", "庚局下属中心", "辛局"}
    assert "读不出" in found["庚局下属中心"] and "未报" in found["辛局"]
    assert "名册3个单位" in desk.ask(address).text
    unit = link(desk, address, "庚局下属中心")
    assert "按文件名认作" in desk.ask(unit).text
    letter = docx.Document(BytesIO(desk.ask(f"{unit}/letter").body))
    assert any("庚局下属中心" in paragraph.text for paragraph in letter.paragraphs)
    assert desk.ask(f"{link(desk, address, '辛局')}/letter").status == 404


@pytest.mark.slow
def test_a_reviewer_sees_how_points_are_given_and_confirms_nothing(desk: Page) -> None:
    data = declaration("子局")
    address = drop(desk, ("子局.toml", data), ("坏.xlsx", b"no workbook"))
    unit = link(desk, address, "子局")
    assert f'href="{unit}/scores"' in desk.ask(unit).text
    for share in ("0.85", "0.70"):
        trial = formgen.open(data, "a.toml").preview(Decimal(share))
        wanted = f"{trial.score:.2f}～{trial.score + trial.open_points:.2f}"
        for page in ("scores", "trial"):
            answer = desk.ask(f"{unit}/{page}?share={share[2:]}")
            assert answer.status == 200 and wanted in answer.text
    text = desk.ask(f"{unit}/scores").text
    assert "我们这样读" in text and "<button" not in text.partition("<main")[2].partition("</main>")[0]
    kinds = re.findall(r'href="([^"]*scores[?]kind=[^"]*)"', text)
    assert len(kinds) > 2
    for kind in kinds:
        assert 'aria-current="true"' in desk.ask(unescape(kind)).text
    assert "/scores" not in desk.ask(link(desk, address, "坏.xlsx")).text


@pytest.mark.slow
def test_help_is_found_from_the_first_page_and_from_every_refusal(desk: Page) -> None:
    assert 'href="/help"' in desk.ask("/").text
    assert 'href="/help"' in desk.upload(("坏.xlsx", b"no workbook")).text
    text = desk.ask("/help").text
    assert "Ctrl+Enter" in text and str(desk.state / "formgen" / "recent") in text
    shown = [
        desk.ask(path).text
        for path in ("/", link(desk, drop(desk, ("丑.toml", declaration("丑局", explanation=None))), "丑局"))
    ]
    for button in ("选择文件", "选去年的表", "新建空白表", "采纳", "忽略", "自己写", "人工通过"):
        assert button in text and any(button in page for page in shown)  # it speaks of what is there


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["../../../../tmp/x.toml", "..\\..\\x.toml", "/etc/x.toml", "C:\\x.toml", "a/../../x.toml", "con.toml", "aux", "长" * 200 + ".toml", "a:b*?.toml", "x.toml "],
)  # fmt: skip
def test_a_dropped_name_is_no_path(desk: Page, name: str) -> None:
    """Whatever a browser calls a file, it lies in the round's own folder, under a name that every system takes."""
    address = drop(desk, (name, declaration("壬局")), (f"b/{name}", declaration("癸局")))
    home = desk.state / "formgen" / "rounds" / address.rpartition("/")[2]
    kept = [path.relative_to(home / "文件") for path in (home / "文件").rglob("*") if path.is_file()]
    assert len(kept) == 2
    for path in kept:
        for part in path.parts:
            assert not set(part) & set('\\/:*?"<>|') and part == part.strip(" .")
            assert part.partition(".")[0].upper() not in ("CON", "AUX") and len(part.encode()) <= 120
    assert {"壬局", "癸局"} >= set(rows(desk, address))
    desk.ask(f"{address}/remove", b"")
    assert not home.exists()


@pytest.mark.slow
def test_many_files_are_a_round_a_few_are_forms(desk: Page) -> None:
    """More than the last five could not be found again one by one. Of a few, the bad one is told, the others open."""
    many = desk.upload(*((f"{number}.toml", declaration(f"第{number}局")) for number in range(6)))
    assert many.headers["location"].startswith("/round/")
    wait_for_end(desk, many.headers["location"])
    few = desk.upload(
        ("甲.toml", declaration("甲局")), ("坏.xlsx", b"no workbook"), ("乙.toml", declaration("乙局"))
    )
    assert few.status == 200
    assert "一共打开了 2 份" in few.text and "坏.xlsx" in few.text
    assert few.text.count('href="/form/') == 2


def test_too_many_files_are_refused_in_words(desk: Page) -> None:
    answer = desk.upload(*((f"{number}.toml", b"x") for number in range(2001)), to="/round/drop")
    assert answer.status == 422 and "一次最多收2000份文件" in answer.text


@pytest.mark.slow
def test_files_chosen_before_the_scripts_came_are_sent(desk: Page, browser: Any, tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_bytes(declaration("甲局"))
    tab = browser.new_context().new_page()
    scripts: list[Any] = []
    tab.route("**/static/page.js", lambda route: scripts.append(route))
    tab.goto(desk.origin + desk.first, wait_until="commit")
    tab.set_input_files("#file", tmp_path / "甲.toml")
    while not scripts:
        tab.wait_for_timeout(20)
    scripts[0].continue_()
    tab.wait_for_url("**/form/**", wait_until="commit", timeout=15_000)  # its script is held, too
    tab.context.close()


@pytest.mark.slow
def test_a_folder_in_the_browser(desk: Page, browser: Any, tmp_path: Path) -> None:
    """Chosen as a folder; ↓ and A by key; a new file put in; the two versions side by side; a finding of a cell that
    is merged over rows is found on the page."""
    folder = tmp_path / "各单位"
    (folder / "子").mkdir(parents=True)
    (folder / "甲.toml").write_bytes(declaration("甲局", explanation=None))
    (folder / "子" / "乙.toml").write_bytes(declaration("乙局"))
    tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(desk.origin + desk.first)
    tab.set_input_files("#folder", folder)
    tab.wait_for_selector("text=核完了", timeout=60_000)
    assert tab.locator("tr[data-href]").count() == 2
    assert tab.locator(".file").inner_text() == "各单位"
    tab.locator("tr[data-href]").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".page .cell.bad")
    tab.wait_for_load_state("load")  # a key pressed before is nobody's
    tab.keyboard.press("ArrowDown")
    tab.wait_for_selector(f'.cell.open[data-field="{GOAL}"]')
    tab.keyboard.press("a")
    tab.wait_for_selector(".weigh.bad button[value=adopt].main")
    tab.wait_for_selector(".weigh.bad:focus, .weigh.bad :focus", state="attached")  # the keys stay there
    tab.get_by_role("link", name="回到名单").click()
    (tmp_path / "甲.toml").write_bytes(declaration("甲局", target=97))
    tab.set_input_files("#more", tmp_path / "甲.toml")
    tab.wait_for_selector("text=第2次", timeout=60_000)
    tab.get_by_role("link", name="甲局", exact=True).click()
    tab.wait_for_selector(f'.cell.differs[data-field="{TARGET}"]')
    tab.get_by_role("link", name="上次与这次").click()
    tab.wait_for_selector("#last .cell.differs")
    tab.wait_for_load_state("load")
    tab.locator(f'.go[data-field="{TARGET}"]').click()
    assert tab.locator(f'#last .cell.open[data-field="{TARGET}"]').count() == 1
    assert tab.locator(f'#pages .cell.open[data-field="{TARGET}"]').count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.context.close()
    assert complaints == []


@pytest.mark.slow
def test_a_folder_dragged_in_with_all_that_lies_in_it(desk: Page, browser: Any, tmp_path: Path) -> None:
    """As a hand drags it, with more files than a browser tells at once; one more file dragged onto the list; an empty
    folder is told."""
    folder, more, empty = tmp_path / "各单位", tmp_path / "戌.toml", tmp_path / "空"
    (folder / "子").mkdir(parents=True)
    (folder / "子" / "酉.toml").write_bytes(declaration("酉局"))
    for number in range(120):
        (folder / "子" / f"通知{number}.txt").write_text("各单位")
    more.write_bytes(declaration("戌局"))
    empty.mkdir()
    tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    hand = tab.context.new_cdp_session(tab)

    def drag(path: Path) -> None:
        tab.wait_for_load_state("load")
        data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            hand.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 250, "data": data})

    tab.goto(desk.origin + desk.first)
    drag(empty)
    tab.wait_for_selector("#message:has-text('没有收到文件')")
    drag(folder)
    tab.wait_for_selector("text=没有读的文件120个", timeout=60_000)
    assert tab.locator(".file").inner_text() == "各单位"
    drag(more)
    tab.get_by_role("link", name="戌局", exact=True).wait_for(timeout=60_000)
    assert tab.locator("tr[data-href]").count() == 2
    tab.context.close()
