"""`formgen verify`: do finished files still say what they said?"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

import formgen
from formgen.cli.chinese import PATH, ChineseCommand, OneOf, profile_option
from formgen.cli.output import json_bytes
from formgen.library import ExitCode, shown
from formgen.library.types import Check, FileVerdict
from formgen.library.types import VerifyState as State
from formgen.messages import verify as say

_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
_ORDER = (State.FAIL, State.NOT_CHECKED, State.PASS)


def _read_digest(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _DIGEST.fullmatch(value.strip()):
        raise click.BadParameter(say.BAD_DIGEST)
    return value.strip().lower() if value is not None else None


@click.command("verify", cls=ChineseCommand, help=say.HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--format", "style", type=OneOf(["text", "json"]), default="text", help=say.FORMAT_HELP)
@click.option("--report", type=PATH, metavar="FILE.html", help=say.REPORT_HELP)
@click.option("--digest", metavar="HEX", callback=_read_digest, help=say.DIGEST_HELP)
@profile_option()
def command(
    paths: tuple[Path, ...], style: str, report: Path | None, digest: str | None, profile: str | None
) -> int:
    if report is not None and report.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(say.REPORT_SUFFIX.format(path=shown(report)))
    verdicts = list(formgen.verify(paths, profile=profile, digest=digest))
    if report is not None:
        from formgen.library.files import write_report

        write_report(report, verdicts)
    try:
        _tell_all(verdicts, style)
        if report is not None:
            click.echo(say.REPORT_DONE.format(path=shown(report)), err=True)
    except BrokenPipeError:
        # Who reads no further wants the exit code all the same.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _exit_code(verdicts)


def _exit_code(verdicts: Sequence[FileVerdict]) -> int:
    if not all(verdict.readable for verdict in verdicts):
        return ExitCode.UNREADABLE
    states = {verdict.state for verdict in verdicts}
    if State.FAIL in states:
        return ExitCode.INSPECTION
    return ExitCode.NOT_COMPARED if State.NOT_CHECKED in states else ExitCode.DONE


def _tell_all(verdicts: Sequence[FileVerdict], style: str) -> None:
    if style == "json":
        text = json.dumps(describe(verdicts), ensure_ascii=False, indent=1)
        click.echo(json_bytes(f"{text}\n"), nl=False)
    else:
        common = _common_notes(verdicts)
        for verdict in sorted(verdicts, key=lambda verdict: _ORDER.index(verdict.state)):
            tell(verdict, common)
        for key, check in common.items():
            count = sum((other.id, other.message) == key for file in verdicts for other in file.checks)
            click.echo(
                say.COMMON_LINE.format(
                    count=count,
                    state=say.STATES[check.state],
                    name=say.NAMES[check.id],
                    message=check.message,
                )
            )
        bad = [shown(verdict.path) for verdict in verdicts if verdict.state is State.FAIL]
        if bad and len(verdicts) > 1:
            click.echo(say.BAD_FILES.format(names="、".join(bad)))
    unreadable = sum(not verdict.readable for verdict in verdicts)
    counted = Counter(verdict.state for verdict in verdicts)
    summary = say.SUMMARY.format(
        total=len(verdicts),
        passed=counted[State.PASS],
        failed=counted[State.FAIL] - unreadable,
        open=counted[State.NOT_CHECKED],
        unreadable=unreadable,
    )
    sys.stdout.flush()
    click.echo(summary, err=True)


def _common_notes(verdicts: Sequence[FileVerdict]) -> dict[tuple[str, str], Check]:
    """Notes that several files bear alike: they are printed once, behind all. Differences never are."""
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Check] = {}
    for verdict in verdicts:
        for key, check in {(check.id, check.message): check for check in verdict.checks}.items():
            if check.state in (State.INFO, State.NOT_CHECKED) and not check.decides:
                found[key] += 1
                first.setdefault(key, check)
    return {key: first[key] for key, count in found.items() if count > 1}


def tell(verdict: FileVerdict, common: dict[tuple[str, str], Check]) -> None:
    """One line for the file, and one for every check that did not simply pass and is not told for all."""
    words = say.VERDICTS[verdict.state] if verdict.readable else say.UNREADABLE
    click.echo(say.FILE_LINE.format(path=shown(verdict.path), verdict=words))
    told = set()
    for check in sorted(verdict.checks, key=lambda check: check.state is not State.FAIL):
        alike = check.state is not State.FAIL and check.message in told
        if check.state is State.PASS or (check.id, check.message) in common or alike:
            continue
        told.add(check.message)
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


def describe(verdicts: Sequence[FileVerdict]) -> dict[str, object]:
    """The verdicts as JSON prints them."""
    files = [
        {
            "path": shown(verdict.path),
            "verdict": verdict.state.value,
            "readable": verdict.readable,
            "checks": [asdict(check) for check in verdict.checks],
        }
        for verdict in verdicts
    ]
    states = {verdict.state for verdict in verdicts}
    return {
        "schema": 1,
        "verdict": next(state for state in _ORDER if state in {*states, State.PASS}).value,
        "files": files,
    }
