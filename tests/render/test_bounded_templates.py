"""A template cannot go on for ever, nor fill the memory: it is refused, in its own place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, TemplateError

from formgen.base.errors import UnreadableInput
from formgen.render import bounded
from formgen.render.docx import render_docx
from formgen.render.environment import make_environment
from tests.render.docx_samples import declare, hunan, indicator, make, profile_with, replace_part
from tests.render.pdf_samples import make_pdf
from tests.render.test_pdf_templates import change, own

__all__ = ["own"]  # a fixture

LOOP = "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}"
ENDLESS = {
    "nested loops": LOOP,
    "nested loops that print nothing": LOOP.replace("x{%", "{%"),
    "loops over a text": "{% for a in 'x' * 90000 %}{% for b in 'x' * 90000 %}x{% endfor %}{% endfor %}",
    "a loop with much to print": "{% for a in range(90000) %}" + "长" * 5000 + "{% endfor %}",
    "calls that call": "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(90) }}",
    "a long range": "{{ range(10**12)|list }}",
    "a range past all numbers": "{{ range(10**300)|list }}",
    "a text repeated": "{{ 'x' * 10**9 }}",
    "a list repeated": "{{ [1] * 10**9 }}",
    "a text doubled": "{% set n = namespace(s='ab') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "a text doubled by adding": "{% set n = namespace(s='ab') %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "a list doubled": "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "a power": "{{ 2 ** 1000000000 }}",
    "a wide format": "{{ '%999999999d' % 1 }}",
    "a wide format filter": "{{ '%999999999d'|format(1) }}",
    "a wide format method": "{{ '{:999999999}'.format(1) }}",
    "padding by method": "{{ 'a'.ljust(10**9) }}",
    "padding by filter": "{{ 'a'|center(10**9) }}",
    "indentation": "{{ 'a\\nb'|indent(10**9) }}",
    "replacing": "{{ ('a' * 10**6)|replace('a', 'b' * 10**6) }}",
    "recursion": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
}  # fmt: skip
HARMLESS = (
    "{% for a in [1, 2, 3] %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}",
    "{% for a in [] %}x{% else %}none{% endfor %}",
    "{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}",
    "{{ 'a' ~ 1 ~ '<' }}{{ '<' ~ ('>'|safe) }}{{ ('<'|safe) ~ '>' ~ 2 }}",
    "{{ 123456|round(1) }} {{ 1234567|string|length }} {{ 'a'|center(3) }}.",
    "{{ 2 * 3 }} {{ 2 ** 10 }} {{ '%.2f' % 1.5 }} {{ '-' * 3 }} {{ 1 + 2 }} {{ [1] + [2] }}",
    "{% for a in range(1000) %}{% for b in range(100) %}{% endfor %}{% endfor %}ok",
)


def rendered(source: str) -> str:
    return make_environment(loader=DictLoader({"a": source})).get_template("a").render()


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
def test_what_would_not_end_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_WORK", 5_000_000)
    with pytest.raises(TemplateError) as refused:
        rendered(ENDLESS[name])
    assert any(word in str(refused.value) for word in ("太多", "太长", "recursive"))


@pytest.mark.parametrize("source", HARMLESS)
def test_what_ends_means_what_it_meant(source: str) -> None:
    assert rendered(source) == Environment(autoescape=True).from_string(source).render()


def test_each_rendering_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_WORK", 1_000_000)
    template = make_environment(
        loader=DictLoader(
            {"a": "{% macro m() %}x{% endmacro %}{% for a in range(900) %}{{ m() }}{% endfor %}"}
        )
    ).get_template("a")
    for _ in range(3):
        assert template.render() == "x" * 900
    monkeypatch.setattr(bounded, "MOST_WORK", 900_000)  # a macro's own output does not start it anew
    with pytest.raises(TemplateError):
        template.render()


@pytest.mark.slow
def test_a_form_that_would_print_for_ever_is_refused_with_its_line(own: object) -> None:
    line = change(own, "form.html", "<body>", "<body>" + LOOP)  # type: ignore[arg-type]
    with pytest.raises(UnreadableInput) as refused:
        make_pdf(declare([indicator()]), own)  # type: ignore[arg-type]
    (fault,) = refused.value.faults
    assert "太多" in fault.message and f"第 {line} 行" in fault.place


@pytest.mark.slow
def test_a_word_template_that_would_print_for_ever_is_refused_with_its_tag(tmp_path: Path) -> None:
    folder = hunan().folder
    with zipfile.ZipFile(folder / "form.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    tags = "{% for a in 'x' * 90000 %}{% for b in 'x' * 90000 %}x{% endfor %}{% endfor %}"
    changed = xml.replace("{{ form.title }}", tags, 1)
    assert changed != xml
    data = replace_part((folder / "form.docx").read_bytes(), "word/document.xml", changed.encode())
    with pytest.raises(UnreadableInput) as refused:
        render_docx(make(declare([indicator()])).paged, profile_with(data, tmp_path))
    (fault,) = refused.value.faults
    assert "太多" in fault.message and "90000" in fault.message and "正文第 1 段" in fault.place
