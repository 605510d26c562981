"""The command line: the only place that prints and exits.

Each command is a module of this package, imported only when it is called: it reads its arguments, calls the
library, prints and returns an exit code. Of formgen it uses the library, the messages and the reports,
nothing else. Every refusal comes up as a FormgenError and is told here in one place.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from keyword import iskeyword
from types import FrameType

import click

from formgen import __version__
from formgen.cli.chinese import ChineseGroup, explain_usage, telling_option
from formgen.cli.output import lost_output, make_safe
from formgen.library import ExitCode, FormgenError, leave_the_rest
from formgen.messages import cli as say

COMMANDS = (
    "new",
    "build",
    "check",
    "score",
    "extract",
    "diff",
    "split",
    "import",
    "status",
    "verify",
    "archive",
    "profiles",
    "checks",
    "schema",
    "serve",
    "doctor",
)


class LazyGroup(ChineseGroup):
    """Commands by name; the module is imported when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"formgen.cli.{_module(cmd_name)}").command
        return command


def _module(name: str) -> str:
    """import is a word of Python's own."""
    return f"{name}_" if iskeyword(name) else name


@click.group(
    cls=LazyGroup,
    help=say.PROGRAM_HELP,
    invoke_without_command=True,
    params=[telling_option("--version", say.VERSION_HELP, lambda context: f"formgen {__version__}")],
)
@click.pass_context
def app(context: click.Context) -> int:
    if context.invoked_subcommand is None:
        from formgen.cli.serve import command as serve
        from formgen.cli.serve import wants_page

        if wants_page():
            return int(context.invoke(serve))
        click.echo(context.get_help(), err=True)
        return ExitCode.USAGE
    return ExitCode.DONE


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code. Nothing but a bug of the interpreter gets out of here."""
    try:
        result = app.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="formgen",
            standalone_mode=False,
        )
        return int(result or 0)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        click.echo(explain_usage(error), err=True)
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(say.INTERRUPTED, err=True)
        return ExitCode.INTERRUPTED
    except FormgenError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except Exception as error:  # noqa: BLE001
        # The outermost door: a user sees one line and where the log is, never a traceback.
        from formgen.library import keep_bug_report

        log = keep_bug_report(error)
        sentence = say.BUG if log else say.BUG_WITHOUT_LOG
        click.echo(sentence.format(kind=type(error).__name__, why=error, log=log), err=True)
        return ExitCode.BUG


def main() -> None:
    """The program, from its arguments to its exit code."""
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # else all that is installed is searched for them
    make_safe()
    _end_as_interrupted()
    code = run()
    if lost_output() is not None:
        click.echo(say.OUTPUT_LOST, err=True)
        code = ExitCode.NOT_WRITTEN
    leave_the_rest()
    sys.exit(code)


def _end_as_interrupted() -> None:
    """A request to end (SIGTERM) is taken as Ctrl-C is: worker processes are ended, what is done is kept."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, interrupt)
