"""Who may talk to the page, and what of a stranger's request stays behind: nothing."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.page.conftest import SEED, Page, start, stop

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:80", ""]
)
def test_another_host_is_refused(page: Page, host: str) -> None:
    """DNS rebinding: a name of somebody else's that points here."""
    assert page.ask("/", Host=host).status == 400
    assert page.ask("/open", b"", Host=host).status == 400


def test_localhost_is_the_same_machine(page: Page) -> None:
    assert page.ask("/", Host=f"localhost:{page.port}").status == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", None, "http://127.0.0.1", "https://127.0.0.1:1"]
)
def test_a_change_from_another_page_is_refused(page: Page, origin: str | None) -> None:
    assert page.ask("/new", b"profile=hunan-2023&year=2024", Origin=origin).status == 403
    assert page.ask("/new", b"profile=hunan-2023&year=2024").status == 303  # what is refused above works


@pytest.mark.parametrize("cookie", [None, "", "formgen=", "formgen=guess", "other=1"])
def test_without_the_cookie_nothing_is_shown(page: Page, cookie: str | None) -> None:
    for path in ("/", "/static/page.css", "/alive", "/form/AAAAAAAAAAA"):
        assert page.ask(path, Cookie=cookie).status == 403
    assert page.ask("/?t=guess", Cookie=cookie).status == 403


def test_the_token_opens_the_first_address_alone(page: Page) -> None:
    """Nowhere else, and for nothing that changes something."""
    token = page.first.partition("?")[2]
    for path in ("/form/AAAAAAAAAAA", "/static/page.css", "/alive", "/round/AAAAAAAAAAA"):
        assert page.ask(f"{path}?{token}", Cookie=None).status == 403
    assert page.ask(f"/?{token}", b"", Cookie=None).status == 403
    assert page.ask(f"/new?{token}", b"profile=hunan-2023&year=2024", Cookie=None).status == 403


def test_only_this_machine_is_listened_to(page: Page) -> None:
    """Another address of the machine, as another machine would come by."""
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", page.port), timeout=5):
        pass


def test_what_a_file_says_is_text(page: Page) -> None:
    """Names and values of a stranger's file, in the page and in the cells' labels."""
    evil = '<img src=x onerror="alert(1)">'
    text = (ROOT / "inputs" / "example-2023.toml").read_text(encoding="utf-8")
    text = text.replace('"示例市示例局"', f"'{evil}'").replace('"示例事项检查次数"', f"'{evil}'", 1)
    address = page.open(f"{evil}.toml".replace('"', ""), text.encode())
    for more in ("", "/pages", "/scores", "/actuals", "/cell?field=department.name"):
        answer = page.ask(address + more).text
        assert "<img src=x" not in answer and answer
    assert "&lt;img src=x" in page.ask(address).text
    assert "<img src=x" not in page.ask("/").text


