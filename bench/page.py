"""The page in the browser, measured as a browser asks: a running page, warm, over the network of this machine.

Goes out: seconds from a dropped file to its findings, to the first picture; from an edit to the new picture; for
the findings of sixty forms; and the most memory the process took.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.generate import make_declarations
from bench.timing import Timed
from formgen.declaration.load_profile import load_profile
from formgen.declaration.toml import declaration_toml

SEED = Path("inputs/hengyang-2023.xlsx")
FOLDER_FORMS = 60


class Browser:
    """One browser: keeps the cookie, sends what a page's form sends."""

    def __init__(self, address: str) -> None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/\S*)", address)
        assert found, address
        self._port = int(found[1])
        self._cookie = ""
        status, headers, _ = self.ask(found[2])
        assert status == 303
        self._cookie = headers["set-cookie"].partition(";")[0]

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, dict[str, str], bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)
        headers = {"Cookie": self._cookie, "HX-Request": "true"}
        if body is not None:
            headers |= {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": kind}
        line.request("GET" if body is None else "POST", path, body, headers)
        answer = line.getresponse()
        result = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        line.close()
        assert result[0] < 400, (path, result)
        return result

    def drop(self, name: str, data: bytes) -> str:
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        _, headers, _ = self.ask("/open", head + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")
        return headers["location"]


@contextmanager
def running(state: Path, root: Path) -> Iterator[tuple[Browser, int]]:
    """A page of its own; the browser, and the number of its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "formgen", "serve", "--no-browser", "--stay", str(root)],
        env={**os.environ, "XDG_STATE_HOME": str(state)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    try:
        yield Browser(process.stderr.readline()), process.pid
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


def page_times(rounds: int) -> tuple[dict[str, Timed], float]:
    """Seconds by what was done, and the most memory in MB. Every round edits another value."""
    runs: dict[str, list[float]] = {}

    def note(name: str, since: float, number: int) -> None:
        if number >= 2:  # the first two warm it
            runs.setdefault(name, []).append(time.perf_counter() - since)

    with tempfile.TemporaryDirectory() as name:
        folder = _many(Path(name) / "forms")
        with running(Path(name) / "state", Path(name)) as (browser, pid):
            data = SEED.read_bytes()
            for number in range(rounds + 2):
                start = time.perf_counter()
                address = browser.drop("a.xlsx", data)
                assert "执法办案案件数".encode() in browser.ask(address)[2]
                note("放入一份表 → 意见", start, number)
                assert b"<svg" in browser.ask(f"{address}/pages")[2]
                assert browser.ask(f"{address}/page/1.png")[2].startswith(b"\x89PNG")
                note("放入一份表 → 第一页", start, number)
                start = time.perf_counter()
                body = urlencode({"field": "indicators[0].target", "value": str(160 + number)}).encode()
                browser.ask(f"{address}/set", body)
                assert str(160 + number).encode() in browser.ask(f"{address}/pages")[2]
                assert browser.ask(f"{address}/page/1.png")[2].startswith(b"\x89PNG")
                note("改一格 → 新的一页", start, number)
            start = time.perf_counter()
            _, headers, _ = browser.ask("/round", urlencode({"folder": str(folder)}).encode())
            while "核完了".encode() not in browser.ask(f"{headers['location']}/rows")[2]:
                time.sleep(0.02)
            runs[f"{FOLDER_FORMS} 份的意见"] = [time.perf_counter() - start]
            memory = _peak(pid)
    return {name: Timed(tuple(times)) for name, times in runs.items()}, memory


def _many(folder: Path) -> Path:
    folder.mkdir()
    profile = load_profile()
    for number, declaration in enumerate(make_declarations(FOLDER_FORMS, seed=7, rows=24)):
        text = declaration_toml(declaration, profile)
        (folder / f"{number:02}.toml").write_text(text, encoding="utf-8")
    return folder


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
