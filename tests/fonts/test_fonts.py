"""Fonts are found by name, measured, and prepared with a glyph for every character."""

from __future__ import annotations

import gc
import io
import json
import shutil
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from formgen.base import cache
from formgen.base.errors import MissingResource
from formgen.declaration.profile import Profile
from formgen.fonts import chain, faces, find
from formgen.fonts.chain import USES, load_fonts
from formgen.fonts.faces import common_characters, load_face
from formgen.fonts.find import BUNDLED, find_font
from formgen.fonts.fontfile import FontFile
from formgen.fonts.scripts import remedy
from formgen.views.tables import Cell
from tests.fonts.tiny import write_font
from tests.render.docx_samples import hunan

RARE = "𠮷"
"""In no font that formgen brings along."""


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of the test's own."""
    kept = (cache.cache_folder, find._families_of, faces.load_face, chain._load_chain)
    monkeypatch.setenv("FORMGEN_CACHE", str(tmp_path / "cache"))
    for function in kept:
        function.cache_clear()
    yield tmp_path / "cache"
    for function in kept:
        function.cache_clear()


def profile_with(folder: Path, *families: str) -> Profile:
    """The profile in a folder of its own, its body set in these families."""
    fonts = hunan().fonts
    body = fonts.body.model_copy(update={"pdf": families})
    return hunan().model_copy(
        update={"folder": folder, "fonts": fonts.model_copy(update={"body": body, "prose": body})}
    )


def test_the_bundled_fonts_have_what_forms_need() -> None:
    """GB 2312 whole, and the rare characters of names and places that people type."""
    fonts = load_fonts(profile_with(Path(), "Noto Serif SC"))
    body = fonts.chains["body"]
    of_gbk = [c for c in sorted(common_characters()) if c.encode("gbk", errors="ignore")]
    assert len(of_gbk) > 7500
    assert list(body.missing("".join(of_gbk))) == []
    beside = "".join(common_characters() - set(of_gbk))
    assert "†" in beside
    assert list(load_fonts(hunan()).chains["body"].missing(beside)) == []
    assert list(body.missing("㗊〇喆镕堃犇䶮㑇𬬻㛃①②㎡℃％＜≥≤")) == []
    assert list(body.missing(f"甲{RARE}乙{RARE}\n\t")) == [RARE]


def test_twins_that_share_a_glyph_get_one_each() -> None:
    """Else Ω (U+2126) would be read back as Ω (U+03A9), and ⼀ (U+2F00) as 一."""
    face = load_fonts(profile_with(Path(), "Noto Serif SC")).chains["body"].faces[0]
    twins = "Ω\u2126一\u2f00"
    with TTFont(face.file.path, lazy=True) as font:
        original: dict[int, str] = font.getBestCmap()
    assert len({original[ord(character)] for character in twins}) < 4
    prepared: dict[int, str] = TTFont(io.BytesIO(face.font_of(twins))).getBestCmap()
    assert len({prepared[ord(character)] for character in twins}) == 4


def test_the_prepared_font_keeps_widths_and_outlines(tmp_path: Path) -> None:
    path = write_font(tmp_path / "a.ttf", "Tiny", "甲乙", advance=700)
    face = load_face(FontFile("Tiny", path))
    assert face.has("甲") and not face.has("丙")
    assert face.advance("甲") == 0.7
    prepared = TTFont(io.BytesIO(face.font_of("乙")))
    name = prepared.getBestCmap()[ord("乙")]
    assert prepared["hmtx"].metrics[name][0] == 700
    with TTFont(path) as declared:
        assert prepared["glyf"][name].yMax == declared["glyf"]["u4E59"].yMax
    assert face.font_of("甲乙") == face.font_of("乙甲甲")


