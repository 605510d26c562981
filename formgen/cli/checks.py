"""`formgen checks`: every check there is."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

import formgen
from formgen.cli.chinese import ChineseCommand, OneOf
from formgen.cli.output import json_bytes
from formgen.messages import check_list as say


@click.command("checks", cls=ChineseCommand, help=say.HELP)
@click.option("--format", "style", type=OneOf(["text", "json"]), default="text", help=say.FORMAT_HELP)
def command(style: str) -> None:
    found = formgen.checks()
    if style == "json":
        data = {"schema": 1, "checks": [asdict(check) for check in found]}
        click.echo(json_bytes(json.dumps(data, ensure_ascii=False, indent=1) + "\n"), nl=False)
        return
    for check in found:
        severity = say.SEVERITIES[check.severity]
        click.echo(say.LINE.format(id=check.id, severity=severity, title=check.title))
        click.echo(say.SAYS_LINE.format(says=check.says))
        needs = say.SEPARATOR.join(say.NEEDS[need] for need in check.needs)
        part = say.NEEDS_PART.format(needs=needs) if needs else ""
        click.echo(say.SOURCE_LINE.format(source=check.source, needs=part))
    click.echo(say.END)
