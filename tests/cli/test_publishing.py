"""What stands in the result folder: whole files that passed their inspection, or what was there before."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from formgen.base import write_files as outbox
from formgen.base.errors import ExitCode, ResultNotWritten
from formgen.base.write_files import write_file, write_files, write_new_file
from formgen.render import docx, pdf
from formgen.results.events import REGISTER
from tests.cli.conftest import Formgen, leftovers, listing
from tests.render.docx_samples import replace_part

TRUE, FALSE = "执法办案案件数", "执法办案案件教"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A folder with results of an earlier day."""
    folder = tmp_path / "out"
    folder.mkdir()
    for suffix in ("docx", "pdf"):
        (folder / f"2023_衡阳市市场监督管理局_部门整体绩效目标申报表.{suffix}").write_bytes(b"old")
    return folder


@pytest.mark.parametrize("formats", ["docx", "pdf", "docx,pdf"])
def test_a_result_that_says_something_else_is_not_published(
    formats: str, formgen: Formgen, sample_toml: Path, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One character is changed between plan and file: exit 7, and the earlier results stand."""
    render_docx, render_html = docx.render_docx, pdf.render_html

    def falsify_docx(*given: object, **named: object) -> bytes:
        data = render_docx(*given, **named)  # type: ignore[arg-type]
        with zipfile.ZipFile(BytesIO(data)) as package:
            text = package.read("word/document.xml").decode()
        assert TRUE in text
        return replace_part(data, "word/document.xml", text.replace(TRUE, FALSE, 1).encode())

    def falsify_html(*given: object, **named: object) -> str:
        text = render_html(*given, **named)  # type: ignore[arg-type]
        assert TRUE in text
        return text.replace(TRUE, FALSE, 1)

    if formats != "pdf":
        monkeypatch.setattr(docx, "render_docx", falsify_docx)
    if formats != "docx":
        monkeypatch.setattr(pdf, "render_html", falsify_html)
    before = listing(results)
    run = formgen("build", sample_toml, "-o", results, "--formats", formats, "--appendix", "none")
    assert run.code == ExitCode.INSPECTION and not run.out
    assert FALSE in run.err and "未发布" in run.err
    assert listing(results) == before and not leftovers(results)


def full_disk(after: int) -> Callable[[int], None]:
    """An fsync that finds the disk full after so many files."""
    synced = iter(range(1000))

    def fsync(handle: int) -> None:
        if next(synced) >= after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return fsync


@pytest.mark.slow
@pytest.mark.parametrize("after", range(4))
def test_a_full_disk_leaves_what_was_there(
    after: int, formgen: Formgen, sample_toml: Path, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listing(results)
    monkeypatch.setattr(outbox.os, "fsync", full_disk(after))
    run = formgen("build", sample_toml, "-o", results, "--appendix", "none")
    monkeypatch.undo()
    assert run.code == ExitCode.NOT_WRITTEN and not run.out
    assert "磁盘已满" in run.err and "清理磁盘" in run.err
    # The register is only ever added to: what it says of the attempt stays, no result does.
    assert {n: d for n, d in listing(results).items() if n != REGISTER} == before and not leftovers(results)


def test_a_folder_that_may_not_be_written(
    formgen: Formgen, sample_toml: Path, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Played, for root may write everywhere."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    before = listing(results)
    monkeypatch.setattr(outbox.tempfile, "mkstemp", refuse)
    run = formgen("build", sample_toml, "-o", results, "--formats", "docx")
    monkeypatch.undo()
    assert run.code == ExitCode.NOT_WRITTEN and "权限" in run.err and "-o" in run.err
    assert listing(results) == before


def test_a_file_where_the_folder_should_be(formgen: Formgen, sample_toml: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    run = formgen("build", sample_toml, "-o", tmp_path / "out", "--formats", "docx")
    assert run.code == ExitCode.NOT_WRITTEN and "不是文件夹" in run.err
    assert (tmp_path / "out").read_bytes() == b"a file"


# ── the outbox itself ────────────────────────────────────────────────────────────────────────────


def test_files_are_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_files({tmp_path / "new" / "a": b"1", tmp_path / "b": b"2"})
    write_file(tmp_path / "b", b"3")
    assert listing(tmp_path) == {"new/a": b"1", "b": b"3"} and not leftovers(tmp_path)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o666 & ~outbox._umask()


@pytest.fixture(params=["new", "old"])
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The first of two files that belong together: not there yet, or there from before."""
    if request.param == "old":
        (tmp_path / "a").write_bytes(b"old")
    yield tmp_path / "a"


def test_files_that_belong_together_are_put_in_place_all_or_none(first: Path, tmp_path: Path) -> None:
    """The second target is a folder, as it may be open in another program on Windows."""
    (tmp_path / "b").mkdir()
    before = listing(tmp_path)
    with pytest.raises(ResultNotWritten) as refused:
        write_files({first: b"1", tmp_path / "b": b"2", tmp_path / "c": b"3"})
    assert "b 是一个文件夹" in str(refused.value)
    assert listing(tmp_path) == before and not leftovers(tmp_path)


def test_an_interruption_leaves_no_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_files({tmp_path / "a": b"1"})
    assert list(tmp_path.iterdir()) == []


def test_a_name_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultNotWritten) as refused:
        write_file(tmp_path / ("长" * 100), b"1")
    assert "太长" in str(refused.value) and list(tmp_path.iterdir()) == []


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    write_new_file(tmp_path / "a", b"1")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("a", "link"):
        with pytest.raises(ResultNotWritten) as refused:
            write_new_file(tmp_path / name, b"2")
        assert "没有覆盖" in str(refused.value)
    assert (tmp_path / "a").read_bytes() == b"1" and not (tmp_path / "nowhere").exists()
