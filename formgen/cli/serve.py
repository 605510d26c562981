"""`formgen serve`: the page in the browser."""

from __future__ import annotations

import os
import sys
import webbrowser
from importlib.util import find_spec
from pathlib import Path

import click

from formgen.cli.chinese import COUNT, PATH, ChineseCommand, OneOf
from formgen.cli.defaults import read_settings, settings_option
from formgen.library import ENGINES, ExitCode, shown
from formgen.messages import page as say

NEEDED = ("starlette", "uvicorn", "python_multipart")


def has_page() -> bool:
    """Whether what the page is made of is installed."""
    return all(find_spec(name) for name in NEEDED)


def wants_page() -> bool:
    """Whether someone who only types `formgen` is to get the page: a person at a terminal of a machine with a
    screen, not a script and not a build machine."""
    screen = sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return screen and not os.environ.get("CI") and sys.stdout.isatty() and sys.stderr.isatty() and has_page()


@click.command("serve", cls=ChineseCommand, help=say.HELP)
@click.argument("roots", metavar="[DIR]...", nargs=-1, type=PATH)
@click.option("--port", type=COUNT, metavar="N", default=None, help=say.PORT_HELP)
@click.option("--engine", type=OneOf(ENGINES), default=None, help=say.ENGINE_HELP)
@settings_option()
@click.option("--no-browser", is_flag=True, help=say.NO_BROWSER_HELP)
@click.option("--stay", is_flag=True, help=say.STAY_HELP)
def command(
    roots: tuple[Path, ...],
    port: int | None,
    engine: str | None,
    settings: Path | None,
    no_browser: bool,
    stay: bool,
) -> int:
    if not has_page():
        raise click.UsageError(say.MISSING_EXTRA)
    for root in roots:
        if not root.is_dir():
            raise click.UsageError(say.NO_FOLDER.format(path=shown(root)))
    from formgen.page.server import serve

    def ready(address: str) -> None:
        click.echo(say.STARTED.format(address=address), err=True)
        sys.stderr.flush()
        if not no_browser:
            webbrowser.open(address)

    usual = read_settings(settings)
    serve(port or 0, engine=engine or usual.engine, settings=settings, stay=stay, roots=roots, ready=ready)
    return ExitCode.DONE
