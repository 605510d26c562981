"""`formgen profiles`: the forms that come with formgen."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

import formgen
from formgen.cli.chinese import ChineseCommand, OneOf
from formgen.cli.output import json_bytes
from formgen.library import shown
from formgen.messages import check_list as say


@click.command("profiles", cls=ChineseCommand, help=say.PROFILES_HELP)
@click.option("--format", "style", type=OneOf(["text", "json"]), default="text", help=say.FORMAT_HELP)
def command(style: str) -> None:
    found = formgen.profiles()
    if style == "json":
        data = {"schema": 1, "profiles": [asdict(profile) for profile in found]}
        click.echo(json_bytes(json.dumps(data, ensure_ascii=False, indent=1) + "\n"), nl=False)
        return
    for profile in found:
        first, last = profile.years[0], profile.years[-1]
        one = len(profile.years) == 1
        years = say.YEARS_ONE.format(first=first) if one else say.YEARS.format(first=first, last=last)
        line = say.PROFILE_LINE.format(name=profile.name, title=profile.title, years=years, form=profile.form)
        click.echo(line)
        if profile.source:
            click.echo(say.PROFILE_SOURCE.format(source=profile.source))
    click.echo(say.PROFILES_FOLDER.format(folder=shown(formgen.load_profile().folder.parent)))
    click.echo(say.PROFILES_END)
