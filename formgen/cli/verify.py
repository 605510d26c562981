"""`formgen verify`: do finished files still say what they said?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, OneOf, profile_option
from formgen.cli.output import json_bytes
from formgen.library import ExitCode, shown
from formgen.library.types import FileVerdict
from formgen.library.types import VerifyState as State
from formgen.messages import verify as say


@click.command("verify", cls=ChineseCommand, help=say.HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--format", "style", type=OneOf(["text", "json"]), default="text", help=say.FORMAT_HELP)
@profile_option()
def command(paths: tuple[Path, ...], style: str, profile: str | None) -> int:
    verdicts = []
    for verdict in formgen.verify(paths, profile=profile):
        verdicts.append(verdict)
        if style == "text":
            tell(verdict)
    if style == "json":
        text = json.dumps(describe(verdicts), ensure_ascii=False, indent=1)
        click.echo(json_bytes(f"{text}\n"), nl=False)
    unreadable = sum(not verdict.readable for verdict in verdicts)
    failed = sum(not verdict.holds for verdict in verdicts) - unreadable
    passed = len(verdicts) - failed - unreadable
    summary = say.SUMMARY.format(total=len(verdicts), passed=passed, failed=failed, unreadable=unreadable)
    click.echo(summary, err=True)
    return ExitCode.UNREADABLE if unreadable else ExitCode.INSPECTION if failed else ExitCode.DONE


def tell(verdict: FileVerdict) -> None:
    """One line for the file, and one for every check that did not simply pass."""
    state = State.PASS if verdict.holds else State.FAIL
    words = say.STATES[state] if verdict.readable else say.UNREADABLE
    click.echo(say.FILE_LINE.format(path=shown(verdict.path), verdict=words))
    for check in verdict.checks:
        if check.state is not State.PASS:
            line = say.LINE_PLACE if check.place else say.LINE
            click.echo(
                line.format(
                    state=say.STATES[check.state],
                    id=check.id,
                    name=say.NAMES[check.id],
                    place=check.place,
                    message=check.message,
                )
            )


def describe(verdicts: list[FileVerdict]) -> dict[str, object]:
    """The verdicts as JSON prints them."""
    files = [
        {
            "path": shown(verdict.path),
            "verdict": "pass" if verdict.holds else "fail",
            "readable": verdict.readable,
            "checks": [asdict(check) for check in verdict.checks],
        }
        for verdict in verdicts
    ]
    return {"schema": 1, "verdict": "pass" if all(v.holds for v in verdicts) else "fail", "files": files}
