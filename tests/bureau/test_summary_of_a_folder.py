"""汇总.xlsx of a folder as a bureau gets it, made by the command line and read back by another program: its numbers
are those of the register, of `formgen status` and of the letters; what is done to one file changes what follows
from it and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from contextlib import chdir
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

import formgen
from formgen import cli
from formgen.library.campaign import weigh_findings
from tests.register.campaign import EMPTY, Handed, hand_in, write_roster

UNITS = 12
ABSENT = ("第八十局", "第九十局")
CUT = "打不开的.xlsx"
STATES = ("通过", "人工通过", "已改未核", "退回", "读不出", "未报")
Line = dict[str, object]


def sheets(out: Path) -> Workbook:
    return load_workbook(out / "汇总.xlsx")


def table(book: Workbook, name: str) -> list[Line]:
    """The rows under the heads, which stand where the filter begins."""
    sheet = book[name]
    heads, *rows = [[cell.value for cell in row] for row in sheet[sheet.auto_filter.ref]]
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def first_page(book: Workbook) -> dict[str, tuple[object, ...]]:
    """Labels of the first sheet → what stands right of each."""
    return {str(row[0]): row[1:] for row in book.worksheets[0].iter_rows(values_only=True) if row[0]}


def state_counts(out: Path) -> dict[str, object]:
    page = first_page(sheets(out))
    return {state: page[state][0] for state in STATES}


def check(base: Path, *more: str, folder: str = "in") -> None:
    """In the folder itself, as a bureau does it."""
    with chdir(base):
        cli.run(["check", folder, "-o", "out", "--roster", "名册.csv", "--statistics", "-j", "1", *more])


def replay(out: Path) -> tuple[dict[str, dict[str, object]], set[str]]:
    """What the register says of every unit, read line by line and by nothing of formgen: the last result of each;
    and the units of the roster. Good for one round without decisions."""
    last: dict[str, dict[str, object]] = {}
    roster: set[str] = set()
    for line in (out / "登记.jsonl").read_text(encoding="utf-8").splitlines()[1:]:
        event = json.loads(line)
        if event["event"] == "result":
            last[event["filed"]["identity"]["unit"]] = event["outcome"]["review"]
        elif event["event"] == "double":
            last[event["identity"]["unit"]] = {}
        elif event["event"] == "roster":
            roster = {unit["name"] for unit in event["units"]}
    return last, roster


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of twelve units: 0 and 1 have empty cells, 2 came twice, 3 copied from 4; one file cannot be read, two lie
    beside, two units never came."""
    base = tmp_path_factory.mktemp("folder")
    units = hand_in(base / "in", UNITS)
    write_roster(base / "名册.csv", [*(unit.name for unit in units), *ABSENT])
    units[0].broken, units[1].broken = {0, 1}, {2}
    _copy(units[4], units[3])
    for unit in units:
        unit.write()
    twice = Handed(base / "in" / "又一份.toml", units[2].name, units[2].text, targets={0})
    twice.write()
    (base / "in" / CUT).write_bytes(b"PK\x03\x04cut")
    (base / "in" / "图.jpg").write_bytes(b"\xff\xd8\xff")
    (base / "in" / "下级").mkdir()
    (base / "in" / "下级" / "图.jpg").write_bytes(b"\xff\xd8\xff")
    check(base, "--slips", "letters")
    return base


def _copy(source: Handed, target: Handed) -> None:
    target.text = source.text.replace(f'name = "{source.name}"', f'name = "{target.name}"')


