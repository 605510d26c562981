"""`formgen doctor`: what this machine has, what it lacks, how to get it."""

from __future__ import annotations

import click

from formgen.base.errors import ExitCode
from formgen.cli.chinese import ChineseCommand
from formgen.declaration.load_profile import load_profile
from formgen.declaration.profile import DEFAULT_PROFILE
from formgen.doctor.machine import State, examine
from formgen.messages import cli as say
from formgen.messages import doctor as words


@click.command("doctor", cls=ChineseCommand, help=say.DOCTOR_HELP)
@click.option("--profile", default=DEFAULT_PROFILE, metavar="P", help=say.PROFILE_HELP)
def command(profile: str) -> int:
    items = examine(load_profile(profile))
    for item in items:
        click.echo(f"{item.state} {item.name}：{item.detail}")
        if item.remedy:
            click.echo(f"    → {item.remedy}")
    missing = any(item.state is State.MISSING for item in items)
    click.echo(words.SUMMARY_MISSING if missing else words.SUMMARY_GOOD)
    return ExitCode.MISSING if missing else ExitCode.DONE
