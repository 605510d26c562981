"""click in Chinese: headings of the help, kinds of parameters, and usage errors as sentences with the next
step.

click's own sentences are English and end up in none of them: every kind of its exceptions is told here in
our words, by what it is about, never by its text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import click

from formgen.library import most_like
from formgen.messages import cli as say

if TYPE_CHECKING:
    from pathlib import Path  # loading it is a tenth of the program's start

_Function = TypeVar("_Function", bound=Callable[..., Any])
_REQUIRED = "[required]"
"""Click's own word behind an option that must be given."""

_IN_BRACKETS = r"(?s)\((.*)\)\s*\.?$"
_CHINESE = "[\u4e00-\u9fff]"


# ── kinds of parameters ──────────────────────────────────────────────────────────────────────────


class FilePath(click.ParamType["Path"]):
    """A path as it is. Whether something is there and can be read is told by whoever reads it."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from pathlib import Path

        return Path(value)


class OneOf(click.Choice[str]):
    """One of some words; a near miss is told."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = [str(choice) for choice in self.choices]
        if value in known:
            return str(value)
        near = most_like(str(value), known, 0.5)
        hint = say.DID_YOU_MEAN.format(near=near) if near else ""
        choices = say.CHOICE_SEPARATOR.join(known)
        raise click.BadParameter(say.NOT_ONE_OF.format(value=value, choices=choices) + hint, ctx, param)


class Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = 0
        if number < 1:
            raise click.BadParameter(say.NOT_A_COUNT.format(value=value), ctx, param)
        return number


PATH = FilePath()
COUNT = Count()


def profile_option() -> Callable[[_Function], _Function]:
    """--profile, as every command that reads takes it."""
    return click.option("-p", "--profile", default=None, metavar="P", help=say.PROFILE_HELP)


def telling_option(name: str, explained: str, tell: Callable[[click.Context], str]) -> click.Option:
    """--help and --version: print and end. click's own look for a translation of their English first, in folders and
    with modules that nothing else needs. explained: the option's line in the help."""

    def print_and_end(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(tell(ctx))
            ctx.exit()

    return click.Option(
        [name], is_flag=True, expose_value=False, is_eager=True, help=explained, callback=print_and_end
    )


# ── help ─────────────────────────────────────────────────────────────────────────────────────────


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

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return self._help

    @cached_property
    def _help(self) -> click.Option:
        return telling_option("--help", say.HELP_HELP, click.Context.get_help)


class ChineseGroup(ChineseCommand, click.Group):
    """A group likewise, with its commands listed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"subcommand_metavar": say.COMMAND_METAVAR, **named})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        ChineseCommand.format_options(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(say.COMMANDS):
            formatter.write_dl(
                [(name, command.get_short_help_str(60)) for name, command in commands if command]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A word that is no command: the nearest one, or for a file what can be done with it."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(explain_unknown_command(args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)


def explain_unknown_command(word: str, commands: Sequence[str]) -> str:
    """What was probably meant by a word that is no command."""
    if word in ("help", "帮助"):
        return say.MEANT_HELP
    near = most_like(word.lower(), commands)
    if near:
        return say.NO_SUCH_COMMAND.format(name=word) + say.DID_YOU_MEAN.format(near=f"formgen {near}")
    if "." in word or "/" in word or _is_there(word):
        return say.MEANT_FILE.format(name=word)
    return say.NO_SUCH_COMMAND.format(name=word)


def _is_there(word: str) -> bool:
    return os.path.lexists(word)


# ── usage errors ─────────────────────────────────────────────────────────────────────────────────


def explain_usage(error: click.ClickException) -> str:
    """A usage error in Chinese, with what to do next."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "formgen"
    sentence = _sentence(error)
    return f"{sentence}{say.SEE_HELP.format(command=where)}"


def _sentence(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            near = most_like(error.option_name, error.possibilities or [])
            hint = say.DID_YOU_MEAN.format(near=near) if near else ""
            return say.NO_SUCH_OPTION.format(option=error.option_name) + hint
        case click.MissingParameter():
            name = _parameter_name(error)
            return say.MISSING.format(name=name, what=say.WANTED.get(name, ""))
        case click.BadParameter():
            why = _own_words(error.message) or say.NOT_UNDERSTOOD
            return _end(say.BAD_VALUE.format(name=_parameter_name(error), why=why))
        case click.BadOptionUsage():
            return say.BAD_OPTION.format(option=error.option_name)
        case click.FileError():
            return say.BAD_FILE.format(path=error.ui_filename)
        case _ if own := _own_words(error.message):
            return _end(own)
    extra = re.search(_IN_BRACKETS, error.message)
    return say.TOO_MANY.format(words=extra[1]) if extra else say.BAD_USAGE


def _end(sentence: str) -> str:
    """With its full stop, where it does not end already."""
    return sentence if sentence.endswith(("？", "！", "。")) else f"{sentence}。"


def _own_words(message: str) -> str:
    """A message that is ours, without its full stop; "" for one of click's."""
    return message.rstrip("。") if re.search(_CHINESE, message) else ""


def _parameter_name(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    hint = error.param.get_error_hint(error.ctx) if error.ctx else error.param.name
    return str(hint or "").replace("'", "")
