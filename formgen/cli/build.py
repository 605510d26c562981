"""`formgen build`: declarations in, DOCX and PDF out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from formgen.cli.chinese import ChineseCommand
from formgen.cli.paths import find_data_files, is_batch
from formgen.errors import ExitCode, FormgenError, ResultNotWritten
from formgen.messages import cli as say
from formgen.outbox import write_files
from formgen.pipeline import FORMATS, BuildOptions, Product, produce
from formgen.sources import read_file
from formgen.sources.raw import RawDeclaration


def _read_formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    if not chosen or set(chosen) - set(FORMATS):
        raise click.BadParameter(say.BAD_FORMATS)
    return chosen


@click.command("build", cls=ChineseCommand, help=say.BUILD_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", default="outputs", type=click.Path(path_type=Path), help=say.OUTPUT_HELP
)
@click.option("--profile", default=None, metavar="P", help=say.PROFILE_HELP)
@click.option("--draft", is_flag=True, help=say.DRAFT_HELP)
@click.option(
    "--formats", default=",".join(FORMATS), callback=_read_formats, metavar="F", help=say.FORMATS_HELP
)
def command(
    paths: tuple[Path, ...], folder: Path, profile: str | None, draft: bool, formats: tuple[str, ...]
) -> int:
    options = BuildOptions(formats=formats, draft=draft)
    files = find_data_files(paths)
    published: dict[str, str] = {}
    failures: list[FormgenError] = []
    batch = is_batch(paths)
    for path in files:
        for label, attempt in _declarations(path, profile):
            batch = batch or label != str(path)
            try:
                product = produce(attempt(), options)
                _publish(product, label, folder, published)
            except FormgenError as error:
                failures.append(error)
                click.echo(say.FAILED_FILE.format(path=label, why=error), err=True)
    return _conclude(len(published), failures, folder, batch=batch)


class _Attempt:
    """A declaration to be made, or the reason why its file gave none."""

    def __init__(self, raw: RawDeclaration | None, error: FormgenError | None = None) -> None:
        self._raw, self._error = raw, error

    def __call__(self) -> RawDeclaration:
        if self._raw is None:
            raise self._error or FormgenError("")
        return self._raw


def _declarations(path: Path, profile: str | None) -> Iterator[tuple[str, _Attempt]]:
    """(what to call it, declaration) of every declaration in the file."""
    try:
        raws = read_file(path, profile)
    except FormgenError as error:
        yield str(path), _Attempt(None, error)
        return
    for raw in raws:
        yield (f"{path}[{raw.part}]" if raw.part and len(raws) > 1 else str(path)), _Attempt(raw)


def _publish(product: Product, label: str, folder: Path, published: dict[str, str]) -> None:
    name = next(iter(product.files))
    if name in published:
        raise ResultNotWritten(say.SAME_NAME.format(path=label, other=published[name], name=name))
    write_files({folder / name: data for name, data in product.files.items()})
    published[name] = label
    if product.findings:
        click.echo(say.NOTES.format(path=label, count=len(product.findings)), err=True)
        for finding in product.findings:
            click.echo(f"  {finding.place}：{finding.message}", err=True)
    for name in product.files:
        click.echo(say.DONE.format(path=folder / name))


def _conclude(done: int, failures: list[FormgenError], folder: Path, *, batch: bool) -> int:
    if not batch:
        return failures[0].exit_code if failures else ExitCode.DONE
    total = done + len(failures)
    click.echo(say.SUMMARY.format(total=total, done=done, failed=len(failures), folder=folder), err=True)
    return ExitCode.BATCH if failures else ExitCode.DONE
