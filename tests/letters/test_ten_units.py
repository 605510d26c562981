"""Ten made-up units, from sound to hopeless, and their letters as an office would see them: by the command line,
laid out by LibreOffice."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
import pytest

import formgen
from formgen import cli
from tests.conftest import ROOT

SEED = ROOT / "inputs" / "hengyang-2023.toml"
FAULTY_ROWS = (0, 1, 2, 3, 4, 6, 8, 12, 20, 44)
"""By unit, how many rows have faults; the last has three in every row, and neither duties nor goal."""

TYPICAL = 4
"""So many units have what units have; the rest are bad ones."""

FAULTS: tuple[tuple[str, object], ...] = (
    ("explanation", None), ("explanation", "=3"), ("explanation", "按时完成该项工作…"), ("explanation", "TODO"),
    ("unit", "件 件"), ("unit", None), ("unit", "％"), ("target", None), ("target", "若干"), ("target", "500余户"), ("target", -5),
    ("operator", "大概"), ("operator", "定性"), ("points", 7), ("level3", None), ("level2", "别的指标"),
    ("scoring", None), ("scoring", "酌情扣分"), ("scoring", "该指标分值为2分，完成率小于60%为不及格，不得…"),
    ("scoring", "完成得满分，未完成的按2022年标准酌情扣分。"),
)  # fmt: skip


@dataclass
class Sent:
    """names: of the units; pages: texts of the pages of each unit's letter."""

    names: list[str]
    pages: list[list[str]]
    folder: Path


def _name(number: int) -> str:
    return f"示例市第{number}示例管理局"


def _write(path: Path, number: int) -> None:
    """The seed as another unit's, with its share of faults."""
    path.write_text(
        SEED.read_text(encoding="utf-8").replace("衡阳市市场监督管理局", _name(number)), encoding="utf-8"
    )
    form, chance = formgen.open(path), random.Random(number)
    rows = form.declaration.indicators
    own = {
        f"indicators[{place}].explanation": f"{row.explanation.rstrip('。')}，由第{number}科负责。"
        for place, row in enumerate(rows)
    }
    form.change({**own, "goal.annual": f"{form.declaration.goal.annual}以上由第{number}科负责。"})
    hopeless = number == len(FAULTY_ROWS) - 1
    for place in chance.sample(range(len(rows)), min(FAULTY_ROWS[number], len(rows))):
        for column, value in chance.sample(FAULTS, 3 if hopeless else 1):
            form.set(f"indicators[{place}].{column}", value)
    if hopeless:
        form.change({"department.duties": None, "goal.annual": None})
    path.write_text(form.plain_toml(), encoding="utf-8")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: pages of letters were not counted")
    base = tmp_path_factory.mktemp("ten")
    (base / "报送").mkdir()
    names = [_name(number) for number in range(len(FAULTY_ROWS))]
    for number in range(len(names)):
        _write(base / "报送" / f"u{number}.toml", number)
    (base / "s.toml").write_text(
        '[bureau]\nsender = "示例市财政局"\nnumber = "示财绩退〔{year}〕{n}号"\ndeadline = 2024-03-15\n'
        'contact = "绩效管理科　张某某"\nphone = "0000-1234567"\nway = "预算绩效邮箱或科室窗口"\ndated = 2024-03-04\n',
        encoding="utf-8",
    )
    arguments = ["check", str(base / "报送"), "--slips", str(base / "信"), "--settings", str(base / "s.toml")]
    assert cli.run([*arguments, "--statistics"]) == 4
    letters = [base / "信" / f"2023_{name}_退回意见.docx" for name in names]
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{base}/office", "--headless", "--convert-to", "pdf", "--outdir",
         str(base), *map(str, letters), str(base / "信" / "全部退回意见.docx")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return Sent(names, [_pages(base / f"{letter.stem}.pdf") for letter in letters], base)


def _pages(path: Path) -> list[str]:
    """Texts without blanks: LibreOffice sets some between Chinese and Latin signs."""
    with pypdfium2.PdfDocument(path) as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


@pytest.mark.slow
def test_typical_letters_take_a_page_and_the_worst_two(sent: Sent) -> None:
    counts = [len(pages) for pages in sent.pages]
    assert counts[:TYPICAL] == [1] * TYPICAL
    assert max(counts) == 2
    for pages in sent.pages:
        if len(pages) > 1:
            assert "序号" in pages[-1] and "联系人：" in pages[-1]  # what closes a letter is never alone
    whole = _pages(sent.folder / "全部退回意见.pdf")
    assert len(whole) == sum(counts)
    firsts = [number for number, page in enumerate(whole) if re.search("—1—", page)]
    assert len(firsts) == len(counts)  # every letter begins on a page of its own, counted from 1


@pytest.mark.slow
def test_nothing_of_others_or_of_ours_is_named(sent: Sent) -> None:
    for name, pages in zip(sent.names, sent.pages, strict=True):
        text = "".join(pages)
        assert name in text
        for other in (
            *(it for it in sent.names if it != name),
            str(sent.folder),
            "报送/",
            ".toml",
            "indicators[",
        ):
            assert other not in text, (name, other)
        assert not re.search(r"[A-Z]{3,4}-\d\d|u\d", text)


@pytest.mark.slow
def test_measures_are_the_templates_where_all_fits(sent: Sent) -> None:
    """Only a letter that would take a page more is changed; then its columns still fill the same width."""
    template = docx.Document(str(ROOT / "templates" / "hunan-2023" / "slip.docx"))
    own = [column.width for column in template.tables[0].columns]
    changed = 0
    for name, pages in zip(sent.names, sent.pages, strict=True):
        document = docx.Document(str(sent.folder / "信" / f"2023_{name}_退回意见.docx"))
        for table in document.tables:
            widths = [column.width for column in table.columns]
            assert (
                widths[0] == own[0] and abs(sum(map(int, widths)) - sum(map(int, own))) < 2000
            )  # EMU: a rounding
            assert (
                all([cell.width for cell in row.cells] == widths for row in table.rows[1:]) or widths == own
            )
            changed += widths != own
        if len(pages) == 1 and len(document.tables) == 1:
            assert widths == own
    assert changed
