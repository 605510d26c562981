"""Try the Windows folder under wine, as a user would: unpacked, dropped on, looked at in the browser.

Comes in: the zip that `make bundle` made. Goes out: a line per trial and exit code 0, or the first that failed. Needs
wine64, and gcc-mingw-w64-x86-64 for one library that wine 8 lacks.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bundle.make import DIST, HERE, MOST_MEGABYTES, ROOT, version

SECONDS = 300


class Windows:
    """The unpacked folder and how to run it."""

    def __init__(self, work: Path) -> None:
        self.work = work
        archive = DIST / f"formgen-{version()}-windows-x64.zip"
        if not archive.is_file():
            raise SystemExit(f"没有 {archive.relative_to(ROOT)}：先运行 make bundle。")
        assert archive.stat().st_size <= MOST_MEGABYTES * 1024 * 1024
        with zipfile.ZipFile(archive) as package:
            package.extractall(work)
        self.home = work / "formgen"
        self.python = self.home / "python" / "python.exe"
        dll = self.python.parent / "bcryptprimitives.dll"
        compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-o", str(dll), str(HERE / "bcryptprimitives.c")]
        subprocess.run([*compiler, "-ladvapi32"], check=True)
        self.env = {**os.environ, "WINEPREFIX": str(work / "wine"), "WINEDEBUG": "-all"}

    def command(self, *arguments: str, utf8: bool = True) -> list[str]:
        mode = ["-X", "utf8"] if utf8 else []
        return ["wine", str(self.python), *mode, "-m", "formgen", *arguments]

    def run(
        self, *arguments: str, expect: int = 0, encoding: str = "utf-8", env: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """stdout and stderr. Raises AssertionError for another exit code, a traceback, or a word of English
        that only a bug prints."""
        done = subprocess.run(
            self.command(*arguments, utf8=encoding == "utf-8"),
            cwd=self.work,
            env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        out, err = (part.decode(encoding).replace("\r\n", "\n") for part in (done.stdout, done.stderr))
        assert done.returncode == expect, (arguments, done.returncode, out, err)
        assert "Traceback" not in out + err, err
        return out, err


def try_new(windows: Windows) -> None:
    windows.run("new", "空白.xlsx")
    assert (windows.work / "空白.xlsx").stat().st_size > 5000


def try_check(windows: Windows) -> None:
    out, _ = windows.run("check", "hengyang-2023.xlsx", "--format", "json")
    here = subprocess.run(
        [sys.executable, "-m", "formgen", "check", "hengyang-2023.xlsx", "--format", "json"],
        cwd=windows.work,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert json.loads(out) == json.loads(here.stdout), "Windows 与这里的审核意见不同"


def try_build(windows: Windows) -> None:
    windows.run("build", "hengyang-2023.xlsx", "-o", "结果")
    made = {path.suffix for path in (windows.work / "结果").iterdir()}
    assert made >= {".docx", ".pdf", ".json"}, made


def try_batch(windows: Windows) -> None:
    folder = windows.work / "各单位"
    folder.mkdir()
    text = (ROOT / "inputs" / "example-2023.toml").read_text(encoding="utf-8")
    for number in range(6):
        own = text.replace("示例市示例局", f"示例市第{number}局")
        (folder / f"{number}.toml").write_text(own, encoding="utf-8")
    windows.run("build", "各单位", "-j", "2", "-o", "一批")
    assert len(list((windows.work / "一批").glob("*.pdf"))) == 6
    assert (windows.work / "一批" / "汇总.xlsx").is_file()


def try_extract(windows: Windows) -> None:
    pdf = next((windows.work / "结果").glob("*.pdf"))
    windows.run("extract", f"结果/{pdf.name}", "-o", "取回.toml")
    out, _ = windows.run("diff", "hengyang-2023.xlsx", "取回.toml", "--format", "json")
    assert json.loads(out)["changes"] == [], out


def try_verify(windows: Windows) -> None:
    """What Windows made holds there and here."""
    windows.run("verify", "结果")
    here = [sys.executable, "-m", "formgen", "verify", "结果"]
    subprocess.run(
        here, cwd=windows.work, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )


def try_gbk(windows: Windows) -> None:
    """A console of code page 936: † becomes the nearest sign that it has, nothing is shown as an escape."""
    out, _ = windows.run("check", "hengyang-2023.xlsx", encoding="gbk", env={"PYTHONIOENCODING": "gbk"})
    assert "衡阳市市场监督管理局" in out and "※" in out and "\\u" not in out, out[:500]


def try_refusals(windows: Windows) -> None:
    """A result that another program holds open, as WPS does: told, and the old one is whole."""
    document = next((windows.work / "结果").glob("*.docx"))
    before = document.read_bytes()
    code = f"f = open('结果/{document.name}', encoding='latin-1'); print('open', flush=True); input()"
    command = ["wine", str(windows.python), "-X", "utf8", "-c", code]
    with subprocess.Popen(
        command,
        cwd=windows.work,
        env=windows.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        _, err = windows.run("build", "hengyang-2023.xlsx", "--draft", "-o", "结果", expect=6)
        holder.communicate(b"\n")
    assert "关闭" in err, err
    assert document.read_bytes() == before


def try_page(windows: Windows) -> None:
    with serving(windows) as (host, port, token):
        first = ask(host, port, f"/?t={token}")
        cookie = (first.getheader("set-cookie") or "").partition(";")[0]
        assert first.status == 303 and cookie
        home = ask(host, port, "/", {"Cookie": cookie})
        assert home.status == 200 and "打开一份绩效目标申报表".encode() in home.read()
        assert ask(host, port, "/", {"Host": "evil.example"}).status == 400


@contextmanager
def serving(windows: Windows) -> Iterator[tuple[str, int, str]]:
    process = subprocess.Popen(
        windows.command("serve", "--no-browser"),
        cwd=windows.work,
        env=windows.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        found = re.search(r"http://([\d.]+):(\d+)/\?t=(\S+)", line)
        assert found, line
        yield found[1], int(found[2]), found[3]
    finally:
        subprocess.run(["wineserver", "-k"], env=windows.env, check=False)
        process.wait(30)


def ask(host: str, port: int, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(host, port, timeout=60)
    connection.putrequest("GET", path, skip_host="Host" in (headers or {}))
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


TRIALS: tuple[Callable[[Windows], None], ...] = (
    try_new,
    try_check,
    try_build,
    try_batch,
    try_extract,
    try_verify,
    try_gbk,
    try_refusals,
    try_page,
)


def main() -> None:
    for program in ("wine", "wineserver", "x86_64-w64-mingw32-gcc"):
        if shutil.which(program) is None:
            raise SystemExit(f"没有 {program}：apt-get install wine wine64 gcc-mingw-w64-x86-64-win32")
    print(subprocess.run(["wine", "--version"], capture_output=True, text=True, check=True).stdout.strip())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        windows = Windows(Path(name))
        shutil.copy(ROOT / "inputs" / "hengyang-2023.xlsx", windows.work)
        for trial in TRIALS:
            trial(windows)
            print(f"{trial.__name__.removeprefix('try_')}：通过", flush=True)


if __name__ == "__main__":
    main()
