"""form.html and form.css are a designer's: sandboxed, strict, without network; faults named with their
place. And no connection is ever tried."""

from __future__ import annotations

import io
import os
import shutil
import socket
from pathlib import Path

import pdfplumber
import pytest

from formgen.base.errors import ExitCode, UnreadableInput
from formgen.declaration.profile import Profile
from formgen.render import environment
from tests.render.docx_samples import declare, hunan, indicator
from tests.render.pdf_samples import make_pdf

BODY = "<body>"


@pytest.fixture
def own(tmp_path: Path) -> Profile:
    """A copied profile folder, to be spoilt."""
    folder = shutil.copytree(hunan().folder, tmp_path / "own")
    return hunan().model_copy(update={"folder": folder})


def change(profile: Profile, name: str, old: str, new: str) -> int:
    """Replace in a template; the line where it stands."""
    path = profile.folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusal(profile: Profile) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as refused:
        make_pdf(declare([indicator()]), profile)
    assert refused.value.exit_code == ExitCode.UNREADABLE
    return refused.value


@pytest.mark.slow
def test_the_copied_profile_is_good(own: Profile) -> None:
    assert make_pdf(declare([indicator()]), own).faults == []


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ form.titel }}", "没有叫“titel”的数据"),
        ("{{ titel }}", "没有叫“titel”的数据"),
        ("{{ ''.__class__.__mro__ }}", "不允许"),
        ("{{ form.__init__.__globals__ }}", "不允许"),
        ("{{ cycler.__init__.__globals__.os.popen('id') }}", "不允许"),
        ("{% for x in %}", "form.html"),
        ("{{ form.title", "form.html"),
        ("{{ 1 / 0 }}", "division"),
        ("{% for x in range(10 ** 9) %}{% endfor %}", "循环或计算太多"),
        ("{{ 'a' + 1 }}", "form.html"),
    ],
)
def test_a_faulty_tag_is_named_with_its_line(own: Profile, tag: str, words: str) -> None:
    line = change(own, "form.html", BODY, BODY + tag)
    (fault,) = refusal(own).faults
    assert words in str(fault)
    assert fault.place == f"form.html 第 {line} 行" or "{% for x in %}" in tag or tag.endswith("title")


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.html", "none.html"])
def test_only_templates_of_the_folder_are_included(own: Profile, name: str) -> None:
    (own.folder.parent / "secret.html").write_text("secret")
    change(own, "form.html", BODY, BODY + f"{{% include '{name}' %}}")
    assert "不存在" in refusal(own).message


OUTSIDE = [
    "http://198.51.100.7/a.png",
    "https://example.com/a.png",
    "//example.com/a.png",
    "ftp://example.com/a",
]
OUTSIDE += ["file:///etc/passwd", "../outside.png", "data:text/plain,x"]


@pytest.mark.slow
@pytest.mark.parametrize("url", OUTSIDE)
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("form.html", BODY, '<body><img alt="" src="{}">'),
        ("form.html", "<head>", '<head><link rel="stylesheet" href="{}">'),
        ("form.html", "<head>", '<head><link rel="attachment" href="{}">'),
        ("form.css", "section.page {", 'section.page {{ background: url("{}");'),
    ],
    ids=["picture", "sheet", "attachment", "background"],
)
def test_nothing_outside_the_folder_is_read(own: Profile, name: str, old: str, new: str, url: str) -> None:
    (own.folder.parent / "outside.png").write_bytes(b"secret")
    change(own, name, old, new.format(url))
    message = refusal(own).message
    assert url.removeprefix("..").removeprefix("//") in message and "不联网" in message


def test_an_import_is_refused_as_well(own: Profile) -> None:
    sheet = own.folder / "form.css"
    sheet.write_text('@import url("http://example.com/a.css");\n' + sheet.read_text(encoding="utf-8"))
    assert "http://example.com/a.css" in refusal(own).message


def test_a_link_out_of_the_folder_is_refused(own: Profile) -> None:
    secret = own.folder.parent / "secret.png"
    secret.write_bytes(b"secret")
    (own.folder / "inside.png").symlink_to(secret)
    change(own, "form.html", BODY, '<body><img alt="" src="inside.png">')
    assert "不联网" in refusal(own).message


def test_a_file_that_is_not_there_is_named(own: Profile) -> None:
    change(own, "form.html", BODY, '<body><img alt="" src="emblem.png">')
    message = refusal(own).message
    assert "emblem.png" in message and "没有这个文件" in message


@pytest.mark.parametrize("name", ["form.html", "form.css"])
def test_a_garbled_template_is_named(own: Profile, name: str) -> None:
    path = own.folder / name
    path.write_bytes(b"\xff\xfe\x00")
    assert str(path) in refusal(own).message


@pytest.mark.parametrize("name", ["form.html", "form.css", "tables.html"])
def test_the_program_lends_a_template_that_is_missing(own: Profile, name: str) -> None:
    (own.folder / name).unlink()
    assert make_pdf(declare([indicator()]), profile=own).faults == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "nonsense", ["h1 { colour: red }", "h1 { font-size: tall }", "}}} what", "@page { marginn: 1 }"]
)
def test_nonsense_in_the_style_sheet_is_told_every_time(own: Profile, nonsense: str) -> None:
    sheet = own.folder / "form.css"
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{nonsense}\n", encoding="utf-8")
    for _ in range(2):  # what is kept from the first form must not hide it from the second
        error = refusal(own)
        assert error.faults and "form.css" in error.message