@pytest.mark.slow
def test_fonts_leave_no_file_open(tmp_path: Path) -> None:
    """Also when more of them are in use than are kept."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for number in range(8):
            face = load_face(FontFile("Tiny", write_font(tmp_path / f"{number}.ttf", "Tiny", "甲乙")))
            assert "甲" in _characters(face.font_of("甲"))
        gc.collect()
    assert [str(warning.message) for warning in told] == []


@pytest.mark.slow
def test_threads_share_a_font(tmp_path: Path) -> None:
    """Its tables are read when they are first needed, here by all at once."""
    face = load_fonts(profile_with(Path(), "Noto Serif SC")).chains["body"].faces[0]
    texts = ["甲乙丙", "子丑寅", "春夏秋", "东南西", "金木水", "一二三"]
    expected = [face.font_of(text) for text in texts]
    copies = [shutil.copy(face.file.path, tmp_path / f"{number}.otf") for number in range(3)]
    with ThreadPoolExecutor(len(texts)) as pool:
        for copy in copies:
            unread = load_face(FontFile("Noto Serif SC", Path(copy)))
            assert list(pool.map(unread.font_of, texts)) == expected


def _characters(font: bytes) -> set[str]:
    return {chr(code) for code in TTFont(io.BytesIO(font)).getBestCmap()}


def test_a_family_is_found_by_any_of_its_names_and_nothing_else(tmp_path: Path) -> None:
    write_font(tmp_path / "fonts" / "deep" / "a.ttf", "方正小标宋简体", "甲")
    (tmp_path / "fonts" / "b.ttf").write_bytes(b"no font")
    (tmp_path / "fonts" / "c.ttc").write_bytes(b"ttcf")
    (tmp_path / "fonts" / "d.otf").write_bytes(b"")
    found = find_font("方正小标宋简体", tmp_path)
    assert found is not None and found.path.name == "a.ttf" and not found.bundled
    assert find_font("方正小标宋", tmp_path) is None
    assert find_font("TINY REGULAR", tmp_path) is None


def test_the_second_font_of_a_collection(tmp_path: Path) -> None:
    parts = [
        TTFont(write_font(tmp_path / f"{family}.ttf", family, characters))
        for family, characters in (("One", "甲"), ("Two", "乙"))
    ]
    collection = TTCollection()
    collection.fonts = parts
    (tmp_path / "fonts").mkdir()
    collection.save(tmp_path / "fonts" / "both.ttc")
    for part in parts:
        part.close()
    found = find_font("two", tmp_path)
    assert found is not None and found.index == 1
    assert load_face(found).has("乙") and not load_face(found).has("甲")


def test_the_profiles_own_folder_comes_before_the_bundled_fonts(tmp_path: Path) -> None:
    assert find_font("Noto Serif SC", tmp_path) == find_font("Noto Serif SC", tmp_path / "none")
    own = tmp_path / "own"
    write_font(own / "fonts" / "a.ttf", "Noto Serif SC", "甲")
    found = find_font("Noto Serif SC", own)
    assert found is not None and found.path.is_relative_to(own)


def test_fonts_are_tried_in_the_profiles_order_and_the_substitute_is_named(tmp_path: Path) -> None:
    write_font(tmp_path / "fonts" / "a.ttf", "Tiny Rare", RARE + "甲")
    profile = profile_with(tmp_path, "不存在的字体", "Tiny Rare", "Noto Serif SC")
    fonts = load_fonts(profile)
    body = fonts.chains["body"]
    assert [body.face_of(character).file.family for character in f"{RARE}甲乙"] == [  # type: ignore[union-attr]
        "Tiny Rare",
        "Tiny Rare",
        "Noto Serif SC",
    ]
    assert fonts.substitutions(profile)["body"] == ("不存在的字体", "Tiny Rare")
    assert "body" not in load_fonts(profile_with(tmp_path, "Noto Serif SC")).substitutions(
        profile_with(tmp_path, "Noto Serif SC")
    )


def test_a_missing_character_is_named_with_its_cell() -> None:
    cell = Cell(f"上海{RARE}野家", "indicators[3].scoring", "第 41 行")
    with pytest.raises(MissingResource) as refused:
        load_fonts(hunan()).require([("body", cell, cell.text)], hunan())
    (fault,) = refused.value.faults
    assert RARE in fault.message and "U+20BB7" in fault.message and "评（扣）分标准" in fault.message
    assert fault.place == "第 41 行" and "安装" in fault.hint


def test_no_font_at_all_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(MissingResource) as refused:
        load_fonts(profile_with(tmp_path, "不存在的字体"))
    assert "不存在的字体" in str(refused.value) and "Noto Serif SC" in str(refused.value)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_damaged_font_is_named(tmp_path: Path, keep: float, own_cache: Path) -> None:
    bundled = find_font("Noto Sans SC", tmp_path)
    assert bundled is not None
    data = bundled.path.read_bytes()
    path = tmp_path / "cut.otf"
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(MissingResource) as refused:
        load_face(FontFile("Cut", path)).font_of("市场")
    assert str(path) in str(refused.value) and "重新安装" in str(refused.value)


def test_a_damaged_cache_loses_nothing(tmp_path: Path, own_cache: Path) -> None:
    path = write_font(tmp_path / "a.ttf", "Tiny", "甲", advance=700)
    first = load_face(FontFile("Tiny", path))
    (kept,) = own_cache.glob("*.measures")
    json.loads(cache.read_kept(kept) or b"")
    kept.write_bytes(b"{")
    load_face.cache_clear()
    again = load_face(FontFile("Tiny", path))
    assert again.coverage == first.coverage and again.advance("甲") == 0.7


def test_a_cache_that_cannot_be_written_is_no_fault(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_font(tmp_path / "a.ttf", "Tiny", "甲")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    cache.cache_folder()
    monkeypatch.setattr(cache.tempfile, "NamedTemporaryFile", refuse)
    assert load_face(FontFile("Tiny", path)).has("甲")


@pytest.mark.skipif(not hasattr(cache.os, "getuid"), reason="POSIX rights")
def test_a_cache_that_somebody_else_laid_out_is_not_used(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the user's own folder can't be written, a folder among everybody's temporary files is used."""
    own_cache.write_text("a file where the folder should be")
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    cache.cache_folder.cache_clear()
    shared = cache.cache_folder()
    assert shared.parent == tmp_path and shared.stat().st_mode & 0o077 == 0
    shared.chmod(0o777)
    cache.cache_folder.cache_clear()
    other = cache.cache_folder()
    assert other != shared and other.stat().st_mode & 0o077 == 0


