"""What is tried: each room makes one damaged thing from a seed and runs the program over it.

A room is a function (seed, folder) → exit codes and outputs of the commands it ran; the samples it starts from
are made once per process.
"""

from __future__ import annotations

import codecs
import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import tomli_w

from formgen import cli
from formgen.cli.output import HANDLER, write_nearest
from tests.conftest import ROOT
from tests.deep.mutate import changed_bytes, changed_json, changed_lines, changed_zip

SAMPLE = ROOT / "inputs" / "hengyang-2023.toml"
SMALL = ROOT / "inputs" / "example-2023.toml"
WORKBOOK = ROOT / "inputs" / "hengyang-2023.xlsx"


@dataclass(frozen=True, slots=True)
class Ran:
    arguments: tuple[str, ...]
    code: int
    said: str


def run(*arguments: str | Path) -> Ran:
    """The program in this process, its streams as its entry point makes them."""
    codecs.register_error(HANDLER, write_nearest)
    shown = io.BytesIO()
    texts = tuple(map(str, arguments))
    with io.TextIOWrapper(shown, "utf-8", HANDLER, write_through=True) as said:
        with redirect_stdout(said), redirect_stderr(said):
            code = cli.run(texts)
        return Ran(texts, code, shown.getvalue().decode("utf-8"))


Room = Callable[[Random, Path], list[Ran]]


@lru_cache(maxsize=1)
def built() -> Path:
    """Results of two forms, made once: DOCX, PDF, manifest and state."""
    folder = Path(mkdtemp(prefix="formgen-deep-"))
    (folder / "in").mkdir()
    text = SMALL.read_text(encoding="utf-8")
    for number in (1, 2):
        (folder / "in" / f"{number}.toml").write_text(_named(text, f"第{number}局"), encoding="utf-8")
    ran = run("build", folder / "in", "-o", folder / "out", "--engine", "typst", "-j", "1")
    assert ran.code == 0, ran.said
    return folder


def _named(text: str, name: str) -> str:
    lines = text.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("name ="))
    lines[at] = f'name = "{name}"\n'
    return "".join(lines)


def workbook(rng: Random, folder: Path) -> list[Ran]:
    """Parts of a workbook."""
    path = folder / "册.xlsx"
    path.write_bytes(changed_zip(rng, WORKBOOK.read_bytes()))
    return [run("check", path, *_style(rng)), *([run("score", path)] if rng.random() < 0.2 else [])]


def toml(rng: Random, folder: Path) -> list[Ran]:
    """Lines of a TOML file."""
    path = folder / "表.toml"
    path.write_text(changed_lines(rng, SAMPLE.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    return [run("check", path, "--format", "json"), *([run("score", path)] if rng.random() < 0.2 else [])]


def document(rng: Random, folder: Path) -> list[Ran]:
    """Parts of a Word file that formgen made."""
    (source,) = (built() / "out").glob("*第1局*.docx")
    path = folder / "表.docx"
    path.write_bytes(changed_zip(rng, source.read_bytes()))
    return [run("verify", path, *_style(rng)), run("extract", path)]


def _style(rng: Random) -> tuple[str, ...]:
    return rng.choice(((), ("--format", "json")))


def page(rng: Random, folder: Path) -> list[Ran]:
    """Bytes of a PDF that formgen made."""
    (source,) = (built() / "out").glob("*第1局*.pdf")
    path = folder / "表.pdf"
    path.write_bytes(_changed_pdf(rng, source.read_bytes()))
    return [run("verify", path, *_style(rng)), run("extract", path)]


def _changed_pdf(rng: Random, data: bytes) -> bytes:
    """Bytes anywhere, or values of its objects once they are unpacked."""
    if rng.random() < 0.5:
        return changed_bytes(rng, data)
    plain = _unpacked(data)
    at = rng.randrange(len(plain))
    return plain[:at] + changed_bytes(rng, plain[at : at + 200]) + plain[at + 200 :]


@lru_cache(maxsize=2)
def _unpacked(data: bytes) -> bytes:
    import pikepdf

    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return stream.getvalue()


def state(rng: Random, folder: Path) -> list[Ran]:
    """What a results folder knows of itself: the run goes on, or says why not."""
    shutil.copytree(built(), folder / "all")
    out = folder / "all" / "out"
    known = sorted(path for path in [out / "manifest.json", *(out / ".formgen").iterdir()] if path.is_file())
    for path in rng.sample(known, rng.randint(1, min(2, len(known)))):
        if rng.random() < 0.1:
            path.unlink()
            path.mkdir()
        else:
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            path.write_text(changed_json(rng, text), encoding="utf-8", errors="surrogatepass")
    first = run("verify", out)
    again = run(
        "build", folder / "all" / "in", "-o", out, "--formats", "docx", "--engine", "typst", "-j", "1"
    )
    return [first, again]


_WORDS = ("执法检查", "办结率", "满意度", "≥95%", "2023年12月底前", "CO₂", "⅓", "☑", "\n", "\t", " ", "　", "a" * 60, "件" * 80,
          "é", "e\u0301", "<b>&amp;", "{{ x }}", "#let x", "$x$", "*粗*", "_斜_", "`码`", "\\", "@甲", "<甲>", "//", "/*",
          "https://例.cn/", "——", "……", "“”", "（40分）", "\u200b", "\u00a0")  # fmt: skip
_RARE = ("ไทย", "བོད", "𠮷", "😀")
"""Of which no font is there: refused, so that only few declarations have them."""


def typst(rng: Random, folder: Path) -> list[Ran]:
    """Any declaration through the whole road, printed by Typst."""
    path = folder / "表.toml"
    path.write_bytes(tomli_w.dumps(_any_declaration(rng)).encode("utf-8", "replace"))
    engine = ("--engine", "typst", "--draft", "--formats", "pdf")
    return [run("build", path, "-o", folder / "out", *engine)]


def _any_declaration(rng: Random) -> dict[str, object]:
    words = _WORDS + _RARE if rng.random() < 0.05 else _WORDS

    def text(most: int) -> str:
        return "".join(rng.choice(words) for _ in range(rng.randint(0, most)))

    rows = []
    for _ in range(rng.randint(1, 12)):
        operator = rng.choice(("≥", "≤", "=", ">", "<", "定性"))
        number = rng.choice((1, 95, 0.5, 1e12, 160, 0))
        rows.append({
            "level1": rng.choice(("产出指标", "效益指标", "满意度指标", text(2))),
            "level2": rng.choice(("数量指标", "质量指标", "社会效益指标", text(2))),
            "level3": text(4) or "件数", "operator": operator,
            "target": text(3) if operator == "定性" else number, "unit": rng.choice(("件", "%", "万元", text(1))),
            "explanation": text(12), "scoring": text(25), "remark": text(3), "points": rng.choice((1, 2, 10, 0.5)),
        })  # fmt: skip
    return {
        "profile": "hunan-2023", "year": 2023, "indicators": rows,
        "department": {"name": text(3) or "甲局", "duties": text(rng.choice((3, 60, 400)))},
        "goal": {"annual": text(rng.choice((3, 60)))},
    }  # fmt: skip


ROOMS: dict[str, Room] = {
    "workbook": workbook, "toml": toml, "document": document, "page": page, "state": state, "typst": typst,
}  # fmt: skip