@pytest.mark.slow
def test_the_first_page_is_what_the_register_says(
    base: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    reviews, roster = replay(base / "out")
    words = {"pass": "通过", "fail": "退回", "unreadable": "读不出"}
    expected = Counter(words[str(review["verdict"])] if review else "已改未核" for review in reviews.values())
    expected["未报"] = len(roster - reviews.keys())
    assert {**expected} == {"通过": 9, "退回": 2, "已改未核": 1, "读不出": 1, "未报": 2}
    page = first_page(sheets(base / "out"))
    assert {state: page[state][0] for state in STATES} == {state: expected[state] for state in STATES}
    assert page["合计"][0] == expected.total() == UNITS + 3
    for state, names in (("未报", ABSENT), ("读不出", (CUT,)), ("退回", ("第00局", "第01局"))):
        assert str(page[state][3]).split("、") == list(names)
    assert cli.run(["status", str(base / "out"), "--format", "json"]) == 0
    status = json.loads(capfdbinary.readouterr().out)
    assert status["counts"] == {state: expected[state] for state in status["counts"]}


@pytest.mark.slow
def test_what_is_wrong_most_often_is_counted_from_the_register(base: Path) -> None:
    reviews, _ = replay(base / "out")
    count: Counter[tuple[str, str]] = Counter()
    units: dict[tuple[str, str], set[str]] = {}
    for unit, review in reviews.items():
        for finding in review.get("findings", ()):  # type: ignore[attr-defined]
            key = finding["severity"], finding["id"]
            count[key] += 1
            units.setdefault(key, set()).add(unit)
    book = sheets(base / "out")
    told = {(str(row["程度"]), str(row["问题"])): row for row in table(book, "问题")}
    assert (count["error", EMPTY], len(units["error", EMPTY])) == (3, 2)
    row = told["错误", "必填项为空"]
    assert (row["处数"], row["单位数"], row["哪些单位"]) == (3, 2, "第00局（2处）、第01局")
    assert str(row["在哪些栏（处数）"]) == "指标解释 3"
    names = {"error": "错误", "warning": "提醒", "note": "提示"}
    # What only the folder shows is not in the register.
    alone = [row for (_, title), row in told.items() if title != "跨表雷同"]
    assert Counter((str(row["程度"]), row["处数"], row["单位数"]) for row in alone) == Counter(
        (names[key[0]], count[key], len(units[key])) for key in count
    )
    page = first_page(book)
    assert page["必填项为空（错误）"][:2] == (3, 2)
    texts = " ".join(
        str(text) for row in book.worksheets[0].iter_rows(values_only=True) for text in row if text
    )
    assert not re.search(r"[A-Z]{3,4}-\d\d|--|indicators|goal\.", texts), texts


def test_letters_and_summary_agree(base: Path) -> None:
    """A unit has a letter exactly where the summary has an error or a warning of it, or could not read its file."""
    written = {path.stem for path in (base / "letters").glob("*.docx")}
    book = sheets(base / "out")
    registered = {str(row["单位"]): row for row in table(book, "登记")}
    for row in table(book, "排名"):
        name, state = str(row["单位"]), row["状态"]
        if state in ("未报", "已改未核"):  # of the double, no file counts; each file has its own letter
            continue
        assert (registered[name]["错误"], registered[name]["提醒"]) == (row["错误"], row["提醒"])
        wanted = state == "读不出" or bool(row["错误"] or row["提醒"])
        assert any(Path(name).stem in stem for stem in written) == wanted, (name, written)


def test_what_two_units_share_is_one_line_and_so_is_a_unit_that_came_twice(base: Path) -> None:
    rows = {str(row["类别"]): row for row in table(sheets(base / "out"), "跨表雷同")}
    assert set(rows) == {"同一单位多份", "目标和指标"}
    assert str(rows["目标和指标"]["哪些单位"]) == "第03局、第04局"
    assert str(rows["同一单位多份"]["哪些文字相同"]).startswith("02.toml、又一份.toml（有 1 格不同）")


def test_every_file_is_found_by_its_name(base: Path) -> None:
    book = sheets(base / "out")
    lying = {path.relative_to(base).as_posix() for path in (base / "in").rglob("*") if path.is_file()}
    told = {str(row["来源"]): row for row in table(book, "逐份结果")}
    assert set(told) == lying
    (files,) = [row for row in table(book, "没有检查的") if row["没有检查的"] == "文件没有读"]
    assert files["份数"] == len([row for row in told.values() if row["处理"] == "没有读"]) == 2
    assert str(files["哪些单位或文件"]).count("图.jpg") == 2
    reasons = [row["原因"] for row in table(book, "没有检查的")]
    assert len(reasons) == len(set(reasons)) > 2


def require_numbers(book: Workbook) -> None:
    """Every number is one, and no text is a formula."""
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in ("s", "n", "d"), cell
            number = isinstance(cell.value, str) and re.fullmatch(r"[-\d.]+", cell.value)
            assert not number, (sheet.title, cell.coordinate, cell.value)


def test_numbers_are_numbers_and_texts_are_no_formulas(base: Path) -> None:
    require_numbers(sheets(base / "out"))


@pytest.fixture
def again(base: Path, tmp_path: Path) -> Path:
    """The same folder and register, for one more run."""
    return Path(shutil.copytree(base, tmp_path / "again"))


@pytest.mark.slow
def test_one_more_sound_unit_changes_what_passed_by_one(base: Path, again: Path) -> None:
    before = state_counts(base / "out")
    shutil.rmtree(again / "out")
    source = Handed(again / "in" / "05.toml", "", (again / "in" / "05.toml").read_text(encoding="utf-8"))
    name = re.findall(r'(?m)^name = "(.*)"$', source.text)[0]
    own = re.sub(r'(?m)^(annual|explanation) = "', r"\g<0>新局：", source.text)
    (again / "in" / "新.toml").write_text(
        own.replace(f'name = "{name}"', 'name = "新来的局"'), encoding="utf-8"
    )
    check(again)
    after = state_counts(again / "out")
    assert after == {**before, "通过": int(str(before["通过"])) + 1}
    assert _errors(base) == _errors(again)


def _errors(base: Path) -> list[Line]:
    return [row for row in table(sheets(base / "out"), "问题") if row["程度"] == "错误"]


@pytest.mark.slow
def test_a_folder_that_was_moved_is_the_same_campaign(base: Path, again: Path) -> None:
    (again / "in").rename(again / "各单位")
    check(again, folder="各单位")
    assert state_counts(again / "out") == state_counts(base / "out")


@pytest.mark.slow
def test_a_second_round_and_a_decision(base: Path, again: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Unit 0 mends one cell of two and changes a target unasked; a reviewer lets unit 1 pass, calls the sheet by another
    name, and decides on unit 2, of which nobody has said which file counts."""
    book = sheets(again / "out")
    sheet = book["登记"]
    heads = {cell.value: cell for row in sheet.iter_rows() for cell in row if row[0].value == "序号"}
    row = next(row for row in sheet.iter_rows() if row[1].value == "第01局")
    for head, text in (("决定", "人工通过"), ("理由", "另有说明"), ("决定人", "王五")):
        row[heads[head].column - 1].value = text
    double = next(row for row in sheet.iter_rows() if row[1].value == "第02局")
    double[heads["决定"].column - 1].value = "人工通过"
    sheet.title = "登记（王五）"
    book.save(again / "out" / "汇总.xlsx")
    path = again / "in" / "00.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('explanation = ""', 'explanation = "考察工作完成情况，取数自年度台账。"', 1)
    path.write_text(re.sub(r"(?m)^target = (\d+)$", r"target = 7\1", text, count=1), encoding="utf-8")
    check(again)
    told = capfd.readouterr().err
    assert "从汇总表读回 1 个决定：第01局。" in told
    assert "“第02局”报来几份不同的文件" in told and "原件-1_汇总.xlsx" in told
    before = state_counts(base / "out")
    assert state_counts(again / "out") == {
        **before, "人工通过": 1, "退回": int(str(before["退回"])) - 1,
    }  # fmt: skip
    book = sheets(again / "out")
    page = first_page(book)
    assert page["第2次"][0] == 1 and str(page["第2次"][3]) == "第00局"
    kinds = Counter(str(row["对照"]) for row in table(book, "逐轮对照") if row["程度"] in ("错误", None))
    assert kinds == {"改好": 1, "没改": 1, "另改了": 1}
    units = {str(row["单位"]): row for row in table(book, "登记")}
    assert (units["第01局"]["决定"], units["第01局"]["理由"]) == ("人工通过", "另有说明")
    assert units["第00局"]["另改了"] == 1
    require_numbers(book)
    # A reviewer sets unit 0's last error aside: counted as before, and said so.
    register = formgen.status(again / "out")
    unit = register.find("第00局")
    (error,) = [finding for finding in unit.findings if finding.id == EMPTY]
    weigh_findings(again / "out", unit, [error], "ignore", "看过原件")
    # The decision is in the register: it survives the workbook.
    (again / "out" / "汇总.xlsx").unlink()
    check(again)
    assert state_counts(again / "out")["人工通过"] == 1
    book = sheets(again / "out")
    told = " ".join(str(cell.value) for row in book["问题"]["A1:A4"] for cell in row)
    assert "其中 1 处审核人已忽略" in told
    (worst,) = [row["最要紧的一条"] for row in table(book, "登记") if row["单位"] == "第00局"]
    assert EMPTY not in str(worst) and "是空的" not in str(worst)


@pytest.mark.slow
def test_advice_and_names_are_whose_they_are(tmp_path: Path) -> None:
    """A kind of problem in three columns is not advised for one of them; a unit whose file bears its name is not
    named twice."""
    text = Path("inputs/example-2023.toml").read_text(encoding="utf-8")
    for name, empty in (("甲局", "duties"), ("乙局", "explanation"), ("丙局", "unit"), ("丁局", "scoring")):
        own = re.sub(rf'(?m)^{empty} = ".+"$', f'{empty} = ""', text, count=1).replace("示例市示例局", name)
        (tmp_path / "in").mkdir(exist_ok=True)
        file = "报送.toml" if name == "丁局" else f"{name}.toml"
        (tmp_path / "in" / file).write_text(own, encoding="utf-8")
    with chdir(tmp_path):
        cli.run(["check", "in", "-o", "out", "--format", "json"])
    book = sheets(tmp_path / "out")
    assert book["总览"].page_setup.fitToHeight in (None, 1) and book["登记"].page_setup.fitToHeight == 0
    told = {str(row["问题"]): str(row["怎样改"]) for row in table(book, "问题")}
    assert told["必填项为空"].count("请") == 2 and "其余" in told["必填项为空"]
    same = [
        finding.message
        for result in formgen.check(tmp_path / "in").results
        for finding in result.review.findings
        if finding.id == "DUP-01"
    ]
    assert any("乙局" in message for message in same) and not any("乙局（" in message for message in same)
    assert any("丁局（" in message for message in same)