def test_font_folders_of_each_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(find.sys, "platform", "linux")
    assert find._system_folders()[0] == tmp_path / "fonts"
    monkeypatch.setattr(find.sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", "C:/Windows")
    assert Path("C:/Windows/Fonts") in find._system_folders()
    monkeypatch.setattr(find.sys, "platform", "darwin")
    assert Path("/Library/Fonts") in find._system_folders()


ORDINARY = (
    "☑☒☐✓✔✗✘‱½⅓⅔¼¾⅛CO₂H₂O₀₁₃₄₅₆₇₈₉10⁻³m²m³⁰⁴⁵⁶⁷⁸⁹⁺□■√×○●△▲★☆※→←↑↓①⑳㊿⑴Ⅳⅷ㎡㎏㏄℃‰№℡㏑≈≠±÷∶∵∴∑∏⊙㊣㊙〇々〆"
)
"""What people write in forms, and what a Chinese keyboard's symbol table offers."""


def test_ordinary_signs_print_with_what_pip_brings() -> None:
    """Measured on the fonts that every machine has, without those of this one."""
    for use in USES:
        faces = [
            load_face(file)
            for name in BUNDLED
            if (file := find_font(name, Path(__file__).parent)) is not None
        ]
        assert len(faces) == len(BUNDLED)
        wanted = getattr(hunan().fonts, use).pdf
        assert {name for name in BUNDLED if name in wanted} >= {"DejaVu Sans Mono"}, use
        missing = [sign for sign in ORDINARY if not any(face.has(sign) for face in faces)]
        assert not missing, (use, missing)


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("ئ", ("维吾尔文", "Microsoft Uighur", "fonts-noto-core")),
        ("བ", ("藏文", "Microsoft Himalaya", "fonts-noto-core")),
        ("ᠮ", ("蒙古文", "Mongolian Baiti", "fonts-noto-core")),
        ("ꆈ", ("彝文", "Microsoft Yi Baiti", "fonts-noto-core")),
        ("𠮷", ("生僻汉字", "SimSun-ExtB", "fonts-hanazono")),
        ("한", ("朝鲜文", "Malgun Gothic", "fonts-noto-cjk")),
        ("😀", ("符号", "Symbola", "fonts-symbola")),
        ("\ue123", ("自造字", "规范字", "profile.toml")),
        ("\U000e0100", ("异体字选择符", "删去")),
        ("Ꭰ", ("安装", "profile.toml")),
    ],
)
def test_the_font_to_install_is_named(character: str, words: tuple[str, ...]) -> None:
    said = remedy(character)
    assert all(word in said for word in words), said
