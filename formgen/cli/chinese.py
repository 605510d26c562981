"""click in Chinese: headings of the help, and usage errors as sentences with the next step."""

from __future__ import annotations

import difflib

import click

from formgen.messages import cli as say

_REQUIRED = "[required]"
"""Click's own word behind an option that must be given."""


class _Formatter(click.HelpFormatter):
    def write_heading(self, heading: str) -> None:
        self.write(f"{heading}{say.HEADING_END}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class ChineseCommand(click.Command):
    """A command whose help is Chinese throughout."""

    context_class = _Context

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say.USAGE)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = [piece for piece in super().collect_usage_pieces(ctx) if piece != self.options_metavar]
        return [say.OPTIONS_METAVAR, *pieces]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for item in self.get_params(ctx) if (record := item.get_help_record(ctx))]
        if records:
            with formatter.section(say.OPTIONS):
                formatter.write_dl([(name, text.replace(_REQUIRED, say.REQUIRED)) for name, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say.HELP_HELP
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group likewise, with its commands listed."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        ChineseCommand.format_options(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(say.COMMANDS):
            formatter.write_dl(
                [(name, command.get_short_help_str(60)) for name, command in commands if command]
            )


def explain_usage(error: click.ClickException) -> str:
    """A usage error in Chinese, with what to do next."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "formgen"
    return f"{_sentence(error)}{say.SEE_HELP.format(command=where)}"


def _sentence(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = difflib.get_close_matches(error.option_name, error.possibilities or [], 1)
        hint = say.DID_YOU_MEAN.format(near=near[0]) if near else ""
        return say.NO_SUCH_OPTION.format(option=error.option_name) + hint
    if isinstance(error, click.MissingParameter):
        return say.MISSING.format(name=_parameter_name(error))
    if isinstance(error, click.BadParameter):
        return say.BAD_VALUE.format(name=_parameter_name(error), why=error.message)
    if isinstance(error, click.BadOptionUsage):
        return say.BAD_OPTION.format(option=error.option_name)
    if isinstance(error, click.UsageError) and "command" in error.message.lower():
        return say.NO_SUCH_COMMAND
    return say.BAD_USAGE.format(why=error.message)


def _parameter_name(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    hint = error.param.get_error_hint(error.ctx) if error.ctx else error.param.name
    return str(hint or "").replace("'", "")
