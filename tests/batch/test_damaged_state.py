"""State is expendable: whatever is wrong in it is set aside, and the work is done anew.

The kinds: a node that is null, a list, a number, a text; a field missing or one too many; cut, zeroed or
foreign bytes; a folder or a pipe in the place of a file; nesting without end, numbers without end, lone
surrogates; a later version's file.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen import cli
from formgen.base.errors import ExitCode, UnreadableInput
from formgen.results.events import REGISTER
from formgen.results.folder import ResultsFolder
from formgen.results.manifest import MANIFEST, load_manifest
from formgen.results.product import Product
from formgen.run.task import Task, do_task
from formgen.run.unchanged import UnchangedResults
from tests.batch.samples import publish, tasks_of, write_forms

JOURNAL = ".formgen/journal.jsonl"
FILES = (MANIFEST, JOURNAL)
"""JOURNAL: as an earlier formgen left it when it was stopped."""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> tuple[Task, Product, Path]:
    """A task, what it gives, and a folder with results of an ended run, and the journal of one of an earlier
    formgen that was stopped before it could take the manifest away."""
    (task,) = tasks_of(write_forms(tmp_path_factory.mktemp("in"), 1))
    (product,) = do_task(task).results
    assert isinstance(product, Product)
    folder = tmp_path_factory.mktemp("out")
    with ResultsFolder(folder) as results:
        publish(results, task, product)
    entry = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["results"][0]
    line = json.dumps({"entry": entry, "outcome": None}, ensure_ascii=False)
    (folder / JOURNAL).write_text(f'{{"format":1}}\n{line}\n', encoding="utf-8")
    return task, product, folder


def _run(folder: Path, task: Task, product: Product) -> list[str]:
    """What `build` does in a folder; the sentences it tells. Afterwards all is whole again."""
    with ResultsFolder(folder) as results:
        if UnchangedResults(results).find(task) is None:
            publish(results, task, product)
        notices = results.notices
    manifest = load_manifest(folder / MANIFEST)
    assert manifest.sealed and product.entry.name in manifest.entries
    for name, data in product.files.items():
        assert (folder / name).read_bytes() == data
    with ResultsFolder(folder) as results:
        assert results.notices == []
        assert UnchangedResults(results).find(task) is not None
    return notices


def _damage_json(change: Callable[[dict[str, Any]], Any]) -> Callable[[bytes], bytes]:
    """Damage done to the object on the last line, or to the whole of a manifest."""

    def damage(data: bytes) -> bytes:
        *before, last = data.rstrip(b"\n").split(b"\n") if data.startswith(b'{"format"') else [data]
        changed = json.dumps(change(json.loads(last)))
        return b"\n".join([*before, changed.encode(), b""])

    return damage


def _entry(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["results"][0] if "results" in data else data.get("entry", data)
    return found


def _with(key: str, value: object) -> Callable[[dict[str, Any]], Any]:
    def change(data: dict[str, Any]) -> Any:
        _entry(data)[key] = value
        return data

    return change


def _without(key: str) -> Callable[[dict[str, Any]], Any]:
    def change(data: dict[str, Any]) -> Any:
        del _entry(data)[key]
        return data

    return change


ANY_FILE: dict[str, Callable[[bytes], bytes]] = {
    "null": lambda data: b"null\n",
    "empty object": lambda data: b"{}\n",
    "a text": lambda data: b'"x"\n',
    "a list": lambda data: b"[1, 2]\n",
    "zeroed": lambda data: bytes(len(data)),
    "no UTF-8": lambda data: b'{"\xff\xfe": 1}\n',
    "a whole other file": lambda data: b"PK\x03\x04" + data,
    "nested": lambda data: b"[" * 100_000 + b"\n",
    "an endless number": lambda data: b'{"schema": ' + b"9" * 50_000 + b"}\n",
    "an unknown field": _damage_json(lambda data: {**data, "unknown": 1}),
    "a lone surrogate": _damage_json(lambda data: {**data, "name": "\ud800"}),
}
ENTRIES: dict[str, Callable[[bytes], bytes]] = {
    "name is a list": _damage_json(_with("name", [1])),
    "a year of text": _damage_json(_with("year", "2023")),
    "no files": _damage_json(_without("files")),
    "files are null": _damage_json(_with("files", None)),
    "files without names": _damage_json(_with("files", [{"size": 1, "digests": {}}])),
    "fonts of one name": _damage_json(_with("fonts", {"body": ["one"]})),
    "fonts are a list": _damage_json(_with("fonts", [])),
    "templates are null": _damage_json(_with("templates", None)),
    "templates without digests": _damage_json(_with("templates", {})),
    "options are a text": _damage_json(_with("options", "docx")),
    "a profile that is a table": _damage_json(_with("profile", {})),
    "a profile with an endless name": _damage_json(_with("profile", "x" * 5000)),
    "a fingerprint that is a table": _damage_json(_with("fingerprint", {"sha256": ""})),
    "no number of parts": _damage_json(_with("parts", 0)),
    "a size without end": _damage_json(_with("files", [{"name": "x", "size": 10**30, "digests": {}}])),
}
CASES = [
    *((name, damage, file) for name, damage in ANY_FILE.items() for file in FILES),
    *((name, damage, file) for name, damage in ENTRIES.items() for file in (MANIFEST, JOURNAL)),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "file"), [pytest.param(*case[1:], id=f"{case[2]}: {case[0]}") for case in CASES]
)
def test_damage_is_set_aside_and_told(
    damage: Callable[[bytes], bytes], file: str, work: tuple[Task, Product, Path], tmp_path: Path
) -> None:
    task, product, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    damaged = damage((folder / file).read_bytes())
    (folder / file).write_bytes(damaged)
    (notice,) = _run(folder, task, product)
    aside = (folder / file).with_name(f"{Path(file).name}.损坏-1")
    assert aside.read_bytes() == damaged
    assert str(folder / file) in notice and aside.name in notice


@pytest.mark.parametrize("file", FILES)
def test_a_later_version_is_set_aside_and_named(
    file: str, work: tuple[Task, Product, Path], tmp_path: Path
) -> None:
    task, product, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    data = (folder / file).read_bytes()
    later = data.replace(b'"format":1', b'"format":99').replace(b'"format": 1', b'"format": 99')
    assert later != data
    (folder / file).write_bytes(later)
    (notice,) = _run(folder, task, product)
    assert "99" in notice and "升级" in notice
    assert (folder / file).with_name(f"{Path(file).name}.较新版本-1").read_bytes() == later


def test_a_later_manifest_is_refused_as_an_input(work: tuple[Task, Product, Path], tmp_path: Path) -> None:
    path = tmp_path / MANIFEST
    text = (work[2] / MANIFEST).read_text(encoding="utf-8")
    path.write_text(text.replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"更新版本.*format 2.*请升级"):
        load_manifest(path)


def _make_folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.txt").write_text("kept", encoding="utf-8")


def _make_loop(path: Path) -> None:
    path.symlink_to(path.name)


PLACES: dict[str, Callable[[Path], None]] = {"folder": _make_folder, "loop": _make_loop}
if hasattr(os, "mkfifo"):
    PLACES["pipe"] = os.mkfifo


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("file", [*FILES, REGISTER, ".formgen/lock"])
def test_what_is_no_file_gives_way(
    file: str, kind: str, work: tuple[Task, Product, Path], tmp_path: Path
) -> None:
    task, product, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    (folder / file).unlink(missing_ok=True)
    PLACES[kind](folder / file)
    (notice,) = _run(folder, task, product)
    assert str(folder / file) in notice
    assert os.path.lexists((folder / file).with_name(f"{Path(file).name}.损坏-1"))


def test_the_state_folder_itself_may_be_a_file(work: tuple[Task, Product, Path], tmp_path: Path) -> None:
    task, product, _ = work
    (tmp_path / ".formgen").write_bytes(b"not a folder")
    assert len(_run(tmp_path, task, product)) == 1
    assert (tmp_path / ".formgen.损坏-1").read_bytes() == b"not a folder"


def test_nothing_set_aside_is_written_over(work: tuple[Task, Product, Path], tmp_path: Path) -> None:
    task, product, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    for number in (1, 2, 3):
        (folder / MANIFEST).write_text(str(number), encoding="utf-8")
        _run(folder, task, product)
    assert [(folder / f"{MANIFEST}.损坏-{n}").read_text(encoding="utf-8") for n in (1, 2, 3)] == [
        "1",
        "2",
        "3",
    ]


def test_a_damaged_line_of_the_register_is_set_aside_alone(tmp_path: Path) -> None:
    tasks = tasks_of(write_forms(tmp_path / "in", 3))
    out = tmp_path / "out"
    with ResultsFolder(out) as results:
        for task in tasks:
            (product,) = do_task(task).results
            assert isinstance(product, Product)
            publish(results, task, product)
    # The second of its results is damaged, and the manifest, which follows from it, is gone.
    (out / MANIFEST).unlink()
    lines = (out / REGISTER).read_bytes().splitlines(keepends=True)
    assert [json.loads(line).get("event") for line in lines] == [None, "result", "result", "result"]
    lines[2] = damaged = b"\0" * len(lines[2]) + b"\n"
    (out / REGISTER).write_bytes(b"".join(lines))
    with ResultsFolder(out) as results:
        kept = [UnchangedResults(results).find(task) is not None for task in tasks]
        assert kept == [True, False, True]
        (notice,) = results.notices
    assert "1 行损坏" in notice
    assert (out / f"{REGISTER}.损坏-1").read_bytes() == damaged
    assert (out / REGISTER).read_bytes() == b"".join([lines[0], lines[1], lines[3]])
    assert len(load_manifest(out / MANIFEST).entries) == 2


def test_a_register_of_a_later_version_is_not_begun_anew(
    work: tuple[Task, Product, Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(work[2], tmp_path / "out"))
    later = (folder / REGISTER).read_bytes().replace(b'"format":1', b'"format":9', 1)
    (folder / REGISTER).write_bytes(later)
    with pytest.raises(UnreadableInput, match="更新版本"), ResultsFolder(folder):
        pass
    assert (folder / REGISTER).read_bytes() == later


@pytest.mark.parametrize("damage", ANY_FILE.values(), ids=ANY_FILE)
def test_damage_of_the_register_stops_no_run(
    damage: Callable[[bytes], bytes], work: tuple[Task, Product, Path], tmp_path: Path
) -> None:
    task, product, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    (folder / JOURNAL).unlink()
    damaged = damage((folder / REGISTER).read_bytes())
    (folder / REGISTER).write_bytes(damaged)
    (notice,) = _run(folder, task, product)
    aside = (folder / f"{REGISTER}.损坏-1").read_bytes()
    assert aside.strip(b"\n") in damaged and str(folder / REGISTER) in notice


def test_a_manifest_changed_by_hand_is_not_sealed_anew(
    work: tuple[Task, Product, Path], tmp_path: Path
) -> None:
    """Building into the folder must not give a changed manifest a digest that holds."""
    task, product, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    (folder / JOURNAL).unlink(missing_ok=True)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    changed = text.replace('"verdict": "', '"verdict": "not ')
    assert changed != text
    (folder / MANIFEST).write_text(changed, encoding="utf-8")
    assert len(_run(folder, task, product)) == 1
    assert load_manifest(folder / MANIFEST).entries[product.entry.name] == product.entry


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def _nodes(data: Any) -> list[tuple[Any, Any]]:
    """(holder, key) of every node."""
    found = []
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        found += [(data, key), *_nodes(value)]
    return found


def _change_a_node(data: bytes, draw: st.DrawFn) -> bytes:
    lines = [data] if data.startswith(b"{\n") else data.splitlines()
    at = draw(st.integers(0, len(lines) - 1))
    content = json.loads(lines[at])
    holder, key = draw(st.sampled_from(_nodes(content)))
    if draw(st.booleans()):
        holder[key] = draw(json_values)
    elif isinstance(holder, dict):
        holder[draw(st.text(max_size=8))] = holder.pop(key)
    else:
        del holder[key]
    lines[at] = json.dumps(content).encode()
    return b"\n".join(lines) + b"\n"


def _change_bytes(data: bytes, draw: st.DrawFn) -> bytes:
    at = draw(st.integers(0, len(data)))
    match draw(st.integers(0, 3)):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes(len(data) - at)
        case 2:
            return data[:at] + draw(st.binary(min_size=1, max_size=4)) + data[at:]
        case _:
            return data[:at] + draw(st.binary(min_size=1, max_size=4)) + data[at + 4 :]


@pytest.mark.slow
@settings(max_examples=120)
@given(st.data(), st.sampled_from(FILES), st.sampled_from([_change_a_node, _change_bytes]))
def test_no_damage_stops_a_run(
    work: tuple[Task, Product, Path],
    data: st.DataObject,
    file: str,
    kind: Callable[[bytes, Any], bytes],
) -> None:
    task, product, whole = work
    with TemporaryDirectory() as place:
        folder = Path(shutil.copytree(whole, Path(place, "out")))
        (folder / file).write_bytes(kind((folder / file).read_bytes(), data.draw))
        _run(folder, task, product)


def test_build_goes_on_and_says_so_on_stderr(
    work: tuple[Task, Product, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    task, _, whole = work
    folder = Path(shutil.copytree(whole, tmp_path / "out"))
    for inputs in (task.path, task.path.parent):
        for file in FILES:
            (folder / file).write_bytes(b"null\n")
        assert cli.run(["build", str(inputs), "-o", str(folder), "--formats", "docx"]) == ExitCode.DONE
        captured = capfd.readouterr()
        assert captured.err.count("放在一旁") == 2
        assert "放在一旁" not in captured.out and "Traceback" not in captured.err
