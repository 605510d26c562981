"""`formgen doctor`: what this machine has, what it lacks, how to get it."""

from __future__ import annotations

import click

import formgen
from formgen.cli.chinese import ChineseCommand, profile_option
from formgen.library import ExitCode
from formgen.messages import cli as say
from formgen.messages import doctor as words


@click.command("doctor", cls=ChineseCommand, help=say.DOCTOR_HELP)
@profile_option()
def command(profile: str | None) -> int:
    items = formgen.doctor(profile) if profile else formgen.doctor()
    for item in items:
        click.echo(f"{item.state} {item.name}：{item.detail}")
        if item.remedy:
            click.echo(f"    → {item.remedy}")
    missing = any(item.missing for item in items)
    click.echo(words.SUMMARY_MISSING if missing else words.SUMMARY_GOOD)
    return ExitCode.MISSING if missing else ExitCode.DONE
