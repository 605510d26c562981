"""The page as a user starts it: a process of its own, asked over the network."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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

    def upload(self, *files: tuple[str, bytes], **headers: str | None) -> Answer:
        """Files as a browser's form sends them."""
        mark = "----formgen-test"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + data
            + b"\r\n"
            for name, data in files
        ]
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.ask("/open", body, Content_Type=f"multipart/form-data; boundary={mark}", **headers)

    def open(self, name: str, data: bytes) -> str:
        """The address of the form that these bytes hold."""
        answer = self.upload((name, data))
        assert answer.status == 303, answer.text
        return answer.headers["location"]


def start(state: Path, *arguments: str) -> Page:
    """Start the page; its own state folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "formgen", "serve", "--no-browser", *arguments],
        env={**os.environ, "XDG_STATE_HOME": str(state), "PYTHONPATH": str(ROOT)},
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


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    running = start(tmp_path_factory.mktemp("state"), "--stay")
    yield running
    stop(running)


def find_chromium() -> str | None:
    """Debian's chromium: the program itself, not the script around it."""
    own = Path("/usr/lib/chromium/chromium")
    return str(own) if own.exists() else shutil.which("chromium")
