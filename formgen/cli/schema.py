"""`formgen schema`: the JSON Schema of a declaration, for editors."""

from __future__ import annotations

import json

import click

import formgen
from formgen.cli.chinese import ChineseCommand
from formgen.messages import schema as say


@click.command("schema", cls=ChineseCommand, help=say.HELP)
@click.argument("profile", metavar="[P]", required=False, default="hunan-2023")
def command(profile: str) -> None:
    data = formgen.schema(profile)
    click.echo((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