def test_the_cookie_stays_with_this_browser_and_out_of_scripts(page: Page) -> None:
    welcome = page.ask(page.first, Cookie=None)
    attributes = {part.strip().lower() for part in welcome.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict"} <= attributes
    assert (
        page.cookie.partition("=")[2] not in page.first
    )  # the token in the address opens once, the cookie is another
    assert welcome.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/nothing"])
def test_every_answer_forbids_foreign_scripts_and_copies(page: Page, path: str) -> None:
    headers = page.ask(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_no_script_or_style_stands_in_a_page(page: Page) -> None:
    address = page.open("a.xlsx", SEED.read_bytes())
    for path in ("/", address, f"{address}/pages", f"{address}/scores", f"{address}/actuals"):
        text = page.ask(path).text
        assert (
            " style=" not in text
            and "onclick" not in text
            and "http://" not in text.replace("http://www.w3", "")
        )
        assert text.count("<script") == text.count("<script src=")


def test_the_pages_own_script_is_small_and_plain() -> None:
    """About 150 lines of code, and none that makes two of one."""
    lines = (ROOT / "formgen" / "page" / "static" / "page.js").read_text(encoding="utf-8").splitlines()
    assert sum(bool(line.strip()) and not line.strip().startswith("//") for line in lines) <= 165
    assert max(len(line) for line in lines) <= 120


def test_300_megabytes_are_refused_while_they_come(page: Page) -> None:
    """Announced, and then hardly begun to be read; and sent without an announcement: neither is read to its end."""
    assert _send_endless(page, "Content-Length: 314572800", b"x" * MEGABYTE, chunked=False) < 16
    assert _send_endless(page, "Transfer-Encoding: chunked", b"x" * MEGABYTE, chunked=True) < 64
    assert _memory(page.process.pid) < 400


def _send_endless(page: Page, header: str, piece: bytes, *, chunked: bool) -> int:
    """Megabytes that were taken before the answer came."""
    with socket.create_connection(("127.0.0.1", page.port), timeout=60) as line:
        head = (
            f"POST /open HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nOrigin: {page.origin}\r\nCookie: {page.cookie}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\n{header}\r\n\r\n"
        )
        first = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        line.sendall(head.encode())
        sent = 0
        answer = b""
        line.settimeout(0.01)
        try:
            for number in range(300):
                part = first + piece if number == 0 else piece
                line.settimeout(30)
                line.sendall(f"{len(part):x}\r\n".encode() + part + b"\r\n" if chunked else part)
                sent += 1
                line.settimeout(0.001)
                try:
                    answer += line.recv(4096)
                except TimeoutError:
                    continue
                break
        except (ConnectionError, BrokenPipeError):
            pass
        line.settimeout(5)
        with contextlib.suppress(OSError):
            answer += line.recv(4096)
        assert not answer or b" 413 " in answer, answer
        return sent


def test_an_upload_that_breaks_off_leaves_nothing(page: Page) -> None:
    before = _left(page)
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", page.port), timeout=10) as line:
            line.sendall(
                f"POST /open HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nOrigin: {page.origin}\r\n"
                f"Cookie: {page.cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                "Content-Length: 5000000\r\n\r\n--b\r\n".encode()
            )
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as line:  # a tab that is closed
        line.sendall(
            f"GET /alive HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nCookie: {page.cookie}\r\n\r\n".encode()
        )
        assert line.recv(100)
    _wait_until(lambda: _left(page)[1:] <= before[1:], "children or files are left behind")


@pytest.mark.slow
@pytest.mark.parametrize("data", [SEED.read_bytes(), b"PK\x03\x04 broken", b""])
def test_nothing_temporary_is_left(page: Page, data: bytes) -> None:
    """Readers of old files work on files: they are gone, however it went."""
    mark = "b"
    body = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"
        for name, more, value in (
            ("file", '; filename="../old.xlsx"', data),
            ("year", "", b"2024"),
            ("profile", "", b"hunan-2023"),
        )
    )
    kind = f"multipart/form-data; boundary={mark}"
    answer = page.ask("/import", body + f"--{mark}--\r\n".encode(), Content_Type=kind)
    assert answer.status == (303 if data == SEED.read_bytes() else 422)
    left = [path for path in (page.state / "temporary").rglob("*") if not path.name.startswith("formgen-bug")]
    assert left == []
    _wait_until(lambda: _left(page)[1] == 0, "the reader's process is left")


@pytest.mark.slow
def test_200_requests_at_once(page: Page) -> None:
    address = page.open("a.xlsx", SEED.read_bytes())
    found: list[int] = []

    def ask(number: int) -> None:
        path = (address, f"{address}/pages", f"{address}/page/1.png", f"{address}/scores")[number % 4]
        found.append(page.ask(path).status)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 200
    threads_left, children, _ = _left(page)
    assert children == 0
    assert threads_left < 60  # the pool that Starlette keeps, and the engine's


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.xlsx", "a\x1b[31m\n.xlsx", "x" * 300 + ".xlsx"]
)
def test_a_name_that_is_sent_is_no_path(page: Page, name: str) -> None:
    address = page.open(name.replace("\n", "").replace("\x1b", ""), SEED.read_bytes())
    assert page.ask(address).status == 200
    assert not [
        path
        for path in (page.state / "formgen").rglob("*")
        if path.is_file() and path.name not in ("form.data", "state.json")
    ]


@pytest.mark.parametrize(
    "path", ["/form/..%2f..%2f..", "/form/AAAAAAAAAAA", "/static/../page/server.py", "/static/..%2fserver.py"]
)
def test_paths_lead_nowhere_else(page: Page, path: str) -> None:
    assert page.ask(path).status in (403, 404)


@pytest.mark.slow
def test_it_ends_when_the_last_page_is_closed(tmp_path: Path) -> None:
    page = start(tmp_path)
    try:
        with socket.create_connection(("127.0.0.1", page.port), timeout=10) as line:
            line.sendall(
                f"GET /alive HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nCookie: {page.cookie}\r\n\r\n".encode()
            )
            assert b"200" in line.recv(200)
        assert page.process.wait(90) == 0
    finally:
        stop(page)


@pytest.mark.slow
def test_a_port_that_is_taken_is_told(page: Page, tmp_path: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "formgen", "serve", "--no-browser", "--port", str(page.port)],
        capture_output=True,
        check=False,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
    )
    assert done.returncode == 2
    assert "换一个端口" in done.stderr.decode()


def _left(page: Page) -> tuple[int, int, int]:
    """Threads, child processes and open files of the page's process. Python's own tracker of shared resources is none
    of them: there is one as soon as any worker ran, and it ends with the page."""
    home = Path(f"/proc/{page.process.pid}")
    if not home.exists():
        pytest.skip("no /proc here")
    children = [
        child
        for task in home.glob("task/*/children")
        if task.exists()
        for child in task.read_text().split()
        if b"resource_tracker" not in _command(child)
    ]
    files = [link for link in home.glob("fd/*") if link.is_symlink() and "socket" not in str(link.readlink())]
    return len(list(home.glob("task/*"))), len(children), len(files)


def _command(pid: str) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"resource_tracker"  # it ended meanwhile


def _memory(pid: int) -> int:
    """Megabytes in use; 0 where nobody can tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _wait_until(holds, why: str) -> None:  # type: ignore[no-untyped-def]
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(why)
