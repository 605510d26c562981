"""The result folder's books: they survive any stop and never speak of files that have changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from formgen.base.errors import ResultNotWritten
from formgen.declaration.load_profile import load_profile
from formgen.fonts import chain, find
from formgen.results.events import REGISTER
from formgen.results.folder import ResultsFolder
from formgen.results.manifest import MANIFEST, read_manifest, seal
from formgen.results.product import Product
from formgen.run.prepare import Options
from formgen.run.task import Kept, Task, do_task
from formgen.run.unchanged import UnchangedResults
from tests.batch.samples import publish, tasks_of, write_forms
from tests.fonts.tiny import write_font


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Task, Product]]:
    """Three tasks with their products."""
    tasks = tasks_of(write_forms(tmp_path_factory.mktemp("in"), 3))
    products = []
    for task in tasks:
        (product,) = do_task(task).results
        assert isinstance(product, Product), product
        products.append((task, product))
    return products


def _stop(folder: ResultsFolder) -> None:
    """As a power cut: what was open is closed, and nothing is finished."""
    assert folder._register._file is not None
    folder._register._file.close()
    folder._lock.release()


def test_manifest_names_what_was_published(made: list[tuple[Task, Product]], tmp_path: Path) -> None:
    with ResultsFolder(tmp_path) as folder:
        for task, product in made:
            publish(folder, task, product)
    entries = read_manifest(tmp_path / MANIFEST)
    assert set(entries) == {product.entry.name for _, product in made}
    for entry in entries.values():
        for file in entry.files:
            assert (tmp_path / file.name).stat().st_size == file.size


def test_stopped_run_leaves_no_manifest_that_lies(made: list[tuple[Task, Product]], tmp_path: Path) -> None:
    with ResultsFolder(tmp_path) as folder:
        publish(folder, *made[0])
    stopped = ResultsFolder(tmp_path)
    stopped.__enter__()
    publish(stopped, *made[1])
    # Power cut here: the run never ends. The first run's manifest says nothing of the second result, so
    # it must be gone.
    assert not (tmp_path / MANIFEST).exists()
    _stop(stopped)
    with ResultsFolder(tmp_path) as folder:
        unchanged = UnchangedResults(folder)
        assert [unchanged.find(task) is not None for task, _ in made] == [True, True, False]
        publish(folder, *made[2])
    assert len(read_manifest(tmp_path / MANIFEST)) == 3


def test_half_a_line_of_the_register_is_no_record(made: list[tuple[Task, Product]], tmp_path: Path) -> None:
    stopped = ResultsFolder(tmp_path)
    stopped.__enter__()
    for task, product in made[:2]:
        publish(stopped, task, product)
    _stop(stopped)
    journal = tmp_path / REGISTER
    journal.write_bytes(journal.read_bytes()[:-200])
    with ResultsFolder(tmp_path) as folder:
        unchanged = UnchangedResults(folder)
        assert unchanged.find(made[0][0]) is not None
        assert unchanged.find(made[1][0]) is None


def test_kept_results_are_those_that_stand_unchanged(
    made: list[tuple[Task, Product]], tmp_path: Path
) -> None:
    with ResultsFolder(tmp_path) as folder:
        for task, product in made:
            publish(folder, task, product)
    damaged = next(iter(made[1][1].files))
    (tmp_path / damaged).write_bytes(b"not what it was")
    (tmp_path / next(iter(made[2][1].files))).unlink()
    with ResultsFolder(tmp_path) as folder:
        unchanged = UnchangedResults(folder)
        replies = [unchanged.find(task) for task, _ in made]
    assert [reply is not None for reply in replies] == [True, False, False]
    (kept,) = replies[0].results if replies[0] else ()
    assert isinstance(kept, Kept)
    assert kept.outcome.status == "kept"
    assert kept.outcome.full == made[0][1].outcome.full
    assert kept.outcome.review is not None and made[0][1].outcome.review is not None
    assert kept.outcome.review.findings == made[0][1].outcome.review.findings


def test_other_options_or_templates_are_built_again(made: list[tuple[Task, Product]], tmp_path: Path) -> None:
    task, product = made[0]
    with ResultsFolder(tmp_path) as folder:
        publish(folder, task, product)
    manifest = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    for change in ("templates", "rules"):
        changed = json.loads(json.dumps(manifest))
        changed["results"][0][change]["sha256"] = "0" * 64
        changed["digests"] = seal(changed["results"])
        (tmp_path / MANIFEST).write_text(json.dumps(changed), encoding="utf-8")
        with ResultsFolder(tmp_path) as folder:
            assert folder.notices == []
            assert UnchangedResults(folder).find(task) is None, change
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with ResultsFolder(tmp_path) as folder:
        assert UnchangedResults(folder).find(task) is not None
        draft = Task(task.label, task.path, None, type(task.options)(formats=("docx",), draft=True))
        assert UnchangedResults(folder).find(draft) is None


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        ResultsFolder(tmp_path),
        pytest.raises(ResultNotWritten, match="另一个 formgen"),
        ResultsFolder(tmp_path),
    ):
        pass
    with ResultsFolder(tmp_path):
        pass


@pytest.mark.slow
def test_a_font_installed_or_removed_since_makes_results_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PDF's lines break by its fonts; a Word file only names them."""
    own = Path(shutil.copytree(load_profile().folder, tmp_path / "profile"))
    text = (own / "profile.toml").read_text(encoding="utf-8")
    # The body is set in a family that no machine has until the test installs it.
    body = text.index("[fonts.body]")
    changed = text[:body] + text[body:].replace("pdf = [", 'pdf = ["Tiny Installed", ', 1)
    (own / "profile.toml").write_text(changed, encoding="utf-8")
    (path,) = write_forms(tmp_path / "in", 1)
    machine = tmp_path / "fonts"
    machine.mkdir()
    monkeypatch.setattr(find, "_system_folders", lambda: [machine])
    tasks = {
        suffix: Task(str(path), path, str(own), Options(formats=(suffix,))) for suffix in ("docx", "pdf")
    }

    def is_kept(suffix: str) -> bool:
        find._families_of.cache_clear()
        chain._load_chain.cache_clear()
        with ResultsFolder(tmp_path / suffix) as folder:
            return UnchangedResults(folder).find(tasks[suffix]) is not None

    for suffix, task in tasks.items():
        (product,) = do_task(task).results
        assert isinstance(product, Product), product
        with ResultsFolder(tmp_path / suffix) as folder:
            publish(folder, task, product)
    assert is_kept("pdf") and is_kept("docx")
    write_font(machine / "tiny.ttf", "Tiny Installed", "甲乙丙")
    assert not is_kept("pdf") and is_kept("docx")
    (machine / "tiny.ttf").unlink()
    assert is_kept("pdf") and is_kept("docx")
