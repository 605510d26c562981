"""The page as a user starts it: a process of its own, asked over the network."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

SEED = ROOT / "inputs" / "hengyang-2023.xlsx"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Page:
    """A running page. cookie: what its first address gave."""

    process: subprocess.Popen[bytes]
    port: int
    first: str
    state: Path
    cookie: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, body: bytes | None = None, *, method: str = "", **headers: str | None) -> Answer:
        """A request with what a browser of this page's sends; headers (under_scores) replace or, with None,
        leave out."""
        own: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie}
        if body is not None:
            own |= {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name: value for name, value in own.items() if value is not None}
        connection.request(method or ("GET" if body is None else "POST"), path, body, sent)
        answer = connection.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def upload(
        self, *files: tuple[str, bytes], to: str = "/open", field: str = "file", **headers: str | None
    ) -> Answer:
        """Files as a browser's form sends them."""
        mark = "----formgen-test"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + data
            + b"\r\n"
            for name, data in files
        ]
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.ask(to, body, Content_Type=f"multipart/form-data; boundary={mark}", **headers)

    def open(self, name: str, data: bytes) -> str:
        """The address of the form that these bytes hold."""
        answer = self.upload((name, data))
        assert answer.status == 303, answer.text
        return answer.headers["location"]


def start(state: Path, *arguments: str) -> Page:
    """Start the page; its own state folder, and a folder of its own for what is temporary."""
    (state / "temporary").mkdir(exist_ok=True, parents=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "formgen", "serve", "--no-browser", *arguments],
        env={
            **os.environ,
            "XDG_STATE_HOME": str(state),
            "TMPDIR": str(state / "temporary"),
            "PYTHONPATH": str(ROOT),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    found = re.search(r"http://127\.0\.0\.1:(\d+)(/\?t=\S+)", line)
    assert found, line
    page = Page(process, int(found[1]), found[2], state)
    welcome = page.ask(page.first, Cookie=None)
    assert welcome.status == 303
    page.cookie = welcome.headers["set-cookie"].partition(";")[0]
    return page


def stop(page: Page) -> None:
    page.process.terminate()
    page.process.wait(30)
    assert page.process.stderr is not None
    page.process.stderr.close()


def wait_for_end(page: Page, address: str) -> str:
    """The rows of a round when its run is over."""
    for _ in range(3000):
        text = page.ask(f"{address}/rows").text
        if "正在核" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError("the run does not end")


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    running = start(tmp_path_factory.mktemp("state"), "--stay")
    yield running
    stop(running)


def find_chromium() -> str | None:
    """Debian's chromium: the program itself, not the script around it."""
    own = Path("/usr/lib/chromium/chromium")
    return str(own) if own.exists() else shutil.which("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One chromium for the tests of a module; each has a context of its own. Not for all tests: as long as it runs
    there is an event loop in this process, and others (signatures) begin one of their own."""
    if find_chromium() is None:
        pytest.skip("chromium is not installed: the page was not tried in it")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as program:
        running = program.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield running
        running.close()