def test_a_mended_style_sheet_is_taken_up_at_once(own: Profile) -> None:
    sheet = own.folder / "form.css"
    good = sheet.read_text(encoding="utf-8")
    sheet.write_text(good + "\nh1 { colour: red }\n", encoding="utf-8")
    refusal(own)
    sheet.write_text(good, encoding="utf-8")
    assert make_pdf(declare([indicator()]), own).faults == []


def test_a_changed_template_is_compiled_anew(own: Profile) -> None:
    """Compiled templates are kept in the cache folder."""
    good = make_pdf(declare([indicator()]), own)
    assert good.faults == []
    change(own, "form.html", '<p class="year type-prose">{{ heading.second | join("\\n") }}</p>', "")
    assert any("年度" in fault for fault in make_pdf(declare([indicator()]), own).faults)


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 20, 40, 400])
def test_a_damaged_cache_of_templates_is_made_again(
    left: int, own: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "code_folder", lambda: tmp_path)
    make_pdf(declare([indicator()]), own)
    kept = list(tmp_path.glob("*.template"))
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:left])
    os.utime(own.folder / "form.html", (0, 0))  # so that the template is loaded again
    assert make_pdf(declare([indicator()]), own).faults == []
    assert all(path.stat().st_size > left for path in kept)


def test_xhtml_and_html_make_the_same_pages(own: Profile) -> None:
    """XHTML is read by another parser; what was meant to be XHTML and is not, by that of HTML."""
    declared = declare([indicator(scoring='<b>&amp;</b> ]]> "引\'号" \t后'), indicator(level3="第二项")])
    xhtml = make_pdf(declared, own)
    assert xhtml.faults == []
    change(own, "form.html", ' xmlns="http://www.w3.org/1999/xhtml"', "")
    assert make_pdf(declared, own).data == xhtml.data
    change(own, "form.html", "<html ", '<html xmlns="http://www.w3.org/1999/xhtml" ')
    change(own, "form.html", "<head>", '<head><meta name="x" content="&copy;">')
    assert make_pdf(declared, own).data == xhtml.data


@pytest.mark.slow
@pytest.mark.parametrize(
    "style",
    [
        "body > div > h1.own.own.own { margin-top: 9pt } h1.own { height: 40pt !important }",
        "#own h1 { margin-top: 9pt } #own h1 { height: 40pt !important }",
        "[style] { margin-top: 9pt } h1[class=own] { text-align: left }",
        r"h1[cl\61ss=own] { text-align: left }",
    ],
)
def test_what_a_style_attribute_says_goes_before_the_sheets(own: Profile, style: str) -> None:
    """In XHTML, those that say the same are one class: to the same effect as attributes have in HTML."""
    looks = (
        "margin-top: 5mm; height: 30pt",
        "letter-spacing: 2pt; /* open",
        "margin-top: 5mm; height: 30pt",
    )
    more = "".join(f'<h1 class="own" style="{look}">标题</h1>' for look in looks)
    sheet, name = f"<style>{style}</style>", " id='own'" * ("#own" in style)
    change(own, "form.html", BODY, f"{BODY}{sheet}<div{name}>{more}</div>{sheet}")
    declared = declare([indicator(), indicator(level3="第二项")])
    xhtml = make_pdf(declared, own).data
    change(own, "form.html", ' xmlns="http://www.w3.org/1999/xhtml"', "")
    assert make_pdf(declared, own).data == xhtml


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("form.css", "html {", "p.year { float: footnote } html {"),
        ("form.html", "</head>", "<style>p.year { float: foot\\6eote }</style></head>"),
    ],
)
def test_a_template_may_have_notes(own: Profile, name: str, old: str, new: str) -> None:
    """Numbered by the engine's own style sheet, which forms without notes are laid out without."""
    change(own, name, old, new)
    with pdfplumber.open(io.BytesIO(make_pdf(declare([indicator()]), own).data)) as document:
        words = "".join(document.pages[0].extract_text().split())
    assert "1.（2023年度）" in words


@pytest.mark.parametrize("name", ["form.css", "form.html"])
def test_a_template_may_write_into_any_margin(own: Profile, name: str) -> None:
    """Where the engine's own style sheet says: forms without are laid out without what it says of margins."""
    rule = '@page { @Right-Middle { content: "机密" } }'
    old = "html {" if name == "form.css" else "</head>"
    change(own, name, old, rule + old if name == "form.css" else f"<style>{rule}</style>{old}")
    with pdfplumber.open(io.BytesIO(make_pdf(declare([indicator()]), own).data)) as document:
        page = document.pages[0]
        (word,) = [word for word in page.extract_words() if word["text"] == "机密"]
        margin = float(own.page.margin_right) * 72 / 25.4
    assert (word["x0"] + word["x1"]) / 2 == pytest.approx(float(page.width) - margin / 2, abs=1)
    assert (word["top"] + word["bottom"]) / 2 == pytest.approx(float(page.height) / 2, abs=20)


def test_no_connection_is_tried(own: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def refuse(self: socket.socket, address: object, *_: object) -> None:
        tried.append(address)
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with socket.socket() as probe, pytest.raises(AssertionError):  # the guard can say no
        probe.connect(("127.0.0.1", 9))
    assert tried.pop() == ("127.0.0.1", 9)
    values = "http://example.com/a.png <img src='http://example.com/b.png'> url(http://example.com/c)"
    assert make_pdf(declare([indicator(scoring=values)], name=values), own).faults == []
    change(own, "form.html", BODY, '<body><img alt="" src="http://198.51.100.7/a.png">')
    refusal(own)
    assert tried == []
